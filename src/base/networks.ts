/** Networks, and which addresses are the internet's: what the gateway may be sent to by others, and what never. */
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'

/** `10.20.0.0/16`, `fd00::/8`; a single address has the whole length as its prefix. */
export interface Network {
  readonly address: string
  readonly prefix: number
}

/** `10.20.0.0/16` or an address alone; undefined: neither. */
export function readNetwork(text: string): Network | undefined {
  const [, address = '', bits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? []
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  const prefix = bits === undefined ? most : Number(bits)
  return most === 0 || prefix > most ? undefined : { address, prefix }
}

const network = (text: string): Network => {
  const read = readNetwork(text)
  if (read === undefined) throw new Error(`${text} is no network`)
  return read
}

/**
 * IPv4 that is not the internet (RFC 6890 and IANA's registry of special-purpose addresses): this host, private, shared by
 * carriers, loopback, link-local (clouds tell a machine's secrets there), documentation, benchmarks, multicast, reserved.
 */
const notOutside4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]
/** Of the one range of IPv6 that is given out: what stands for something else (Teredo, documentation, 6to4, segment routing). */
const notOutside6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '5f00::/16']
/** An IPv4 address in IPv6's clothes: mapped (RFC 4291 §2.5.5.2), and translated on the way (RFC 6052 §2.1). */
const dressed = ['::ffff:', '64:ff9b::']

/** Each IPv4 network also in both of its IPv6 clothes. */
export function listOf(networks: readonly Network[]): BlockList {
  const list = new BlockList()
  for (const { address, prefix } of networks) {
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    list.addSubnet(address, prefix, family)
    if (family === 'ipv4') for (const dress of dressed) list.addSubnet(dress + address, 96 + prefix, 'ipv6')
  }
  return list
}

const inside = listOf([...notOutside4, ...notOutside6].map(network))
const outside6 = listOf(['2000::/3', ...dressed.map((dress) => `${dress}0.0.0.0/96`)].map(network))
/** This machine. */
export const loopback = listOf(['127.0.0.0/8', '::1'].map(network))

export const holds = (list: BlockList, address: string): boolean =>
  list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')

/** Somewhere on the internet. An address that is none, or names an interface of ours (`fe80::1%eth0`), is not. */
export function isOutside(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false
  return !holds(inside, address) && (isIPv4(address) || holds(outside6, address))
}

/** Who shares an address: a household's IPv6 is a whole /64, and one machine can use all of it. */
export const networkOf = (address: string): string => cut(address, 4, 4)

/** Who can easily change from one address to the next: an IPv4 /24, and an IPv6 /48, which is what one customer may be given. */
export const rangeOf = (address: string): string => cut(address, 3, 3)

/** The first parts of an address. What is none (a request inside the process) stays what it is. */
function cut(address: string, parts4: number, groups6: number): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  if (isIPv4(plain)) return parts4 === 4 ? plain : `${plain.split('.').slice(0, parts4).join('.')}.0/${parts4 * 8}`
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = (plain.split('%', 1)[0] ?? '').toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right]
  return `${groups
    .slice(0, groups6)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/${groups6 * 16}`
}

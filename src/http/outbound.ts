/**
 * Requests to addresses that others gave us (a service's logout or key address). Whoever names an address must not reach what
 * only we can reach: every address of the host is judged, and the connection is made to the very ones that were judged, so a
 * name that answers differently the next moment leads nowhere else. No redirect is followed; the answer is read up to a limit.
 */
import { lookup, Resolver } from 'node:dns/promises'
import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP, isIPv4, type LookupFunction } from 'node:net'
import { holds, isOutside, listOf, loopback, type Network } from '#base/networks.ts'

export interface OutsideRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Milliseconds: until the connection stands (its name and TLS counted in), and from there to the answer's end. */
  readonly timeouts: { readonly connect: number; readonly read: number }
  /** Bytes of the body. 0: it is not read at all. */
  readonly mostBytes: number
  /** What of our own network may be reached: an operator's setting. Plain http only to what stands in it and is this machine. */
  readonly allow: readonly Network[]
  /** Plain http to anybody: for answers that are signed themselves. */
  readonly plain?: boolean
  /** Certificates trusted instead of the system's (PEM). */
  readonly ca?: string
  /** Every address of a host. Absent: as the system knows them. */
  readonly resolve?: (host: string) => Promise<readonly string[]>
}

export interface OutsideAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** `inside`: the address lies in our own network, or nowhere. Nothing of the answer or the address stands in the message. */
export type OutboundTrouble = 'address' | 'inside' | 'unresolved' | 'timeout' | 'unreachable' | 'too-large'

export class OutboundFailed extends Error {
  override readonly name: string
  readonly why: OutboundTrouble
  constructor(why: OutboundTrouble) {
    super(`a request to the outside failed: ${why}`)
    this.name = `OutboundFailed:${why}`
    this.why = why
  }
}

/** @throws OutboundFailed */
export async function fetchOutside(address: string, options: OutsideRequest): Promise<OutsideAnswer> {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new OutboundFailed('address')
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), options.timeouts.connect)
  try {
    const pinned = await withinTime(judged(url, options), late.signal)
    return await exchange(url, pinned, options, late, timer)
  } catch (error) {
    if (late.signal.aborted) throw new OutboundFailed('timeout')
    // The system's words may hold names and addresses of our network.
    throw error instanceof OutboundFailed ? error : new OutboundFailed('unreachable')
  } finally {
    clearTimeout(timer)
  }
}

/** The addresses to connect to. One bad among them refuses all: no honest host is half inside. */
async function judged(url: URL, options: OutsideRequest): Promise<readonly string[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host) === 0 ? await resolved(host, options.resolve ?? everyAddress) : [host]
  if (addresses.length === 0) throw new OutboundFailed('unresolved')
  const allowed = listOf(options.allow)
  const plain = url.protocol === 'http:' && options.plain !== true
  for (const one of addresses) {
    const ours = holds(allowed, one)
    if (!ours && !isOutside(one)) throw new OutboundFailed('inside')
    if (plain && !(ours && holds(loopback, one))) throw new OutboundFailed('address')
  }
  return addresses
}

const dns = new Resolver({ timeout: 900, tries: 2 })

/**
 * By DNS itself. The system's way (`lookup`) waits in one of the few threads that passwords are hashed in, and a name server that
 * is away would keep them all: it is asked only where DNS said at once that it has no such name, for the hosts file has some.
 */
async function everyAddress(host: string): Promise<readonly string[]> {
  const answers = await Promise.allSettled([dns.resolve4(host), dns.resolve6(host)])
  const found = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
  if (found.length > 0) return found
  for (const one of answers) if (one.status === 'rejected' && !saysNo(one.reason)) throw one.reason
  return (await lookup(host, { all: true })).map(({ address }) => address)
}

/** No such name, no address of that kind, or nobody there to ask. */
const saysNo = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOTFOUND', 'ENODATA', 'ECONNREFUSED'].includes(String(error.code))

const resolved = (host: string, resolve: (host: string) => Promise<readonly string[]>): Promise<readonly string[]> =>
  resolve(host).catch(() => {
    throw new OutboundFailed('unresolved')
  })

/** A question to the system's resolver cannot be taken back, only waited for no longer. */
const withinTime = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new OutboundFailed('timeout')), { once: true })
    work.then(resolve, reject)
  })

function exchange(
  url: URL,
  pinned: readonly string[],
  options: OutsideRequest,
  late: AbortController,
  connecting: NodeJS.Timeout,
): Promise<OutsideAnswer> {
  const secure = url.protocol === 'https:'
  const settings: RequestOptions & { ca?: string } = {
    method: options.method ?? 'GET',
    headers: { ...options.headers, ...lengthOf(options.body) },
    // A connection of its own: one from a pool was made to an address that nobody judged now.
    agent: false,
    lookup: pinnedTo(pinned),
    signal: late.signal,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  }
  return new Promise((resolve, reject) => {
    let reading: NodeJS.Timeout | undefined
    const request = (secure ? secureRequest : plainRequest)(url, settings, (answer) => {
      bodyOf(answer, options.mostBytes).then((body) => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body })
      }, reject)
    })
    request.once('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        clearTimeout(connecting)
        reading = setTimeout(() => late.abort(), options.timeouts.read)
      })
    })
    request.once('error', reject)
    request.once('close', () => clearTimeout(reading))
    request.end(options.body)
  })
}

const lengthOf = (body: OutsideRequest['body']): Record<string, string> =>
  body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }

/** Instead of asking for the name again. */
const pinnedTo =
  (addresses: readonly string[]): LookupFunction =>
  (_host, { all }, done) => {
    const known = addresses.map((address) => ({ address, family: isIPv4(address) ? 4 : 6 }))
    const [first] = known
    if (all === true || first === undefined) done(null, known)
    else done(null, first.address, first.family)
  }

function bodyOf(answer: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    if (most === 0) {
      resolve(Buffer.alloc(0))
      answer.once('error', () => undefined)
      answer.destroy()
      return
    }
    answer.on('data', (part: Buffer) => {
      size += part.length
      parts.push(part)
      if (size <= most) return
      reject(new OutboundFailed('too-large'))
      answer.destroy()
    })
    answer.once('end', () => resolve(Buffer.concat(parts)))
    answer.once('error', reject)
    answer.once('close', () => reject(new OutboundFailed('unreachable')))
  })
}

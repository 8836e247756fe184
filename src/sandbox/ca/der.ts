/** Writes DER (X.690 §10), by hand: what checks certificates reads them with a library, and the two shall not agree by mistake. */

export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  const length: number[] = []
  for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256)
  const head = body.length < 0x80 ? [body.length] : [0x80 + length.length, ...length]
  return Buffer.concat([Buffer.from([tag, ...head]), body])
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts)
export const set = (...parts: readonly Uint8Array[]): Buffer => der(0x31, ...parts)
export const octets = (...parts: readonly Uint8Array[]): Buffer => der(0x04, ...parts)
export const bits = (value: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.of(unused), value)
export const yes = der(0x01, Buffer.of(0xff))
export const nothing = der(0x05)
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text))
export const printable = (text: string): Buffer => der(0x13, Buffer.from(text, 'latin1'))
export const ia5 = (text: string): Buffer => der(0x16, Buffer.from(text, 'latin1'))
/** Context-specific: around a whole element, and in a primitive one's place. */
export const explicit = (tag: number, ...parts: readonly Uint8Array[]): Buffer => der(0xa0 + tag, ...parts)
export const implicit = (tag: number, value: Uint8Array): Buffer => der(0x80 + tag, value)

export function integer(value: number | Uint8Array): Buffer {
  if (typeof value !== 'number') return der(0x02, (value[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), value]) : value)
  const text = value.toString(16)
  return integer(Buffer.from(text.padStart(text.length + (text.length % 2), '0'), 'hex'))
}

export const enumerated = (value: number): Buffer => der(0x0a, Buffer.of(value))

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return der(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)))
}

function base128(value: number): number[] {
  const groups = [value % 128]
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left % 128) + 128)
  return groups
}

const digits = (ms: number): string => new Date(ms).toISOString().replaceAll(/[-:T]|\..*/g, '')
export const generalizedTime = (ms: number): Buffer => der(0x18, Buffer.from(`${digits(ms)}Z`))
/** RFC 5280 §4.1.2.5: in two digits until 2049. */
export const time = (ms: number): Buffer =>
  new Date(ms).getUTCFullYear() < 2050 ? der(0x17, Buffer.from(`${digits(ms).slice(2)}Z`)) : generalizedTime(ms)

/** The bits of a flag list by their numbers, with no zero at the end (X.690 §11.2.2). */
export function flags(set: readonly number[]): Buffer {
  const last = Math.max(0, ...set)
  const bytes = Buffer.alloc(Math.floor(last / 8) + 1)
  for (const bit of set) bytes[Math.floor(bit / 8)] = (bytes[Math.floor(bit / 8)] ?? 0) | (0x80 >> (bit % 8))
  return bits(bytes, 7 - (last % 8))
}

export const pem = (what: string, content: Uint8Array): string => {
  const lines =
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${what}-----`, ...lines, `-----END ${what}-----`, ''].join('\n')
}

/** Reads DER (X.690 §10): one element after the other, definite lengths alone. For the few fields of a certificate that Node does not show as they are. */

export interface Element {
  readonly tag: number
  readonly content: Buffer
  /** With tag and length. */
  readonly whole: Buffer
}

export const tags = { oid: 0x06, octets: 0x04, sequence: 0x30, set: 0x31 } as const

/** Undefined: not DER from beginning to end. */
export function readElements(der: Buffer): readonly Element[] | undefined {
  const found: Element[] = []
  for (let at = 0; at < der.length;) {
    const element = readAt(der, at)
    if (element === undefined) return undefined
    found.push(element)
    at += element.whole.length
  }
  return found
}

/** The elements of one that holds others; undefined: another tag, or not DER. */
export const inside = (element: Element | undefined, tag: number): readonly Element[] | undefined =>
  element?.tag === tag ? readElements(element.content) : undefined

function readAt(der: Buffer, at: number): Element | undefined {
  const tag = der[at] ?? 0
  const first = der[at + 1]
  // Tags above 30 have a form of their own, which no certificate needs.
  if (first === undefined || (tag & 0x1f) === 0x1f) return undefined
  const more = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || more > 3) return undefined
  const begin = at + 2 + more
  const length = more === 0 ? first : der.subarray(at + 2, begin).reduce((sum, byte) => sum * 256 + byte, 0)
  const end = begin + length
  if (end > der.length || (more > 0 && length < (more === 1 ? 0x80 : 256 ** (more - 1)))) return undefined
  return { tag, content: der.subarray(begin, end), whole: der.subarray(at, end) }
}

/** X.690 §8.19, in numbers with points. */
export function readOid({ tag, content }: Element): string | undefined {
  if (tag !== tags.oid || content.length === 0 || (content.at(-1) ?? 0) > 0x7f) return undefined
  const parts: number[] = []
  let value = 0
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f)
    if (byte > 0x7f) continue
    parts.push(value)
    value = 0
  }
  const [head = 0, ...rest] = parts
  const arc = Math.min(2, Math.floor(head / 40))
  return [arc, head - arc * 40, ...rest].join('.')
}

/** What answers and lists are made of (RFC 5280 §4.1.1, RFC 6960 §4.2.1), read strictly as DER: a long list has a hundred thousand entries. */
import { type Element, inside, readElements, readOid, tags } from '#keys/der.ts'
import type { Algorithm } from '#x509/certificate.ts'

export class NotDer extends Error {
  override readonly name = 'NotDer'
}

/** The elements of one with this tag. @throws NotDer */
export function parts(element: Element | undefined, tag: number = tags.sequence): readonly Element[] {
  const found = inside(element, tag)
  if (found === undefined) throw new NotDer()
  return found
}

export function only(elements: readonly Element[] | undefined): Element {
  const [one, ...others] = elements ?? []
  if (one === undefined || others.length > 0) throw new NotDer()
  return one
}

/** The one element of bytes. */
export const onlyIn = (der: Uint8Array): Element =>
  only(readElements(Buffer.from(der.buffer, der.byteOffset, der.byteLength)))

export function contentOf(element: Element | undefined, tag: number): Buffer {
  if (element?.tag !== tag) throw new NotDer()
  return element.content
}

export function algorithmIn(element: Element | undefined): Algorithm {
  const [type, parameters] = parts(element)
  return { oid: oidIn(type), parameters: parameters?.whole }
}

export function oidIn(element: Element | undefined): string {
  const oid = element && readOid(element)
  if (oid === undefined) throw new NotDer()
  return oid
}

/** Of a bit string. Signatures are whole bytes: of one that is not, nothing is left that could hold. */
export function bytesIn(element: Element | undefined): Buffer {
  const content = contentOf(element, 0x03)
  return content[0] === 0 ? content.subarray(1) : Buffer.alloc(0)
}

const utc = 0x17
const generalized = 0x18
export const isTime = (element: Element | undefined): boolean => element?.tag === utc || element?.tag === generalized

/** RFC 5280 §4.1.2.5: whole seconds, UTC; two digits of a year are of 1950 to 2049. Milliseconds. */
export function timeIn(element: Element | undefined): number {
  const text = element !== undefined && isTime(element) ? element.content.toString('latin1') : ''
  const full = element?.tag === utc ? `${text < '5' ? '20' : '19'}${text}` : text
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full) ?? []
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(time)) throw new NotDer()
  return time
}

export interface Extension {
  readonly critical: boolean
  /** The content of its octets. */
  readonly value: Buffer
}

/** By OID; each stands once (RFC 5280 §4.2). `list`: the sequence of them. */
export function extensionsIn(list: Element | undefined): ReadonlyMap<string, Extension> {
  const found = new Map<string, Extension>()
  for (const one of list === undefined ? [] : parts(list)) {
    const fields = parts(one)
    const oid = oidIn(fields[0])
    const critical = fields.length === 3 && contentOf(fields[1], 0x01)[0] !== 0
    if (found.has(oid)) throw new NotDer()
    found.set(oid, { critical, value: contentOf(fields.at(-1), tags.octets) })
  }
  return found
}

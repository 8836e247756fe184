/** Distinguished names, compared as RFC 5280 §7.1 has it: without regard to case, spaces at the ends, and how many there are inside. */
import { type BaseBlock, BmpString, fromBER, IA5String, PrintableString, TeletexString, Utf8String } from 'asn1js'
import { type AttributeTypeAndValue, RelativeDistinguishedNames } from 'pkijs'
import { ownBuffer } from '#x509/own-buffer.ts'

/** One relative name each, canonical: two names are equal when these are, and one lies under another when it begins with it. */
export type Name = readonly string[]

const strings = [PrintableString, Utf8String, BmpString, IA5String, TeletexString]

/** RFC 4518 §2: mapped, normalised, case folded; insignificant spaces gone. */
export const canonicalText = (text: string): string =>
  text.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/g, ' ')

function canonicalValue(value: BaseBlock & { valueBlock?: { value?: unknown } }): string {
  const text = value.valueBlock?.value
  if (strings.some((kind) => value instanceof kind) && typeof text === 'string') return `s:${canonicalText(text)}`
  return `x:${Buffer.from(value.toBER(false)).toString('hex')}`
}

const part = ({ type, value }: AttributeTypeAndValue): string => `${type}=${canonicalValue(value as never)}`

/**
 * The library keeps the attributes of a name in one flat list and forgets which stood in one relative name together; each
 * counts as one of its own here, so two names that only differ in that are told as equal.
 */
export const nameOf = (names: RelativeDistinguishedNames): Name => names.typesAndValues.map(part)

/** @throws Error when it is no name */
export const readName = (der: Uint8Array): Name =>
  nameOf(new RelativeDistinguishedNames({ schema: fromBER(ownBuffer(der)).result }))

export const sameName = (a: Name, b: Name): boolean => a.length === b.length && a.every((one, i) => one === b[i])

/** RFC 5280 §4.2.1.10: within the subtree that `base` is the root of. */
export const isUnder = (name: Name, base: Name): boolean =>
  base.length <= name.length && base.every((one, i) => one === name[i])

/** Attributes that are text, as they were written. */
export const textsOf = (names: RelativeDistinguishedNames): readonly (readonly [oid: string, text: string])[] =>
  names.typesAndValues.flatMap(({ type, value }) => {
    const text: unknown = (value as { valueBlock?: { value?: unknown } }).valueBlock?.value
    return typeof text === 'string' ? [[type, text] as const] : []
  })

export const attributesOf = (names: RelativeDistinguishedNames, type: string): readonly string[] =>
  textsOf(names)
    .filter(([oid]) => oid === type)
    .map(([, text]) => text)

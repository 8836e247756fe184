/**
 * Distinguished names, in a certificate (RFC 5280 §4.1.2.4) and as they are written (RFC 4514), compared attribute by attribute:
 * two ways to write one name are the same name, and two names that are printed alike are not.
 */
import { type Element, inside, readOid, tags } from '#keys/der.ts'

export interface Attribute {
  /** Numbers with points. */
  readonly type: string
  /** Undefined: of a kind that has no text, or no good one. */
  readonly text: string | undefined
  /** The value's DER in hexadecimal; undefined where only the text was written. */
  readonly der: string | undefined
}
/** The attributes that stand together. In most names there is one to each. */
export type Rdn = readonly Attribute[]
/** As a certificate has it: the country first, the own name last. */
export type Name = readonly Rdn[]

/** From a certificate. */
export function readName(element: Element | undefined): Name | undefined {
  const rdns = inside(element, tags.sequence)?.map(readRdn)
  return rdns?.every((one) => one !== undefined) === true ? rdns : undefined
}

function readRdn(element: Element): Rdn | undefined {
  const attributes = inside(element, tags.set)?.map(readAttribute)
  return attributes?.every((one) => one !== undefined) === true && attributes.length > 0 ? attributes : undefined
}

function readAttribute(element: Element): Attribute | undefined {
  const [name, value, ...more] = inside(element, tags.sequence) ?? []
  const type = name && readOid(name)
  if (type === undefined || value === undefined || more.length > 0) return undefined
  return { type, text: textOf(value), der: value.whole.toString('hex') }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Of the kinds of strings of RFC 5280 §4.1.2.4 those whose letters are certain. */
function textOf({ tag, content }: Element): string | undefined {
  // NumericString, PrintableString, IA5String
  if ([0x12, 0x13, 0x16].includes(tag))
    return content.every((byte) => byte < 0x80) ? content.toString('latin1') : undefined
  if (tag === 0x1e) return content.length % 2 === 0 ? Buffer.from(content).swap16().toString('utf16le') : undefined
  if (tag !== 0x0c) return undefined
  try {
    return utf8.decode(content)
  } catch {
    // Says that it is UTF-8, and is not.
    return undefined
  }
}

/** RFC 4514 §3, and what certificates of organisations have besides. */
const types: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  SN: '2.5.4.4',
  SERIALNUMBER: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  STREET: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  TITLE: '2.5.4.12',
  GN: '2.5.4.42',
  GIVENNAME: '2.5.4.42',
  ORGANIZATIONIDENTIFIER: '2.5.4.97',
  UID: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
  EMAILADDRESS: '1.2.840.113549.1.9.1',
}

const attribute =
  /^ *([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+) *= *(?:#((?:[0-9A-Fa-f]{2})+)|((?!#)(?:[^"+,;<>\\\0]|\\(?:[0-9A-Fa-f]{2}|[ "#+,;<=>\\]))*?)) *(?=[,+]|$)/

/** RFC 4514 §3, with spaces allowed around commas. Its first is the certificate's last (§2.1). Undefined: no name as it has them. */
export function parseName(written: string): Name | undefined {
  const rdns: Attribute[][] = [[]]
  for (let rest = written; ;) {
    const match = attribute.exec(rest)
    const read = match && attributeOf(match)
    if (match === null || read === undefined || read === null) return undefined
    rdns.at(-1)?.push(read)
    const next = rest[match[0].length]
    if (next === undefined) return rdns.toReversed()
    if (next === ',') rdns.push([])
    rest = rest.slice(match[0].length + 1)
  }
}

function attributeOf([, name = '', hex, value = '']: RegExpExecArray): Attribute | undefined {
  const type = /^\d/.test(name) ? name : types[name.toUpperCase()]
  if (type === undefined) return undefined
  if (hex !== undefined) return { type, text: undefined, der: hex.toLowerCase() }
  const text = unescaped(value)
  return text === undefined || text === '' ? undefined : { type, text, der: undefined }
}

/** §3: a backslash before a sign that means something, or before the two digits of a byte of UTF-8. */
function unescaped(value: string): string | undefined {
  const bytes = [...value.matchAll(/\\([0-9A-Fa-f]{2})|\\(.)|([^\\])/gsu)].map(([, hex, sign, plain]) =>
    hex === undefined ? Buffer.from(sign ?? plain ?? '') : Buffer.from(hex, 'hex'),
  )
  try {
    return utf8.decode(Buffer.concat(bytes))
  } catch {
    return undefined
  }
}

/** Letter by letter: no case is folded and no space is dropped. Whoever registers a name copies it from the certificate. */
export const isSameName = (written: Name, certified: Name): boolean =>
  written.length === certified.length && written.every((rdn, i) => isSameRdn(rdn, certified[i] ?? []))

/** A set: in whatever order. */
const isSameRdn = (written: Rdn, certified: Rdn): boolean =>
  written.length === certified.length &&
  written.every((one) => certified.filter((other) => isSameAttribute(one, other)).length === 1) &&
  certified.every((other) => written.filter((one) => isSameAttribute(one, other)).length === 1)

const isSameAttribute = (written: Attribute, { type, text, der }: Attribute): boolean =>
  written.type === type && (written.der === undefined ? written.text === text : written.der === der)

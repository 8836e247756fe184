/** Whom a certificate names (RFC 5280 §4.1.2.6, §4.2.1.6), read from its bytes: what libraries print of names can be made to look like others. */
import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { type Element, inside, readElements, readOid, tags } from '#keys/der.ts'
import { isSameName, type Name, parseName, readName } from '#keys/distinguished-name.ts'

/** RFC 8705 §2.1.2: exactly one of these is expected. */
export interface ExpectedName {
  readonly kind: 'subject_dn' | 'san_dns' | 'san_uri' | 'san_ip' | 'san_email'
  readonly value: string
}

/** What is wrong with what is expected, as the rest of a sentence. */
export function expectedNameFault({ kind, value }: ExpectedName): string | undefined {
  if (kind === 'subject_dn')
    return parseName(value) === undefined ? 'must be a name as RFC 4514 writes it: CN=…,O=…,C=NO' : undefined
  if (kind === 'san_ip') return isIP(value) === 0 ? 'must be an address such as 192.0.2.1 or 2001:db8::1' : undefined
  return /^[\x21-\x7e]+$/.test(value) ? undefined : 'must be plain ASCII without spaces'
}

export function certificateIsFor({ raw }: X509Certificate, { kind, value }: ExpectedName): boolean {
  const parts = partsOf(raw)
  if (parts === undefined) return false
  if (kind === 'subject_dn') {
    const written = parseName(value)
    return written !== undefined && isSameName(written, parts.subject)
  }
  const wanted = kind === 'san_ip' ? addressBytes(value) : value
  return (
    wanted !== undefined &&
    parts.alternatives.some(({ tag, content }) => tag === san[kind] && says[kind](content) === said[kind](wanted))
  )
}

type SanKind = Exclude<ExpectedName['kind'], 'subject_dn'>
/** RFC 5280 §4.2.1.6, GeneralName. */
const san: Readonly<Record<SanKind, number>> = { san_email: 0x81, san_dns: 0x82, san_uri: 0x86, san_ip: 0x87 }

const exact = (text: string): string => text
/** Domain names in any case (RFC 5280 §7.2). A name with a star is that name, and no other. */
const domain = (text: string): string => text.toLowerCase()
const latin = (content: Buffer): string => content.toString('latin1')
const said: Readonly<Record<SanKind, (value: string) => string>> = {
  san_dns: domain,
  san_email: exact,
  san_uri: exact,
  san_ip: exact,
}
const says: Readonly<Record<SanKind, (content: Buffer) => string>> = {
  san_dns: (content) => domain(latin(content)),
  san_email: latin,
  san_uri: latin,
  san_ip: (content) => content.toString('hex'),
}

/** In hexadecimal: addresses are compared as bytes (RFC 8705 §2.1.2). */
function addressBytes(address: string): string | undefined {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number)).toString('hex')
  if (isIP(address) !== 6 || address.includes('%')) return undefined
  // The URL standard writes each address in one way, in hexadecimal throughout.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':').map((one) => one.padStart(4, '0')))
  const [before, after] = [groups(head), groups(tail ?? '')]
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0000'), ...after].join('')
}

interface Parts {
  readonly subject: Name
  readonly alternatives: readonly Element[]
}

/** RFC 5280 §4.1: version, serial number, signature, issuer, validity, subject, key, and extensions at the end. */
function partsOf(der: Buffer): Parts | undefined {
  const [certificate] = readElements(der) ?? []
  const [content] = inside(certificate, tags.sequence) ?? []
  const fields = inside(content, tags.sequence)
  if (fields === undefined) return undefined
  const versioned = fields[0]?.tag === 0xa0 ? 1 : 0
  const subject = readName(fields[versioned + 4])
  const extensions = fields.find(({ tag }) => tag === 0xa3)
  const alternatives = extensions === undefined ? [] : alternativesIn(extensions)
  return subject === undefined || alternatives === undefined ? undefined : { subject, alternatives }
}

const subjectAltName = '2.5.29.17'

/** RFC 5280 §4.2: an extension stands once. Undefined: not as it should be. */
function alternativesIn(extensions: Element): readonly Element[] | undefined {
  const [list] = readElements(extensions.content) ?? []
  const all = inside(list, tags.sequence)?.map((one) => inside(one, tags.sequence) ?? [])
  const named = all?.filter(([type]) => type !== undefined && readOid(type) === subjectAltName)
  if (named === undefined || named.length > 1) return undefined
  const [only] = named
  if (only === undefined) return []
  const value = only.at(-1)
  const [names] = value?.tag === tags.octets ? (readElements(value.content) ?? []) : []
  return inside(names, tags.sequence)
}

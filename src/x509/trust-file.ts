/**
 * The operator's trust list, read from its file: whose certificates count, for what, at which level, and whom one may ask about
 * them. Every fault is told at once, with its place; no value is repeated. Node's own reader looks at the certificates, so that
 * the start does not wait for the library.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { NationalId } from '#base/national-id.ts'
import { sha256 } from '#base/secrets.ts'
import { readIssuers } from '#keys/certificate-issuers.ts'
import type { NumberSource, TrustEntry, TrustList } from '#x509/trust.ts'

export type TrustRead = Listed & { readonly digests: Digests }
type Listed =
  | { readonly list: TrustList; readonly faults?: undefined }
  | { readonly list?: undefined; readonly faults: readonly string[] }
/** What stood in each file that was looked for, by its path; undefined: it could not be read. */
export type Digests = ReadonlyMap<string, string | undefined>
export const digestOf = (content: string | undefined): string | undefined => content && sha256(content)

/** `real`: production, where only real people's numbers and real certificates count. */
export type TrustWorld = 'real' | 'synthetic'

const word = z.string().min(1).max(300)
const oid = /^[0-2](\.(0|[1-9]\d{0,15})){2,30}(\.\*)?$/
const level = z.enum(['substantial', 'high'])
/** Below a host: all of an issuer's host is nobody's list. */
const address = z
  .string()
  .regex(/^https?:\/\/[^/*?#@\s]+\/[^*\s]*\*?$/, 'must be an address with http and a path, with * at its end at most')

const number = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('ocsp'),
    extension: z
      .string()
      .regex(/^[0-2](\.\d{1,16})+$/, 'must be an OID')
      .default('2.16.578.1.16.3.2'),
    key_file: word.optional(),
    certificate_file: word.optional(),
  }),
  z.strictObject({ from: z.literal('table'), file: word }),
])

const shape = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'must be small letters, digits and dashes, beginning with a letter'),
  use: z.enum(['person', 'enterprise']),
  anchors: word,
  intermediates: word.optional(),
  /** With their levels, or as a list: persons high, enterprises substantial. */
  policies: z.union([z.array(z.string()).min(1), z.record(z.string(), level)]),
  ocsp: z.array(address).default([]),
  crl: z.array(address).default([]),
  nonce: z.enum(['required', 'optional']).default('required'),
  cert_id_hash: z.enum(['sha1', 'sha256']).default('sha1'),
  kept_seconds: z.int().min(0).max(86_400).default(300),
  number: number.optional(),
})
type Written = z.infer<typeof shape>

interface Around {
  readonly text: TextOf
  readonly folder: string
  readonly world: TrustWorld
  readonly fault: (text: string) => void
}

export function readTrust(file: string, world: TrustWorld): TrustRead {
  const digests = new Map<string, string | undefined>()
  const text: TextOf = (path) => {
    const content = textOf(path)
    digests.set(path, digestOf(content))
    return content
  }
  return { ...listIn(file, world, text), digests }
}

function listIn(file: string, world: TrustWorld, text: TextOf): Listed {
  const content = contentOf(text(file))
  if (typeof content === 'string') return { faults: [content] }
  const read = z.strictObject({ issuers: z.array(shape).min(1) }).safeParse(content.json)
  if (!read.success) return { faults: read.error.issues.map(({ path, message }) => `${placeOf(path)} ${message}.`) }
  const faults: string[] = []
  const entries = read.data.issuers.map((one, i) => {
    const fault = (text: string): void => void faults.push(`issuers[${i}] (${one.id}) ${text}.`)
    if (read.data.issuers.findIndex(({ id }) => id === one.id) < i) fault('has the id of another')
    return entryOf(one, { text, folder: dirname(file), world, fault })
  })
  return faults.length > 0 ? { faults } : { list: { entries } }
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '') || 'the file'

function contentOf(text: string | undefined): string | { readonly json: unknown } {
  if (text === undefined) return 'The trust list cannot be read.'
  try {
    return { json: JSON.parse(text) }
  } catch {
    // The parser's words would quote it.
    return 'The trust list is not JSON.'
  }
}

function entryOf(one: Written, around: Around): TrustEntry {
  const { fault } = around
  const anchors = certificatesIn(one.anchors, 'anchors', around)
  const intermediates =
    one.intermediates === undefined ? [] : certificatesIn(one.intermediates, 'intermediates', around)
  for (const lost of intermediates.filter((ca) => ![...anchors, ...intermediates].some((above) => issued(above, ca))))
    fault(`has an intermediate that none of its certificates issued (${nameOf(lost)})`)
  if (one.ocsp.length + one.crl.length === 0)
    fault('names nobody to ask whether a certificate was revoked (ocsp, crl), so none of its certificates would count')
  return {
    id: one.id,
    anchors: anchors.map(({ raw }) => raw),
    intermediates: intermediates.map(({ raw }) => raw),
    policies: policiesOf(one, around),
    ocsp: one.ocsp,
    crl: one.crl,
    nonce: one.nonce,
    certIdHash: one.cert_id_hash,
    keptSeconds: one.kept_seconds,
    number: numberOf(one, around),
  }
}

const issued = (above: X509Certificate, below: X509Certificate): boolean =>
  above !== below && below.checkIssued(above) && below.verify(above.publicKey)

/** What a certificate calls itself last: its common name, as a rule. */
export const nameOf = ({ subject }: X509Certificate): string =>
  subject
    .split('\n')
    .at(-1)
    ?.replace(/^[\w.]+=/, '') ?? ''

function certificatesIn(path: string, field: string, { text, folder, fault }: Around): readonly X509Certificate[] {
  const read = readIssuers(text(resolve(folder, path)) ?? '')
  if (read === undefined) fault(`names a file in ${field} that is no list of certificates (PEM), or cannot be read`)
  for (const one of read ?? []) {
    if (!one.ca) fault(`has a certificate in ${field} that is no authority's (${nameOf(one)})`)
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = one.publicKey
    if (type === 'rsa' && (details?.modulusLength ?? 0) < 2048)
      fault(`has a key in ${field} that is too short (${nameOf(one)})`)
  }
  return read ?? []
}

type TextOf = (path: string) => string | undefined

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Missing, a folder, no right to read: the sentence names the field.
    return undefined
  }
}

/** Of certificates that issuers give away for trials: Buypass's `…1.0.…`, Commfides's `…29.9xx.…`. */
const forTrials = /^2\.16\.578\.1\.(26\.1\.0(\.|$)|29\.9\d\d\.)/

function policiesOf({ policies, use }: Written, { world, fault }: Around): TrustEntry['policies'] {
  const usual = use === 'person' ? 'high' : 'substantial'
  const listed = Array.isArray(policies) ? policies.map((one) => [one, usual] as const) : Object.entries(policies)
  if (listed.length === 0) fault('lists no policy, so none of its certificates would count')
  for (const [one] of listed) {
    if (!oid.test(one)) fault('has a policy that is no OID (with .* at its end at most)')
    else if (one.startsWith('2.5.29.32')) fault('lists any policy, which says nothing: name those that count')
    else if (world === 'real' && forTrials.test(one)) fault(`lists a policy of certificates for trials (${one})`)
  }
  return listed.map(([policy, at]) => ({ oid: policy, use, level: at }))
}

function numberOf({ use, number: written, ocsp }: Written, around: Around): NumberSource | undefined {
  const { text, fault, folder } = around
  if (written === undefined) {
    if (use === 'person') fault('needs number: no certificate holds the identity number of its person')
    return undefined
  }
  if (use === 'enterprise') fault('has number, which is for persons')
  if (written.from === 'table') return { from: 'table', find: tableIn(resolve(folder, written.file), around) }
  if (ocsp.length === 0) fault('asks a responder for numbers, and names none in ocsp')
  const { extension, key_file, certificate_file } = written
  if ((key_file === undefined) !== (certificate_file === undefined))
    fault('needs key_file and certificate_file, or neither')
  if (key_file === undefined || certificate_file === undefined) return { from: 'ocsp', extension, requester: undefined }
  const key = text(resolve(folder, key_file)) ?? ''
  const certificates = text(resolve(folder, certificate_file)) ?? ''
  if (!belongs(key, certificates)) fault('needs a key_file and the certificate_file (PEM) that belongs to it')
  return { from: 'ocsp', extension, requester: { key, certificates } }
}

function belongs(key: string, certificates: string): boolean {
  const [own] = readIssuers(certificates) ?? []
  try {
    return own?.checkPrivateKey(createPrivateKey(key)) ?? false
  } catch {
    // What OpenSSL says of a key would quote it.
    return false
  }
}

const table = z.record(z.string().min(1).max(200), z.string())

/** By what a certificate says of its person, or by the certificate's SHA-256. */
function tableIn(path: string, { text, world, fault }: Around): (key: string) => string | undefined {
  const read = table.safeParse(jsonIn(text(path)))
  if (!read.success) fault('has a table that is no JSON object of numbers, or cannot be read')
  const rows = new Map(Object.entries(read.data ?? {}))
  const wrong = [...rows.values()].filter((digits) => !fits(digits, world)).length
  if (wrong > 0)
    fault(
      `has a table with ${wrong} that ${wrong === 1 ? 'is no identity number' : 'are no identity numbers'} of this world`,
    )
  return (key) => rows.get(key)
}

function fits(digits: string, world: TrustWorld): boolean {
  const number = NationalId.read(digits)
  return typeof number === 'object' && number.synthetic === (world === 'synthetic')
}

function jsonIn(text = ''): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's words would quote numbers.
    return undefined
  }
}

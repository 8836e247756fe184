/** For tests: certificates of every kind (X.509, RFC 5280 §4.1) and those who issue them. Nothing is kept on disk. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto'

export interface MadeCertificate {
  /** PEM. */
  readonly cert: string
  readonly key: string
  readonly certificate: X509Certificate
  readonly privateKey: KeyObject
  /** As in `x5c`. */
  readonly base64: string
  /** The public key as a JWK with its certificate. */
  readonly jwk: Readonly<Record<string, unknown>>
}

/** `[type, value]`, the country first; several that stand together as a list of them. */
export type WrittenAttribute = readonly [type: keyof typeof types, value: string, tag?: number]
export type WrittenSubject = readonly (WrittenAttribute | readonly WrittenAttribute[])[]

export interface CertificateWish {
  readonly subject: WrittenSubject
  /** Undefined: itself. */
  readonly issuer?: MadeCertificate
  readonly ca?: boolean
  /** Of GeneralName (RFC 5280 §4.2.1.6), by their tags' numbers: 1 mail, 2 domain, 6 address, 7 IP in bytes. */
  readonly alternatives?: readonly (readonly [number, string | Buffer])[]
  /** The same extension once more, which RFC 5280 §4.2 forbids. */
  readonly alternativesAgain?: readonly (readonly [number, string | Buffer])[]
  /** OIDs in hexadecimal, as DER has them. */
  readonly purposes?: readonly string[]
  readonly from?: number
  readonly until?: number
  readonly pair?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
}

const types = {
  C: '0603550406',
  O: '060355040a',
  OU: '060355040b',
  CN: '0603550403',
  serialNumber: '0603550405',
  organizationIdentifier: '0603550461',
  mail: '06092a864886f70d010901',
} as const

export const forClients = '06082b06010505070302'
export const forServers = '06082b06010505070301'

export function makeCertificate(wish: CertificateWish): MadeCertificate {
  const pair = wish.pair ?? generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuerName = wish.issuer === undefined ? nameOf(wish.subject) : subjectOf(wish.issuer.certificate)
  const issuerKey = wish.issuer?.privateKey ?? pair.privateKey
  const algorithm = hex('300a06082a8648ce3d040302')
  const content = der(
    0x30,
    hex('a003020102'),
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    issuerName,
    der(0x30, time(wish.from ?? Date.UTC(2020, 0)), time(wish.until ?? Date.UTC(2099, 0))),
    nameOf(wish.subject),
    pair.publicKey.export({ format: 'der', type: 'spki' }),
    ...extensionsOf(wish),
  )
  const raw = der(0x30, content, algorithm, der(0x03, Buffer.of(0), sign('sha256', content, issuerKey)))
  const certificate = new X509Certificate(raw)
  const base64 = raw.toString('base64')
  return {
    cert: certificate.toString(),
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate,
    privateKey: createPrivateKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' })),
    base64,
    jwk: { ...pair.publicKey.export({ format: 'jwk' }), kid: 'certified', x5c: [base64] },
  }
}

function extensionsOf({ ca, alternatives, alternativesAgain, purposes }: CertificateWish): readonly Buffer[] {
  const all = [
    // basicConstraints, critical
    ...(ca === undefined ? [] : [extension('0603551d13', der(0x30, ca ? hex('0101ff') : hex('')), true)]),
    ...(purposes === undefined ? [] : [extension('0603551d25', der(0x30, ...purposes.map(hex)))]),
    ...[alternatives, alternativesAgain].flatMap((names) => (names === undefined ? [] : [alternativeNames(names)])),
  ]
  return all.length === 0 ? [] : [der(0xa3, der(0x30, ...all))]
}

const alternativeNames = (names: readonly (readonly [number, string | Buffer])[]): Buffer =>
  extension('0603551d11', der(0x30, ...names.map(([tag, value]) => der(0x80 + tag, Buffer.from(value)))))

const extension = (id: string, value: Buffer, critical = false): Buffer =>
  der(0x30, hex(id), ...(critical ? [hex('0101ff')] : []), der(0x04, value))

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  const { length } = body
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...head]), body])
}
const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const time = (ms: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(ms).toISOString().replaceAll(/[-:T]|\..*/g, '')}Z`))

const isAttribute = (one: WrittenSubject[number]): one is WrittenAttribute => typeof one[0] === 'string'
const attribute = ([type, value, tag = 0x0c]: WrittenAttribute): Buffer =>
  der(0x30, hex(types[type]), der(tag, Buffer.from(value, tag === 0x1e ? 'utf16le' : 'utf8')))
const nameOf = (subject: WrittenSubject): Buffer =>
  der(0x30, ...subject.map((one) => der(0x31, ...(isAttribute(one) ? [one] : one).map(attribute))))

/** The bytes, so that the names chain whatever they are. */
function subjectOf({ raw }: X509Certificate): Buffer {
  let [at] = within(raw, 0)
  ;[at] = within(raw, at)
  for (let field = 0; field < 5; field++) at = within(raw, at)[1]
  return raw.subarray(at, within(raw, at)[1])
}

/** Where the content of the element begins, and where the next one does. */
function within(raw: Buffer, at: number): [number, number] {
  const first = raw[at + 1] ?? 0
  const more = first < 0x80 ? 0 : first & 0x7f
  const begin = at + 2 + more
  const length = more === 0 ? first : Number.parseInt(raw.subarray(at + 2, begin).toString('hex'), 16)
  return [begin, begin + length]
}

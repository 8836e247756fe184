/** Makes certificates (RFC 5280 §4.1) as issuers shape them, and as no issuer should: each deviation is a wish of its own. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { randomPart } from '#base/secrets.ts'
import { bits, explicit, integer, nothing, oid, pem, printable, sequence, set, time, utf8 } from '#sandbox/ca/der.ts'
import { type ExtensionWishes, extensionsOf } from '#sandbox/ca/extensions.ts'

const types = {
  C: '2.5.4.6',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  CN: '2.5.4.3',
  GN: '2.5.4.42',
  SN: '2.5.4.4',
  serialNumber: '2.5.4.5',
  organizationIdentifier: '2.5.4.97',
} as const

/** In order; the country first. */
export type WrittenName = readonly (readonly [type: keyof typeof types, value: string])[]

export const nameOf = (name: WrittenName): Buffer =>
  sequence(
    ...name.map(([type, value]) =>
      set(sequence(oid(types[type]), type === 'C' || type === 'serialNumber' ? printable(value) : utf8(value))),
    ),
  )

export type KeyKind = 'ec' | 'rsa' | 'rsa-1024' | 'secp256k1'
export interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export function newKeyPair(kind: KeyKind = 'ec'): KeyPair {
  if (kind === 'ec') return generateKeyPairSync('ec', { namedCurve: 'P-256' })
  if (kind === 'secp256k1') return generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
  return generateKeyPairSync('rsa', { modulusLength: kind === 'rsa' ? 2048 : 1024 })
}

export interface CertificateWish extends ExtensionWishes {
  readonly subject: WrittenName
  /** Absent: itself. */
  readonly issuer?: MadeCertificate | undefined
  /** Milliseconds. */
  readonly from: number
  readonly until: number
  readonly serial?: Uint8Array | undefined
  readonly pair?: KeyPair | undefined
  readonly digest?: 'sha256' | 'sha1' | undefined
  /** Signed, and then changed. */
  readonly broken?: boolean | undefined
}

export interface MadeCertificate {
  readonly der: Buffer
  readonly pem: string
  readonly keyPem: string
  readonly pair: KeyPair
  /** DER of the name, as the certificates below it repeat it. */
  readonly name: Buffer
  readonly issuerName: Buffer
  /** The content of the number, without tag and length. */
  readonly serial: Buffer
  readonly keyId: Buffer
}

export function makeCertificate(wish: CertificateWish): MadeCertificate {
  const pair = wish.pair ?? newKeyPair()
  const name = nameOf(wish.subject)
  const keyId = keyIdOf(pair.publicKey)
  const { issuer } = wish
  const serial = Buffer.from(wish.serial ?? Buffer.concat([Buffer.of(0x11), randomPart(15)]))
  const signer = issuer?.pair ?? pair
  const content = sequence(
    explicit(0, integer(2)),
    integer(serial),
    signatureAlgorithm(signer.privateKey, wish.digest),
    issuer?.name ?? name,
    sequence(time(wish.from), time(wish.until)),
    name,
    pair.publicKey.export({ format: 'der', type: 'spki' }),
    explicit(3, sequence(...extensionsOf(wish, keyId, issuer?.keyId ?? keyId))),
  )
  const whole = signed(content, signer.privateKey, wish)
  return {
    der: whole,
    pem: pem('CERTIFICATE', whole),
    keyPem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    pair,
    name,
    issuerName: issuer?.name ?? name,
    serial,
    keyId,
  }
}

/** RFC 5280 §4.2.1.2 (1): SHA-1 of the key's bits. */
export const keyIdOf = (key: KeyObject): Buffer => createHash('sha1').update(keyBits(key)).digest()

/** The bit string at the end of a public key, without its head. */
export function keyBits(key: KeyObject): Buffer {
  const whole = key.export({ format: 'der', type: 'spki' })
  const [outer] = contentAt(whole, 0)
  const [, afterAlgorithm] = contentAt(whole, outer)
  const [begin, end] = contentAt(whole, afterAlgorithm)
  return whole.subarray(begin + 1, end)
}

function contentAt(whole: Buffer, at: number): readonly [number, number] {
  const first = whole[at + 1] ?? 0
  const more = first < 0x80 ? 0 : first & 0x7f
  const length = more === 0 ? first : whole.readUIntBE(at + 2, more)
  return [at + 2 + more, at + 2 + more + length]
}

export interface SigningWish {
  readonly digest?: 'sha256' | 'sha1' | undefined
  readonly broken?: boolean | undefined
}

/** A content, its algorithm and its signature: certificates, lists and answers are all made so. */
export function signedParts(content: Uint8Array, key: KeyObject, { digest, broken }: SigningWish): readonly Buffer[] {
  const value = sign(digest ?? 'sha256', content, key)
  // The last byte is part of a number in every kind of signature: another value is another signature.
  if (broken === true) value[value.length - 1] = (value.at(-1) ?? 0) ^ 1
  return [Buffer.from(content), signatureAlgorithm(key, digest), bits(value)]
}

export const signed = (content: Uint8Array, key: KeyObject, wish: SigningWish = {}): Buffer =>
  sequence(...signedParts(content, key, wish))

const algorithms = {
  'ec sha256': sequence(oid('1.2.840.10045.4.3.2')),
  'ec sha1': sequence(oid('1.2.840.10045.4.1')),
  'rsa sha256': sequence(oid('1.2.840.113549.1.1.11'), nothing),
  'rsa sha1': sequence(oid('1.2.840.113549.1.1.5'), nothing),
} as const

export function signatureAlgorithm(key: KeyObject, digest: 'sha256' | 'sha1' = 'sha256'): Buffer {
  return algorithms[`${key.asymmetricKeyType === 'ec' ? 'ec' : 'rsa'} ${digest}`]
}

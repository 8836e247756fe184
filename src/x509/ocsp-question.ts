/** Questions to a responder (RFC 6960 §4.1), written. */
import { createHash, createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto'
import {
  type BaseBlock,
  BitString,
  Constructed,
  fromBER,
  Integer,
  Null,
  ObjectIdentifier,
  OctetString,
  Sequence,
} from 'asn1js'
import { type Certificate, type PublicKeyInfo, readCertificate } from '#x509/certificate.ts'
import { ownBuffer } from '#x509/own-buffer.ts'
import type { Requester } from '#x509/trust.ts'

/** What stands for a certificate in questions and answers (§4.1.1). */
export interface CertId {
  readonly hash: string
  readonly issuerName: Buffer
  readonly issuerKey: Buffer
  /** The number's content. */
  readonly serial: Buffer
}

const hashes = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' } as const

export function certIdOf({ issuerDer, serial }: Certificate, issuer: PublicKeyInfo, hash: keyof typeof hashes): CertId {
  const digest = (bytes: Uint8Array): Buffer => createHash(hash).update(bytes).digest()
  return {
    hash: hashes[hash],
    issuerName: digest(issuerDer),
    issuerKey: digest(issuer.key),
    serial: Buffer.from(serial, 'hex'),
  }
}

export const isSameId = (a: CertId, b: CertId): boolean =>
  a.hash === b.hash && a.issuerName.equals(b.issuerName) && a.issuerKey.equals(b.issuerKey) && a.serial.equals(b.serial)

export const nonceId = '1.3.6.1.5.5.7.48.1.2'
const serviceLocator = '1.3.6.1.5.5.7.48.1.7'

export interface QuestionWish {
  readonly certificate: Certificate
  readonly id: CertId
  /** DER of the extension's content: octets. */
  readonly nonce: Uint8Array
  /** An extension that makes the responder tell the identity number, and who asks for it. */
  readonly number?: { readonly extension: string; readonly requester: Requester | undefined } | undefined
}

const sequence = (...value: BaseBlock[]): Sequence => new Sequence({ value })
const tagged = (tagNumber: number, ...value: BaseBlock[]): Constructed =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber }, value })
const octets = (bytes: Uint8Array): OctetString => new OctetString({ valueHex: new Uint8Array(bytes).buffer })
const oid = (value: string): ObjectIdentifier => new ObjectIdentifier({ value })
const read = (der: Uint8Array): BaseBlock => fromBER(ownBuffer(der)).result
const derOf = (block: BaseBlock): Uint8Array => new Uint8Array(block.toBER(false))

const extension = (id: string, content: Uint8Array): Sequence => sequence(oid(id), octets(content))
/** RFC 9654 §2.1: octets in octets. */
export const nonceContent = (nonce: Uint8Array): Uint8Array => derOf(octets(nonce))

export function writeQuestion({ certificate, id, nonce, number }: QuestionWish): Uint8Array {
  const certId = sequence(
    sequence(oid(id.hash), new Null()),
    octets(id.issuerName),
    octets(id.issuerKey),
    new Integer({ valueHex: new Uint8Array(id.serial).buffer }),
  )
  const asked = [extension(nonceId, nonce)]
  if (number === undefined) return derOf(sequence(sequence(sequence(sequence(certId)), tagged(2, sequence(...asked)))))
  // What the responder tells goes to those whom it knows: the question is signed, and says by whom.
  asked.push(extension(number.extension, derOf(octets(Buffer.of(0)))))
  const where = extension(serviceLocator, derOf(sequence(read(certificate.issuerDer))))
  const request = sequence(sequence(certId, tagged(0, sequence(where))))
  const { requester } = number
  if (requester === undefined) return derOf(sequence(sequence(request, tagged(2, sequence(...asked)))))
  const signer = signerOf(requester)
  const content = sequence(tagged(1, tagged(4, read(signer.name))), request, tagged(2, sequence(...asked)))
  return derOf(sequence(content, tagged(0, signatureOf(derOf(content), signer))))
}

interface Signer {
  readonly key: KeyObject
  readonly certificates: readonly Uint8Array[]
  /** DER. */
  readonly name: Uint8Array
}

const signers = new WeakMap<Requester, Signer>()

function signerOf(requester: Requester): Signer {
  const known = signers.get(requester)
  if (known !== undefined) return known
  const blocks = requester.certificates.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  const certificates = blocks.map((pem) => new X509Certificate(pem).raw)
  const { subjectDer } = readCertificate(certificates[0] ?? Buffer.alloc(0))
  const made = { key: createPrivateKey(requester.key), certificates, name: subjectDer }
  signers.set(requester, made)
  return made
}

function signatureOf(content: Uint8Array, { key, certificates }: Signer): Sequence {
  const algorithm =
    key.asymmetricKeyType === 'ec'
      ? sequence(oid('1.2.840.10045.4.3.2'))
      : sequence(oid('1.2.840.113549.1.1.11'), new Null())
  const value = new BitString({ valueHex: new Uint8Array(sign('sha256', content, key)).buffer })
  return sequence(algorithm, value, tagged(0, sequence(...certificates.map(read))))
}

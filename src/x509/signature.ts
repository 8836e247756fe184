/** Signatures of certificates, lists and answers. Which algorithms count is the caller's word; none is believed for being named. */
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { fromBER, Sequence } from 'asn1js'
import { type Algorithm, hex, type PublicKeyInfo } from '#x509/certificate.ts'
import { ownBuffer } from '#x509/own-buffer.ts'

export type SignatureAlgorithm =
  | 'RSA-SHA1'
  | 'RSA-SHA256'
  | 'RSA-SHA384'
  | 'RSA-SHA512'
  | 'RSA-PSS'
  | 'ECDSA-SHA1'
  | 'ECDSA-SHA256'
  | 'ECDSA-SHA384'
  | 'ECDSA-SHA512'
  | 'DSA-SHA1'
  | 'DSA-SHA256'
  | 'Ed25519'

export interface Allowed {
  readonly algorithms: ReadonlySet<SignatureAlgorithm>
  readonly leastRsaBits: number
}

/** What production takes: no SHA-1, no DSA. */
export const allowedToday: Allowed = {
  algorithms: new Set([
    ...(['RSA-SHA256', 'RSA-SHA384', 'RSA-SHA512', 'RSA-PSS'] as const),
    ...(['ECDSA-SHA256', 'ECDSA-SHA384', 'ECDSA-SHA512', 'Ed25519'] as const),
  ]),
  leastRsaBits: 2048,
}

interface Kind {
  readonly name: SignatureAlgorithm
  readonly digest: string | undefined
  readonly key: 'rsa' | 'ec' | 'dsa' | 'ed25519'
}

/** RFC 3279, 4055, 5758, 8410. */
const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['1.2.840.113549.1.1.5', { name: 'RSA-SHA1', digest: 'sha1', key: 'rsa' }],
  ['1.2.840.113549.1.1.11', { name: 'RSA-SHA256', digest: 'sha256', key: 'rsa' }],
  ['1.2.840.113549.1.1.12', { name: 'RSA-SHA384', digest: 'sha384', key: 'rsa' }],
  ['1.2.840.113549.1.1.13', { name: 'RSA-SHA512', digest: 'sha512', key: 'rsa' }],
  ['1.2.840.10045.4.1', { name: 'ECDSA-SHA1', digest: 'sha1', key: 'ec' }],
  ['1.2.840.10045.4.3.2', { name: 'ECDSA-SHA256', digest: 'sha256', key: 'ec' }],
  ['1.2.840.10045.4.3.3', { name: 'ECDSA-SHA384', digest: 'sha384', key: 'ec' }],
  ['1.2.840.10045.4.3.4', { name: 'ECDSA-SHA512', digest: 'sha512', key: 'ec' }],
  ['1.2.840.10040.4.3', { name: 'DSA-SHA1', digest: 'sha1', key: 'dsa' }],
  ['2.16.840.1.101.3.4.3.2', { name: 'DSA-SHA256', digest: 'sha256', key: 'dsa' }],
  ['1.3.101.112', { name: 'Ed25519', digest: undefined, key: 'ed25519' }],
])

/** RFC 4055 §3.1 leaves much open; these three are what is used. By the DER of the hash algorithm inside. */
const pss = '1.2.840.113549.1.1.10'
const pssDigests: readonly (readonly [oid: string, digest: string, bytes: number])[] = [
  ['0609608648016503040201', 'sha256', 32],
  ['0609608648016503040202', 'sha384', 48],
  ['0609608648016503040203', 'sha512', 64],
]

export interface Signed {
  readonly tbs: Uint8Array
  readonly algorithm: Algorithm
  readonly value: Uint8Array
}

/** The key that signs below a certificate: DSA keys may inherit their parameters from above (RFC 3279 §2.3.2). */
export interface WorkingKey {
  readonly info: PublicKeyInfo
  readonly inherited: Uint8Array | undefined
}

/** `algorithm`: not one that counts. `weak-key`: the signer's key is too short for it. */
export type SignatureFault = 'algorithm' | 'weak-key' | 'signature'

export const holds = (signed: Signed, key: WorkingKey, allowed: Allowed): boolean =>
  signatureFault(signed, key, allowed) === undefined

export function signatureFault(signed: Signed, key: WorkingKey, allowed: Allowed): SignatureFault | undefined {
  const kind = kindOf(signed.algorithm)
  if (kind === undefined || !allowed.algorithms.has(kind.name)) return 'algorithm'
  const publicKey = keyObject(key)
  if (publicKey === undefined || !fits(publicKey, kind)) return 'signature'
  if (kind.key === 'rsa' && bitsOf(publicKey) < allowed.leastRsaBits) return 'weak-key'
  const options =
    kind.name === 'RSA-PSS'
      ? { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { key: publicKey }
  try {
    return verify(kind.digest, signed.tbs, options, signed.value) ? undefined : 'signature'
  } catch {
    // OpenSSL throws where a signature cannot be one of that key: it does not hold.
    return 'signature'
  }
}

function kindOf({ oid, parameters }: Algorithm): Kind | undefined {
  if (oid !== pss) return kinds.get(oid)
  const written = parameters === undefined ? '' : hex(parameters)
  const found = pssDigests.find(([digestOid]) => written.includes(digestOid))
  return found && { name: 'RSA-PSS', digest: found[1], key: 'rsa' }
}

const fits = ({ asymmetricKeyType: type }: KeyObject, kind: Kind): boolean =>
  type === kind.key || (type === 'rsa-pss' && kind.name === 'RSA-PSS')

const bitsOf = ({ asymmetricKeyDetails }: KeyObject): number => asymmetricKeyDetails?.modulusLength ?? 0

export function keyObject({ info, inherited }: WorkingKey): KeyObject | undefined {
  const missing = info.algorithm.parameters === undefined && inherited !== undefined
  const der = missing ? withParameters(info, inherited) : info.der
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' })
  } catch {
    // A key that OpenSSL cannot read signs nothing.
    return undefined
  }
}

/** The key's own algorithm identifier, with the parameters that stand above it. */
function withParameters(info: PublicKeyInfo, parameters: Uint8Array): Uint8Array {
  const [algorithm, key] = (fromBER(ownBuffer(info.der)).result as Sequence).valueBlock.value
  const [oid] = (algorithm as Sequence).valueBlock.value
  const inherited = fromBER(ownBuffer(parameters)).result
  if (oid === undefined || key === undefined) return info.der
  return new Uint8Array(new Sequence({ value: [new Sequence({ value: [oid, inherited] }), key] }).toBER(false))
}

/**
 * Other people's public keys (RFC 7517), judged before they are used. Libraries take more than they should: padded and spaced
 * values, short RSA keys, an exponent of 1, the private half. Faults are the rest of a sentence that begins with the key.
 */
import { createPublicKey, type KeyObject, type webcrypto } from 'node:crypto'
import { type EncryptionKey, jweAlgorithmsOf } from '#keys/jwe.ts'
import { algorithmsOf, isBase64url, type JwsAlgorithm } from '#keys/jws.ts'
import { isRoca } from '#keys/roca.ts'

export type WrittenKey = Readonly<Record<string, unknown>>

export interface SignatureKey {
  readonly kid: string | undefined
  readonly algorithm: JwsAlgorithm | undefined
  readonly key: KeyObject
}

/** A key that signatures are checked with, or what is wrong with it. */
export function readSignatureKey(jwk: WrittenKey): SignatureKey | string {
  const key = readKey(jwk, 'sig')
  if (typeof key === 'string') return key
  const fitting = algorithmsOf(key)
  return algorithmFault(jwk, fitting) ?? { kid: kidOf(jwk), algorithm: fitting.find((one) => one === jwk['alg']), key }
}

/** A key that something is encrypted for, or what is wrong with it. */
export function readEncryptionKey(jwk: WrittenKey): EncryptionKey | string {
  // OpenID Connect Core §10.1: `use` is required where keys of both uses stand side by side; a key without it signs.
  if (jwk['use'] !== 'enc') return 'must say use enc'
  const key = readKey(jwk, 'enc')
  if (typeof key === 'string') return key
  const fitting = jweAlgorithmsOf(key)
  return algorithmFault(jwk, fitting) ?? { kid: kidOf(jwk), algorithm: fitting.find((one) => one === jwk['alg']), key }
}

type Use = 'sig' | 'enc'

const kidOf = ({ kid }: WrittenKey): string | undefined => (typeof kid === 'string' ? kid : undefined)

/** RFC 8725 §3.1: what was registered with the key is the only one it is used with. */
function algorithmFault({ alg, kty, crv }: WrittenKey, fitting: readonly string[]): string | undefined {
  if (alg === undefined || fitting.some((one) => one === alg)) return undefined
  const said = typeof alg === 'string' ? alg : 'that is no text'
  return `says alg ${said}, which does not go with kty ${String(kty)}${kty === 'RSA' ? '' : ` and crv ${String(crv)}`}`
}

function readKey(jwk: WrittenKey, use: Use): KeyObject | string {
  const secret = privateMembers.filter((member) => member in jwk)
  if (secret.length > 0)
    return `holds the private part of a key (${secret.join(', ')}): it is known to others now, make a new one`
  const kind = kindOf(jwk, use)
  if (typeof kind === 'string') return kind
  const fault = useFault(jwk, use) ?? memberFault(jwk, kind)
  if (fault !== undefined) return fault
  const key = importKey(jwk, kind)
  if (key === undefined) return 'is no public key'
  return (jwk['kty'] === 'RSA' ? rsaFault(key, jwk) : undefined) ?? key
}

/** RFC 7518 §6.2.2, §6.3.2, §6.4: what only the owner of a key may have. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/** The members that make a key, each with its exact length in bytes where there is one. */
interface Kind {
  readonly members: Readonly<Record<string, number | undefined>>
}

const rsa: Kind = { members: { n: undefined, e: undefined } }
const curves: Readonly<Record<string, Readonly<Record<Use, Readonly<Record<string, Kind>>>>>> = (() => {
  const onCurve = (bytes: number): Kind => ({ members: { x: bytes, y: bytes } })
  const ec = { 'P-256': onCurve(32), 'P-384': onCurve(48), 'P-521': onCurve(66) }
  const okp: Kind = { members: { x: 32 } }
  return { EC: { sig: ec, enc: ec }, OKP: { sig: { Ed25519: okp }, enc: { X25519: okp } } }
})()

function kindOf({ kty, crv }: WrittenKey, use: Use): Kind | string {
  if (kty === 'RSA') return rsa
  const allowed = typeof kty === 'string' ? curves[kty]?.[use] : undefined
  if (allowed === undefined) return 'must have kty RSA, EC or OKP'
  const names = Object.keys(allowed)
  return (
    (typeof crv === 'string' && Object.hasOwn(allowed, crv) ? allowed[crv] : undefined) ??
    `must be on the curve ${names.join(', ')}`
  )
}

/** RFC 7517 §4.2, §4.3: what the owner says that the key is for. */
function useFault({ use, key_ops: operations }: WrittenKey, wanted: Use): string | undefined {
  if (use !== undefined && use !== wanted) return `must say use ${wanted}, or leave it out`
  if (operations === undefined) return undefined
  if (!Array.isArray(operations)) return 'must have a list as key_ops'
  // The public half of a key agreement does nothing by itself: browsers export it with an empty list.
  if (operations.length === 0 && wanted === 'enc') return undefined
  return operations.some((one) => fittingOperations[wanted].includes(one as string))
    ? undefined
    : `says key_ops that do not go with use ${wanted}`
}

const fittingOperations: Readonly<Record<Use, readonly string[]>> = {
  sig: ['verify'],
  enc: ['encrypt', 'wrapKey', 'deriveKey', 'deriveBits'],
}

function memberFault(jwk: WrittenKey, { members }: Kind): string | undefined {
  for (const [name, length] of Object.entries(members)) {
    const value = jwk[name]
    // RFC 7515 §2: no padding, no white space, and the bits that count for nothing are zero.
    if (typeof value !== 'string' || value === '' || !isBase64url(value))
      return `must have ${name} in base64url, without padding and white space`
    const bytes = Buffer.from(value, 'base64url')
    // RFC 7518 §6.2.1.2: coordinates are as long as the curve's field; §6.3.1.1: an integer has no leading zeros.
    if (length !== undefined && bytes.length !== length)
      return `must have ${name} of exactly ${length} bytes; it has ${bytes.length}`
    if (length === undefined && bytes[0] === 0) return `must have ${name} without leading zero bytes`
  }
  return undefined
}

function importKey(jwk: WrittenKey, { members }: Kind): KeyObject | undefined {
  const { kty, crv } = jwk
  const made = Object.fromEntries(Object.keys(members).map((name) => [name, jwk[name]]))
  try {
    return createPublicKey({ key: { ...made, kty, crv } as webcrypto.JsonWebKey, format: 'jwk' })
  } catch {
    // Not on its curve, for one. OpenSSL's words do not help whoever wrote the key.
    return undefined
  }
}

const leastBits = 2048
/** More than this only costs time: a signature that anybody can make us check. */
const mostBits = 4096

function rsaFault({ asymmetricKeyDetails }: KeyObject, { n }: WrittenKey): string | undefined {
  const bits = asymmetricKeyDetails?.modulusLength ?? 0
  const exponent = asymmetricKeyDetails?.publicExponent ?? 0n
  if (bits < leastBits || bits > mostBits)
    return `must be an RSA key of ${leastBits} to ${mostBits} bits; it has ${bits}`
  // FIPS 186-5 §5.4: odd, above 2^16, below 2^256.
  if (exponent <= 65_536n || exponent % 2n === 0n || exponent >= 1n << 256n)
    return 'must have a sane public exponent, such as 65537'
  if (isRoca(String(n)))
    return 'was made by a chip whose keys can be computed (ROCA, CVE-2017-15361): make a new one elsewhere'
  return undefined
}

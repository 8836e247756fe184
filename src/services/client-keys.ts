/**
 * Clients' public keys: judged when they are registered, imported once. Libraries take more than they should at run time
 * (short RSA keys, an exponent of 1, the private half), so the judging stands here.
 */
import { createPublicKey, type KeyObject, type webcrypto } from 'node:crypto'
import type { AssertionAlgorithm, ClientKey } from '#oidc/client.ts'

export interface KeyMembers {
  readonly kty: 'RSA' | 'EC'
  readonly kid: string
  readonly alg?: AssertionAlgorithm | undefined
  readonly [member: string]: unknown
}

/** RFC 7518 §6.2.2, §6.3.2, §6.4: what only the owner of a key may have. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
const leastBits = 2048
/** More than this only costs time: a signature that anybody can make us check. */
const mostBits = 4096

/** What is wrong with the key, as the rest of a sentence, or the key. */
export function importClientKey(jwk: KeyMembers): ClientKey | string {
  const secret = privateMembers.filter((member) => member in jwk)
  if (secret.length > 0)
    return `holds the private part of a key (${secret.join(', ')}): it is known to others now, make a new one`
  const key = importKey(jwk)
  if (key === undefined) return 'is no public key'
  const fault = jwk.kty === 'RSA' ? rsaFault(key) : ecFault(key)
  if (fault !== undefined) return fault
  if (jwk.alg !== undefined && (jwk.alg === 'ES256') !== (jwk.kty === 'EC'))
    return `says alg ${jwk.alg}, which does not go with kty ${jwk.kty}`
  return { kid: jwk.kid, algorithm: jwk.alg, key }
}

function importKey(jwk: KeyMembers): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk as webcrypto.JsonWebKey, format: 'jwk' })
  } catch {
    // OpenSSL's words do not help whoever wrote the file.
    return undefined
  }
}

function rsaFault({ asymmetricKeyDetails }: KeyObject): string | undefined {
  const bits = asymmetricKeyDetails?.modulusLength ?? 0
  const exponent = asymmetricKeyDetails?.publicExponent ?? 0n
  if (bits < leastBits || bits > mostBits)
    return `must be an RSA key of ${leastBits} to ${mostBits} bits; it has ${bits}`
  // FIPS 186-5 §5.4: odd, above 2^16, below 2^256.
  if (exponent <= 65_536n || exponent % 2n === 0n || exponent >= 1n << 256n)
    return 'must have a sane public exponent, such as 65537'
  return undefined
}

const ecFault = ({ asymmetricKeyDetails }: KeyObject): string | undefined =>
  asymmetricKeyDetails?.namedCurve === 'prime256v1' ? undefined : 'must be on the curve P-256'

/** A new key pair in the forms that it is kept in. */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { sha256 } from '#base/secrets.ts'
import { isSigningAlgorithm, type KeyAlgorithm, type PublicJwk } from '#keys/keys.ts'

export type RsaBits = 2048 | 3072 | 4096

export interface NewKey {
  readonly kid: string
  readonly publicJwk: PublicJwk
  /** PKCS #8, base64url. */
  readonly privateText: string
}

interface KeyPair {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

const generate = promisify(generateKeyPair)
const rsaPair = (rsaBits: RsaBits): Promise<KeyPair> => generate('rsa', { modulusLength: rsaBits })
const pairs: Readonly<Record<KeyAlgorithm, (rsaBits: RsaBits) => Promise<KeyPair>>> = {
  RS256: rsaPair,
  PS256: rsaPair,
  ES256: () => generate('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generate('ed25519'),
  'RSA-OAEP-256': rsaPair,
  'ECDH-ES': () => generate('ec', { namedCurve: 'P-256' }),
}

export type NewKeys = (algorithm: KeyAlgorithm, rsaBits: RsaBits) => Promise<NewKey>

/** In the thread pool: an RSA key takes a tenth of a second and more, during which the process goes on answering. */
export async function newKey(algorithm: KeyAlgorithm, rsaBits: RsaBits): Promise<NewKey> {
  const { privateKey, publicKey } = await pairs[algorithm](rsaBits)
  const members = requiredMembers(publicKey)
  const kid = thumbprint(publicKey)
  return {
    kid,
    publicJwk: { ...members, use: isSigningAlgorithm(algorithm) ? 'sig' : 'enc', alg: algorithm, kid },
    privateText: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
  }
}

/** RFC 7638 §3: one name for a key, however it is written. 43 characters. */
export const thumbprint = (key: KeyObject): string => sha256(JSON.stringify(requiredMembers(key)))

/** RFC 7638 §3.2, RFC 8037 §2: the members that make the key, in the order of their names. */
function requiredMembers(key: KeyObject): Readonly<Record<string, string>> {
  const { crv, e, kty, n, x, y } = key.export({ format: 'jwk' })
  const members = kty === 'RSA' ? { e, kty, n } : kty === 'OKP' ? { crv, kty, x } : { crv, kty, x, y }
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, String(value)]))
}

export const readPrivateKey = (text: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(text, 'base64url'), format: 'der', type: 'pkcs8' })

export const readPublicKey = (jwk: PublicJwk): KeyObject => createPublicKey({ key: jwk, format: 'jwk' })

/**
 * Encrypted tokens in compact form (RFC 7516 §7.1), for the holder of a registered key. RSA1_5 is not here and never will be
 * (RFC 8725 §3.2: whoever may ask a reader often enough opens it).
 */
import type { KeyObject } from 'node:crypto'
import { compactDecrypt, CompactEncrypt } from 'jose'

/** RFC 7518 §4.1, the preferred first. RSA-OAEP is for clients that know no better: its SHA-1 does no harm there. */
export const jweAlgorithms = ['RSA-OAEP-256', 'RSA-OAEP', 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW'] as const
export type JweAlgorithm = (typeof jweAlgorithms)[number]

/** RFC 7518 §5.1. */
export const jweEncryptions = ['A128CBC-HS256', 'A256CBC-HS512', 'A128GCM', 'A256GCM'] as const
export type JweEncryption = (typeof jweEncryptions)[number]

export interface EncryptionKey {
  readonly kid: string | undefined
  /** Registered with the key; undefined: any that fits its kind. */
  readonly algorithm: JweAlgorithm | undefined
  readonly key: KeyObject
}

export interface Recipient {
  readonly key: KeyObject
  readonly alg: JweAlgorithm
  readonly enc: JweEncryption
  readonly kid: string | undefined
  /** `JWT` around a signed token (RFC 7519 §5.2); undefined around bare JSON. */
  readonly cty: 'JWT' | undefined
}

/** @throws TypeError when the key is not of the algorithm */
export async function encryptJwe(
  { key, alg, enc, kid, cty }: Recipient,
  plaintext: string | Uint8Array,
): Promise<string> {
  if (!jweAlgorithmsOf(key).includes(alg)) throw new TypeError(`no key for ${alg}`)
  return new CompactEncrypt(typeof plaintext === 'string' ? Buffer.from(plaintext) : plaintext)
    .setProtectedHeader({
      alg,
      enc,
      ...(kid === undefined ? {} : { kid }),
      ...(cty === undefined ? {} : { cty }),
    })
    .encrypt(key)
}

/** With the holder's private key; of these algorithms alone. @throws what jose throws, when it does not open */
export async function openJwe(
  key: KeyObject,
  text: string,
  algorithms: readonly JweAlgorithm[] = jweAlgorithms,
): Promise<Uint8Array> {
  const allowed = { keyManagementAlgorithms: [...algorithms], contentEncryptionAlgorithms: [...jweEncryptions] }
  return (await compactDecrypt(text, key, allowed)).plaintext
}

/** Of a client's keys the first that the algorithm can be used with. */
export const encryptionKeyFor = (keys: readonly EncryptionKey[], alg: JweAlgorithm): EncryptionKey | undefined =>
  keys.find(
    ({ key, algorithm }) => algorithm === alg || (algorithm === undefined && jweAlgorithmsOf(key).includes(alg)),
  )

const ofRsa = jweAlgorithms.filter((name) => name.startsWith('RSA'))
const ofCurve = jweAlgorithms.filter((name) => name.startsWith('ECDH'))
const byType: Readonly<Record<string, readonly JweAlgorithm[]>> = { rsa: ofRsa, ec: ofCurve, x25519: ofCurve }

export const jweAlgorithmsOf = ({ asymmetricKeyType }: KeyObject): readonly JweAlgorithm[] =>
  byType[asymmetricKeyType ?? ''] ?? []

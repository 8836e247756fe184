/** Clients' public keys as they are registered: judged by `keys/`, and named by a `kid`. */
import type { EncryptionKey } from '#keys/jwe.ts'
import { readEncryptionKey, readSignatureKey } from '#keys/public-jwk.ts'
import type { ClientKey } from '#oidc/client.ts'

export interface KeyMembers {
  readonly kty: string
  readonly kid: string
  readonly [member: string]: unknown
}

/** A key that encrypts is told by its `use`; every other key signs. */
export const isForEncryption = (jwk: KeyMembers): boolean => jwk['use'] === 'enc'

/** What is wrong with the key, as the rest of a sentence, or the key. */
export function importClientKey(jwk: KeyMembers): ClientKey | string {
  const read = readSignatureKey(jwk)
  return typeof read === 'string' ? read : { ...read, kid: jwk.kid }
}

export const importEncryptionKey = (jwk: KeyMembers): EncryptionKey | string => readEncryptionKey(jwk)

/** Only what is wrong with it, whatever it is for. */
export function keyFault(jwk: KeyMembers): string | undefined {
  const read = isForEncryption(jwk) ? importEncryptionKey(jwk) : importClientKey(jwk)
  return typeof read === 'string' ? read : undefined
}

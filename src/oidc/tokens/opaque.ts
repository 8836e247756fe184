/**
 * The access token by reference: `<grant id 22>.<secret 43>`. It says nothing; what it stands for lies in the hot store under
 * its hash, sealed under the token itself. Presence means valid: a store that is lost fails closed (security.md 3).
 */
import type { GrantId } from '#base/ids.ts'
import { deriveKey, randomToken, sha256 } from '#base/secrets.ts'
import type { Hot } from '#hot/hot.ts'
import { seal, unseal } from '#hot/seal.ts'
import type { JwsPayload } from '#keys/jws.ts'

/** Writes what the token stands for, for as long as it lives, and gives the token. */
export async function makeOpaque(hot: Hot, grant: GrantId, claims: JwsPayload, seconds: number): Promise<string> {
  const token = `${grant}.${randomToken(32)}`
  const place = placeOf(token)
  await hot.put(place, seal(keyOf(token), place, claims), seconds)
  return token
}

export async function readOpaque(hot: Hot, token: string): Promise<JwsPayload | undefined> {
  const place = placeOf(token)
  const found = await hot.get<string>(place)
  return found && unseal<JwsPayload>(keyOf(token), place, found.value)
}

export const isOpaque = (token: string): boolean => /^[\w-]{22}\.[\w-]{43}$/.test(token)

const placeOf = (token: string): string => `token:${sha256(token)}`
const keyOf = (token: string): ReturnType<typeof deriveKey> => deriveKey(Buffer.from(token), 'inngang', 'access token')

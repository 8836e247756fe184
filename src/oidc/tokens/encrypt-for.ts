/** Tokens and answers that only the client can read (OpenID Connect Core §10.2, RFC 7516). */
import { encryptionKeyFor, type EncryptionKey, encryptJwe } from '#keys/jwe.ts'
import { keyTimeFault } from '#oidc/client-jwk.ts'
import type { Client, Encryption } from '#oidc/client.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'

export type EncryptDeps = Pick<OidcDeps, 'clock' | 'clientKeys'>

/**
 * The client's key for it, looked for before anything is recorded; where it lies at the client's own address, as it is there now.
 * @throws OAuthError `server_error`: in the clear it is never sent
 */
export async function encryptionKeyOf(
  { clock, clientKeys }: EncryptDeps,
  client: Client,
  { alg }: Encryption,
): Promise<EncryptionKey> {
  const known = await clientKeys.keysOf(client)
  if (typeof known === 'string') throw none(`the keys at jwks_uri ${known}, so nothing could be encrypted for it`)
  const now = clock.now()
  const lasting = known.encryptionKeys.filter(
    ({ expires }) => keyTimeFault({ expires, certificate: undefined }, now) === undefined,
  )
  const key = encryptionKeyFor(lasting, alg)
  if (key !== undefined) return key
  throw none(`the client has no key with use enc that can be used with ${alg}, so nothing could be encrypted for it`)
}

const none = (description: string): OAuthError =>
  new OAuthError('server_error', description, { why: 'no-encryption-key' })

/** `cty` JWT around a signed token: sign first, then encrypt (RFC 7519 §11.2). */
export function encryptFor(
  { key, kid }: EncryptionKey,
  encryption: Encryption,
  plaintext: string,
  cty: 'JWT' | undefined,
): Promise<string> {
  return encryptJwe({ key, kid, cty, ...encryption }, plaintext)
}

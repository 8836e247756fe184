/** Tokens and answers that only the client can read (OpenID Connect Core §10.2, RFC 7516). */
import { encryptionKeyFor, type EncryptionKey, encryptJwe } from '#keys/jwe.ts'
import type { Client, Encryption } from '#oidc/client.ts'
import { OAuthError } from '#oidc/errors.ts'

/** The client's key for it, looked for before anything is recorded. @throws OAuthError `server_error`: in the clear it is never sent */
export function encryptionKeyOf(client: Pick<Client, 'encryptionKeys'>, { alg }: Encryption): EncryptionKey {
  const key = encryptionKeyFor(client.encryptionKeys, alg)
  if (key !== undefined) return key
  const description = `the client has no key with use enc that can be used with ${alg}, so nothing could be encrypted for it`
  throw new OAuthError('server_error', description, { why: 'no-encryption-key' })
}

/** `cty` JWT around a signed token: sign first, then encrypt (RFC 7519 §11.2). @throws OAuthError */
export function encryptFor(
  client: Pick<Client, 'encryptionKeys'>,
  encryption: Encryption,
  plaintext: string,
  cty: 'JWT' | undefined,
): Promise<string> {
  const { key, kid } = encryptionKeyOf(client, encryption)
  return encryptJwe({ key, kid, cty, ...encryption }, plaintext)
}

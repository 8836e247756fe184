/** What a client encrypts for the gateway, by an outside library, with the key that it finds published. */
import assert from 'node:assert/strict'
import { CompactEncrypt, importJWK, type JWK } from 'jose'
import { fetchOf, type Wired } from '../wire.ts'

/** `header`: members that stand in the place of the usual ones. */
export async function encryptedForUs(
  world: Wired,
  text: string,
  { alg = 'RSA-OAEP-256', enc = 'A256GCM', ...header }: Readonly<Record<string, string | undefined>> = {},
): Promise<string> {
  const { keys } = (await fetchOf(world, '/jwks.json')).json as { keys: JWK[] }
  const jwk = keys.find((key) => key.use === 'enc' && key.alg === alg)
  assert.ok(jwk?.kid, `a key for ${alg} is published`)
  return new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg, enc, kid: jwk.kid, cty: 'JWT', ...header })
    .encrypt(await importJWK(jwk))
}

/** What the metadata says of userinfo, of introspection and of encryption, shown value by value (`discovery.test.ts`). The world has `apiOwner`. */
import assert from 'node:assert/strict'
import { answered, claimsOf, credentials, fetchOf, send, tokensFor } from '../wire.ts'
import { issuer, type World } from '../world.ts'
import { decrypted, introspect, named } from './apis.ts'
import { signedBy } from './keyed.ts'

const headerOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>

export function shownTokens(world: () => World): Readonly<Record<string, (value: string) => Promise<void>>> {
  const userinfoOf = async (clientId: string): Promise<string> => {
    const { access } = await tokensFor(world(), clientId)
    const { headers, text } = await fetchOf(world(), '/userinfo', { authorization: `Bearer ${access}` })
    assert.equal(headers.get('content-type'), 'application/jwt')
    return text
  }
  const idTokenOf = async (what: string, alg: string): Promise<Record<string, unknown>> => {
    const { header, text } = await decrypted((await tokensFor(world(), named('reads', what))).id, alg)
    assert.deepEqual([header.cty, claimsOf(text)['aud']], ['JWT', named('reads', what)])
    return header
  }
  const answerOf = async (what: string, alg: string): Promise<Record<string, unknown>> => {
    const answer = await answered(world(), named('reads', what), { response_mode: 'jwt' })
    const { header, text } = await decrypted(answer.get('response') ?? '', alg)
    assert.deepEqual([header.cty, claimsOf(text)['aud']], ['JWT', named('reads', what)])
    return header
  }
  const infoOf = async (what: string, alg: string): Promise<Record<string, unknown>> => {
    const { header, text } = await decrypted(await userinfoOf(named('reads', what)), alg)
    const claims = header.cty === 'JWT' ? claimsOf(text) : (JSON.parse(text) as Record<string, unknown>)
    assert.equal(claims['pid'], world().people.at(0).number)
    return header
  }
  return {
    async introspection_endpoint(value) {
      assert.ok(value.startsWith(`${issuer}/`))
      const { access } = await tokensFor(world(), 'portal', { scope: 'openid register:read' })
      assert.equal((await introspect(world(), 'register', access)).json['active'], true)
    },
    async introspection_endpoint_auth_methods_supported(value) {
      const clientId = { client_secret_basic: 'health', client_secret_post: 'library', private_key_jwt: 'tax' }[value]
      assert.ok(clientId, value)
      const { fields, headers } = credentials(world(), clientId)
      const { status, json } = await send(world(), '/token/introspect', { token: 'x', ...fields }, headers)
      assert.deepEqual([status, json], [200, { active: false }])
    },
    async introspection_endpoint_auth_signing_alg_values_supported(value) {
      const fields = { token: 'x', ...signedBy(value, world().clock.now()) }
      assert.equal((await send(world(), '/token/introspect', fields)).status, 200)
    },
    async introspection_signing_alg_values_supported(value) {
      const accept = { accept: 'application/token-introspection+jwt' }
      assert.equal(headerOf((await introspect(world(), named('register', value), 'x', accept)).text)['alg'], value)
    },
    async userinfo_signing_alg_values_supported(value) {
      const signed = await userinfoOf(named('userinfo', value))
      assert.equal(headerOf(signed)['alg'], value)
      assert.partialDeepStrictEqual(claimsOf(signed), { iss: issuer, aud: named('userinfo', value) })
    },
    async userinfo_encryption_alg_values_supported(value) {
      assert.equal((await infoOf(value, value))['alg'], value)
    },
    async userinfo_encryption_enc_values_supported(value) {
      assert.equal((await infoOf(value, 'ECDH-ES'))['enc'], value)
    },
    async authorization_encryption_alg_values_supported(value) {
      assert.equal((await answerOf(value, value))['alg'], value)
    },
    async authorization_encryption_enc_values_supported(value) {
      assert.equal((await answerOf(value, 'ECDH-ES'))['enc'], value)
    },
    async id_token_encryption_alg_values_supported(value) {
      assert.equal((await idTokenOf(value, value))['alg'], value)
    },
    async id_token_encryption_enc_values_supported(value) {
      assert.equal((await idTokenOf(value, 'ECDH-ES'))['enc'], value)
    },
  }
}

/** RFC 6749 §4.4, a client in its own name; and what RFC 8707 and RFC 9068 say of the tokens that it gets. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proof, proofKey } from '#oidc/test-proofs.ts'
import { callback, owners, secret } from '../services.ts'
import { basic, claimsOf, codeFor, exchange, type Fields, refused, type Reply, send, userinfo } from '../wire.ts'
import { begun, refresh } from '../refresh.ts'
import { issuer, type World, worldForAll } from '../world.ts'
import { fapi, fapiAssertion } from './fapi-client.ts'

const machine = (client_id: string, over: object = {}): object => ({
  client_id,
  client_name: client_id,
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  grant_types: ['client_credentials'],
  scopes: ['prove:ting'],
  ...over,
})
const services = [
  machine('robot'),
  machine('plain-robot', { profile: 'plain' }),
  {
    ...fapi,
    client_id: 'fapi-robot',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    scopes: ['prove:ting', 'idporten:token.introspection'],
  },
  machine('both', {
    grant_types: ['client_credentials', 'authorization_code'],
    redirect_uris: [callback('both')],
    scopes: ['openid', 'prove:ting'],
  }),
]
let world: World
worldForAll(import.meta.filename, [...owners, { org_number: '974761076', name: 'Prøveverket', services }], (opened) => {
  world = opened
  // A proof is asked for a nonce while the store has just been found empty.
  world.clock.advance(20_000)
})

const a = 'https://a.example.no/api'
const b = 'https://b.example.no/api'
const ask = (clientId: string, over: Fields | string = {}): Promise<Reply> => {
  const asked = { grant_type: 'client_credentials', scope: 'prove:ting' }
  const body = typeof over === 'string' ? `${new URLSearchParams(asked).toString()}&${over}` : { ...asked, ...over }
  return send(world, '/token', body, basic(clientId, secret))
}
const claims = ({ json }: Reply): Record<string, unknown> => claimsOf(String(json['access_token']))
const typeOf = ({ json }: Reply): unknown =>
  (
    JSON.parse(Buffer.from(String(json['access_token']).split('.')[0] ?? '', 'base64url').toString()) as {
      typ: unknown
    }
  ).typ

test('RFC 6749 §4.4.3 an access token, no refresh token, nothing about a person; nobody keeps the answer', async () => {
  for (const clientId of ['robot', 'plain-robot', 'both']) {
    const reply = await ask(clientId)
    assert.equal(reply.status, 200, reply.text)
    assert.deepEqual(Object.keys(reply.json).toSorted(), ['access_token', 'expires_in', 'scope', 'token_type'])
    assert.equal(reply.headers.get('cache-control'), 'no-store')
    for (const name of ['pid', 'acr', 'auth_time', 'sid']) assert.equal(name in claims(reply), false, name)
    assert.equal((await userinfo(world, String(reply.json['access_token']))).status, 403)
  }
})

test('RFC 6749 §4.4.2 refused: without authentication, a public client, a client of users, scopes that are not its own or of a person', async () => {
  const grant = { grant_type: 'client_credentials', scope: 'prove:ting' }
  refused(await send(world, '/token', { ...grant, client_id: 'robot' }), 401, 'invalid_client')
  refused(await send(world, '/token', grant, basic('robot', 'x'.repeat(40))), 401, 'invalid_client')
  refused(await send(world, '/token', { ...grant, client_id: 'spa' }), 400, 'unauthorized_client')
  refused(await ask('again'), 400, 'unauthorized_client')
  for (const scope of [undefined, 'openid', 'prove:ting openid', 'other:thing', 'prove:ting unheard'])
    refused(await ask('robot', { scope }), 400, 'invalid_scope')
})

test('RFC 6749 §4.4 a client of machines has no way in for users', async () => {
  const reply = await send(world, '/par', { client_id: 'robot', response_type: 'code' }, basic('robot', secret))
  refused(reply, 400, 'unauthorized_client')
})

test('RFC 9068 §2.2 the subject of a machine’s token is the client; ID-porten’s shape has none', async () => {
  const standard = await ask('plain-robot')
  assert.equal(typeOf(standard), 'at+jwt')
  const { iss, sub, client_id, aud, iat, exp, jti } = claims(standard)
  assert.deepEqual([iss, sub, client_id, aud], [issuer, 'plain-robot', 'plain-robot', issuer])
  for (const time of [iat, exp]) assert.ok(Number.isInteger(time))
  assert.equal(typeof jti, 'string')
  const own = await ask('robot')
  assert.deepEqual([typeOf(own), 'sub' in claims(own), 'aud' in claims(own)], ['JWT', false, false])
})

test('FAPI 2.0 §5.3.2.1 a machine’s token is bound to a key as well, by an assertion for the issuer alone', async () => {
  const at = world.clock.now()
  const grant = { grant_type: 'client_credentials', scope: 'prove:ting' }
  const proven = (claims: object = {}, headers: Record<string, string> = {}): Promise<Reply> => {
    const { client_id: _, ...assertion } = fapiAssertion(Math.floor(at / 1000), claims, 'ES256', 'fapi-robot')
    return send(world, '/token', { ...grant, ...assertion }, headers)
  }
  const dpop = (): Record<string, string> => ({ dpop: proof({ at, htu: `${issuer}/token` }) })
  const reply = await proven({}, dpop())
  assert.deepEqual([reply.status, reply.json['token_type']], [200, 'DPoP'], reply.text)
  assert.deepEqual(claims(reply)['cnf'], { jkt: proofKey.jkt })
  assert.deepEqual([typeOf(reply), claims(reply)['sub']], ['at+jwt', 'fapi-robot'])
  refused(await proven(), 400, 'invalid_request')
  for (const aud of [`${issuer}/token`, [issuer]]) refused(await proven({ aud }, dpop()), 401, 'invalid_client')
})

test('RFC 8707 §2.2 resource at the token endpoint, one and several; what is no absolute address is invalid_target', async () => {
  assert.equal(claims(await ask('robot', { resource: a }))['aud'], a)
  assert.deepEqual(
    claims(
      await ask(
        'robot',
        new URLSearchParams([
          ['resource', a],
          ['resource', b],
        ]).toString(),
      ),
    )['aud'],
    [a, b],
  )
  for (const resource of ['/api', 'api', `${a}#part`, 'https://a.example.no/ b'])
    refused(await ask('robot', { resource }), 400, 'invalid_target')
})

test('RFC 8707 §2.2 at a refresh one may be chosen of those that were granted, each time anew, and no other', async () => {
  const code = await codeFor(world, 'again', { resource: a })
  const { json } = await exchange(world, 'again', code)
  let token = String(json['refresh_token'])
  for (const [resource, aud] of [
    [a, a],
    [undefined, a],
  ] as const) {
    const reply = await refresh(world, 'again', token, { resource })
    assert.equal(claims(reply)['aud'], aud)
    token = String(reply.json['refresh_token'])
  }
  refused(await refresh(world, 'again', token, { resource: b }), 400, 'invalid_target')
  const without = await begun(world, 'again')
  refused(await refresh(world, 'again', without.refresh, { resource: a }), 400, 'invalid_target')
})

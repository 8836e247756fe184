/** OpenID Connect Core 1.0 §5.3: userinfo. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { landed } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { callback, owners, secret } from '../services.ts'
import {
  answered,
  claimsOf,
  exchange,
  fetchOf,
  good,
  query,
  type Reply,
  send,
  tokensFor,
  userinfo,
  verifier,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'
import { apiOwner, named, reader } from './apis.ts'

let world: World
worldForAll(import.meta.filename, [...owners, apiOwner], (opened) => (world = opened))

const number = (index: number): string => world.people.at(index).number

const show = (token: string, headers: Record<string, string> = {}): Promise<Reply> =>
  send(world, '/userinfo', {}, { authorization: `Bearer ${token}`, ...headers })

test('OIDC Core §5.3 userinfo by GET and POST, the subject that of the ID token', async () => {
  const { access, id } = await tokensFor(world, 'tax', { ui_locales: 'nn' })
  const person = world.people.at(0)
  for (const { status, json, headers } of [await userinfo(world, access), await show(access)]) {
    assert.equal(status, 200)
    assert.equal(headers.get('content-type'), 'application/json')
    assert.deepEqual(json, {
      sub: claimsOf(id)['sub'],
      pid: person.number,
      locale: 'nn',
      given_name: person.given,
      family_name: person.family,
    })
  }
})

test('OIDC Core §5.4 without the scope profile userinfo tells the subject alone', async () => {
  const { access, id } = await tokensFor(world, 'tax', { scope: 'openid' })
  assert.deepEqual((await userinfo(world, access)).json, { sub: claimsOf(id)['sub'] })
})

test('OIDC Core §5.3.3 refused: no token, an ID token, a changed one, one of another time', async () => {
  const { access, id } = await tokensFor(world, 'tax')
  const without = await fetchOf(world, '/userinfo')
  assert.equal(without.status, 401)
  assert.ok(!(without.headers.get('www-authenticate') ?? '').includes('error'), 'RFC 6750 §3.1')
  const [head = '', body = '', signature = ''] = access.split('.')
  const swapped = Buffer.from(JSON.stringify({ ...claimsOf(access), pid: number(3) })).toString('base64url')
  const wrong = [id, `${head}.${body}.${signature.slice(0, -4)}AAAA`, `${head}.${swapped}.${signature}`, 'x']
  for (const token of wrong) assert.equal((await userinfo(world, token)).status, 401)
  world.clock.advance(119_000)
  assert.equal((await userinfo(world, access)).status, 200)
  world.clock.advance(1000)
  const late = await userinfo(world, access)
  assert.equal(late.status, 401)
  assert.match(late.headers.get('www-authenticate') ?? '', /error="invalid_token"/)
})

test('OIDC Core §5.3.3 refused: the token of a session that was logged out', async () => {
  const browser = world.browser()
  const chooser = await browser.get(`/authorize?${query(good('tax'))}`)
  const back = landed(await byTestEid(browser, chooser, number(0), 'high'))
  const { json } = await exchange(world, 'tax', back.searchParams.get('code') ?? '')
  const access = String(json['access_token'])
  assert.equal((await userinfo(world, access)).status, 200)
  await browser.get('/logout?client_id=tax')
  assert.equal((await userinfo(world, access)).status, 401)
})

/** An outside client with the keys that were registered for it. */
async function outside(clientId: string, metadata: Partial<oidc.ClientMetadata>): Promise<oidc.Configuration> {
  const registered = { client_secret: secret, [oidc.clockSkew]: Math.round((world.clock.now() - Date.now()) / 1000) }
  return oidc.discovery(new URL(issuer), clientId, { ...registered, ...metadata }, oidc.ClientSecretBasic(secret), {
    execute: [oidc.allowInsecureRequests],
    [oidc.customFetch]: (url, init) => world.fetch(url, init as RequestInit),
  })
}
async function loggedIn(config: oidc.Configuration, clientId: string): Promise<oidc.UserInfoResponse> {
  const back = await answered(world, clientId)
  const checks = {
    pkceCodeVerifier: verifier,
    expectedState: 'state-of-the-client',
    expectedNonce: 'nonce-of-the-client',
  }
  const address = new URL(`${callback(clientId)}?${back.toString()}`)
  const tokens = await oidc.authorizationCodeGrant(config, address, checks)
  return oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
}

test('OIDC Core §5.3.2 signed: an outside client that registered an algorithm takes it, and no other', async () => {
  const clientId = named('userinfo', 'ES256')
  const config = await outside(clientId, { userinfo_signed_response_alg: 'ES256' })
  assert.equal((await loggedIn(config, clientId))['pid'], number(0))
  const other = await outside(clientId, { userinfo_signed_response_alg: 'PS256' })
  await assert.rejects(loggedIn(other, clientId))
})

test('OIDC Core §5.3.2 signed: a script of another origin reads the nonce beside it, as beside JSON (RFC 9449 §8)', async () => {
  for (const clientId of ['tax', named('userinfo', 'ES256')]) {
    const { headers, status } = await userinfo(world, (await tokensFor(world, clientId)).access)
    assert.deepEqual([status, headers.get('access-control-allow-origin')], [200, '*'])
    assert.equal(headers.get('access-control-expose-headers'), 'WWW-Authenticate, DPoP-Nonce', clientId)
  }
})

test('OIDC Core §10.2 signed and then encrypted: an outside client reads ID token and userinfo with its key alone', async () => {
  const clientId = named('reads', 'RSA-OAEP-256')
  const metadata = { userinfo_signed_response_alg: 'ES256' }
  const config = await outside(clientId, metadata)
  oidc.enableDecryptingResponses(config, ['A128CBC-HS256'], { key: await reader('RSA-OAEP-256'), kid: 'enc-rsa' })
  assert.equal((await loggedIn(config, clientId))['pid'], number(0))
  await assert.rejects(async () => loggedIn(await outside(clientId, metadata), clientId), 'without the key')
})

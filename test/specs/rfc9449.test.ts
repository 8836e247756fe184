/** RFC 9449, OAuth 2.0 Demonstrating Proof of Possession (DPoP). The tables of single faults stand beside the code. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calculateJwkThumbprint, importJWK, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import { ath, otherProofKey, proof, proofKey, proofKeys, type ProofParts } from '#oidc/test-proofs.ts'
import { landed } from '../browser.ts'
import { callback, owners, secret } from '../services.ts'
import {
  atOnce,
  authorize,
  claimsOf,
  codeFor,
  credentials,
  type Fields,
  fetchOf,
  good,
  hint,
  query,
  refused,
  refusedTo,
  type Reply,
  send,
  verifier,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

const web = { token_endpoint_auth_method: 'client_secret_basic', client_secret: secret, minimum_level: 'low' }
const proving = [
  {
    ...web,
    client_id: 'bound',
    client_name: 'Bare med nøkkel',
    redirect_uris: [callback('bound')],
    dpop_bound_access_tokens: true,
    grant_types: ['authorization_code', 'refresh_token'],
  },
  {
    client_id: 'page',
    client_name: 'Siden',
    application_type: 'browser',
    token_endpoint_auth_method: 'none',
    redirect_uris: [callback('page')],
    grant_types: ['authorization_code', 'refresh_token'],
    minimum_level: 'low',
  },
]
let world: World
worldForAll(
  import.meta.filename,
  [...owners, { org_number: '974761076', name: 'Nøkkeletaten', services: proving }],
  (opened) => {
    world = opened
    // The store was found empty at the start: by itself a proof counts from ten seconds after that.
    world.clock.advance(20_000)
  },
)

const at = (path: string, over: Partial<ProofParts> = {}): string =>
  proof({ at: world.clock.now(), htu: issuer + path, ...over })
const shown = (clientId: string): { fields: Fields; headers: Record<string, string> } =>
  clientId === 'page' ? { fields: { client_id: 'page' }, headers: {} } : credentials(world, clientId)

function redeem(clientId: string, code: string, dpop?: string): Promise<Reply> {
  const { fields, headers } = shown(clientId)
  const grant = { grant_type: 'authorization_code', code, redirect_uri: callback(clientId), code_verifier: verifier }
  return send(world, '/token', { ...grant, ...fields }, { ...headers, ...(dpop === undefined ? {} : { dpop }) })
}
function refresh(clientId: string, token: unknown, dpop?: string): Promise<Reply> {
  const { fields, headers } = shown(clientId)
  const grant = { grant_type: 'refresh_token', refresh_token: String(token) }
  return send(world, '/token', { ...grant, ...fields }, { ...headers, ...(dpop === undefined ? {} : { dpop }) })
}
async function boundTokens(clientId: string, over: Partial<ProofParts> = {}): Promise<Reply['json']> {
  const { status, json, text } = await redeem(clientId, await codeFor(world, clientId), at('/token', over))
  assert.equal(status, 200, text)
  return json
}
const userinfo = (scheme: string, token: unknown, dpop?: string): Promise<Reply> =>
  fetchOf(world, '/userinfo', { authorization: `${scheme} ${String(token)}`, ...(dpop === undefined ? {} : { dpop }) })
const proofFor = (token: unknown, over: Partial<ProofParts> = {}): string =>
  at('/userinfo', { htm: 'GET', ...over, claims: { ath: ath(String(token)), ...over.claims } })

test('RFC 9449 §4.2 proofs by every algorithm that the metadata lists, and by no other', async () => {
  const { json } = await fetchOf(world, '/.well-known/openid-configuration')
  const listed = json['dpop_signing_alg_values_supported']
  assert.deepEqual(
    listed,
    Object.keys(proofKeys).toSorted((a, b) => (listed as string[]).indexOf(a) - (listed as string[]).indexOf(b)),
  )
  for (const key of Object.values(proofKeys)) {
    const tokens = await boundTokens('library', { key })
    assert.deepEqual(claimsOf(String(tokens['access_token']))['cnf'], { jkt: key.jkt })
  }
  const code = await codeFor(world, 'library')
  for (const alg of ['none', 'HS256', 'ES384', 'RS512'])
    refused(await redeem('library', code, at('/token', { header: { alg } })), 400, 'invalid_dpop_proof')
})

test('RFC 9449 §4.3 the address is the issuer’s, whatever the request says that it came to', async () => {
  const code = await codeFor(world, 'library')
  for (const htu of ['http://127.0.0.1:8700/token', 'https://localhost:8700/token', `${issuer}/userinfo`])
    refused(await redeem('library', code, at('/token', { htu })), 400, 'invalid_dpop_proof')
  assert.equal((await redeem('library', code, at('/token', { htu: 'HTTP://LOCALHOST:8700/token?x=1#y' }))).status, 200)
})

test('RFC 9449 §5 every client may bring a proof; the one that is registered for it must', async () => {
  for (const clientId of ['tax', 'health', 'library', 'spa']) {
    const tokens = await boundTokens(clientId)
    assert.equal(tokens['token_type'], 'DPoP', clientId)
  }
  const code = await codeFor(world, 'bound')
  refused(await redeem('bound', code), 400, 'invalid_request')
  assert.equal((await redeem('bound', code, at('/token'))).json['token_type'], 'DPoP')
})

test('RFC 9449 §5 a refresh of a client that authenticates may bring a new key; the access token is bound to that', async () => {
  const first = await boundTokens('bound')
  refused(await refresh('bound', first['refresh_token']), 400, 'invalid_request')
  const second = await refresh('bound', first['refresh_token'], at('/token', { key: otherProofKey }))
  assert.equal(second.status, 200, second.text)
  assert.deepEqual(claimsOf(String(second.json['access_token']))['cnf'], { jkt: otherProofKey.jkt })
})

test('RFC 9449 §5 a public client’s refresh token is bound to the key of its first proof', async () => {
  const first = await boundTokens('page')
  const nonce = (await refresh('page', 'x.y', at('/token'))).headers.get('dpop-nonce')
  const withNonce = (key = proofKey): string => at('/token', { key, claims: { nonce } })
  refused(await refresh('page', first['refresh_token']), 400, 'invalid_grant')
  refused(await refresh('page', first['refresh_token'], withNonce(otherProofKey)), 400, 'invalid_grant')
  assert.equal((await refresh('page', first['refresh_token'], withNonce())).json['token_type'], 'DPoP')
})

test('RFC 9449 §6 the token says its key, and another library comes to the same name for it', async () => {
  const { access_token: token } = await boundTokens('tax')
  const { keys } = (await fetchOf(world, '/jwks.json')).json as { keys: (oidc.JWK & { alg: string })[] }
  const header = JSON.parse(Buffer.from(String(token).split('.')[0] ?? '', 'base64url').toString()) as { kid: string }
  const key = keys.find(({ kid }) => kid === header.kid)
  assert.ok(key)
  const { payload } = await jwtVerify(String(token), await importJWK(key, key.alg), {
    currentDate: new Date(world.clock.now()),
  })
  const jkt = await calculateJwkThumbprint(proofKey.publicKey.export({ format: 'jwk' }))
  assert.deepEqual(payload['cnf'], { jkt })
})

test('RFC 9449 §7.1 a bound token opens userinfo with its proof, by GET and POST', async () => {
  const { access_token: token } = await boundTokens('tax')
  const byGet = await userinfo('DPoP', token, proofFor(token))
  assert.deepEqual([byGet.status, byGet.json['pid']], [200, world.people.at(0).number])
  const headers = { authorization: `DPoP ${String(token)}`, dpop: proofFor(token, { htm: 'POST' }) }
  assert.equal((await send(world, '/userinfo', {}, headers)).status, 200)
})

test('RFC 9449 §7.1 refused with a challenge: another key, another token, another method, no proof, one used before', async () => {
  const { access_token: token } = await boundTokens('tax')
  const { access_token: other } = await boundTokens('tax')
  const used = proofFor(token)
  assert.equal((await userinfo('DPoP', token, used)).status, 200)
  for (const [dpop, error] of [
    [undefined, 'invalid_dpop_proof'],
    [used, 'invalid_dpop_proof'],
    [proofFor(other), 'invalid_dpop_proof'],
    [proofFor(token, { htm: 'POST' }), 'invalid_dpop_proof'],
    [at('/token'), 'invalid_dpop_proof'],
    [proofFor(token, { key: otherProofKey }), 'invalid_token'],
    [proofFor(token, { claims: { nonce: 'mine' } }), 'use_dpop_nonce'],
  ] as [string | undefined, string][]) {
    const { status, json, headers } = await userinfo('DPoP', token, dpop)
    assert.deepEqual([status, json['error']], [401, error])
    assert.match(
      headers.get('www-authenticate') ?? '',
      new RegExp(`^DPoP .*algs="ES256 PS256 EdDSA RS256", error="${error}"`),
    )
  }
})

test('RFC 9449 §7.1 a token that does not count is refused with a challenge of the scheme that it was shown by', async () => {
  const challenge = async (scheme: string, token: unknown, path = '/userinfo'): Promise<unknown> => {
    const authorization = `${scheme} ${String(token)}`
    const dpop = at(path, { htm: 'GET', claims: { ath: ath(String(token)) } })
    const { status, headers } = await fetchOf(world, path, { authorization, dpop })
    return [status, /^(\w+) .*error="(\w+)"/.exec(headers.get('www-authenticate') ?? '')?.slice(1)]
  }
  const { access_token: token } = await boundTokens('tax')
  world.clock.advance(120_000)
  for (const scheme of ['DPoP', 'Bearer']) {
    assert.deepEqual(await challenge(scheme, token), [401, [scheme, 'invalid_token']])
    assert.deepEqual(await challenge(scheme, 'x', '/api/v1/clients'), [401, [scheme, 'invalid_token']])
  }
})

test('RFC 9449 §7.2 refused: a bound token as a bearer’s, in the header and in a form, and a bearer’s token as a bound one', async () => {
  const { access_token: token } = await boundTokens('tax')
  assert.equal((await userinfo('Bearer', token)).json['error'], 'invalid_token')
  assert.equal((await userinfo('Bearer', token, proofFor(token))).json['error'], 'invalid_token')
  assert.equal((await send(world, '/userinfo', { access_token: String(token) })).json['error'], 'invalid_token')
  const bearer = (await redeem('tax', await codeFor(world, 'tax'))).json['access_token']
  assert.equal((await userinfo('Bearer', bearer)).status, 200)
  assert.equal((await userinfo('DPoP', bearer, proofFor(bearer))).json['error'], 'invalid_token')
  const { status, headers } = await fetchOf(world, '/userinfo')
  assert.equal(status, 401)
  assert.match(headers.get('www-authenticate') ?? '', /^Bearer realm="inngang", DPoP realm="inngang", algs="/)
})

test('RFC 9449 §8 and §8.2 a new nonce comes with every answer to a proof, also from userinfo, and never to others', async () => {
  const reply = await redeem('tax', await codeFor(world, 'tax'), at('/token'))
  const given = reply.headers.get('dpop-nonce')
  const token = reply.json['access_token']
  const next = await userinfo('DPoP', token, proofFor(token, { claims: { nonce: given } }))
  assert.equal(next.status, 200)
  assert.ok(next.headers.get('dpop-nonce'))
  world.clock.advance(300_000)
  const late = await redeem('tax', await codeFor(world, 'tax'), at('/token', { claims: { nonce: given } }))
  refused(late, 400, 'use_dpop_nonce')
  assert.ok(late.headers.get('dpop-nonce'))
  assert.equal((await redeem('tax', await codeFor(world, 'tax'))).headers.get('dpop-nonce'), null)
})

test('RFC 9449 §9 a resource asks for a nonce after the store was lost, and lets the client in with it', async () => {
  const { access_token: token } = await boundTokens('tax')
  world.clock.advance(1000)
  // What an emptied store looks like to whoever asks next.
  const before = proofFor(token)
  await world.hot.remove('~floor')
  const asked = await userinfo('DPoP', token, before)
  assert.deepEqual([asked.status, asked.json['error']], [401, 'use_dpop_nonce'])
  const nonce = asked.headers.get('dpop-nonce')
  assert.equal((await userinfo('DPoP', token, proofFor(token, { claims: { nonce } }))).status, 200)
  world.clock.advance(20_000)
  assert.equal((await userinfo('DPoP', token, proofFor(token))).status, 200)
})

test('RFC 9449 §10 dpop_jkt binds the code, whichever way it was told', async () => {
  const code = await codeFor(world, 'library', { dpop_jkt: proofKey.jkt })
  refused(await redeem('library', code, at('/token', { key: otherProofKey })), 400, 'invalid_grant')
  refused(await redeem('library', await codeFor(world, 'library', { dpop_jkt: proofKey.jkt })), 400, 'invalid_grant')
  const good_ = await redeem('library', await codeFor(world, 'library', { dpop_jkt: proofKey.jkt }), at('/token'))
  assert.equal(good_.status, 200)
  refusedTo(await authorize(world, good('library', { dpop_jkt: 'short' })), 'library', 'invalid_request')
})

test('RFC 9449 §10.1 a proof that comes with the pushed request binds the code', async () => {
  const push = (over: Fields, dpop: string): Promise<Reply> =>
    send(
      world,
      '/par',
      { ...good('library', { login_hint: hint(world) }), ...shown('library').fields, ...over },
      { dpop },
    )
  const pushed = await push({}, at('/par'))
  assert.equal(pushed.status, 201)
  assert.ok(pushed.headers.get('dpop-nonce'))
  const visit = await authorize(world, { client_id: 'library', request_uri: String(pushed.json['request_uri']) })
  const code = landed(visit).searchParams.get('code') ?? ''
  refused(await redeem('library', code, at('/token', { key: otherProofKey })), 400, 'invalid_grant')
  refused(await push({ dpop_jkt: otherProofKey.jkt }, at('/par')), 400, 'invalid_request')
  refused(await push({}, at('/token')), 400, 'invalid_dpop_proof')
})

test('RFC 9449 §11.1 of fifty that bring one proof at once exactly one gets through', async () => {
  const { access_token: token } = await boundTokens('tax')
  const one = proofFor(token)
  const got = await atOnce(
    50,
    () => userinfo('DPoP', token, one),
    ({ status }) => status === 200,
  )
  assert.equal(got.length, 1)
})

for (const [clientId, auth] of [
  ['bound', oidc.ClientSecretBasic(secret)],
  ['page', oidc.None()],
] as const) {
  test(`RFC 9449 §8 openid-client as ${clientId}: code, refresh and userinfo with a key, nonces by its own handling`, async () => {
    const keys = await oidc.randomDPoPKeyPair('ES256')
    const first = await connected(clientId, auth, keys)
    const asked = good(clientId, { login_hint: hint(world), dpop_jkt: await first.DPoP.calculateThumbprint() })
    const visit = await world.browser().once('GET', `/authorize?${query(asked)}`)
    const checks = {
      pkceCodeVerifier: verifier,
      expectedState: 'state-of-the-client',
      expectedNonce: 'nonce-of-the-client',
    }
    const tokens = await oidc.authorizationCodeGrant(first.config, landed(visit), checks, undefined, first)
    assert.equal(tokens.token_type, 'dpop')
    const sub = tokens.claims()?.sub ?? ''
    const told = await oidc.fetchUserInfo(first.config, tokens.access_token, sub, first)
    assert.equal(told['pid'], world.people.at(0).number)
    // Later, by the time of then: every nonce that it had is too old.
    world.clock.advance(301_000)
    const later = await connected(clientId, auth, keys)
    const renewed = await oidc.refreshTokenGrant(later.config, tokens.refresh_token ?? '', undefined, later)
    assert.equal(renewed.token_type, 'dpop')
    assert.equal((await oidc.fetchUserInfo(later.config, renewed.access_token, sub, later)).sub, sub)
  })
}

async function connected(clientId: string, auth: oidc.ClientAuth, keys: oidc.CryptoKeyPair) {
  const metadata = {
    client_secret: secret,
    // The tests' clock stands still at a time of its own: the client is told how far it is off.
    [oidc.clockSkew]: Math.round((world.clock.now() - Date.now()) / 1000),
  }
  const config = await oidc.discovery(new URL(issuer), clientId, metadata, auth, {
    execute: [oidc.allowInsecureRequests],
    [oidc.customFetch]: (url, init) => world.fetch(url, init as RequestInit),
  })
  return { config, DPoP: oidc.getDPoPHandle(config, keys) }
}

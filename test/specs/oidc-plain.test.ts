/** OpenID Connect Core 1.0 for clients of the profile `plain`: what its certification plans send, and what holds all the same. */
import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import { landed } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { callback, owners, secret } from '../services.ts'
import {
  authorize,
  basic,
  claimsOf,
  fetchOf,
  type Fields,
  good,
  hint,
  query,
  refused,
  refusedHere,
  refusedTo,
  type Reply,
  send,
  signed,
  userinfo,
  verifier,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwks = { keys: [{ ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec' }] }
const of = (client_id: string, over: object = {}): object => ({
  client_id,
  client_name: client_id,
  profile: 'plain',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback(client_id), `${callback(client_id)}?kept=1`],
  minimum_level: 'substantial',
  ...over,
})
const services = [
  of('plain'),
  of('plain-held', { code_challenge_method: 'S256' }),
  of('plain-key', { token_endpoint_auth_method: 'private_key_jwt', client_secret: undefined, jwks }),
  of('plain-app', { application_type: 'browser', token_endpoint_auth_method: 'none', client_secret: undefined }),
]
let world: World
worldForAll(
  import.meta.filename,
  [...owners, { org_number: '974761076', name: 'Prøveverket', services }],
  (opened) => (world = opened),
)

/** The least that OpenID Connect Core §3.1.2.1 requires. */
const least = (clientId = 'plain', over: Fields = {}): Fields => ({
  client_id: clientId,
  redirect_uri: callback(clientId),
  response_type: 'code',
  scope: 'openid',
  login_hint: hint(world),
  ...over,
})
async function codeFor(over: Fields = {}, clientId = 'plain'): Promise<string> {
  const code = landed(await authorize(world, least(clientId, over))).searchParams.get('code')
  assert.ok(code)
  return code
}
const redeem = (code: string, over: Fields = {}): Promise<Reply> =>
  send(
    world,
    '/token',
    { grant_type: 'authorization_code', code, redirect_uri: callback('plain'), ...over },
    basic('plain', secret),
  )
async function tokens(
  over: Fields = {},
): Promise<{ readonly id: Record<string, unknown>; readonly json: Reply['json'] }> {
  const { status, json, text } = await redeem(await codeFor(over))
  assert.equal(status, 200, text)
  return { id: claimsOf(String(json['id_token'])), json }
}

test('OIDC Core §3.1.2.1 a request with what is required and nothing else: no state, no nonce, no PKCE', async () => {
  const visit = await authorize(world, least())
  assert.deepEqual([...landed(visit).searchParams.keys()].toSorted(), ['code', 'iss'])
  const { id } = await tokens()
  assert.ok(!('nonce' in id))
})

test('OIDC Core §3.1.3.7 the ID token is signed by RS256 unless it was registered otherwise, and holds what is required', async () => {
  const { json } = await redeem(await codeFor())
  const keys = createLocalJWKSet((await fetchOf(world, '/jwks.json')).json as unknown as JSONWebKeySet)
  const options = { issuer, audience: 'plain', algorithms: ['RS256'], currentDate: new Date(world.clock.now()) }
  const { payload } = await jwtVerify(String(json['id_token']), keys, options)
  for (const name of ['iss', 'sub', 'aud', 'exp', 'iat']) assert.ok(name in payload, name)
  assert.match(String(json['token_type']), /^bearer$/i)
})

test('OIDC Core §3.1.2.1 a request by POST, with a nonce that comes back and parameters that nobody knows', async () => {
  const over = {
    nonce: 'n-0S6_WzA2Mj',
    extra: 'foobar',
    display: 'popup',
    ui_locales: 'se-NO xx',
    claims_locales: 'se',
  }
  const visit = await authorize(world, least('plain', over), { method: 'POST' })
  const { json } = await redeem(landed(visit).searchParams.get('code') ?? '')
  assert.equal(claimsOf(String(json['id_token']))['nonce'], 'n-0S6_WzA2Mj')
})

test('OIDC Core §5.4 email, address, phone and words that nobody knows are no fault, in any order', async () => {
  for (const scope of ['openid email', 'email phone address openid profile', 'openid offline_access unknown'])
    assert.ok((await tokens({ scope })).json['id_token'], scope)
  assert.equal((await tokens({ scope: 'profile email openid' })).json['scope'], 'profile openid')
})

test('OIDC Core §3.1.2.1 without openid it is plain OAuth: no ID token, no userinfo; without any scope it is refused', async () => {
  const { json } = await redeem(await codeFor({ scope: 'profile' }))
  assert.equal('id_token' in json, false)
  assert.equal((await userinfo(world, String(json['access_token']))).status, 403)
  for (const scope of [undefined, 'email'])
    refusedTo(await authorize(world, least('plain', { scope })), 'plain', 'invalid_scope')
  refusedTo(await authorize(world, good('library', { scope: 'profile' })), 'library', 'invalid_scope')
})

test('OIDC Core §3.1.2.1 acr_values that nobody knows are a wish that is not met; the floor holds, and a known one is never undercut', async () => {
  const low = { login_hint: hint(world, 0, 'substantial') }
  const { id } = await tokens({ ...low, acr_values: '1 2' })
  assert.equal(id['acr'], 'idporten-loa-substantial')
  assert.equal((await tokens({ acr_values: '1 idporten-loa-high' })).id['acr'], 'idporten-loa-high')
  const browser = world.browser()
  // Nobody is let in at once below the level: the hint proves too little.
  for (const acr_values of ['1 idporten-loa-high', 'idporten-loa-high'])
    assert.equal(
      (await browser.once('GET', `/authorize?${query(least('plain', { ...low, acr_values }))}`)).headers
        .get('location')
        ?.includes('code='),
      false,
    )
  const below = least('plain', { login_hint: hint(world, 0, 'low'), acr_values: '1 loa:low' })
  assert.equal(
    (await world.browser().once('GET', `/authorize?${query(below)}`)).headers.get('location')?.includes('code='),
    false,
  )
  refusedTo(
    await authorize(world, good('library', { acr_values: '1 2' })),
    'library',
    'unmet_authentication_requirements',
  )
})

test('OIDC Core §3.1.2.1 max_age and prompt: auth_time tells, login asks again, none asks nothing', async () => {
  const browser = world.browser()
  const asked = (over: Fields): Fields => least('plain', { login_hint: undefined, ...over })
  refusedTo(await authorize(world, asked({ prompt: 'none' }), { browser }), 'plain', 'login_required')
  const page = await browser.get(`/authorize?${query(asked({}))}`)
  const back = landed(await byTestEid(browser, page, world.people.at(0).number, 'high'))
  const first = claimsOf(String((await redeem(back.searchParams.get('code') ?? '')).json['id_token']))
  assert.equal(typeof first['auth_time'], 'number')
  world.clock.advance(60_000)
  const silent = landed(await authorize(world, asked({ prompt: 'none', max_age: '10000' }), { browser }))
  const second = claimsOf(String((await redeem(silent.searchParams.get('code') ?? '')).json['id_token']))
  assert.deepEqual([second['auth_time'], second['sub']], [first['auth_time'], first['sub']])
  for (const over of [{ prompt: 'login' }, { max_age: '1' }]) {
    const anew = await browser.get(`/authorize?${query(asked(over))}`)
    assert.match(anew.url, /\/login\/att_/)
  }
})

test('OIDC Core §5.3 userinfo tells the subject of the ID token, by GET, POST and in the form of a POST', async () => {
  const { id, json } = await tokens({ scope: 'openid profile' })
  const token = String(json['access_token'])
  const headers = { authorization: `Bearer ${token}` }
  for (const reply of [
    await fetchOf(world, '/userinfo', headers),
    await send(world, '/userinfo', {}, headers),
    await send(world, '/userinfo', { access_token: token }),
  ])
    assert.deepEqual([reply.status, reply.json['sub']], [200, id['sub']])
})

test('RFC 6749 §4.1.2 a code used again half a minute later is refused, and what it gave is taken back', async () => {
  const code = await codeFor()
  const { json } = await redeem(code)
  assert.equal((await userinfo(world, String(json['access_token']))).status, 200)
  world.clock.advance(30_000)
  refused(await redeem(code), 400, 'invalid_grant')
  assert.equal((await userinfo(world, String(json['access_token']))).status, 401)
})

test('OIDC Core §3.1.2.1 redirect_uri: required, letter by letter, its own query kept, the same at the token endpoint', async () => {
  for (const redirect_uri of [undefined, `${callback('plain')}/`, `${callback('plain')}?other=1`, callback('library')])
    refusedHere(await authorize(world, least('plain', { redirect_uri })), 'IN-04')
  const redirect_uri = `${callback('plain')}?kept=1`
  const back = landed(await authorize(world, least('plain', { redirect_uri }))).searchParams
  assert.equal(back.get('kept'), '1')
  refused(await redeem(back.get('code') ?? ''), 400, 'invalid_grant')
})

test('RFC 7636 §4.6 PKCE that was used is held: no verifier, a wrong one, and one without a challenge are refused', async () => {
  const { code_challenge, code_challenge_method } = good('plain') as Record<string, string>
  const challenged = { code_challenge, code_challenge_method }
  assert.equal((await redeem(await codeFor(challenged), { code_verifier: verifier })).status, 200)
  refused(await redeem(await codeFor(challenged)), 400, 'invalid_grant')
  refused(await redeem(await codeFor(challenged), { code_verifier: 'x'.repeat(43) }), 400, 'invalid_grant')
  refused(await redeem(await codeFor(), { code_verifier: verifier }), 400, 'invalid_grant')
  refusedTo(
    await authorize(world, least('plain', { ...challenged, code_challenge_method: 'plain' })),
    'plain',
    'invalid_request',
  )
})

test('RFC 9700 §2.1.1 PKCE is required of public clients, of those that registered it, and of other profiles', async () => {
  for (const clientId of ['plain-app', 'plain-held'])
    refusedTo(await authorize(world, least(clientId)), clientId, 'invalid_request')
  refusedTo(
    await authorize(world, good('library', { code_challenge: undefined, code_challenge_method: undefined })),
    'library',
    'invalid_request',
  )
  const { state: _, ...stateless } = good('plain-app', { login_hint: hint(world) }) as Record<string, string>
  assert.ok(landed(await authorize(world, stateless)).searchParams.get('code'), 'state is its own business')
  refusedTo(await authorize(world, good('spa', { state: undefined })), 'spa', 'invalid_request')
})

test('OIDC Core §9 an assertion needs no iat, is used once, and lives no longer than others', async () => {
  const now = Math.floor(world.clock.now() / 1000)
  const made = (claims: object): Fields => {
    const payload = {
      iss: 'plain-key',
      sub: 'plain-key',
      aud: `${issuer}/token`,
      jti: randomUUID(),
      exp: now + 60,
      ...claims,
    }
    return {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: signed({ alg: 'ES256', kid: 'ec' }, payload, ec.privateKey),
    }
  }
  const push = (proof: Fields): Promise<Reply> => send(world, '/par', { ...least('plain-key'), ...proof })
  world.clock.advance(120_000)
  const late = Math.floor(world.clock.now() / 1000)
  const one = made({ exp: late + 60 })
  assert.equal((await push(one)).status, 201)
  refused(await push(one), 401, 'invalid_client')
  refused(await push(made({ exp: late + 131 })), 401, 'invalid_client')
  refused(await push(made({ exp: undefined, iat: late })), 401, 'invalid_client')
})

test('OIDC Core §3.1 openid-client without PKCE and nonce', async () => {
  const metadata = {
    client_secret: secret,
    [oidc.clockSkew]: Math.round((world.clock.now() - Date.now()) / 1000),
  }
  const config = await oidc.discovery(new URL(issuer), 'plain', metadata, oidc.ClientSecretBasic(secret), {
    execute: [oidc.allowInsecureRequests],
    [oidc.customFetch]: (url, init) => world.fetch(url, init as RequestInit),
  })
  const asked = { redirect_uri: callback('plain'), scope: 'openid profile email', state: 'st' }
  const browser = world.browser()
  const page = await browser.get(oidc.buildAuthorizationUrl(config, asked).href)
  const visit = await byTestEid(browser, page, world.people.at(0).number, 'high')
  const got = await oidc.authorizationCodeGrant(config, landed(visit), { expectedState: 'st', idTokenExpected: true })
  const sub = got.claims()?.sub ?? ''
  assert.equal((await oidc.fetchUserInfo(config, got.access_token, sub))['pid'], world.people.at(0).number)
})

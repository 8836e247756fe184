/** The whole provider with an outside client, and what it publishes. */
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import * as openid from 'openid-client'
import { systemClock } from '#base/clock.ts'
import { HotUnavailable } from '#hot/hot.ts'
import { callback, issuer, pair } from '#oidc/test-clients.ts'
import { testProvider, type TestProvider } from '#oidc/test-provider.ts'
import { get, post, body, exchange } from '#oidc/test-requests.ts'

let p: TestProvider
before(async () => void (p = await testProvider()))
after(() => p.close())

const inProcess: openid.CustomFetch = (url, options) => Promise.resolve(p.routes.request(url, options as RequestInit))

test('metadata says what is built and no more, at both addresses, to every origin', async () => {
  const response = await get(p, '/.well-known/openid-configuration')
  assert.deepEqual(
    [response.headers.get('access-control-allow-origin'), response.headers.get('cache-control')],
    ['*', 'public, max-age=3600'],
  )
  const metadata = await body(response)
  assert.deepEqual(metadata, await body(await get(p, '/.well-known/oauth-authorization-server')))
  assert.equal(metadata['issuer'], issuer)
  const endpoints = Object.entries(metadata).filter(([name]) => name.endsWith('_endpoint') || name === 'jwks_uri')
  assert.equal(endpoints.length, 8)
  for (const [name, address] of endpoints) {
    const path = String(address).slice(issuer.length)
    const reply =
      name === 'jwks_uri' || name.startsWith('authorization') || name.startsWith('end_')
        ? await get(p, path)
        : await post(p, path, {})
    assert.notEqual(reply.status, 404, name)
  }
  const lists = [
    'ui_locales_supported',
    'response_modes_supported',
    'prompt_values_supported',
    'code_challenge_methods_supported',
  ]
  assert.deepEqual(
    lists.map((name) => metadata[name]),
    [
      ['en', 'nb', 'nn', 'se'],
      ['query', 'form_post', 'query.jwt', 'form_post.jwt', 'jwt'],
      ['consent', 'login', 'none', 'select_account'],
      ['S256'],
    ],
  )
  assert.deepEqual(
    [metadata['frontchannel_logout_supported'], metadata['frontchannel_logout_session_supported']],
    [true, true],
  )
})

test('OIDC Discovery §4.2, RFC 8414 §3.2 a list of nothing is left out: where nobody declared types of details', async () => {
  const bare = await testProvider({ details: { find: () => undefined, names: () => [] } })
  try {
    const metadata = await body(await get(bare, '/.well-known/openid-configuration'))
    for (const [name, value] of Object.entries(metadata)) assert.ok(!Array.isArray(value) || value.length > 0, name)
    assert.ok(!('authorization_details_types_supported' in metadata))
  } finally {
    await bare.close()
  }
})

test('keys are published to every origin', async () => {
  const response = await get(p, '/jwks.json')
  assert.equal(response.headers.get('access-control-allow-origin'), '*')
  assert.match(response.headers.get('cache-control') ?? '', /^public, max-age=\d+$/)
  assert.ok(Array.isArray((await body(response))['keys']))
})

test('scripts may call what needs no cookie, and never with credentials', async () => {
  for (const path of ['/token', '/userinfo', '/par', '/jwks.json', '/.well-known/openid-configuration']) {
    const preflight = await p.routes.request(issuer + path, {
      method: 'OPTIONS',
      headers: { origin: 'https://spa.example' },
    })
    assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-origin')], [204, '*'], path)
    assert.equal(preflight.headers.get('access-control-allow-credentials'), null)
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /authorization/)
  }
  assert.equal((await p.routes.request(`${issuer}/authorize`, { method: 'OPTIONS' })).status, 404)
  assert.equal((await post(p, '/token', {})).headers.get('access-control-allow-origin'), '*')
})

test('E1 openid-client: pushed request, private_key_jwt, PKCE, tokens, userinfo', async () => {
  const key = pair.privateKey.toCryptoKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  // The provider's clock stands still in another year; the client is told by how much, rounded up: what is older than the store is refused.
  const metadata = {
    id_token_signed_response_alg: 'RS256',
    [openid.clockSkew]: Math.ceil((p.clock.now() - systemClock.now()) / 1000) + 1,
  }
  const config = await openid.discovery(
    new URL(issuer),
    'jwt',
    metadata,
    openid.PrivateKeyJwt({ key: key as CryptoKey, kid: 'k1' }),
    {
      [openid.customFetch]: inProcess,
      execute: [openid.enableNonRepudiationChecks],
    },
  )
  const pkceCodeVerifier = openid.randomPKCECodeVerifier()
  const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()]
  const address = await openid.buildAuthorizationUrlWithPAR(config, {
    redirect_uri: callback,
    scope: 'openid profile acme:things',
    state: expectedState,
    nonce: expectedNonce,
    acr_values: 'idporten-loa-substantial',
    code_challenge_method: 'S256',
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
  })
  const answered = await p.routes.request(address)
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true }
  const tokens = await openid.authorizationCodeGrant(config, new URL(answered.headers.get('location') ?? ''), checks)
  assert.equal(tokens.scope, 'openid profile acme:things')
  const claims = tokens.claims()
  assert.equal(claims?.['acr'], 'idporten-loa-high')
  const info = await openid.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '')
  assert.equal(info['pid'], claims?.['pid'])
})

test('a store that is away is answered as JSON that says to try again', async () => {
  const away = await testProvider()
  const gone = { ...away.hot, get: () => Promise.reject(new HotUnavailable('away')) }
  const broken = await testProvider({ hot: gone })
  const response = await post(broken, '/token', exchange(`${'g'.repeat(22)}.${'s'.repeat(22)}`))
  assert.deepEqual([response.status, response.headers.get('retry-after')], [503, '1'])
  assert.equal((await body(response))['error'], 'temporarily_unavailable')
  await Promise.all([away.close(), broken.close()])
})

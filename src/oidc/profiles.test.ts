import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import type { Client, Profile } from '#oidc/client.ts'
import { mustBind, mustProveKey, mustPush, profileOf, proofAlgorithms } from '#oidc/profiles.ts'
import { callback, clients, testClient } from '#oidc/test-clients.ts'
import { testProvider, type TestProvider } from '#oidc/test-provider.ts'
import { body, exchange, get, good, post, sentBack } from '#oidc/test-requests.ts'
import { proof } from '#oidc/test-proofs.ts'

let p: TestProvider
const known = clients as Record<string, Client>
before(async () => {
  p = await testProvider()
  known['pusher'] = testClient('pusher', { parRequired: true })
  known['machine-only'] = testClient('machine-only', { grantTypes: ['client_credentials'] })
  known['fapi-secret'] = testClient('fapi-secret', { profile: 'fapi2', dpopBound: true })
  known['fapi-bearer'] = testClient('fapi-bearer', { profile: 'fapi2', authMethod: 'none', secretHash: undefined })
})
after(async () => {
  for (const id of ['pusher', 'machine-only', 'fapi-secret', 'fapi-bearer']) delete known[id]
  await p.close()
})

const of = (profile: Profile, over: Partial<Client> = {}): Client => testClient('x', { profile, ...over })
for (const [what, rule, over, expected] of [
  ['pushed requests alone', mustPush, {}, { idporten: false, fapi2: true, plain: false }],
  [
    'pushed requests alone, registered so',
    mustPush,
    { parRequired: true },
    { idporten: true, fapi2: true, plain: true },
  ],
  ['bound tokens alone', mustBind, {}, { idporten: false, fapi2: true, plain: false }],
  ['bound tokens alone, registered so', mustBind, { dpopBound: true }, { idporten: true, fapi2: true, plain: true }],
  ['bound tokens alone, by a certificate', mustBind, { tlsBound: true }, { idporten: true, fapi2: true, plain: true }],
  ['PKCE, registered', mustProveKey, {}, { idporten: true, fapi2: true, plain: true }],
  ['PKCE, registered without', mustProveKey, { pkceRequired: false }, { idporten: false, fapi2: true, plain: false }],
  [
    'PKCE, a public client',
    mustProveKey,
    { pkceRequired: false, authMethod: 'none' },
    { idporten: true, fapi2: true, plain: true },
  ],
] as [string, (client: Client) => boolean, Partial<Client>, Record<Profile, boolean>][]) {
  test(`security.md 40 ${what}`, () => {
    const found = Object.fromEntries(
      (['idporten', 'fapi2', 'plain'] as const).map((profile) => [profile, rule(of(profile, over))]),
    )
    assert.deepEqual(found, expected)
  })
}

test('security.md 40 FAPI has no RS256, no secrets, no public clients, no rotation; the others have', () => {
  const fapi = profileOf(of('fapi2'))
  assert.deepEqual(fapi.signs, ['PS256', 'ES256', 'EdDSA'])
  assert.ok(proofAlgorithms.some((one) => !fapi.signs.includes(one)))
  for (const method of ['client_secret_basic', 'client_secret_post', 'none'] as const) {
    assert.equal(fapi.authMethods.includes(method), false)
    assert.equal(profileOf(of('plain')).authMethods.includes(method), true)
  }
  assert.deepEqual(
    (['idporten', 'fapi2', 'plain'] as const).map((profile) => profileOf(of(profile)).rotatesRefreshTokens),
    [true, false, true],
  )
})

const told = async (response: Response): Promise<unknown[]> => [response.status, (await body(response))['error']]
const asPosted = { client_secret: String(exchange('x')['client_secret']) }

test('RFC 9126 §6 a client that must push is refused at the authorization endpoint, and goes on with what it pushed', async () => {
  for (const way of [get, post]) {
    const refused = await way(p, '/authorize', good('pusher'))
    assert.deepEqual([sentBack(refused)['error'], sentBack(refused)['state']], ['invalid_request', 'st=1&2'])
  }
  const { request_uri } = await body(await post(p, '/par', { ...good('pusher'), ...asPosted }))
  const answered = await get(p, '/authorize', { client_id: 'pusher', request_uri: String(request_uri) })
  assert.ok(sentBack(answered)['code'])
})

test('RFC 6749 §4.1.2.1 a client without the grant for users is told so, and nobody is sent anywhere', async () => {
  const shown = await get(p, '/authorize', good('machine-only'))
  assert.equal(shown.headers.get('location'), null)
  assert.match(await shown.text(), /^IN-04 unauthorized_client: /)
  const pushed = await post(p, '/par', { ...good('machine-only'), ...asPosted })
  assert.deepEqual(await told(pushed), [400, 'unauthorized_client'])
})

test('security.md 40 a FAPI client that would be let in otherwise is not: a secret, none at all', async () => {
  const secret = { ...good('fapi-secret'), ...asPosted }
  assert.deepEqual(await told(await post(p, '/par', secret)), [401, 'invalid_client'])
  assert.deepEqual(await told(await post(p, '/par', good('fapi-bearer'))), [401, 'invalid_client'])
  const dpop = proof({ at: p.clock.now(), htu: `${callback}/token` })
  const token = await post(p, '/token', { ...exchange('x'), client_id: 'fapi-secret' }, { dpop })
  assert.deepEqual(await told(token), [401, 'invalid_client'])
})

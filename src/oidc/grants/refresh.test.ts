import assert from 'node:assert/strict'
import test, { afterEach, beforeEach } from 'node:test'
import type { Client } from '#oidc/client.ts'
import { rotates } from '#oidc/grants/family.ts'
import { callback, clients, pair, secret, testClient, testScope } from '#oidc/test-clients.ts'
import { testProvider, type TestProvider, unlessStopped } from '#oidc/test-provider.ts'
import {
  assertion,
  body,
  claimsOf,
  codeFor,
  exchange,
  type Fields,
  get,
  good,
  post,
  sentBack,
} from '#oidc/test-requests.ts'

const refreshes = { grantTypes: ['authorization_code', 'refresh_token'] } as const
const own: Readonly<Record<string, Client>> = Object.fromEntries(
  [
    testClient('once', refreshes),
    testClient('reuse', { ...refreshes, refreshTokenUsage: 'REUSE' }),
    testClient('public', { ...refreshes, authMethod: 'none', secretHash: undefined, refreshTokenUsage: 'REUSE' }),
    testClient('plain', { ...refreshes, profile: 'plain' }),
    testClient('api', { ...refreshes, scopes: ['openid', 'profile', 'acme:things', 'acme:short'] }),
    testClient('jwt', {
      ...refreshes,
      authMethod: 'private_key_jwt',
      secretHash: undefined,
      keys: [{ kid: 'k1', algorithm: 'ES256', key: pair.publicKey }],
      frontchannelLogoutSessionRequired: true,
    }),
  ].map((client) => [client.id, client]),
)
const registered = new Map(Object.entries({ ...clients, ...own }))
const scopes = new Map(
  [testScope('acme:things'), testScope('acme:short', { authorizationAtMost: 900 })].map((one) => [one.name, one]),
)

let p: TestProvider
beforeEach(async () => {
  p = await testProvider({
    clients: { find: (id) => registered.get(id), active: (id) => unlessStopped('client-inactive', id) },
    scopes: { find: (name) => scopes.get(name) },
  })
})
afterEach(() => p.close())

type Tokens = Readonly<Record<string, unknown>>

const authenticated = (client: string): Fields =>
  client === 'public'
    ? { client_id: client }
    : client === 'jwt'
      ? assertion({ iat: seconds(), exp: seconds() + 60 })
      : { client_id: client, client_secret: secret }
const seconds = (): number => Math.floor(p.clock.now() / 1000)

async function begin(client: string, over: Fields = {}): Promise<Tokens & { readonly refresh_token: string }> {
  const { client_secret: _secret, client_id: _id, ...fields } = exchange(await codeFor(p, client, over))
  const response = await post(p, '/token', { ...fields, ...authenticated(client) })
  assert.equal(response.status, 200)
  return (await body(response)) as Tokens & { refresh_token: string }
}

const refreshed = (client: string, token: unknown, over: Fields = {}): Promise<Response> =>
  post(p, '/token', {
    grant_type: 'refresh_token',
    refresh_token: String(token),
    ...authenticated(client),
    ...over,
  })

async function next(client: string, token: unknown, over: Fields = {}): Promise<Tokens & { refresh_token: string }> {
  const response = await refreshed(client, token, over)
  const tokens = await body(response)
  assert.equal(response.status, 200, JSON.stringify(tokens))
  return tokens as Tokens & { refresh_token: string }
}

async function refused(client: string, token: unknown, error = 'invalid_grant', over: Fields = {}): Promise<void> {
  const response = await refreshed(client, token, over)
  assert.deepEqual([response.status, (await body(response))['error']], [400, error])
}

const events = (): string[] => p.state.events.map(({ type }) => type)
const why = (): unknown => p.state.events.flatMap((event) => ('why' in event ? [event.why] : [])).at(-1)
const userinfo = async (tokens: Tokens): Promise<number> =>
  (await get(p, '/userinfo', {}, { authorization: `Bearer ${String(tokens['access_token'])}` })).status

test('RFC 6749 §6 a refresh token gives new tokens and, used once, a new refresh token', async () => {
  const first = await begin('once')
  assert.match(first.refresh_token, /^[\w-]{22}\.[\w-]{43}$/)
  assert.equal(first['refresh_token_expires_in'], 600)
  p.clock.advance(100_000)
  const second = await next('once', first.refresh_token)
  assert.notEqual(second.refresh_token, first.refresh_token)
  assert.deepEqual(
    { ...second, access_token: 0, id_token: 0, refresh_token: 0 },
    {
      access_token: 0,
      id_token: 0,
      refresh_token: 0,
      refresh_token_expires_in: 600,
      token_type: 'Bearer',
      expires_in: 120,
      scope: 'openid profile',
    },
  )
  await next('once', second.refresh_token)
  assert.deepEqual(events(), ['token.issued', 'token.refreshed', 'token.refreshed'])
})

test('OpenID Connect Core §12.2 the new ID token is about the same login, and has no nonce', async () => {
  const first = await begin('jwt')
  p.clock.advance(60_000)
  const second = await next('jwt', first.refresh_token)
  const [before, after] = [claimsOf(first['id_token']), claimsOf(second['id_token'])]
  for (const name of ['iss', 'sub', 'aud', 'auth_time', 'acr', 'amr', 'sid', 'pid', 'given_name'])
    assert.deepEqual(after[name], before[name], name)
  assert.equal(Number(after['iat']) - Number(before['iat']), 60)
  assert.equal(before['nonce'], 'n-1')
  assert.equal('nonce' in after, false)
  assert.notEqual(after['jti'], before['jti'])
})

test('every access token of a grant finds the names at userinfo', async () => {
  const first = await begin('once')
  const second = await next('once', first.refresh_token)
  for (const tokens of [first, second]) {
    const info = await get(p, '/userinfo', {}, { authorization: `Bearer ${String(tokens['access_token'])}` })
    assert.equal((await body(info))['given_name'], 'Kari')
  }
})

test('no refresh token without the grant, and its use is refused then', async () => {
  const response = await post(p, '/token', exchange(await codeFor(p, 'post')))
  assert.equal('refresh_token' in (await body(response)), false)
  const { refresh_token: token } = await begin('once')
  await refused('post', token, 'unauthorized_client')
})

const malformed: readonly (readonly [what: string, token: string, error: string])[] = [
  ['none', '', 'invalid_request'],
  ['another shape', 'x.y', 'invalid_grant'],
  ['one that never was', `${'f'.repeat(22)}.${'s'.repeat(43)}`, 'invalid_grant'],
]
for (const [what, token, error] of malformed) test(`refused: ${what}`, () => refused('once', token, error))

test('another client gets nothing by it, and does not spend it', async () => {
  const { refresh_token: token } = await begin('once')
  await refused('plain', token)
  assert.equal(why(), 'refresh-of-another-client')
  await next('once', token)
})

test('a wrong secret is refused, and spends and revokes nothing', async () => {
  const { refresh_token: token } = await begin('once')
  const family = token.split('.')[0] ?? ''
  await refused('once', `${family}.${'w'.repeat(43)}`)
  p.clock.advance(60_000)
  const { refresh_token: second } = await next('once', token)
  // The last character of a secret carries two bits that say nothing: another spelling is another secret.
  const other = second.slice(0, -1) + (second.endsWith('A') ? 'B' : 'A')
  await refused('once', other)
  await next('once', second)
  assert.equal(events().includes('refresh.replayed'), false)
})

test('security.md 27 the token before, within ten seconds: refused, and the family lives', async () => {
  const { refresh_token: first } = await begin('once')
  const second = await next('once', first)
  p.clock.advance(10_000)
  await refused('once', first)
  assert.equal(why(), 'refresh-late')
  assert.equal(await userinfo(second), 200)
  await next('once', second.refresh_token)
})

test('security.md 27 the token before, later: everything that was granted is taken back', async () => {
  const first = await begin('once')
  const second = await next('once', first.refresh_token)
  p.clock.advance(10_001)
  await refused('once', first.refresh_token)
  assert.deepEqual(events().slice(-2), ['refresh.replayed', 'token.refused'])
  await refused('once', second.refresh_token)
  assert.deepEqual([await userinfo(first), await userinfo(second)], [401, 401])
  await refused('once', first.refresh_token)
  assert.equal(events().filter((type) => type === 'refresh.replayed').length, 1, 'told once')
})

test('a token from two uses ago is known as well: a thief cannot hide by refreshing twice', async () => {
  const { refresh_token: stolen } = await begin('once')
  const { refresh_token: thiefs } = await next('once', stolen)
  const last = await next('once', thiefs)
  await refused('once', stolen)
  assert.equal(events().includes('refresh.replayed'), true)
  await refused('once', last.refresh_token)
})

test('a public client’s token before is never excused', async () => {
  const { refresh_token: first } = await begin('public')
  const second = await next('public', first)
  assert.notEqual(second.refresh_token, first, 'rotated, though REUSE is registered')
  await refused('public', first)
  assert.equal(events().includes('refresh.replayed'), true)
  await refused('public', second.refresh_token)
  assert.equal(await userinfo(second), 401)
})

test('REUSE keeps the token, and every use prolongs it', async () => {
  const { refresh_token: token } = await begin('reuse')
  for (let use = 0; use < 4; use++) {
    p.clock.advance(500_000)
    assert.equal((await next('reuse', token)).refresh_token, token)
  }
})

const rotation: readonly (readonly [what: string, over: Partial<Client>, changes: boolean])[] = [
  ['ONETIME', {}, true],
  ['REUSE', { refreshTokenUsage: 'REUSE' }, false],
  ['ONETIME of the profile plain', { profile: 'plain' }, true],
  // FAPI 2.0 Security Profile §5.3.2.1
  ['ONETIME of the profile fapi2', { profile: 'fapi2' }, false],
  // RFC 9700 §2.2.2
  ['REUSE of a public client', { refreshTokenUsage: 'REUSE', authMethod: 'none' }, true],
]
for (const [what, over, changes] of rotation) {
  test(`${what}: the token ${changes ? 'changes with' : 'stays through'} each use`, () =>
    assert.equal(rotates(testClient('x', over)), changes))
}

test('the end by idleness moves with each use; the end of all does not', async () => {
  let { refresh_token: token } = await begin('once')
  for (let use = 0; use < 13; use++) {
    p.clock.advance(540_000)
    ;({ refresh_token: token } = await next('once', token))
  }
  // 7,020 of 7,200 seconds are over.
  p.clock.advance(60_000)
  const last = await next('once', token)
  assert.equal(last['refresh_token_expires_in'], 120)
  p.clock.advance(120_000)
  await refused('once', last.refresh_token)
  assert.equal(why(), 'refresh-expired')
})

test('unused for its lifetime it is over', async () => {
  const { refresh_token: token } = await begin('once')
  p.clock.advance(600_000)
  await refused('once', token)
  assert.equal(why(), 'refresh-expired')
})

test('the shortest of the scopes’ limits ends the whole', async () => {
  const { refresh_token: long } = await begin('api', { scope: 'openid acme:things' })
  const { refresh_token: short } = await begin('api', { scope: 'openid acme:things acme:short' })
  p.clock.advance(500_000)
  const [one, other] = [await next('api', long), await next('api', short)]
  assert.deepEqual([one['refresh_token_expires_in'], other['refresh_token_expires_in']], [600, 400])
  p.clock.advance(400_000)
  await next('api', one.refresh_token)
  await refused('api', other.refresh_token)
})

test('RFC 6749 §6 fewer scopes for one access token, never more; the next refresh has them all again', async () => {
  const first = await begin('api', { scope: 'openid acme:things' })
  const second = await next('api', first.refresh_token, { scope: 'acme:things' })
  assert.equal(second['scope'], 'acme:things')
  assert.equal('id_token' in second, false)
  assert.equal(claimsOf(second['access_token'])['scope'], 'acme:things')
  await refused('api', second.refresh_token, 'invalid_scope', { scope: 'openid profile' })
  assert.equal((await next('api', second.refresh_token))['scope'], 'openid acme:things')
})

test('a scope that the client has lost is not given again', async () => {
  const { refresh_token: first } = await begin('api', { scope: 'openid acme:things' })
  registered.set('api', testClient('api', refreshes))
  try {
    const second = await next('api', first)
    assert.equal(second['scope'], 'openid')
    await refused('api', second.refresh_token, 'invalid_scope', { scope: 'acme:things' })
  } finally {
    registered.set('api', own['api'] as Client)
  }
})

test('RFC 8707 §2.2 one of the resources for one access token, none that was not granted', async () => {
  const asked = `${new URLSearchParams(good('once')).toString()}&resource=https://a.no&resource=https://b.no`
  const code = sentBack(await get(p, '/authorize', asked))['code'] ?? ''
  const first = await body(await post(p, '/token', exchange(code, { client_id: 'once' })))
  const second = await next('once', first['refresh_token'], { resource: 'https://b.no' })
  assert.equal(claimsOf(second['access_token'])['aud'], 'https://b.no')
  await refused('once', second.refresh_token, 'invalid_target', { resource: 'https://c.no' })
  const third = await next('once', second.refresh_token)
  assert.deepEqual(claimsOf(third['access_token'])['aud'], ['https://a.no', 'https://b.no'])
})

const guards: readonly (readonly [what: string, name: string])[] = [
  ['a session that has ended', 's'.repeat(43)],
  ['a person that is blocked', 'per_1'],
  ['a client that is switched off', 'once'],
]
for (const [what, name] of guards) {
  test(`${what} gets nothing more, and nothing is changed`, async () => {
    const { refresh_token: token } = await begin('once')
    const rows = await p.database.raw('select * from refresh_family', [])
    await p.stop(name)
    await refused('once', token)
    assert.deepEqual(await p.database.raw('select * from refresh_family', []), rows)
  })
}

test('a logout ends what was granted for the login alone; what opens an API lives on', async () => {
  const login = await begin('api', { scope: 'openid profile' })
  const things = await begin('api', { scope: 'openid acme:things' })
  await p.stop(p.state.reached.sid)
  await refused('api', login.refresh_token)
  assert.equal(why(), 'session-ended')
  await next('api', things.refresh_token)
  const late = await post(
    p,
    '/token',
    exchange(await codeFor(p, 'api', { scope: 'openid acme:things' }), { client_id: 'api' }),
  )
  assert.equal(late.status, 400, 'but it does not begin after the logout')
})

test('when the end of a session is forgotten, what ended with it does not come back to life', async () => {
  const login = await begin('api', { scope: 'openid profile' })
  const things = await begin('api', { scope: 'openid acme:things' })
  await p.parts.forgetSessions([p.state.reached.sid, 'x'.repeat(43) as typeof p.state.reached.sid])
  await refused('api', login.refresh_token)
  assert.equal(why(), 'refresh-revoked')
  await next('api', things.refresh_token)
})

test('RFC 6749 §4.1.2 a code that comes again ends the family that it began', async () => {
  const code = await codeFor(p, 'once')
  const first = await body(await post(p, '/token', exchange(code, { client_id: 'once' })))
  const second = await next('once', first['refresh_token'])
  assert.equal((await post(p, '/token', exchange(code, { client_id: 'once' }))).status, 400)
  await refused('once', second.refresh_token)
  assert.equal(why(), 'refresh-revoked')
  assert.equal(await userinfo(second), 401)
})

test('of many at once with one token one gets tokens, and the family lives', async () => {
  const { refresh_token: token } = await begin('once')
  const responses = await Promise.all(Array.from({ length: 20 }, () => refreshed('once', token)))
  const good = responses.filter(({ status }) => status === 200)
  assert.equal(good.length, 1)
  const { refresh_token: second } = await body(good[0] as Response)
  await next('once', second)
})

test('security.md 10 a number that is not the one proved: nothing is given out, and the token stays', async () => {
  const { refresh_token: token } = await begin('once')
  p.state.mismatch = true
  assert.equal((await refreshed('once', token)).status, 500)
  assert.deepEqual(events().slice(-2), ['identity.mismatch', 'token.refused'])
  p.state.mismatch = false
  await next('once', token)
})

test('what is granted lies sealed in the database, and no secret lies there', async () => {
  const { refresh_token: token } = await begin('once')
  const rows = JSON.stringify(await p.database.raw('select * from refresh_family', []))
  for (const word of [token.split('.')[1] ?? '', 'Kari', 'numberHash', callback])
    assert.equal(rows.includes(word), false)
})

test('rows go when nobody needs them any more', async () => {
  await begin('once')
  const count = async (): Promise<number[]> =>
    Promise.all(
      ['select 1 from refresh_family', 'select 1 from "grant"'].map(
        async (sql) => (await p.database.raw(sql, [])).length,
      ),
    )
  p.clock.advance(7_200_000)
  await p.parts.sweep()
  assert.deepEqual(await count(), [1, 1])
  p.clock.advance(24 * 3_600_000)
  await p.parts.sweep()
  assert.deepEqual(await count(), [0, 0])
})

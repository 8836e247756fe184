import assert from 'node:assert/strict'
import test, { after, before, beforeEach } from 'node:test'
import type { Sid } from '#base/ids.ts'
import { callback, start } from '#oidc/test-clients.ts'
import { testProvider, type TestProvider } from '#oidc/test-provider.ts'
import {
  body,
  claimsOf,
  codeFor,
  exchange,
  type Fields,
  get,
  post,
  sentBack,
  s256,
  good,
  assertion,
} from '#oidc/test-requests.ts'

let p: TestProvider
before(async () => void (p = await testProvider()))
after(() => p.close())
beforeEach(() => void (p.state.events.length = 0))

const error = async (response: Response): Promise<unknown[]> => [response.status, (await body(response))['error']]
const events = (): string[] => p.state.events.map(({ type }) => type)
const grantOf = (code: string): string => code.split('.')[0] ?? ''

test('a code gives an ID token and an access token, and nobody keeps the answer', async () => {
  const response = await post(p, '/token', exchange(await codeFor(p, 'post', { acr_values: 'loa:substantial' })))
  assert.equal(response.status, 200)
  assert.deepEqual([response.headers.get('cache-control'), response.headers.get('pragma')], ['no-store', 'no-cache'])
  const tokens = await body(response)
  assert.deepEqual(
    { ...tokens, access_token: 0, id_token: 0 },
    { access_token: 0, id_token: 0, token_type: 'Bearer', expires_in: 120, scope: 'openid profile' },
  )
  const now = start / 1000 + 1
  const { jti, sub, ...rest } = claimsOf(tokens['id_token'])
  assert.match(String(jti), /^[\w-]{11}$/)
  assert.deepEqual(rest, {
    iss: 'https://login.example.no',
    aud: 'post',
    pid: '11898299999',
    acr: 'loa:high',
    amr: ['TestID'],
    auth_time: now - 6,
    iat: now,
    exp: now + 120,
    nonce: 'n-1',
    locale: 'nn',
    given_name: 'Kari',
    family_name: 'Nordmann',
  })
  const { jti: accessJti, ...access } = claimsOf(tokens['access_token'])
  assert.match(String(accessJti), /^[\w-]{22}\.[\w-]{22}$/)
  assert.deepEqual(access, {
    iss: 'https://login.example.no',
    sub,
    pid: '11898299999',
    acr: 'loa:high',
    client_id: 'post',
    client_amr: 'client_secret_post',
    scope: 'openid profile',
    consumer: { authority: 'iso6523-actorid-upis', ID: '0192:991825827' },
    iat: now,
    exp: now + 120,
  })
  assert.deepEqual(events(), ['token.issued'])
})

test('E5 names and language belong to profile; sid to clients that are told of logouts by it', async () => {
  const bare = claimsOf(
    (await body(await post(p, '/token', exchange(await codeFor(p, 'post', { scope: 'openid' })))))['id_token'],
  )
  assert.deepEqual(
    ['locale', 'given_name', 'family_name', 'sid', 'at_hash'].filter((name) => name in bare),
    [],
  )
  const fields = { ...exchange(await codeFor(p, 'high', { scope: 'openid' })), client_id: 'high' }
  assert.equal(claimsOf((await body(await post(p, '/token', fields)))['id_token'])['locale'], 'nn')
  const jwt = { ...exchange(await codeFor(p, 'jwt')), client_secret: '', ...assertion() }
  const tokens = await body(await post(p, '/token', jwt))
  assert.equal(claimsOf(tokens['id_token'])['sid'], p.state.reached.sid)
  assert.equal(claimsOf(tokens['access_token'])['client_amr'], 'private_key_jwt')
  assert.deepEqual(JSON.parse(Buffer.from(String(tokens['id_token']).split('.')[0] ?? '', 'base64url').toString()), {
    alg: 'RS256',
    typ: 'JWT',
    kid: 'rs',
  })
})

test('RFC 8707 resource becomes the audience, and may be narrowed, never widened', async () => {
  const asked = `${new URLSearchParams(good('post')).toString()}&resource=https://a.no&resource=https://b.no`
  const code = async (): Promise<string> => sentBack(await get(p, '/authorize', asked))['code'] ?? ''
  const aud = async (over: Fields): Promise<unknown> =>
    claimsOf((await body(await post(p, '/token', exchange(await code(), over))))['access_token'])['aud']
  assert.deepEqual(await aud({}), ['https://a.no', 'https://b.no'])
  assert.equal(await aud({ resource: 'https://b.no' }), 'https://b.no')
  assert.deepEqual(await error(await post(p, '/token', exchange(await code(), { resource: 'https://c.no' }))), [
    400,
    'invalid_target',
  ])
})

const refused: readonly (readonly [what: string, over: Fields, error: string])[] = [
  ['no grant type', { grant_type: '' }, 'invalid_request'],
  ['another grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
  ['a grant type of the language', { grant_type: '__proto__' }, 'unsupported_grant_type'],
  ['no code', { code: '' }, 'invalid_request'],
  ['a code of another shape', { code: 'x' }, 'invalid_grant'],
  ['a code that never was', { code: `${'g'.repeat(22)}.${'s'.repeat(22)}` }, 'invalid_grant'],
]
for (const [what, over, expected] of refused) {
  test(`refused: ${what}`, async () => {
    assert.deepEqual(await error(await post(p, '/token', exchange('x', over))), [400, expected])
  })
}

test('refused: a parameter twice, another content type', async () => {
  const twice = `${new URLSearchParams(exchange(await codeFor(p, 'post'))).toString()}&grant_type=authorization_code`
  assert.deepEqual(await error(await post(p, '/token', twice)), [400, 'invalid_request'])
  const json = await post(p, '/token', exchange('x'), { 'content-type': 'application/json' })
  assert.deepEqual(await error(json), [400, 'invalid_request'])
})

const burns: readonly (readonly [what: string, over: Fields])[] = [
  ['another redirect address', { redirect_uri: `${callback}/` }],
  ['no redirect address', { redirect_uri: '' }],
  ['a wrong verifier', { code_verifier: 'w'.repeat(43) }],
  ['the challenge as verifier', { code_verifier: s256('x') }],
  ['no verifier', { code_verifier: '' }],
]
for (const [what, over] of burns) {
  test(`${what} burns the code`, async () => {
    const code = await codeFor(p, 'post')
    assert.deepEqual(await error(await post(p, '/token', exchange(code, over))), [400, 'invalid_grant'])
    assert.deepEqual(await error(await post(p, '/token', exchange(code))), [400, 'invalid_grant'])
    assert.deepEqual(events(), ['token.refused', 'token.refused'])
  })
}

test('a verifier where the request had no challenge is refused', async () => {
  const { code_challenge: _c, code_challenge_method: _m, ...plain } = good('old')
  const code = async (): Promise<string> => sentBack(await get(p, '/authorize', plain))['code'] ?? ''
  const fields = { ...exchange(await code()), client_id: 'old' }
  assert.deepEqual(await error(await post(p, '/token', fields)), [400, 'invalid_grant'])
  const without = { ...exchange(await code()), client_id: 'old', code_verifier: '' }
  assert.equal((await post(p, '/token', without)).status, 200)
})

test('another client cannot use a code, and does not spend it', async () => {
  const code = await codeFor(p, 'post')
  assert.deepEqual(await error(await post(p, '/token', exchange(code, { client_id: 'other' }))), [400, 'invalid_grant'])
  assert.equal((await post(p, '/token', exchange(code))).status, 200)
  const after = await post(p, '/token', exchange(code, { client_id: 'other' }))
  assert.deepEqual(await error(after), [400, 'invalid_grant'])
  assert.equal(events().includes('code.replayed'), false)
})

test('a wrong secret in the code is refused, and spends and revokes nothing', async () => {
  const code = await codeFor(p, 'post')
  const wrong = `${grantOf(code)}.${'w'.repeat(22)}`
  assert.deepEqual(await error(await post(p, '/token', exchange(wrong))), [400, 'invalid_grant'])
  const tokens = await body(await post(p, '/token', exchange(code)))
  assert.deepEqual(await error(await post(p, '/token', exchange(wrong))), [400, 'invalid_grant'])
  const info = await get(p, '/userinfo', {}, { authorization: `Bearer ${String(tokens['access_token'])}` })
  assert.equal(info.status, 200)
})

test('I4 a code used twice gives nothing the second time and takes back what it gave', async () => {
  const code = await codeFor(p, 'post')
  const tokens = await body(await post(p, '/token', exchange(code)))
  assert.deepEqual(await error(await post(p, '/token', exchange(code))), [400, 'invalid_grant'])
  assert.deepEqual(events(), ['token.issued', 'code.replayed', 'token.refused'])
  const info = await get(p, '/userinfo', {}, { authorization: `Bearer ${String(tokens['access_token'])}` })
  assert.equal(info.status, 401)
  assert.deepEqual(await error(await post(p, '/token', exchange(code))), [400, 'invalid_grant'])
  assert.equal(events().filter((type) => type === 'code.replayed').length, 1)
})

test('I4 a code that a store brings back to life after its use is known by the database', async () => {
  const code = await codeFor(p, 'post')
  const key = `code:${grantOf(code)}`
  const stored = await p.hot.get(key)
  assert.equal((await post(p, '/token', exchange(code))).status, 200)
  await p.hot.put(key, stored?.value, 60)
  assert.deepEqual(await error(await post(p, '/token', exchange(code))), [400, 'invalid_grant'])
  assert.deepEqual(events(), ['token.issued', 'code.replayed', 'token.refused'])
})

test('I4 of many at once with one code, one gets tokens at most', async () => {
  const code = await codeFor(p, 'post')
  const responses = await Promise.all(Array.from({ length: 20 }, () => post(p, '/token', exchange(code))))
  assert.ok(responses.filter(({ status }) => status === 200).length <= 1)
  assert.ok(responses.every(({ status }) => status === 200 || status === 400))
})

test('I4 a replay that is faster to the database than the first use leaves nothing to the first', async () => {
  const slow = await testProvider()
  const code = await codeFor(slow, 'post')
  const stored = await slow.hot.get(`code:${grantOf(code)}`)
  const [first, second] = await Promise.all([
    post(slow, '/token', exchange(code)),
    post(slow, '/token', exchange(code)).then(async (response) => {
      await slow.hot.put(`code:${grantOf(code)}`, stored?.value, 60)
      return response
    }),
  ])
  const third = await post(slow, '/token', exchange(code))
  assert.ok([first, second, third].filter(({ status }) => status === 200).length <= 1)
  const rows = await slow.database.raw<{ revoked: number | null }>('select revoked from "grant"', [])
  assert.deepEqual(
    rows.map(({ revoked }) => revoked === null),
    [false],
  )
  await slow.close()
})

test('a code lives sixty seconds', async () => {
  const code = await codeFor(p, 'post')
  p.clock.advance(60_001)
  assert.deepEqual(await error(await post(p, '/token', exchange(code))), [400, 'invalid_grant'])
})

const guards: readonly (readonly [what: string, name: string])[] = [
  ['a session that has ended', 'S'.repeat(43)],
  ['a person that is blocked', 'per_1'],
  ['a client that is switched off', 'post'],
]
for (const [what, name] of guards) {
  test(`${what} gets no tokens, and nothing is written`, async () => {
    const own = await testProvider()
    own.state.reached = { ...own.state.reached, sid: 'S'.repeat(43) as Sid }
    const code = await codeFor(own, 'post')
    await own.stop(name)
    assert.deepEqual(await error(await post(own, '/token', exchange(code))), [400, 'invalid_grant'])
    assert.deepEqual(await own.database.raw('select 1 from "grant"', []), [])
    assert.deepEqual(
      own.state.events.map(({ type }) => type),
      ['token.refused'],
    )
    await own.close()
  })
}

test('security.md 10 a number that is not the one proved: nothing is given out, and it is said', async () => {
  p.state.mismatch = true
  const response = await post(p, '/token', exchange(await codeFor(p, 'post')))
  p.state.mismatch = false
  assert.deepEqual(await error(response), [500, 'server_error'])
  assert.deepEqual(events(), ['identity.mismatch', 'token.refused'])
})

test('what a code stands for lies sealed in the store', async () => {
  await codeFor(p, 'post')
  const rows = await p.database.raw<{ value: string }>("select value from hot where key like 'code:%'", [])
  assert.ok(rows.length > 0 && rows.every(({ value }) => !value.includes('per_1') && !value.includes('Kari')))
})

test('rows go when nobody needs them any more', async () => {
  const own = await testProvider()
  await post(own, '/token', exchange(await codeFor(own, 'post')))
  const count = async (): Promise<number> => (await own.database.raw('select 1 from "grant"', [])).length
  own.clock.advance(600_000)
  await own.parts.sweep()
  assert.equal(await count(), 1)
  own.clock.advance(200_000)
  await own.parts.sweep()
  assert.equal(await count(), 0)
  await own.close()
})

test('a public client exchanges its code without a secret', async () => {
  const { client_secret: _secret, ...fields } = exchange(await codeFor(p, 'spa'), { client_id: 'spa' })
  const response = await post(p, '/token', fields)
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('access-control-allow-origin'), '*')
})

import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { issuer, secret } from '#oidc/test-clients.ts'
import { type Apis, granted, testApis } from '#oidc/test-apis.ts'
import { basicAuth, body, claimsOf, type Fields, post } from '#oidc/test-requests.ts'

let p: Apis
before(async () => void (p = await testApis()))
after(() => p.close())

const ask = (token: unknown, clientId = 'api', headers: Fields = {}, over: Fields = {}): Promise<Response> =>
  post(p, '/token/introspect', { client_id: clientId, client_secret: secret, token: String(token), ...over }, headers)
const told = async (token: unknown, clientId = 'api'): Promise<Record<string, unknown>> => {
  const response = await ask(token, clientId)
  assert.equal(response.status, 200)
  return body(response)
}
/** RFC 7662 §2.2: nothing more, whatever the reason. */
const nothing = async (token: unknown, clientId = 'api', why = ''): Promise<void> =>
  assert.deepEqual(await told(token, clientId), { active: false }, why)
const tokenOf = async (scope: string, clientId = 'post'): Promise<string> =>
  String((await granted(p, clientId, { scope }))['access_token'])

test('RFC 7662 §2.2 the API of a scope is told what the token says, by value or by reference', async () => {
  const token = await tokenOf('openid acme:things')
  const { jti, iat, exp, ...says } = await told(token)
  assert.deepEqual({ jti, iat, exp }, (({ jti, iat, exp }) => ({ jti, iat, exp }))(claimsOf(token)))
  assert.deepEqual(says, {
    active: true,
    token_type: 'Bearer',
    expires_in: 120,
    iss: issuer,
    sub: claimsOf(token)['sub'],
    pid: '11898299999',
    acr: 'idporten-loa-high',
    client_id: 'post',
    client_amr: 'client_secret_post',
    client_orgno: '991825827',
    scope: 'openid acme:things',
    consumer: { authority: 'iso6523-actorid-upis', ID: '0192:991825827' },
  })
  const { jti: _jti, iat: _iat, exp: _exp, ...opaque } = await told(await tokenOf('openid acme:opaque'))
  assert.deepEqual(opaque, { ...says, scope: 'openid acme:opaque' })
})

test('expires_in is what is left', async () => {
  const token = await tokenOf('openid acme:things')
  p.clock.advance(50_000)
  assert.equal((await told(token))['expires_in'], 70)
})

test('the number behind a pseudonymous token is told here alone', async () => {
  const token = await tokenOf('openid acme:pseudonymous')
  assert.ok(!('pid' in claimsOf(token)))
  assert.equal((await told(token))['pid'], '11898299999')
  assert.equal((await told(await tokenOf('openid acme:secret')))['pid'], '11898299999')
})

test('the client that holds a pseudonymous token is not told the number, neither by asking nor by a refresh for less', async () => {
  const { access_token: token, refresh_token } = await granted(p, 'plain', { scope: 'openid acme:pseudonymous' })
  const says = await told(token, 'plain')
  assert.deepEqual([says['active'], 'pid' in says], [true, false])
  const grant = { grant_type: 'refresh_token', client_id: 'plain', client_secret: secret, scope: 'openid' }
  const less = await body(await post(p, '/token', { ...grant, refresh_token: String(refresh_token) }))
  assert.equal(less['scope'], 'openid')
  for (const one of ['access_token', 'id_token']) assert.ok(!('pid' in claimsOf(String(less[one]))), one)
})

test('a stored number that is not the one proved is an alarm, and is not told', async () => {
  const token = await tokenOf('openid acme:pseudonymous')
  p.state.mismatch = true
  const response = await ask(token)
  p.state.mismatch = false
  assert.deepEqual([response.status, (await body(response))['error']], [500, 'server_error'])
  assert.equal(p.state.events.at(-1)?.type, 'identity.mismatch')
})

test('not allowed is the same as not active: another API, one without the scope, a token of other scopes', async () => {
  const token = await tokenOf('openid acme:things')
  await nothing(token, 'other-api', 'not named in the scope')
  await nothing(token, 'post', 'an ID-porten client about its own')
  await nothing(token, 'other', 'somebody else’s')
  await nothing(await tokenOf('openid acme:unasked'), 'api', 'a scope that nobody may ask about')
  await nothing(await tokenOf('openid profile'), 'api', 'no scope of an API')
  p.ask('acme:things', 'unscoped-api')
  await nothing(token, 'unscoped-api', 'named in the scope, but without the right to ask')
  p.ask('acme:things', 'api')
  assert.equal((await told(token))['active'], true)
})

test('a client of the standards’ profiles asks about its own tokens, and no other client’s', async () => {
  const token = await tokenOf('openid', 'plain')
  assert.partialDeepStrictEqual(await told(token, 'plain'), { active: true, client_id: 'plain', aud: issuer })
  await nothing(token, 'other')
})

test('a client of the standards’ profiles asks about its refresh token; asking neither uses it up nor takes it back', async () => {
  const { refresh_token: first } = await granted(p, 'plain', { scope: 'openid acme:things' })
  const expected = { active: true, iss: issuer, client_id: 'plain', scope: 'openid acme:things' }
  const says = await told(first, 'plain')
  assert.partialDeepStrictEqual(says, expected)
  assert.equal(says['exp'], Math.floor(p.clock.now() / 1000) + 600)
  await nothing(first, 'other', 'another client')
  await nothing(first, 'api', 'an API')
  const grant = { grant_type: 'refresh_token', client_id: 'plain', client_secret: secret, refresh_token: String(first) }
  const { refresh_token: second } = await body(await post(p, '/token', grant))
  await nothing(first, 'plain', 'replaced')
  assert.partialDeepStrictEqual(await told(second, 'plain'), expected)
  await p.stop('per_1')
  await nothing(second, 'plain', 'blocked')
  await p.database.raw('delete from stop', [])
  p.clock.advance(600_000)
  await nothing(second, 'plain', 'not used for too long')
})

test('a machine’s own token', async () => {
  const grant = { grant_type: 'client_credentials', client_id: 'machine', client_secret: secret, scope: 'acme:things' }
  const { access_token: token } = await body(await post(p, '/token', grant))
  const says = await told(token)
  assert.partialDeepStrictEqual(says, { active: true, client_id: 'machine', scope: 'acme:things' })
  assert.ok(!('sub' in says) && !('pid' in says))
  const { access_token: opaque } = await body(await post(p, '/token', { ...grant, scope: 'acme:opaque' }))
  assert.match(String(opaque), /^[\w-]{22}\.[\w-]{43}$/)
  assert.partialDeepStrictEqual(await told(opaque), { active: true, client_id: 'machine', scope: 'acme:opaque' })
  p.off.add('machine')
  await nothing(token)
  p.off.delete('machine')
})

test('RFC 7662 §2.2 inactive is one word: unknown, changed, an ID token, expired', async () => {
  const answer = await granted(p, 'post', { scope: 'openid acme:things' })
  const token = String(answer['access_token'])
  await nothing('x')
  await nothing(`${'a'.repeat(22)}.${'b'.repeat(43)}`)
  await nothing(`${token.slice(0, -4)}AAAA`)
  await nothing(answer['id_token'])
  assert.equal((await told(token))['active'], true)
  p.clock.advance(120_000)
  await nothing(token)
})

test('RFC 7662 §4 active only while what it rests on lives: grant, client, person, session', async () => {
  const token = await tokenOf('openid acme:things')
  const grant = String(claimsOf(token)['jti']).slice(0, 22)
  const gone = async (change: () => unknown, back: () => unknown, why: string): Promise<void> => {
    await change()
    await nothing(token, 'api', why)
    await back()
    assert.equal((await told(token))['active'], true, why)
  }
  const unstop = (): Promise<unknown> => p.database.raw('delete from stop', [])
  const revoke = (value: number | null): Promise<unknown> =>
    p.database.raw('update "grant" set revoked = $1 where id = $2', [value, grant])
  await gone(
    () => revoke(1),
    () => revoke(null),
    'revoked',
  )
  await gone(
    () => p.off.add('post'),
    () => p.off.delete('post'),
    'client',
  )
  await gone(() => p.stop('per_1'), unstop, 'person')
  // A token that opens an API lives on when the user logs out; one of the login alone does not.
  const own = await tokenOf('openid', 'plain')
  await p.stop(p.state.reached.sid)
  assert.equal((await told(token))['active'], true)
  await nothing(own, 'plain', 'logged out')
  await unstop()
  assert.equal((await told(own, 'plain'))['active'], true)
})

test('RFC 7662 §2.1 refused: no authentication, a wrong one, a public client, no token', async () => {
  const token = await tokenOf('openid acme:things')
  const rows: readonly [Response, number, string][] = [
    [await post(p, '/token/introspect', { token }), 401, 'invalid_client'],
    [await ask(token, 'api', {}, { client_secret: 'wrong' }), 401, 'invalid_client'],
    [await post(p, '/token/introspect', { token }, basicAuth('api', secret)), 401, 'invalid_client'],
    [await post(p, '/token/introspect', { token, client_id: 'spa' }), 401, 'invalid_client'],
    [await ask('', 'api'), 400, 'invalid_request'],
    [await post(p, '/token/introspect', `token=a&token=b&client_id=api&client_secret=x`), 400, 'invalid_request'],
  ]
  for (const [response, status, error] of rows) {
    const answer = await body(response)
    assert.deepEqual([response.status, answer['error']], [status, error])
    assert.ok(!('active' in answer))
  }
})

test('RFC 9701 §5 a signed answer for whom it names, with the algorithm it registered', async () => {
  const token = await tokenOf('openid acme:things')
  const accept = { accept: 'application/json;q=0.5, application/token-introspection+jwt' }
  const signed = await ask(token, 'api', accept)
  assert.equal(signed.headers.get('content-type'), 'application/token-introspection+jwt')
  const jwt = await signed.text()
  const head = (text: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(text.split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>
  assert.partialDeepStrictEqual(head(jwt), { typ: 'token-introspection+jwt', alg: 'RS256' })
  const { iat, ...says } = claimsOf(jwt)
  assert.equal(iat, Math.floor(p.clock.now() / 1000))
  assert.deepEqual(says, { iss: issuer, aud: 'api', token_introspection: await told(token) })
  p.ask('acme:things', 'api-es')
  assert.equal(head(await (await ask(token, 'api-es', accept)).text())['alg'], 'ES256')
  p.ask('acme:things', 'api')
})

test('RFC 9701 §5 who may not ask is told the same as of a token that is over', async () => {
  const token = await tokenOf('openid acme:things')
  const accept = { accept: 'application/token-introspection+jwt' }
  const answer = await (await ask(token, 'other-api', accept)).text()
  assert.deepEqual(claimsOf(answer)['token_introspection'], { active: false })
})

test('RFC 9701 §4 JSON where the signed answer is not asked for by name, or is refused', async () => {
  const token = await tokenOf('openid acme:things')
  for (const accept of ['*/*', 'application/json', 'application/jwt', 'application/token-introspection+jwt;q=0']) {
    const response = await ask(token, 'api', { accept })
    assert.equal(response.headers.get('content-type'), 'application/json', accept)
  }
})

test('a signed answer is no access token, no hint and no answer about another one', async () => {
  const token = await tokenOf('openid acme:things')
  const signed = await (await ask(token, 'api', { accept: 'application/token-introspection+jwt' })).text()
  await nothing(signed)
})

import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { issuer, start } from '#oidc/test-clients.ts'
import { type Apis, decrypted, granted, readers, testApis } from '#oidc/test-apis.ts'
import { claimsOf, codeFor, exchange, get, body, post, sentBack, good } from '#oidc/test-requests.ts'

let p: Apis
before(async () => void (p = await testApis()))
after(() => p.close())

const headerOf = (token: unknown): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(token).split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>
const bearer = (token: unknown): Record<string, string> => ({ authorization: `Bearer ${String(token)}` })
const api = 'https://api.example.no/'

test('ID-porten’s shape: the plain type, no aud, no auth_time', async () => {
  const { access_token: token } = await granted(p, 'post')
  assert.equal(headerOf(token)['typ'], 'JWT')
  assert.deepEqual(Object.keys(claimsOf(token)).toSorted(), [
    ...['acr', 'client_amr', 'client_id', 'consumer', 'exp', 'iat', 'iss', 'jti', 'pid', 'scope', 'sub'],
  ])
})

test('RFC 9068 §2 at+jwt with a named resource, and for the other profiles always', async () => {
  const auth_time = Math.floor((start - 5000) / 1000)
  const named = (await granted(p, 'post', { resource: api }))['access_token']
  assert.equal(headerOf(named)['typ'], 'at+jwt')
  assert.partialDeepStrictEqual(claimsOf(named), { aud: api, client_id: 'post', auth_time, acr: 'idporten-loa-high' })
  const plain = (await granted(p, 'plain'))['access_token']
  assert.equal(headerOf(plain)['typ'], 'at+jwt')
  assert.partialDeepStrictEqual(claimsOf(plain), { iss: issuer, aud: issuer, client_id: 'plain', auth_time })
})

test('the shortest life of a granted scope is that of the token', async () => {
  for (const [scope, lifetime] of [
    ['openid acme:things', 120],
    ['openid acme:short', 40],
    ['openid acme:short acme:opaque', 40],
  ] as const) {
    const { access_token: token, expires_in } = await granted(p, 'post', { scope })
    assert.equal(expires_in, lifetime)
    if (!scope.includes('opaque'))
      assert.equal(Number(claimsOf(token)['exp']) - Number(claimsOf(token)['iat']), lifetime)
  }
})

test('a scope that is open to all needs no registration; another one does', async () => {
  assert.equal((await granted(p, 'signed', { scope: 'openid acme:open' }))['scope'], 'openid acme:open')
  const refused = sentBack(await get(p, '/authorize', good('signed', { scope: 'openid acme:things' })))
  assert.equal(refused['error'], 'invalid_scope')
})

test('a scope that takes no earlier login asks for one, whatever else was asked', async () => {
  const maxAges: (number | undefined)[] = []
  for (const over of [
    { scope: 'openid' },
    { scope: 'openid acme:fresh' },
    { scope: 'openid acme:fresh', max_age: '600' },
  ]) {
    await codeFor(p, 'post', over)
    maxAges.push(p.state.started.at(-1)?.maxAge)
  }
  assert.deepEqual(maxAges, [undefined, 0, 0])
})

test('one opaque scope makes the token opaque, and nothing of it can be read in the stores', async () => {
  const { access_token: token, id_token: id } = await granted(p, 'post', { scope: 'openid profile acme:opaque' })
  assert.match(String(token), /^[\w-]{22}\.[\w-]{43}$/)
  const rows = await p.database.raw<Record<string, unknown>>('select * from hot', [])
  const kept = JSON.stringify(rows) + JSON.stringify(await p.database.raw('select * from "grant"', []))
  assert.ok(rows.some(({ key }) => String(key).startsWith('token:')))
  const said = [String(token), String(token).slice(23), '11898299999', String(claimsOf(id)['sub']), 'Kari']
  for (const one of said) assert.ok(!kept.includes(one), one)
  assert.equal((await get(p, '/userinfo', {}, bearer(token))).status, 200)
})

test('an opaque token counts for its time, and not with another secret or after the store was lost', async () => {
  const token = String((await granted(p, 'post', { scope: 'openid acme:opaque' }))['access_token'])
  const status = async (shown: string): Promise<number> => (await get(p, '/userinfo', {}, bearer(shown))).status
  assert.equal(await status(token), 200)
  assert.equal(await status(`${token.slice(0, 22)}.${'x'.repeat(43)}`), 401)
  p.clock.advance(119_000)
  assert.equal(await status(token), 200)
  p.clock.advance(1000)
  assert.equal(await status(token), 401)
  const next = String((await granted(p, 'post', { scope: 'openid acme:opaque' }))['access_token'])
  assert.equal(await status(next), 200)
  await p.database.raw("delete from hot where key like 'token:%'", [])
  assert.equal(await status(next), 401)
})

test('a pseudonymous scope: the number is in no token and not in userinfo, and nowhere to be read', async () => {
  const { access_token: token, id_token: id } = await granted(p, 'post', { scope: 'openid profile acme:pseudonymous' })
  assert.ok(!('pid' in claimsOf(token)) && !('pid' in claimsOf(id)))
  const told = await body(await get(p, '/userinfo', {}, bearer(token)))
  assert.deepEqual(told, { sub: claimsOf(id)['sub'], locale: 'nn', given_name: 'Kari', family_name: 'Nordmann' })
  assert.equal(claimsOf((await granted(p, 'post'))['id_token'])['pid'], '11898299999')
})

test('without openid there is no ID token, and userinfo is refused', async () => {
  const { access_token: token, id_token: id } = await granted(p, 'plain', { scope: 'acme:things' })
  assert.equal(id, undefined)
  const response = await get(p, '/userinfo', {}, bearer(token))
  assert.equal(response.status, 403)
  assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer .*error="insufficient_scope"/)
})

test('OIDC Core §10.2 an ID token for a client with a key: signed, then encrypted', async () => {
  const { id_token: id } = await granted(p, 'nested')
  const { header, text } = await decrypted(String(id), readers.ec.privateKey)
  assert.partialDeepStrictEqual(header, { alg: 'ECDH-ES+A128KW', enc: 'A128GCM', cty: 'JWT', kid: 'enc-ec' })
  assert.equal(headerOf(text)['alg'], 'ES256')
  assert.partialDeepStrictEqual(claimsOf(text), { aud: 'nested', pid: '11898299999' })
  await assert.rejects(decrypted(String(id), readers.rsa.privateKey))
})

test('without a fitting key nothing is issued, never in the clear', async () => {
  const before = await p.database.raw('select id from "grant"', [])
  const response = await post(p, '/token', exchange(await codeFor(p, 'keyless'), { client_id: 'keyless' }))
  const answer = await body(response)
  assert.deepEqual([response.status, answer['error']], [500, 'server_error'])
  assert.match(String(answer['error_description']), /RSA-OAEP/)
  assert.ok(!('access_token' in answer) && !('id_token' in answer))
  assert.equal((await p.database.raw('select id from "grant"', [])).length, before.length)
})

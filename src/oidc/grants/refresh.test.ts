import assert from 'node:assert/strict'
import test from 'node:test'
import type { Client } from '#oidc/client.ts'
import { rotates } from '#oidc/grants/family.ts'
import { check, refreshes } from '#oidc/grants/test-refresh.ts'
import { callback, testClient } from '#oidc/test-clients.ts'
import { body, claimsOf, codeFor, exchange, get, good, post, sentBack } from '#oidc/test-requests.ts'

check('RFC 6749 §6 a refresh token gives new tokens and, used once, a new refresh token', async (r) => {
  const first = await r.begin('once')
  assert.match(first.refresh_token, /^[\w-]{22}\.[\w-]{43}$/)
  assert.equal(first['refresh_token_expires_in'], 600)
  r.p.clock.advance(100_000)
  const second = await r.next('once', first.refresh_token)
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
  await r.next('once', second.refresh_token)
  assert.deepEqual(r.events(), ['token.issued', 'token.refreshed', 'token.refreshed'])
})

check('OpenID Connect Core §12.2 the new ID token is about the same login, and has no nonce', async (r) => {
  const first = await r.begin('jwt')
  r.p.clock.advance(60_000)
  const second = await r.next('jwt', first.refresh_token)
  const [before, after] = [claimsOf(first['id_token']), claimsOf(second['id_token'])]
  for (const name of ['iss', 'sub', 'aud', 'auth_time', 'acr', 'amr', 'sid', 'pid', 'given_name'])
    assert.deepEqual(after[name], before[name], name)
  assert.equal(Number(after['iat']) - Number(before['iat']), 60)
  assert.equal(before['nonce'], 'n-1')
  assert.equal('nonce' in after, false)
  assert.notEqual(after['jti'], before['jti'])
})

check('every access token of a grant finds the names at userinfo', async (r) => {
  const first = await r.begin('once')
  const second = await r.next('once', first.refresh_token)
  for (const tokens of [first, second]) {
    const info = await get(r.p, '/userinfo', {}, { authorization: `Bearer ${String(tokens['access_token'])}` })
    assert.equal((await body(info))['given_name'], 'Kari')
  }
})

check('no refresh token without the grant, and its use is refused then', async (r) => {
  const response = await post(r.p, '/token', exchange(await codeFor(r.p, 'post')))
  assert.equal('refresh_token' in (await body(response)), false)
  const { refresh_token: token } = await r.begin('once')
  await r.refused('post', token, 'unauthorized_client')
})

const malformed: readonly (readonly [what: string, token: string, error: string])[] = [
  ['none', '', 'invalid_request'],
  ['another shape', 'x.y', 'invalid_grant'],
  ['one that never was', `${'f'.repeat(22)}.${'s'.repeat(43)}`, 'invalid_grant'],
]
for (const [what, token, error] of malformed) check(`refused: ${what}`, (r) => r.refused('once', token, error))

check('REUSE keeps the token, and every use prolongs it', async (r) => {
  const { refresh_token: token } = await r.begin('reuse')
  for (let use = 0; use < 4; use++) {
    r.p.clock.advance(500_000)
    assert.equal((await r.next('reuse', token)).refresh_token, token)
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

check('the end by idleness moves with each use; the end of all does not', async (r) => {
  let { refresh_token: token } = await r.begin('once')
  for (let use = 0; use < 13; use++) {
    r.p.clock.advance(540_000)
    ;({ refresh_token: token } = await r.next('once', token))
  }
  // 7,020 of 7,200 seconds are over.
  r.p.clock.advance(60_000)
  const last = await r.next('once', token)
  assert.equal(last['refresh_token_expires_in'], 120)
  r.p.clock.advance(120_000)
  await r.refused('once', last.refresh_token)
  assert.equal(r.why(), 'refresh-expired')
})

check('unused for its lifetime it is over', async (r) => {
  const { refresh_token: token } = await r.begin('once')
  r.p.clock.advance(600_000)
  await r.refused('once', token)
  assert.equal(r.why(), 'refresh-expired')
})

check('the shortest of the scopes’ limits ends the whole', async (r) => {
  const { refresh_token: long } = await r.begin('api', { scope: 'openid acme:things' })
  const { refresh_token: short } = await r.begin('api', { scope: 'openid acme:things acme:short' })
  r.p.clock.advance(500_000)
  const [one, other] = [await r.next('api', long), await r.next('api', short)]
  assert.deepEqual([one['refresh_token_expires_in'], other['refresh_token_expires_in']], [600, 400])
  r.p.clock.advance(400_000)
  await r.next('api', one.refresh_token)
  await r.refused('api', other.refresh_token)
})

check('RFC 6749 §6 fewer scopes for one access token, never more; the next refresh has them all again', async (r) => {
  const first = await r.begin('api', { scope: 'openid acme:things' })
  const second = await r.next('api', first.refresh_token, { scope: 'acme:things' })
  assert.equal(second['scope'], 'acme:things')
  assert.equal('id_token' in second, false)
  assert.equal(claimsOf(second['access_token'])['scope'], 'acme:things')
  await r.refused('api', second.refresh_token, 'invalid_scope', { scope: 'openid profile' })
  assert.equal((await r.next('api', second.refresh_token))['scope'], 'openid acme:things')
})

check('a scope that the client has lost is not given again', async (r) => {
  const { refresh_token: first } = await r.begin('api', { scope: 'openid acme:things' })
  r.registered.set('api', testClient('api', refreshes))
  const second = await r.next('api', first)
  assert.equal(second['scope'], 'openid')
  await r.refused('api', second.refresh_token, 'invalid_scope', { scope: 'acme:things' })
})

check('RFC 8707 §2.2 one of the resources for one access token, none that was not granted', async (r) => {
  const asked = `${new URLSearchParams(good('once')).toString()}&resource=https://a.no&resource=https://b.no`
  const code = sentBack(await get(r.p, '/authorize', asked))['code'] ?? ''
  const first = await body(await post(r.p, '/token', exchange(code, { client_id: 'once' })))
  const second = await r.next('once', first['refresh_token'], { resource: 'https://b.no' })
  assert.equal(claimsOf(second['access_token'])['aud'], 'https://b.no')
  await r.refused('once', second.refresh_token, 'invalid_target', { resource: 'https://c.no' })
  const third = await r.next('once', second.refresh_token)
  assert.deepEqual(claimsOf(third['access_token'])['aud'], ['https://a.no', 'https://b.no'])
})

check('what is granted lies sealed in the database, and no secret lies there', async (r) => {
  const { refresh_token: token } = await r.begin('once')
  const rows = JSON.stringify(await r.p.database.raw('select * from refresh_family', []))
  for (const word of [token.split('.')[1] ?? '', 'Kari', 'numberHash', callback])
    assert.equal(rows.includes(word), false)
})

check('rows go when nobody needs them any more', async (r) => {
  await r.begin('once')
  const count = async (): Promise<number[]> =>
    Promise.all(
      ['select 1 from refresh_family', 'select 1 from "grant"'].map(
        async (sql) => (await r.p.database.raw(sql, [])).length,
      ),
    )
  r.p.clock.advance(7_200_000)
  await r.p.parts.sweep()
  assert.deepEqual(await count(), [1, 1])
  r.p.clock.advance(24 * 3_600_000)
  await r.p.parts.sweep()
  assert.deepEqual(await count(), [0, 0])
})

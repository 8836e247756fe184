import assert from 'node:assert/strict'
import { check } from '#oidc/grants/test-refresh.ts'
import { body, codeFor, exchange, post } from '#oidc/test-requests.ts'

check('another client gets nothing by it, and does not spend it', async (r) => {
  const { refresh_token: token } = await r.begin('once')
  await r.refused('plain', token)
  assert.equal(r.why(), 'refresh-of-another-client')
  await r.next('once', token)
})

check('a wrong secret is refused, and spends and revokes nothing', async (r) => {
  const { refresh_token: token } = await r.begin('once')
  const family = token.split('.')[0] ?? ''
  await r.refused('once', `${family}.${'w'.repeat(43)}`)
  r.p.clock.advance(60_000)
  const { refresh_token: second } = await r.next('once', token)
  // The last character carries two bits that say nothing: another spelling of the same bytes is no token of ours.
  const last = second.charCodeAt(second.length - 1)
  await r.refused('once', second.slice(0, -1) + String.fromCharCode(last + 1))
  assert.equal(r.why(), 'refresh-malformed')
  await r.next('once', second)
  assert.equal(r.events().includes('refresh.replayed'), false)
})

check('security.md 27 the token before, within ten seconds: refused, and the family lives', async (r) => {
  const { refresh_token: first } = await r.begin('once')
  const second = await r.next('once', first)
  r.p.clock.advance(10_000)
  await r.refused('once', first)
  assert.equal(r.why(), 'refresh-late')
  assert.equal(await r.userinfo(second), 200)
  await r.next('once', second.refresh_token)
})

check('security.md 27 the token before, later: everything that was granted is taken back', async (r) => {
  const first = await r.begin('once')
  const second = await r.next('once', first.refresh_token)
  r.p.clock.advance(10_001)
  await r.refused('once', first.refresh_token)
  assert.deepEqual(r.events().slice(-2), ['refresh.replayed', 'token.refused'])
  await r.refused('once', second.refresh_token)
  assert.deepEqual([await r.userinfo(first), await r.userinfo(second)], [401, 401])
  await r.refused('once', first.refresh_token)
  assert.equal(r.events().filter((type) => type === 'refresh.replayed').length, 1, 'told once')
})

check('a token from two uses ago is known as well: a thief cannot hide by refreshing twice', async (r) => {
  const { refresh_token: stolen } = await r.begin('once')
  const { refresh_token: thiefs } = await r.next('once', stolen)
  const last = await r.next('once', thiefs)
  await r.refused('once', stolen)
  assert.equal(r.events().includes('refresh.replayed'), true)
  await r.refused('once', last.refresh_token)
})

check('a public client’s token before is never excused', async (r) => {
  const { refresh_token: first } = await r.begin('public')
  const second = await r.next('public', first)
  assert.notEqual(second.refresh_token, first, 'rotated, though REUSE is registered')
  await r.refused('public', first)
  assert.equal(r.events().includes('refresh.replayed'), true)
  await r.refused('public', second.refresh_token)
  assert.equal(await r.userinfo(second), 401)
})

const guards: readonly (readonly [what: string, name: string])[] = [
  ['a session that has ended', 's'.repeat(43)],
  ['a person that is blocked', 'per_1'],
  ['a client that is switched off', 'once'],
]
for (const [what, name] of guards) {
  check(`${what} gets nothing more, and nothing is changed`, async (r) => {
    const { refresh_token: token } = await r.begin('once')
    const rows = await r.p.database.raw('select * from refresh_family', [])
    await r.p.stop(name)
    await r.refused('once', token)
    assert.deepEqual(await r.p.database.raw('select * from refresh_family', []), rows)
  })
}

check('a logout ends what was granted for the login alone; what opens an API lives on', async (r) => {
  const login = await r.begin('api', { scope: 'openid profile' })
  const things = await r.begin('api', { scope: 'openid acme:things' })
  await r.p.stop(r.p.state.reached.sid)
  await r.refused('api', login.refresh_token)
  assert.equal(r.why(), 'session-ended')
  await r.next('api', things.refresh_token)
  const late = await post(
    r.p,
    '/token',
    exchange(await codeFor(r.p, 'api', { scope: 'openid acme:things' }), { client_id: 'api' }),
  )
  assert.equal(late.status, 400, 'but it does not begin after the logout')
})

check('when the end of a session is forgotten, what ended with it does not come back to life', async (r) => {
  const login = await r.begin('api', { scope: 'openid profile' })
  const things = await r.begin('api', { scope: 'openid acme:things' })
  await r.p.parts.forgetSessions([r.p.state.reached.sid, 'x'.repeat(43) as typeof r.p.state.reached.sid])
  await r.refused('api', login.refresh_token)
  assert.equal(r.why(), 'refresh-revoked')
  await r.next('api', things.refresh_token)
})

check('RFC 6749 §4.1.2 a code that comes again ends the family that it began', async (r) => {
  const code = await codeFor(r.p, 'once')
  const first = await body(await post(r.p, '/token', exchange(code, { client_id: 'once' })))
  const second = await r.next('once', first['refresh_token'])
  assert.equal((await post(r.p, '/token', exchange(code, { client_id: 'once' }))).status, 400)
  await r.refused('once', second.refresh_token)
  assert.equal(r.why(), 'refresh-revoked')
  assert.equal(await r.userinfo(second), 401)
})

check('of many at once with one token one gets tokens, and the family lives', async (r) => {
  const { refresh_token: token } = await r.begin('once')
  const responses = await Promise.all(Array.from({ length: 20 }, () => r.refreshed('once', token)))
  const good = responses.filter(({ status }) => status === 200)
  assert.equal(good.length, 1)
  const { refresh_token: second } = await body(good[0] as Response)
  await r.next('once', second)
})

check('security.md 10 a number that is not the one proved: nothing is given out, and the token stays', async (r) => {
  const { refresh_token: token } = await r.begin('once')
  r.p.state.mismatch = true
  assert.equal((await r.refreshed('once', token)).status, 500)
  assert.deepEqual(r.events().slice(-2), ['identity.mismatch', 'token.refused'])
  r.p.state.mismatch = false
  await r.next('once', token)
})

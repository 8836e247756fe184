/** RFC 6749 §6, Refreshing an Access Token, and what RFC 9700 and ID-porten add. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { service } from '../client.ts'
import { begun, refresh, refreshed } from '../refresh.ts'
import { owners } from '../services.ts'
import { answered, atOnce, claimsOf, exchange, refused, userinfo } from '../wire.ts'
import { type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => (world = opened))

const events = async (): Promise<string[]> => {
  await world.audit.flush()
  return (await world.database.raw<{ type: string }>('select type from audit_row order by type', [])).map(
    ({ type }) => type,
  )
}

test('RFC 6749 §1.5 a refresh token is given to whoever registered the grant, and to nobody else', async () => {
  const { json } = await begun(world, 'again')
  assert.equal(json['refresh_token_expires_in'], 600)
  assert.equal('refresh_token' in (await begun(world, 'health')).json, false)
})

test('RFC 6749 §6 it gives tokens of the same grant', async () => {
  const first = await begun(world, 'again')
  world.clock.advance(300_000)
  assert.equal((await userinfo(world, first.access)).status, 401, 'the access token is over')
  const second = await refreshed(world, 'again', first)
  assert.equal((await userinfo(world, second.access)).status, 200)
  assert.equal(claimsOf(second.access)['sub'], claimsOf(first.access)['sub'])
  assert.equal(second.json['scope'], 'openid profile')
  assert.ok(!world.log.join('\n').includes(second.refresh.split('.')[1] ?? ''))
})

test('RFC 6749 §6 an outside client refreshes by the metadata, and checks what it gets', async () => {
  for (const clientId of ['again', 'again-reuse', 'again-app']) {
    const { config, ask } = await service(world, clientId)
    const { url, finish } = await ask()
    const browser = world.browser()
    const number = world.people.at(0).number
    const first = await finish(await browser.get(`${url}&login_hint=testid:${number}_idporten-loa-high`))
    const second = await oidc.refreshTokenGrant(config, first.refresh_token ?? '')
    assert.equal(second.claims()?.sub, first.claims()?.sub)
    assert.equal(second.refresh_token === first.refresh_token, clientId === 'again-reuse')
    await oidc.fetchUserInfo(config, second.access_token, second.claims()?.sub ?? '')
    await oidc.tokenRevocation(config, second.refresh_token ?? '')
    await assert.rejects(oidc.refreshTokenGrant(config, second.refresh_token ?? ''), { error: 'invalid_grant' })
  }
})

test('RFC 6749 §6 the client authenticates as it registered', async () => {
  const first = await begun(world, 'again')
  const fields = { grant_type: 'refresh_token', refresh_token: first.refresh }
  refused(await refresh(world, 'health', first.refresh), 400, 'unauthorized_client')
  refused(await refresh(world, 'again-reuse', first.refresh), 400, 'invalid_grant')
  for (const over of [{ client_secret: 'wrong' }, { client_id: 'again' }])
    assert.ok([400, 401].includes((await refresh(world, 'again-app', first.refresh, { ...fields, ...over })).status))
  await refreshed(world, 'again', first)
})

test('RFC 6749 §6 a scope that was not granted is refused, fewer are given for once', async () => {
  const first = await begun(world, 'again', { scope: 'openid prove:ting' })
  refused(await refresh(world, 'again', first.refresh, { scope: 'openid profile' }), 400, 'invalid_scope')
  const second = await refreshed(world, 'again', first, { scope: 'openid' })
  assert.equal(claimsOf(second.access)['scope'], 'openid')
  assert.equal((await refreshed(world, 'again', second)).json['scope'], 'openid prove:ting')
})

test('RFC 6749 §10.4 guessing, changing and cutting a refresh token gives nothing and costs nothing', async () => {
  const first = await begun(world, 'again')
  const [family = '', secret = ''] = first.refresh.split('.')
  for (const token of [
    family,
    `${family}.`,
    `${family}.${secret.slice(1)}`,
    `${family}.${secret.toLowerCase()}`,
    `${family}.${'A'.repeat(43)}`,
    `${'A'.repeat(22)}.${secret}`,
    `${first.refresh}=`,
    first.access,
    first.code,
  ])
    refused(await refresh(world, 'again', token), 400, 'invalid_grant')
  await refreshed(world, 'again', first)
})

test('RFC 9700 §4.14.2 a token that was replaced takes back everything, also when it is two uses old', async () => {
  for (const uses of [1, 2]) {
    const first = await begun(world, 'again')
    let last = first
    for (let use = 0; use < uses; use++) last = await refreshed(world, 'again', last)
    world.clock.advance(11_000)
    refused(await refresh(world, 'again', first.refresh), 400, 'invalid_grant')
    refused(await refresh(world, 'again', last.refresh), 400, 'invalid_grant')
    assert.equal((await userinfo(world, last.access)).status, 401)
  }
  assert.equal((await events()).filter((type) => type === 'refresh.replayed').length, 2)
})

test('RFC 9700 §4.14.2 a public client’s tokens always change, and none is taken twice', async () => {
  const first = await begun(world, 'again-app')
  const second = await refreshed(world, 'again-app', first)
  assert.notEqual(second.refresh, first.refresh)
  refused(await refresh(world, 'again-app', first.refresh), 400, 'invalid_grant')
  refused(await refresh(world, 'again-app', second.refresh), 400, 'invalid_grant')
})

test('I4 fifty at once with one refresh token: one gets tokens, and the family lives', async () => {
  const first = await begun(world, 'again')
  const right = await atOnce(
    50,
    () => refresh(world, 'again', first.refresh),
    ({ status, json }) => {
      assert.ok(status === 200 || json['error'] === 'invalid_grant')
      return status === 200
    },
  )
  assert.equal(right.length, 1)
  assert.equal((await refresh(world, 'again', String(right[0]?.json['refresh_token']))).status, 200)
})

test('I4 fifty at once with a public client’s refresh token: one at most, and nothing of it counts', async () => {
  const first = await begun(world, 'again-app')
  const right = await atOnce(
    50,
    () => refresh(world, 'again-app', first.refresh),
    ({ status }) => status === 200,
  )
  assert.equal(right.length, 1)
  refused(await refresh(world, 'again-app', String(right[0]?.json['refresh_token'])), 400, 'invalid_grant')
  assert.equal((await userinfo(world, String(right[0]?.json['access_token']))).status, 401)
})

test('RFC 6749 §4.1.2 a code that comes again takes back the refresh token too', async () => {
  const first = await begun(world, 'again')
  refused(await exchange(world, 'again', first.code), 400, 'invalid_grant')
  refused(await refresh(world, 'again', first.refresh), 400, 'invalid_grant')
})

test('E9 a logout ends refresh tokens of the login alone, also long after; those of an API live on', async () => {
  const browser = world.browser()
  const login = await begun(world, 'again-long', {}, browser)
  const things = await begun(world, 'again', { scope: 'openid prove:ting', login_hint: undefined }, browser)
  assert.equal((await browser.get('/logout?client_id=again')).status, 200)
  refused(await refresh(world, 'again-long', login.refresh), 400, 'invalid_grant')
  await refreshed(world, 'again', things)
  world.clock.advance(25 * 3_600_000)
  await world.tidy()
  assert.deepEqual(await world.database.raw('select sid from session_end', []), [], 'the end is forgotten')
  refused(await refresh(world, 'again-long', login.refresh), 400, 'invalid_grant')
})

test('E9 without a logout it outlives the session', async () => {
  const login = await begun(world, 'again-long')
  world.clock.advance(25 * 3_600_000)
  await world.tidy()
  assert.equal(
    (await answered(world, 'again-long', { prompt: 'none', login_hint: undefined })).get('error'),
    'login_required',
  )
  const next = await refreshed(world, 'again-long', login)
  assert.equal((await userinfo(world, next.access)).status, 200)
})

test('E2 a scope’s owner caps how long a grant can be refreshed', async () => {
  let last = await begun(world, 'again', { scope: 'openid prove:ting' })
  for (let use = 0; use < 6; use++) {
    world.clock.advance(590_000)
    last = await refreshed(world, 'again', last)
  }
  assert.equal(last.json['refresh_token_expires_in'], 60)
  world.clock.advance(60_000)
  refused(await refresh(world, 'again', last.refresh), 400, 'invalid_grant')
})

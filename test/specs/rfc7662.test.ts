/** RFC 7662: introspection, and tokens that nobody can read without it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { owners } from '../services.ts'
import { answered, claimsOf, fetchOf, refused, send, tokensFor, userinfo } from '../wire.ts'
import { type World, worldForAll } from '../world.ts'
import { apiOwner, called, introspect, resourceServer } from './apis.ts'

let world: World
worldForAll(import.meta.filename, [...owners, apiOwner], (opened) => (world = opened))

const tokenOf = async (scope: string, clientId = 'portal'): Promise<string> =>
  (await tokensFor(world, clientId, { scope })).access
const inactive = async (caller: string, token: string, why: string): Promise<void> => {
  const { status, json, headers } = await introspect(world, caller, token)
  assert.deepEqual([status, json], [200, { active: false }], why)
  assert.equal(headers.get('cache-control'), 'no-store')
}

test('RFC 7662 §2.1 a token by POST from an API that authenticates; the hint is only a hint', async () => {
  const token = await tokenOf('openid register:read')
  for (const hint of [undefined, 'access_token', 'refresh_token', 'x'])
    assert.equal((await introspect(world, 'register', token, {}, { token_type_hint: hint })).json['active'], true)
})

test('RFC 7662 §2.1 refused: GET, no authentication, a wrong secret, a public client, no token', async () => {
  const token = await tokenOf('openid register:read')
  assert.equal((await fetchOf(world, `/token/introspect?token=${token}`)).status, 405)
  refused(await send(world, '/token/introspect', { token }), 401, 'invalid_client')
  refused(await send(world, '/token/introspect', { token, client_id: 'spa' }), 401, 'invalid_client')
  const wrong = `Basic ${Buffer.from('register:wrong').toString('base64')}`
  refused(await introspect(world, 'register', token, { authorization: wrong }), 401, 'invalid_client')
  refused(await introspect(world, 'register', ''), 400, 'invalid_request')
})

test('RFC 7662 §2.2 what is told of a token by reference: who, for whom, how long, which rights', async () => {
  const { access, id } = await tokensFor(world, 'portal', { scope: 'openid profile register:opaque' })
  assert.match(access, /^[\w-]{22}\.[\w-]{43}$/)
  const { json } = await introspect(world, 'register', access)
  assert.partialDeepStrictEqual(json, {
    active: true,
    token_type: 'Bearer',
    expires_in: 120,
    scope: 'openid profile register:opaque',
    client_id: 'portal',
    client_orgno: '889640782',
    sub: claimsOf(id)['sub'],
    pid: world.people.at(0).number,
    acr: claimsOf(id)['acr'],
  })
})

test('RFC 7662 §2.2 inactive is all that is told of the rest', async () => {
  const { access, id } = await tokensFor(world, 'portal', { scope: 'openid register:read' })
  await inactive('register', 'x', 'nothing')
  await inactive('register', id, 'an ID token')
  await inactive('register', `${access.slice(0, -4)}AAAA`, 'changed')
  await inactive('elsewhere', access, 'another API')
  await inactive('unscoped', access, 'without the right to ask')
  await inactive('portal', access, 'the client itself, in ID-porten’s profile')
  await inactive('register', await tokenOf('openid register:unasked'), 'a scope that nobody may ask about')
  world.clock.advance(120_000)
  await inactive('register', access, 'expired')
})

test('RFC 7662 §2.2 a client of the plain profile asks about its own', async () => {
  const { access } = await tokensFor(world, 'standard')
  assert.equal((await introspect(world, 'standard', access)).json['active'], true)
  await inactive('portal', access, 'somebody else')
})

test('RFC 7662 §4 revoked: over in the same moment, everywhere', async () => {
  const { access } = await tokensFor(world, 'portal', { scope: 'openid register:opaque' })
  assert.equal((await introspect(world, 'register', access)).json['active'], true)
  const authorization = `Basic ${Buffer.from('portal:a-secret-of-more-than-thirty-two-characters').toString('base64')}`
  assert.equal((await send(world, '/token/revoke', { token: access }, { authorization })).status, 200)
  await inactive('register', access, 'revoked')
  assert.equal((await userinfo(world, access)).status, 401)
})

test('RFC 7662 §4 a logout ends what was granted for the login alone; what opens an API lives on', async () => {
  const browser = world.browser()
  const own = await tokensFor(world, 'standard', { scope: 'openid profile' }, browser)
  const api = await tokensFor(world, 'portal', { scope: 'openid register:read' }, browser)
  await browser.get('/logout?client_id=tax')
  await inactive('standard', own.access, 'logged out')
  assert.equal((await introspect(world, 'register', api.access)).json['active'], true)
})

test('RFC 7662 an API with another library: it asks about what it cannot read, and refuses what is over', async () => {
  const server = await resourceServer(world)
  const { access, id } = await tokensFor(world, 'portal', { scope: 'openid register:opaque' })
  const answer = await called(server, access)
  assert.deepEqual([answer.status, ((await answer.json()) as { sub: unknown }).sub], [200, claimsOf(id)['sub']])
  assert.equal((await called(server, `${access.slice(0, 22)}.${'x'.repeat(43)}`)).status, 401)
  world.clock.advance(120_000)
  assert.equal((await called(server, access)).status, 401)
})

test('RFC 7662 §5 a pseudonymous scope: the number is told by introspection alone', async () => {
  const { access, id } = await tokensFor(world, 'portal', { scope: 'openid profile register:pseudonymous' })
  assert.ok(!('pid' in claimsOf(access)) && !('pid' in claimsOf(id)))
  assert.ok(!('pid' in (await userinfo(world, access)).json))
  assert.equal((await introspect(world, 'register', access)).json['pid'], world.people.at(0).number)
})

test('RFC 6749 §3.3 a scope that is open to all is had without registration; one that takes no earlier login asks for one', async () => {
  const { access } = await tokensFor(world, 'tax', { scope: 'openid register:open' })
  assert.equal(claimsOf(access)['scope'], 'openid register:open')
  const browser = world.browser()
  await tokensFor(world, 'portal', { scope: 'openid' }, browser)
  world.clock.advance(1000)
  const silent = { prompt: 'none', login_hint: undefined }
  const same = await answered(world, 'portal', { ...silent, scope: 'openid register:read' }, browser)
  assert.ok(same.get('code'))
  const fresh = await answered(world, 'portal', { ...silent, scope: 'openid register:fresh' }, browser)
  assert.equal(fresh.get('error'), 'login_required')
})

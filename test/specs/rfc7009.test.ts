/** RFC 7009, OAuth 2.0 Token Revocation. As ID-porten has it: any token takes its whole grant with it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { begun, type Held, refresh, refreshed, revoke } from '../refresh.ts'
import { owners } from '../services.ts'
import { answered, fetchOf, refused, type Reply, send, userinfo } from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))

const done = ({ status, text, headers }: Reply): void => {
  assert.deepEqual([status, text], [200, ''])
  assert.equal(headers.get('cache-control'), 'no-store')
}
const isOver = async (clientId: string, held: Held): Promise<void> => {
  assert.equal((await userinfo(world, held.access)).status, 401)
  refused(await refresh(world, clientId, held.refresh), 400, 'invalid_grant')
}
const isAlive = async (clientId: string, held: Held): Promise<Held> => {
  assert.equal((await userinfo(world, held.access)).status, 200)
  return refreshed(world, clientId, held)
}

test('RFC 7009 §2 the endpoint and how to authenticate there stand in the metadata', async () => {
  const { json } = await fetchOf(world, '/.well-known/oauth-authorization-server')
  assert.equal(json['revocation_endpoint'], `${issuer}/token/revoke`)
  const token = 'token_endpoint_auth_methods_supported'
  assert.deepEqual(json['revocation_endpoint_auth_methods_supported'], json[token])
})

for (const kind of ['access', 'refresh'] as const) {
  for (const hint of [undefined, 'access_token', 'refresh_token', 'something_else']) {
    test(`RFC 7009 §2.1 the ${kind} token ends its grant, hint: ${hint ?? 'none'}`, async () => {
      const held = await begun(world, 'again')
      const other = await begun(world, 'again')
      done(await revoke(world, 'again', held[kind], { token_type_hint: hint }))
      await isOver('again', held)
      await isAlive('again', other)
    })
  }
}

test('RFC 7009 §2.1 every access token of the grant is over, also by an older refresh token', async () => {
  const first = await begun(world, 'again')
  const second = await refreshed(world, 'again', first)
  done(await revoke(world, 'again', first.refresh))
  await isOver('again', second)
  assert.equal((await userinfo(world, first.access)).status, 401)
})

test('RFC 7009 §2.1 an expired access token still ends the refresh token beside it', async () => {
  const held = await begun(world, 'again')
  world.clock.advance(121_000)
  done(await revoke(world, 'again', held.access))
  refused(await refresh(world, 'again', held.refresh), 400, 'invalid_grant')
})

test('RFC 7009 §2.1 a client without the grant refresh_token gives back its access token', async () => {
  const held = await begun(world, 'health')
  done(await revoke(world, 'health', held.access))
  assert.equal((await userinfo(world, held.access)).status, 401)
})

test('RFC 7009 §2.1 a public client revokes by its client_id alone', async () => {
  const held = await begun(world, 'again-app')
  done(await revoke(world, 'again-app', held.refresh))
  await isOver('again-app', held)
})

test('RFC 7009 §2.1 a token of another client is refused, and lives', async () => {
  const held = await begun(world, 'again')
  for (const clientId of ['again-reuse', 'again-app', 'health'])
    for (const token of [held.access, held.refresh]) refused(await revoke(world, clientId, token), 400, 'invalid_grant')
  await isAlive('again', held)
})

test('RFC 7009 §2.1 who does not authenticate revokes nothing', async () => {
  const held = await begun(world, 'again')
  refused(await send(world, '/token/revoke', { token: held.refresh, client_id: 'again' }), 401, 'invalid_client')
  refused(await send(world, '/token/revoke', { token: held.refresh }), 401, 'invalid_client')
  refused(
    await send(world, '/token/revoke', { token: held.refresh }, { authorization: `Basic ${btoa('again:wrong')}` }),
    401,
    'invalid_client',
  )
  await isAlive('again', held)
})

test('RFC 7009 §2.1 a request without a token, with two, or by GET is refused', async () => {
  const held = await begun(world, 'again')
  refused(await revoke(world, 'again', '', {}), 400, 'invalid_request')
  refused(
    await send(world, '/token/revoke', `client_id=again-app&token=${held.refresh}&token=x`),
    400,
    'invalid_request',
  )
  const got = await fetchOf(world, `/token/revoke?client_id=again-app&token=${held.refresh}`)
  assert.equal(got.status, 405)
  await isAlive('again', held)
})

test('RFC 7009 §2.2 an unknown token is as good as revoked', async () => {
  const held = await begun(world, 'again')
  const [family = ''] = held.refresh.split('.')
  for (const token of ['x', `${family}.${'A'.repeat(43)}`, `${'A'.repeat(22)}.${'A'.repeat(43)}`, held.code, held.id])
    done(await revoke(world, 'again', token))
  const again = await isAlive('again', held)
  done(await revoke(world, 'again', again.refresh))
  done(await revoke(world, 'again', again.refresh))
})

test('RFC 7009 §2 the user’s session and other services stay', async () => {
  const browser = world.browser()
  const held = await begun(world, 'again', {}, browser)
  const other = await begun(world, 'again-reuse', { login_hint: undefined }, browser)
  done(await revoke(world, 'again', held.refresh))
  await isAlive('again-reuse', other)
  assert.ok((await answered(world, 'again', { prompt: 'none', login_hint: undefined }, browser)).has('code'))
})

test('RFC 7009 §2.3 scripts of other origins may ask', async () => {
  const held = await begun(world, 'again-app')
  const { headers } = await revoke(world, 'again-app', held.refresh)
  assert.equal(headers.get('access-control-allow-origin'), '*')
})

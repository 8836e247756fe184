/** RFC 6750: how an access token is shown, and how it is refused. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { owners } from '../services.ts'
import { fetchOf, type Reply, send, tokensFor } from '../wire.ts'
import { type World, worldForAll } from '../world.ts'
import { apiOwner } from './apis.ts'

let world: World
worldForAll(import.meta.filename, [...owners, apiOwner], (opened) => (world = opened))

const bearer = (token: string, scheme = 'Bearer'): Record<string, string> => ({ authorization: `${scheme} ${token}` })
const challenge = ({ headers }: Reply): string => headers.get('www-authenticate') ?? ''

test('RFC 6750 §2.1 in the header, the scheme in any case', async () => {
  const { access } = await tokensFor(world, 'tax')
  for (const scheme of ['Bearer', 'bearer', 'BEARER'])
    assert.equal((await fetchOf(world, '/userinfo', bearer(access, scheme))).status, 200)
  assert.equal((await send(world, '/userinfo', {}, bearer(access))).status, 200)
})

test('RFC 6750 §2.2 in the form of a POST, and nowhere else in a body', async () => {
  const { access } = await tokensFor(world, 'tax')
  assert.equal((await send(world, '/userinfo', { access_token: access })).status, 200)
  const json = { 'content-type': 'application/json' }
  assert.equal((await send(world, '/userinfo', JSON.stringify({ access_token: access }), json)).status, 401)
})

test('RFC 6750 §2.3 refused: in the address', async () => {
  const { access } = await tokensFor(world, 'tax')
  const reply = await fetchOf(world, `/userinfo?access_token=${access}`)
  assert.equal(reply.status, 401)
  assert.equal((await send(world, `/userinfo?access_token=${access}`, {})).status, 401)
})

test('RFC 6750 §2 refused: in more than one way at once', async () => {
  const { access } = await tokensFor(world, 'tax')
  for (const reply of [
    await send(world, '/userinfo', { access_token: access }, bearer(access)),
    await fetchOf(world, `/userinfo?access_token=${access}`, bearer(access)),
    await send(world, '/userinfo', `access_token=${access}&access_token=${access}`),
  ]) {
    assert.deepEqual([reply.status, reply.json['error']], [400, 'invalid_request'])
    assert.match(challenge(reply), /^Bearer .*error="invalid_request"/)
  }
})

test('RFC 6750 §3.1 who shows none is told the scheme and no error', async () => {
  for (const headers of [{}, { authorization: 'Basic eDp5' }, { authorization: 'Bearer' }, bearer('a b')]) {
    const reply = await fetchOf(world, '/userinfo', headers)
    assert.equal(reply.status, 401)
    assert.match(challenge(reply), /^Bearer realm="/)
    assert.ok(!challenge(reply).includes('error'))
  }
})

test('RFC 6750 §3.1 invalid_token: not ours, changed, expired', async () => {
  const { access, id } = await tokensFor(world, 'tax')
  const refused = async (token: string): Promise<void> => {
    const reply = await fetchOf(world, '/userinfo', bearer(token))
    assert.deepEqual([reply.status, reply.json['error']], [401, 'invalid_token'])
    assert.match(challenge(reply), /^Bearer .*error="invalid_token"/)
  }
  await refused('x')
  await refused(id)
  await refused(`${access.slice(0, -4)}AAAA`)
  world.clock.advance(120_000)
  await refused(access)
})

test('RFC 6750 §3.1 insufficient_scope: a good token that is not for this', async () => {
  const { access } = await tokensFor(world, 'standard', { scope: 'register:read' })
  const reply = await fetchOf(world, '/userinfo', bearer(access))
  assert.deepEqual([reply.status, reply.json['error']], [403, 'insufficient_scope'])
  assert.match(challenge(reply), /^Bearer .*error="insufficient_scope"/)
})

test('RFC 6750 §5.3 no answer with a token or about a person is kept by anybody', async () => {
  const { access } = await tokensFor(world, 'tax')
  for (const reply of [
    await fetchOf(world, '/userinfo', bearer(access)),
    await fetchOf(world, '/userinfo', bearer('x')),
  ])
    assert.equal(reply.headers.get('cache-control'), 'no-store')
})

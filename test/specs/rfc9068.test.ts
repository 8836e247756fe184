/** RFC 9068: access tokens as JWTs, read by an API with another library. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { owners } from '../services.ts'
import { claimsOf, codeFor, exchange, refusedTo, authorize, good, tokensFor } from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'
import { apiOwner, called, resource, resourceServer } from './apis.ts'

let world: World
worldForAll(import.meta.filename, [...owners, apiOwner], (opened) => (world = opened))

const headerOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>
const scope = 'openid register:read'

test('RFC 9068 §2.1 the type is at+jwt, the algorithm asymmetric, the key one of the JWKS', async () => {
  for (const [clientId, over] of [
    ['portal', { resource }],
    ['standard', {}],
  ] as const) {
    const { access } = await tokensFor(world, clientId, over)
    const { typ, alg, kid } = headerOf(access)
    assert.deepEqual([typ, alg, typeof kid], ['at+jwt', 'RS256', 'string'])
  }
})

test('RFC 9068 §2.1 a client of ID-porten’s profile that names no resource has ID-porten’s shape', async () => {
  const { access } = await tokensFor(world, 'portal', { scope })
  assert.equal(headerOf(access)['typ'], 'JWT')
  assert.ok(!('aud' in claimsOf(access)))
})

test('RFC 9068 §2.2 every claim that is required, and the login behind it', async () => {
  const { access, id } = await tokensFor(world, 'portal', { scope, resource })
  const claims = claimsOf(access)
  const said = claimsOf(id)
  assert.partialDeepStrictEqual(claims, {
    iss: issuer,
    aud: resource,
    sub: said['sub'],
    client_id: 'portal',
    scope,
    acr: said['acr'],
    auth_time: said['auth_time'],
  })
  assert.equal(Number(claims['exp']) - Number(claims['iat']), 120)
  const { access: next } = await tokensFor(world, 'portal', { scope, resource })
  assert.notEqual(claimsOf(next)['jti'], claims['jti'])
})

test('RFC 9068 §3 a default audience where none is named', async () => {
  assert.equal(claimsOf((await tokensFor(world, 'standard', { scope })).access)['aud'], issuer)
})

test('RFC 9068 §4 an API takes what is for it, and refuses the rest', async () => {
  const server = await resourceServer(world)
  const { access, id } = await tokensFor(world, 'portal', { scope, resource })
  const answer = await called(server, access)
  assert.deepEqual(
    [answer.status, await answer.json()],
    [200, { sub: claimsOf(id)['sub'], pid: world.people.at(0).number }],
  )
  const others: readonly [string, string][] = [
    ['for another API', (await tokensFor(world, 'portal', { scope, resource: 'https://other.example.no/' })).access],
    ['for nobody named', (await tokensFor(world, 'portal', { scope })).access],
    ['an ID token', id],
    ['changed', `${access.slice(0, -4)}AAAA`],
  ]
  for (const [what, token] of others) assert.equal((await called(server, token)).status, 401, what)
  const { access: unscoped } = await tokensFor(world, 'portal', { scope: 'openid', resource })
  assert.equal((await called(server, unscoped)).status, 403)
  world.clock.advance(120_000)
  assert.equal((await called(server, access)).status, 401)
})

test('RFC 9068 §5 an ID token and an access token are never taken for one another here', async () => {
  const { access, id } = await tokensFor(world, 'standard', { scope })
  assert.equal((await world.fetch(`${issuer}/userinfo`, { headers: { authorization: `Bearer ${id}` } })).status, 401)
  refusedTo(await authorize(world, good('standard', { id_token_hint: access })), 'standard', 'invalid_request')
})

test('RFC 6749 §5.1 a scope’s own limit on how long a token lives is kept, and told in expires_in', async () => {
  const { json } = await exchange(world, 'portal', await codeFor(world, 'portal', { scope: 'openid register:short' }))
  assert.equal(json['expires_in'], 45)
  const claims = claimsOf(String(json['access_token']))
  assert.equal(Number(claims['exp']) - Number(claims['iat']), 45)
})

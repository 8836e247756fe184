/** RFC 9701: introspection answered by a signed token. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { signingAlgorithms } from '#keys/keys.ts'
import { owners } from '../services.ts'
import { fetchOf, tokensFor, userinfo } from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'
import { apiOwner, introspect, named } from './apis.ts'

let world: World
worldForAll(import.meta.filename, [...owners, apiOwner], (opened) => (world = opened))

const type = 'application/token-introspection+jwt'
const tokenOf = async (): Promise<string> =>
  (await tokensFor(world, 'portal', { scope: 'openid register:read' })).access

async function verified(caller: string, token: string) {
  const { status, headers, text } = await introspect(world, caller, token, { accept: type })
  assert.deepEqual([status, headers.get('content-type')], [200, type])
  const keys = createLocalJWKSet((await fetchOf(world, '/jwks.json')).json as unknown as JSONWebKeySet)
  const currentDate = new Date(world.clock.now())
  return jwtVerify(text, keys, { issuer, audience: caller, typ: 'token-introspection+jwt', currentDate })
}

test('RFC 9701 §5 what JSON would say stands in token_introspection, for the API that asked, and nothing of it outside', async () => {
  const token = await tokenOf()
  const { payload, protectedHeader } = await verified('register', token)
  assert.equal(protectedHeader.alg, 'RS256')
  assert.deepEqual(Object.keys(payload).toSorted(), ['aud', 'iat', 'iss', 'token_introspection'])
  assert.deepEqual(payload['token_introspection'], (await introspect(world, 'register', token)).json)
})

test('RFC 9701 §5 inactive, and what one may not ask about, is told alike', async () => {
  const token = await tokenOf()
  for (const [caller, asked] of [
    ['register', 'x'],
    ['elsewhere', token],
  ] as const)
    assert.deepEqual((await verified(caller, asked)).payload['token_introspection'], { active: false })
})

test('RFC 9701 §6 signed as the API registered it', async () => {
  for (const alg of signingAlgorithms)
    assert.equal((await verified(named('register', alg), 'x')).protectedHeader.alg, alg)
})

test('RFC 9701 §4 without that Accept the answer is JSON', async () => {
  const { headers, json } = await introspect(world, 'register', await tokenOf(), { accept: 'application/json' })
  assert.deepEqual([headers.get('content-type'), json['active']], ['application/json', true])
})

test('RFC 9701 §8.1 the signed answer is no token itself', async () => {
  const { text } = await introspect(world, 'register', await tokenOf(), { accept: type })
  assert.equal((await userinfo(world, text)).status, 401)
  assert.deepEqual((await introspect(world, 'register', text)).json, { active: false })
})

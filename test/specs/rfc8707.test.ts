/** RFC 8707, Resource Indicators for OAuth 2.0: which API a token is for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { owners } from '../services.ts'
import {
  authorize,
  claimsOf,
  codeFor,
  exchange,
  fetchOf,
  type Fields,
  good,
  hint,
  push,
  query,
  refused,
  refusedTo,
} from '../wire.ts'
import { landed } from '../browser.ts'
import { issuer, type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))

const a = 'https://a.example.no/api'
const b = 'urn:example:b'
const several = (...resources: string[]): string =>
  [query(good('tax', { login_hint: hint(world) })), ...resources.map((one) => query({ resource: one }))].join('&')
const codeOf = async (fields: string): Promise<string> =>
  landed(await authorize(world, fields)).searchParams.get('code') ?? ''
const audOf = async (code: string, over: Fields = {}): Promise<unknown> =>
  claimsOf(String((await exchange(world, 'tax', code, over)).json['access_token']))['aud']

test('RFC 8707 §2.1 one resource is the audience of the access token, as text', async () => {
  assert.equal(await audOf(await codeFor(world, 'tax', { resource: a })), a)
  assert.equal(await audOf(await codeFor(world, 'tax', { resource: b })), b)
})

test('RFC 8707 §2.1 several are a list', async () => {
  assert.deepEqual(await audOf(await codeOf(several(a, b))), [a, b])
})

test('RFC 8707 §2 an API takes the token that is for it, and refuses that for another', async () => {
  const { json } = await exchange(world, 'tax', await codeFor(world, 'tax', { resource: a }))
  const keys = createLocalJWKSet((await fetchOf(world, '/jwks.json')).json as unknown as JSONWebKeySet)
  const check = (audience: string): Promise<unknown> =>
    jwtVerify(String(json['access_token']), keys, { issuer, audience, currentDate: new Date(world.clock.now()) })
  await check(a)
  await assert.rejects(check('https://b.example.no/api'), /aud/)
})

test('RFC 8707 §2.2 at the token endpoint one may be chosen of those that were named, and no other', async () => {
  assert.equal(await audOf(await codeOf(several(a, b)), { resource: b }), b)
  const code = await codeFor(world, 'tax', { resource: a })
  refused(await exchange(world, 'tax', code, { resource: b }), 400, 'invalid_target')
  refused(await exchange(world, 'tax', await codeFor(world, 'tax'), { resource: a }), 400, 'invalid_target')
})

for (const resource of [
  '/api',
  'api',
  '//a.example.no',
  'https://a.example.no/#part',
  'https://a.example.no/ b',
  `https://a.example.no/${'x'.repeat(500)}`,
]) {
  test(`RFC 8707 §2 invalid_target: ${resource.slice(0, 40)}`, async () => {
    refusedTo(await authorize(world, good('tax', { resource })), 'tax', 'invalid_target')
    refused(await push(world, 'tax', { resource }), 400, 'invalid_target')
  })
}

test('RFC 8707 §2 more than ten are refused', async () => {
  const many = Array.from({ length: 11 }, (_, i) => `https://a.example.no/${i}`)
  refusedTo(await authorize(world, several(...many)), 'tax', 'invalid_target')
  assert.ok(await codeOf(several(...many.slice(1))))
})

/** Structured garbage that a client really signed, and half the time really sealed for us: past the signature, every member is anything. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { callback, owners, secret } from '../services.ts'
import { encryptedForUs } from '../specs/encrypting.ts'
import { keyed, signedWith } from '../specs/keyed.ts'
import { basic, good, hint } from '../wire.ts'
import { issuer, worldForAll, type World } from '../world.ts'
import { marker } from './garbage.ts'
import { assertSound, shoot } from './target.ts'

const rounds = Math.ceil(Number(process.env['INNGANG_FUZZ_ROUNDS'] ?? 6000) / 12)
const service = {
  client_id: 'jar',
  client_name: 'Signerer',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback('jar')],
  minimum_level: 'low',
  request_object_signing_alg: 'ES256',
  jwks: keyed.jwks,
}
let world: World
worldForAll(
  import.meta.filename,
  [...owners, { org_number: '974761076', name: 'Signaturetaten', services: [service] }],
  (opened) => (world = opened),
)

const names = [
  'iss aud nbf exp iat jti sub client_id redirect_uri response_type response_mode scope state nonce code_challenge',
  'code_challenge_method acr_values prompt max_age id_token_hint login_hint ui_locales claims resource request',
  'authorization_details onbehalfof dpop_jkt request_uri registration display __proto__ constructor toString',
]
  .join(' ')
  .split(' ')
const anything = fc.oneof(
  fc.constantFrom<unknown>(
    ...[{ toString: null }, [], [[]], [null], null, 0, -1, 1e300, true, '', 'none', marker, '\u0000', '\ud800'],
    ...[{ id_token: { acr: { values: [{}, null, 7] } } }, { userinfo: [] }, { id_token: null }, ['openid', 7]],
    ...[[{ type: 'idporten:fullmakt' }], [{ type: 'idporten:fullmakt', roles: { length: 1e9 } }], [{ type: [] }]],
    ...[`${'['.repeat(5000)}${']'.repeat(5000)}`, 'a'.repeat(9000), [issuer, issuer, 7], 'query.jwt', 'login none'],
  ),
  fc.jsonValue({ maxDepth: 3 }),
)
const sent = fc.record({
  over: fc.dictionary(fc.constantFrom(...names), anything, { minKeys: 1, maxKeys: 4 }),
  sealed: fc.boolean(),
  pushed: fc.boolean(),
  header: fc.constantFrom<Record<string, string>>({}, {}, { cty: marker }, { enc: 'A128CBC-HS256' }),
})

test(`what a client signs or seals is held to every rule, ${rounds} times`, async () => {
  const ends = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(sent, async ({ over, sealed, pushed, header }) => {
      const now = Math.floor(world.clock.now() / 1000)
      const usual = { iss: 'jar', aud: issuer, nbf: now, exp: now + 60, ...good('jar', { login_hint: hint(world) }) }
      const object = signedWith('ES256', { ...usual, ...over })
      const request = sealed ? await encryptedForUs(world, object, header) : object
      const body = new URLSearchParams({ client_id: 'jar', request }).toString()
      const before = world.log.length
      const type = { 'content-type': 'application/x-www-form-urlencoded' }
      const shot = pushed
        ? { method: 'POST', path: '/par', headers: { ...type, ...basic('jar', secret) }, body }
        : { method: 'POST', path: '/authorize', headers: type, body }
      const answer = await shoot(world, shot)
      ends.set(answer.status, (ends.get(answer.status) ?? 0) + 1)
      await assertSound(shot, answer)
      const broken = world.log.slice(before).filter((line) => line.includes('something went wrong'))
      assert.deepEqual(broken, [], 'nothing of ours broke')
    }),
    { numRuns: rounds },
  )
  assert.ok((ends.get(201) ?? 0) > rounds / 50, `some are right still: ${[...ends].join(' ')}`)
})

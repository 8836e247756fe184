/** RFC 7636, Proof Key for Code Exchange. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { owners } from '../services.ts'
import {
  authorize,
  challenge,
  codeFor,
  exchange,
  type Fields,
  good,
  push,
  refused,
  refusedTo,
  s256,
  verifier,
} from '../wire.ts'
import { type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))

/** One client of each kind. */
const kinds = ['tax', 'health', 'library', 'spa']

for (const [what, text] of [
  ['the example of appendix B', 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'],
  ['the shortest', 'v'.repeat(43)],
  ['the longest', 'v'.repeat(128)],
  ['every character that is allowed', 'ABCXYZabcxyz0123456789-._~ABCXYZabcxyz0123456789'],
] as const) {
  test(`RFC 7636 §4.1 a verifier: ${what}`, async () => {
    for (const clientId of kinds) {
      const code = await codeFor(world, clientId, { code_challenge: s256(text) })
      assert.equal((await exchange(world, clientId, code, { code_verifier: text })).status, 200)
    }
  })
}

test('RFC 7636 appendix B the challenge of the example is what the endpoint compares with', async () => {
  const code = await codeFor(world, 'library', { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' })
  const given = { code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' }
  assert.equal((await exchange(world, 'library', code, given)).status, 200)
})

for (const [what, over] of [
  ['no challenge', { code_challenge: undefined, code_challenge_method: undefined }],
  ['a challenge without method, which would mean plain', { code_challenge_method: undefined }],
  ['the method plain', { code_challenge: verifier, code_challenge_method: 'plain' }],
  ['an unknown method', { code_challenge_method: 'S512' }],
  ['a method without challenge', { code_challenge: undefined }],
  ['a padded challenge', { code_challenge: `${challenge}=` }],
  ['a short challenge', { code_challenge: challenge.slice(1) }],
  ['a challenge in base64', { code_challenge: `+/${challenge.slice(2)}` }],
] as [string, Fields][]) {
  test(`RFC 7636 §4.4.1 ${what} is invalid_request`, async () => {
    for (const clientId of kinds) {
      refusedTo(await authorize(world, good(clientId, over)), clientId, 'invalid_request')
      refused(await push(world, clientId, over), 400, 'invalid_request')
    }
  })
}

for (const [what, text] of [
  ['another', 'w'.repeat(43)],
  ['the challenge itself', challenge],
  ['none', undefined],
  ['an empty one', ''],
  ['one with a space more', `${verifier} `],
  ['one cut short', verifier.slice(0, -1)],
] as const) {
  test(`RFC 7636 §4.6 ${what} as verifier is invalid_grant, and the code is spent`, async () => {
    for (const clientId of kinds) {
      const code = await codeFor(world, clientId)
      refused(await exchange(world, clientId, code, { code_verifier: text }), 400, 'invalid_grant')
      refused(await exchange(world, clientId, code), 400, 'invalid_grant')
    }
  })
}

for (const [what, text] of [
  ['42 characters', 'v'.repeat(42)],
  ['129 characters', 'v'.repeat(129)],
  ['a character that is not allowed', `${'v'.repeat(42)}+`],
] as const) {
  test(`RFC 7636 §4.1 a verifier of ${what} does not count, though its hash fits`, async () => {
    const code = await codeFor(world, 'library', { code_challenge: s256(text) })
    refused(await exchange(world, 'library', code, { code_verifier: text }), 400, 'invalid_grant')
  })
}

const without = { code_challenge: undefined, code_challenge_method: undefined }
test('RFC 7636 §5 a service that was registered without may do without, with a nonce', async () => {
  const code = await codeFor(world, 'old', without)
  assert.equal((await exchange(world, 'old', code, { code_verifier: undefined })).status, 200)
  refusedTo(await authorize(world, good('old', { ...without, nonce: undefined })), 'old', 'invalid_request')
  const proved = await codeFor(world, 'old')
  refused(await exchange(world, 'old', proved, { code_verifier: undefined }), 400, 'invalid_grant')
})

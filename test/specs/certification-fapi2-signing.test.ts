/** The modules of fapi2-message-signing-final: signed requests, signed answers, signed introspection. */
import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { test } from 'node:test'
import { proofKey } from '#oidc/test-proofs.ts'
import { landed } from '../browser.ts'
import { authorize, claimsOf, type Fields, good, hint, refused, type Reply, send } from '../wire.ts'
import { issuer } from '../world.ts'
import { type FapiAlgorithm, fapiSigned } from './fapi-client.ts'
import { fapiSuite, other, part } from './fapi-suite.ts'

const { world, now, assertion, tokensFor } = fapiSuite(import.meta.filename)

/** Message signing: a request object as the suite makes it, changed. */
const object = (over: Readonly<Record<string, unknown>> = {}, alg: FapiAlgorithm = 'PS256'): string =>
  fapiSigned(
    {
      iss: 'fapi-jar',
      aud: issuer,
      nbf: now(),
      exp: now() + 300,
      ...good('fapi-jar', { login_hint: hint(world()) }),
      ...over,
    },
    alg,
    { typ: 'oauth-authz-req+jwt' },
  )
const pushObject = (request: string | undefined, over: Fields = {}): Promise<Reply> =>
  send(world(), '/par', { ...assertion({}, 'PS256', 'fapi-jar'), request, ...over })
async function answerToObject(request: string, beside: Fields = {}): Promise<URLSearchParams> {
  const { status, json, text } = await pushObject(request, beside)
  assert.equal(status, 201, text)
  return landed(
    await authorize(world(), { client_id: 'fapi-jar', request_uri: String(json['request_uri']), ...beside }),
  ).searchParams
}

for (const [module, over, beside] of [
  ['happy-flow', {}, {}],
  ['ensure-server-accepts-request-object-with-multiple-aud', { aud: [issuer, 'https://other.example'] }, {}],
  ['ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted', { nbf: undefined }, {}],
  ['ensure-different-nonce-inside-and-outside-request-object', {}, { nonce: 'other' }],
  ['ensure-different-state-inside-and-outside-request-object', {}, { state: 'other' }],
] as [string, Record<string, unknown>, Fields][])
  test(`fapi2-message-signing-final ${module}: what is inside counts`, async () => {
    const nbf = 'nbf' in over ? { nbf: now() + 8, exp: now() + 300 } : {}
    const answer = await answerToObject(object({ ...over, ...nbf }), beside)
    assert.ok(answer.get('code'), answer.toString())
    assert.equal(answer.get('state'), 'state-of-the-client')
  })

test('fapi2-message-signing-final state-only-outside-request-object-not-used: no state comes back', async () => {
  const answer = await answerToObject(object({ state: undefined }), { state: 'outside' })
  assert.deepEqual([answer.has('code'), answer.has('state')], [true, false])
})

for (const [module, make] of [
  ['ensure-request-object-without-exp-fails', () => object({ exp: undefined })],
  ['ensure-request-object-without-nbf-fails', () => object({ nbf: undefined })],
  ['ensure-request-object-without-redirect-uri-fails', () => object({ redirect_uri: undefined })],
  ['ensure-expired-request-object-fails', () => object({ nbf: now() - 600, exp: now() - 300 })],
  ['ensure-request-object-with-bad-aud-fails', () => object({ aud: 'https://bad.example' })],
  ['ensure-request-object-with-exp-over-60-fails', () => object({ exp: now() + 70 * 60 })],
  ['ensure-request-object-with-nbf-over-60-fails', () => object({ nbf: now() - 70 * 60 })],
  ['ensure-signed-request-object-with-RS256-fails', () => object({}, 'RS256')],
  [
    'ensure-request-object-signature-algorithm-is-not-none',
    () => `${part({ alg: 'none' })}.${object().split('.')[1]}.`,
  ],
  ['ensure-request-object-with-invalid-signature-fails', () => `${object().slice(0, -6)}AAAAAA`],
  ['ensure-unsigned-request-at-par-endpoint-fails', () => undefined],
  ['par-authorization-request-containing-request_uri', () => object({ request_uri: 'urn:example:bad' })],
] as [string, () => string | undefined][])
  test(`fapi2-message-signing-final ${module}: invalid_request_object, or invalid_request`, async () => {
    const request = make()
    const plain = request === undefined ? good('fapi-jar') : {}
    const { status, json } = await pushObject(request, plain)
    assert.equal(status, 400)
    assert.match(String(json['error']), /^invalid_request(_object)?$/)
  })

test('fapi2-message-signing-final ensure-matching-key-in-authorization-request: signed by the second client it is refused', async () => {
  const input = object().split('.').slice(0, 2).join('.')
  const signature = sign('sha256', Buffer.from(input), { key: other.privateKey, padding: 6, saltLength: 32 }).toString(
    'base64url',
  )
  refused(await pushObject(`${input}.${signature}`), 400, 'invalid_request_object')
})

test('fapi2-message-signing-final with jarm: the answer is signed, an error too, and nothing stands beside it', async () => {
  for (const over of [{}, { prompt: 'none', login_hint: undefined }]) {
    const answer = await answerToObject(object({ response_mode: 'jwt', ...over }))
    assert.deepEqual([...answer.keys()], ['response'])
    const claims = claimsOf(answer.get('response') ?? '')
    assert.deepEqual([claims['iss'], claims['aud'], claims['state']], [issuer, 'fapi-jar', 'state-of-the-client'])
    assert.equal('code' in claims, !('prompt' in over))
    assert.equal('error' in claims, 'prompt' in over)
  }
})

test('fapi2-message-signing-final introspection: signed by an algorithm of the profile', async () => {
  const token = String((await tokensFor()).json['access_token'])
  const accept = { accept: 'application/token-introspection+jwt' }
  const { headers, text } = await send(world(), '/token/introspect', { token, ...assertion() }, accept)
  assert.equal(headers.get('content-type'), 'application/token-introspection+jwt')
  const { aud, token_introspection: told } = claimsOf(text)
  assert.equal(aud, 'fapi')
  assert.partialDeepStrictEqual(told, { active: true, client_id: 'fapi', cnf: { jkt: proofKey.jkt } })
})

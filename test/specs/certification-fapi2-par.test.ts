/** The modules of fapi2-security-profile-final about codes, client assertions, refresh tokens and pushed requests, by their names. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { landed } from '../browser.ts'
import { authorize, type Fields, refused, refusedHere, type Reply, send, verifier } from '../wire.ts'
import { issuer } from '../world.ts'
import { fapiSuite } from './fapi-suite.ts'

const { world, now, assertion, ofTwo, proofAt, push, uriOf, go, codeFor, redeem, tokensFor } = fapiSuite(
  import.meta.filename,
)

test('fapi2-security-profile-final-attempt-to-use-expired-auth-code: after 65 seconds invalid_grant', async () => {
  const code = await codeFor()
  world().clock.advance(65_000)
  refused(await redeem(code), 400, 'invalid_grant')
})

for (const [module, make] of [
  ['ensure-signed-client-assertion-with-RS256-fails', () => assertion({}, 'RS256')],
  ['ensure-client-assertion-in-token-endpoint', () => ({ client_id: 'fapi' })],
  [
    'ensure-client-assertion-with-exp-is-5-minutes-in-past-fails',
    () => assertion({ iat: now() - 360, exp: now() - 300 }),
  ],
  ['ensure-client-assertion-with-wrong-aud-fails', () => assertion({ aud: 'https://wrong.example' })],
  ['ensure-client-assertion-with-no-sub-fails', () => ({ ...assertion({ sub: undefined }), client_id: undefined })],
  ['par-endpoint-as-audience-for-client-assertion-fails', () => assertion({ aud: `${issuer}/par` })],
  [
    'par-array-as-audience-for-client-assertion-fails',
    () => assertion({ aud: [issuer, `${issuer}/par`, `${issuer}/token`] }),
  ],
  ['par-token-endpoint-as-audience-for-client-assertion-fails', () => assertion({ aud: `${issuer}/token` })],
  [
    'par-jwt-client-assertion-iat-nbf-over-60-seconds-in-the-future-fails',
    () => assertion({ iat: now() + 65, nbf: now() + 65, exp: now() + 120 }),
  ],
] as [string, () => Fields][])
  test(`fapi2-security-profile-final-${module}: invalid_client`, async () => {
    refused(await redeem(await codeFor(), {}, proofAt('/token'), make()), 401, 'invalid_client')
    refused(await push({}, make()), 401, 'invalid_client')
  })

test('fapi2-security-profile-final-par-jwt-client-assertion-iat-nbf-8-seconds-in-the-future-is-accepted', async () => {
  const as = assertion({ iat: now() + 8, nbf: now() + 8, exp: now() + 60 })
  assert.equal((await push({}, as)).status, 201)
})

test('fapi2-security-profile-final-refresh-token: without a proof refused as the standard says; no other client’s; not rotated', async () => {
  const { json } = await tokensFor()
  const refresh_token = String(json['refresh_token'])
  const refresh = (as: Fields, dpop = proofAt('/token')): Promise<Reply> =>
    send(
      world(),
      '/token',
      { grant_type: 'refresh_token', refresh_token, scope: 'openid profile', ...as },
      dpop === '' ? {} : { dpop },
    )
  const first = await refresh(assertion())
  assert.equal(first.status, 200, first.text)
  assert.ok([undefined, refresh_token].includes(first.json['refresh_token'] as string | undefined))
  refused(await refresh(assertion(), ''), 400, 'invalid_request')
  refused(await refresh(ofTwo()), 400, 'invalid_grant')
  assert.equal((await refresh(assertion())).status, 200)
})

test('fapi2-security-profile-final-par-ensure-reused-request-uri-prior-to-auth-completion-succeeds, -par-attempt-reuse-request_uri', async () => {
  const uri = await uriOf({ login_hint: undefined })
  const [first, second] = [world().browser(), world().browser()]
  for (const browser of [first, second])
    assert.equal((await browser.get(`/authorize?client_id=fapi&request_uri=${uri}`)).status, 200)
  const used = await uriOf()
  assert.ok(landed(await go(used)).searchParams.get('code'))
  refusedHere(await go(used), 'IN-01')
})

test('fapi2-security-profile-final-par-attempt-to-use-expired-request_uri, -par-attempt-to-use-request_uri-for-different-client: a page', async () => {
  const uri = await uriOf()
  refusedHere(await authorize(world(), { client_id: 'fapi-two', request_uri: uri }), 'IN-01')
  world().clock.advance(121_000)
  refusedHere(await go(uri), 'IN-01')
})

test('fapi2-security-profile-final-par-authorization-request-containing-request_uri-form-param: invalid_request', async () => {
  refused(await push({ request_uri: 'urn:example:bad' }), 400, 'invalid_request')
})

test('fapi2-security-profile-final-par-attempt-invalid-http-method: 405', async () => {
  const response = await world().fetch(`${issuer}/par`, {
    method: 'PUT',
    body: new URLSearchParams({ client_id: 'fapi' }),
  })
  assert.deepEqual([response.status, response.headers.get('allow')], [405, 'POST'])
})

test('fapi2-security-profile-final-par-ensure-pkce-required, -par-plain-pkce-rejected: invalid_request', async () => {
  refused(await push({ code_challenge: undefined, code_challenge_method: undefined }), 400, 'invalid_request')
  refused(await push({ code_challenge: verifier, code_challenge_method: 'plain' }), 400, 'invalid_request')
})

test('fapi2-security-profile-final-ensure-pkce-code-verifier-required, -incorrect-pkce-code-verifier-rejected: invalid_grant', async () => {
  for (const code_verifier of [undefined, `${verifier}x`])
    refused(await redeem(await codeFor(), { code_verifier }), 400, 'invalid_grant')
})

test('fapi2-security-profile-final-par-without-duplicate-parameters: and others beside them change nothing', async () => {
  const answer = landed(
    await go(await uriOf(), { state: 'other', scope: 'openid x:y', redirect_uri: 'https://evil.example/' }),
  )
  assert.equal(answer.searchParams.get('state'), 'state-of-the-client')
})

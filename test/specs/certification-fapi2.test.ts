/** The modules of fapi2-security-profile-final (private_key_jwt, DPoP), by their names. The variants with certificates have their connections in `rfc8705.test.ts`. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { ath, otherProofKey, proofKey, type ProofKey, proofKeys } from '#oidc/test-proofs.ts'
import { landed } from '../browser.ts'
import { callback } from '../services.ts'
import { authorize, claimsOf, fetchOf, type Fields, good, refused } from '../wire.ts'
import { issuer } from '../world.ts'
import { random, verified } from './certified.ts'
import { fapiSuite, part } from './fapi-suite.ts'

const { world, now, assertion, ofTwo, proofAt, push, uriOf, answerTo, codeFor, redeem, tokensFor, resource, shown } =
  fapiSuite(import.meta.filename)

test('fapi2-security-profile-final-discovery-end-point-verification: algorithms, methods, PKCE, the pushed endpoint, iss', async () => {
  for (const path of ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']) {
    const { json } = await fetchOf(world(), path)
    assert.equal(json['issuer'], issuer)
    for (const name of [
      'id_token_signing_alg_values_supported',
      'token_endpoint_auth_signing_alg_values_supported',
      'userinfo_signing_alg_values_supported',
      'dpop_signing_alg_values_supported',
    ])
      assert.ok(
        ['PS256', 'ES256', 'EdDSA'].every((alg) => (json[name] as string[]).includes(alg)),
        name,
      )
    assert.ok((json['token_endpoint_auth_methods_supported'] as string[]).includes('private_key_jwt'))
    assert.ok((json['code_challenge_methods_supported'] as string[]).includes('S256'))
    assert.equal(json['authorization_response_iss_parameter_supported'], true)
    assert.ok(String(json['pushed_authorization_request_endpoint']).startsWith(issuer))
  }
})

test('fapi2-security-profile-final-happy-flow: PAR, a code with iss, bound tokens, a resource', async () => {
  const answer = await answerTo()
  assert.deepEqual([answer.get('iss'), answer.get('state')], [issuer, 'state-of-the-client'])
  const { json } = await redeem(answer.get('code') ?? '')
  assert.equal(json['token_type'], 'DPoP')
  const token = String(json['access_token'])
  const { sub } = await verified(world(), String(json['id_token']), 'fapi', 'nonce-of-the-client', 'PS256')
  const told = await resource(token, shown(token))
  assert.deepEqual([told.status, told.json['sub']], [200, sub])
})

test('fapi2-security-profile-final-user-rejects-authentication: access_denied, with state and iss', async () => {
  const browser = world().browser()
  const chooser = await browser.get(`/authorize?client_id=fapi&request_uri=${await uriOf({ login_hint: undefined })}`)
  const { searchParams } = landed(await browser.submit(chooser, '/cancel'))
  assert.deepEqual(
    [searchParams.get('error'), searchParams.get('state'), searchParams.get('iss')],
    ['access_denied', 'state-of-the-client', issuer],
  )
})

for (const [module, over] of [
  ['ensure-authorization-request-without-state-success', { state: undefined }],
  ['ensure-authorization-request-without-nonce-success', { nonce: undefined }],
  ['ensure-authorization-request-with-64-char-nonce-success', { nonce: random(64) }],
  ['ensure-authorization-request-with-long-nonce', { nonce: random(384) }],
  ['ensure-authorization-request-with-long-state', { state: random(384) }],
  ['ensure-other-scope-order-succeeds', { scope: 'profile openid' }],
] as [string, Fields][])
  test(`fapi2-security-profile-final-${module}`, async () => {
    const wanted = { state: 'state-of-the-client', nonce: 'nonce-of-the-client', ...over }
    const answer = await answerTo(over)
    assert.equal(answer.get('state'), wanted.state ?? null)
    const { json } = await redeem(answer.get('code') ?? '')
    assert.equal(claimsOf(String(json['id_token']))['nonce'], wanted.nonce)
  })

test('fapi2-security-profile-final-test-claims-parameter-identity-claims: what is listed is given, in each form of asking; the rest is ignored', async () => {
  const forms = [null, { essential: true }, { essential: false }, {}, { essential: true, unknown: 'x' }]
  const names = ['name', 'given_name', 'family_name', 'locale', 'sub']
  const asked = Object.fromEntries(names.map((name, i) => [name, forms[i] ?? null]))
  const claims = JSON.stringify({ id_token: asked, userinfo: asked, [random()]: { [random()]: null } })
  const { json } = await tokensFor({ scope: 'openid', claims })
  const token = String(json['access_token'])
  const told = (await resource(token, shown(token))).json
  const id = claimsOf(String(json['id_token']))
  for (const name of names) assert.ok(typeof told[name] === 'string' && id[name] === told[name], name)
})

test('fapi2-security-profile-final-access-token-type-header-case-sensitivity: the scheme in any case', async () => {
  const token = String((await tokensFor()).json['access_token'])
  for (const scheme of ['dPOP', 'DPOP', 'dpop']) assert.equal((await resource(token, shown(token), scheme)).status, 200)
})

test('fapi2-security-profile-final-check-dpop-proof-nbf-exp, -dpop-proof-with-iat-is-10seconds-before, -after: taken', async () => {
  for (const claims of [{ nbf: now(), exp: now() + 300 }, { iat: now() - 10 }, { iat: now() + 10 }]) {
    const { status, json, text } = await redeem(await codeFor(), {}, proofAt('/token', { claims }))
    assert.equal(status, 200, text)
    const token = String(json['access_token'])
    assert.equal((await resource(token, shown(token, { claims }))).status, 200)
  }
})

test('fapi2-security-profile-final-ensure-mismatched-dpop-jkt-fails: invalid_request where it is pushed', async () => {
  const dpop = proofAt('/par')
  refused(await push({ dpop_jkt: otherProofKey.jkt }, assertion(), { dpop }), 400, 'invalid_request')
})

test('fapi2-security-profile-final-ensure-token-endpoint-fails-with-mismatched-dpop-jkt, -dpop-proof-jkt: not by another key', async () => {
  for (const code of [
    await codeFor({ dpop_jkt: otherProofKey.jkt }),
    await codeFor({}, { dpop: proofAt('/par', { key: otherProofKey }) }),
  ]) {
    const { status, json } = await redeem(code)
    assert.equal(status, 400)
    assert.match(String(json['error']), /^invalid_(request|grant|dpop_proof)$/)
  }
})

test('fapi2-security-profile-final-ensure-dpop-auth-code-binding-success, -dpop-proof-at-par-endpoint-binding-success: by the same', async () => {
  for (const code of [await codeFor({ dpop_jkt: proofKey.jkt }), await codeFor({}, { dpop: proofAt('/par') })])
    assert.equal((await redeem(code)).status, 200)
})

const notAProof: Readonly<Record<string, (token: string) => string>> = {
  'more than one in the header': (token) => `${shown(token)}, ${shown(token)}`,
  'not well-formed': (token) => shown(token).split('.').slice(0, 2).join('.'),
  'typ missing': (token) => shown(token, { header: { typ: undefined } }),
  'alg missing': (token) => shown(token, { header: { alg: undefined } }),
  'jwk missing': (token) => shown(token, { header: { jwk: undefined } }),
  'jti missing': (token) => shown(token, { claims: { jti: undefined } }),
  'htm missing': (token) => shown(token, { claims: { htm: undefined } }),
  'htu missing': (token) => shown(token, { claims: { htu: undefined } }),
  'iat missing': (token) => shown(token, { claims: { iat: undefined } }),
  'ath missing': (token) => shown(token, { claims: { ath: undefined } }),
  'typ invalid': (token) => shown(token, { header: { typ: 'dpop+jwt+wrongyousee' } }),
  RS256: (token) => shown(token, { key: proofKeys.RS256 }),
  'alg none': (token) => `${part({ alg: 'none', typ: 'dpop+jwt' })}.${shown(token).split('.')[1]}.`,
  'signature invalid': (token) => `${shown(token).slice(0, -6)}AAAAAA`,
  'the private key in it': (token) => shown(token, { header: { jwk: proofKey.privateKey.export({ format: 'jwk' }) } }),
  'htm of another method': (token) => shown(token, { claims: { htm: 'PUT' } }),
  'htu of another address': (token) => shown(token, { claims: { htu: `${issuer}/userinfoohnonotagain` } }),
  'iat an hour ahead': (token) => shown(token, { claims: { iat: now() + 3600 } }),
  'iat an hour ago': (token) => shown(token, { claims: { iat: now() - 3600 } }),
  'ath of another token': (token) => shown(token, { claims: { ath: ath('x') } }),
  'another key': (token) => shown(token, { key: otherProofKey }),
}
test('fapi2-security-profile-final-dpop-negative-tests: 400 or 401 for each, and a right one is taken after all of them', async () => {
  const token = String((await tokensFor()).json['access_token'])
  for (const [what, make] of Object.entries(notAProof))
    assert.ok([400, 401].includes((await resource(token, make(token))).status), what)
  for (const [dpop, scheme] of [
    [undefined, 'DPoP'],
    [undefined, 'Bearer'],
    [shown(token), 'Bearer'],
  ] as const)
    assert.ok([400, 401].includes((await resource(token, dpop, scheme)).status))
  for (const claims of [
    {},
    { htu: `${issuer}/userinfo?allthedoors#programmed` },
    { htu: 'HTTP://LOCALHOST:8700/userinfo' },
    { tx_id_key: now() + 3600 },
  ])
    assert.equal(
      (await resource(token, shown(token, { claims, header: { tx_id: 1 } }))).status,
      200,
      JSON.stringify(claims),
    )
  const once = shown(token, { claims: { jti: random() } })
  assert.equal((await resource(token, once)).status, 200)
  assert.ok([400, 401].includes((await resource(token, once)).status))
  for (const key of [proofKeys.PS256, proofKeys.EdDSA] as ProofKey[])
    assert.equal((await redeem(await codeFor(), {}, proofAt('/token', { key }))).status, 200)
})

test('fapi2-security-profile-final-plain-fapi-ensure-registered-redirect-uri, -ensure-redirect-uri-in-authorization-request: invalid_request where it is pushed', async () => {
  for (const redirect_uri of [`${callback('fapi')}/${random()}`, undefined])
    refused(await push({ redirect_uri }), 400, 'invalid_request')
})

test('fapi2-security-profile-final-ensure-unsigned-authorization-request-without-using-par-fails: invalid_request', async () => {
  const { searchParams } = landed(await authorize(world(), good('fapi')))
  assert.deepEqual([searchParams.get('error'), searchParams.get('state')], ['invalid_request', 'state-of-the-client'])
})

test('fapi2-security-profile-final-ensure-response-type-code-idtoken-fails, -ensure-response-type-token-fails', async () => {
  for (const response_type of ['code id_token', 'token'])
    refused(await push({ response_type }), 400, 'unsupported_response_type')
})

test('fapi2-security-profile-final-ensure-client-id-in-token-endpoint: a code with the second client’s id is refused', async () => {
  const { status, json } = await redeem(
    await codeFor(),
    {},
    proofAt('/token'),
    ofTwo(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
  )
  assert.deepEqual([status, json['error']], [401, 'invalid_client'])
})

test('fapi2-security-profile-final-ensure-holder-of-key-required: without a proof invalid_request', async () => {
  const code = await codeFor()
  refused(await redeem(code, {}, ''), 400, 'invalid_request')
})

test('fapi2-security-profile-final-ensure-authorization-code-is-bound-to-client: invalid_grant', async () => {
  refused(await redeem(await codeFor(), {}, proofAt('/token'), ofTwo()), 400, 'invalid_grant')
})

test('fapi2-security-profile-final-attempt-reuse-authorization-code-after-one-second: invalid_grant, and the token is over', async () => {
  const code = await codeFor()
  const token = String((await redeem(code)).json['access_token'])
  world().clock.advance(1000)
  refused(await redeem(code), 400, 'invalid_grant')
  assert.equal((await resource(token, shown(token))).status, 401)
})

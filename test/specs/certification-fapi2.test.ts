/**
 * The modules of fapi2-security-profile-final (private_key_jwt, DPoP) and fapi2-message-signing-final (signed requests and answers), by
 * their names. The variants with certificates have their connections in `rfc8705.test.ts`.
 */
import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import { ath, otherProofKey, proof, proofKey, type ProofKey, proofKeys } from '#oidc/test-proofs.ts'
import { landed } from '../browser.ts'
import { callback, owners } from '../services.ts'
import {
  authorize,
  claimsOf,
  fetchOf,
  type Fields,
  good,
  hint,
  refused,
  refusedHere,
  type Reply,
  send,
  verifier,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'
import { random, verified } from './certified.ts'
import { fapi, type FapiAlgorithm, fapiAssertion, fapiSigned } from './fapi-client.ts'

const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
const services = [
  fapi,
  {
    ...fapi,
    client_id: 'fapi-two',
    redirect_uris: [callback('fapi-two')],
    jwks: { keys: [{ ...other.publicKey.export({ format: 'jwk' }), kid: 'rsa' }] },
  },
  { ...fapi, client_id: 'fapi-jar', redirect_uris: [callback('fapi-jar')], require_signed_request_object: true },
]
let world: World
worldForAll(
  import.meta.filename,
  [...owners, { org_number: '974761076', name: 'Finanstilsynet (prøve)', services }],
  (opened) => {
    world = opened
    world.clock.advance(20_000)
  },
)

const now = (): number => Math.floor(world.clock.now() / 1000)
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const assertion = (claims: object = {}, alg: FapiAlgorithm = 'PS256', clientId = 'fapi'): Fields =>
  fapiAssertion(now(), claims, alg, clientId)
/** The second client's, with its own key or that of the first. */
function ofTwo(key = other.privateKey): Fields {
  const claims = {
    iss: 'fapi-two',
    sub: 'fapi-two',
    aud: issuer,
    iat: now(),
    exp: now() + 60,
    jti: crypto.randomUUID(),
  }
  const input = `${part({ alg: 'PS256', kid: 'rsa' })}.${part(claims)}`
  const signature = sign('sha256', Buffer.from(input), { key, padding: 6, saltLength: 32 }).toString('base64url')
  return { ...assertion({}, 'PS256', 'fapi-two'), client_assertion: `${input}.${signature}` }
}
const proofAt = (path: string, over: Partial<Parameters<typeof proof>[0]> = {}): string =>
  proof({ at: world.clock.now(), htu: issuer + path, key: proofKey, ...over })

/** As the suite pushes: everything but what a page needs. */
const push = (over: Fields = {}, as: Fields = assertion(), headers: Record<string, string> = {}): Promise<Reply> =>
  send(world, '/par', { ...good('fapi', { login_hint: hint(world) }), ...as, ...over }, headers)
const uriOf = async (over: Fields = {}, headers?: Record<string, string>): Promise<string> => {
  const { status, json, text } = await push(over, assertion(), headers)
  assert.equal(status, 201, text)
  assert.ok(Number(json['expires_in']) < 600)
  return String(json['request_uri'])
}
const go = (request_uri: string, over: Fields = {}) => authorize(world, { client_id: 'fapi', request_uri, ...over })
const answerTo = async (over: Fields = {}, headers?: Record<string, string>): Promise<URLSearchParams> =>
  landed(await go(await uriOf(over, headers))).searchParams
const codeFor = async (over: Fields = {}, headers?: Record<string, string>): Promise<string> =>
  (await answerTo(over, headers)).get('code') ?? ''
const redeem = (
  code: string,
  over: Fields = {},
  dpop: string | undefined = proofAt('/token'),
  as = assertion(),
): Promise<Reply> =>
  send(
    world,
    '/token',
    { grant_type: 'authorization_code', code, redirect_uri: callback('fapi'), code_verifier: verifier, ...as, ...over },
    dpop === '' ? {} : { dpop },
  )
const tokensFor = async (over: Fields = {}): Promise<Reply> => {
  const reply = await redeem(await codeFor(over))
  assert.equal(reply.status, 200, reply.text)
  return reply
}
const resource = (token: string, dpop: string | undefined, scheme = 'DPoP'): Promise<Reply> =>
  fetchOf(world, '/userinfo', { authorization: `${scheme} ${token}`, ...(dpop === undefined ? {} : { dpop }) })
const shown = (token: string, over: Partial<Parameters<typeof proof>[0]> = {}): string =>
  proofAt('/userinfo', { htm: 'GET', ...over, claims: { ath: ath(token), ...over.claims } })

test('fapi2-security-profile-final-discovery-end-point-verification: algorithms, methods, PKCE, the pushed endpoint, iss', async () => {
  for (const path of ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']) {
    const { json } = await fetchOf(world, path)
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
  const { sub } = await verified(world, String(json['id_token']), 'fapi', 'nonce-of-the-client', 'PS256')
  const told = await resource(token, shown(token))
  assert.deepEqual([told.status, told.json['sub']], [200, sub])
})

test('fapi2-security-profile-final-user-rejects-authentication: access_denied, with state and iss', async () => {
  const browser = world.browser()
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
  const { searchParams } = landed(await authorize(world, good('fapi')))
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
  world.clock.advance(1000)
  refused(await redeem(code), 400, 'invalid_grant')
  assert.equal((await resource(token, shown(token))).status, 401)
})

test('fapi2-security-profile-final-attempt-to-use-expired-auth-code: after 65 seconds invalid_grant', async () => {
  const code = await codeFor()
  world.clock.advance(65_000)
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
      world,
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
  const [first, second] = [world.browser(), world.browser()]
  for (const browser of [first, second])
    assert.equal((await browser.get(`/authorize?client_id=fapi&request_uri=${uri}`)).status, 200)
  const used = await uriOf()
  assert.ok(landed(await go(used)).searchParams.get('code'))
  refusedHere(await go(used), 'IN-01')
})

test('fapi2-security-profile-final-par-attempt-to-use-expired-request_uri, -par-attempt-to-use-request_uri-for-different-client: a page', async () => {
  const uri = await uriOf()
  refusedHere(await authorize(world, { client_id: 'fapi-two', request_uri: uri }), 'IN-01')
  world.clock.advance(121_000)
  refusedHere(await go(uri), 'IN-01')
})

test('fapi2-security-profile-final-par-authorization-request-containing-request_uri-form-param: invalid_request', async () => {
  refused(await push({ request_uri: 'urn:example:bad' }), 400, 'invalid_request')
})

test('fapi2-security-profile-final-par-attempt-invalid-http-method: 405', async () => {
  const response = await world.fetch(`${issuer}/par`, {
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

/** Message signing: a request object as the suite makes it, changed. */
const object = (over: Readonly<Record<string, unknown>> = {}, alg: FapiAlgorithm = 'PS256'): string =>
  fapiSigned(
    {
      iss: 'fapi-jar',
      aud: issuer,
      nbf: now(),
      exp: now() + 300,
      ...good('fapi-jar', { login_hint: hint(world) }),
      ...over,
    },
    alg,
    { typ: 'oauth-authz-req+jwt' },
  )
const pushObject = (request: string | undefined, over: Fields = {}): Promise<Reply> =>
  send(world, '/par', { ...assertion({}, 'PS256', 'fapi-jar'), request, ...over })
async function answerToObject(request: string, beside: Fields = {}): Promise<URLSearchParams> {
  const { status, json, text } = await pushObject(request, beside)
  assert.equal(status, 201, text)
  return landed(await authorize(world, { client_id: 'fapi-jar', request_uri: String(json['request_uri']), ...beside }))
    .searchParams
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
  const { headers, text } = await send(world, '/token/introspect', { token, ...assertion() }, accept)
  assert.equal(headers.get('content-type'), 'application/token-introspection+jwt')
  const { aud, token_introspection: told } = claimsOf(text)
  assert.equal(aud, 'fapi')
  assert.partialDeepStrictEqual(told, { active: true, client_id: 'fapi', cnf: { jkt: proofKey.jkt } })
})

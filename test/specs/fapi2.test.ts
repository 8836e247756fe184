/** FAPI 2.0 Security Profile: what a client of the profile `fapi2` gets, and what it is refused. Others beside it are not held to it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { ath, otherProofKey, proof, proofKey, proofKeys, type ProofKey } from '#oidc/test-proofs.ts'
import { checkServices, ServiceFaults } from '#services/file.ts'
import { landed } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { callback, owners, secret } from '../services.ts'
import {
  authorize,
  claimsOf,
  fetchOf,
  type Fields,
  good,
  hint,
  refused,
  refusedHere,
  refusedTo,
  type Reply,
  send,
  verifier,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'
import { fapi, fapiAssertion, rsa } from './fapi-client.ts'

let world: World
worldForAll(
  import.meta.filename,
  [...owners, { org_number: '974761076', name: 'Finanstilsynet (prøve)', services: [fapi] }],
  (opened) => {
    world = opened
    world.clock.advance(20_000)
  },
)

const seconds = (): number => Math.floor(world.clock.now() / 1000)
const assertion = (claims: object = {}, alg: Parameters<typeof fapiAssertion>[2] = 'PS256'): Fields =>
  fapiAssertion(seconds(), claims, alg)
const at = (path: string, key: ProofKey = proofKey, claims: object = {}, htm = 'POST'): string =>
  proof({ at: world.clock.now(), htu: issuer + path, htm, key, claims })

const push = (over: Fields = {}, headers: Record<string, string> = {}): Promise<Reply> =>
  send(world, '/par', { ...good('fapi', { login_hint: hint(world) }), ...assertion(), ...over }, headers)
async function codeFor(over: Fields = {}, headers: Record<string, string> = {}): Promise<string> {
  const { status, json, text } = await push(over, headers)
  assert.equal(status, 201, text)
  const visit = await authorize(world, { client_id: 'fapi', request_uri: String(json['request_uri']) })
  return landed(visit).searchParams.get('code') ?? ''
}
const ask = (grant: Fields, dpop: string | undefined, as: Fields = assertion()): Promise<Reply> =>
  send(world, '/token', { ...grant, ...as }, dpop === undefined ? {} : { dpop })
const redeem = (code: string, dpop: string | undefined = at('/token'), as?: Fields): Promise<Reply> =>
  ask({ grant_type: 'authorization_code', code, redirect_uri: callback('fapi'), code_verifier: verifier }, dpop, as)

test('FAPI 2.0 §5.3.2.1 the metadata has what a client of the profile needs', async () => {
  const { json } = await fetchOf(world, '/.well-known/openid-configuration')
  for (const [name, values] of Object.entries({
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    code_challenge_methods_supported: ['S256'],
    response_types_supported: ['code'],
    dpop_signing_alg_values_supported: ['PS256', 'ES256', 'EdDSA'],
    id_token_signing_alg_values_supported: ['PS256', 'ES256', 'EdDSA'],
    token_endpoint_auth_signing_alg_values_supported: ['PS256', 'ES256', 'EdDSA'],
  }))
    for (const value of values) assert.ok((json[name] as string[]).includes(value), `${name} ${value}`)
  assert.equal(json['authorization_response_iss_parameter_supported'], true)
  assert.ok(json['pushed_authorization_request_endpoint'])
})

test('FAPI 2.0 §5.3.2.1 refused: the password grant, which nobody has here', async () => {
  const grant = { grant_type: 'password', username: 'kari', password: 'x' }
  refused(await ask(grant, at('/token')), 400, 'unsupported_grant_type')
})

const registered = (over: Record<string, unknown>): readonly string[] => {
  const owner = { org_number: '974761076', name: 'Prøve', services: [{ ...fapi, ...over }] }
  try {
    checkServices([owner], { world: 'twin', eids: ['minid', 'test'] })
    return []
  } catch (error) {
    assert.ok(error instanceof ServiceFaults)
    return error.faults
  }
}
for (const [what, over, says] of [
  [
    '§5.3.2.1 a public client',
    { application_type: 'browser', token_endpoint_auth_method: 'none', jwks: undefined },
    /fapi2/,
  ],
  [
    '§5.3.2.1 a shared secret',
    { token_endpoint_auth_method: 'client_secret_basic', client_secret: secret, jwks: undefined },
    /fapi2/,
  ],
  ['§5.3.2.1 bearer tokens', { dpop_bound_access_tokens: false }, /bound/],
  ['§5.3.2.2 no PKCE', { code_challenge_method: 'none' }, /S256/],
  ['§5.4.1 RS256', { id_token_signed_response_alg: 'RS256' }, /PS256/],
] as [string, Record<string, unknown>, RegExp][]) {
  test(`FAPI 2.0 ${what} cannot be registered`, () => {
    assert.match(registered(over).join('\n'), says)
  })
}
test('FAPI 2.0 §5.3.2.1 what the profile asks for can be registered', () => assert.deepEqual(registered({}), []))

test('FAPI 2.0 §5.3.2.1 tokens are bound to a key, and without one there are none', async () => {
  const code = await codeFor()
  const grant = { grant_type: 'authorization_code', code, redirect_uri: callback('fapi'), code_verifier: verifier }
  refused(await ask(grant, undefined), 400, 'invalid_request')
  const { json } = await redeem(code)
  assert.equal(json['token_type'], 'DPoP')
  assert.deepEqual(claimsOf(String(json['access_token']))['cnf'], { jkt: proofKey.jkt })
})

for (const [what, aud] of [
  ['the token endpoint', `${issuer}/token`],
  ['the endpoint for pushed requests', `${issuer}/par`],
  ['the issuer in a list', [issuer]],
  ['the issuer and another', [issuer, 'https://other.example']],
  ['the issuer with a slash', `${issuer}/`],
] as [string, unknown][]) {
  test(`FAPI 2.0 §5.3.2.1 refused: an assertion whose aud is ${what}; only the issuer as a string`, async () => {
    refused(await push(assertion({ aud })), 401, 'invalid_client')
    refused(await redeem('x', at('/token'), assertion({ aud })), 401, 'invalid_client')
  })
}

test('FAPI 2.0 §5.3.2.1 no rotation: a refresh token goes on, and no new one comes', async () => {
  const first = await redeem(await codeFor())
  const refresh_token = String(first.json['refresh_token'])
  for (const _ of [1, 2]) {
    const { status, json, text } = await ask({ grant_type: 'refresh_token', refresh_token }, at('/token'))
    assert.equal(status, 200, text)
    assert.equal(json['token_type'], 'DPoP')
    assert.ok(json['refresh_token'] === undefined || json['refresh_token'] === refresh_token)
  }
  refused(await ask({ grant_type: 'refresh_token', refresh_token }, undefined), 400, 'invalid_request')
})

test('FAPI 2.0 §5.3.2.1 a code lives for a minute', async () => {
  const [young, old] = [await codeFor(), await codeFor()]
  world.clock.advance(59_000)
  assert.equal((await redeem(young)).status, 200)
  world.clock.advance(1000)
  refused(await redeem(old), 400, 'invalid_grant')
})

test('FAPI 2.0 §5.3.2.1 codes are bound to the DPoP key of the pushed request or of dpop_jkt', async () => {
  const pushed = await codeFor({}, { dpop: at('/par') })
  refused(await redeem(pushed, at('/token', otherProofKey)), 400, 'invalid_grant')
  const named = await codeFor({ dpop_jkt: proofKey.jkt })
  refused(await redeem(named, at('/token', otherProofKey)), 400, 'invalid_grant')
  assert.equal((await redeem(await codeFor({}, { dpop: at('/par') }))).status, 200)
})

test('FAPI 2.0 §5.3.2.1 clocks: up to ten seconds ahead is taken, more than a minute never', async () => {
  const ahead = (by: number): Promise<Reply> =>
    push(assertion({ iat: seconds() + by, nbf: seconds() + by, exp: seconds() + by + 60 }))
  for (const by of [0, 10]) assert.equal((await ahead(by)).status, 201, String(by))
  refused(await ahead(61), 401, 'invalid_client')
  const proofAhead = async (by: number): Promise<Reply> =>
    redeem(await codeFor(), at('/token', proofKey, { iat: seconds() + by }))
  assert.equal((await proofAhead(10)).status, 200)
  refused(await proofAhead(61), 400, 'invalid_dpop_proof')
})

test('FAPI 2.0 §5.3.2.2 refused: a request that was not pushed, by GET and POST, with every parameter right', async () => {
  for (const method of ['GET', 'POST'] as const)
    refusedTo(await authorize(world, good('fapi'), { method }), 'fapi', 'invalid_request')
})

test('FAPI 2.0 §5.3.2.2 refused: a pushed request without authentication, or by another way than the registered one', async () => {
  refused(await send(world, '/par', good('fapi')), 401, 'invalid_client')
  refused(await send(world, '/par', { ...good('fapi'), client_secret: secret }), 401, 'invalid_client')
})

for (const [what, over, error] of [
  ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
  ['PKCE in the clear', { code_challenge_method: 'plain', code_challenge: verifier }, 'invalid_request'],
  ['no redirect_uri', { redirect_uri: undefined }, 'invalid_request'],
  ['a redirect_uri that is not registered', { redirect_uri: 'https://evil.example/' }, 'invalid_request'],
  ['response type token', { response_type: 'token' }, 'unsupported_response_type'],
  ['response type code id_token', { response_type: 'code id_token' }, 'unsupported_response_type'],
  ['a request_uri inside', { request_uri: 'urn:idporten:x' }, 'invalid_request'],
] as [string, Fields, string][]) {
  test(`FAPI 2.0 §5.3.2.2 refused when it is pushed: ${what}`, async () => {
    refused(await push(over), 400, error)
  })
}

test('FAPI 2.0 §5.3.2.2 the request lives less than ten minutes, is answered by 303 with iss, and a nonce of 64 characters comes back', async () => {
  const nonce = 'n'.repeat(64)
  const pushed = await push({ nonce })
  assert.ok(Number(pushed.json['expires_in']) < 600)
  const visit = await authorize(world, { client_id: 'fapi', request_uri: String(pushed.json['request_uri']) })
  assert.equal(visit.status, 303)
  const back = landed(visit).searchParams
  assert.equal(back.get('iss'), issuer)
  const { json } = await redeem(back.get('code') ?? '')
  assert.equal(claimsOf(String(json['id_token']))['nonce'], nonce)
  const none = await push({ prompt: 'none', login_hint: undefined })
  const no = await authorize(world, { client_id: 'fapi', request_uri: String(none.json['request_uri']) })
  assert.equal(refusedTo(no, 'fapi', 'login_required').get('iss'), issuer)
})

test('FAPI 2.0 §5.3.2.2 refused: a code a second time; what it gave is taken back', async () => {
  const code = await codeFor()
  const token = String((await redeem(code)).json['access_token'])
  const userinfo = (): Promise<Reply> =>
    fetchOf(world, '/userinfo', {
      authorization: `DPoP ${token}`,
      dpop: at('/userinfo', proofKey, { ath: ath(token) }, 'GET'),
    })
  assert.equal((await userinfo()).status, 200)
  refused(await redeem(code), 400, 'invalid_grant')
  assert.equal((await userinfo()).status, 401)
})

test('FAPI 2.0 §5.3.2.2 what was pushed by one client opens nothing for another', async () => {
  const request_uri = String((await push()).json['request_uri'])
  refusedHere(await authorize(world, { client_id: 'tax', request_uri }), 'IN-01')
})

test('FAPI 2.0 §5.3.2.3 an ID token tells who the user is where openid was asked for, and nothing does where it was not', async () => {
  const { json } = await redeem(await codeFor())
  assert.equal(claimsOf(String(json['id_token']))['pid'], world.people.at(0).number)
  const oauth = (await redeem(await codeFor({ scope: 'profile' }))).json
  assert.deepEqual([oauth['scope'], 'id_token' in oauth], ['profile', false])
  const token = String(oauth['access_token'])
  const dpop = at('/userinfo', proofKey, { ath: ath(token) }, 'GET')
  assert.equal((await fetchOf(world, '/userinfo', { authorization: `DPoP ${token}`, dpop })).status, 403)
})

test('FAPI 2.0 §5.3.4 a token is shown in the header with its proof, never in an address, a form or as a bearer’s', async () => {
  const token = String((await redeem(await codeFor())).json['access_token'])
  const dpop = (htm = 'GET'): string => at('/userinfo', proofKey, { ath: ath(token) }, htm)
  assert.equal((await fetchOf(world, '/userinfo', { authorization: `DPoP ${token}`, dpop: dpop() })).status, 200)
  assert.equal((await fetchOf(world, '/userinfo', { authorization: `Bearer ${token}` })).status, 401)
  assert.equal((await fetchOf(world, `/userinfo?access_token=${token}`, { dpop: dpop() })).status, 401)
  assert.equal((await send(world, '/userinfo', { access_token: token }, { dpop: dpop('POST') })).status, 401)
})

test('FAPI 2.0 §5.4.1 PS256, ES256 and EdDSA are taken from a client, RS256 and others never', async () => {
  for (const alg of ['PS256', 'ES256', 'EdDSA'] as const)
    assert.equal((await push(assertion({}, alg))).status, 201, alg)
  for (const alg of ['RS256', 'PS384'] as const) refused(await push(assertion({}, alg)), 401, 'invalid_client')
  for (const key of [proofKeys.PS256, proofKeys.ES256, proofKeys.EdDSA])
    assert.equal((await redeem(await codeFor(), at('/token', key))).status, 200, key.alg)
  refused(await redeem(await codeFor(), at('/token', proofKeys.RS256)), 400, 'invalid_dpop_proof')
})

test('FAPI 2.0 §5.4.1 what is signed for the client is signed by PS256', async () => {
  const { json } = await redeem(await codeFor())
  for (const name of ['id_token', 'access_token']) {
    const header = JSON.parse(Buffer.from(String(json[name]).split('.')[0] ?? '', 'base64url').toString()) as object
    assert.equal((header as Record<string, unknown>)['alg'], 'PS256', name)
  }
})

test('FAPI 2.0 a client of another profile beside it does all that it may not', async () => {
  const code =
    landed(await authorize(world, good('library', { login_hint: hint(world) }))).searchParams.get('code') ?? ''
  const fields = { grant_type: 'authorization_code', code, redirect_uri: callback('library'), code_verifier: verifier }
  const { json } = await send(world, '/token', { ...fields, client_id: 'library', client_secret: secret })
  assert.equal(json['token_type'], 'Bearer')
})

test('FAPI 2.0 openid-client: PAR, private_key_jwt by PS256, a DPoP key, through pages to userinfo and a refresh', async () => {
  const key = rsa.privateKey.toCryptoKey({ name: 'RSA-PSS', hash: 'SHA-256' }, false, ['sign']) as CryptoKey
  const metadata = {
    id_token_signed_response_alg: 'PS256',
    use_mtls_endpoint_aliases: false,
    [oidc.clockSkew]: Math.round((world.clock.now() - Date.now()) / 1000),
  }
  const config = await oidc.discovery(new URL(issuer), 'fapi', metadata, oidc.PrivateKeyJwt({ key, kid: 'rsa' }), {
    execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
    [oidc.customFetch]: (url, init) => world.fetch(url, init as RequestInit),
  })
  const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('PS256'))
  const [pkceCodeVerifier, expectedNonce] = [oidc.randomPKCECodeVerifier(), oidc.randomNonce()]
  const parameters = {
    redirect_uri: callback('fapi'),
    scope: 'openid profile',
    nonce: expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  }
  const url = await oidc.buildAuthorizationUrlWithPAR(config, parameters, { DPoP })
  assert.deepEqual([...url.searchParams.keys()].toSorted(), ['client_id', 'request_uri'])
  const browser = world.browser()
  const visit = await byTestEid(browser, await browser.get(url.href), world.people.at(0).number, 'high')
  const checks = { pkceCodeVerifier, expectedNonce, idTokenExpected: true }
  const tokens = await oidc.authorizationCodeGrant(config, landed(visit), checks, undefined, { DPoP })
  const claims = tokens.claims()
  assert.ok(claims)
  assert.equal((await oidc.fetchUserInfo(config, tokens.access_token, claims.sub, { DPoP }))['pid'], claims['pid'])
  const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP })
  assert.equal((await oidc.fetchUserInfo(config, renewed.access_token, claims.sub, { DPoP })).sub, claims.sub)
})

/** FAPI 2.0 Message Signing: requests, answers and introspection that each side signs, for clients of the profile `fapi2`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import { proof, proofKey } from '#oidc/test-proofs.ts'
import { landed, type Visit } from '../browser.ts'
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
  refusedTo,
  type Reply,
  send,
  verifier,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'
import { fapi, type FapiAlgorithm, fapiAssertion, fapiSigned } from './fapi-client.ts'

const id = 'fapi-signed'
const signing = { ...fapi, client_id: id, redirect_uris: [callback(id)], require_signed_request_object: true }
const es = {
  ...fapi,
  client_id: 'fapi-es',
  redirect_uris: [callback('fapi-es')],
  id_token_signed_response_alg: 'ES256',
}
let world: World
worldForAll(
  import.meta.filename,
  [...owners, { org_number: '974761076', name: 'Finanstilsynet (prøve)', services: [fapi, signing, es] }],
  (opened) => {
    world = opened
    world.clock.advance(20_000)
  },
)

const now = (): number => Math.floor(world.clock.now() / 1000)
type Claims = Readonly<Record<string, unknown>>
interface Made {
  readonly claims?: Claims
  readonly alg?: FapiAlgorithm
  readonly header?: object
}
function requestObject({ claims = {}, alg = 'PS256', header = {} }: Made = {}): string {
  const all = {
    iss: id,
    aud: issuer,
    nbf: now(),
    exp: now() + 300,
    ...good(id, { login_hint: hint(world) }),
    ...claims,
  }
  return fapiSigned(all, alg, { typ: 'oauth-authz-req+jwt', ...header })
}
const push = (request: string | undefined, over: Fields = {}): Promise<Reply> =>
  send(world, '/par', { ...fapiAssertion(now(), {}, 'PS256', id), request, ...over })
async function answer(made: Made = {}, over: Fields = {}): Promise<Visit> {
  const { status, json, text } = await push(requestObject(made), over)
  assert.equal(status, 201, text)
  return authorize(world, { client_id: id, request_uri: String(json['request_uri']) })
}
const redeem = (code: string | null): Promise<Reply> =>
  send(
    world,
    '/token',
    {
      ...fapiAssertion(now(), {}, 'PS256', id),
      grant_type: 'authorization_code',
      code: code ?? '',
      redirect_uri: callback(id),
      code_verifier: verifier,
    },
    { dpop: proof({ at: world.clock.now(), htu: `${issuer}/token`, key: proofKey }) },
  )
async function verified(token: string, audience: string, algorithm: string): Promise<JWTPayload> {
  const keys = createLocalJWKSet((await fetchOf(world, '/jwks.json')).json as unknown as JSONWebKeySet)
  const options = { issuer, audience, algorithms: [algorithm], currentDate: new Date(world.clock.now()) }
  return (await jwtVerify(token, keys, options)).payload
}

for (const alg of ['PS256', 'ES256', 'EdDSA'] as const) {
  test(`FAPI 2.0 Message Signing §5.3.1 a pushed request signed by ${alg} gives a code and tokens`, async () => {
    const { status, json } = await redeem(landed(await answer({ alg })).searchParams.get('code'))
    assert.equal(status, 200)
    assert.equal(claimsOf(String(json['id_token']))['nonce'], 'nonce-of-the-client')
  })
}

for (const [what, claims] of [
  ['several audiences, the issuer among them', () => ({ aud: [issuer, 'https://other.example'] })],
  ['a nbf of eight seconds ahead', () => ({ nbf: now() + 8, exp: now() + 300 })],
  ['an exp of an hour', () => ({ exp: now() + 3600 })],
  ['a nbf of nearly an hour ago', () => ({ nbf: now() - 3590, exp: now() + 5 })],
  ['no state', () => ({ state: undefined })],
  ['no nonce', () => ({ nonce: undefined })],
  ['a nonce of 64 characters', () => ({ nonce: 'n'.repeat(64) })],
  ['a long state and nonce', () => ({ nonce: 'n'.repeat(400), state: 's'.repeat(400) })],
  ['claims for identity', () => ({ claims: { userinfo: { name: { essential: true }, unheard_of: null } } })],
] as [string, () => Claims][]) {
  test(`FAPI 2.0 Message Signing §5.3.1 accepted: ${what}`, async () => {
    const over = claims()
    const back = landed(await answer({ claims: over })).searchParams
    assert.equal((await redeem(back.get('code'))).status, 200)
    if ('state' in over) assert.equal(back.get('state') ?? undefined, over['state'])
  })
}

for (const [what, made] of [
  ['without exp', () => ({ claims: { exp: undefined } })],
  ['without nbf', () => ({ claims: { nbf: undefined } })],
  ['that has expired', () => ({ claims: { nbf: now() - 300, exp: now() - 1 } })],
  ['whose exp is more than an hour after nbf', () => ({ claims: { exp: now() + 3601 } })],
  ['whose nbf is more than an hour ago', () => ({ claims: { nbf: now() - 3601, exp: now() + 60 } })],
  ['that is valid in a minute', () => ({ claims: { nbf: now() + 61, exp: now() + 300 } })],
  ['for somebody else', () => ({ claims: { aud: 'https://other.example' } })],
  ['for the endpoint', () => ({ claims: { aud: `${issuer}/par` } })],
  ['of another client', () => ({ claims: { iss: 'fapi', client_id: 'fapi' } })],
  ['with a request_uri inside', () => ({ claims: { request_uri: 'urn:idporten:x' } })],
  ['signed by RS256', () => ({ alg: 'RS256' })],
  ['signed by PS384', () => ({ alg: 'PS384' })],
  ['whose kid is that of another key', () => ({ alg: 'ES256', header: { kid: 'ed' } })],
  ['of the type of an access token', () => ({ header: { typ: 'at+jwt' } })],
] as [string, () => Made][]) {
  test(`FAPI 2.0 Message Signing §5.3.1 refused: a request object ${what}`, async () => {
    refused(await push(requestObject(made())), 400, 'invalid_request_object')
  })
}

test('FAPI 2.0 Message Signing §5.3.1 refused: alg none, a changed signature, a changed payload', async () => {
  const [head = '', body = '', signature = ''] = requestObject().split('.')
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const other = encode({ ...claimsOf(`x.${body}.x`), scope: 'openid profile' })
  for (const request of [
    `${encode({ alg: 'none', typ: 'oauth-authz-req+jwt' })}.${body}.`,
    `${encode({ alg: 'none' })}.${body}.${signature}`,
    `${head}.${body}.${signature.slice(0, 10)}${signature[10] === 'A' ? 'B' : 'A'}${signature.slice(11)}`,
    `${head}.${other.replace(/.$/, other.endsWith('A') ? 'B' : 'A')}.${signature}`,
  ])
    refused(await push(request), 400, 'invalid_request_object')
})

test('FAPI 2.0 Message Signing §5.3.1 refused: no request object, and one without redirect_uri or PKCE', async () => {
  refused(await push(undefined, good(id)), 400, 'invalid_request')
  for (const claims of [{ redirect_uri: undefined }, { code_challenge: undefined }, { code_challenge_method: 'plain' }])
    refused(await push(requestObject({ claims }), good(id)), 400, 'invalid_request')
})

test('RFC 9126 §3 the request object and the assertion are enough: no client_id beside them', async () => {
  const { client_id: _, ...proof } = fapiAssertion(now(), {}, 'PS256', id)
  const { status, json, text } = await send(world, '/par', { ...proof, request: requestObject() })
  assert.equal(status, 201, text)
  const visit = await authorize(world, { client_id: id, request_uri: String(json['request_uri']) })
  assert.ok(landed(visit).searchParams.get('code'))
  const { client_id: __, ...others } = fapiAssertion(now(), {}, 'PS256', 'fapi')
  refused(await send(world, '/par', { ...others, request: requestObject() }), 400, 'invalid_request_object')
  refused(await send(world, '/par', { request: requestObject() }), 401, 'invalid_client')
})

test('FAPI 2.0 Message Signing §5.3.1 what stands beside the object is not used: state, nonce, redirect_uri', async () => {
  const beside = { state: 'beside', nonce: 'beside', redirect_uri: 'https://evil.example/' }
  const back = landed(await answer({ claims: { state: undefined } }, beside))
  assert.equal(back.origin + back.pathname, callback(id))
  assert.equal(back.searchParams.get('state'), null)
  const { json } = await redeem(back.searchParams.get('code'))
  assert.equal(claimsOf(String(json['id_token']))['nonce'], 'nonce-of-the-client')
})

test('FAPI 2.0 Message Signing §5.3.1 a signed request that was not pushed is refused', async () => {
  const visit = await authorize(world, { client_id: id, request: requestObject() })
  refusedTo(visit, id, 'invalid_request')
  refusedHere(await authorize(world, { client_id: id, request: 'x' }), 'IN-04')
})

test('FAPI 2.0 Message Signing §5.4 the answer is signed by an algorithm of the profile, errors too', async () => {
  const inner = async (visit: Visit, clientId: string, alg: string): Promise<JWTPayload> => {
    const { searchParams } = landed(visit)
    assert.deepEqual([...searchParams.keys()], ['response'])
    return verified(searchParams.get('response') ?? '', clientId, alg)
  }
  const code = await inner(await answer({ claims: { response_mode: 'jwt' } }), id, 'PS256')
  assert.deepEqual([code['state'], code.iss], ['state-of-the-client', issuer])
  assert.equal((await redeem(String(code['code']))).status, 200)
  const none = { response_mode: 'jwt', prompt: 'none', login_hint: undefined }
  assert.equal((await inner(await answer({ claims: none }), id, 'PS256'))['error'], 'login_required')
  const pushed = await send(world, '/par', {
    ...good('fapi-es', { response_mode: 'query.jwt', login_hint: hint(world) }),
    ...fapiAssertion(now(), {}, 'ES256', 'fapi-es'),
  })
  const request_uri = String(pushed.json['request_uri'])
  assert.ok((await inner(await authorize(world, { client_id: 'fapi-es', request_uri }), 'fapi-es', 'ES256'))['code'])
})

test('FAPI 2.0 Message Signing §5.5 introspection is answered signed where it is asked for, by PS256, and says nothing outside', async () => {
  const { json } = await redeem(landed(await answer()).searchParams.get('code'))
  const ask = (token: string): Promise<Reply> =>
    send(
      world,
      '/token/introspect',
      { token, ...fapiAssertion(now(), {}, 'PS256', id) },
      { accept: 'application/token-introspection+jwt' },
    )
  const told = await verified((await ask(String(json['access_token']))).text, id, 'PS256')
  const { active, cnf, token_type } = told['token_introspection'] as Claims
  assert.deepEqual([active, cnf, token_type], [true, { jkt: proofKey.jkt }, 'DPoP'])
  assert.deepEqual(Object.keys(told).toSorted(), ['aud', 'iat', 'iss', 'token_introspection'])
  const unknown = await verified((await ask('x')).text, id, 'PS256')
  assert.deepEqual(unknown['token_introspection'], { active: false })
})

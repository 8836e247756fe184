/** RFC 9101, JWT-Secured Authorization Request (JAR): request objects by value. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { landed, type Visit } from '../browser.ts'
import { byTestEid, service } from '../client.ts'
import { callback, owners, secret, small } from '../services.ts'
import {
  authorize,
  basic,
  claimsOf,
  exchange,
  type Fields,
  good,
  push,
  refused,
  refusedHere,
  refusedTo,
  send,
  signed,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'
import { type Claims, keyed, pairs, requestClaims, signedBy, signedWith } from './keyed.ts'

const web = (client_id: string, over: object = {}): object => small(client_id, { jwks: keyed.jwks, ...over })
const services = [
  web('jar', { request_object_signing_alg: 'ES256' }),
  web('only-jar', { require_signed_request_object: true }),
  { ...keyed, client_id: 'plain', redirect_uris: [callback('plain')], profile: 'plain' },
  // Has keys, and has not registered request objects.
  keyed,
]

let world: World
worldForAll(
  import.meta.filename,
  [...owners, { org_number: '974761076', name: 'Signaturetaten', services }],
  (opened) => (world = opened),
)

const now = (): number => Math.floor(world.clock.now() / 1000)
const claims = (clientId: string, over: Claims = {}): Claims => requestClaims(world, clientId, over)
const object = (clientId: string, over: Claims = {}, alg = 'ES256', header: object = {}): string =>
  signedWith(alg, claims(clientId, over), { typ: 'oauth-authz-req+jwt', ...header })
const ask = (clientId: string, request: string, over: Fields = {}): Promise<Visit> =>
  authorize(world, { client_id: clientId, request, ...over })
const sentBack = (visit: Visit): Claims => Object.fromEntries(landed(visit).searchParams)
const gaveCode = (visit: Visit): void => assert.ok(sentBack(visit)['code'])

test('RFC 9101 §5.1 client_id and the object are enough, by GET and POST, and the code gives tokens', async () => {
  for (const method of ['GET', 'POST'] as const) {
    const visit = await authorize(world, { client_id: 'jar', request: object('jar') }, { method })
    const { code, state } = sentBack(visit)
    assert.equal(state, 'state-of-the-client')
    const form = { grant_type: 'authorization_code', code: String(code), redirect_uri: callback('jar') }
    const verifier = 'a-verifier-of-forty-three-characters-or-more'
    const { status, json } = await send(world, '/token', { ...form, code_verifier: verifier }, basic('jar', secret))
    assert.equal(status, 200)
    assert.equal(claimsOf(String(json['id_token']))['nonce'], 'nonce-of-the-client')
  }
})

test('RFC 9101 §6.3 what stands beside the object counts for nothing', async () => {
  const beside = {
    state: 'other',
    response_mode: 'form_post',
    scope: 'nonsense',
    redirect_uri: 'https://evil.example/',
  }
  assert.equal(sentBack(await ask('jar', object('jar'), beside))['state'], 'state-of-the-client')
  const alone = object('jar', { state: undefined, nonce: undefined })
  assert.equal(sentBack(await ask('jar', alone, { state: 'other' }))['state'], undefined)
  const missing = await ask('jar', object('jar', { scope: undefined }), { scope: 'openid' })
  refusedTo(missing, 'jar', 'invalid_scope')
})

test('RFC 9101 §4 what is JSON by its nature may stand as JSON: max_age, resource, claims', async () => {
  const over = { max_age: 600, resource: ['https://a.example.no/', 'https://b.example.no/'], claims: { id_token: {} } }
  gaveCode(await ask('jar', object('jar', over)))
  // RFC 6749 §3.1: without a value it is as if it had not been sent, here as outside.
  gaveCode(await ask('jar', object('jar', { resource: '', claims: '', prompt: '' })))
  refusedTo(await ask('jar', object('jar', { max_age: -1 })), 'jar', 'invalid_request')
  refusedTo(await ask('jar', object('jar', { resource: '/relative' })), 'jar', 'invalid_target')
  for (const wrong of [{ scope: ['openid'] }, { state: 5 }, { prompt: null }, { resource: [5] }, { nonce: {} }])
    refusedTo(await ask('jar', object('jar', wrong)), 'jar', 'invalid_request_object')
})

test('RFC 9101 §6.3 the rules hold inside as outside', async () => {
  for (const [over, error] of [
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ code_challenge: undefined }, 'invalid_request'],
    [{ acr_values: 'gold' }, 'unmet_authentication_requirements'],
    [{ registration: {} }, 'registration_not_supported'],
  ] as [Claims, string][])
    refusedTo(await ask('jar', object('jar', over)), 'jar', error)
})

test('RFC 9101 §6.3 the answer goes where and how the object says, errors too', async () => {
  const faulty = object('jar', { response_mode: 'query.jwt', scope: 'profile' })
  const answer = claimsOf(landed(await ask('jar', faulty)).searchParams.get('response') ?? '')
  assert.deepEqual([answer['error'], answer['state']], ['invalid_scope', 'state-of-the-client'])
  refusedHere(await ask('jar', object('jar', { redirect_uri: 'https://evil.example/' })), 'IN-04')
})

/** Not usable, whatever it says: without an address that can be trusted a page says so. */
const unusable: Readonly<Record<string, () => string>> = {
  'signed by somebody else': () => signed({ alg: 'ES256', kid: 'p256' }, claims('jar')),
  'signed by our own key’s neighbour': () =>
    signed({ alg: 'ES256', kid: 'p256' }, claims('jar'), generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
  'signed by another algorithm than the registered one': () => object('jar', {}, 'PS256'),
  'of an unknown key': () => object('jar', {}, 'ES256', { kid: 'other' }),
  'of another type': () => object('jar', {}, 'ES256', { typ: 'client-authentication+jwt' }),
  'with a header that is not understood': () => object('jar', {}, 'ES256', { crit: ['b64'], b64: false }),
  'changed on the way': () => {
    const [head, , signature] = object('jar').split('.')
    return `${head}.${Buffer.from(JSON.stringify(claims('jar', { scope: 'openid' }))).toString('base64url')}.${signature}`
  },
  unsigned: () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    return `${part({ alg: 'none' })}.${part(claims('jar'))}.`
  },
  encrypted: () => 'a.b.c.d.e',
  'no token': () => 'x',
  'too long': () => object('jar', { padding: 'x'.repeat(17_000) }),
}
for (const [what, make] of Object.entries(unusable)) {
  test(`RFC 9101 §6.2 invalid_request_object: ${what}`, async () => {
    const visit = await ask('jar', make())
    refusedHere(visit, 'IN-04')
    assert.match(visit.body, /invalid_request_object/)
    const beside = { redirect_uri: callback('jar'), state: 'beside' }
    assert.equal(refusedTo(await ask('jar', make(), beside), 'jar', 'invalid_request_object').get('state'), 'beside')
  })
}

const unfit: Readonly<Record<string, () => Claims>> = {
  'without client_id': () => ({ client_id: undefined }),
  'for another client_id': () => ({ client_id: 'only-jar' }),
  'without iss': () => ({ iss: undefined }),
  'by another iss': () => ({ iss: 'only-jar' }),
  'without aud': () => ({ aud: undefined }),
  'for another aud': () => ({ aud: ['https://evil.example', `${issuer}/token`] }),
  'without exp': () => ({ exp: undefined }),
  expired: () => ({ exp: now() }),
  'not valid yet': () => ({ nbf: now() + 60, exp: now() + 120 }),
  'living too long': () => ({ exp: now() + 3601 }),
  'too old': () => ({ nbf: now() - 3601 }),
  'with a time that is none': () => ({ exp: String(now() + 60) }),
  'that could be a client assertion': () => ({ sub: 'jar' }),
  'with a request inside': () => ({ request: 'x' }),
  'with a request_uri inside': () => ({ request_uri: 'urn:idporten:x' }),
}
for (const [what, over] of Object.entries(unfit)) {
  test(`RFC 9101 §6.3 invalid_request_object, told where the object says: ${what}`, async () => {
    const told = refusedTo(await ask('jar', object('jar', over())), 'jar', 'invalid_request_object')
    assert.equal(told.get('state'), 'state-of-the-client')
  })
}

test('RFC 9101 §6.3 a list in aud that holds the issuer is fine, and so is no typ, JWT, or no kid where one key fits', async () => {
  gaveCode(await ask('jar', object('jar', { aud: ['https://x.example', issuer] })))
  for (const header of [
    { typ: undefined },
    { typ: 'JWT' },
    { typ: 'application/oauth-authz-req+jwt' },
    { kid: undefined },
  ])
    gaveCode(await ask('jar', object('jar', {}, 'ES256', header)))
})

test('RFC 9101 §10.5 a client registered to sign always is refused without', async () => {
  refusedTo(await authorize(world, good('only-jar')), 'only-jar', 'invalid_request')
  refused(await push(world, 'only-jar'), 400, 'invalid_request')
  for (const alg of ['RS256', 'PS384', 'ES512', 'EdDSA']) gaveCode(await ask('only-jar', object('only-jar', {}, alg)))
})

test('RFC 9101 §10.5 a client that has not registered request objects is told so; by the other profiles a key is enough', async () => {
  for (const clientId of ['tax', 'keyed']) {
    const visit = await ask(clientId, object(clientId), { redirect_uri: callback(clientId) })
    refusedTo(visit, clientId, 'request_not_supported')
  }
  gaveCode(await ask('plain', object('plain', { exp: undefined, nbf: undefined }, 'RS256')))
})

test('RFC 9101 §5.2 by address it is refused', async () => {
  const elsewhere = { request_uri: 'https://jar.example.no/request' }
  refusedTo(await authorize(world, good('jar', elsewhere)), 'jar', 'request_uri_not_supported')
})

test('RFC 9101 §5 request and request_uri are never both sent: refused, whichever address it is', async () => {
  const elsewhere = { redirect_uri: callback('jar'), request_uri: 'https://jar.example.no/request' }
  refusedTo(await ask('jar', object('jar'), elsewhere), 'jar', 'invalid_request')
  refusedHere(await ask('jar', object('jar'), { request_uri: elsewhere.request_uri }), 'IN-04')
  const { json } = await send(world, '/par', { request: object('jar') }, basic('jar', secret))
  const pushed = { request_uri: String(json['request_uri']) }
  refusedHere(await ask('jar', object('jar'), pushed), 'IN-04')
  gaveCode(await authorize(world, { client_id: 'jar', ...pushed }))
})

test('RFC 9126 §3 a request object may be pushed; only what is in it counts, and it must be of the client that pushes', async () => {
  const pushObject = (request: string, over: Fields = {}): ReturnType<typeof send> =>
    send(world, '/par', { request, ...over }, basic('jar', secret))
  const { status, json } = await pushObject(object('jar'), { scope: 'nonsense', client_id: 'jar' })
  assert.equal(status, 201)
  gaveCode(await authorize(world, { client_id: 'jar', request_uri: String(json['request_uri']) }))
  refused(await pushObject(object('only-jar')), 400, 'invalid_request_object')
  for (const make of Object.values(unusable)) refused(await pushObject(make()), 400, 'invalid_request_object')
  refused(await push(world, 'tax', { request: object('tax') }), 400, 'request_not_supported')
})

test('RFC 9101 §10.8 a client assertion is no request object, and a request object no client assertion', async () => {
  const assertion = signedBy('ES256', world.clock.now())['client_assertion'] ?? ''
  refusedHere(await ask('plain', assertion), 'IN-04')
  const asAssertion = {
    client_id: 'keyed',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  }
  const client_assertion = object('keyed', { iat: now(), jti: 'x' })
  refused(await send(world, '/par', { ...good('keyed'), ...asAssertion, client_assertion }), 401, 'invalid_client')
})

test('RFC 9101 §5.1 an outside client signs its request, plainly and pushed', async () => {
  const jar = await service(world, 'jar')
  const { privateKey } = pairs.p256
  const key = await crypto.subtle.importKey(
    'jwk',
    privateKey.export({ format: 'jwk' }),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  )
  const verifier = oidc.randomPKCECodeVerifier()
  const asked = {
    redirect_uri: callback('jar'),
    scope: 'openid',
    state: 'st',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }
  const url = await oidc.buildAuthorizationUrlWithJAR(jar.config, asked, { key, kid: 'p256' })
  const pushed = await oidc.buildAuthorizationUrlWithPAR(jar.config, Object.fromEntries(url.searchParams))
  for (const one of [url, pushed]) {
    const browser = world.browser()
    const visit = await byTestEid(browser, await browser.get(one.href), world.people.at(0).number, 'high')
    const form = {
      grant_type: 'authorization_code',
      code: String(sentBack(visit)['code']),
      redirect_uri: callback('jar'),
    }
    assert.equal((await send(world, '/token', { ...form, code_verifier: verifier }, basic('jar', secret))).status, 200)
  }
})

test('RFC 9101 §10.2 an object that was answered may be sent again, and gives a code of its own: it is bound by its times alone', async () => {
  const request = object('jar')
  const codes = [sentBack(await ask('jar', request))['code'], sentBack(await ask('jar', request))['code']]
  assert.equal(new Set(codes).size, 2)
  assert.equal((await exchange(world, 'jar', String(codes[0]))).status, 200)
  world.clock.advance(60_000)
  refusedTo(await ask('jar', request), 'jar', 'invalid_request_object')
})

/** RFC 7523 §2.1: a machine gets its token by a signed request and no browser; by Maskinporten's rules, with libraries of others. */
import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { createRemoteJWKSet, customFetch, importPKCS8, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import * as oidc from 'openid-client'
import { proof, proofKey } from '#oidc/test-proofs.ts'
import { owners } from '../services.ts'
import { claimsOf, type Fields, fetchOf, refused, type Reply, send } from '../wire.ts'
import { orgs, Registrar, registrarOf, registrars } from '../registrar.ts'
import { issuer, type World, worldForAll } from '../world.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const orgNumber = '974761076'
const customer = '971040238'
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const jwks = { keys: [{ ...rsa.publicKey.export({ format: 'jwk' }), kid: 'etat-1', use: 'sig' }] }
const source = 'https://delegering.example.no/'

const machine = (client_id: string, over: object = {}): object => ({
  client_id,
  client_name: client_id,
  token_endpoint_auth_method: 'private_key_jwt',
  grant_types: [grantType],
  scopes: ['prove:ting', 'kart:les', 'kart:levert'],
  jwks,
  ...over,
})
let world: World
worldForAll(
  import.meta.filename,
  [
    ...owners,
    {
      org_number: orgNumber,
      name: 'Kartverket (prøve)',
      scopes: [
        { name: 'kart:les', description: 'Kartet', at_max_age: 60 },
        { name: 'kart:levert', description: 'Kartet for andre', delegation_source: source },
      ],
      services: [
        machine('kart'),
        machine('kart-hemmelig', { grant_types: ['client_credentials', grantType] }),
        machine('kart-folk', {
          grant_types: ['authorization_code', grantType],
          redirect_uris: ['https://kart.example.no/callback'],
          request_object_signing_alg: 'RS256',
          scopes: ['openid', 'kart:les'],
        }),
      ],
    },
    {
      org_number: customer,
      name: 'Kunden',
      delegations: [
        { supplier: orgNumber, scopes: ['kart:levert'] },
        { supplier: orgs.other, scopes: ['acme:send'] },
      ],
      services: [],
    },
    { org_number: '974760223', name: 'En annen leverandør', services: [machine('annen')] },
    ...registrars,
  ],
  (opened) => {
    world = opened
    // What was made before the store was found empty would not count.
    world.clock.advance(20_000)
  },
)

const now = (): number => Math.floor(world.clock.now() / 1000)
interface Wish {
  readonly claims?: JWTPayload & { readonly scope?: string }
  readonly alg?: string
  readonly kid?: string
}
/** Made by jose, as machines do it today. */
async function signedBy({ claims = {}, alg = 'RS256', kid = 'etat-1' }: Wish = {}): Promise<string> {
  const made = {
    iss: 'kart',
    aud: issuer,
    scope: 'kart:les',
    iat: now(),
    exp: now() + 120,
    jti: randomUUID(),
    ...claims,
  }
  return new SignJWT(made).setProtectedHeader({ alg, kid }).sign(await importPKCS8(pem, alg))
}
const ask = async (wish: Wish = {}, headers: Record<string, string> = {}, beside: Fields = {}): Promise<Reply> =>
  send(world, '/token', { grant_type: grantType, assertion: await signedBy(wish), ...beside }, headers)

test('RFC 7523 §2.1 jose asks and jose reads: an API that knows nothing of us but the discovery document', async () => {
  for (const alg of ['RS256', 'RS384', 'RS512', 'PS256']) {
    const reply = await ask({ alg })
    assert.equal(reply.status, 200, reply.text)
    const { jwks_uri: address } = (await fetchOf(world, '/.well-known/oauth-authorization-server')).json
    const keys = createRemoteJWKSet(new URL(String(address)), { [customFetch]: world.fetch })
    const options = { issuer, currentDate: new Date(world.clock.now()), requiredClaims: ['exp', 'iat', 'jti'] }
    const { payload } = await jwtVerify(String(reply.json['access_token']), keys, options)
    assert.partialDeepStrictEqual(payload, {
      client_id: 'kart',
      client_amr: 'private_key_jwt',
      scope: 'kart:les',
      token_type: 'Bearer',
      consumer: { authority: 'iso6523-actorid-upis', ID: `0192:${orgNumber}` },
    })
    assert.deepEqual(
      { ...reply.json, access_token: 0 },
      { access_token: 0, token_type: 'Bearer', expires_in: 60, scope: 'kart:les' },
    )
  }
})

for (const [how, auth] of [
  ['by the assertion alone', oidc.None()],
  ['and authenticates beside it', undefined],
] as const)
  test(`RFC 7523 §2.1 openid-client finds the grant in discovery, uses it ${how}`, async () => {
    const key = await crypto.subtle.importKey(
      'pkcs8',
      rsa.privateKey.export({ type: 'pkcs8', format: 'der' }),
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
      false,
      ['sign'],
    )
    const skew = { [oidc.clockSkew]: Math.round((world.clock.now() - Date.now()) / 1000) }
    const config = await oidc.discovery(
      new URL(issuer),
      'kart',
      skew,
      auth ?? oidc.PrivateKeyJwt({ key, kid: 'etat-1' }),
      {
        execute: [oidc.allowInsecureRequests],
        [oidc.customFetch]: (url, init) => world.fetch(url, init as RequestInit),
      },
    )
    assert.ok(config.serverMetadata().grant_types_supported?.includes(grantType))
    const tokens = await oidc.genericGrantRequest(config, grantType, { assertion: await signedBy() })
    assert.deepEqual([tokens.token_type, tokens.expires_in, tokens.scope], ['bearer', 60, 'kart:les'])
    const assertion = await signedBy({ claims: { aud: 'https://other.example.no' } })
    await assert.rejects(
      oidc.genericGrantRequest(config, grantType, { assertion }),
      (error) => error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant',
    )
  })

test('RFC 7523 §3.1 refused in the words of RFC 6749 §5.2, with Maskinporten’s number', async () => {
  const cases: readonly (readonly [Wish, string, string])[] = [
    [{ claims: { aud: `${issuer}/token` } }, 'invalid_grant', 'MP-110'],
    [{ claims: { iat: now() - 11 } }, 'invalid_grant', 'MP-130'],
    [{ claims: { exp: now() + 121 } }, 'invalid_grant', 'MP-130'],
    [{ kid: 'etat-2' }, 'invalid_grant', 'MP-124'],
    [{ claims: { iss: 'nobody' } }, 'invalid_grant', 'MP-100'],
    [{ claims: { iss: 'health' } }, 'invalid_grant', 'MP-100'],
    [{ claims: { iss: 'tax' } }, 'invalid_grant', 'MP-124'],
    [{ claims: { scope: 'prove:annet' } }, 'invalid_scope', 'MP-200'],
  ]
  for (const [wish, error, number] of cases) {
    const reply = await ask(wish)
    refused(reply, 400, error)
    assert.match(String(reply.json['error_description']), new RegExp(`^${number}: [a-z]`, 'i'))
  }
})

test('RFC 7523 §3 of fifty at once with the same assertion one gets a token', async () => {
  const assertion = await signedBy()
  const all = await Promise.all(
    Array.from({ length: 50 }, () => send(world, '/token', { grant_type: grantType, assertion })),
  )
  assert.equal(all.filter(({ status }) => status === 200).length, 1)
  for (const reply of all.filter(({ status }) => status !== 200)) {
    refused(reply, 400, 'invalid_grant')
    assert.match(String(reply.json['error_description']), /^MP-012: /)
  }
})

test('RFC 9449 §5 a machine that proves a key gets a token that is bound to it, and that says so', async () => {
  const dpop = proof({ at: world.clock.now(), htu: `${issuer}/token` })
  const reply = await ask({}, { dpop })
  assert.equal(reply.json['token_type'], 'DPoP', reply.text)
  assert.partialDeepStrictEqual(claimsOf(String(reply.json['access_token'])), {
    cnf: { jkt: proofKey.jkt },
    token_type: 'DPoP',
  })
})

test('RFC 7523 §5 a supplier asks for its customer, and nobody for who handed on nothing', async () => {
  const reply = await ask({ claims: { scope: 'kart:levert', consumer_org: customer } })
  assert.equal(reply.status, 200, reply.text)
  const { consumer, supplier, delegation_source } = claimsOf(String(reply.json['access_token']))
  const named = (number: string) => ({ authority: 'iso6523-actorid-upis', ID: `0192:${number}` })
  assert.deepEqual([consumer, supplier, delegation_source], [named(customer), named(orgNumber), source])
  const other = await ask({ claims: { scope: 'kart:levert', consumer_org: '991825827' } })
  refused(other, 403, 'access_denied')
  assert.match(String(other.json['error_description']), /^MP-251: /)
  refused(await ask({ claims: { scope: 'kart:les', consumer_org: customer } }), 403, 'access_denied')
  // Handed on to somebody else.
  refused(await ask({ claims: { iss: 'annen', scope: 'kart:levert', consumer_org: customer } }), 403, 'access_denied')
})

test('RFC 7523 §2.1 a client registers itself as maskinporten, sends its key, and asks', async () => {
  const agency = new Registrar(world, 'agency', 'idporten:dcr.write', 'idporten:scopes.write')
  const made = await agency.call('POST', '/clients', {
    integration_type: 'maskinporten',
    client_name: 'Roboten',
    token_endpoint_auth_method: 'private_key_jwt',
    scopes: ['agency:declared'],
  })
  assert.equal(made.status, 201, made.text)
  const iss = String(made.json['client_id'])
  const claims = { iss, scope: 'agency:declared' }
  refused(await ask({ claims }), 400, 'invalid_grant')
  assert.equal((await agency.call('POST', `/clients/${iss}/jwks`, jwks)).status, 200)
  const reply = await ask({ claims })
  assert.equal(reply.status, 200, reply.text)
  assert.partialDeepStrictEqual(claimsOf(String(reply.json['access_token'])), { client_id: iss })
})

test('RFC 7523 §2.1 a token by a signed request opens our own APIs as others do', async () => {
  const secretly = await ask({ claims: { iss: 'kart-hemmelig' } })
  assert.equal(secretly.status, 200, secretly.text)
  const reply = await fetchOf(world, '/clients', { authorization: `Bearer ${String(secretly.json['access_token'])}` })
  // The scope is another's; that it is no token of a machine would be 401.
  assert.equal(reply.status, 403)
})

test('RFC 7523 §5 who registers a scope itself says which customers may use it; a supplier uses it for those alone who hand it on', async () => {
  const [agency, supplier] = [registrarOf(world), registrarOf(world, 'other')]
  const scope = { name: 'acme:send', description: 'Innsending', delegation_source: source }
  const registered = await agency.call('POST', '/scopes', scope)
  assert.equal(registered.status, 201, registered.text)
  const made = await supplier.call('POST', '/clients', {
    integration_type: 'maskinporten',
    client_name: 'Leverandørens',
    token_endpoint_auth_method: 'private_key_jwt',
    scopes: ['acme:send'],
  })
  assert.equal(made.status, 201, made.text)
  const iss = String(made.json['client_id'])
  assert.equal((await supplier.call('POST', `/clients/${iss}/jwks`, jwks)).status, 200)
  const numbered = async (claims: object, status: number, number: string): Promise<void> => {
    const reply = await ask({ claims: { iss, scope: 'acme:send', ...claims } })
    assert.equal(reply.status, status, reply.text)
    assert.match(String(reply.json['error_description']), new RegExp(`^${number}: `))
  }
  // Not for itself, and not for a customer whom the owner has not let in.
  await numbered({}, 400, 'MP-200')
  await numbered({ consumer_org: customer }, 403, 'MP-250')
  const access = await agency.call('PUT', `/scopes/access/${customer}?scope=acme:send`)
  assert.ok(access.status < 300, access.text)
  const reply = await ask({ claims: { iss, scope: 'acme:send', consumer_org: customer } })
  assert.equal(reply.status, 200, reply.text)
  assert.partialDeepStrictEqual(claimsOf(String(reply.json['access_token'])), { delegation_source: source })
  await numbered({}, 400, 'MP-200')
  assert.equal((await agency.call('DELETE', `/scopes/access/${customer}?scope=acme:send`)).status < 300, true)
  await numbered({ consumer_org: customer }, 403, 'MP-250')
})

test('RFC 8725 §3.12 a request object, which lies in its user’s browser, is no grant: not even for the part of it that a machine may have', async () => {
  const iss = 'kart-folk'
  const scope = 'openid kart:les'
  const plainly = await ask({ claims: { iss, scope: 'kart:les' } })
  assert.equal(plainly.status, 200, plainly.text)
  const object = {
    client_id: iss,
    response_type: 'code',
    redirect_uri: 'https://kart.example.no/callback',
    state: 'state-of-the-client',
    nonce: 'nonce-of-the-client',
  }
  const reply = await ask({ claims: { iss, scope, ...object } }, {}, { scope: 'kart:les' })
  refused(reply, 400, 'invalid_request')
  assert.match(String(reply.json['error_description']), /^MP-011: /)
})

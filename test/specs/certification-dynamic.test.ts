/**
 * The modules of oidcc-dynamic and oidcc-config, by their names, as far as a provider of the code flow alone can have them; and of
 * oidcc-3rdparty-init why not. The suite registers a client for each module, and removes it after.
 */
import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { after, before, test } from 'node:test'
import { insertTicket, newTicket } from '#registration/tickets.ts'
import { callApi, orgs, registrars } from '../registrar.ts'
import { owners } from '../services.ts'
import { authorize, claimsOf, fetchOf, type Fields, refused, refusedHere, type Reply, send } from '../wire.ts'
import { issuer, openWorld, type World } from '../world.ts'
import { tester, verified } from './certified.ts'

let world: World
let initial: string
before(async () => {
  world = await openWorld([...owners, ...registrars], { INNGANG_DYNAMIC_REGISTRATION: 'yes' })
  const { ticket, token } = newTicket({
    owner: orgs.agency,
    profile: 'plain',
    usesLeft: 100,
    expires: world.clock.now() + 3_600_000,
  })
  await world.database.batch([insertTicket(ticket)])
  initial = token
})
after(() => world.close())

const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
const address = 'https://suite.example.no/test/a/oidf/callback'
/** As the suite asks: RS256 keys with every client, contacts, a name of its own. */
const metadata = (over: object = {}): object => ({
  client_name: `OIDF conformance ${randomUUID().slice(0, 8)}`,
  grant_types: ['authorization_code'],
  response_types: ['code'],
  redirect_uris: [address],
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: { keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: 'suite', use: 'sig', alg: 'RS256' }] },
  contacts: ['certification@oidf.org'],
  ...over,
})
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` })
const register = (over: object = {}): Promise<Reply> =>
  callApi(world, 'POST', '/register', metadata(over), bearer(initial))

async function registered(
  over: object = {},
): Promise<Readonly<Record<string, unknown>> & { readonly client_id: string }> {
  const { status, json, text, headers } = await register(over)
  assert.equal(status, 201, text)
  assert.match(headers.get('content-type') ?? '', /^application\/json/)
  return json as Readonly<Record<string, unknown>> & { readonly client_id: string }
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
function assertion(clientId: string, audience: string = issuer, signer = key): Fields {
  const now = Math.floor(world.clock.now() / 1000)
  const claims = { iss: clientId, sub: clientId, aud: audience, jti: randomUUID(), iat: now, exp: now + 60 }
  const input = `${part({ alg: 'RS256', kid: 'suite' })}.${part(claims)}`
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${input}.${sign('sha256', Buffer.from(input), signer.privateKey).toString('base64url')}`,
  }
}
/** The whole way of a client that registered itself. */
async function flow(clientId: string, over: Fields = {}, token: Fields = {}) {
  const { asked, visit, redeem } = tester(() => world, clientId)
  const fields = asked({ redirect_uri: address, ...over })
  const { end, browser } = await visit(fields)
  const code = new URL(end.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const redirect_uri = String(fields['redirect_uri'])
  const tokens = await redeem(code, { headers: {}, token: { ...assertion(clientId), redirect_uri, ...token } })
  return { tokens, fields, browser, code }
}

test('oidcc-discovery-endpoint-verification: what the specification requires is there, of the right kind', async () => {
  const { status, headers, json } = await fetchOf(world, '/.well-known/openid-configuration')
  assert.equal(status, 200)
  assert.match(headers.get('content-type') ?? '', /^application\/json/)
  assert.equal(json['issuer'], issuer)
  for (const name of [
    'authorization_endpoint',
    'token_endpoint',
    'userinfo_endpoint',
    'jwks_uri',
    'registration_endpoint',
  ])
    assert.ok(String(json[name]).startsWith(`${issuer}/`), name)
  for (const [name, value] of [
    ['response_types_supported', 'code'],
    ['subject_types_supported', 'pairwise'],
    ['id_token_signing_alg_values_supported', 'RS256'],
    ['userinfo_signing_alg_values_supported', 'RS256'],
    ['request_object_signing_alg_values_supported', 'RS256'],
    ['grant_types_supported', 'authorization_code'],
    ['scopes_supported', 'openid'],
    ['claims_supported', 'sub'],
    ['code_challenge_methods_supported', 'S256'],
  ] as const)
    assert.ok((json[name] as string[]).includes(value), name)
  for (const name of ['request_parameter_supported', 'request_uri_parameter_supported', 'claims_parameter_supported'])
    assert.equal(typeof json[name], 'boolean', name)
  for (const scope of json['scopes_supported'] as string[]) assert.match(scope, /^[\x21\x23-\x5b\x5d-\x7e]+$/)
  for (const locale of json['ui_locales_supported'] as string[])
    assert.equal(new Intl.Locale(locale).toString(), locale)
  const { keys } = (await fetchOf(world, '/jwks.json')).json as { keys: Record<string, unknown>[] }
  for (const jwk of keys) {
    for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']) assert.equal(secret in jwk, false)
    assert.ok(['sig', 'enc'].includes(String(jwk['use'])))
  }
  assert.equal(new Set(keys.map(({ kid }) => kid)).size, keys.length)
})

test('oidcc-server, oidcc-idtoken-rs256: a client that registered itself logs somebody in', async () => {
  const { client_id } = await registered({ id_token_signed_response_alg: 'RS256' })
  const { tokens, fields } = await flow(client_id)
  assert.equal(tokens.status, 200, tokens.text)
  await verified(world, String(tokens.json['id_token']), client_id, fields['nonce'])
})

test('oidcc-userinfo-rs256: signed, as it was registered', async () => {
  const { client_id } = await registered({ userinfo_signed_response_alg: 'RS256' })
  const { tokens } = await flow(client_id)
  const { headers, text } = await fetchOf(world, '/userinfo', bearer(String(tokens.json['access_token'])))
  assert.equal(headers.get('content-type'), 'application/jwt')
  assert.deepEqual([claimsOf(text)['iss'], claimsOf(text)['aud']], [issuer, client_id])
})

test('oidcc-idtoken-unsigned: refused, since none is not listed', async () => {
  const { status, json } = await register({ id_token_signed_response_alg: 'none' })
  assert.deepEqual([status, json['error']], [400, 'invalid_client_metadata'])
})

test('oidcc-ensure-redirect-uri-in-authorization-request, oidcc-redirect-uri-query-mismatch, -query-added: a page', async () => {
  const { client_id } = await registered({ redirect_uris: [`${address}?foo=bar`] })
  const { asked } = tester(() => world, client_id)
  for (const redirect_uri of [undefined, `${address}?bar=foo`, `${address}?foo=bar&x=y`, address])
    refusedHere(await authorize(world, asked({ redirect_uri })), 'IN-04')
})

test('oidcc-redirect-uri-query-OK: the registered query is kept', async () => {
  const { client_id } = await registered({ redirect_uris: [`${address}?foo=bar`] })
  const { visit, asked } = tester(() => world, client_id)
  const { end } = await visit(asked({ redirect_uri: `${address}?foo=bar` }))
  assert.equal(new URL(end.headers.get('location') ?? '').searchParams.get('foo'), 'bar')
})

test('oidcc-redirect-uri-regfrag: an address with a fragment cannot be registered', async () => {
  const { status, json } = await register({ redirect_uris: [`${address}#foobar`] })
  assert.equal(status, 400)
  assert.match(String(json['error']), /^invalid_(redirect_uri|client_metadata)$/)
})

test('oidcc-registration-logo-uri, -policy-uri, -tos-uri: no fault, and what is not shown is not said to be registered', async () => {
  const site = 'https://suite.example.no'
  const made = await registered({ logo_uri: `${site}/logo.png`, policy_uri: `${site}/policy`, tos_uri: `${site}/tos` })
  for (const name of ['logo_uri', 'policy_uri', 'tos_uri', 'contacts']) assert.equal(name in made, false, name)
})

test('oidcc-registration-jwks-uri: keys at an address instead, and not both', async () => {
  const jwks_uri = 'https://suite.example.no/jwks.json'
  assert.equal((await registered({ jwks: undefined, jwks_uri }))['jwks_uri'], jwks_uri)
  assert.equal((await register({ jwks_uri })).status, 400)
})

test('oidcc-registration-sector-uri, oidcc-registration-sector-bad: refused, for each client has subjects of its own', async () => {
  const { status, json } = await register({
    subject_type: 'pairwise',
    sector_identifier_uri: 'https://suite.example.no/uris.json',
  })
  assert.deepEqual([status, json['error']], [400, 'invalid_client_metadata'])
  assert.match(String(json['error_description']), /sector_identifier_uri/)
})

test('oidcc-server-rotate-keys: after a rotation there are new keys, and what is signed next verifies with them', async () => {
  const kids = async (): Promise<readonly unknown[]> =>
    ((await fetchOf(world, '/jwks.json')).json as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)
  const old = await kids()
  const { kid } = await world.parts.keys.rotate('RS256', 0)
  assert.ok(!old.includes(kid) && (await kids()).includes(kid))
  const { client_id } = await registered()
  const { tokens, fields } = await flow(client_id)
  const id = String(tokens.json['id_token'])
  await verified(world, id, client_id, fields['nonce'])
  assert.ok(
    Buffer.from(id.split('.')[0] ?? '', 'base64url')
      .toString()
      .includes(kid),
  )
})

test('oidcc-refresh-token-rp-key-rotation: the key that is registered now counts, the one before no more', async () => {
  const made = await registered({ grant_types: ['authorization_code', 'refresh_token'] })
  const { client_id } = made
  const { tokens } = await flow(client_id, { scope: 'openid offline_access' })
  const next = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwks = { keys: [{ ...next.publicKey.export({ format: 'jwk' }), kid: 'suite', use: 'sig', alg: 'RS256' }] }
  const over = { client_id, grant_types: ['authorization_code', 'refresh_token'], jwks }
  const own = bearer(String(made['registration_access_token']))
  const changed = await callApi(world, 'PUT', String(made['registration_client_uri']), metadata(over), own)
  assert.equal(changed.status, 200, changed.text)
  const grant = { grant_type: 'refresh_token', refresh_token: String(tokens.json['refresh_token']) }
  refused(await send(world, '/token', { ...grant, ...assertion(client_id) }), 401, 'invalid_client')
  assert.equal((await send(world, '/token', { ...grant, ...assertion(client_id, issuer, next) })).status, 200)
})

test('oidcc-request-uri-unsigned, oidcc-request-uri-signed-rs256: request_uri_not_supported, and so it is listed', async () => {
  const { client_id } = await registered({ request_uris: ['https://suite.example.no/request.jwt'] })
  const { asked } = tester(() => world, client_id)
  const visit = await authorize(
    world,
    asked({ redirect_uri: address, request_uri: 'https://suite.example.no/request.jwt' }),
  )
  assert.equal(new URL(visit.headers.get('location') ?? '').searchParams.get('error'), 'request_uri_not_supported')
})

test('oidcc-ensure-client-assertion-with-iss-aud-succeeds: the issuer as audience, and the token endpoint', async () => {
  for (const audience of [issuer, `${issuer}/token`]) {
    const { client_id } = await registered()
    assert.equal((await flow(client_id, {}, assertion(client_id, audience))).tokens.status, 200)
  }
})

test('oidcc-3rdparty-init-login: not offered: nobody begins a login here but the service’s own page, so the address is not kept', async () => {
  const made = await registered({ initiate_login_uri: 'https://suite.example.no/initiate' })
  assert.equal('initiate_login_uri' in made, false)
})

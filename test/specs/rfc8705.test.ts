/** RFC 8705, OAuth 2.0 Mutual-TLS Client Authentication and Certificate-Bound Access Tokens, over real connections. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import * as oidc from 'openid-client'
import { forClients, forServers, makeCertificate, type MadeCertificate } from '#keys/test-issuer.ts'
import { ath, proof } from '#oidc/test-proofs.ts'
import { landed } from '../browser.ts'
import {
  type CertificateWorld,
  fetchWith,
  httpRequest,
  impostor,
  issuer as ca,
  mtlsOrigin,
  openCertificateWorld,
  replyOf,
  tlsGet,
  tlsRequest,
  tlsSend,
} from '../mtls.ts'
import { callback, owners, secret } from '../services.ts'
import {
  assertion,
  authorize,
  basic,
  claimsOf,
  codeFor,
  type Fields,
  fetchOf,
  good,
  hint,
  query,
  refused,
  type Reply,
  send,
  verifier,
} from '../wire.ts'
import { issuer, openWorld } from '../world.ts'

const subject = [
  ['C', 'NO'],
  ['O', 'Etaten'],
  ['CN', 'client'],
] as const
const dn = 'CN=client,O=Etaten,C=NO'
const client = makeCertificate({ subject, issuer: ca, purposes: [forClients] })
const named = makeCertificate({
  subject: [['CN', 'x']],
  issuer: ca,
  alternatives: [
    [2, 'client.example.no'],
    [6, 'urn:client'],
    [1, 'c@example.no'],
    [7, Buffer.from([192, 0, 2, 1])],
  ],
})
const own = makeCertificate({ subject })
const ownRenewed = makeCertificate({
  subject,
  pair: { publicKey: own.certificate.publicKey, privateKey: own.privateKey },
})
const ownExpired = makeCertificate({ subject, until: Date.UTC(2026, 0) })
const elsewhere = makeCertificate({ subject })
const ended = makeCertificate({ subject })

/** The client's own server of keys. */
let served: readonly object[] = [elsewhere.jwk]
const keyServer = createServer((_request, response) => response.end(JSON.stringify({ keys: served })))
await new Promise<void>((done) => keyServer.listen(0, '127.0.0.1', done))
const jwksUri = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/`

const again = ['authorization_code', 'refresh_token', 'client_credentials']
const service = (client_id: string, over: object): object => ({
  client_id,
  client_name: client_id,
  redirect_uris: [callback(client_id)],
  minimum_level: 'low',
  grant_types: again,
  scopes: ['openid', 'profile', 'etaten:ting', 'etaten:gjemt', 'idporten:token.introspection'],
  ...over,
})
const byName = { token_endpoint_auth_method: 'tls_client_auth' }
const bySelf = { token_endpoint_auth_method: 'self_signed_tls_client_auth' }
const bound = { tls_client_certificate_bound_access_tokens: true }
const introspected = { enforced_aud_for_introspection: 'pki' }
const mine = {
  org_number: '974761076',
  name: 'Etaten',
  scopes: [
    { name: 'etaten:ting', description: 'Ting', ...introspected },
    { name: 'etaten:gjemt', description: 'Gjemt', token_type: 'OPAQUE', ...introspected },
  ],
  services: [
    service('pki', { ...byName, ...bound, tls_client_auth_subject_dn: dn }),
    service('unbound', { ...byName, tls_client_auth_subject_dn: dn }),
    service('dns', { ...byName, tls_client_auth_san_dns: 'client.example.no' }),
    service('uri', { ...byName, tls_client_auth_san_uri: 'urn:client' }),
    service('email', { ...byName, tls_client_auth_san_email: 'c@example.no' }),
    service('ip', { ...byName, tls_client_auth_san_ip: '192.0.2.1' }),
    service('own', {
      ...bySelf,
      ...bound,
      jwks: {
        keys: [own.jwk, { ...ownExpired.jwk, kid: 'expired' }, { ...ended.jwk, kid: 'ended', exp: 1_700_000_000 }],
      },
    }),
    service('far', { ...bySelf, jwks_uri: jwksUri }),
    service('caller', {
      ...byName,
      ...bound,
      tls_client_auth_subject_dn: dn,
      redirect_uris: [],
      grant_types: ['client_credentials'],
      scopes: ['inngang:sessions', 'idporten:dcr.read'],
    }),
    service('secret', { token_endpoint_auth_method: 'client_secret_basic', client_secret: secret, ...bound }),
    service('both', { ...byName, ...bound, tls_client_auth_subject_dn: dn, dpop_bound_access_tokens: true }),
    service('fapi', {
      ...byName,
      ...bound,
      tls_client_auth_subject_dn: dn,
      profile: 'fapi2',
      id_token_signed_response_alg: 'PS256',
      grant_types: ['authorization_code'],
    }),
  ],
}

let world: CertificateWorld
before(async () => {
  world = await openCertificateWorld([...owners, mine])
})
after(async () => {
  keyServer.close()
  await world.close()
})

const codeGrant = (clientId: string, code: string): Fields => ({
  grant_type: 'authorization_code',
  client_id: clientId,
  redirect_uri: callback(clientId),
  code_verifier: verifier,
  code,
})
const asMachine = (clientId: string, over: Fields = {}): Fields => ({
  grant_type: 'client_credentials',
  client_id: clientId,
  scope: 'etaten:ting',
  ...over,
})
const machine = (clientId: string, certificate?: MadeCertificate, over: Fields = {}): Promise<Reply> =>
  tlsSend(world.port, '/token', asMachine(clientId, over), certificate)
async function tokens(clientId: string, certificate: MadeCertificate, over: Fields = {}): Promise<Reply['json']> {
  const { status, json, text } = await tlsSend(
    world.port,
    '/token',
    codeGrant(clientId, await codeFor(world, clientId, over)),
    certificate,
  )
  assert.equal(status, 200, text)
  return json
}
const thumbprint = ({ certificate }: MadeCertificate): string =>
  createHash('sha256').update(certificate.raw).digest('base64url')

for (const [clientId, certificate, what] of [
  ['pki', client, 'the whole name'],
  ['dns', named, 'a domain name'],
  ['uri', named, 'an address'],
  ['email', named, 'a mail address'],
  ['ip', named, 'an IP address'],
] as const) {
  test(`RFC 8705 §2.1 a certificate of a trusted issuer: known by ${what}`, async () => {
    const json = await tokens(clientId, certificate)
    assert.equal(claimsOf(String(json['access_token']))['client_amr'], 'tls_client_auth')
    assert.equal((await tlsSend(world.port, '/par', { ...good(clientId) }, certificate)).status, 201)
    refused(await machine(clientId, clientId === 'pki' ? named : client), 401, 'invalid_client')
  })
}

for (const [what, certificate] of [
  ['no certificate', undefined],
  ['one of another issuer of the same name', makeCertificate({ subject, issuer: impostor })],
  ['one that it issued itself', own],
  ['one that has expired', makeCertificate({ subject, issuer: ca, until: Date.UTC(2026, 0) })],
  ['one that is not valid yet', makeCertificate({ subject, issuer: ca, from: Date.UTC(2098, 0) })],
  ['one for servers alone', makeCertificate({ subject, issuer: ca, purposes: [forServers] })],
  ['one issued by one that may not issue any', makeCertificate({ subject, issuer: client })],
  ['one of another name', named],
  ['one of a name that is printed alike', makeCertificate({ subject: [['CN', 'client,O=Etaten,C=NO']], issuer: ca })],
] as const)
  test(`RFC 8705 §2.1 refused: ${what}`, async () => {
    for (const path of ['/token', '/par', '/token/introspect', '/token/revoke'])
      refused(await tlsSend(world.port, path, { ...asMachine('pki'), token: 'x' }, certificate), 401, 'invalid_client')
  })

test('RFC 8705 §2.2 a certificate that the client registered, whoever issued it', async () => {
  const json = await tokens('own', own)
  assert.equal(claimsOf(String(json['access_token']))['client_amr'], 'self_signed_tls_client_auth')
  for (const certificate of [undefined, elsewhere, client, ownRenewed, ownExpired, ended])
    refused(await machine('own', certificate), 401, 'invalid_client')
})

test('RFC 8705 §2.2.2 a certificate at the client’s own address; a new one there is known when it comes', async () => {
  assert.equal((await machine('far', elsewhere)).status, 200)
  const next = makeCertificate({ subject })
  refused(await machine('far', next), 401, 'invalid_client')
  served = [{ ...next.jwk, kid: 'next' }]
  world.clock.advance(10_000)
  assert.equal((await machine('far', next)).status, 200)
  refused(await machine('far', elsewhere), 401, 'invalid_client')
})

test('RFC 8705 §2 the client says who it is, and shows nothing besides', async () => {
  refused(await machine('pki', client, { client_id: undefined }), 400, 'invalid_request')
  refused(await machine('pki', client, { client_id: 'dns' }), 401, 'invalid_client')
  refused(await machine('pki', client, { client_id: 'nobody' }), 401, 'invalid_client')
  refused(await machine('pki', client, { client_secret: secret }), 401, 'invalid_client')
  refused(await tlsSend(world.port, '/token', asMachine('pki'), client, basic('pki', secret)), 401, 'invalid_client')
  // A certificate is not what these two registered.
  refused(await machine('health', client), 401, 'invalid_client')
  refused(await machine('tax', client), 401, 'invalid_client')
})

test('RFC 8705 §3.1 tokens say which certificate they are bound to, by value, by reference and to a machine', async () => {
  const cnf = { 'x5t#S256': thumbprint(client) }
  const json = await tokens('pki', client)
  assert.deepEqual([json['token_type'], claimsOf(String(json['access_token']))['cnf']], ['Bearer', cnf])
  assert.ok(!('cnf' in claimsOf(String(json['id_token']))))
  const opaque = await tokens('pki', client, { scope: 'openid etaten:gjemt' })
  const byMachine = (await machine('pki', client)).json
  assert.deepEqual(claimsOf(String(byMachine['access_token']))['cnf'], cnf)
  for (const token of [opaque['access_token'], byMachine['access_token']]) {
    const asked = { client_id: 'pki', token: String(token) }
    const told = await tlsSend(world.port, '/token/introspect', asked, client)
    assert.deepEqual([told.json['active'], told.json['cnf'], told.json['token_type']], [true, cnf, 'Bearer'])
  }
  assert.ok(!('cnf' in claimsOf(String((await machine('unbound', client)).json['access_token']))))
})

test('RFC 8705 §3 a bound token counts with its certificate alone, and on the connection that shows it', async () => {
  for (const scope of ['openid profile', 'openid etaten:gjemt']) {
    const token = String((await tokens('pki', client, { scope }))['access_token'])
    const shown = { authorization: `Bearer ${token}` }
    assert.equal((await tlsGet(world.port, '/userinfo', shown, client)).status, 200)
    const stolen = [
      await tlsGet(world.port, '/userinfo', shown),
      await tlsGet(world.port, '/userinfo', shown, named),
      await tlsGet(world.port, '/userinfo', shown, own),
      await fetchOf(world, '/userinfo', shown),
      await tlsSend(world.port, '/userinfo', { access_token: token }, own),
    ]
    for (const reply of stolen) {
      refused(reply, 401, 'invalid_token')
      assert.match(reply.headers.get('www-authenticate') ?? '', /^Bearer .*error="invalid_token"/)
    }
    // A proof of a key is no certificate.
    const dpop = proof({ at: world.clock.now(), htm: 'GET', htu: `${issuer}/userinfo`, claims: { ath: ath(token) } })
    refused(await fetchOf(world, '/userinfo', { authorization: `DPoP ${token}`, dpop }), 401, 'invalid_token')
  }
})

test('RFC 8705 §3 an unbound token is nobody’s in particular, with any certificate and without', async () => {
  const shown = { authorization: `Bearer ${String((await tokens('unbound', client))['access_token'])}` }
  for (const certificate of [undefined, own, client])
    assert.equal((await tlsGet(world.port, '/userinfo', shown, certificate)).status, 200)
  assert.equal((await fetchOf(world, '/userinfo', shown)).status, 200)
})

test('RFC 8705 §3.4 who registered bound tokens gets no others, however it authenticates', async () => {
  const header = basic('secret', secret)
  const asked = asMachine('secret', { client_id: undefined })
  refused(await send(world, '/token', asked, header), 400, 'invalid_request')
  refused(await tlsSend(world.port, '/token', asked, undefined, header), 400, 'invalid_request')
  const { json } = await tlsSend(world.port, '/token', asked, own, header)
  assert.deepEqual(claimsOf(String(json['access_token']))['cnf'], { 'x5t#S256': thumbprint(own) })
})

test('RFC 8705 §3 at our own interfaces too a bound token counts with its certificate alone', async () => {
  const scope = { scope: 'inngang:sessions idporten:dcr.read' }
  const shown = { authorization: `Bearer ${String((await machine('caller', client, scope)).json['access_token'])}` }
  for (const path of ['/auth/rest/sessions/unknown', '/clients', '/api/v1/clients']) {
    const reply = await tlsGet(world.port, path, shown, client)
    assert.ok([200, 404].includes(reply.status), `${path} ${reply.text}`)
    for (const stolen of [
      await tlsGet(world.port, path, shown),
      await tlsGet(world.port, path, shown, own),
      await fetchOf(world, path, shown),
    ])
      assert.equal(stolen.status, 401, path)
  }
})

test('RFC 8705 §3 a refresh is bound anew, to the certificate that it is asked with', async () => {
  const first = await tokens('pki', client)
  const refresh = { grant_type: 'refresh_token', client_id: 'pki', refresh_token: String(first['refresh_token']) }
  refused(await tlsSend(world.port, '/token', refresh, named), 401, 'invalid_client')
  const renewed = makeCertificate({ subject, issuer: ca })
  const { json, text } = await tlsSend(world.port, '/token', refresh, renewed)
  assert.deepEqual(claimsOf(String(json['access_token']))['cnf'], { 'x5t#S256': thumbprint(renewed) }, text)
})

test('RFC 8705 §3 and RFC 9449 together: bound to both, and both are asked for', async () => {
  world.clock.advance(20_000)
  const at = (path: string, over: object = {}) => proof({ at: world.clock.now(), htu: mtlsOrigin + path, ...over })
  const code = await codeFor(world, 'both')
  refused(await tlsSend(world.port, '/token', codeGrant('both', code), client), 400, 'invalid_request')
  // The address is the one where the proof was sent.
  const wrong = proof({ at: world.clock.now(), htu: `${issuer}/token` })
  refused(
    await tlsSend(world.port, '/token', codeGrant('both', code), client, { dpop: wrong }),
    400,
    'invalid_dpop_proof',
  )
  const { json, text } = await tlsSend(world.port, '/token', codeGrant('both', code), client, { dpop: at('/token') })
  assert.equal(json['token_type'], 'DPoP', text)
  const token = String(json['access_token'])
  assert.deepEqual(Object.keys(claimsOf(token)['cnf'] as object).toSorted(), ['jkt', 'x5t#S256'])
  const shown = () => at('/userinfo', { htm: 'GET', claims: { ath: ath(token) } })
  const ask = (scheme: string, certificate: MadeCertificate | undefined, dpop?: string) =>
    tlsGet(
      world.port,
      '/userinfo',
      { authorization: `${scheme} ${token}`, ...(dpop === undefined ? {} : { dpop }) },
      certificate,
    )
  assert.equal((await ask('DPoP', client, shown())).status, 200)
  refused(await ask('DPoP', own, shown()), 401, 'invalid_token')
  refused(await ask('Bearer', client), 401, 'invalid_token')
})

test('RFC 8705 §3.3, §5 the metadata names the door, and what is done there', async () => {
  const { json } = await fetchOf(world, '/.well-known/openid-configuration')
  assert.equal(json['tls_client_certificate_bound_access_tokens'], true)
  const methods = json['token_endpoint_auth_methods_supported'] as string[]
  assert.ok(methods.includes('tls_client_auth') && methods.includes('self_signed_tls_client_auth'))
  const aliases = json['mtls_endpoint_aliases'] as Record<string, string>
  assert.deepEqual(Object.keys(aliases).toSorted(), [
    'introspection_endpoint',
    'pushed_authorization_request_endpoint',
    'revocation_endpoint',
    'token_endpoint',
    'userinfo_endpoint',
  ])
  for (const [name, address] of Object.entries(aliases))
    assert.equal(address, String(json[name]).replace(issuer, mtlsOrigin), name)
})

test('RFC 8705 §5 an assertion is taken at the door too, for the address there', async () => {
  for (const aud of [issuer, `${mtlsOrigin}/token`, `${issuer}/token`]) {
    const reply = await tlsSend(world.port, '/par', { ...good('tax'), ...assertion(world, { aud }) })
    assert.equal(reply.status, 201, reply.text)
  }
  refused(
    await tlsSend(world.port, '/par', { ...good('tax'), ...assertion(world, { aud: mtlsOrigin }) }),
    401,
    'invalid_client',
  )
})

test('RFC 8705 §5 behind the door there are no pages; at the other address there is no door', async () => {
  const at = (path: string, over: object = {}) => tlsRequest({ port: world.port, path, ...over })
  for (const path of [
    '/',
    '/authorize',
    '/login/x',
    '/logout',
    '/jwks.json',
    '/metrics',
    '/health/ready',
    '/sandbox/people',
    '/token/',
    '//token',
  ])
    assert.equal((await at(path)).status, 404, path)
  for (const host of ['localhost:8700', 'mtls.localhost:1', 'other.example.no'])
    assert.equal((await at('/userinfo', { host })).status, 421, host)
  assert.equal((await at('/userinfo')).status, 401)
  const main = (host: string) => httpRequest({ port: world.mainPort, path: '/userinfo', host })
  assert.deepEqual([(await main('mtls.localhost')).status, (await main('localhost:8700')).status], [421, 401])
})

test('RFC 8705 §6.5 how would I get in as somebody else: with headers, at either listener', async () => {
  const escaped = encodeURIComponent(client.cert)
  const headers: Record<string, string> = {
    'client-cert': `:${client.base64}:`,
    'Client-Cert-Chain': `:${ca.base64}:`,
    'x-ssl-client-cert': escaped,
    'ssl-client-cert': escaped,
    'x-forwarded-client-cert': `Cert="${escaped}"`,
    'inngang-proxy-secret': 'x'.repeat(43),
    'ssl-client-verify': 'SUCCESS',
  }
  refused(await tlsSend(world.port, '/token', asMachine('pki'), undefined, headers), 401, 'invalid_client')
  refused(await tlsSend(world.port, '/token', asMachine('pki'), named, headers), 401, 'invalid_client')
  const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers }
  const body = query(asMachine('pki'))
  const main = await httpRequest({ port: world.mainPort, path: '/token', method: 'POST', body, headers: form })
  refused(replyOf(main), 401, 'invalid_client')
  refused(await send(world, '/token', asMachine('pki'), headers), 401, 'invalid_client')
})

test('RFC 8705 §7.3 how would I get in as somebody else: a session that is resumed would show a certificate without its key', async () => {
  let session: Buffer | undefined
  const first = await tlsRequest({
    port: world.port,
    path: '/userinfo',
    certificate: client,
    connected: (socket) => socket.on('session', (ticket: Buffer) => (session = ticket)),
  })
  assert.equal(first.status, 401)
  const body = query(asMachine('pki'))
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const second = await tlsRequest({ port: world.port, path: '/token', method: 'POST', headers: form, body, session })
  assert.deepEqual([second.resumed, second.status], [false, 401])
})

test('RFC 8705 §6.3 how would I get in as somebody else: with a certificate that ends while the connection stands', async () => {
  const brief = makeCertificate({ subject, issuer: ca, until: world.clock.now() + 3_600_000 })
  assert.equal((await machine('unbound', brief)).status, 200)
  world.clock.advance(3_600_000)
  refused(await machine('unbound', brief), 401, 'invalid_client')
})

test('RFC 8705 by openid-client: FAPI 2.0 with certificates, from the metadata on', async () => {
  const config = await oidc.discovery(
    new URL(issuer),
    'fapi',
    {
      use_mtls_endpoint_aliases: true,
      id_token_signed_response_alg: 'PS256',
      [oidc.clockSkew]: Math.round((world.clock.now() - Date.now()) / 1000),
    },
    oidc.TlsClientAuth(),
    {
      execute: [oidc.allowInsecureRequests],
      [oidc.customFetch]: (url, init) => fetchWith(world, client)(url, init as RequestInit),
    },
  )
  const codeVerifier = oidc.randomPKCECodeVerifier()
  const url = await oidc.buildAuthorizationUrlWithPAR(config, {
    redirect_uri: callback('fapi'),
    scope: 'openid profile etaten:ting',
    login_hint: hint(world),
    code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    state: 'st',
  })
  const visit = await authorize(world, url.searchParams.toString())
  const got = await oidc.authorizationCodeGrant(config, landed(visit), {
    pkceCodeVerifier: codeVerifier,
    expectedState: 'st',
    idTokenExpected: true,
  })
  assert.deepEqual(claimsOf(got.access_token)['cnf'], { 'x5t#S256': thumbprint(client) })
  const info = await oidc.fetchUserInfo(config, got.access_token, got.claims()?.sub ?? '')
  assert.equal(info.sub, got.claims()?.sub)
  const told = await oidc.tokenIntrospection(config, got.access_token)
  assert.equal(told.active, true)
  await oidc.tokenRevocation(config, got.access_token)
  assert.equal((await oidc.tokenIntrospection(config, got.access_token)).active, false)
})

test('RFC 8705 §5 a gateway without the second listener takes no certificates, and does not say that it does', async () => {
  const plain = await openWorld(owners)
  try {
    const { json } = await fetchOf(plain, '/.well-known/openid-configuration')
    assert.ok(!('mtls_endpoint_aliases' in json) && !('tls_client_certificate_bound_access_tokens' in json))
    assert.ok(!(json['token_endpoint_auth_methods_supported'] as string[]).some((one) => one.includes('tls')))
  } finally {
    await plain.close()
  }
})

test('RFC 8705 §2.1 X5 nobody answers whether clients’ certificates were revoked: nobody gets in with one, and health says so', async () => {
  const address = 'http://127.0.0.1:9/ocsp'
  const silent = await openCertificateWorld([...owners, mine], { INNGANG_MTLS_OCSP: address })
  const health = async (): Promise<string> => (await silent.app.request('/health/ready')).text()
  try {
    assert.doesNotMatch(await health(), /revoked/)
    for (const _ of [1, 2, 3])
      refused(await tlsSend(silent.port, '/token', asMachine('pki'), client), 401, 'invalid_client')
    assert.match(await health(), /"ready":true.*127\.0\.0\.1:9\/ocsp does not answer whether certificates were revoked/)
  } finally {
    await silent.close()
  }
})

import assert from 'node:assert/strict'
import test, { after, before, beforeEach } from 'node:test'
import type { Request } from '#http/routes.ts'
import { jsonEndpoint, sendJson } from '#oidc/errors.ts'
import { clients, issuer, otherPair, secret, start, testScope } from '#oidc/test-clients.ts'
import { testProvider, type TestProvider } from '#oidc/test-provider.ts'
import { ath, otherProofKey, proof } from '#oidc/test-proofs.ts'
import { basicAuth, body, claimsOf, codeFor, exchange, type Fields, post, signed } from '#oidc/test-requests.ts'

let p: TestProvider
before(async () => {
  const rules = [
    testScope('acme:more', { accessTokenAtMost: 60 }),
    testScope('acme:open', { forAll: true }),
    testScope('acme:opaque', { forAll: true, opaque: true }),
  ]
  p = await testProvider({ scopes: { find: (name) => rules.find((one) => one.name === name) } })
  const api = async (c: Request): Promise<Response> =>
    sendJson(200, { client: (await p.parts.caller(c, ['acme:things', 'things'])).client.id })
  p.routes.get('/things', jsonEndpoint(api))
})
after(() => p.close())
beforeEach(() => void (p.state.events.length = 0))

const asks = (over: Fields = {}): Fields => ({
  grant_type: 'client_credentials',
  client_id: 'machine',
  client_secret: secret,
  scope: 'acme:things',
  ...over,
})
const told = async (response: Response): Promise<unknown[]> => [response.status, (await body(response))['error']]
const tokenFor = async (over: Fields = {}): Promise<string> =>
  String((await body(await post(p, '/token', asks(over))))['access_token'])
const things = (authorization?: string): Promise<Response> =>
  Promise.resolve(
    p.routes.request(`${issuer}/things`, { headers: authorization === undefined ? {} : { authorization } }),
  )

test('RFC 6749 §4.4.3 a machine gets an access token that names the client and nobody else, and nothing beside it', async () => {
  const response = await post(p, '/token', asks({ resource: 'https://things.example.no/' }))
  assert.equal(response.status, 200)
  const tokens = await body(response)
  const { jti, ...claims } = claimsOf(tokens['access_token'])
  assert.deepEqual(
    { ...tokens, access_token: 0 },
    { access_token: 0, token_type: 'Bearer', expires_in: 300, scope: 'acme:things' },
  )
  const now = start / 1000 + 1
  assert.match(String(jti), /^machine\.[\w-]{22}$/)
  assert.deepEqual(claims, {
    iss: issuer,
    sub: 'machine',
    client_id: 'machine',
    client_amr: 'client_secret_post',
    scope: 'acme:things',
    consumer: { authority: 'iso6523-actorid-upis', ID: '0192:991825827' },
    aud: 'https://things.example.no/',
    iat: now,
    exp: now + 300,
  })
  assert.deepEqual(p.state.events, [{ type: 'token.machine', client: 'machine', scope: ['acme:things'] }])
})

test('without a named resource it has the shape of ID-porten’s tokens: no subject, no audience', async () => {
  const claims = claimsOf(await tokenFor())
  assert.ok(!('sub' in claims) && !('aud' in claims))
})

test('the address that clients of the REST door know gives the same token', async () => {
  const { client_id, client_secret, ...rest } = asks()
  assert.ok(client_id && client_secret)
  assert.deepEqual(await told(await post(p, '/auth/open/connect/token', rest, basicAuth('machine', 'x'))), [
    401,
    'invalid_client',
  ])
  const response = await post(p, '/auth/open/connect/token', asks())
  assert.equal(claimsOf((await body(response))['access_token'])['client_id'], 'machine')
})

test('a token lives no longer than the strictest of its scopes allows', async () => {
  const tokens = await body(await post(p, '/token', asks({ scope: 'acme:things acme:more' })))
  const { exp, iat } = claimsOf(tokens['access_token'])
  assert.deepEqual([tokens['expires_in'], Number(exp) - Number(iat)], [60, 60])
})

test('refused: other clients’ scopes, scopes about a user, no scope, no registered grant, a wrong secret', async () => {
  const cases: readonly (readonly [Fields, number, string])[] = [
    [{ scope: 'acme:secrets' }, 400, 'invalid_scope'],
    [{ scope: 'acme:things other:things' }, 400, 'invalid_scope'],
    [{ scope: 'openid acme:things' }, 400, 'invalid_scope'],
    [{ scope: '' }, 400, 'invalid_scope'],
    [{ resource: 'not-absolute' }, 400, 'invalid_target'],
    [{ client_id: 'post', scope: 'openid' }, 400, 'unauthorized_client'],
    [{ client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer' }, 400, 'unsupported_grant_type'],
  ]
  for (const [over, status, error] of cases)
    assert.deepEqual(await told(await post(p, '/token', asks(over))), [status, error], JSON.stringify(over))
})

test('a client that was switched off a moment ago gets nothing: the guard in the transaction has the last word', async () => {
  await p.stop('machine')
  assert.deepEqual(await told(await post(p, '/token', asks())), [401, 'invalid_client'])
  await p.database.raw('delete from stop', [])
})

test('RFC 6750 §2.1 our own APIs know the client by its token', async () => {
  const response = await things(`Bearer ${await tokenFor()}`)
  assert.deepEqual([response.status, await response.json()], [200, { client: 'machine' }])
})

test('RFC 6750 §3.1 what is no machine’s token with the scope is refused, and told why', async () => {
  const user = await body(await post(p, '/token', exchange(await codeFor(p, 'post'))))
  const now = start / 1000 + 1
  const forged = signed(
    { alg: 'ES256', kid: 'es' },
    { iss: issuer, client_id: 'machine', scope: 'acme:things', exp: now + 60, jti: 'machine.x' },
    otherPair.privateKey,
  )
  const cases: readonly (readonly [string | undefined, number, RegExp])[] = [
    [undefined, 401, /^Bearer realm="inngang", DPoP realm="inngang", algs="[\w ]+"$/],
    ['Basic bWFjaGluZTp4', 401, /^Bearer realm="inngang", DPoP realm="inngang", algs="[\w ]+"$/],
    ['Bearer not-a-token', 401, /error="invalid_token"/],
    [`Bearer ${forged}`, 401, /error="invalid_token"/],
    [`Bearer ${String(user['access_token'])}`, 401, /error="invalid_token"/],
    [`Bearer ${String(user['id_token'])}`, 401, /error="invalid_token"/],
    [`Bearer ${await tokenFor({ scope: 'acme:more' })}`, 403, /error="insufficient_scope"/],
  ]
  for (const [authorization, status, challenge] of cases) {
    const response = await things(authorization)
    assert.equal(response.status, status, String(challenge))
    assert.match(response.headers.get('www-authenticate') ?? '', challenge)
  }
})

test('a user’s token is no machine’s, though its client is one, too, and it has the scope', async () => {
  const known = clients as Record<string, (typeof clients)[string]>
  const client = known['post']
  assert.ok(client)
  known['post'] = {
    ...client,
    grantTypes: ['authorization_code', 'client_credentials'],
    scopes: ['openid', 'acme:things'],
  }
  try {
    const code = await codeFor(p, 'post', { scope: 'openid acme:things' })
    const user = await body(await post(p, '/token', exchange(code)))
    assert.equal(user['scope'], 'openid acme:things')
    assert.equal((await things(`Bearer ${String(user['access_token'])}`)).status, 401)
    const own = await tokenFor({ client_id: 'post' })
    assert.equal((await things(`Bearer ${own}`)).status, 200)
  } finally {
    known['post'] = client
  }
})

test('a scope that its owner opened to all need not be registered', async () => {
  assert.equal((await post(p, '/token', asks({ scope: 'acme:open' }))).status, 200)
  assert.equal((await things(`Bearer ${await tokenFor({ scope: 'acme:open' })}`)).status, 403)
})

test('a machine’s token by reference opens our APIs like one by value', async () => {
  const token = await tokenFor({ scope: 'acme:things acme:opaque' })
  assert.match(token, /^[\w-]{22}\.[\w-]{43}$/)
  assert.equal((await things(`Bearer ${token}`)).status, 200)
})

test('RFC 9068 §4, RFC 8707 a machine’s token that was asked for another resource opens none of ours', async () => {
  for (const [resource, expected] of [
    ['https://api.example.no/', 401],
    [`${issuer}.evil.example/`, 401],
    [issuer, 200],
    [`${issuer}/things`, 200],
  ] as const)
    assert.equal((await things(`Bearer ${await tokenFor({ resource })}`)).status, expected, resource)
})

test('a machine’s token ends with its time, its client and its registration', async () => {
  const token = await tokenFor()
  const known = clients as Record<string, (typeof clients)[string]>
  const machine = known['machine']
  assert.ok(machine)
  try {
    known['machine'] = { ...machine, scopes: ['acme:more'] }
    assert.equal((await things(`Bearer ${token}`)).status, 403)
    known['machine'] = { ...machine, grantTypes: ['authorization_code'] }
    assert.equal((await things(`Bearer ${token}`)).status, 401)
    delete known['machine']
    assert.equal((await things(`Bearer ${token}`)).status, 401)
  } finally {
    known['machine'] = machine
  }
  assert.equal((await things(`Bearer ${token}`)).status, 200)
  p.clock.advance(300_000)
  assert.equal((await things(`Bearer ${token}`)).status, 401)
})

test('a machine’s token opens no userinfo', async () => {
  const response = await p.routes.request(`${issuer}/userinfo`, {
    headers: { authorization: `Bearer ${await tokenFor()}` },
  })
  assert.equal(response.status, 403)
})

test('RFC 9449 §7 a machine’s bound token opens our APIs with its proof at their own address, and with that alone', async () => {
  await p.hot.floor()
  p.clock.advance(20_000)
  const htu = `${issuer}/token`
  const response = await post(p, '/token', asks(), { dpop: proof({ at: p.clock.now(), htu }) })
  const { access_token: token, token_type: type } = await body(response)
  assert.equal(type, 'DPoP')
  const ask = (scheme: string, dpop?: string): Promise<Response> =>
    Promise.resolve(
      p.routes.request(`${issuer}/things`, {
        headers: { authorization: `${scheme} ${String(token)}`, ...(dpop === undefined ? {} : { dpop }) },
      }),
    )
  const shown = (over: object = {}): string =>
    proof({ at: p.clock.now(), htm: 'GET', htu: `${issuer}/things`, claims: { ath: ath(String(token)) }, ...over })
  assert.equal((await ask('DPoP', shown())).status, 200)
  assert.deepEqual(await told(await ask('Bearer')), [401, 'invalid_token'])
  assert.deepEqual(await told(await ask('DPoP')), [401, 'invalid_dpop_proof'])
  assert.deepEqual(await told(await ask('DPoP', shown({ htu: `${issuer}/userinfo` }))), [401, 'invalid_dpop_proof'])
  assert.deepEqual(await told(await ask('DPoP', shown({ key: otherProofKey }))), [401, 'invalid_token'])
})

import assert from 'node:assert/strict'
import { createPublicKey, createSign } from 'node:crypto'
import test, { after, before } from 'node:test'
import { testClient, issuer, otherPair, secret, start } from '#oidc/test-clients.ts'
import { testProvider, type TestProvider } from '#oidc/test-provider.ts'
import { assertion, basicAuth, body, codeFor, exchange, type Fields, good, post } from '#oidc/test-requests.ts'

let p: TestProvider
before(async () => void (p = await testProvider()))
after(() => p.close())

const now = start / 1000 + 1
const encoded = encodeURIComponent(secret).replaceAll('%20', '+')
/** The same request without a way to authenticate. */
const bare = (code: string): Fields => {
  const { client_secret: _secret, client_id: _id, ...rest } = exchange(code)
  return rest
}

const accepted: readonly (readonly [what: string, client: string, fields: Fields, headers: Fields])[] = [
  ['a secret in the body', 'post', { client_id: 'post', client_secret: secret }, {}],
  ['a secret in the header, form-urlencoded', 'basic', {}, basicAuth('basic', encoded)],
  [
    'a secret in the header, and the same client in the body',
    'basic',
    { client_id: 'basic' },
    basicAuth('basic', encoded),
  ],
  ['nothing, for a public client', 'spa', { client_id: 'spa' }, {}],
  ['an assertion for the issuer', 'jwt', assertion(), {}],
  ['an assertion for the token endpoint', 'jwt', assertion({ aud: `${issuer}/token` }), {}],
  ['an assertion for a list of one', 'jwt', assertion({ aud: [issuer] }), {}],
  ['an assertion of ten seconds ahead', 'jwt', assertion({ iat: now + 10, nbf: now + 10, exp: now + 15 }), {}],
  ['an assertion of its own type', 'jwt', assertion({}, { typ: 'client-authentication+jwt' }), {}],
]
for (const [what, client, fields, headers] of accepted) {
  test(`accepted: ${what}`, async () => {
    const response = await post(p, '/token', { ...bare(await codeFor(p, client)), ...fields }, headers)
    assert.equal(response.status, 200, await response.clone().text())
  })
}

const both = { ...assertion(), client_secret: secret }
const noId = Object.fromEntries(Object.entries(assertion()).filter(([name]) => name !== 'client_id'))
type Refused = readonly [what: string, fields: Fields, headers: Fields, status: number, error: string]
const refused: readonly Refused[] = [
  ['an unknown client', { client_id: 'nobody', client_secret: secret }, {}, 401, 'invalid_client'],
  ['a wrong secret', { client_id: 'post', client_secret: 'wrong' }, {}, 401, 'invalid_client'],
  ['an expired secret', { client_id: 'expired', client_secret: secret }, {}, 401, 'invalid_client'],
  ['no secret', { client_id: 'post' }, {}, 401, 'invalid_client'],
  ['nothing at all', {}, {}, 401, 'invalid_client'],
  ['the body where the header is registered', { client_id: 'basic', client_secret: secret }, {}, 401, 'invalid_client'],
  ['the header where the body is registered', {}, basicAuth('post', encoded), 401, 'invalid_client'],
  ['a secret for a client with a key', { client_id: 'jwt', client_secret: secret }, {}, 401, 'invalid_client'],
  ['a secret for a public client', { client_id: 'spa', client_secret: secret }, {}, 401, 'invalid_client'],
  ['nothing for a client with a key', { client_id: 'jwt' }, {}, 401, 'invalid_client'],
  [
    'secret and header',
    { client_id: 'basic', client_secret: secret },
    basicAuth('basic', encoded),
    400,
    'invalid_request',
  ],
  ['secret and assertion', both, {}, 400, 'invalid_request'],
  ['header and assertion', assertion(), basicAuth('basic', encoded), 400, 'invalid_request'],
  [
    'another client in the body than in the header',
    { client_id: 'post' },
    basicAuth('basic', encoded),
    400,
    'invalid_request',
  ],
  ['a header that is not encoded', {}, basicAuth('basic', secret), 401, 'invalid_client'],
  ['a header of another scheme', { client_id: 'basic' }, { authorization: 'Bearer x' }, 401, 'invalid_client'],
  ['a header without colon', {}, { authorization: `Basic ${btoa('basic')}` }, 401, 'invalid_client'],
  ['an assertion without client_id', noId, {}, 400, 'invalid_request'],
  ['an assertion without its type', { ...assertion(), client_assertion_type: '' }, {}, 401, 'invalid_client'],
  ['an assertion of another type', { ...assertion(), client_assertion_type: 'urn:x' }, {}, 401, 'invalid_client'],
  ['another client’s assertion', { ...assertion(), client_id: 'post' }, {}, 401, 'invalid_client'],
  ['a key that is not registered', assertion({}, {}, otherPair.privateKey), {}, 401, 'invalid_client'],
  ['an unknown kid', assertion({}, { kid: 'k2' }), {}, 401, 'invalid_client'],
  ['no kid', assertion({}, { kid: undefined }), {}, 401, 'invalid_client'],
  ['alg none', assertion({}, { alg: 'none' }), {}, 401, 'invalid_client'],
  ['another alg than the key’s', assertion({}, { alg: 'RS256' }), {}, 401, 'invalid_client'],
  ['an access token’s type', assertion({}, { typ: 'at+jwt' }), {}, 401, 'invalid_client'],
  ['another issuer', assertion({ iss: 'post' }), {}, 401, 'invalid_client'],
  ['another subject', assertion({ sub: 'post' }), {}, 401, 'invalid_client'],
  ['another audience', assertion({ aud: 'https://other.example' }), {}, 401, 'invalid_client'],
  ['an audience with a slash more', assertion({ aud: `${issuer}/` }), {}, 401, 'invalid_client'],
  ['two audiences', assertion({ aud: [issuer, 'https://other.example'] }), {}, 401, 'invalid_client'],
  ['no audience', assertion({ aud: undefined }), {}, 401, 'invalid_client'],
  ['no jti', assertion({ jti: undefined }), {}, 401, 'invalid_client'],
  ['an empty jti', assertion({ jti: '' }), {}, 401, 'invalid_client'],
  ['a jti that is too long', assertion({ jti: 'j'.repeat(257) }), {}, 401, 'invalid_client'],
  ['no exp', assertion({ exp: undefined }), {}, 401, 'invalid_client'],
  ['no iat', assertion({ iat: undefined }), {}, 401, 'invalid_client'],
  ['exp as text', assertion({ exp: String(now + 60) }), {}, 401, 'invalid_client'],
  ['an expired one', assertion({ iat: now - 60, exp: now }), {}, 401, 'invalid_client'],
  ['one of eleven seconds ahead', assertion({ iat: now + 11, exp: now + 20 }), {}, 401, 'invalid_client'],
  ['one that is not valid yet', assertion({ nbf: now + 11 }), {}, 401, 'invalid_client'],
  ['one that lives 121 seconds', assertion({ exp: now + 121 }), {}, 401, 'invalid_client'],
  ['one from before the store was emptied', assertion({ iat: now - 30, exp: now + 60 }), {}, 401, 'invalid_client'],
]
for (const [what, fields, headers, status, error] of refused) {
  test(`refused: ${what}`, async () => {
    const response = await post(p, '/token', { ...bare(`${'g'.repeat(22)}.${'s'.repeat(22)}`), ...fields }, headers)
    assert.deepEqual([response.status, (await body(response))['error']], [status, error])
    const basic = headers['authorization']?.startsWith('Basic') === true && error === 'invalid_client'
    if (basic) assert.match(response.headers.get('www-authenticate') ?? '', /^Basic realm=/)
  })
}

test('I4 an assertion is used once, whichever endpoint took it', async () => {
  const used = assertion()
  assert.equal((await post(p, '/par', { ...good('jwt'), ...used })).status, 201)
  for (const path of ['/par', '/token']) {
    const again = await post(p, path, { ...good('jwt'), ...exchange('x'), client_secret: '', ...used })
    assert.deepEqual([again.status, (await body(again))['error']], [401, 'invalid_client'])
  }
})

test('I4 of many at once with one assertion, one gets through', async () => {
  const used = assertion()
  const responses = await Promise.all(Array.from({ length: 20 }, () => post(p, '/par', { ...good('jwt'), ...used })))
  assert.equal(responses.filter(({ status }) => status === 201).length, 1)
})

for (const [what, ahead] of [
  ['made in the very second in which the store is lost', 0],
  ['by a clock that is ahead', 9],
] as const) {
  test(`I4 an assertion is used once over a lost store: ${what}`, async () => {
    const own = await testProvider()
    try {
      own.clock.advance(200)
      const push = async (one: Fields): Promise<number> => (await post(own, '/par', { ...good('jwt'), ...one })).status
      const made = (): Fields => assertion({ iat: now + ahead, exp: now + 60 })
      const [used, unused] = [made(), made()]
      assert.equal(await push(used), 201)
      await own.database.raw('delete from hot', [])
      own.clock.advance(300)
      assert.equal(await push(used), 401)
      // What says that it was made later may be so.
      assert.equal(await push(unused), ahead === 0 ? 401 : 201)
      own.clock.advance(1000)
      const fresh = assertion({ iat: now + 1, exp: now + 60 })
      assert.deepEqual([await push(fresh), await push(fresh)], [201, 401])
    } finally {
      await own.close()
    }
  })
}

test('the same jti of two clients does not collide, and a refused authentication is on record', async () => {
  p.state.events.length = 0
  const wrong = await post(p, '/token', { ...bare('x'), client_id: 'post', client_secret: 'wrong' })
  assert.equal(wrong.status, 401)
  assert.deepEqual(p.state.events, [{ type: 'token.refused', client: 'post', why: 'client-authentication' }])
})

test('a key without a registered algorithm takes those of its kind', async () => {
  const { generateKeyPairSync } = await import('node:crypto')
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const client = testClient('rsa', {
    authMethod: 'private_key_jwt',
    keys: [{ kid: 'r', algorithm: undefined, key: createPublicKey(rsa.privateKey) }],
  })
  const own = await testProvider({ clients: { find: () => client, active: () => assert.fail('not reached') } })
  const claims = { iss: 'rsa', sub: 'rsa', aud: issuer, iat: now, exp: now + 60 }
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const sign = (alg: string, digest: string): Fields => {
    const input = `${encode({ alg, kid: 'r' })}.${encode({ ...claims, jti: alg })}`
    const signature = createSign(digest).update(input).sign(rsa.privateKey, 'base64url')
    return { ...assertion(), client_id: 'rsa', client_assertion: `${input}.${signature}` }
  }
  for (const [alg, digest, status] of [
    ['RS256', 'sha256', 201],
    ['RS384', 'sha384', 201],
    ['RS512', 'sha512', 201],
    ['ES256', 'sha256', 401],
  ] as const) {
    assert.equal((await post(own, '/par', { ...good('rsa'), ...sign(alg, digest) })).status, status, alg)
  }
  await own.close()
})

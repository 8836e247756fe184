/** RFC 7523 and RFC 7521: a client says who it is by an assertion that it signed. */
import assert from 'node:assert/strict'
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { test } from 'node:test'
import { callback, owners, taxKey } from '../services.ts'
import { assertion, atOnce, codeFor, type Fields, good, refused, type Reply, send, verifier } from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const jwk = rsa.publicKey.export({ format: 'jwk' })
const land = {
  client_id: 'land',
  client_name: 'Kartet',
  token_endpoint_auth_method: 'private_key_jwt',
  redirect_uris: [callback('land')],
  // Any algorithm that fits the key, and each for itself.
  jwks: { keys: [undefined, 'RS256', 'RS384', 'RS512', 'PS256'].map((alg) => ({ ...jwk, kid: alg ?? 'any', alg })) },
}

let world: World
worldForAll(
  import.meta.filename,
  [...owners, { org_number: '974761076', name: 'Kartverket (prøve)', services: [land] }],
  (opened) => {
    world = opened
  },
)

const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const never = `${'g'.repeat(22)}.${'s'.repeat(22)}`
const now = (): number => Math.floor(world.clock.now() / 1000)
const push = (proof: Fields): Promise<Reply> => send(world, '/par', { ...good('tax'), ...proof })
const redeem = (proof: Fields, code: string): Promise<Reply> =>
  send(world, '/token', {
    grant_type: 'authorization_code',
    redirect_uri: callback('tax'),
    code_verifier: verifier,
    code,
    ...proof,
  })

for (const [what, claims] of [
  ['the issuer as audience', () => ({})],
  ['the issuer as the only one in a list', () => ({ aud: [issuer] })],
  ['the token endpoint as audience', () => ({ aud: `${issuer}/token` })],
  ['the endpoint for pushed requests as audience', () => ({ aud: `${issuer}/par` })],
  ['the longest life', () => ({ exp: now() + 120 })],
  ['a clock ten seconds ahead', () => ({ iat: now() + 10, exp: now() + 100 })],
  ['a jti of 256 characters', () => ({ jti: randomUUID().padEnd(256, 'j') })],
  ['five seconds from now on, and from no earlier', () => ({ exp: now() + 5, nbf: now() })],
  ['claims of the client’s own', () => ({ version: 7, nested: { a: [1] } })],
] as [string, () => object][]) {
  test(`RFC 7523 §3 accepted: ${what}`, async () => {
    assert.equal((await push(assertion(world, claims()))).status, 201)
    assert.equal(
      (await redeem(assertion(world, { ...claims(), jti: randomUUID() }), await codeFor(world, 'tax'))).status,
      200,
    )
  })
}

interface Made {
  readonly claims?: object
  readonly header?: object
  readonly key?: KeyObject
}
for (const [what, make] of [
  ['another audience', () => ({ claims: { aud: 'https://other.example' } })],
  ['an audience beside ours', () => ({ claims: { aud: [issuer, 'https://other.example'] } })],
  ['an audience that only begins like ours', () => ({ claims: { aud: `${issuer}.evil.example` } })],
  ['no audience', () => ({ claims: { aud: undefined } })],
  ['another issuer', () => ({ claims: { iss: 'library' } })],
  ['another subject', () => ({ claims: { sub: 'library' } })],
  ['no subject', () => ({ claims: { sub: undefined } })],
  ['an expiry that has passed', () => ({ claims: { iat: now() - 60, exp: now() } })],
  ['no expiry', () => ({ claims: { exp: undefined } })],
  ['too long a life', () => ({ claims: { exp: now() + 121 } })],
  ['a clock too far ahead', () => ({ claims: { iat: now() + 11, exp: now() + 60 } })],
  ['a time to come', () => ({ claims: { nbf: now() + 30 } })],
  ['no iat', () => ({ claims: { iat: undefined } })],
  ['no jti', () => ({ claims: { jti: undefined } })],
  ['a jti that is too long', () => ({ claims: { jti: 'j'.repeat(257) } })],
  ['a key that is not registered', () => ({ key: stranger.privateKey })],
  ['a kid that is not registered', () => ({ header: { kid: 'tax-2' } })],
  ['no kid', () => ({ header: { kid: undefined } })],
  ['another algorithm than the key’s', () => ({ header: { alg: 'ES384' } })],
  [
    'a header that names its own key',
    () => ({ header: { kid: undefined, jwk: stranger.publicKey.export({ format: 'jwk' }) }, key: stranger.privateKey }),
  ],
  ['a critical header that nobody knows', () => ({ header: { crit: ['x'], x: 1 } })],
  ['the type of an access token', () => ({ header: { typ: 'at+jwt' } })],
] as [string, () => Made][]) {
  test(`RFC 7523 §3 refused: ${what}`, async () => {
    const { claims, header, key } = make()
    refused(await push(assertion(world, claims, header, key)), 401, 'invalid_client')
    refused(await redeem(assertion(world, claims, header, key), never), 401, 'invalid_client')
  })
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const body = (): object => ({ iss: 'tax', sub: 'tax', aud: issuer, iat: now(), exp: now() + 60, jti: randomUUID() })
const with_ = (jwt: string): Fields => ({ ...assertion(world), client_assertion: jwt })

test('RFC 7515 §5.2 refused: alg none in any spelling, with and without a signature', async () => {
  for (const alg of ['none', 'None', 'NONE', '']) {
    const input = `${part({ alg, kid: 'tax-1' })}.${part(body())}`
    for (const signature of ['', 'AAAA', assertion(world)['client_assertion']?.split('.')[2] ?? ''])
      refused(await push(with_(`${input}.${signature}`)), 401, 'invalid_client')
  }
})

test('RFC 8725 §3.1 refused: the public key as the secret of an HMAC', async () => {
  const pem = createPublicKey(taxKey.privateKey).export({ type: 'spki', format: 'pem' })
  const input = `${part({ alg: 'HS256', kid: 'tax-1' })}.${part(body())}`
  const mac = createHmac('sha256', pem).update(input).digest('base64url')
  refused(await push(with_(`${input}.${mac}`)), 401, 'invalid_client')
})

test('RFC 7515 §5.2 refused: a changed signature, a changed payload, four parts, padding, nothing', async () => {
  const whole = assertion(world)['client_assertion'] ?? ''
  const [head = '', payload = '', signature = ''] = whole.split('.')
  const changed = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
  for (const jwt of [
    `${head}.${payload}.${changed}`,
    `${head}.${part(body())}.${signature}`,
    `${whole}.${signature}`,
    `${whole}=`,
    `${head}.${payload}`,
    'x',
  ])
    refused(await push(with_(jwt)), 401, 'invalid_client')
  assert.equal((await push(with_(whole))).status, 201, 'nothing of that has spent it')
})

test('RFC 7523 §3 an assertion is used once, whichever endpoint took it first', async () => {
  const one = assertion(world)
  assert.equal((await push(one)).status, 201)
  refused(await push(one), 401, 'invalid_client')
  refused(await redeem(one, await codeFor(world, 'tax')), 401, 'invalid_client')
  const other = assertion(world)
  assert.equal((await redeem(other, await codeFor(world, 'tax'))).status, 200)
  refused(await push(other), 401, 'invalid_client')
})

test('RFC 7523 §3 a jti that was used is used for another assertion, too, for as long as the first could live', async () => {
  const jti = randomUUID()
  assert.equal((await push(assertion(world, { jti, exp: now() + 120 }))).status, 201)
  world.clock.advance(119_000)
  refused(await push(assertion(world, { jti })), 401, 'invalid_client')
})

test('RFC 7523 §3 of fifty that bring one assertion at once exactly one gets through', async () => {
  const one = assertion(world)
  const got = await atOnce(
    50,
    () => push(one),
    ({ status }) => status === 201,
  )
  assert.equal(got.length, 1)
})

for (const [what, over] of [
  ['without its type', { client_assertion_type: undefined }],
  ['of another type', { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' }],
  ['for another client', { client_id: 'library' }],
] as [string, Fields][]) {
  test(`RFC 7521 §4.2 refused: an assertion ${what}`, async () => {
    refused(await push({ ...assertion(world), ...over }), 401, 'invalid_client')
  })
}

const pss = { padding: 6, saltLength: 32 }
const digests = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512', PS256: 'sha256' } as const
for (const [alg, digest] of Object.entries(digests)) {
  test(`RFC 7518 §3.1 ${alg} by a key that takes any, by one that takes it alone, and by none that takes another`, async () => {
    for (const kid of ['any', ...Object.keys(digests)]) {
      const input = `${part({ alg, kid })}.${part({ ...body(), iss: 'land', sub: 'land' })}`
      const key = { key: rsa.privateKey, ...(alg === 'PS256' ? pss : {}) }
      const jwt = `${input}.${sign(digest, Buffer.from(input), key).toString('base64url')}`
      const reply = await send(world, '/par', { ...good('land'), ...with_(jwt), client_id: 'land' })
      if (kid === 'any' || kid === alg) assert.equal(reply.status, 201, kid)
      else refused(reply, 401, 'invalid_client')
    }
  })
}

import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import test, { after, before } from 'node:test'
import { makeCertificate } from '#keys/test-issuer.ts'
import { readClientKey } from '#oidc/client-jwk.ts'
import type { ClientKey } from '#oidc/client.ts'
import { otherPair, pair, start, testClient } from '#oidc/test-clients.ts'
import { testProvider, type TestProvider, unlessStopped } from '#oidc/test-provider.ts'
import { assertion, body, codeFor, claimsOf, exchange, type Fields, good, post } from '#oidc/test-requests.ts'

const subject = [['CN', 'Etaten']] as const
const day = 24 * 3_600_000
const certified = makeCertificate({ subject, pair })
const renewed = makeCertificate({ subject, pair })
const old = makeCertificate({ subject, pair, until: start })
const early = makeCertificate({ subject, pair, from: start + day })
const stranger = makeCertificate({ subject, pair: otherPair })
const keyOf = (jwk: object): ClientKey => {
  const read = readClientKey(jwk as Record<string, unknown>)
  if (typeof read === 'string') throw new Error(read)
  return read
}
const registered = (id: string, ...jwks: readonly object[]) =>
  testClient(id, { authMethod: 'private_key_jwt', secretHash: undefined, keys: jwks.map(keyOf) })
const bare = { ...certified.jwk, x5c: undefined, kid: 'bare' }

const clients = [
  registered('locked', certified.jwk),
  registered('plainkey', bare),
  registered('expired', old.jwk),
  registered('coming', early.jwk),
  registered('dated', { ...bare, exp: start / 1000 }),
  registered('lasting', { ...bare, exp: start / 1000 + 3600 }),
  registered('several', bare, certified.jwk),
]
const active = (id: string) => unlessStopped('client-inactive', id)
let p: TestProvider
before(async () => {
  p = await testProvider({ clients: { find: (id) => clients.find((one) => one.id === id), active } })
})
after(() => p.close())

const by = (client: string, header: object, key = pair.privateKey): Fields => ({
  ...assertion({ iss: client, sub: client, exp: start / 1000 + 60 }, { kid: undefined, ...header }, key),
  client_id: client,
})
const push = (client: string, header: object, key = pair.privateKey): Promise<Response> =>
  post(p, '/par', { ...good(client), ...by(client, header, key) })
const chain = (...all: readonly { readonly base64: string }[]) => ({ x5c: all.map(({ base64 }) => base64) })

for (const [what, client, header, amr] of [
  ['the registered certificate', 'locked', chain(certified), 'virksomhetssertifikat'],
  ['it and those that vouch for it', 'locked', chain(certified, stranger), 'virksomhetssertifikat'],
  ['its key’s name', 'locked', { kid: 'certified' }, 'private_key_jwt'],
  ['both', 'locked', { kid: 'certified', ...chain(certified) }, 'virksomhetssertifikat'],
  [
    'the key’s name, and a certificate of which nothing is registered',
    'plainkey',
    { kid: 'bare', ...chain(certified) },
    'private_key_jwt',
  ],
  ['a certificate beside another key', 'several', chain(certified), 'virksomhetssertifikat'],
  ['a key that ends later', 'lasting', { kid: 'bare' }, 'private_key_jwt'],
] as const)
  test(`RFC 7515 §4.1.6 an assertion by ${what}`, async () => {
    const code = await codeFor(p, client)
    const { client_secret: _secret, client_id: _id, ...rest } = exchange(code)
    const told = await body(await post(p, '/token', { ...rest, ...by(client, header) }))
    assert.equal(claimsOf(told['access_token'])['client_amr'], amr, JSON.stringify(told))
  })

for (const [what, says, client, header, key] of [
  ['a certificate that is not registered, of the registered key', /not registered/, 'locked', chain(renewed)],
  ['the same where only the key is registered', /not registered/, 'plainkey', chain(certified)],
  ['another key’s certificate of the same name', /not registered/, 'locked', chain(stranger), otherPair.privateKey],
  ['the registered certificate behind another', /not registered/, 'locked', chain(stranger, certified)],
  [
    'the registered certificate, signed with another key',
    /not signed with the key/,
    'locked',
    chain(certified),
    otherPair.privateKey,
  ],
  [
    'the key’s name and another certificate',
    /not the one that the key is registered with/,
    'locked',
    { kid: 'certified', ...chain(renewed) },
  ],
  ['a certificate that has expired', /certificate that has expired/, 'expired', chain(old)],
  ['the name of a key whose certificate has expired', /certificate that has expired/, 'expired', { kid: 'certified' }],
  ['a certificate that is not valid yet', /not valid yet/, 'coming', chain(early)],
  ['a key that has ended', /the key of the client assertion has expired/, 'dated', { kid: 'bare' }],
  ['no key’s name and no certificate', /must have kid, or x5c/, 'locked', {}],
  ['a text for a certificate', /must be a list/, 'locked', { x5c: certified.base64 }],
  ['an empty list', /must be a list/, 'locked', { x5c: [] }],
  ['base64url', /must be a list/, 'locked', { x5c: [`${certified.certificate.raw.toString('base64url')}_`] }],
  ['PEM', /must be a list/, 'locked', { x5c: [certified.cert] }],
  ['its fingerprint alone', /must have kid, or x5c/, 'locked', { 'x5t#S256': 'x' }],
] as const)
  test(`RFC 7515 §4.1.6 refused: an assertion by ${what}`, async () => {
    const response = await push(client, header, key)
    const told = await body(response)
    assert.deepEqual([response.status, told['error']], [401, 'invalid_client'])
    assert.match(String(told['error_description']), says)
  })

test('OpenID Connect Core §10.1 kid may be left out where one key alone fits, except in ID-porten’s profile', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa' }
  const of = async (profile: 'plain' | 'fapi2' | 'idporten', ...jwks: readonly object[]): Promise<number> => {
    const client = testClient('plain', {
      profile,
      authMethod: 'private_key_jwt',
      keys: jwks.map(keyOf),
      dpopBound: true,
    })
    const own = await testProvider({ clients: { find: () => client, active } })
    const { status } = await post(own, '/par', { ...good('plain'), ...by('plain', {}) })
    await own.close()
    return status
  }
  assert.deepEqual(
    [await of('plain', bare), await of('fapi2', bare, jwk), await of('plain', bare, jwk)],
    [201, 201, 201],
  )
  assert.equal(await of('plain', bare, { ...bare, kid: 'again' }), 401)
  assert.equal(await of('plain', jwk), 401)
  assert.equal(await of('idporten', bare), 401)
})

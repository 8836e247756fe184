import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import test, { after, before, beforeEach } from 'node:test'
import { randomToken } from '#base/secrets.ts'
import { makeCertificate } from '#keys/test-issuer.ts'
import { jwtBearer } from '#oidc/grants/jwt-bearer.ts'
import { readClientKey } from '#oidc/client-jwk.ts'
import type { Client, ClientKey } from '#oidc/client.ts'
import type { HandingOn } from '#oidc/ports.ts'
import { issuer, otherPair, pair, secret, start, testClient, testScope } from '#oidc/test-clients.ts'
import { testProvider, type TestProvider, unlessStopped } from '#oidc/test-provider.ts'
import { assertion, body, claimsOf, type Fields, post, signed } from '#oidc/test-requests.ts'

const orgNumber = '991825827'
const customer = '974761076'
const certified = makeCertificate({ subject: [['CN', 'Etaten']], pair })
const stranger = makeCertificate({ subject: [['CN', 'Andre']], pair: otherPair })
const ended = makeCertificate({ subject: [['CN', 'Etaten']], pair, until: start })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const keyOf = (jwk: object): ClientKey => {
  const read = readClientKey(jwk as Record<string, unknown>)
  if (typeof read === 'string') throw new Error(read)
  return read
}
const machine = (id: string, over: Partial<Client> = {}): Client =>
  testClient(id, {
    authMethod: 'private_key_jwt',
    secretHash: undefined,
    grantTypes: [jwtBearer],
    redirectUris: [],
    scopes: ['acme:read', 'acme:write', 'acme:handed'],
    idTokenAlgorithm: 'RS256',
    keys: [{ kid: 'k1', algorithm: 'ES256', key: pair.publicKey }],
    ...over,
  })
const clients: readonly Client[] = [
  machine('etat'),
  machine('rsa', { keys: [{ kid: 'k1', algorithm: undefined, key: rsa.publicKey }] }),
  machine('locked', { keys: [keyOf(certified.jwk)] }),
  machine('old', { keys: [{ ...keyOf(certified.jwk), kid: 'k1', certificate: ended.certificate }] }),
  machine('certificate', { keys: [], keyless: true }),
  machine('lapsed', { keys: [] }),
  machine('supplier', { scopes: ['acme:read'], scopesForOthers: ['acme:handed', 'acme:both'] }),
  machine('plain', { profile: 'plain' }),
  machine('fapi', { profile: 'fapi2', dpopBound: true }),
  machine('users', { grantTypes: ['client_credentials'] }),
  testClient('secret', { grantTypes: [jwtBearer] }),
]
const source = 'https://altinn.example.no/'
const scopes = [
  testScope('acme:short', { forAll: true, accessTokenAtMost: 40 }),
  testScope('acme:read'),
  testScope('acme:handed', { delegationSource: source }),
  testScope('acme:both', { delegationSource: 'https://other.example.no/' }),
]
const handed = { 'acme:handed': 'given', 'acme:both': 'given' } as Record<string, 'given' | 'no-access'>
const handedOn = ({ scope, consumer, supplier }: HandingOn) =>
  consumer === customer && supplier === orgNumber ? (handed[scope] ?? 'not-handed-on') : 'not-handed-on'
/** Whose certificate it is, or what is wrong with it; how often it was asked. */
let known: Readonly<Record<string, string>> = {}
let asked = 0

let p: TestProvider
before(async () => {
  p = await testProvider({
    clients: {
      find: (id) => clients.find((one) => one.id === id),
      active: (id) => unlessStopped('client-inactive', id),
    },
    scopes: { find: (name) => scopes.find((one) => one.name === name), handedOn },
    enterprise: {
      organisationOf(chain) {
        asked++
        const found = known[Buffer.from(chain[0] ?? []).toString('base64')] ?? 'was not issued by anybody trusted here'
        return Promise.resolve(/^\d{9}$/.test(found) ? { number: found } : found)
      },
    },
  })
  // What was made before the store was found empty would not count.
  await p.hot.floor()
  p.clock.advance(30_000)
})
after(() => p.close())
beforeEach(() => {
  p.state.events.length = 0
  asked = 0
  known = { [certified.base64]: orgNumber, [stranger.base64]: customer, [ended.base64]: 'has been revoked' }
})

const now = start / 1000 + 31
interface Made {
  readonly client?: string
  readonly claims?: object
  readonly header?: object
  readonly key?: KeyObject
  /** Of the form, beside the assertion. */
  readonly beside?: Fields
}
const made = ({ client = 'etat', claims = {}, header = {}, key }: Made = {}): string =>
  signed(
    { alg: 'ES256', kid: 'k1', ...header },
    { iss: client, aud: issuer, scope: 'acme:read', iat: now, exp: now + 120, jti: randomToken(16), ...claims },
    key,
  )
const ask = (one: Made = {}): Promise<Response> =>
  post(p, '/token', { grant_type: jwtBearer, assertion: made(one), ...one.beside })

test('RFC 7523 §2.1 a signed request gives a token of Maskinporten’s shape, and nothing beside it', async () => {
  const response = await ask()
  assert.deepEqual([response.status, response.headers.get('cache-control')], [200, 'no-store'])
  const tokens = await body(response)
  assert.deepEqual(
    { ...tokens, access_token: 0 },
    { access_token: 0, token_type: 'Bearer', expires_in: 120, scope: 'acme:read' },
  )
  const [head = ''] = String(tokens['access_token']).split('.')
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as object
  assert.deepEqual(header, { alg: 'RS256', typ: 'JWT', kid: 'rs' })
  const { jti, ...claims } = claimsOf(tokens['access_token'])
  assert.match(String(jti), /^machine\.[\w-]{22}$/)
  assert.deepEqual(claims, {
    iss: issuer,
    client_id: 'etat',
    client_amr: 'private_key_jwt',
    scope: 'acme:read',
    token_type: 'Bearer',
    consumer: { authority: 'iso6523-actorid-upis', ID: `0192:${orgNumber}` },
    iat: now,
    exp: now + 120,
  })
  assert.deepEqual(p.state.events, [{ type: 'token.machine', client: 'etat', scope: ['acme:read'] }])
})

const accepted: Readonly<Record<string, Made>> = {
  'a clock ten seconds ahead': { claims: { iat: now + 10, exp: now + 130 } },
  'a clock ten seconds behind': { claims: { iat: now - 10, exp: now + 110 } },
  'no jti': { claims: { jti: undefined } },
  'the issuer as the only audience of a list': { claims: { aud: [issuer] } },
  'its own client as subject': { claims: { sub: 'etat' } },
  'the type of such grants': { header: { typ: 'authorization-grant+jwt' } },
  'the client_id beside it': { beside: { client_id: 'etat' } },
  'the same scope beside it': { beside: { scope: 'acme:read' } },
  'several scopes': { claims: { scope: 'acme:write acme:read' } },
  'a certificate that its key is registered with': {
    client: 'locked',
    header: { kid: undefined, x5c: [certified.base64] },
  },
  'an enterprise certificate of its organisation': {
    client: 'certificate',
    header: { kid: undefined, x5c: [certified.base64, stranger.base64] },
  },
  'a key that one alone can be, in the plain profile': { client: 'plain', header: { kid: undefined } },
}
for (const [what, one] of Object.entries(accepted))
  test(`RFC 7523 §3 accepted: ${what}`, async () => {
    const response = await ask(one)
    assert.equal(response.status, 200, JSON.stringify(await body(response)))
  })

type Refused = readonly [number: string, error: string, one: Made]
const refused: Readonly<Record<string, Refused>> = {
  'another audience': ['MP-110', 'invalid_grant', { claims: { aud: 'https://other.example.no' } }],
  'the token endpoint as audience': ['MP-110', 'invalid_grant', { claims: { aud: `${issuer}/token` } }],
  'the issuer with a slash more': ['MP-110', 'invalid_grant', { claims: { aud: `${issuer}/` } }],
  'an audience beside ours': ['MP-110', 'invalid_grant', { claims: { aud: [issuer, 'https://other.example.no'] } }],
  'no audience': ['MP-110', 'invalid_grant', { claims: { aud: undefined } }],
  'a client that is not known': ['MP-100', 'invalid_grant', { client: 'nobody' }],
  'a client with a secret': ['MP-100', 'invalid_grant', { client: 'secret' }],
  'another client’s name': ['MP-124', 'invalid_grant', { client: 'rsa' }],
  'another subject': ['MP-011', 'invalid_request', { claims: { sub: 'supplier' } }],
  'no iss': ['MP-011', 'invalid_request', { claims: { iss: undefined } }],
  'no scope': ['MP-011', 'invalid_request', { claims: { scope: undefined } }],
  'an empty scope': ['MP-011', 'invalid_request', { claims: { scope: ' ' } }],
  'no iat': ['MP-011', 'invalid_request', { claims: { iat: undefined } }],
  'no exp': ['MP-011', 'invalid_request', { claims: { exp: undefined } }],
  'times that are texts': ['MP-011', 'invalid_request', { claims: { iat: String(now) } }],
  'an empty jti': ['MP-011', 'invalid_request', { claims: { jti: '' } }],
  'a jti that is too long': ['MP-011', 'invalid_request', { claims: { jti: 'j'.repeat(257) } }],
  'a clock too far ahead': ['MP-130', 'invalid_grant', { claims: { iat: now + 11, exp: now + 60 } }],
  'a clock too far behind': ['MP-130', 'invalid_grant', { claims: { iat: now - 11, exp: now + 60 } }],
  'too long a life': ['MP-130', 'invalid_grant', { claims: { exp: now + 121 } }],
  'an end that has come': ['MP-130', 'invalid_grant', { claims: { iat: now - 10, exp: now } }],
  'a time to come': ['MP-130', 'invalid_grant', { claims: { nbf: now + 11 } }],
  'another key': ['MP-124', 'invalid_grant', { key: otherPair.privateKey }],
  'a kid that is not registered': ['MP-124', 'invalid_grant', { header: { kid: 'k2' } }],
  'no kid and no certificate': ['MP-011', 'invalid_request', { header: { kid: undefined } }],
  'no algorithm': ['MP-124', 'invalid_grant', { header: { alg: 'none' } }],
  'an algorithm of another kind': ['MP-124', 'invalid_grant', { header: { alg: 'HS256' } }],
  'the type of a client assertion': ['MP-011', 'invalid_request', { header: { typ: 'client-authentication+jwt' } }],
  'the type of a proof': ['MP-011', 'invalid_request', { header: { typ: 'dpop+jwt' } }],
  'a key whose certificate has ended': ['MP-121', 'invalid_grant', { client: 'old' }],
  'a certificate that is not registered': [
    'MP-120',
    'invalid_grant',
    { client: 'locked', header: { kid: undefined, x5c: [stranger.base64] }, key: otherPair.privateKey },
  ],
  'an enterprise certificate where a key is registered': [
    'MP-120',
    'invalid_grant',
    { header: { kid: undefined, x5c: [certified.base64] } },
  ],
  'a kid where nothing is registered': ['MP-011', 'invalid_request', { client: 'certificate' }],
  'an enterprise certificate where the registered key no longer counts': [
    'MP-120',
    'invalid_grant',
    { client: 'lapsed', header: { kid: undefined, x5c: [certified.base64] } },
  ],
  'another organisation’s certificate': [
    'MP-122',
    'invalid_grant',
    { client: 'certificate', header: { x5c: [stranger.base64] }, key: otherPair.privateKey },
  ],
  'a certificate that was revoked': [
    'MP-120',
    'invalid_grant',
    { client: 'certificate', header: { x5c: [ended.base64] } },
  ],
  'a certificate of nobody who is trusted': [
    'MP-120',
    'invalid_grant',
    { client: 'certificate', header: { x5c: [makeCertificate({ subject: [['CN', 'x']], pair }).base64] } },
  ],
  'a certificate of another key': [
    'MP-124',
    'invalid_grant',
    { client: 'certificate', header: { x5c: [certified.base64] }, key: otherPair.privateKey },
  ],
  'an x5c that is no list': ['MP-123', 'invalid_grant', { client: 'certificate', header: { x5c: certified.base64 } }],
  'an x5c of no certificates': ['MP-123', 'invalid_grant', { client: 'certificate', header: { x5c: ['AAAA'] } }],
  'a certificate behind which something else stands': [
    'MP-123',
    'invalid_grant',
    { client: 'certificate', header: { x5c: [certified.base64, 'no base64'] } },
  ],
  'a scope that is not registered': ['MP-200', 'invalid_scope', { claims: { scope: 'acme:read acme:other' } }],
  'a scope about a user': ['MP-201', 'invalid_scope', { claims: { scope: 'openid' } }],
  'more beside the assertion than in it': ['MP-200', 'invalid_scope', { beside: { scope: 'acme:write' } }],
  'a resource that is no address': ['MP-011', 'invalid_target', { claims: { resource: ['api'] } }],
  'a resource that is no text': ['MP-011', 'invalid_target', { claims: { resource: [1] } }],
  'another resource beside the assertion': [
    'MP-011',
    'invalid_target',
    { claims: { resource: ['https://a.example.no/'] }, beside: { resource: 'https://b.example.no/' } },
  ],
  'a person': ['MP-011', 'invalid_request', { claims: { pid: '11898299999' } }],
  iss_onbehalfof: ['MP-011', 'invalid_request', { claims: { iss_onbehalfof: 'x' } }],
  'rights that nobody gives': ['MP-301', 'invalid_authorization_details', { claims: { authorization_details: [] } }],
  'its own number as consumer_org': ['MP-011', 'invalid_request', { claims: { consumer_org: orgNumber } }],
  'no organisation number as consumer_org': ['MP-011', 'invalid_request', { claims: { consumer_org: '974761077' } }],
  'a consumer_org that is written in another way': [
    'MP-011',
    'invalid_request',
    { claims: { consumer_org: '974 761 076' } },
  ],
  'no text as consumer_org': ['MP-011', 'invalid_request', { claims: { consumer_org: 974761076 } }],
}
for (const [what, [number, error, one]] of Object.entries(refused))
  test(`RFC 7523 §3.1 refused: ${what}`, async () => {
    const response = await ask(one)
    const told = await body(response)
    assert.deepEqual([response.status, told['error']], [400, error], JSON.stringify(told))
    assert.match(String(told['error_description']), new RegExp(`^${number}: `))
    if (one.client !== 'nobody' && !('iss' in (one.claims ?? {})))
      assert.partialDeepStrictEqual(p.state.events, [{ type: 'token.refused', why: number }])
  })

test('RFC 7521 §4.1 refused: no assertion, none that can be read, one of others, a client_id of others', async () => {
  const told = async (fields: Fields): Promise<unknown[]> => {
    const response = await post(p, '/token', { grant_type: jwtBearer, ...fields })
    return [response.status, (await body(response))['error']]
  }
  assert.deepEqual(await told({}), [400, 'invalid_request'])
  for (const text of ['x', 'a.b.c', `${made()}.more`, 'x'.repeat(20_000)])
    assert.deepEqual(await told({ assertion: text }), [400, 'invalid_request'])
  assert.deepEqual(await told({ assertion: made(), client_id: 'rsa' }), [400, 'invalid_request'])
})

test('RFC 7521 §4.1 what authenticates beside the assertion must hold, too, and be of the same client', async () => {
  const mine = (claims: object = {}, key?: KeyObject) =>
    assertion({ iss: 'etat', sub: 'etat', iat: now, exp: now + 60, ...claims }, {}, key)
  const status = async (beside: Fields): Promise<unknown[]> => {
    const response = await ask({ beside })
    return [response.status, (await body(response))['error']]
  }
  assert.deepEqual(await status({ ...mine(), client_id: 'etat' }), [200, undefined])
  assert.deepEqual(await status({ ...mine({}, otherPair.privateKey), client_id: 'etat' }), [401, 'invalid_client'])
  assert.deepEqual(await status({ ...mine({ exp: now - 1 }), client_id: 'etat' }), [401, 'invalid_client'])
  assert.deepEqual(await status({ client_id: 'secret', client_secret: secret }), [400, 'invalid_request'])
  const { client_id: _, ...nameless } = assertion({ iss: 'plain', sub: 'plain' })
  assert.deepEqual(await status(nameless), [401, 'invalid_client'])
})

test('FAPI 2.0 §5.3.2.1 a client of that profile authenticates, whatever else it signs', async () => {
  const response = await ask({ client: 'fapi' })
  assert.deepEqual([response.status, (await body(response))['error']], [401, 'invalid_client'])
})

test('RFC 7523 §3 rule 7: an assertion counts once, with or without a jti, and a jti once', async () => {
  for (const claims of [{ jti: 'one' }, { jti: undefined, n: 1 }]) {
    const text = made({ claims })
    const give = () => post(p, '/token', { grant_type: jwtBearer, assertion: text })
    assert.equal((await give()).status, 200)
    const again = await give()
    assert.deepEqual(
      [again.status, await body(again)],
      [400, { error: 'invalid_grant', error_description: 'MP-012: the assertion was used before' }],
    )
  }
  const other = await ask({ claims: { jti: 'one', scope: 'acme:write' } })
  assert.match(JSON.stringify(await body(other)), /MP-012/)
  assert.equal((await ask({ client: 'plain', claims: { jti: 'one' } })).status, 200)
})

test('RFC 7523 §3 rule 7: of fifty who bring the same assertion at once one gets a token', async () => {
  for (const claims of [{}, { jti: undefined, n: 2 }]) {
    const text = made({ claims })
    const all = await Promise.all(
      Array.from({ length: 50 }, () => post(p, '/token', { grant_type: jwtBearer, assertion: text })),
    )
    const told = await Promise.all(all.map(async (one) => [one.status, (await body(one))['error']]))
    assert.equal(told.filter(([status]) => status === 200).length, 1)
    assert.equal(told.filter(([, error]) => error === 'invalid_grant').length, 49)
  }
})

test('RFC 7523 §3 an assertion does not come again as a client assertion, nor the other way round', async () => {
  const claims = { sub: 'users', scope: 'acme:read', jti: 'shared' }
  const text = made({ client: 'users', claims })
  const byGrant = await post(p, '/token', { grant_type: jwtBearer, assertion: text })
  assert.deepEqual([byGrant.status, (await body(byGrant))['error']], [400, 'unauthorized_client'])
  const byClient = await post(p, '/token', {
    grant_type: 'client_credentials',
    client_id: 'users',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: text,
    scope: 'acme:read',
  })
  assert.deepEqual(
    [byClient.status, (await body(byClient))['error_description']],
    [401, 'the client assertion was used before'],
  )
})

test('an enterprise certificate is looked at after the signature, so nobody sets its issuer to work by having seen it', async () => {
  const header = { kid: undefined, x5c: [certified.base64] }
  await ask({ client: 'certificate', header, key: otherPair.privateKey })
  assert.equal(asked, 0)
  const tokens = await body(await ask({ client: 'certificate', header }))
  assert.equal(asked, 1)
  assert.equal(claimsOf(tokens['access_token'])['client_amr'], 'virksomhetssertifikat')
})

test('RFC 8707 §2 the resources that were signed are the audience, and fewer of them may be asked for beside', async () => {
  const resource = ['https://a.example.no/', 'https://b.example.no/']
  const aud = async (one: Made): Promise<unknown> => claimsOf((await body(await ask(one)))['access_token'])['aud']
  assert.deepEqual(await aud({ claims: { resource } }), resource)
  assert.equal(await aud({ claims: { resource: resource[0] } }), resource[0])
  assert.equal(await aud({ claims: { resource }, beside: { resource: resource[1] ?? '' } }), resource[1])
  assert.equal(await aud({ beside: { resource: resource[1] ?? '' } }), resource[1])
})

test('a token lives as its client has it, and no longer than a scope allows', async () => {
  const tokens = await body(await ask({ claims: { scope: 'acme:read acme:short' } }))
  assert.equal(tokens['expires_in'], 40)
})

test('a supplier gets a token in the name of an organisation that handed the scope on, and told so', async () => {
  const claims = { scope: 'acme:handed', consumer_org: customer }
  const tokens = await body(await ask({ client: 'supplier', claims }))
  assert.partialDeepStrictEqual(claimsOf(tokens['access_token']), {
    consumer: { authority: 'iso6523-actorid-upis', ID: `0192:${customer}` },
    supplier: { authority: 'iso6523-actorid-upis', ID: `0192:${orgNumber}` },
    delegation_source: source,
  })
  assert.partialDeepStrictEqual(p.state.events, [{ type: 'token.delegated', client: 'supplier', consumer: customer }])
})

const alone: Readonly<Record<string, readonly [status: number, error: string, number: string, claims: object]>> = {
  'its own name': [400, 'invalid_scope', 'MP-200', { scope: 'acme:handed', consumer_org: undefined }],
  'an organisation that handed nothing on': [403, 'access_denied', 'MP-251', { consumer_org: '889640782' }],
  'a scope that cannot be handed on': [403, 'access_denied', 'MP-251', { scope: 'acme:read' }],
  'scopes of two sources': [403, 'access_denied', 'MP-251', { scope: 'acme:handed acme:both' }],
  'a scope that the client has not': [400, 'invalid_scope', 'MP-200', { scope: 'acme:write' }],
}
for (const [what, [status, error, number, claims]] of Object.entries(alone))
  test(`refused for a supplier: ${what}`, async () => {
    const response = await ask({
      client: 'supplier',
      claims: { scope: 'acme:handed', consumer_org: customer, ...claims },
    })
    const told = await body(response)
    assert.deepEqual([response.status, told['error']], [status, error], JSON.stringify(told))
    assert.match(String(told['error_description']), new RegExp(`^${number}: `))
  })

test('refused for a supplier: an organisation that may no longer use the scope itself', async () => {
  handed['acme:handed'] = 'no-access'
  try {
    const response = await ask({ client: 'supplier', claims: { scope: 'acme:handed', consumer_org: customer } })
    assert.deepEqual([response.status, (await body(response))['error']], [403, 'access_denied'])
  } finally {
    handed['acme:handed'] = 'given'
  }
})

test('a client that was switched off a moment ago gets nothing', async () => {
  await p.stop('etat')
  const response = await ask()
  assert.deepEqual([response.status, (await body(response))['error']], [401, 'invalid_client'])
  await p.database.raw('delete from stop', [])
})

import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import test from 'node:test'
import { readServices, ServiceFaults } from '#services/file.ts'

const service = (client_id: string, over: object = {}): object => ({
  client_id,
  client_name: client_id,
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: 'q7Jm2Xv9Lr4Tz8Wc1Yb6Nd3Hf5Gk0Psu',
  redirect_uris: [`https://${client_id}.example.no/cb`],
  ...over,
})
const scope = (name: string, over: object = {}): object => ({ name, description: name, ...over })
const tax = { org_number: '999999999', name: 'Etaten' }
const health = { org_number: '974761076', name: 'Helseetaten' }

function faults(...owners: readonly object[]): readonly string[] {
  try {
    readServices(JSON.stringify({ owners }), { world: 'twin', eids: ['minid'] })
  } catch (error) {
    assert.ok(error instanceof ServiceFaults)
    return error.faults
  }
  return []
}

test('a service registers scopes of any owner, and a scope names the API that may ask about its tokens', () => {
  const api = service('api', { scopes: ['openid', 'idporten:token.introspection'] })
  const things = scope('tax:things', { enforced_aud_for_introspection: 'api', token_type: 'OPAQUE' })
  const client = service('app', { scopes: ['openid', 'profile', 'tax:things', 'tax:others'] })
  assert.deepEqual(
    faults(
      { ...tax, scopes: [things, scope('tax:others')], services: [api] },
      { ...health, scopes: [scope('health:notes')], services: [client] },
    ),
    [],
  )
})

test('an organisation hands on what can be handed on; what its owner registered itself is not known here', () => {
  const handed = scope('tax:handed', { delegation_source: 'https://altinn.example.no/' })
  const delegations = [{ supplier: '999 999 999', scopes: ['tax:handed', 'agency:registered'] }]
  assert.deepEqual(
    faults({ ...tax, scopes: [handed], services: [service('a')] }, { ...health, delegations, services: [] }),
    [],
  )
})

const rows: readonly [what: string, owners: readonly object[], says: string][] = [
  [
    'a scope that nobody has declared',
    [{ ...tax, scopes: [scope('tax:things')], services: [service('a', { scopes: ['openid', 'tax:thing'] })] }],
    'owners[0].services[0] (a): scopes[1] is a scope that nobody has declared: did you mean tax:things?.',
  ],
  [
    'a right handed on that its owner lets nobody hand on',
    [
      { ...tax, scopes: [scope('tax:things')], services: [service('a')] },
      { ...health, delegations: [{ supplier: '999999999', scopes: ['tax:things'] }], services: [] },
    ],
    'owners[1].delegations[0].scopes[0] has no delegation_source: its owner lets nobody hand it on.',
  ],
  [
    'a right handed on to nobody',
    [{ ...tax, delegations: [{ supplier: '999999998', scopes: ['tax:things'] }], services: [service('a')] }],
    'owners[0].delegations[0].supplier is no organisation number (nine digits, the last one a check digit).',
  ],
  [
    'a right handed on to oneself',
    [{ ...tax, delegations: [{ supplier: '999999999', scopes: ['x:y'] }], services: [service('a')] }],
    'owners[0].delegations[0].supplier is the organisation itself, which needs none.',
  ],
  [
    'a word that means nothing here',
    [{ ...tax, services: [service('a', { scopes: ['openid', 'offline_access'] })] }],
    'owners[0].services[0] (a): scopes[1] is a scope that nobody has declared.',
  ],
  [
    'the prefix of another owner',
    [
      { ...tax, scopes: [scope('tax:things')], services: [] },
      { ...health, scopes: [scope('tax:more')], services: [] },
    ],
    'owners[1].scopes[0].name must not begin with tax: the prefix belongs to owners[0].',
  ],
  [
    'the house’s own prefix',
    [{ ...tax, scopes: [scope('idporten:token.introspection')], services: [] }],
    'owners[0].scopes[0].name must not begin with idporten: it is the house’s own.',
  ],
  [
    'a scope twice',
    [{ ...tax, scopes: [scope('tax:things'), scope('tax:things')], services: [] }],
    'owners[0].scopes[1].name stands twice.',
  ],
  [
    'an API that does not exist',
    [
      {
        ...tax,
        scopes: [scope('tax:things', { enforced_aud_for_introspection: 'tax-ap' })],
        services: [service('tax-api')],
      },
    ],
    'owners[0].scopes[0].enforced_aud_for_introspection names no service: did you mean tax-api?.',
  ],
]
for (const [what, owners, says] of rows) test(`refused: ${what}`, () => assert.deepEqual(faults(...owners), [says]))

test('what is encrypted for a client needs a key of its own for that', () => {
  const jwk = (kind: 'P-256', rest: object): object => ({
    ...generateKeyPairSync('ec', { namedCurve: kind }).publicKey.export({ format: 'jwk' }),
    ...rest,
  })
  const signs = jwk('P-256', { kid: 's', use: 'sig' })
  const reads = jwk('P-256', { kid: 'e', use: 'enc' })
  const told = (keys: readonly object[], alg: string): readonly string[] =>
    faults({ ...tax, services: [service('a', { jwks: { keys }, id_token_encrypted_response_alg: alg })] })
  assert.deepEqual(told([signs, reads], 'ECDH-ES'), [])
  const says = (alg: string): readonly string[] => [
    `owners[0].services[0] (a): id_token_encrypted_response_alg needs a key in jwks with use enc that goes with ${alg}.`,
  ]
  assert.deepEqual(told([signs], 'ECDH-ES'), says('ECDH-ES'))
  assert.deepEqual(told([signs, reads], 'RSA-OAEP-256'), says('RSA-OAEP-256'))
})

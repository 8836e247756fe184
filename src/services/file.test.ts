import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import test from 'node:test'
import { readServices, ServiceFaults } from '#services/file.ts'
import type { Surroundings } from '#services/rules.ts'

const twin: Surroundings = { world: 'twin', eids: ['minid', 'testid'] }
const production: Surroundings = { world: 'production', eids: ['minid', 'bankid'] }
const random = 'q7Jm2Xv9Lr4Tz8Wc1Yb6Nd3Hf5Gk0Psu'

const jwkOf = (type: 'rsa' | 'ec' | 'ed25519' | 'x25519', options: object): Record<string, unknown> => {
  // One of its many forms; which options go with which type is the caller's business.
  const generate = generateKeyPairSync as (type: string, options: object) => { readonly publicKey: KeyObject }
  const { publicKey } = generate(type, options)
  return { ...publicKey.export({ format: 'jwk' }), kid: 'k1' }
}
const rsa = jwkOf('rsa', { modulusLength: 2048 })
const ec = jwkOf('ec', { namedCurve: 'P-256' })

const web = {
  client_id: 'skatt',
  client_name: 'Skatt',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: random,
  redirect_uris: ['https://skatt.example.no/cb'],
}
const keyed = { ...web, client_secret: undefined, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [rsa] } }
const native = {
  client_id: 'app',
  client_name: 'App',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: ['no.example.app:/cb'],
}

const file = (service: object, owner: object = {}): string =>
  JSON.stringify({ owners: [{ org_number: '999999999', name: 'Etaten', ...owner, services: [service] }] })

function faults(text: string, around: Surroundings = twin): readonly string[] {
  try {
    readServices(text, around)
  } catch (error) {
    assert.ok(error instanceof ServiceFaults)
    return error.faults
  }
  return []
}

const good: readonly [what: string, service: object][] = [
  ['a web application with a secret', web],
  [
    'a web application with a hashed secret',
    { ...web, client_secret: undefined, client_secret_sha256: 'a'.repeat(64) },
  ],
  ['a web application with an RSA key', keyed],
  [
    'a web application with keys of every kind, one of them for encryption',
    {
      ...keyed,
      jwks: {
        keys: [
          { ...jwkOf('ec', { namedCurve: 'P-384' }), alg: 'ES384' },
          { ...jwkOf('ec', { namedCurve: 'P-521' }), kid: 'k2' },
          { ...jwkOf('ed25519', {}), kid: 'k3', alg: 'EdDSA' },
          { ...rsa, kid: 'k4', use: 'enc', alg: 'RSA-OAEP-256' },
          { ...jwkOf('x25519', {}), kid: 'k5', use: 'enc' },
        ],
      },
    },
  ],
  ['a web application with an EC key', { ...keyed, jwks: { keys: [{ ...ec, alg: 'ES256', use: 'sig' }] } }],
  ['a web application that opts out of PKCE', { ...web, code_challenge_method: 'none' }],
  ['a native application with a private-use scheme', native],
  ['a native application on loopback', { ...native, redirect_uris: ['http://127.0.0.1:0/cb', 'http://[::1]/cb'] }],
  ['a browser application', { ...native, application_type: 'browser', redirect_uris: ['https://spa.example.no/'] }],
  ['a name in four languages', { ...web, client_name: { nb: 'Skatt', nn: 'Skatt', se: 'Vearru', en: 'Tax' } }],
  ['a front-channel address on the same host', { ...web, frontchannel_logout_uri: 'https://skatt.example.no/out' }],
]
for (const [what, service] of good) {
  test(`${what} is fine, in both worlds`, () => {
    assert.deepEqual(faults(file(service)), [])
    assert.deepEqual(faults(file(service), production), [])
  })
}

test('defaults are those of the registration', () => {
  const [owner] = readServices(file(web), twin)
  const service = owner?.services[0]
  assert.deepEqual(service?.scopes, ['openid', 'profile'])
  assert.deepEqual(
    [
      service?.application_type,
      service?.id_token_signed_response_alg,
      service?.minimum_level,
      service?.access_token_lifetime,
    ],
    ['web', 'RS256', 'substantial', 120],
  )
})

const at = (id: string, rest: string): RegExp => new RegExp(`^owners\\[0\\]\\.services\\[0\\] \\(${id}\\): ${rest}`)
const bad: readonly [what: string, service: object, says: RegExp][] = [
  [
    'no authentication for a web application',
    { ...web, client_secret: undefined, token_endpoint_auth_method: 'none' },
    at('skatt', 'token_endpoint_auth_method must not be none'),
  ],
  [
    'a secret for a native application',
    { ...native, token_endpoint_auth_method: 'client_secret_post', client_secret: random },
    at('app', 'token_endpoint_auth_method must be none'),
  ],
  [
    'a public client without PKCE',
    { ...native, code_challenge_method: 'none' },
    at('app', 'code_challenge_method must be S256'),
  ],
  ['no secret where one is needed', { ...web, client_secret: undefined }, at('skatt', 'client_secret is needed')],
  [
    'a secret twice',
    { ...web, client_secret_sha256: 'a'.repeat(64) },
    at('skatt', 'client_secret is needed, as client_secret or client_secret_sha256, one'),
  ],
  ['a secret that is not used', { ...keyed, client_secret: random }, at('skatt', 'client_secret is not used')],
  ['keys that are not used', { ...web, jwks: { keys: [rsa] } }, at('skatt', 'jwks is not used')],
  ['no keys where they are needed', { ...keyed, jwks: undefined }, at('skatt', 'jwks is needed')],
  [
    'a short RSA key',
    { ...keyed, jwks: { keys: [jwkOf('rsa', { modulusLength: 1024 })] } },
    at('skatt', 'jwks\\.keys\\[0\\] must be an RSA key of 2048 to 4096 bits; it has 1024'),
  ],
  [
    'an exponent of 3',
    { ...keyed, jwks: { keys: [jwkOf('rsa', { modulusLength: 2048, publicExponent: 3 })] } },
    at('skatt', 'jwks\\.keys\\[0\\] must have a sane public exponent'),
  ],
  [
    'another curve',
    { ...keyed, jwks: { keys: [jwkOf('ec', { namedCurve: 'secp256k1' })] } },
    at('skatt', 'jwks\\.keys\\[0\\] must be on the curve P-256'),
  ],
  [
    'a private key',
    { ...keyed, jwks: { keys: [{ ...rsa, d: 'AQAB' }] } },
    at('skatt', 'jwks\\.keys\\[0\\] holds the private part'),
  ],
  [
    'a key id twice',
    { ...keyed, jwks: { keys: [rsa, { ...ec }] } },
    at('skatt', 'jwks\\.keys\\[1\\]\\.kid stands twice'),
  ],
  [
    'an algorithm for another key type',
    { ...keyed, jwks: { keys: [{ ...rsa, alg: 'ES256' }] } },
    at('skatt', 'jwks\\.keys\\[0\\] says alg ES256'),
  ],
  [
    'an encryption key with the algorithm of a signature',
    { ...keyed, jwks: { keys: [{ ...rsa, kid: 'enc', use: 'enc', alg: 'RS256' }, rsa] } },
    at('skatt', 'jwks\\.keys\\[0\\] says alg RS256, which does not go'),
  ],
  [
    'a service that signs, with keys that only encrypt',
    { ...keyed, jwks: { keys: [{ ...rsa, use: 'enc', alg: 'RSA-OAEP-256' }] } },
    at('skatt', 'jwks must hold a key that signs: private_key_jwt'),
  ],
  [
    'a key that is none',
    { ...keyed, jwks: { keys: [{ kty: 'EC', kid: 'x', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) }] } },
    at('skatt', 'jwks\\.keys\\[0\\] is no public key'),
  ],
  [
    'http elsewhere than here',
    { ...web, redirect_uris: ['http://skatt.example.no/cb'] },
    at('skatt', 'redirect_uris\\[0\\] must begin with https:'),
  ],
  [
    'a wildcard',
    { ...web, redirect_uris: ['https://*.example.no/cb'] },
    at('skatt', 'redirect_uris\\[0\\] must be written in plain ASCII'),
  ],
  [
    'a fragment',
    { ...web, redirect_uris: ['https://skatt.example.no/cb#x'] },
    at('skatt', 'redirect_uris\\[0\\] must not have a fragment'),
  ],
  [
    'a user name',
    { ...web, redirect_uris: ['https://skatt.example.no@evil.example/cb'] },
    at('skatt', 'redirect_uris\\[0\\] must not hold a user name'),
  ],
  [
    'a backslash',
    { ...web, redirect_uris: ['https://skatt.example.no\\@evil.example/'] },
    at('skatt', 'redirect_uris\\[0\\] must be written in plain ASCII'),
  ],
  [
    'javascript:',
    { ...web, redirect_uris: ['javascript:alert(1)'] },
    at('skatt', 'redirect_uris\\[0\\] must begin with https:'),
  ],
  [
    'javascript: for a native application',
    { ...native, redirect_uris: ['javascript:alert(1)'] },
    at('app', 'redirect_uris\\[0\\] must use a scheme with a dot'),
  ],
  [
    'a scheme without a dot',
    { ...native, redirect_uris: ['myapp:/cb'] },
    at('app', 'redirect_uris\\[0\\] must use a scheme with a dot'),
  ],
  [
    'localhost for a native application',
    { ...native, redirect_uris: ['http://localhost/cb'] },
    at('app', 'redirect_uris\\[0\\] must use 127'),
  ],
  [
    'an address twice',
    { ...web, redirect_uris: ['https://a.example/cb', 'https://a.example/cb'] },
    at('skatt', 'redirect_uris\\[1\\] stands twice'),
  ],
  [
    'a frame from another host',
    { ...web, frontchannel_logout_uri: 'https://other.example.no/out' },
    at('skatt', 'frontchannel_logout_uri must have the host'),
  ],
  ['no openid', { ...web, scopes: ['profile'] }, at('skatt', 'scopes must hold openid')],
  ['an unknown eID', { ...web, eids: ['mindi'] }, at('skatt', 'eids\\[0\\] is no eID here: did you mean minid')],
  [
    'a client id with a number in it',
    { ...web, client_id: 'x01810050019' },
    at('x01810050019', 'client_id must not hold eleven digits'),
  ],
  [
    'a name that turns what stands around it',
    { ...web, client_name: 'Skatt\u202eneppilkS' },
    at('skatt', 'client_name must be one line of characters that can be seen'),
  ],
  [
    'a name of two lines in one language',
    { ...web, client_name: { nb: 'Skatt\nInngang', nn: 'x', se: 'x', en: 'x' } },
    at('skatt', 'client_name.nb must be one line of characters that can be seen'),
  ],
  [
    'a client id of the form of a user’s subject',
    { ...web, client_id: 'x'.repeat(43) },
    at('x'.repeat(43), 'client_id must not be 43 characters'),
  ],
  ['a misspelt field', { ...web, redirect_uri: 'x' }, at('skatt', 'redirect_uri is not known here')],
  ['a missing field', { ...web, redirect_uris: undefined }, at('skatt', 'redirect_uris is missing')],
  ['a wrong type', { ...web, sso_disabled: 'no' }, at('skatt', 'sso_disabled must be a boolean')],
  [
    'a level that is none',
    { ...web, minimum_level: 'hgih' },
    at('skatt', 'minimum_level must be level0, level1, level2, low, substantial or high'),
  ],
  [
    'a name in one language',
    { ...web, client_name: { nb: 'Skatt' } },
    at('skatt', 'client_name must be one text, or an object'),
  ],
]
for (const [what, service, says] of bad) {
  test(`${what} is refused`, () => {
    const found = faults(file(service))
    assert.equal(found.length, 1, found.join('\n'))
    assert.match(found[0] ?? '', says)
  })
}

test('organisations are refused where logins come by the REST API, which tells of people alone', () => {
  const rest = { ...web, rest_callback_uris: ['https://skatt.example.no/ferdig'] }
  const says = at('skatt', 'subjects must be people alone')
  assert.ok(faults(file({ ...rest, subjects: ['person', 'organisation'] })).some((fault) => says.test(fault)))
  assert.ok(!faults(file(rest)).some((fault) => says.test(fault)))
})

test('what only the twin allows is refused in production', () => {
  const onThisMachine = { ...web, redirect_uris: ['http://127.0.0.1:8701/cb'] }
  assert.deepEqual(faults(file(onThisMachine)), [])
  assert.match(faults(file(onThisMachine), production)[0] ?? '', /redirect_uris\[0\] must begin with https:/)
  assert.deepEqual(faults(file({ ...web, client_secret: 'kort' })), [])
  assert.match(
    faults(file({ ...web, client_secret: 'kort' }), production)[0] ?? '',
    /client_secret must have at least 32 characters/,
  )
  assert.match(
    faults(file(web, { org_number: '310000000' }), production)[0] ?? '',
    /owners\[0\]\.org_number is a synthetic organisation/,
  )
  assert.match(faults(file({ ...web, client_name: 'Per 01810050019' }), production)[0] ?? '', /synthetic person/)
})

test('organisation numbers have check digits and stand once', () => {
  assert.deepEqual(faults(file(web, { org_number: '999999998' })), [
    'owners[0].org_number is no organisation number (nine digits, the last one a check digit).',
  ])
  const twice = JSON.stringify({ owners: [1, 2].map(() => ({ org_number: '999999999', name: 'E', services: [] })) })
  assert.deepEqual(faults(twice), ['owners[1].org_number stands twice: put the services under owners[0].'])
})

test('a client id stands once in the whole file', () => {
  const text = JSON.stringify({
    owners: ['999999999', '310000000'].map((org_number) => ({ org_number, name: 'E', services: [web] })),
  })
  assert.deepEqual(faults(text), ['owners[1].services[0] (skatt): client_id is used by owners[0].services[0] already.'])
})

test('faults of form and of meaning come together, and no secret is repeated', () => {
  const text = JSON.stringify({
    owners: [
      {
        org_number: '999999999',
        name: 'E',
        services: [
          { ...web, client_secret: 'hunter2', sso_disabled: 1 },
          { ...native, redirect_uris: ['x:/'] },
          { client_secret: 'hunter2' },
        ],
      },
    ],
  })
  const found = faults(text, production)
  assert.ok(found.some((one) => one.includes('(skatt): sso_disabled must be a boolean')))
  assert.ok(found.some((one) => one.includes('(app): redirect_uris[0] must use a scheme')))
  assert.ok(found.some((one) => one.includes('services[2]: client_id is missing')))
  assert.ok(!found.join('').includes('hunter2'))
})

test('what is no JSON, or no file of services, says so', () => {
  assert.match(faults('{ "owners": [')[0] ?? '', /^The file is not JSON/)
  assert.deepEqual(faults('[]'), ['The file must be an object.'])
  assert.deepEqual(faults('{}'), ['owners is missing.'])
})

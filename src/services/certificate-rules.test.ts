import assert from 'node:assert/strict'
import test from 'node:test'
import { makeCertificate } from '#keys/test-issuer.ts'
import { readServices, ServiceFaults } from '#services/file.ts'
import type { Surroundings } from '#services/rules.ts'

const around: Surroundings = { world: 'production', eids: ['minid'], certificates: 'issued' }
const own = makeCertificate({ subject: [['CN', 'x']] })
const other = makeCertificate({ subject: [['CN', 'x']] })

function faults(service: object, over: Partial<Surroundings> = {}): readonly string[] {
  const written = { client_id: 'a', client_name: 'A', redirect_uris: ['https://a.example.no/cb'], ...service }
  const owners = [{ org_number: '991825827', name: 'Etaten', services: [written] }]
  try {
    readServices(JSON.stringify({ owners }), { ...around, ...over })
    return []
  } catch (error) {
    if (error instanceof ServiceFaults) return error.faults
    throw error
  }
}
const byName = { token_endpoint_auth_method: 'tls_client_auth' }
const bySelf = { token_endpoint_auth_method: 'self_signed_tls_client_auth' }
const dn = { tls_client_auth_subject_dn: 'CN=a,O=Etaten,C=NO' }
const bound = { tls_client_certificate_bound_access_tokens: true }
const assertion = { token_endpoint_auth_method: 'private_key_jwt' }
const secret = { token_endpoint_auth_method: 'client_secret_basic', client_secret_sha256: '0'.repeat(64) }

const good: readonly (readonly [what: string, service: object, over?: Partial<Surroundings>])[] = [
  ['a name', { ...byName, ...dn, ...bound }],
  ['a domain name', { ...byName, tls_client_auth_san_dns: 'a.example.no' }],
  ['an address', { ...byName, tls_client_auth_san_ip: '2001:db8::1' }],
  ['a certificate of its own', { ...bySelf, jwks: { keys: [own.jwk] } }],
  ['one at its own address', { ...bySelf, jwks_uri: 'https://a.example.no/jwks' }],
  ['bound tokens with a secret', { ...secret, ...bound }],
  [
    'a certificate of its own, where no issuer is trusted',
    { ...bySelf, jwks: { keys: [own.jwk] } },
    { certificates: 'registered' },
  ],
  ['an address on this machine, in the twin', { ...bySelf, jwks_uri: 'http://127.0.0.1:9/jwks' }, { world: 'twin' }],
  ['no key, where enterprise certificates are taken', assertion, { enterprise: true }],
  ['a key with an end', { ...bySelf, jwks: { keys: [{ ...own.jwk, exp: 1_900_000_000 }] } }],
]
for (const [what, service, over] of good)
  test(`a service with ${what} may be registered`, () => assert.deepEqual(faults(service, over), []))

const signedGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const bad: readonly (readonly [what: string, says: RegExp, service: object, over?: Partial<Surroundings>])[] = [
  ['no name', /goes with 1 of tls_client_auth_subject_dn/, byName],
  ['two names', /goes with 1 of/, { ...byName, ...dn, tls_client_auth_san_dns: 'a.example.no' }],
  ['a name and no certificate', /goes with 0 of/, { ...secret, ...dn }],
  ['a name that is none', /subject_dn must be a name as RFC 4514/, { ...byName, tls_client_auth_subject_dn: 'Etaten' }],
  ['an address that is none', /san_ip must be an address/, { ...byName, tls_client_auth_san_ip: 'a.example.no' }],
  [
    'keys without a certificate',
    /jwks must hold a key with its certificate/,
    { ...bySelf, jwks: { keys: [{ ...own.jwk, x5c: undefined }] } },
  ],
  [
    'another key’s certificate',
    /certificate of another key/,
    { ...bySelf, jwks: { keys: [{ ...own.jwk, x5c: [other.base64] }] } },
  ],
  ['no keys at all', /jwks is needed, or jwks_uri/, bySelf],
  ['no keys, where no enterprise certificates are taken', /jwks is needed, or jwks_uri/, assertion],
  ['the same in another profile', /jwks is needed/, { ...assertion, profile: 'plain' }, { enterprise: true }],
  ['no keys for its own certificate', /jwks is needed, or jwks_uri/, bySelf, { enterprise: true }],
  [
    'signed grants and a secret',
    /jwt-bearer is for clients with private_key_jwt/,
    { ...secret, grant_types: [signedGrant] },
  ],
  [
    'keys here and there',
    /must not stand beside jwks/,
    { ...bySelf, jwks: { keys: [own.jwk] }, jwks_uri: 'https://a.example.no/' },
  ],
  ['keys at an address without TLS', /jwks_uri must begin with https/, { ...bySelf, jwks_uri: 'http://127.0.0.1:9/' }],
  [
    'an address with a password',
    /jwks_uri must not hold a user name/,
    { ...bySelf, jwks_uri: 'https://a:b@a.example.no/' },
  ],
  [
    'a key whose end is no time',
    /must have exp in seconds/,
    { ...bySelf, jwks: { keys: [{ ...own.jwk, exp: 'soon' }] } },
  ],
  [
    'bound tokens and nothing to authenticate with',
    /is for clients that authenticate/,
    { application_type: 'browser', token_endpoint_auth_method: 'none', ...bound },
  ],
  [
    'certificates, where none are taken',
    /INNGANG_MTLS_PORT is not set/,
    { ...byName, ...dn },
    { certificates: 'none' },
  ],
  ['bound tokens, where none are taken', /INNGANG_MTLS_PORT/, { ...secret, ...bound }, { certificates: 'none' }],
  [
    'issued certificates, where no issuer is trusted',
    /INNGANG_MTLS_ISSUERS/,
    { ...byName, ...dn },
    { certificates: 'registered' },
  ],
]
for (const [what, says, service, over] of bad)
  test(`a service with ${what} is refused`, () => {
    const found = faults(service, over)
    assert.ok(
      found.some((one) => says.test(one)),
      found.join('\n'),
    )
  })

/** What else developers paste: whole answers, logout addresses, tokens that their own service made. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import test from 'node:test'
import { callback, issuer, otherPair, start } from '#oidc/test-clients.ts'
import { assertion, good, signed } from '#oidc/test-requests.ts'
import { explain } from '#sandbox/explain/explain.ts'
import { explainDeps } from '#sandbox/explain/test-deps.ts'

const seconds = start / 1000
const said = (text: string): string => JSON.stringify(explain(explainDeps, text))
const at = (path: string, fields: Record<string, string>): string => `${issuer}${path}?${new URLSearchParams(fields)}`

const bye = 'https://service.example.no/bye'
const object = (claims: object = {}, header: object = {}, key = undefined as typeof otherPair.privateKey | undefined) =>
  signed(
    { alg: 'ES256', kid: 'k1', typ: 'oauth-authz-req+jwt', ...header },
    { ...good('signs'), iss: 'signs', aud: issuer, nbf: seconds, exp: seconds + 60, ...claims },
    key,
  )
const made = (claims: object = {}, header: object = {}): string => assertion(claims, header)['client_assertion'] ?? ''
const machine = (claims: object = {}): string =>
  signed(
    { alg: 'ES256', kid: 'k1' },
    { iss: 'jwt', aud: issuer, scope: 'acme:things', iat: seconds, exp: seconds + 100, jti: 'j', ...claims },
  )
const proofKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const proof = (claims: object = {}): string =>
  signed(
    { alg: 'ES256', typ: 'dpop+jwt', jwk: proofKey.publicKey.export({ format: 'jwk' }) },
    { jti: 'j', htm: 'POST', htu: `${issuer}/token`, iat: seconds, ...claims },
    proofKey.privateKey,
  )

/** What is pasted, what must be said, and what must not. */
const pasted: readonly (readonly [what: string, text: string, says: RegExp, not?: RegExp])[] = [
  ['a number of Maskinporten’s', 'MP-110', /"what it means","value":"","means":"aud is not the issuer/, /"status"/],
  ['a refused registration', 'invalid_redirect_uri', /"what the client does"/],
  ['refused metadata', 'invalid_client_metadata', /"what it means"/],
  [
    'a whole answer of the token endpoint',
    JSON.stringify({ access_token: 'x', id_token: made() }),
    /an assertion|own assertion/,
  ],
  ['an answer with an access token alone', `{"access_token":"${'a'.repeat(22)}.${'b'.repeat(43)}"}`, /by reference/],
  [
    'a scope that nobody has',
    at('/authorize', { ...good('post'), scope: 'openid profil' }),
    /scope is known to nobody/,
  ],
  ['a code of several interfaces', 'invalid_request_parameter', /What a server receives from the REST API: what it/],
  ['an answer of the token endpoint', '{"error":"invalid_grant","error_description":"x"}', /The code invalid_grant/],
  ['an answer about a machine', '{"error":"invalid_grant","error_description":"MP-110 aud"}', /The code MP-110/],
  ['an answer of an API', '{"code":"session_not_found","status":404}', /The code session_not_found/],
  ['an answer without its address', 'error=access_denied&state=1', /The code access_denied/],
  [
    'an answer that went well',
    `${callback}?code=${'a'.repeat(22)}.${'b'.repeat(22)}&state=1`,
    /exchanged once/,
    /aaaa/,
  ],
  ['a signed answer', `${callback}?response=${made({ iss: issuer, sub: undefined, code: 'x' })}`, /answer to an auth/],
  ['a page of a login', `${issuer}/login/att_x/minid`, /one login, in the one browser/],
  ['a session of the REST API', `${issuer}/auth/rest/login/x`, /one session of the REST API/],
  [
    'a logout',
    at('/logout', { client_id: 'post', post_logout_redirect_uri: bye }),
    /leads back/,
    /redirect_uri is miss/,
  ],
  [
    'a logout that comes back elsewhere',
    at('/logout', { client_id: 'post', post_logout_redirect_uri: `${bye}/` }),
    /post_logout_redirect_uri is none.*a slash at the end/,
  ],
  [
    'a request with an address for logouts in it',
    at('/authorize', { ...good('post'), post_logout_redirect_uri: bye }),
    /Every rule holds/,
    /A logout request/,
  ],
  ['a logout of nobody', at('/logout', { post_logout_redirect_uri: bye }), /needs id_token_hint or client_id/],
  ['a logout of an unknown client', at('/logout', { client_id: 'pots' }), /Did you mean post/],
  ['a request that must be pushed', at('/authorize', good('pushes')), /must push its requests/, /Every rule holds/],
  [
    'a request of a machine',
    at('/authorize', good('machine')),
    /authorization_code is not registered/,
    /is none of those/,
  ],
  ['a request that must be signed', at('/authorize', good('signs')), /a signed request object is required/, /Every r/],
  ['a signed request', at('/authorize', { client_id: 'signs', request: object() }), /Every rule holds/, /is missing/],
  [
    'a signed request with a fault in it',
    at('/authorize', { client_id: 'signs', request: object({ response_type: 'token' }) }),
    /only response_type code/,
  ],
  [
    'a signed request for another issuer',
    at('/authorize', { client_id: 'signs', request: object({ aud: 'https://elsewhere.no' }) }),
    /aud of the request object must hold the issuer \(invalid_request_object\)/,
  ],
  [
    'a signed request by another key',
    at('/authorize', { client_id: 'signs', request: object({}, {}, otherPair.privateKey) }),
    /is not signed with the key that it names/,
  ],
  [
    'a signed request of a client that has none',
    at('/authorize', { client_id: 'post', request: object() }),
    /not_supp/,
  ],
  ['a request object by itself', object(), /a request object, made by a client/, /none of this gateway/],
  ['an assertion', made(), /signed with a registered key of jwt/, /none of this gateway|iss is not|ID tokens live/],
  ['an assertion with another key’s name', made({}, { kid: 'k2' }), /is not signed with a registered key/],
  ['an assertion for somebody else', made({ aud: 'https://elsewhere.no' }), /aud must be the issuer/],
  ['an assertion that lives long', made({ exp: seconds + 3600 }), /lives 359\d seconds; at most 120/],
  ['an assertion of nobody', made({ iss: 'nobody', sub: 'nobody' }), /iss is no client here/],
  [
    'an assertion with an enterprise certificate',
    made({ iss: 'certified', sub: 'certified' }, { kid: undefined, x5c: ['MII'] }),
    /by the certificate in x5c/,
    /Register its keys/,
  ],
  ['an assertion of who has no key', made({ iss: 'certified', sub: 'certified' }), /Register its keys/],
  ['a machine’s request', machine(), /request for a machine.s token/, /none of this gateway|iss is not/],
  ['a machine’s request for the token address', machine({ aud: `${issuer}/token` }), /aud must be the issuer/],
  ['a proof', proof(), /signed with the key in its own header/, /none of this gateway/],
  ['a proof of yesterday', proof({ iat: seconds - 86_400 }), /86400 seconds old; at most 60/],
]

for (const [what, text, says, not] of pasted)
  test(`${what} is explained for what it is`, () => {
    const found = said(text)
    assert.match(found, says)
    if (not !== undefined) assert.doesNotMatch(found, not)
  })

test('each claim that is given here has words', () => {
  const claims = { organisation: {}, nin: '', nin_type: '', nin_issuing_country: '', idp: '', name: '', supplier: {} }
  const more = { delegation_source: '', token_type: '', client_onbehalfof: '', aud_onbehalfof: '', permissions: [] }
  const text = signed({ alg: 'ES256' }, { iss: issuer, ...claims, ...more })
  assert.deepEqual(
    explain(explainDeps, text).parts.filter(({ means }) => means.includes('no words for')),
    [],
  )
})

/** What a declared service must fulfil so that the protocol's options fit together: grants, keys, lifetimes, encryption, profile. */
import { type EncryptionKey, encryptionKeyFor } from '#keys/jwe.ts'
import type { WrittenKey } from '#keys/public-jwk.ts'
import { isForEncryption, readClientEncryptionKey } from '#oidc/client-jwk.ts'
import { apiScopes } from '#oidc/scopes.ts'
import { sharesHost, webFault } from '#services/addresses.ts'
import type { Rule } from '#services/rules.ts'
import type { ServiceEntry } from '#services/shape.ts'

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

const grants: Rule = function* (s) {
  const users = s.grant_types.includes('authorization_code')
  if (users && s.redirect_uris.length === 0)
    yield { at: 'redirect_uris', says: 'is missing: the code is sent to one of them' }
  if (!users && s.redirect_uris.length > 0)
    yield { at: 'redirect_uris', says: 'is not used without the grant authorization_code: remove it' }
  if (s.grant_types.includes('refresh_token') && !users)
    yield { at: 'grant_types', says: 'must hold authorization_code where it holds refresh_token' }
  if (s.grant_types.includes(jwtBearer) && s.token_endpoint_auth_method !== 'private_key_jwt')
    yield { at: 'grant_types', says: 'jwt-bearer is for clients with private_key_jwt: what it asks for is signed' }
  const machine = s.grant_types.includes('client_credentials')
  if (machine && s.token_endpoint_auth_method === 'none')
    yield { at: 'grant_types', says: 'client_credentials is for clients that authenticate' }
}

/** A session of the REST API is its server's, which asks in its own name. */
const restSessions: Rule = function* (s) {
  const machine = s.grant_types.includes('client_credentials') || s.grant_types.includes(jwtBearer)
  const asks = machine && apiScopes.sessions.some((one) => s.scopes.includes(one))
  if (s.rest_callback_uris.length > 0 && !asks)
    yield {
      at: 'rest_callback_uris',
      says: `is used with the grant client_credentials or jwt-bearer, and the scope ${apiScopes.sessions[0]}`,
    }
  if (s.rest_callback_uris.length > 0 && s.subjects.includes('organisation'))
    yield { at: 'subjects', says: 'must be people alone where logins come by the REST API, which tells of nobody else' }
}

/** What a client may have encrypted for it. */
const encryptable = ['id_token', 'userinfo', 'authorization'] as const

/** ID-porten: an enterprise certificate of the organisation takes the place of a key. */
const certified = (s: ServiceEntry, enterprise: boolean | undefined): boolean =>
  enterprise === true && s.profile === 'idporten' && s.token_endpoint_auth_method === 'private_key_jwt'

/** Of its own keys one must be for what it signs: those with use enc are for others to encrypt with. */
const signingKey: Rule = function* (s, { enterprise }) {
  if (s.jwks === undefined || !s.jwks.keys.every(isForEncryption)) return
  if (s.token_endpoint_auth_method === 'private_key_jwt' && !certified(s, enterprise))
    yield { at: 'jwks', says: 'must hold a key that signs: private_key_jwt is made with it' }
  else if (s.require_signed_request_object || s.request_object_signing_alg !== undefined)
    yield { at: 'jwks', says: 'must hold a key that signs: signed requests are made with it' }
}

/** Keys are for assertions, signed requests, certificates of one's own, or for what is encrypted to the client. */
const keyPlace: Rule = function* (s, { enterprise }) {
  const keyed = ['private_key_jwt', 'self_signed_tls_client_auth'].includes(s.token_endpoint_auth_method)
  const encrypted = encryptable.some((what) => s[`${what}_encrypted_response_alg`] !== undefined)
  const signs = s.require_signed_request_object || s.request_object_signing_alg !== undefined
  const places = [s.jwks, s.jwks_uri].filter((one) => one !== undefined).length
  // RFC 7591 §2
  if (places === 2) yield { at: 'jwks_uri', says: 'must not stand beside jwks: one of them' }
  if (places === 0 && keyed && !certified(s, enterprise))
    yield { at: 'jwks', says: `is needed, or jwks_uri, with ${s.token_endpoint_auth_method}` }
  if (places === 0 && (encrypted || signs))
    yield { at: 'jwks', says: 'is needed, or jwks_uri, for signed requests and encrypted answers' }
  if (places > 0 && !keyed && !encrypted && !signs)
    yield { at: 'jwks', says: `is not used with ${s.token_endpoint_auth_method}: remove it` }
}

/** ID-porten: access < refresh ≤ authorization. */
const lifetimes: Rule = function* (s) {
  if (!s.grant_types.includes('refresh_token')) return
  if (s.refresh_token_lifetime <= s.access_token_lifetime)
    yield { at: 'refresh_token_lifetime', says: 'must be longer than access_token_lifetime' }
  if (s.refresh_token_lifetime > s.authorization_lifetime)
    yield { at: 'authorization_lifetime', says: 'must be at least refresh_token_lifetime' }
}

/** Those that are sound: what is wrong with the others is told beside them. */
const encryptionKeysOf = (keys: readonly WrittenKey[]): readonly EncryptionKey[] =>
  keys
    .filter(isForEncryption)
    .map(readClientEncryptionKey)
    .filter((key) => typeof key !== 'string')

const encryption: Rule = function* (s) {
  for (const what of encryptable) {
    const alg = s[`${what}_encrypted_response_alg`]
    const enc = s[`${what}_encrypted_response_enc`]
    if (alg === undefined && enc !== undefined)
      yield { at: `${what}_encrypted_response_enc`, says: `is used with ${what}_encrypted_response_alg alone` }
    if (alg !== undefined && s.jwks !== undefined && encryptionKeyFor(encryptionKeysOf(s.jwks.keys), alg) === undefined)
      yield { at: `${what}_encrypted_response_alg`, says: `needs a key in jwks with use enc that goes with ${alg}` }
  }
}

const backchannel: Rule = function* (s, around) {
  if (s.backchannel_logout_uri === undefined) return
  const says = webFault(s.backchannel_logout_uri, {
    twin: around.world === 'twin',
    applicationType: s.application_type,
  })
  if (says !== undefined) yield { at: 'backchannel_logout_uri', says }
  else if (!sharesHost(s.backchannel_logout_uri, s.redirect_uris))
    yield { at: 'backchannel_logout_uri', says: 'must have the host of one of the redirect_uris' }
}

/** FAPI 2.0 Security Profile §5.3.2: what a client of the profile must be, said once here and held again at each request. */
const fapi: Rule = function* (s) {
  if (s.profile !== 'fapi2') return
  const methods = ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth']
  if (!methods.includes(s.token_endpoint_auth_method))
    yield { at: 'token_endpoint_auth_method', says: `must be ${methods.join(', ')} for the profile fapi2` }
  if (s.code_challenge_method === 'none') yield { at: 'code_challenge_method', says: 'must be S256 for fapi2' }
  if (!s.dpop_bound_access_tokens && !s.tls_client_certificate_bound_access_tokens)
    yield {
      at: 'dpop_bound_access_tokens',
      says: 'must be true for fapi2, or tls_client_certificate_bound_access_tokens: its tokens are bound to a key',
    }
  for (const at of rsaV15(s)) yield { at, says: 'must be PS256, ES256 or EdDSA for fapi2' }
}

const algorithmFields = [
  'id_token_signed_response_alg',
  'authorization_signed_response_alg',
  'userinfo_signed_response_alg',
  'introspection_signed_response_alg',
  'request_object_signing_alg',
] as const

const rsaV15 = (s: ServiceEntry): readonly string[] =>
  algorithmFields.filter((name) => s[name] !== undefined && !['PS256', 'ES256', 'EdDSA'].includes(s[name]))

const suppliers: Rule = function* (s) {
  const seen = new Set<string>()
  for (const [i, one] of s.onbehalfof.entries()) {
    if (seen.has(one.value)) yield { at: `onbehalfof[${i}].value`, says: 'stands twice' }
    seen.add(one.value)
  }
}

export const protocolRules: readonly Rule[] = [
  grants,
  restSessions,
  keyPlace,
  signingKey,
  lifetimes,
  encryption,
  backchannel,
  fapi,
  suppliers,
]

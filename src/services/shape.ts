/** The form of the file that declares service owners and their services (`INNGANG_CLIENTS`). Meaning is judged in `rules.ts`. */
import { z } from 'zod'
import { jweAlgorithms, jweEncryptions } from '#keys/jwe.ts'
import { jwsAlgorithms } from '#keys/jws.ts'
import { signingAlgorithms } from '#keys/keys.ts'
import { detailTypeShape } from '#services/detail-shape.ts'
import { line, text } from '#services/texts-shape.ts'

/** Judged in `addresses.ts`. */
export const address = z.string().min(1).max(2000)
const addresses = z.array(address).max(50)

/** RFC 7517. Members of private keys are let through here so that `rules.ts` can say what is wrong with them. */
export const jwk = z.looseObject({
  kty: z.enum(['RSA', 'EC', 'OKP']),
  kid: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9._-]+$/, 'must be letters, digits, dots, dashes and underscores'),
  use: z.enum(['sig', 'enc']).optional(),
  alg: z.enum([...jwsAlgorithms, ...jweAlgorithms]).optional(),
})

export const jwkSet = z.strictObject({ keys: z.array(jwk).min(1).max(5) })

export const grantTypes = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
] as const

export const profiles = ['idporten', 'fapi2', 'plain'] as const

export const levelNames = ['level0', 'level1', 'level2', 'low', 'substantial', 'high'] as const

export const serviceShape = z.strictObject({
  client_id: z.string().regex(/^[A-Za-z0-9][\w.:-]{0,99}$/, 'must be 1 to 100 letters, digits and . : _ -'),
  client_name: text,
  client_uri: address.optional(),
  application_type: z.enum(['web', 'browser', 'native']).default('web'),
  token_endpoint_auth_method: z.enum([
    'private_key_jwt',
    'client_secret_basic',
    'client_secret_post',
    'tls_client_auth',
    'self_signed_tls_client_auth',
    'none',
  ]),
  client_secret: z.string().max(500).optional(),
  client_secret_sha256: z
    .string()
    .regex(/^(?:[0-9a-f]{64}|[\w-]{43})$/, 'must be a SHA-256 in hexadecimal or base64url')
    .optional(),
  /** Seconds since 1970, as RFC 7591 §3.2.1 has it. Absent: never. */
  client_secret_expires_at: z.int().min(1).max(1e11).optional(),
  jwks: jwkSet.optional(),
  redirect_uris: addresses.default([]),
  post_logout_redirect_uris: addresses.default([]),
  /** Where sessions of the REST API may send their users. */
  rest_callback_uris: addresses.default([]),
  frontchannel_logout_uri: address.optional(),
  frontchannel_logout_session_required: z.boolean().default(true),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/, 'must be a scope as RFC 6749 §3.3 has it'))
    .default(['openid', 'profile']),
  /** S256, unless the profile is plain: then none. */
  code_challenge_method: z.enum(['S256', 'none']).optional(),
  id_token_signed_response_alg: z.enum(signingAlgorithms).default('RS256'),
  /** Seconds. */
  access_token_lifetime: z.int().min(30).max(3600).default(120),
  minimum_level: z.enum(levelNames).default('substantial'),
  eids: z
    .array(z.string().regex(/^[a-z][a-z-]{0,30}$/, 'must be the id of an eID method'))
    .min(1)
    .optional(),
  /** Whom it takes: people, organisations by their enterprise certificates, or both. */
  subjects: z
    .array(z.enum(['person', 'organisation']))
    .min(1)
    .default(['person']),
  sso_disabled: z.boolean().default(false),
  locale_always: z.boolean().default(false),
  profile: z.enum(profiles).default('idporten'),
  grant_types: z.array(z.enum(grantTypes)).min(1).default(['authorization_code']),
  /** Seconds. */
  refresh_token_lifetime: z.int().min(60).max(31_536_000).default(600),
  authorization_lifetime: z.int().min(60).max(31_536_000).default(7200),
  refresh_token_usage: z.enum(['ONETIME', 'REUSE']).default('ONETIME'),
  require_pushed_authorization_requests: z.boolean().default(false),
  require_signed_request_object: z.boolean().default(false),
  request_object_signing_alg: z.enum(jwsAlgorithms).optional(),
  jwks_uri: address.optional(),
  authorization_signed_response_alg: z.enum(signingAlgorithms).optional(),
  authorization_encrypted_response_alg: z.enum(jweAlgorithms).optional(),
  authorization_encrypted_response_enc: z.enum(jweEncryptions).optional(),
  userinfo_signed_response_alg: z.enum(signingAlgorithms).optional(),
  introspection_signed_response_alg: z.enum(signingAlgorithms).optional(),
  id_token_encrypted_response_alg: z.enum(jweAlgorithms).optional(),
  id_token_encrypted_response_enc: z.enum(jweEncryptions).optional(),
  userinfo_encrypted_response_alg: z.enum(jweAlgorithms).optional(),
  userinfo_encrypted_response_enc: z.enum(jweEncryptions).optional(),
  dpop_bound_access_tokens: z.boolean().default(false),
  tls_client_certificate_bound_access_tokens: z.boolean().default(false),
  tls_client_auth_subject_dn: line.optional(),
  tls_client_auth_san_dns: line.optional(),
  tls_client_auth_san_uri: line.optional(),
  tls_client_auth_san_ip: line.optional(),
  tls_client_auth_san_email: line.optional(),
  backchannel_logout_uri: address.optional(),
  backchannel_logout_session_required: z.boolean().default(true),
  authorization_details_types: z
    .array(z.string().regex(/^[\w.:/-]{1,100}$/))
    .max(20)
    .default([]),
  onbehalfof: z
    .array(
      z.strictObject({
        value: z.string().regex(/^[\w.:-]{1,100}$/, 'must be letters, digits and . : _ -'),
        name: line,
        orgno: z.string(),
        client_uri: address.optional(),
        description: line.optional(),
      }),
    )
    .max(500)
    .default([]),
})

/** ID-porten's kinds of clients. What the operator declares has none. */
export const integrationTypes = [
  'idporten',
  'api_klient',
  'ansattporten',
  'maskinporten',
  'krr',
  'eformidling',
] as const

/** A scope of an owner's API (ID-porten's scope object). Seconds; 0: the client's or the house's own limit. */
export const scopeShape = z.strictObject({
  name: z.string().regex(/^[a-z][\w-]*:[\x21\x23-\x5b\x5d-\x7e]{1,100}$/, 'must be prefix:name'),
  description: text,
  token_type: z.enum(['SELF_CONTAINED', 'OPAQUE']).default('SELF_CONTAINED'),
  at_max_age: z.int().min(0).max(3600).default(0),
  authorization_max_lifetime: z.int().min(0).max(31_536_000).default(0),
  requires_user_consent: z.boolean().default(false),
  requires_user_authentication: z.boolean().default(false),
  requires_pseudonymous_tokens: z.boolean().default(false),
  accessible_for_all: z.boolean().default(false),
  /** Whether everybody finds it in the list of all; absent: they do. */
  visibility: z.enum(['PUBLIC', 'PRIVATE', 'INTERNAL']).optional(),
  /** Clients of these alone may register it; absent or empty: all may. Then it is not open to those that did not. */
  allowed_integration_types: z.array(z.enum(integrationTypes)).max(integrationTypes.length).optional(),
  /** The client that may ask what a token of this scope says (introspection). */
  enforced_aud_for_introspection: z.string().max(100).optional(),
  /** Where organisations write down which supplier may use it in their name; absent: none may. */
  delegation_source: address.optional(),
})

export const ownerShape = z.strictObject({
  org_number: z.string(),
  name: text,
  role: z.enum(['service-owner', 'supplier']).default('service-owner'),
  /** Organisations whose registrars may register clients for this one: its consent, as the operator recorded it. */
  suppliers: z.array(z.string()).max(100).default([]),
  /** What scopes that it registers itself may begin with. */
  scope_prefixes: z
    .array(z.string().regex(/^[a-z][\w-]{0,50}$/, 'must be a word of small letters, digits, _ and -'))
    .max(20)
    .default([]),
  scopes: z.array(scopeShape).default([]),
  /** Which supplier may use which scopes in this organisation's name, as the operator recorded it. */
  delegations: z
    .array(z.strictObject({ supplier: z.string(), scopes: z.array(z.string().max(200)).min(1).max(100) }))
    .max(100)
    .default([]),
  authorization_details_types: z.array(detailTypeShape).max(50).default([]),
  services: z.array(serviceShape),
})

export const fileShape = z.strictObject({ owners: z.array(ownerShape) })

/** As it is written in the file. */
export type WrittenFile = z.input<typeof fileShape>
export type WrittenOwner = z.input<typeof ownerShape>
/** With the defaults filled in. */
export type OwnerEntry = z.output<typeof ownerShape>
export type ServiceEntry = z.output<typeof serviceShape>
export type ScopeEntry = z.output<typeof scopeShape>
export type WrittenJwk = z.output<typeof jwk>

/** Metadata (OpenID Connect Discovery §3, RFC 8414 §2): what is true of this provider, and nothing that is not built. */
import { jweAlgorithms, jweEncryptions } from '#keys/jwe.ts'
import { jwsAlgorithms } from '#keys/jws.ts'
import { openingAlgorithms, signingAlgorithms } from '#keys/keys.ts'
import { anyOrigin } from '#oidc/cors.ts'
import { responseModes } from '#oidc/authorize/jarm.ts'
import { addressOf, type aliased, type OidcDeps, paths } from '#oidc/deps.ts'
import { sendJson } from '#oidc/errors.ts'
import { jwtBearer } from '#oidc/grants/jwt-bearer.ts'
import { proofAlgorithms } from '#oidc/profiles.ts'
import { ownScopes } from '#oidc/scopes.ts'

/** An hour: short enough for a change to arrive the same day, long enough to cost nothing. */
export const publicCache = { ...anyOrigin, 'cache-control': 'public, max-age=3600' } as const

export type MetadataDeps = Pick<
  OidcDeps,
  'issuer' | 'acr' | 'details' | 'certificates' | 'registrationEndpoint' | 'subjects'
>

export function metadata(deps: MetadataDeps): Readonly<Record<string, unknown>> {
  const authMethods = authMethodsOf(deps)
  return {
    issuer: deps.issuer,
    authorization_endpoint: addressOf(deps, 'authorize'),
    pushed_authorization_request_endpoint: addressOf(deps, 'par'),
    token_endpoint: addressOf(deps, 'token'),
    revocation_endpoint: addressOf(deps, 'revoke'),
    introspection_endpoint: addressOf(deps, 'introspect'),
    userinfo_endpoint: addressOf(deps, 'userinfo'),
    jwks_uri: addressOf(deps, 'jwks'),
    // RFC 8414 §2; left out of the document where the operator has not opened it.
    registration_endpoint: deps.registrationEndpoint,
    end_session_endpoint: addressOf(deps, 'logout'),
    response_types_supported: ['code'],
    response_modes_supported: responseModes,
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials', jwtBearer],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ownScopes,
    claims_supported: [...claims, ...deps.subjects.claimNames()],
    acr_values_supported: deps.acr.values,
    ui_locales_supported: ['en', 'nb', 'nn', 'se'],
    display_values_supported: ['page'],
    prompt_values_supported: ['consent', 'login', 'none', 'select_account'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: signingAlgorithms,
    id_token_encryption_alg_values_supported: jweAlgorithms,
    id_token_encryption_enc_values_supported: jweEncryptions,
    userinfo_signing_alg_values_supported: signingAlgorithms,
    userinfo_encryption_alg_values_supported: jweAlgorithms,
    userinfo_encryption_enc_values_supported: jweEncryptions,
    authorization_signing_alg_values_supported: signingAlgorithms,
    authorization_encryption_alg_values_supported: jweAlgorithms,
    authorization_encryption_enc_values_supported: jweEncryptions,
    token_endpoint_auth_methods_supported: authMethods,
    token_endpoint_auth_signing_alg_values_supported: jwsAlgorithms,
    revocation_endpoint_auth_methods_supported: authMethods,
    revocation_endpoint_auth_signing_alg_values_supported: jwsAlgorithms,
    introspection_endpoint_auth_methods_supported: authMethods.filter((method) => method !== 'none'),
    introspection_endpoint_auth_signing_alg_values_supported: jwsAlgorithms,
    introspection_signing_alg_values_supported: signingAlgorithms,
    dpop_signing_alg_values_supported: proofAlgorithms,
    request_parameter_supported: true,
    request_object_signing_alg_values_supported: jwsAlgorithms,
    request_object_encryption_alg_values_supported: openingAlgorithms,
    request_object_encryption_enc_values_supported: jweEncryptions,
    request_uri_parameter_supported: false,
    require_pushed_authorization_requests: false,
    claims_parameter_supported: true,
    // RFC 9396 §10; RFC 8414 §3.2: a list of nothing is left out.
    authorization_details_types_supported: deps.details.names().length === 0 ? undefined : deps.details.names(),
    authorization_response_iss_parameter_supported: true,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    ...certificateMetadata(deps),
  }
}

/** RFC 8414 §2: the token endpoint's; revocation takes the same. */
function authMethodsOf({ certificates }: MetadataDeps): readonly string[] {
  const always = ['client_secret_basic', 'client_secret_post', 'none', 'private_key_jwt']
  if (certificates === undefined) return always
  return [...always, 'self_signed_tls_client_auth', ...(certificates.trustsIssuers ? ['tls_client_auth'] : [])]
}

/** RFC 8705 §3.3 and §5: where certificates are taken at all. */
function certificateMetadata({ certificates }: MetadataDeps): Readonly<Record<string, unknown>> {
  if (certificates === undefined) return {}
  const at = (path: (typeof aliased)[number]): string => certificates.origin + paths[path]
  return {
    tls_client_certificate_bound_access_tokens: true,
    mtls_endpoint_aliases: {
      token_endpoint: at('token'),
      revocation_endpoint: at('revoke'),
      introspection_endpoint: at('introspect'),
      pushed_authorization_request_endpoint: at('par'),
      userinfo_endpoint: at('userinfo'),
    },
  }
}

/** What ID tokens and userinfo tell, but for who somebody is. What access tokens tell besides is about clients. */
const claims = [
  'iss',
  'aud',
  'sub',
  'acr',
  'amr',
  'auth_time',
  'iat',
  'exp',
  'jti',
  'nonce',
  'locale',
  'sid',
  'given_name',
  'family_name',
  'name',
  'authorization_details',
  'client_onbehalfof',
  'aud_onbehalfof',
]

/** Made anew each time: owners declare types of authorization details while it is up. */
export const discoveryEndpoint = (deps: MetadataDeps) => (): Response => sendJson(200, metadata(deps), publicCache)

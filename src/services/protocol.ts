/** The protocol's half of a registered service: grants, lifetimes, signing and encryption, binding, logout; and the scopes of APIs. */
import type { JweAlgorithm, JweEncryption } from '#keys/jwe.ts'
import type { Client, Encryption, OnBehalfOf } from '#oidc/client.ts'
import type { DetailType } from '#oidc/authorization-details.ts'
import type { ScopeRules } from '#oidc/ports.ts'
import { detailType } from '#services/detail-types.ts'
import { inForce } from '#services/standing.ts'
import type { KeptScope, KeptService, Registered } from '#services/store.ts'
import { tlsSubjectOf } from '#services/tls-subject.ts'

type Protocol = Pick<
  Client,
  | 'profile'
  | 'grantTypes'
  | 'refreshTokenLifetime'
  | 'authorizationLifetime'
  | 'refreshTokenUsage'
  | 'parRequired'
  | 'requestObject'
  | 'jwksUri'
  | 'authorizationAlgorithm'
  | 'authorizationEncryption'
  | 'userinfoAlgorithm'
  | 'introspectionAlgorithm'
  | 'idTokenEncryption'
  | 'userinfoEncryption'
  | 'dpopBound'
  | 'tlsBound'
  | 'tlsSubject'
  | 'backchannelLogoutUri'
  | 'backchannelLogoutSessionRequired'
  | 'authorizationDetailsTypes'
  | 'onBehalfOf'
>

export const protocolOf = (s: Omit<KeptService, 'scopes'>): Protocol => ({
  profile: s.profile,
  grantTypes: s.grant_types,
  refreshTokenLifetime: s.refresh_token_lifetime,
  authorizationLifetime: s.authorization_lifetime,
  refreshTokenUsage: s.refresh_token_usage,
  parRequired: s.require_pushed_authorization_requests,
  requestObject: { required: s.require_signed_request_object, algorithm: s.request_object_signing_alg },
  jwksUri: s.jwks_uri,
  authorizationAlgorithm: s.authorization_signed_response_alg,
  authorizationEncryption: encryptionOf(s.authorization_encrypted_response_alg, s.authorization_encrypted_response_enc),
  userinfoAlgorithm: s.userinfo_signed_response_alg,
  introspectionAlgorithm: s.introspection_signed_response_alg,
  idTokenEncryption: encryptionOf(s.id_token_encrypted_response_alg, s.id_token_encrypted_response_enc),
  userinfoEncryption: encryptionOf(s.userinfo_encrypted_response_alg, s.userinfo_encrypted_response_enc),
  dpopBound: s.dpop_bound_access_tokens,
  tlsBound: s.tls_client_certificate_bound_access_tokens,
  tlsSubject: tlsSubjectOf(s),
  backchannelLogoutUri: s.backchannel_logout_uri,
  // ID-porten: naming the address turns it on, whatever else was written.
  backchannelLogoutSessionRequired: s.backchannel_logout_uri !== undefined,
  authorizationDetailsTypes: s.authorization_details_types,
  onBehalfOf: s.onbehalfof.map(({ value, name, orgno }): OnBehalfOf => ({ value, name, orgNumber: orgno })),
})

/** OpenID Connect Dynamic Client Registration §2, JARM §3: A128CBC-HS256 where only `alg` is named. */
const encryptionOf = (alg: JweAlgorithm | undefined, enc: JweEncryption = 'A128CBC-HS256'): Encryption | undefined =>
  alg === undefined ? undefined : { alg, enc }

export const detailTypesOf = ({ owners }: Registered): ReadonlyMap<string, DetailType> =>
  new Map(
    [...owners.values()].flatMap((owner) =>
      owner.authorization_details_types.map((kept) => [kept.type, detailType(kept)] as const),
    ),
  )

/** What owners registered themselves, and what the declaration has, which counts where both have the same. */
export function scopesOf({ owners, ownScopes }: Registered): ReadonlyMap<string, ScopeRules> {
  const own = [...ownScopes.values()].filter((one) => inForce({ owners }, one))
  return new Map([
    ...own.map(({ scope, owner }) => [scope.name, scopeRules(scope, owner)] as const),
    ...[...owners.values()].flatMap((owner) =>
      owner.scopes.map((scope) => [scope.name, scopeRules(scope, owner.org_number)] as const),
    ),
  ])
}

const scopeRules = (s: KeptScope, ownerOrgNumber: string): ScopeRules => ({
  name: s.name,
  ownerOrgNumber,
  description: s.description,
  opaque: s.token_type === 'OPAQUE',
  accessTokenAtMost: s.at_max_age,
  authorizationAtMost: s.authorization_max_lifetime,
  consent: s.requires_user_consent,
  freshLogin: s.requires_user_authentication,
  pseudonymous: s.requires_pseudonymous_tokens,
  // What is for some types alone is registered, so that the type is known.
  forAll: s.accessible_for_all && (s.allowed_integration_types ?? []).length === 0,
  introspectedBy: s.enforced_aud_for_introspection,
  delegationSource: s.delegation_source,
})

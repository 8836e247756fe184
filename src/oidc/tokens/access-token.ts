/**
 * The access token by value: a JWT. With a named `resource`, and always for clients of the standards' own profiles, it is of
 * RFC 9068's type. Without one a client of ID-porten's profile gets ID-porten's shape: no `aud`, and the plain type `JWT`,
 * because verifiers in use refuse the other; that one is told from an ID token by its `client_id`.
 */
import type { GrantId } from '#base/ids.ts'
import { deriveKey, randomToken } from '#base/secrets.ts'
import { seal, unseal } from '#hot/seal.ts'
import type { Vault } from '#keys/keys.ts'
import type { Client } from '#oidc/client.ts'
import { type AuthenticatedClient, clientAmr } from '#oidc/client-auth.ts'
import type { Binding } from '#oidc/binding.ts'
import type { UserGained } from '#oidc/grants/grant.ts'
import { profileOf } from '#oidc/profiles.ts'
import { namedOrganisation } from '#oidc/tokens/organisation.ts'

export interface AccessTokenInput {
  readonly issuer: string
  readonly client: AuthenticatedClient
  readonly gained: Pick<UserGained, 'content'>
  /** Undefined: a token that does not tell it. */
  readonly pid: string | undefined
  /** The number of the organisation that logged in; undefined: a person did, or it is not told. */
  readonly organisation: string | undefined
  readonly binding: Binding | undefined
  /** Seconds. */
  readonly lifetime: number
  readonly resource: readonly string[]
  readonly sub: string
  readonly jti: string
  /** Seconds since 1970. */
  readonly now: number
}

/** `<grant id>.<random>`: the grant is found by it. */
export const newTokenId = (grant: GrantId): string => `${grant}.${randomToken(16)}`

/** The grant that a token's `jti` names; undefined: none of a user's tokens. */
export const grantOf = (jti: string): GrantId | undefined =>
  /^([\w-]{22})\.[\w-]{22}$/.exec(jti)?.[1] as GrantId | undefined

export type AccessTokenType = 'JWT' | 'at+jwt'

export const accessTokenType = (client: Pick<Client, 'profile'>, resource: readonly string[]): AccessTokenType =>
  profileOf(client).standardAccessTokens || resource.length > 0 ? 'at+jwt' : 'JWT'

/** RFC 8707 §2; RFC 9068 §3: where none is named, the default is ourselves. */
export const audience = (
  issuer: string,
  client: Pick<Client, 'profile'>,
  resource: readonly string[],
): string | readonly string[] | undefined =>
  resource.length > 1 ? resource : (resource[0] ?? (profileOf(client).standardAccessTokens ? issuer : undefined))

/** Members that are undefined are left out when it is signed. */
export function accessTokenClaims(input: AccessTokenInput): Readonly<Record<string, unknown>> {
  const { issuer, client, gained, pid, organisation, resource, sub, jti, now, binding, lifetime } = input
  const { content } = gained
  const standard = accessTokenType(client, resource) === 'at+jwt'
  return {
    iss: issuer,
    sub,
    pid,
    acr: content.acr,
    // RFC 9068 §2.2.1
    auth_time: standard ? Math.floor(content.reached.authTime / 1000) : undefined,
    client_id: client.id,
    client_amr: clientAmr(client),
    scope: content.scope.join(' '),
    consumer: namedOrganisation(client.ownerOrgNumber),
    organisation: organisation === undefined ? undefined : namedOrganisation(organisation),
    aud: audience(issuer, client, resource),
    iat: now,
    exp: now + lifetime,
    jti,
    cnf: binding,
    // RFC 9396 §9.1
    authorization_details: content.authorizationDetails,
    // ID-porten: the claims that userinfo gives besides those of the scopes.
    clm: content.claims === undefined || content.claims.userinfo.length === 0 ? undefined : content.claims.userinfo,
  }
}

/** What stands behind a grant's tokens and not in them: names for userinfo; the way to the number, where the tokens must not tell it. */
export interface Hidden {
  readonly given_name?: string
  readonly family_name?: string
  /** Which of the person's numbers was proved: the number itself is asked for when somebody may have it. */
  readonly numberHash?: string
}

/**
 * It waits beside the grant, for every access token of it, sealed under a key of the grant's own that comes from the key file: a
 * copy of the database tells nobody's name.
 */
export const sealHidden = (vault: HiddenVault, grant: GrantId, hidden: Hidden): string =>
  seal(hiddenKey(vault, grant), grant, hidden)
export const unsealHidden = (vault: HiddenVault, grant: GrantId, sealed: string): Hidden | undefined =>
  unseal<Hidden>(hiddenKey(vault, grant), grant, sealed)

type HiddenVault = Pick<Vault, 'macKey'>
const hiddenKey = (vault: HiddenVault, grant: GrantId): ReturnType<typeof deriveKey> =>
  deriveKey(vault.macKey('userinfo names').export(), grant, 'userinfo names')

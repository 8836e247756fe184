/**
 * The access token: a JWT. Not of RFC 9068's type `at+jwt`, because it has no `aud` unless a `resource` was named, and
 * verifiers in use refuse the type; it is told from an ID token by its `client_id`.
 */
import type { GrantId } from '#base/ids.ts'
import { deriveKey, randomToken } from '#base/secrets.ts'
import { seal, unseal } from '#hot/seal.ts'
import type { JwsPayload } from '#keys/jws.ts'
import type { Vault } from '#keys/keys.ts'
import type { Client } from '#oidc/client.ts'
import type { Binding } from '#oidc/binding.ts'
import type { UserGained } from '#oidc/grants/grant.ts'

export interface AccessTokenInput {
  readonly issuer: string
  readonly client: Client
  readonly gained: Pick<UserGained, 'content' | 'pid'>
  readonly binding: Binding | undefined
  /** Seconds. */
  readonly lifetime: number
  readonly resource: readonly string[]
  readonly sub: string
  readonly jti: string
  /** Seconds since 1970. */
  readonly now: number
}

/** `<grant id>.<random>`: userinfo finds the grant by it. */
export const newTokenId = (grant: GrantId): string => `${grant}.${randomToken(16)}`

export function accessTokenClaims(input: AccessTokenInput): Readonly<Record<string, unknown>> {
  const { issuer, client, gained, resource, sub, jti, now, binding, lifetime } = input
  const { content, pid } = gained
  return {
    iss: issuer,
    sub,
    pid,
    acr: content.acr,
    client_id: client.id,
    client_amr: client.authMethod,
    scope: content.scope.join(' '),
    consumer: { authority: 'iso6523-actorid-upis', ID: `0192:${client.ownerOrgNumber}` },
    // RFC 8707 §2
    aud: resource.length > 1 ? resource : resource[0],
    iat: now,
    exp: now + lifetime,
    jti,
    cnf: binding,
  }
}

/** What userinfo needs of an access token. */
export interface AccessToken {
  readonly jti: string
  readonly grant: GrantId
  readonly sub: string
  readonly pid: string
  readonly clientId: string
  readonly scope: readonly string[]
}

/** Undefined: expired, or no access token of ours. */
export function readAccessToken(claims: JwsPayload, now: number): AccessToken | undefined {
  const { jti, sub, pid, client_id: clientId, scope, exp } = claims
  if (typeof jti !== 'string' || typeof sub !== 'string' || typeof pid !== 'string') return undefined
  if (typeof clientId !== 'string' || typeof scope !== 'string' || typeof exp !== 'number' || exp <= now)
    return undefined
  const grant = /^([\w-]{22})\.[\w-]{22}$/.exec(jti)?.[1]
  return grant === undefined ? undefined : { jti, grant: grant as GrantId, sub, pid, clientId, scope: scope.split(' ') }
}

export type Names = Readonly<{ given_name: string; family_name: string }>

/**
 * Names are not in the token. They wait for userinfo beside the grant, for every access token of it, sealed under a key of the
 * grant's own that comes from the key file: a copy of the database tells nobody's name.
 */
export const sealNames = (vault: NamesVault, grant: GrantId, names: Names): string =>
  seal(namesKey(vault, grant), grant, names)
export const unsealNames = (vault: NamesVault, grant: GrantId, sealed: string): Names | undefined =>
  unseal<Names>(namesKey(vault, grant), grant, sealed)

type NamesVault = Pick<Vault, 'macKey'>
const namesKey = (vault: NamesVault, grant: GrantId): ReturnType<typeof deriveKey> =>
  deriveKey(vault.macKey('userinfo names').export(), grant, 'userinfo names')

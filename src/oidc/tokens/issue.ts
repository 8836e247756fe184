/** From what a user granted to the tokens: the one guarded transaction behind them, then the tokens themselves. */
import { seconds } from '#base/clock.ts'
import { signJws } from '#keys/jws.ts'
import type { Binding } from '#oidc/binding.ts'
import type { AuthenticatedClient } from '#oidc/client-auth.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import type { UserGained } from '#oidc/grants/grant.ts'
import type { GrantStore } from '#oidc/store.ts'
import { accessTokenClaims, newTokenId, sealNames } from '#oidc/tokens/access-token.ts'
import { idTokenClaims } from '#oidc/tokens/id-token.ts'
import type { RecentTokens } from '#oidc/tokens/own-token.ts'

export type IssueDeps = OidcDeps & { readonly store: GrantStore; readonly recent: RecentTokens }

/** RFC 6749 §5.1 and OpenID Connect Core §3.1.3.3. */
export interface Tokens {
  readonly access_token: string
  readonly id_token?: string
  readonly refresh_token?: string
  readonly refresh_token_expires_in?: number
  readonly token_type: 'Bearer' | 'DPoP'
  readonly expires_in: number
  readonly scope: string
}

export interface Issuing {
  readonly client: AuthenticatedClient
  readonly gained: UserGained
  readonly binding: Binding | undefined
  readonly resource: readonly string[]
  /** The transaction failed by a guard of the grant's own. */
  notRecorded(failed: string): Promise<void>
}

/** @throws OAuthError `invalid_grant` when a guard does not hold */
export async function issueTokens(deps: IssueDeps, issuing: Issuing): Promise<Tokens> {
  const { client, gained, binding, resource } = issuing
  const { content } = gained
  const jti = newTokenId(gained.grant)
  const lifetime = client.accessTokenLifetime
  await record(deps, issuing, lifetime)
  const { issuer } = deps
  const now = seconds(deps.clock)
  const sub = deps.subjects.sub(client.id, content.reached.person)
  const signer = deps.keys.signer(client.idTokenAlgorithm)
  const claims = accessTokenClaims({ issuer, client, gained, resource, sub, jti, now, binding, lifetime })
  const accessToken = signJws(signer, claims)
  deps.recent.issued(accessToken, claims)
  return {
    access_token: accessToken,
    id_token: signJws(signer, idTokenClaims({ issuer, client, gained, sub, now })),
    token_type: binding?.jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: lifetime,
    scope: content.scope.join(' '),
  }
}

/** The grant's own rows, the session lives, the person and the client may. */
async function record(deps: IssueDeps, { client, gained, notRecorded }: Issuing, lifetime: number): Promise<void> {
  const { content, grant } = gained
  const { person, sid, name } = content.reached
  const now = deps.clock.now()
  const claims =
    name && content.scope.includes('profile')
      ? sealNames(deps.vault, grant, { given_name: name.given, family_name: name.family })
      : undefined
  const outcome = await deps.audit.write(
    [
      ...gained.steps({ now, accessTokenExpires: now + lifetime * 1000, claims }),
      ...deps.login.sessionLive(sid),
      deps.subjects.notBlocked(person),
      deps.clients.active(client.id),
    ],
    [{ type: 'token.issued', person, client: client.id, grant, sid }],
  )
  if (outcome.ok) return
  await notRecorded(outcome.failed)
  throw new OAuthError('invalid_grant', refusals[outcome.failed] ?? 'the grant is not valid', { why: outcome.failed })
}

const refusals: Readonly<Record<string, string>> = {
  'code-used': 'the code is not valid',
  'session-ended': 'the user has logged out',
  'person-blocked': 'the user cannot log in at present',
  'client-inactive': 'the client is not active',
}

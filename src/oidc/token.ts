/** The token endpoint: what every grant passes, in order. Who asks → which grant → the grant's own part → the transaction → issue. */
import { seconds } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import type { Request } from '#http/routes.ts'
import { signJws } from '#keys/jws.ts'
import { type AuthenticatedClient, authenticateClient } from '#oidc/client-auth.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError, sendJson } from '#oidc/errors.ts'
import { codeGrant } from '#oidc/grants/code.ts'
import type { Gained, Grant } from '#oidc/grants/grant.ts'
import { bodySentOnce, type Sent } from '#oidc/sent.ts'
import type { GrantStore } from '#oidc/store.ts'
import { accessTokenClaims, newTokenId, sealNames } from '#oidc/tokens/access-token.ts'
import { idTokenClaims } from '#oidc/tokens/id-token.ts'
import type { RecentTokens } from '#oidc/tokens/own-token.ts'

type TokenDeps = OidcDeps & { readonly store: GrantStore; readonly recent: RecentTokens }

export function tokenEndpoint(deps: TokenDeps): (c: Request) => Promise<Response> {
  const grants: ReadonlyMap<string, Grant<unknown>> = new Map([
    ['authorization_code', codeGrant(deps) as Grant<unknown>],
  ])
  return async (c) => {
    const sent = await bodySentOnce(c)
    const type = sent.values.get('grant_type')
    const grant = type === undefined ? undefined : grants.get(type)
    // Finding is reading alone, so it need not wait for the authentication.
    const [client, found] = await Promise.all([authenticateClient(deps, c, sent), grant?.find(sent)])
    try {
      if (type === undefined) throw new OAuthError('invalid_request', 'grant_type is required')
      if (grant === undefined) throw new OAuthError('unsupported_grant_type', 'this grant_type is not supported')
      const gained = await grant.redeem(client, sent, found)
      const tokens = await issue(deps, client, gained, narrowed(sent, gained), () => grant.issuedBefore(client, sent))
      deps.count?.('oidc_token', { outcome: 'issued' })
      return sendJson(200, tokens)
    } catch (error) {
      throw told(deps, client, error)
    }
  }
}

/** RFC 8707 §2.2: at the token endpoint a client may choose among the resources that were granted. */
function narrowed(sent: Sent, { content }: Gained): readonly string[] {
  if (sent.resource.length === 0) return content.resource
  if (sent.resource.every((one) => content.resource.includes(one))) return sent.resource
  throw new OAuthError('invalid_target', 'resource was not part of the request')
}

interface Tokens {
  readonly access_token: string
  readonly id_token: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly scope: string
}

async function issue(
  deps: TokenDeps,
  client: AuthenticatedClient,
  gained: Gained,
  resource: readonly string[],
  issuedBefore: () => Promise<void>,
): Promise<Tokens> {
  const jti = newTokenId(gained.grant)
  await record(deps, client, gained, jti, issuedBefore)
  const { issuer } = deps
  const now = seconds(deps.clock)
  const sub = deps.subjects.sub(client.id, gained.content.reached.person)
  const signer = deps.keys.signer(client.idTokenAlgorithm)
  const claims = accessTokenClaims({ issuer, client, gained, resource, sub, jti, now })
  const accessToken = signJws(signer, claims)
  deps.recent.issued(accessToken, claims)
  return {
    access_token: accessToken,
    id_token: signJws(signer, idTokenClaims({ issuer, client, gained, sub, now })),
    token_type: 'Bearer',
    expires_in: client.accessTokenLifetime,
    scope: gained.content.scope.join(' '),
  }
}

/** The one guarded transaction behind every token: the grant is new, the session lives, the person and the client may. */
async function record(
  deps: TokenDeps,
  client: AuthenticatedClient,
  { grant, secretHash, content }: Gained,
  jti: string,
  issuedBefore: () => Promise<void>,
): Promise<void> {
  const { person, sid, locale, name } = content.reached
  const now = deps.clock.now()
  const row = {
    id: grant,
    secretHash,
    clientId: client.id,
    person,
    sid,
    locale,
    claims:
      name && content.scope.includes('profile')
        ? sealNames(jti, { given_name: name.given, family_name: name.family })
        : undefined,
    issued: now,
    expires: now + (client.accessTokenLifetime + lifetimes.grantKept) * 1000,
  }
  const outcome = await deps.audit.write(
    [
      deps.store.insert(row),
      ...deps.login.sessionLive(sid),
      deps.subjects.notBlocked(person),
      deps.clients.active(client.id),
    ],
    [{ type: 'token.issued', person, client: client.id, grant, sid }],
  )
  if (outcome.ok) return
  if (outcome.failed === 'code-used') await issuedBefore()
  throw new OAuthError('invalid_grant', refusals[outcome.failed] ?? 'the code is not valid', { why: outcome.failed })
}

const refusals: Readonly<Record<string, string>> = {
  'session-ended': 'the user has logged out',
  'person-blocked': 'the user cannot log in at present',
  'client-inactive': 'the client is not active',
}

/** Every refusal after the authentication leaves a trace. */
function told(deps: TokenDeps, client: AuthenticatedClient, error: unknown): unknown {
  if (!(error instanceof OAuthError)) return error
  deps.audit.note({ type: 'token.refused', client: client.id, why: error.why })
  deps.count?.('oidc_token', { outcome: error.why })
  return error
}

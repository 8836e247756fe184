/** UserInfo (OpenID Connect Core §5.3), for the bearer of an access token in the Authorization header (RFC 6750 §2.1). */
import { seconds } from '#base/clock.ts'
import type { Request } from '#http/routes.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError, sendJson } from '#oidc/errors.ts'
import { anyOrigin } from '#oidc/cors.ts'
import type { GrantStore, KnownGrant } from '#oidc/store.ts'
import { type AccessToken, readAccessToken, unsealNames } from '#oidc/tokens/access-token.ts'
import { readOwnToken, type RecentTokens } from '#oidc/tokens/own-token.ts'

type UserinfoDeps = OidcDeps & { readonly store: GrantStore; readonly recent: RecentTokens }

export function userinfoEndpoint(deps: UserinfoDeps): (c: Request) => Promise<Response> {
  return async (c) => {
    const bearer = /^bearer +([\w.~+/-]+=*)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (bearer === undefined) return withoutToken()
    const claims = deps.recent.claimsOf(bearer) ?? readOwnToken(deps, bearer)
    const token = claims && readAccessToken(claims, seconds(deps.clock))
    const grant = token && (await deps.store.find(token.grant))
    if (token === undefined || grant === undefined || !(await counts(deps, token, grant))) {
      throw new OAuthError('invalid_token', 'the access token is expired, revoked or not ours', { challenge: 'Bearer' })
    }
    return sendJson(200, userinfoClaims(deps, token, grant))
  }
}

/** RFC 6750 §3.1: who shows no token is told the scheme and no error. */
const withoutToken = (): Response =>
  new Response(null, {
    status: 401,
    headers: { ...anyOrigin, 'cache-control': 'no-store', 'www-authenticate': 'Bearer realm="inngang"' },
  })

/** A token of `openid` and `profile` ends with its session, its client and its grant. */
async function counts(deps: OidcDeps, token: AccessToken, grant: KnownGrant): Promise<boolean> {
  if (grant.revoked || grant.clientId !== token.clientId || deps.clients.find(token.clientId) === undefined)
    return false
  // Guards that only read are asked as they are: no transaction, and no wait behind others' writes.
  const answers = await Promise.all(
    deps.login.sessionLive(grant.sid).map(({ query }) => deps.database.raw(query.sql, query.parameters as Plain[])),
  )
  return answers.every((rows) => rows.length > 0)
}

type Plain = string | number | null

function userinfoClaims({ vault }: Pick<OidcDeps, 'vault'>, token: AccessToken, grant: KnownGrant): object {
  // OpenID Connect Core §5.3.2 asks for `sub` alone; the rest belongs to `profile` here.
  if (!token.scope.includes('profile')) return { sub: token.sub }
  const names = grant.claims === undefined ? undefined : unsealNames(vault, grant.id, grant.claims)
  return { sub: token.sub, pid: token.pid, locale: grant.locale, ...names }
}

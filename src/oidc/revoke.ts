/** Token revocation (RFC 7009): the client gives back what it was granted, all of it, by any one of its tokens. */
import { constantTimeEqual } from '#base/secrets.ts'
import type { GrantId } from '#base/ids.ts'
import type { Request } from '#http/routes.ts'
import { type AuthenticatedClient, authenticateClient } from '#oidc/client-auth.ts'
import { anyOrigin } from '#oidc/cors.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import type { FamilyStore } from '#oidc/family-store.ts'
import { hashOf, readRefreshToken, wasOurs } from '#oidc/grants/refresh-token.ts'
import { bodySentOnce } from '#oidc/sent.ts'
import type { GrantStore } from '#oidc/store.ts'
import { grantOf } from '#oidc/tokens/access-token.ts'
import { isOpaque, readOpaque } from '#oidc/tokens/opaque.ts'
import { readOwnToken } from '#oidc/tokens/own-token.ts'

export type RevokeDeps = OidcDeps & { readonly store: GrantStore; readonly families: FamilyStore }

/** What a token that we gave out belongs to. */
interface Holding {
  readonly clientId: string
  /** Undefined: a machine's own token, behind which stands no grant. */
  readonly grant: GrantId | undefined
}

export function revokeEndpoint(deps: RevokeDeps): (c: Request) => Promise<Response> {
  return async (c) => {
    const sent = await bodySentOnce(c)
    const client = await authenticateClient(deps, c, sent)
    const token = sent.values.get('token')
    if (token === undefined) throw new OAuthError('invalid_request', 'token is required')
    // §2.1: `token_type_hint` could only save a look, so it is not read.
    const holding = (await refreshHolding(deps, token)) ?? (await accessHolding(deps, token))
    // §2.2: an unknown token is as good as a revoked one.
    if (holding !== undefined) await takeBack(deps, client, holding)
    return new Response(null, { status: 200, headers: { ...anyOrigin, 'cache-control': 'no-store' } })
  }
}

/** Also by a token that has been replaced: whoever holds it wants an end to it. */
async function refreshHolding(deps: RevokeDeps, text: string): Promise<Holding | undefined> {
  const token = readRefreshToken(text)
  const family = token && (await deps.families.find(token.family))
  if (family === undefined || token === undefined) return undefined
  const known = constantTimeEqual(hashOf(token), family.hash) || wasOurs(deps.vault, token)
  return known ? { clientId: family.clientId, grant: family.id } : undefined
}

/** By value or by reference. An expired one counts too: the refresh token beside it may be alive. */
async function accessHolding(deps: RevokeDeps, token: string): Promise<Holding | undefined> {
  const claims = isOpaque(token) ? await readOpaque(deps.hot, token) : readOwnToken(deps, token)
  // An ID token has no `client_id`; it is nobody's key to anything, and stays as it is.
  const { client_id: clientId, jti } = claims ?? {}
  return typeof clientId === 'string' && typeof jti === 'string' ? { clientId, grant: grantOf(jti) } : undefined
}

async function takeBack(deps: RevokeDeps, client: AuthenticatedClient, { clientId, grant }: Holding): Promise<void> {
  // §2.1: refused, and the client is told; in the words of RFC 6749 §5.2, "was issued to another client".
  if (clientId !== client.id) throw new OAuthError('invalid_grant', 'the token was issued to another client')
  // §2.2.1: such a token is over in minutes, and nobody could be told before.
  if (grant === undefined) throw new OAuthError('unsupported_token_type', "a machine's own token cannot be revoked")
  const known = await deps.store.find(grant)
  if (known === undefined || known.revoked) return
  // When somebody else has done it meanwhile, it is done and told already.
  await deps.audit.write(
    [deps.store.takeBack(grant, deps.clock.now())],
    [{ type: 'grant.revoked', person: known.person, client: client.id, grant }],
  )
}

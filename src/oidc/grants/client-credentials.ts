/** The client credentials grant (RFC 6749 §4.4): a client asks in its own name, and nobody is logged in. */
import { isResource } from '#oidc/authorize/rules.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import type { Grant } from '#oidc/grants/grant.ts'
import type { Scopes } from '#oidc/ports.ts'
import { type AskingClient, grantedScopes, ownScopes } from '#oidc/scopes.ts'
import { listOf } from '#oidc/sent.ts'

export const clientCredentialsGrant = ({ scopes }: Pick<OidcDeps, 'scopes'>): Grant<undefined> => ({
  redeem({ client, sent }) {
    // §4.4: confidential clients only. Registration holds it too; a token without any proof must not hang on that alone.
    if (client.authMethod === 'none') {
      throw new OAuthError('unauthorized_client', 'client_credentials is for clients that authenticate')
    }
    const scope = listOf(sent.values.get('scope'))
    const fault = machineScopeFault(scope, client, scopes)
    if (fault !== undefined) throw new OAuthError('invalid_scope', fault)
    if (sent.resource.length > 10 || !sent.resource.every(isResource)) {
      throw new OAuthError('invalid_target', 'resource must be an absolute URI without fragment')
    }
    return Promise.resolve({ kind: 'machine', scope, resource: sent.resource })
  },

  // It has nothing that could be spent.
  notRecorded: () => Promise.resolve(),
})

/** Every word must be registered, or open to all: a machine has no user who would notice that a right is missing. */
export function machineScopeFault(asked: readonly string[], client: AskingClient, scopes: Scopes): string | undefined {
  if (asked.length === 0) return 'scope is required'
  if (asked.some((scope) => ownScopes.includes(scope))) return 'a scope is about a user, and none is logged in here'
  return grantedScopes(asked, client, scopes).length === asked.length
    ? undefined
    : 'a scope is not registered for this client'
}

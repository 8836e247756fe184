/** The public keys (RFC 7517 §5): the one that signs, the next one announced, and those that still count. */
import type { Request } from '#http/routes.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { publicCache } from '#oidc/discovery.ts'
import { sendJson } from '#oidc/errors.ts'

/** Nobody has to say who asks. A client that does (`?client_id=`) is seen to have the next key before it signs. */
export const jwksEndpoint =
  ({ keys, clients }: Pick<OidcDeps, 'keys' | 'clients'>) =>
  (c: Request): Response => {
    const named = c.req.query('client_id')
    // Only known clients by name: anybody may send anything.
    keys.fetched(named === undefined ? undefined : clients.find(named)?.id)
    return sendJson(200, keys.published(), publicCache)
  }

/** Who calls one of our own APIs: the client that a machine's access token names (RFC 6750). */
import { seconds } from '#base/clock.ts'
import type { Request } from '#http/routes.ts'
import type { Client } from '#oidc/client.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import { readMachineToken } from '#oidc/tokens/machine.ts'
import { readOwnToken, type RecentTokens } from '#oidc/tokens/own-token.ts'

export type MachineCallerDeps = Pick<OidcDeps, 'issuer' | 'clock' | 'keys' | 'clients'> & {
  readonly recent?: RecentTokens
}

/**
 * `scopes`: any of these words opens the door (an API may be known under several names).
 * @throws OAuthError `invalid_token` (401), `insufficient_scope` (403)
 */
export function machineCaller(
  deps: MachineCallerDeps,
  c: Request,
  scopes: readonly string[],
): { readonly client: Client } {
  const bearer = /^bearer +([\w.~+/-]+=*)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (bearer === undefined) throw new OAuthError('invalid_token', 'a bearer token is required', noToken)
  const claims = deps.recent?.claimsOf(bearer) ?? readOwnToken(deps, bearer)
  const token = claims && readMachineToken(claims, seconds(deps.clock))
  const client = token && deps.clients.find(token.clientId)
  // The registration may have changed since the token was made.
  if (token === undefined || client?.grantTypes.includes('client_credentials') !== true) {
    throw new OAuthError('invalid_token', 'the access token is expired, or none that we gave to a machine', bearerOnly)
  }
  // A token that is bound to a key is worth nothing without its proof, and nothing here could check one.
  if (token.cnf !== undefined)
    throw new OAuthError('invalid_token', 'a token that is bound to a key is not accepted here', bearerOnly)
  if (!scopes.some((scope) => token.scope.includes(scope) && client.scopes.includes(scope))) {
    throw new OAuthError('insufficient_scope', `this needs the scope ${scopes[0] ?? ''}`, bearerOnly)
  }
  return { client }
}

const bearerOnly = { challenge: 'Bearer' } as const
const noToken = { challenge: 'Bearer', why: 'no-token' } as const

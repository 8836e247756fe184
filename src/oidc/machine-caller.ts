/** Who calls one of our own APIs: the client that a machine's access token names (RFC 6750, RFC 9449 §7). */
import { seconds } from '#base/clock.ts'
import type { Request } from '#http/routes.ts'
import { tokenInHeader } from '#oidc/bearer.ts'
import type { Client } from '#oidc/client.ts'
import { addressHere, type OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import { checkPossession } from '#oidc/possession.ts'
import { readMachineToken } from '#oidc/tokens/machine.ts'
import { readOwnToken, type RecentTokens } from '#oidc/tokens/own-token.ts'

export type MachineCallerDeps = Pick<
  OidcDeps,
  'issuer' | 'clock' | 'keys' | 'clients' | 'hot' | 'vault' | 'certificates'
> & {
  readonly recent?: RecentTokens
}

export interface MachineCaller {
  readonly client: Client
  /** What the token has, and the client still has registered. */
  readonly scopes: readonly string[]
}

/**
 * `scopes`: any of these words opens the door (an API may be known under several names).
 * @throws OAuthError `invalid_token`, `invalid_dpop_proof`, `use_dpop_nonce` (401), `insufficient_scope` (403)
 */
export async function machineCaller(
  deps: MachineCallerDeps,
  c: Request,
  scopes: readonly string[],
): Promise<MachineCaller> {
  const shown = tokenInHeader(c.req.header('authorization') ?? '')
  if (shown === undefined) throw new OAuthError('invalid_token', 'an access token is required', noToken)
  const claims = deps.recent?.claimsOf(shown.token) ?? readOwnToken(deps, shown.token)
  const token = claims && readMachineToken(claims, seconds(deps.clock))
  const client = token && deps.clients.find(token.clientId)
  // The registration may have changed since the token was made.
  if (token === undefined || client?.grantTypes.includes('client_credentials') !== true) {
    throw new OAuthError('invalid_token', 'the access token is expired, or none that we gave to a machine', bearerOnly)
  }
  await checkPossession(deps, c, { shown, cnf: token.cnf, client, address: addressHere(deps, c, c.req.path) })
  if (!scopes.some((scope) => token.scope.includes(scope) && client.scopes.includes(scope))) {
    throw new OAuthError('insufficient_scope', `this needs the scope ${scopes[0] ?? ''}`, bearerOnly)
  }
  return { client, scopes: token.scope.filter((scope) => client.scopes.includes(scope)) }
}

const bearerOnly = { challenge: 'Bearer' } as const
const noToken = { challenge: 'Bearer', why: 'no-token' } as const

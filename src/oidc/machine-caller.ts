/** Who calls one of our own APIs: the client that a machine's access token names (RFC 6750, RFC 9449 §7). */
import type { Request } from '#http/routes.ts'
import { tokenInHeader } from '#oidc/bearer.ts'
import type { Client, GrantType } from '#oidc/client.ts'
import { addressHere, type OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import { jwtBearer } from '#oidc/grants/jwt-bearer.ts'
import { checkPossession } from '#oidc/possession.ts'
import { readAccessToken, type ReaderDeps } from '#oidc/tokens/read-access-token.ts'

export type MachineCallerDeps = ReaderDeps & Pick<OidcDeps, 'certificates'>

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
  // RFC 9449 §7.1: a challenge of the scheme that the client used.
  const by = { challenge: shown.scheme }
  const token = await readAccessToken(deps, shown.token)
  // The registration may have changed since the token was made.
  if (token?.kind !== 'machine' || !token.client.grantTypes.some(isMachines)) {
    throw new OAuthError('invalid_token', 'the access token is expired, or none that we gave to a machine', by)
  }
  const { client } = token
  // RFC 9068 §4: an API that was sent a token of its own must not come in here with it (RFC 9700 §4.9).
  if (!isForUs(deps, token.claims['aud']))
    throw new OAuthError('invalid_token', 'the access token is for the resource that it was asked for', by)
  await checkPossession(deps, c, { shown, cnf: token.cnf, client, address: addressHere(deps, c, c.req.path) })
  if (!scopes.some((scope) => token.scope.includes(scope) && client.scopes.includes(scope))) {
    throw new OAuthError('insufficient_scope', `this needs the scope ${scopes[0] ?? ''}`, by)
  }
  return { client, scopes: token.scope.filter((scope) => client.scopes.includes(scope)) }
}

/** No `resource` was named, or one of them was ours: the issuer, the door for certificates, or an address below one of them. */
function isForUs({ issuer, certificates }: MachineCallerDeps, audience: unknown): boolean {
  const ours = [issuer, certificates?.origin].filter((one) => one !== undefined)
  const isOurs = (one: unknown): boolean =>
    typeof one === 'string' && ours.some((base) => one === base || one.startsWith(`${base.replace(/\/$/, '')}/`))
  return audience === undefined || (Array.isArray(audience) ? audience.some(isOurs) : isOurs(audience))
}

const isMachines = (grant: GrantType): boolean => grant === 'client_credentials' || grant === jwtBearer

const noToken = { challenge: 'Bearer', why: 'no-token' } as const

/** A machine's own access token, as facts of Maskinporten have it: it names a client and nobody else. Never an ID token, never a refresh token. */
import { seconds } from '#base/clock.ts'
import { randomToken } from '#base/secrets.ts'
import { type JwsPayload, signJws } from '#keys/jws.ts'
import type { Binding } from '#oidc/binding.ts'
import type { AuthenticatedClient } from '#oidc/client-auth.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import type { MachineGained } from '#oidc/grants/grant.ts'
import type { RecentTokens } from '#oidc/tokens/own-token.ts'

export type MachineDeps = Pick<OidcDeps, 'issuer' | 'clock' | 'keys' | 'audit' | 'clients' | 'scopes'> & {
  readonly recent: RecentTokens
}

export interface IssuingMachine {
  readonly client: AuthenticatedClient
  readonly gained: MachineGained
  readonly binding: Binding | undefined
}

/** RFC 6749 §4.4.3 */
export interface MachineTokens {
  readonly access_token: string
  readonly token_type: 'Bearer' | 'DPoP'
  readonly expires_in: number
  readonly scope: string
}

/** @throws OAuthError `invalid_client` when the client was switched off meanwhile */
export async function issueMachineToken(deps: MachineDeps, issuing: IssuingMachine): Promise<MachineTokens> {
  const { client, gained, binding } = issuing
  const outcome = await deps.audit.write(
    [deps.clients.active(client.id)],
    [{ type: 'token.machine', client: client.id, scope: gained.scope }],
  )
  if (!outcome.ok) throw new OAuthError('invalid_client', 'the client is not active', { why: outcome.failed })
  const lifetime = machineLifetime(deps, issuing)
  const claims = machineClaims(deps, issuing, lifetime)
  const token = signJws(deps.keys.signer(client.idTokenAlgorithm), claims)
  deps.recent.issued(token, claims)
  return {
    access_token: token,
    token_type: binding?.jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: lifetime,
    scope: gained.scope.join(' '),
  }
}

/** The client's own, and no longer than any of its scopes allows. Seconds. */
function machineLifetime({ scopes }: MachineDeps, { client, gained }: IssuingMachine): number {
  const limits = gained.scope.map((name) => scopes.find(name)?.accessTokenAtMost ?? 0).filter((most) => most > 0)
  return Math.min(client.accessTokenLifetime, ...limits)
}

/** How the `jti` of a machine's token begins: a user's token has the id of its grant there. */
const mark = 'machine.'

function machineClaims(deps: MachineDeps, { client, gained, binding }: IssuingMachine, lifetime: number): JwsPayload {
  const now = seconds(deps.clock)
  const { resource, scope } = gained
  return {
    iss: deps.issuer,
    client_id: client.id,
    client_amr: client.authMethod,
    scope: scope.join(' '),
    consumer: { authority: 'iso6523-actorid-upis', ID: `0192:${client.ownerOrgNumber}` },
    // RFC 8707 §2
    aud: resource.length > 1 ? resource : resource[0],
    iat: now,
    exp: now + lifetime,
    jti: mark + randomToken(16),
    cnf: binding,
  }
}

export interface MachineToken {
  readonly jti: string
  readonly clientId: string
  readonly scope: readonly string[]
  readonly cnf: Binding | undefined
}

/**
 * Undefined: expired, or no machine's token of ours. One with a subject is a user's, and a user's token, whatever its scopes,
 * never counts as the client itself: anybody who logs in at the client could hold it.
 */
export function readMachineToken(claims: JwsPayload, now: number): MachineToken | undefined {
  const { jti, client_id: clientId, scope, exp, cnf } = claims
  if ('sub' in claims || 'pid' in claims || typeof jti !== 'string' || !jti.startsWith(mark)) return undefined
  if (typeof clientId !== 'string' || typeof scope !== 'string' || typeof exp !== 'number' || exp <= now)
    return undefined
  return { jti, clientId, scope: scope.split(' '), cnf: cnf as Binding | undefined }
}

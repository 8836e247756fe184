/** A machine's own access token, as facts of Maskinporten have it: it names a client and nobody else. Never an ID token, never a refresh token. */
import type { AuditEvent } from '#audit/events.ts'
import { seconds } from '#base/clock.ts'
import { newGrantId } from '#base/ids.ts'
import { randomToken } from '#base/secrets.ts'
import { type JwsPayload, signJws } from '#keys/jws.ts'
import type { Binding } from '#oidc/binding.ts'
import { type AuthenticatedClient, clientAmr } from '#oidc/client-auth.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import type { InNameOf, MachineGained } from '#oidc/grants/grant.ts'
import { tokenRules, type TokenRules } from '#oidc/scopes.ts'
import { accessTokenType, audience } from '#oidc/tokens/access-token.ts'
import { namedOrganisation } from '#oidc/tokens/organisation.ts'
import { makeOpaque } from '#oidc/tokens/opaque.ts'
import type { RecentTokens } from '#oidc/tokens/own-token.ts'

export type MachineDeps = Pick<OidcDeps, 'issuer' | 'clock' | 'keys' | 'hot' | 'audit' | 'clients' | 'scopes'> & {
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
  const outcome = await deps.audit.write([deps.clients.active(client.id)], [eventOf(issuing)])
  if (!outcome.ok) throw new OAuthError('invalid_client', 'the client is not active', { why: outcome.failed })
  const rules = tokenRules(deps.scopes, gained.scope, client)
  return {
    access_token: await makeToken(deps, issuing, rules),
    token_type: tokenType(binding),
    expires_in: rules.lifetime,
    scope: gained.scope.join(' '),
  }
}

function eventOf({ client, gained: { scope, inNameOf } }: IssuingMachine): AuditEvent {
  return inNameOf === undefined
    ? { type: 'token.machine', client: client.id, scope }
    : { type: 'token.delegated', client: client.id, scope, consumer: inNameOf.consumer }
}

const tokenType = (binding: Binding | undefined): MachineTokens['token_type'] =>
  binding?.jkt === undefined ? 'Bearer' : 'DPoP'

/** By value, or by reference: behind that one stands no grant, so it begins with an id that leads nowhere. */
async function makeToken(deps: MachineDeps, issuing: IssuingMachine, rules: TokenRules): Promise<string> {
  const { client, gained } = issuing
  const claims = machineClaims(deps, issuing, rules.lifetime)
  if (rules.opaque) return makeOpaque(deps.hot, newGrantId(), claims, rules.lifetime)
  const token = signJws(deps.keys.signer(client.idTokenAlgorithm), claims, accessTokenType(client, gained.resource))
  deps.recent.issued(token, claims)
  return token
}

/** How the `jti` of a machine's token begins: a user's token has the id of its grant there. */
const mark = 'machine.'

function machineClaims(deps: MachineDeps, { client, gained, binding }: IssuingMachine, lifetime: number): JwsPayload {
  const now = seconds(deps.clock)
  const { resource, scope } = gained
  const standard = accessTokenType(client, resource) === 'at+jwt'
  return {
    iss: deps.issuer,
    // RFC 9068 §2.2: where nobody is logged in, the client is what the token is about.
    sub: standard ? client.id : undefined,
    client_id: client.id,
    client_amr: clientAmr(client),
    scope: scope.join(' '),
    ...parties(client, gained.inNameOf),
    token_type: gained.namesType === true ? tokenType(binding) : undefined,
    aud: audience(deps.issuer, client, resource),
    iat: now,
    exp: now + lifetime,
    jti: mark + randomToken(16),
    cnf: binding,
  }
}

const parties = ({ ownerOrgNumber }: AuthenticatedClient, inNameOf: InNameOf | undefined) =>
  inNameOf === undefined
    ? { consumer: namedOrganisation(ownerOrgNumber) }
    : {
        consumer: namedOrganisation(inNameOf.consumer),
        supplier: namedOrganisation(ownerOrgNumber),
        delegation_source: inNameOf.source,
      }

export interface MachineToken {
  readonly jti: string
  readonly clientId: string
  readonly scope: readonly string[]
  readonly cnf: Binding | undefined
}

/**
 * Undefined: expired, or no machine's token of ours. One with another subject than the client is a user's, and a user's token,
 * whatever its scopes, never counts as the client itself: anybody who logs in at the client could hold it.
 */
export function readMachineToken(claims: JwsPayload, now: number): MachineToken | undefined {
  const { jti, client_id: clientId, scope, exp, cnf } = claims
  if ('pid' in claims || typeof jti !== 'string' || !jti.startsWith(mark)) return undefined
  if (claims['sub'] !== undefined && claims['sub'] !== clientId) return undefined
  if (typeof clientId !== 'string' || typeof scope !== 'string' || typeof exp !== 'number' || exp <= now)
    return undefined
  return { jti, clientId, scope: scope.split(' '), cnf: cnf as Binding | undefined }
}

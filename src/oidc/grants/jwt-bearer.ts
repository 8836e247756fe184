/**
 * The signed request for a machine's token (RFC 7523 §2.1), by Maskinporten's rules: the client signs what it asks for with its
 * registered key, or with an enterprise certificate of its organisation, and nothing else need stand beside it.
 */
import { readOrgNumber } from '#base/org-number.ts'
import type { Request } from '#http/routes.ts'
import { type JwsPayload, unverifiedPayload } from '#keys/jws.ts'
import { isResource } from '#oidc/authorize/rules.ts'
import { authenticateByGrant, type AuthenticatedClient, type ClientAuthDeps } from '#oidc/client-auth.ts'
import type { Client } from '#oidc/client.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { type Asking, checkRequest, type SignedRequest } from '#oidc/grants/jwt-bearer-request.ts'
import { grantFault } from '#oidc/grants/jwt-bearer-faults.ts'
import { machineScopeFault } from '#oidc/grants/client-credentials.ts'
import type { Grant, MachineGained } from '#oidc/grants/grant.ts'
import { ownScopes } from '#oidc/scopes.ts'
import type { Sent } from '#oidc/sent.ts'

export const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

export type JwtBearerDeps = ClientAuthDeps & Pick<OidcDeps, 'scopes'>

export function jwtBearerGrant(deps: JwtBearerDeps): Grant<SignedRequest> {
  return {
    asks: (c, sent) => askedBy(deps, c, sent),

    redeem({ client, sent, found }) {
      const asked = narrowed(found, sent)
      const inNameOf = found.consumer === undefined ? {} : delegated(deps, client, asked.scope, found.consumer)
      if (found.consumer === undefined) checkScopes(deps, client, asked.scope)
      if (asked.resource.length > 10 || !asked.resource.every(isResource))
        throw grantFault('resource', 'resource must be absolute URIs without fragment')
      return Promise.resolve({ kind: 'machine', ...asked, namesType: true, ...inNameOf })
    },

    // What was spent is the assertion, and whoever made it makes another.
    notRecorded: () => Promise.resolve(),
  }
}

async function askedBy(
  deps: JwtBearerDeps,
  c: Request,
  sent: Sent,
): Promise<{ readonly client: AuthenticatedClient; readonly found: SignedRequest }> {
  const assertion = sent.values.get('assertion')
  if (assertion === undefined) throw grantFault('form', 'assertion is required')
  const claimed = claimedIssuer(unverifiedPayload(assertion))
  if (claimed === undefined) throw grantFault('form', 'the assertion is not readable, or has no iss')
  return authenticateByGrant(deps, c, sent, {
    claimed,
    unknown: () => grantFault('client', 'iss of the assertion is not a client that is known here'),
    check: (client: Client): Promise<Asking> => checkRequest(deps, client, assertion),
  })
}

/** Only to find the client whose keys tell whether that is true. */
const claimedIssuer = (payload: JwsPayload | undefined): string | undefined =>
  typeof payload?.['iss'] === 'string' ? payload['iss'] : undefined

/** RFC 7521 §4.1, RFC 8707 §2.2: what stands beside the assertion may ask for less than that, and never for more. */
function narrowed({ scope, resource }: SignedRequest, sent: Sent): Pick<MachineGained, 'scope' | 'resource'> {
  const beside = sent.values.get('scope')?.split(' ').filter(Boolean)
  if (beside?.every((one) => scope.includes(one)) === false)
    throw grantFault('scope', 'scope beside the assertion is not in it')
  if (resource.length > 0 && !sent.resource.every((one) => resource.includes(one)))
    throw grantFault('resource', 'resource beside the assertion is not in it')
  return { scope: beside ?? scope, resource: sent.resource.length > 0 ? sent.resource : resource }
}

function checkScopes({ scopes }: JwtBearerDeps, client: Client, asked: readonly string[]): void {
  if (asked.some((scope) => ownScopes.includes(scope)))
    throw grantFault('scopeKind', 'a scope is about a user, and none is logged in here')
  const fault = machineScopeFault(asked, client, scopes)
  if (fault !== undefined) throw grantFault('scope', fault)
}

/** In another organisation's name: by scopes that can be handed on, which it may use, and has handed on to the client's own. */
function delegated(
  { scopes }: JwtBearerDeps,
  client: Client,
  asked: readonly string[],
  written: string,
): Required<Pick<MachineGained, 'inNameOf'>> {
  const consumer = readOrgNumber(written)
  if (consumer !== written || consumer === client.ownerOrgNumber)
    throw grantFault('form', 'consumer_org must be the number of another organisation')
  const registered = [...client.scopes, ...client.scopesForOthers]
  if (asked.some((scope) => !registered.includes(scope)))
    throw grantFault('scope', 'a scope is not registered for this client')
  const sources = new Set(asked.map((scope) => scopes.find(scope)?.delegationSource))
  const [source] = sources
  if (source === undefined || sources.size > 1)
    throw grantFault('delegation', 'a scope cannot be used for another organisation')
  for (const scope of asked) {
    const given = scopes.handedOn?.({ scope, consumer, supplier: client.ownerOrgNumber }) ?? 'not-handed-on'
    if (given === 'no-access') throw grantFault('access', 'the organisation in consumer_org may not use a scope')
    if (given === 'not-handed-on')
      throw grantFault(
        'delegation',
        'the organisation in consumer_org has handed on no such scope to that of the client',
      )
  }
  return { inNameOf: { consumer, source } }
}

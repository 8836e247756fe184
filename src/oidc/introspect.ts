/**
 * Introspection (RFC 7662): an API asks what a token says and whether it counts. Who may not ask about a token is told what
 * everybody is told of one that does not exist.
 */
import { seconds } from '#base/clock.ts'
import type { Request } from '#http/routes.ts'
import { signJws } from '#keys/jws.ts'
import { type AuthenticatedClient, authenticateClient } from '#oidc/client-auth.ts'
import { anyOrigin } from '#oidc/cors.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError, sendJson } from '#oidc/errors.ts'
import type { FamilyStore } from '#oidc/family-store.ts'
import { provedNumber } from '#oidc/grants/proved-number.ts'
import { profileOf, usualAlgorithm } from '#oidc/profiles.ts'
import { introspectionScope } from '#oidc/scopes.ts'
import { bodySentOnce } from '#oidc/sent.ts'
import { namedOrganisation } from '#oidc/tokens/organisation.ts'
import { type AccessToken, readAccessToken, type ReaderDeps, type UserToken } from '#oidc/tokens/read-access-token.ts'
import { readLiveRefreshToken } from '#oidc/tokens/read-refresh-token.ts'

export type IntrospectDeps = OidcDeps & ReaderDeps & { readonly families: FamilyStore }

/** RFC 7662 §2.2. */
type Introspected = Readonly<Record<string, unknown>> & { readonly active: boolean }
const inactive: Introspected = { active: false }

export function introspectEndpoint(deps: IntrospectDeps): (c: Request) => Promise<Response> {
  return async (c) => {
    const sent = await bodySentOnce(c)
    const caller = await authenticateClient(deps, c, sent)
    // RFC 7662 §2.1: whoever could ask without proving anything could try tokens out.
    if (caller.authMethod === 'none')
      throw new OAuthError('invalid_client', 'introspection is for clients that authenticate')
    const text = sent.values.get('token')
    if (text === undefined) throw new OAuthError('invalid_request', 'token is required')
    const told = (await toldOfAccess(deps, caller, text)) ?? (await toldOfRefresh(deps, caller, text)) ?? inactive
    deps.count?.('oidc_introspected', { outcome: told.active ? 'active' : 'inactive' })
    return asksForJwt(c) ? signedAnswer(deps, caller, told) : sendJson(200, told)
  }
}

async function toldOfAccess(
  deps: IntrospectDeps,
  caller: AuthenticatedClient,
  text: string,
): Promise<Introspected | undefined> {
  const token = await readAccessToken(deps, text)
  return token !== undefined && mayAsk(deps, caller, token) ? tell(deps, caller, token) : undefined
}

/** A refresh token is its client's own business, and no API's (RFC 7662 §2.1). */
async function toldOfRefresh(
  deps: IntrospectDeps,
  caller: AuthenticatedClient,
  text: string,
): Promise<Introspected | undefined> {
  if (!profileOf(caller).introspectsOwnTokens) return undefined
  const token = await readLiveRefreshToken(deps, text)
  if (token?.client.id !== caller.id) return undefined
  const { content, bound, until } = token
  return {
    active: true,
    iss: deps.issuer,
    sub: deps.subjects.sub(caller.id, content.reached.person),
    client_id: caller.id,
    scope: content.scope.join(' '),
    exp: Math.floor(until / 1000),
    cnf: bound,
  }
}

/**
 * The API that the token's scope belongs to, where both have been registered so; and, where the client's rule book has it, the
 * client itself about its own.
 */
const mayAsk = (deps: Pick<OidcDeps, 'scopes'>, caller: AuthenticatedClient, token: AccessToken): boolean =>
  (caller.id === token.client.id && profileOf(caller).introspectsOwnTokens) || isApiOf(deps, caller, token)

const isApiOf = ({ scopes }: Pick<OidcDeps, 'scopes'>, caller: AuthenticatedClient, token: AccessToken): boolean =>
  caller.scopes.includes(introspectionScope) &&
  token.scope.some((name) => scopes.find(name)?.introspectedBy === caller.id)

async function tell(deps: IntrospectDeps, caller: AuthenticatedClient, token: AccessToken): Promise<Introspected> {
  return {
    active: true,
    ...token.claims,
    // The one door through which a pseudonymous token has a number behind it: for the API, never for the client that holds it.
    ...(token.kind === 'user' && isApiOf(deps, caller, token) ? await numberOf(deps, token) : {}),
    // RFC 9449 §6.2, RFC 8705 §3.2 have the key in `cnf`, among the claims.
    token_type: token.cnf?.jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: token.expires - seconds(deps.clock),
    client_orgno: token.client.ownerOrgNumber,
  }
}

async function numberOf(deps: IntrospectDeps, { client, grant, hidden }: UserToken): Promise<object> {
  const { numberHash } = hidden()
  if (numberHash === undefined) return {}
  const organisation = deps.subjects.organisation?.(grant.person)
  if (organisation !== undefined) return { organisation: namedOrganisation(organisation) }
  return { pid: await provedNumber(deps, client, { person: grant.person, numberHash }) }
}

const jwtType = 'application/token-introspection+jwt'

/** RFC 9701 §4. A wildcard asks for nothing in particular, so it gets JSON. */
const asksForJwt = (c: Request): boolean =>
  (c.req.header('accept') ?? '')
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';').map((part) => part.trim()))
    .some(([type, ...parameters]) => type === jwtType && !parameters.some((one) => /^q=0(?:\.0*)?$/.test(one)))

/** RFC 9701 §5: nothing of the token stands outside `token_introspection`, so that the answer can be taken for no token itself. */
function signedAnswer(
  { issuer, keys, clock }: IntrospectDeps,
  caller: AuthenticatedClient,
  told: Introspected,
): Response {
  const answer = { iss: issuer, aud: caller.id, iat: seconds(clock), token_introspection: told }
  const signer = keys.signer(caller.introspectionAlgorithm ?? usualAlgorithm(caller))
  const signed = signJws(signer, answer, 'token-introspection+jwt')
  return new Response(signed, { headers: { ...anyOrigin, 'content-type': jwtType, 'cache-control': 'no-store' } })
}

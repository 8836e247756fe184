/**
 * RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0 §2): reads and checks; the login ends the session.
 * A request whose return address cannot be trusted still logs out, for that is what the user wants, but leads nowhere.
 */
import { randomToken, sha256 } from '#base/secrets.ts'
import type { Request } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import { unverifiedPayload } from '#keys/jws.ts'
import type { Client } from '#oidc/client.ts'
import { addressOf, type OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import type { LogoutRequest } from '#oidc/ports.ts'
import { profileOf } from '#oidc/profiles.ts'
import { isRegistered, withParameters } from '#oidc/redirect-uri.ts'
import { bodySent, listOf, querySent, type Sent } from '#oidc/sent.ts'
import { readIdTokenHint } from '#oidc/tokens/own-token.ts'

/** Seconds that a checked request waits for the browser to come back with its cookie, and the user's answer. */
const parked = 300

export function logoutEndpoint(deps: OidcDeps): (c: Request) => Promise<Response> {
  return async (c) => {
    const posted = c.req.method === 'POST'
    const query = querySent(c)
    const handle = query.values.get('continue')
    if (handle !== undefined) return continueLogout(deps, c, handle)
    const sent = posted ? await bodySent(c).catch(asPage) : query
    if (sent.twice.length > 0)
      throw new Refusal('IN-04', { forDevelopers: 'invalid_request: a parameter was sent twice' })
    const request = checkLogout(deps, sent)
    // A hint holds an identity number and must not stay in an address (security.md 23); a post from another site comes without
    // our cookie, which the browser does send with the GET that follows; and a question needs something to be asked about.
    return posted || sent.values.has('id_token_hint') || request.manner !== 'at once'
      ? park(deps, c, request)
      : deps.login.logout(c, request)
  }
}

/** A form that cannot be read is told to the user, whose browser sent it. */
function asPage(error: unknown): never {
  if (!(error instanceof OAuthError)) throw error
  throw new Refusal('IN-04', { forDevelopers: `${error.code}: ${error.description}` })
}

async function park(deps: OidcDeps, c: Request, request: LogoutRequest): Promise<Response> {
  const handle = randomToken(32)
  await deps.hot.put(placeOf(handle), request, parked)
  return c.body(null, 303, { location: addressOf(deps, 'logout') + continued(handle), 'cache-control': 'no-store' })
}

async function continueLogout(deps: OidcDeps, c: Request, handle: string): Promise<Response> {
  const found = await deps.hot.get<LogoutRequest>(placeOf(handle))
  if (found === undefined) throw new Refusal('IN-01', { forDevelopers: 'invalid_request: this logout is too old' })
  return deps.login.logout(c, { ...found.value, again: c.req.path + continued(handle) })
}

const continued = (handle: string): string => `?continue=${encodeURIComponent(handle)}`
const placeOf = (handle: string): string => `logout:${sha256(handle)}`

/** `logout_hint` is not asked for: whoever is logged in here is logged out, whoever the service thinks it is. */
export function checkLogout(deps: Pick<OidcDeps, 'issuer' | 'keys' | 'clients'>, { values }: Sent): LogoutRequest {
  const given = values.get('id_token_hint')
  const hint = given === undefined ? undefined : readIdTokenHint(deps, given)
  const named = values.get('client_id')
  // §2: the hint must be ours, and client_id the one it was issued to.
  const contradicts =
    (given !== undefined && hint === undefined) ||
    (hint !== undefined && named !== undefined && hint.clientId !== named)
  // A hint that is not ours says nothing; whose it pretends to be settles how carefully it is met.
  const asking = deps.clients.find(hint?.clientId ?? named ?? pretended(given))
  const client = contradicts ? undefined : asking
  const manner = asking === undefined ? 'of the session' : profileOf(asking).logout
  const back = client && returnTo(client, values)
  // §3: an address that is not registered makes the whole request doubtful, where a profile asks at all.
  const vouches = !contradicts && (manner !== 'asked' || back !== undefined || !values.has('post_logout_redirect_uri'))
  return {
    clientId: client?.id,
    sid: vouches ? hint?.sid : undefined,
    sub: vouches ? hint?.sub : undefined,
    manner,
    again: undefined,
    returnTo: back,
    uiLocales: values.has('ui_locales') ? listOf(values.get('ui_locales')).slice(0, 10) : undefined,
  }
}

function pretended(hint: string | undefined): string {
  const audience = hint === undefined ? undefined : unverifiedPayload(hint)?.['aud']
  return typeof audience === 'string' ? audience : ''
}

function returnTo(client: Client, values: Sent['values']): string | undefined {
  const uri = values.get('post_logout_redirect_uri')
  if (uri === undefined || !isRegistered(uri, client.postLogoutRedirectUris, client)) return undefined
  const state = values.get('state')
  if (state === undefined) return uri
  return /^[\x20-\x7e]{1,4096}$/.test(state) ? withParameters(uri, { state }) : undefined
}

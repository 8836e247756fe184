/** The authorization endpoint (OpenID Connect Core §3.1.2): read, check, hand over to the login. */
import { StoreUnavailable } from '#base/store-unavailable.ts'
import type { Request } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import { errorRecord, respond } from '#oidc/authorize/answer.ts'
import { responseModeOf } from '#oidc/authorize/jarm.ts'
import { isPushed, keepPushed, openPushed } from '#oidc/authorize/par.ts'
import { notBoth } from '#oidc/authorize/request-object.ts'
import { checkRequest, trust, type Trusted } from '#oidc/authorize/rules.ts'
import { addressOf, type OidcDeps, paths } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import { mustPush } from '#oidc/profiles.ts'
import { isRegistered, leadsToApp, mayBeSentUnseen, withParameters } from '#oidc/redirect-uri.ts'
import { bodySent, querySent, type Sent } from '#oidc/sent.ts'

export function authorizeEndpoint(deps: OidcDeps): (c: Request) => Promise<Response> {
  return async (c) => {
    try {
      // OpenID Connect Core §3.1.2.1: GET and POST alike.
      if (c.req.method !== 'POST') return await begin(deps, c, querySent(c))
      const sent = await bodySent(c)
      return await begin(deps, c, sent).catch((error: unknown) => {
        throw error instanceof StoreUnavailable ? sentAgain(deps, sent, error) : error
      })
    } catch (error) {
      if (error instanceof OAuthError) throw shown(deps, error)
      throw error
    }
  }
}

const begin = (deps: OidcDeps, c: Request, sent: Sent): Promise<Response> =>
  isPushed(sent) ? continuePushed(deps, c, sent) : beginDirect(deps, c, sent)

/** A page that was asked for by GET is loaded again; what was posted the user sends again by a button, from our page and so with our cookies. */
function sentAgain({ clients }: Pick<OidcDeps, 'clients'>, sent: Sent, cause: StoreUnavailable): unknown {
  // What cannot be sent as it came is not sent.
  if (sent.twice.length > 0) return cause
  const fields = [...sent.values, ...sent.resource.map((one) => ['resource', one] as const)]
  const client = clients.find(sent.values.get('client_id') ?? '')
  return new Refusal('IN-09', {
    cause,
    again: { action: paths.authorize, fields, leadsTo: client?.redirectUris ?? [] },
  })
}

async function beginDirect(deps: OidcDeps, c: Request, sent: Sent): Promise<Response> {
  const trusted = await trust(deps, sent)
  try {
    // RFC 9126 §6: what stands in an address may have been changed on its way.
    if (mustPush(trusted.client))
      throw new OAuthError('invalid_request', 'this client must push its requests to the endpoint for it', {
        why: 'not-pushed',
      })
    const request = checkRequest(deps, trusted)
    return comesBare(c)
      ? comeAgain(deps, c, request.clientId, await keepPushed(deps, request))
      : await deps.login.start(c, request)
  } catch (error) {
    if (error instanceof OAuthError && mayBeSentUnseen(trusted.redirectUri))
      return await sendError(deps, c, trusted, error)
    throw error
  }
}

async function sendError(
  deps: OidcDeps,
  c: Request,
  { client, redirectUri, sent }: Trusted,
  error: OAuthError,
): Promise<Response> {
  deps.count?.('oidc_request_refused', { error: error.code, shown: 'no' })
  const responseMode = responseModeOf(sent.values.get('response_mode')) ?? 'query'
  const toApp = leadsToApp(redirectUri, client)
  const to = { clientId: client.id, redirectUri, toApp, responseMode, state: sent.values.get('state') } as const
  return respond(deps, c, await errorRecord(deps, to, error.code, error.description))
}

async function continuePushed(deps: OidcDeps, c: Request, sent: Sent): Promise<Response> {
  if (sent.twice.length > 0) throw new OAuthError('invalid_request', 'a parameter was sent twice', { redirect: false })
  const clientId = sent.values.get('client_id')
  if (clientId === undefined) throw new OAuthError('invalid_request', 'client_id is required', { redirect: false })
  if (sent.values.has('request')) throw new OAuthError('invalid_request', notBoth, { redirect: false })
  const client = deps.clients.find(clientId)
  if (client === undefined) throw new OAuthError('invalid_client', 'client_id is not known here', { redirect: false })
  const request = await openPushed(deps, sent.values.get('request_uri') ?? '', clientId)
  if (request === undefined) {
    deps.count?.('oidc_request_refused', { error: 'request_uri', shown: 'yes' })
    throw new Refusal('IN-01', {
      forDevelopers: 'invalid_request: request_uri is not known, too old, or of another client',
    })
  }
  if (comesBare(c)) return comeAgain(deps, c, clientId, sent.values.get('request_uri') ?? '')
  // Registrations change while requests wait.
  if (!isRegistered(request.redirectUri, client.redirectUris, client)) {
    throw new OAuthError('invalid_request', 'redirect_uri is not registered for this client', { redirect: false })
  }
  return deps.login.start(c, request)
}

/**
 * A post from another site comes without our cookies, so nobody would seem to be logged in; the GET that follows has them
 * (security.md 13). What was posted, numbers in hints among it, goes into no address: it is kept as if it had been pushed.
 */
const comesBare = (c: Request): boolean =>
  c.req.method === 'POST' && c.req.header('sec-fetch-site')?.toLowerCase() === 'cross-site'

function comeAgain(deps: OidcDeps, c: Request, clientId: string, requestUri: string): Response {
  const location = withParameters(addressOf(deps, 'authorize'), { client_id: clientId, request_uri: requestUri })
  return c.body(null, 303, { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
}

/** A fault that nobody can be sent. */
export function shown(deps: Pick<OidcDeps, 'count'>, error: OAuthError): Refusal {
  deps.count?.('oidc_request_refused', { error: error.code, shown: 'yes' })
  return new Refusal('IN-04', { forDevelopers: `${error.code}: ${error.description}` })
}

/** Pushed authorization requests (RFC 9126): checked here, kept for two minutes, sealed under the handle that the client gets. */
import { lifetimes } from '#base/lifetimes.ts'
import { deriveKey, randomToken, sha256 } from '#base/secrets.ts'
import { seal, unseal } from '#hot/seal.ts'
import type { Request } from '#http/routes.ts'
import { type AuthenticatedClient, authenticateClient } from '#oidc/client-auth.ts'
import { addressHere, type OidcDeps, paths } from '#oidc/deps.ts'
import { bringsProof, provenKey } from '#oidc/dpop.ts'
import { OAuthError, sendJson } from '#oidc/errors.ts'
import type { AuthorizationRequest } from '#oidc/ports.ts'
import { bodySentOnce, type Sent } from '#oidc/sent.ts'
import { checkRequest, trustRedirect } from '#oidc/authorize/rules.ts'

const prefix = 'urn:idporten:'

export function pushEndpoint(deps: OidcDeps): (c: Request) => Promise<Response> {
  return async (c) => {
    const sent = await bodySentOnce(c)
    const client = await authenticateClient(deps, c, sent)
    // RFC 9126 §2.1
    if (sent.values.has('request_uri')) throw new OAuthError('invalid_request', 'request_uri cannot be pushed')
    const request = checkRequest(deps, await trustRedirect(deps, client, sent))
    const kept = { ...request, dpopJkt: await boundTo(deps, c, client, request) }
    const request_uri = await keepPushed(deps, kept)
    deps.count?.('oidc_pushed', {})
    return sendJson(201, { request_uri, expires_in: lifetimes.pushedRequest })
  }
}

/** Its address from now on, which opens it for this client. */
export async function keepPushed(deps: Pick<OidcDeps, 'hot'>, request: AuthorizationRequest): Promise<string> {
  const handle = randomToken(32)
  const place = placeOf(handle)
  await deps.hot.put(place, seal(keyOf(handle), place, request), lifetimes.pushedRequest)
  return prefix + handle
}

/** RFC 9449 §10.1: a proof says the same as `dpop_jkt`, and both at once must agree. */
async function boundTo(
  deps: OidcDeps,
  c: Request,
  client: AuthenticatedClient,
  { dpopJkt }: AuthorizationRequest,
): Promise<string | undefined> {
  if (!bringsProof(c)) return dpopJkt
  const proven = await provenKey(deps, c, { client, address: addressHere(deps, c, paths.par) })
  if (dpopJkt !== undefined && dpopJkt !== proven)
    throw new OAuthError('invalid_request', 'dpop_jkt is not the key of the DPoP proof', { why: 'dpop-key' })
  return proven
}

export const isPushed = (sent: Sent): boolean => sent.values.get('request_uri')?.startsWith(prefix) === true

/**
 * The request behind a handle. Any browser may open it while it lives (a reload, a link scanner): that it is answered once
 * is seen to when it is answered. What else stands in the address is ignored (RFC 9101 §6.3).
 */
export async function openPushed(
  deps: OidcDeps,
  requestUri: string,
  clientId: string,
): Promise<AuthorizationRequest | undefined> {
  const handle = requestUri.slice(prefix.length)
  if (!/^[\w-]{43}$/.test(handle)) return undefined
  const place = placeOf(handle)
  const found = await deps.hot.get<string>(place)
  const request = found && unseal<AuthorizationRequest>(keyOf(handle), place, found.value)
  // RFC 9126 §2.2: bound to the client that pushed it.
  return request?.clientId === clientId ? { ...request, pushed: sha256(handle) } : undefined
}

const placeOf = (handle: string): string => `par:${sha256(handle)}`
const keyOf = (handle: string): ReturnType<typeof deriveKey> =>
  deriveKey(Buffer.from(handle), 'inngang', 'pushed request')

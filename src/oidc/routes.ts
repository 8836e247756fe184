/** Everything the provider mounts, as one list, and what the login is handed of it. */
import type { Sid } from '#base/ids.ts'
import type { Request, Routes } from '#http/routes.ts'
import { type Answered, type AnswerRecord, answerRequest, errorRecord, respond } from '#oidc/authorize/answer.ts'
import { authorizeEndpoint, shown } from '#oidc/authorize/authorize.ts'
import { agreedRequest, type Consent, consentOf } from '#oidc/authorize/consent.ts'
import { pushEndpoint } from '#oidc/authorize/par.ts'
import { preflight } from '#oidc/cors.ts'
import { type OidcDeps, paths } from '#oidc/deps.ts'
import { discoveryEndpoint } from '#oidc/discovery.ts'
import { offersNonce } from '#oidc/dpop-nonce.ts'
import { jsonEndpoint, OAuthError, type OAuthErrorCode } from '#oidc/errors.ts'
import { openFamilyStore } from '#oidc/family-store.ts'
import { introspectEndpoint } from '#oidc/introspect.ts'
import { jwksEndpoint } from '#oidc/jwks.ts'
import { logoutEndpoint } from '#oidc/logout/rp-initiated.ts'
import { type MachineCaller, machineCaller } from '#oidc/machine-caller.ts'
import { otherMethod } from '#oidc/methods.ts'
import type { AuthorizationRequest, Reached, RecordAnswer } from '#oidc/ports.ts'
import { revokeEndpoint } from '#oidc/revoke.ts'
import { openGrantStore } from '#oidc/store.ts'
import { tokenEndpoint } from '#oidc/token.ts'
import { recentTokens } from '#oidc/tokens/own-token.ts'
import { userinfoEndpoint } from '#oidc/userinfo.ts'

/** The provider's half of a login's end. */
export interface OidcParts {
  /** Writes the code; `record` is the login's half of the one transaction. Lower than asked for throws `LevelTooLow`. */
  answer(request: AuthorizationRequest, reached: Reached, record: RecordAnswer): Promise<Answered>
  /** The answer that says no: `access_denied`, `login_required`, … */
  refusal(
    request: AuthorizationRequest,
    code: OAuthErrorCode | (string & {}),
    description: string,
  ): Promise<AnswerRecord>
  /** What the user has to be asked for before the answer; undefined: nothing. */
  consent(request: AuthorizationRequest): Consent | undefined
  /** The request without what the user did not agree to. */
  agreed(request: AuthorizationRequest, ids: readonly string[]): AuthorizationRequest
  /** Sends an answer, also a second time. */
  respond(c: Request, record: AnswerRecord): Response | Promise<Response>
  /** Who calls one of our own APIs, by a machine's token with one of these scopes. @throws OAuthError */
  caller(c: Request, scopes: readonly string[]): Promise<MachineCaller>
  /** These sessions ended, and in a moment nobody will know it any more: what ended with them ends for good. */
  forgetSessions(sids: readonly Sid[]): Promise<void>
  /** Around an API's endpoint: whoever sends a proof gets a nonce for the next one (RFC 9449 §8.2). */
  offersNonce(endpoint: (c: Request) => Promise<Response>): (c: Request) => Promise<Response>
  /** Removes rows that nobody needs any more: call it now and then. */
  sweep(): Promise<void>
}

export function mountOidc(routes: Routes, deps: OidcDeps): OidcParts {
  const store = openGrantStore(deps.database)
  const families = openFamilyStore(deps.database)
  const inner = { ...deps, store, families, recent: recentTokens() }
  const discovery = discoveryEndpoint(deps)
  routes.get(paths.discovery, discovery)
  routes.get(paths.serverMetadata, discovery)
  routes.get(paths.jwks, jwksEndpoint(deps))
  routes.post(paths.par, offersNonce(deps, jsonEndpoint(pushEndpoint(deps))))
  routes.on(['GET', 'POST'], paths.authorize, authorizeEndpoint(deps))
  routes.on('POST', [paths.token, paths.restToken], offersNonce(deps, jsonEndpoint(tokenEndpoint(inner))))
  routes.post(paths.revoke, jsonEndpoint(revokeEndpoint(inner)))
  routes.post(paths.introspect, jsonEndpoint(introspectEndpoint(inner)))
  routes.on(['GET', 'POST'], paths.userinfo, offersNonce(deps, jsonEndpoint(userinfoEndpoint(inner))))
  routes.on(['GET', 'POST'], paths.logout, logoutEndpoint(deps))
  for (const path of [
    paths.discovery,
    paths.serverMetadata,
    paths.jwks,
    paths.par,
    paths.token,
    paths.revoke,
    paths.userinfo,
  ]) {
    routes.options(path, preflight)
  }
  for (const path of [paths.par, paths.token, paths.restToken, paths.revoke, paths.introspect])
    routes.all(path, otherMethod(['POST']))
  routes.all(paths.userinfo, otherMethod(['GET', 'POST']))
  return {
    answer: (request, reached, record) => shownFault(deps, answerRequest(inner, request, reached, record)),
    refusal: (request, code, description) => shownFault(deps, errorRecord(deps, request, code, description)),
    consent: (request) => consentOf(deps, request),
    agreed: (request, ids) => agreedRequest(deps, request, ids),
    respond: (c, record) => respond(deps, c, record),
    caller: (c, scopes) => machineCaller(inner, c, scopes),
    offersNonce: (endpoint) => offersNonce(deps, endpoint),
    forgetSessions: (sids) => families.endWith(sids, deps.clock.now()),
    async sweep() {
      await families.sweep(deps.clock.now())
      await store.sweep(deps.clock.now())
    },
  }
}

/** An answer that cannot be sent as the client wants it is sent in no other way: a page says so. */
async function shownFault<T>(deps: OidcDeps, answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof OAuthError) throw shown(deps, error)
    throw error
  }
}

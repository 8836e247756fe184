/** The answer to an authorization request: a code, or an error, sent as the client asked for it. */
import { newGrantId } from '#base/ids.ts'
import { lifetimes } from '#base/lifetimes.ts'
import type { Request } from '#http/routes.ts'
import { nameAsked } from '#oidc/acr.ts'
import { codePlace, makeCode } from '#oidc/authorize/code.ts'
import { essentialName } from '#oidc/authorize/claims.ts'
import { type JarmDeps, type Wrap, wrapFor } from '#oidc/authorize/jarm.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import type { OAuthErrorCode } from '#oidc/errors.ts'
import type { AuthorizationRequest, Reached, RecordAnswer, ResponseMode } from '#oidc/ports.ts'
import { withParameters } from '#oidc/redirect-uri.ts'
import type { GrantStore } from '#oidc/store.ts'

/** An answer as plain JSON: kept with the login, so that a second click gets the very same one. */
export type AnswerRecord = { readonly kind: 'redirect'; readonly location: string } | FormPost | ToApp

export interface FormPost {
  readonly kind: 'form_post'
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
  /** Sent by the user's press of the button alone. */
  readonly byHand: boolean
}

/** A page with a button that leads to the app (RFC 8252 §8.6). */
export interface ToApp {
  readonly kind: 'app'
  readonly clientId: string
  readonly location: string
}

/** `failed`: `request-used` when this pushed request has had its answer, else the name of the guard that did not hold. */
export type Answered =
  | { readonly ok: true; readonly record: AnswerRecord }
  | { readonly ok: false; readonly failed: string }

/** The level is lower than the one asked for: a mistake of ours somewhere before, stopped here (I2). */
export class LevelTooLow extends Error {
  override readonly name = 'LevelTooLow'
}

type AnswerDeps = JarmDeps &
  Pick<OidcDeps, 'hot' | 'acr' | 'audit' | 'count'> & {
    readonly store: GrantStore
  }

/** Writes the code. Nothing is released before `record`, the one guarded transaction, has held. @throws LevelTooLow */
export async function answerRequest(
  deps: AnswerDeps,
  request: AuthorizationRequest,
  reached: Reached,
  record: RecordAnswer,
): Promise<Answered> {
  // I2, the last of three places. Negated, so that a level without a rank is too low as well.
  if (!(deps.acr.rank(reached.level) >= deps.acr.rank(request.level))) {
    deps.audit.note({ type: 'login.refused', person: reached.person, client: request.clientId, why: 'level-too-low' })
    throw new LevelTooLow(`level ${reached.level} cannot answer a request for ${request.level}`)
  }
  // RFC 6749 §4.1.2.1. A login is left in any case; who asked for less than that may have been given nothing.
  if (request.scope.length === 0 && (request.authorizationDetails ?? []).length === 0)
    return { ok: true, record: await errorRecord(deps, request, 'access_denied', 'the user agreed to nothing') }
  const wrap = await wrapFor(deps, request)
  const grant = newGrantId()
  const { code, stored } = makeCode(grant, {
    clientId: request.clientId,
    redirectUri: request.redirectUri,
    codeChallenge: request.codeChallenge,
    nonce: request.nonce,
    scope: request.scope,
    resource: request.resource,
    claims: request.claims,
    authorizationDetails: request.authorizationDetails,
    pseudonymous: request.pseudonymous,
    onBehalfOf: request.onBehalfOf,
    dpopJkt: request.dpopJkt,
    reached,
    acr:
      essentialName(deps.acr, request.claims?.levels ?? [], reached.level) ??
      nameAsked(deps.acr, request.levelNames ?? [], reached.level) ??
      deps.acr.name(reached.level, request.vocabulary),
  })
  // First the code, which nobody knows yet: if the store is away, nothing has been recorded and the user can try again.
  await deps.hot.put(codePlace(grant), stored, lifetimes.code)
  const more = request.pushed === undefined ? [] : [deps.store.usePushed(request.pushed, deps.clock.now())]
  const recorded = await record(grant, more)
  if (!recorded.ok) return recorded
  deps.count?.('oidc_answered', { outcome: 'code' })
  return { ok: true, record: await answerRecord(deps, request, wrap, { code }) }
}

/** The answer that says no. @throws OAuthError where it cannot be encrypted for its reader */
export const errorRecord = async (
  deps: JarmDeps,
  request: ReturnAddress,
  code: OAuthErrorCode | (string & {}),
  description: string,
): Promise<AnswerRecord> =>
  answerRecord(deps, request, await wrapFor(deps, request), { error: code, error_description: description })

export interface ReturnAddress {
  readonly clientId: string
  readonly redirectUri: string
  readonly toApp: boolean
  readonly responseMode: ResponseMode
  readonly state: string | undefined
}

async function answerRecord(
  deps: JarmDeps,
  to: ReturnAddress,
  wrap: Wrap,
  what: Readonly<Record<string, string>>,
): Promise<AnswerRecord> {
  // RFC 6749 §4.1.2 and §4.1.2.1 (state), RFC 9207 §2 (iss, with errors too).
  const state = to.state === undefined ? {} : { state: to.state }
  const fields = await wrap({ ...what, ...state, iss: deps.issuer })
  if (to.responseMode.startsWith('form_post'))
    return { kind: 'form_post', action: to.redirectUri, fields, byHand: to.toApp }
  const location = withParameters(to.redirectUri, fields)
  return to.toApp ? { kind: 'app', clientId: to.clientId, location } : { kind: 'redirect', location }
}

/** 303, never 307: a post must not be repeated at the client (RFC 9700 §4.12). */
export function respond(
  deps: Pick<OidcDeps, 'formPost' | 'appPage'>,
  c: Request,
  record: AnswerRecord,
): Response | Promise<Response> {
  if (record.kind === 'form_post') return deps.formPost(c, record)
  if (record.kind === 'app') return deps.appPage(c, record)
  return c.body(null, 303, { location: record.location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
}

/**
 * The address that a server sends its user to. Any browser may open it while the session waits (a reload, a link scanner), each
 * beginning a login of its own; the session has one end (security.md 18).
 */
import type { Clock } from '#base/clock.ts'
import type { Request } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import type { Ask } from '#login/attempt.ts'
import type { LoginService } from '#login/login.ts'
import { higher } from '#login/levels.ts'
import { nationalGroup } from '#login/method.ts'
import { begunOf, type RestService, statusNow } from '#rest/api.ts'
import { endedPage, type RestAsked } from '#rest/door.ts'
import type { Handles } from '#rest/handles.ts'
import type { SessionStore } from '#rest/store.ts'
import type { Begun } from '#rest/view.ts'

export interface OpenDeps {
  readonly clock: Clock
  readonly store: SessionStore
  readonly handles: Handles
  /** Undefined: not registered, or switched off. */
  readonly service: (clientId: string) => (LoginService & RestService) | undefined
  readonly start: (c: Request, ask: Ask, asked: RestAsked) => Promise<Response>
}

export async function openSession(deps: OpenDeps, c: Request): Promise<Response> {
  const id = deps.handles.idOf(c.req.param('handle') ?? '')
  const row = id === undefined ? undefined : await deps.store.find(deps.handles.placeOf(id))
  if (id === undefined || row === undefined) throw new Refusal('IN-01')
  const service = deps.service(row.clientId)
  if (service === undefined) throw unusable('the client is not registered or not active')
  // Registrations change while sessions wait.
  const begun = asOfNow(begunOf(deps.handles, id, row), service)
  if (!Object.values(begun.request.callbackUrls).every((one) => service.restCallbackUris.includes(one)))
    throw unusable('a callback address is not registered for this client any more')
  const asked: RestAsked = { id, clientId: row.clientId, begun, expires: row.expires }
  const status = statusNow(row, deps.clock.now())
  if (status !== 'CREATED' && status !== 'WAITING_FOR_USER') throw endedPage(deps, asked, row.status)
  if (begun.eids?.length === 0) throw unusable('the client takes none of the eIDs that the session allows any more')
  if (status === 'CREATED') await deps.store.opened(row.place)
  return deps.start(c, askOf(asked), asked)
}

/** What the service demands now, and never less than when the session was made. */
const asOfNow = (begun: Begun, { floor, eids }: RestService): Begun => ({
  ...begun,
  atLeast: higher(begun.atLeast, floor),
  eids: eids === undefined ? begun.eids : (begun.eids ?? eids).filter((eid) => eids.includes(eid)),
})

const unusable = (why: string): Refusal => new Refusal('IN-04', { forDevelopers: `invalid_request: ${why}` })

function askOf({ clientId, begun }: RestAsked): Ask {
  const { language } = begun.request
  return {
    clientId,
    atLeast: begun.atLeast,
    vocabulary: 'loa',
    groups: [nationalGroup],
    eids: begun.eids,
    freshAfter: undefined,
    silent: false,
    expectedSub: undefined,
    uiLocales: language === undefined ? [] : [language],
    loginHint: undefined,
    prefilledNumber: begun.prefilledNumber,
    eid: begun.eids?.length === 1 ? begun.eids[0] : undefined,
    /**
     * Neither uses nor begins single sign-on. Nothing ties the browser to the server's session as state, nonce and PKCE do
     * in OpenID Connect, so a link that somebody sent would hand them whoever is logged in, without a page.
     */
    session: 'none',
  }
}

/** Everything the REST door mounts, as one list, and what the login is handed of it. */
import type { KeyObject } from 'node:crypto'
import { whenAsked } from '#base/when-asked.ts'
import type { Database } from '#db/db.ts'
import type { Log } from '#http/answer.ts'
import type { Request, Routes } from '#http/routes.ts'
import type { AnswerDoor } from '#login/login.ts'
import { type ApiDeps, cancelSession, createSession, readOwnSession } from '#rest/api.ts'
import { document } from '#rest/document.ts'
import { type DoorDeps, restDoor, type RestAsked } from '#rest/door.ts'
import { openHandles } from '#rest/handles.ts'
import { openSession, type OpenDeps } from '#rest/open.ts'
import { ApiProblem, apiEndpoint } from '#rest/problem.ts'
import { openSessionStore } from '#rest/store.ts'
import { paths } from '#rest/view.ts'

type Made = 'store' | 'handles'
type Endpoint = (c: Request) => Promise<Response>

export type RestDeps = Omit<ApiDeps, Made> &
  Omit<DoorDeps, Made> &
  Omit<OpenDeps, Made> & {
    readonly database: Database
    readonly log: Log
    /** From the key file, for this use alone. */
    readonly key: KeyObject
    readonly tokenUrl: string
    /** Around an endpoint: whoever sends a proof of possession gets a nonce for the next one (RFC 9449 §8.2). */
    readonly offersNonce: (endpoint: Endpoint) => Endpoint
  }

export interface RestParts {
  readonly door: AnswerDoor<RestAsked>
  /** Removes what nobody can ask for any more: call it now and then. */
  sweep(): Promise<void>
}

export function mountRest(routes: Routes, given: RestDeps): RestParts {
  const deps = { ...given, store: openSessionStore(given.database), handles: openHandles(given.key) }
  const { log } = deps
  const api = (endpoint: Endpoint): Endpoint => given.offersNonce(apiEndpoint(log, endpoint))
  const description = whenAsked(() => document(deps.issuer, deps.tokenUrl))
  routes.get(paths.document, (c) => c.json(description(), 200, { 'cache-control': 'public, max-age=3600' }))
  routes.post(
    paths.sessions,
    api((c) => createSession(deps, c)),
  )
  routes.get(
    `${paths.sessions}/:id`,
    api((c) => readOwnSession(deps, c)),
  )
  routes.post(
    `${paths.sessions}/:id/cancel`,
    api((c) => cancelSession(deps, c)),
  )
  routes.get(`${paths.login}/:handle`, (c) => openSession(deps, c))
  // Programs call here: they are told so in their own form.
  for (const below of [paths.sessions, `${paths.sessions}/*`])
    routes.all(
      below,
      api(() => Promise.reject(new ApiProblem('not_found', 'see the description of the API'))),
    )
  return { door: restDoor(deps), sweep: () => deps.store.sweep(deps.clock.now()) }
}

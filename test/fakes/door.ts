/**
 * A login without a login: a method's pages behind a door that keeps their state by compare-and-set, sends old forms to
 * the current step, and writes down what was proved. The real door's own rules (cookies, offers, sessions) are tested with it.
 */
import { Hono } from 'hono'
import { type AttemptId, type LegId, newAttemptId, newLegId } from '#base/ids.ts'
import { readForm } from '#http/forms.ts'
import type { HouseEnv, Request } from '#http/routes.ts'
import { Refusal, SeeOther } from '#http/trouble.ts'
import type { Language } from '#i18n/text.ts'
import type { Door, Leg, Method, MethodProof } from '#login/method.ts'
import { html, markup } from '#ui/html.ts'
import type { Send } from '../browser.ts'

export interface FakeLogin {
  readonly send: Send
  /** Opens an attempt: the address of the method's first page. */
  begin(): string
  readonly proved: readonly (MethodProof & { readonly attempt: AttemptId })[]
  readonly failed: readonly string[]
  /** How often state was written. */
  readonly writes: () => number
}

interface State {
  readonly id: LegId
  revision: number
  data: unknown
}

const stampName = 'stamp'

export function fakeLogin(method: Method, language: Language = 'en'): FakeLogin {
  const attempts = new Map<string, State>()
  const revisions = new WeakMap<Leg, number>()
  const proved: (MethodProof & { readonly attempt: AttemptId })[] = []
  const failed: string[] = []
  let writes = 0

  const attemptOf = (c: Request): AttemptId => c.req.param('attempt') as AttemptId
  const start = (id: string): void => void attempts.set(id, { id: newLegId(), revision: 0, data: undefined })
  const stateOf = (id: AttemptId): State => {
    const state = attempts.get(id)
    if (state === undefined) throw new SeeOther(`/login/${id}`)
    return state
  }
  const legOf = (attempt: AttemptId): Leg => {
    const state = stateOf(attempt)
    const leg: Leg = {
      id: state.id,
      attempt,
      method: method.id,
      language,
      data: state.data,
      state: `${attempt}.secret`,
      path: `/login/${attempt}/${method.id}`,
      atLeast: 'substantial',
      fresh: false,
      loginHint: undefined,
      prefilledNumber: undefined,
    }
    revisions.set(leg, state.revision)
    return leg
  }
  /** Compare-and-set: the leg must have been made from the newest state. */
  const swap = (leg: Leg): State => {
    const state = attempts.get(leg.attempt)
    if (state === undefined || state.revision !== revisions.get(leg)) throw new SeeOther(leg.path)
    writes += 1
    state.revision += 1
    return state
  }
  const door: Door = {
    begin: (c) => {
      start(attemptOf(c))
      return Promise.resolve(legOf(attemptOf(c)))
    },
    current: async (c) => legOf(attemptOf(c)),
    posted: async (c) => {
      const form = await readForm(c)
      const leg = legOf(attemptOf(c))
      if (form.get(stampName) !== String(revisions.get(leg))) throw new SeeOther(leg.path)
      return { leg, form }
    },
    resume: async (c) => legOf(attemptOf(c)),
    keep: async (leg, data) => {
      swap(leg).data = data
      return legOf(leg.attempt)
    },
    stamp: (leg) => html`<input type="hidden" name="${stampName}" value="${String(revisions.get(leg))}">`,
    show: (c, _leg, page) =>
      Promise.resolve(
        c.html(
          markup(
            html`<title>${page.faulty === true ? '! ' : ''}${page.title[language]}</title><main data-leaves="${String(page.leaves ?? false)}">${page.body}</main>`,
          ),
        ),
      ),
    proved: async (c, leg, proof) => {
      swap(leg)
      attempts.delete(leg.attempt)
      proved.push({ ...proof, attempt: leg.attempt })
      return c.redirect(`/login/${leg.attempt}`, 303)
    },
    cancelled: async (c, leg) => {
      swap(leg)
      return c.redirect(`/login/${leg.attempt}`, 303)
    },
    failed: async (c, leg, why) => {
      swap(leg)
      failed.push(why)
      return c.redirect(`/login/${leg.attempt}`, 303)
    },
  }
  const app = new Hono<HouseEnv>()
  const below = new Hono<HouseEnv>()
  method.mount(below, door)
  app.get('/login/:attempt', (c) => c.html('<title>the login</title>'))
  app.route(`/login/:attempt/${method.id}`, below)
  app.onError((error, c) => {
    if (error instanceof SeeOther) return c.redirect(error.location, 303)
    if (error instanceof Refusal)
      return c.html(`<title>${error.id}</title><a href="${error.way?.href ?? ''}">on</a>`, 503)
    throw error
  })
  return {
    send: (request) => app.request(request),
    begin: () => {
      const id = newAttemptId()
      start(id)
      return `/login/${id}/${method.id}`
    },
    proved,
    failed,
    writes: () => writes,
  }
}

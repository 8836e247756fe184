/** The login's own pages: the chooser, "somebody else?", cancel. Every step comes back to `GET /login/<attempt>`. */
import { Hono } from 'hono'
import { cookieName, cookiesOf } from '#http/cookies.ts'
import type { HouseEnv, Request, Routes } from '#http/routes.ts'
import { SeeOther } from '#http/trouble.ts'
import type { Ask, Attempt } from '#login/attempt.ts'
import { loginPath, type Opened, stageStamp } from '#login/attempts.ts'
import { mountCallback } from '#login/callback.ts'
import { mountConsent, showConsent } from '#login/consent.ts'
import type { Step } from '#login/dispatch.ts'
import { openDoor } from '#login/door.ts'
import { again, answerAttempt, decide, goOn, refuseAttempt, sessionFor } from '#login/finish.ts'
import { methodHouse } from '#login/house.ts'
import { languageOf } from '#login/language.ts'
import { replaceSession } from '#login/logout.ts'
import type { Login } from '#login/login.ts'
import { offer } from '#login/offer.ts'
import { mountParty, showParty } from '#login/party.ts'
import { choosePage } from '#login/pages/choose.ts'
import { confirmPersonPage } from '#login/pages/confirm-person.ts'
import type { ChooseProps } from '#login/pages/props.ts'
import { received, requireStage } from '#login/posted.ts'
import type { LiveSession } from '#login/session.ts'
import { serviceIn, surround } from '#login/show.ts'

export function mountLogin(routes: Routes, login: Login): void {
  for (const method of login.methods) {
    const below = new Hono<HouseEnv>()
    const door = openDoor(login, method)
    method.mount(below, door)
    if (method.callback !== undefined) mountCallback(routes, login, method, door)
    routes.route(`/login/:attempt/${method.id}`, below)
    if (method.outside === undefined) continue
    const outside = new Hono<HouseEnv>()
    method.outside(outside, methodHouse(login))
    routes.route(`/${method.id}`, outside)
  }

  routes.get('/login/:attempt', async (c) => {
    const opened = await login.attempts.open(c, c.req.param('attempt'))
    const { attempt } = opened
    if (attempt.answer !== undefined) return again(login, c, attempt)
    const live = await sessionFor(login, c, attempt.ask)
    const step = decide(login, attempt.ask, { ...attempt, live })
    if (step.kind === 'answer') return answerAttempt(login, c, opened, step, live)
    if (step.kind === 'refuse') return goOn(login, c, opened)
    if (step.kind === 'consent') return showConsent(login, c, opened, step.person)
    if (step.kind === 'party') return showParty(login, c, opened, step.proof)
    if (step.kind === 'leave-group') return leaveGroup(login, c, opened, live)
    return step.kind === 'confirm-person'
      ? showConfirmPerson(login, c, opened, live)
      : showChoice(login, c, opened, step)
  })

  mountConsent(routes, login)
  mountParty(routes, login)

  routes.post('/login/:attempt/cancel', async (c) => {
    const { opened, form } = await received(login, c)
    requireStage(opened, form, '')
    return refuseAttempt(login, c, opened, 'access_denied', 'the user cancelled')
  })

  routes.post('/login/:attempt/person', async (c) => {
    const { opened, form } = await received(login, c)
    const { id, ask, proved } = opened.attempt
    const live = await sessionFor(login, c, ask)
    requireStage(opened, form, sessionOn(live))
    if (proved === undefined || live === undefined) throw new SeeOther(loginPath(id))
    if (form.get('go-on') !== 'yes') {
      return refuseAttempt(login, c, opened, 'access_denied', 'another person is logged in, and the user did not go on')
    }
    login.audit.note({ type: 'person.confirmed', other: true, person: proved.person, attempt: id })
    // The first session ends with all that hangs on it (row E4, security.md 21): then nobody stands in the way of the proof.
    const told = await replaceSession(login, c, live, 'other-person', { href: loginPath(id), ask })
    return told ?? c.redirect(loginPath(id), 303)
  })
}

/** The session of another trust group ends, and with it all that hangs on it; then nothing stands in the way of the proof. */
async function leaveGroup(
  login: Login,
  c: Request,
  { attempt }: Opened,
  live: LiveSession | undefined,
): Promise<Response> {
  const onward = { href: loginPath(attempt.id), ask: attempt.ask }
  const told = live && (await replaceSession(login, c, live, 'replaced', onward))
  return told ?? c.redirect(onward.href, 303)
}

/** What the page that asks about another person is about: a yes to the end of one session ends no other. */
const sessionOn = (live: LiveSession | undefined): string => `:${live?.session.sid ?? ''}`

function showConfirmPerson(login: Login, c: Request, opened: Opened, live: LiveSession | undefined): Response {
  const action = `${loginPath(opened.attempt.id)}/person`
  const stamp = stageStamp(opened, sessionOn(live))
  return surround(login, c, opened, confirmPersonPage({ action, stamp }, languageOf(c, opened.attempt.ask)))
}

function showChoice(
  login: Login,
  c: Request,
  opened: Opened,
  step: Extract<Step, { kind: 'choose-eid' | 'step-up' }>,
): Response {
  const { attempt } = opened
  const language = languageOf(c, attempt.ask)
  const service = serviceIn(login, attempt.ask, language)?.name
  return surround(login, c, opened, choosePage(choice(login, c, attempt.ask, opened, step), language, service))
}

function choice(
  login: Login,
  c: Request,
  ask: Ask,
  opened: Opened,
  step: Extract<Step, { kind: 'choose-eid' | 'step-up' }>,
): ChooseProps {
  const { offered, tooWeak, off } = offer(login.methods, ask)
  const last = cookiesOf(c).get(cookieName(login.cookies, 'eid'))?.[0]
  const shown = offered.map((method) => ({
    id: method.id,
    name: method.name,
    needs: method.needs,
    mark: method.mark,
    logo: method.logo?.path,
    href: `${loginPath(opened.attempt.id)}/${method.id}`,
    last: method.id === last,
    troubled: method.troubled?.() === true,
  }))
  return {
    asked: ask.atLeast,
    // Last used first; the rest keep the order in which the operator names them.
    offered: shown.toSorted((a, b) => Number(b.last) - Number(a.last)),
    missing: tooWeak.map((method) => method.name),
    off: off.map(({ method, message }) => ({ name: method.name, message })),
    stepUpFrom: step.kind === 'step-up' ? step.from : undefined,
    ...noticeIn(login, opened.attempt),
  }
}

function noticeIn({ methods }: Login, { notice }: Attempt): Pick<ChooseProps, 'notice' | 'said'> {
  if (typeof notice !== 'object') return { notice, said: undefined }
  const said = methods.find(({ id }) => id === notice.method)?.says?.(notice.said)
  return { notice: notice.kind, said }
}

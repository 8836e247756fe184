/** The login's own pages: the chooser, "somebody else?", cancel. Every step comes back to `GET /login/<attempt>`. */
import { Hono } from 'hono'
import { newSid } from '#base/ids.ts'
import { sameOrigin } from '#http/guards.ts'
import { type Parameters, readForm } from '#http/forms.ts'
import { cookieName, cookiesOf } from '#http/cookies.ts'
import type { HouseEnv, Request, Routes } from '#http/routes.ts'
import { Refusal, SeeOther } from '#http/trouble.ts'
import { stampField } from '#ui/fields.ts'
import type { Ask } from '#login/attempt.ts'
import { loginPath, type Opened, stageStamp, stampHolds } from '#login/attempts.ts'
import type { Step } from '#login/dispatch.ts'
import { openDoor } from '#login/door.ts'
import { again, answerAttempt, decide, goOn, refuseAttempt, sessionFor } from '#login/finish.ts'
import { languageOf } from '#login/language.ts'
import { replacePerson } from '#login/logout.ts'
import type { Login } from '#login/login.ts'
import { offer } from '#login/offer.ts'
import { choosePage } from '#login/pages/choose.ts'
import { confirmPersonPage } from '#login/pages/confirm-person.ts'
import type { ChooseProps } from '#login/pages/props.ts'
import { surround } from '#login/show.ts'

export function mountLogin(routes: Routes, login: Login): void {
  for (const method of login.methods) {
    const below = new Hono<HouseEnv>()
    method.mount(below, openDoor(login, method))
    routes.route(`/login/:attempt/${method.id}`, below)
  }

  routes.get('/login/:attempt', async (c) => {
    const opened = await login.attempts.open(c, c.req.param('attempt'))
    const { attempt } = opened
    if (attempt.answer !== undefined) return again(login, c, attempt)
    const live = await sessionFor(login, c, attempt.ask)
    const step = decide(login, attempt.ask, { proved: attempt.proved?.proof, confirmed: attempt.confirmed, live })
    if (step.kind === 'answer') return answerAttempt(login, c, opened, step, live)
    if (step.kind === 'refuse') return goOn(login, c, opened)
    return step.kind === 'confirm-person' ? showConfirmPerson(login, c, opened) : showChoice(login, c, opened, step)
  })

  routes.post('/login/:attempt/cancel', async (c) => {
    const { opened } = await posted(login, c)
    return refuseAttempt(login, c, opened, 'access_denied', 'the user cancelled')
  })

  routes.post('/login/:attempt/person', async (c) => {
    const { opened, form } = await posted(login, c)
    const { attempt } = opened
    if (attempt.proved === undefined) throw new SeeOther(loginPath(attempt.id))
    if (form.get('go-on') !== 'yes') {
      return refuseAttempt(login, c, opened, 'access_denied', 'another person is logged in, and the user did not go on')
    }
    return becomeAnother(login, c, opened, attempt.proved.proof)
  })
}

/** A form of the login's own: own origin, this browser's attempt, made from the newest state. */
async function posted(login: Login, c: Request): Promise<{ opened: Opened; form: Parameters }> {
  if (!sameOrigin(c, login.issuer)) throw new Refusal('IN-05')
  const form = await readForm(c)
  const opened = await login.attempts.open(c, c.req.param('attempt') ?? '')
  const { attempt } = opened
  if (attempt.answer !== undefined || !stampHolds(opened, form.get(stampField) ?? ''))
    throw new SeeOther(loginPath(attempt.id))
  return { opened, form }
}

/** The other person's login is a new one: the first session ends with all that hangs on it (row E4, security.md 21). */
async function becomeAnother(
  login: Login,
  c: Request,
  opened: Opened,
  proof: NonNullable<Opened['attempt']['proved']>['proof'],
): Promise<Response> {
  const next = await login.attempts.swap(opened, {
    ...opened.attempt,
    confirmed: proof.person,
    proved: { proof, sid: newSid() },
  })
  if (next === undefined) throw new SeeOther(loginPath(opened.attempt.id))
  const live = await sessionFor(login, c, next.attempt.ask)
  login.audit.note({ type: 'person.confirmed', other: true, person: proof.person, attempt: next.attempt.id })
  const { id, ask } = next.attempt
  if (live === undefined || live.session.proof.person === proof.person) return goOn(login, c, next)
  const told = await replacePerson(login, c, live, { href: loginPath(id), clientId: ask.clientId })
  // Gone on by its own page: the session's cookie is cleared with this answer.
  return told ?? c.redirect(loginPath(id), 303)
}

function showConfirmPerson(login: Login, c: Request, opened: Opened): Response {
  const action = `${loginPath(opened.attempt.id)}/person`
  return surround(
    login,
    c,
    opened,
    confirmPersonPage({ action, stamp: stageStamp(opened) }, languageOf(c, opened.attempt.ask)),
  )
}

function showChoice(
  login: Login,
  c: Request,
  opened: Opened,
  step: Extract<Step, { kind: 'choose-eid' | 'step-up' }>,
): Response {
  const { attempt } = opened
  const language = languageOf(c, attempt.ask)
  const service = login.service(attempt.ask.clientId)?.name[language]
  return surround(login, c, opened, choosePage(choice(login, c, attempt.ask, opened, step), language, service))
}

function choice(
  login: Login,
  c: Request,
  ask: Ask,
  opened: Opened,
  step: Extract<Step, { kind: 'choose-eid' | 'step-up' }>,
): ChooseProps {
  const { offered, tooWeak } = offer(login.methods, ask)
  const last = cookiesOf(c).get(cookieName(login.cookies, 'eid'))?.[0]
  const shown = offered.map((method) => ({
    id: method.id,
    name: method.name,
    needs: method.needs,
    mark: method.mark,
    href: `${loginPath(opened.attempt.id)}/${method.id}`,
    last: method.id === last,
  }))
  return {
    asked: ask.atLeast,
    // Last used first; the rest keep the order in which the operator names them.
    offered: shown.toSorted((a, b) => Number(b.last) - Number(a.last)),
    missing: tooWeak.map((method) => method.name),
    stepUpFrom: step.kind === 'step-up' ? step.from : undefined,
    notice: opened.attempt.notice,
  }
}

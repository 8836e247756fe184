/** A service's request becomes a login: answered at once where that is possible, else an attempt and its first page. */
import { type AttemptId, newAttemptId } from '#base/ids.ts'
import type { Request } from '#http/routes.ts'
import { type Ask, type DoorRequest, newAttempt, type Proof } from '#login/attempt.ts'
import { loginPath } from '#login/attempts.ts'
import { decide, impossible, isOver, sessionFor, writeAnswer } from '#login/finish.ts'
import type { Step } from '#login/dispatch.ts'
import { lower } from '#login/levels.ts'
import { groupOf } from '#login/method.ts'
import { endSession } from '#login/end.ts'
import type { Login } from '#login/login.ts'
import { offers } from '#login/offer.ts'
import type { LiveSession } from '#login/session.ts'

export async function startLogin(login: Login, c: Request, ask: Ask, request: DoorRequest): Promise<Response> {
  const hinted = await headless(login, ask)
  if (hinted !== undefined) return answerHeadless(login, c, ask, request, hinted)
  return begin(login, c, ask, request, await sessionFor(login, c, ask))
}

async function begin(
  login: Login,
  c: Request,
  ask: Ask,
  request: DoorRequest,
  live: LiveSession | undefined,
): Promise<Response> {
  const step = decide(login, ask, { proved: undefined, live })
  if (step.kind === 'refuse') {
    login.audit.note({ type: 'login.refused', why: step.error, client: ask.clientId })
    return login.answers.respond(c, await login.answers.refuse(request, step.error, 'a page would have to be shown'))
  }
  if (step.kind === 'answer' && live !== undefined) {
    const { proof } = step
    const outcome = await writeAnswer(login, c, { attempt: newAttemptId(), ask, request, proof, fresh: false, live })
    if (outcome.ok) return login.answers.respond(c, outcome.record)
    // Just switched off: the session stays what it is, for other services.
    if (outcome.failed === 'eid-off') {
      await login.readSwitches()
      return begin(login, c, ask, request, live)
    }
    if (!isOver(outcome.failed, false)) throw impossible(login, ask, outcome.failed)
    await login.sessions.forget(c, live)
    return begin(login, c, ask, request, undefined)
  }
  const attempt = newAttempt(newAttemptId(), ask, request, login.clock.now())
  await login.attempts.create(c, attempt)
  login.audit.note({ type: 'login.started', attempt: attempt.id, client: ask.clientId, asked: ask.atLeast })
  login.count('login_started', { level: ask.atLeast })
  return c.redirect(firstPage(login, ask, attempt.id, step), 303)
}

/** The chooser; or past it, where the service named an eID that is offered. Its page leads back to the others. */
function firstPage(login: Login, ask: Ask, id: AttemptId, step: Step): string {
  const chooses = step.kind === 'choose-eid' || step.kind === 'step-up'
  const named = chooses ? login.methods.find((method) => method.id === ask.eid && offers(ask, method)) : undefined
  return named === undefined ? loginPath(id) : `${loginPath(id)}/${named.id}`
}

type Hinted = { readonly proof: Proof } | { readonly error: string }

/** A `login_hint` that a method of the twin takes as a whole login (`testid:`). Production has no such method. */
async function headless(login: Login, ask: Ask): Promise<Hinted | undefined> {
  if (ask.loginHint === undefined) return undefined
  for (const method of login.methods) {
    const found = await method.headless?.(ask.loginHint)
    if (found === undefined) continue
    if ('error' in found) return found
    if (!offers(ask, method)) return { error: `${method.id} is not offered for this service at this level` }
    return {
      proof: {
        ...found.proof,
        level: lower(found.proof.level, method.highest),
        method: method.id,
        group: groupOf(method),
      },
    }
  }
  return undefined
}

async function answerHeadless(
  login: Login,
  c: Request,
  ask: Ask,
  request: DoorRequest,
  hinted: Hinted,
): Promise<Response> {
  const refuse = async (description: string): Promise<Response> =>
    login.answers.respond(c, await login.answers.refuse(request, 'access_denied', description))
  if ('error' in hinted) return refuse(hinted.error)
  const { proof } = hinted
  // Nobody is there to be asked: what a person of the twin would agree to is given.
  const step = decide(login, { ...ask, consent: false, party: false }, { proved: proof, live: undefined })
  if (step.kind !== 'answer') return refuse('the hint does not reach what was asked for')
  const asked = ask.party === true ? await forTheFirst(login, request, proof) : request
  if (asked === undefined) return refuse('nobody gave this person such a power of attorney')
  // No page may be shown, so whoever was logged in here is not asked about. Nor is anybody mixed: that session is over.
  const live = await sessionFor(login, c, ask)
  const crosses = live !== undefined && live.session.proof.group !== proof.group
  const same = !crosses && live?.session.proof.person === proof.person
  if (live !== undefined && !same) await endSession(login, c, live, crosses ? 'replaced' : 'other-person')
  const answering = { attempt: newAttemptId(), ask, request: asked, proof, fresh: true, live: same ? live : undefined }
  const first = await writeAnswer(login, c, answering)
  const ended = !first.ok && first.failed === 'session-ended'
  const outcome = ended ? await writeAnswer(login, c, { ...answering, live: undefined }) : first
  if (!outcome.ok) throw impossible(login, ask, outcome.failed)
  return login.answers.respond(c, outcome.record)
}

/** Nobody is there to choose: the first who gave a power. Undefined: nobody did. */
async function forTheFirst(login: Login, request: DoorRequest, proof: Proof): Promise<DoorRequest | undefined> {
  const [first] = await login.answers.parties(request, proof)
  return first === undefined ? undefined : login.answers.actingFor(request, first)
}

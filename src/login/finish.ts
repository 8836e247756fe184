/** From a proof to an answer: the only way out of a login. Everything that is written stands in one guarded transaction. */
import type { AuditEvent } from '#audit/events.ts'
import { type AttemptId, type GrantId, newSid, type Sid } from '#base/ids.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { cookie } from '#http/cookies.ts'
import type { Request } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import type { Acting, AnswerRecord, Ask, Attempt, Consented, DoorRequest, Proof } from '#login/attempt.ts'
import { loginPath, type Opened } from '#login/attempts.ts'
import { nextStep, type Step, type View } from '#login/dispatch.ts'
import { reaches } from '#login/levels.ts'
import type { Login } from '#login/login.ts'
import { allowed } from '#login/offer.ts'
import type { LiveSession } from '#login/session.ts'
import { wayBackTo } from '#login/way.ts'

/** The browser's session as far as this service may see it. */
export const sessionFor = async (login: Login, c: Request, ask: Ask): Promise<LiveSession | undefined> =>
  ask.session === 'none' ? undefined : login.sessions.read(c, onlyOf(ask))

/** An isolated service knows a session of its own and no other, and no other knows it. */
const onlyOf = (ask: Ask): string | undefined => (ask.session === 'own' ? ask.clientId : undefined)

export interface Standing {
  readonly proved: Proof | undefined
  readonly live: LiveSession | undefined
  readonly consented?: Consented | undefined
  readonly acting?: Acting | undefined
}

/** What the dispatcher decides, for what is known now. */
export function decide(login: Login, ask: Ask, standing: Standing): Step {
  const view: View = {
    ask,
    proved: standing.proved,
    session: standing.live?.session.proof,
    consented: standing.consented?.person,
    acting: standing.acting?.person,
    allowed: (id) => login.methods.some((method) => method.id === id && allowed(ask, method)),
    expected: (person) => ask.expectedSub === undefined || login.answers.sub(ask.clientId, person) === ask.expectedSub,
  }
  return nextStep(view)
}

/** Goes on with an attempt: answers when that is what comes next, else sends the browser to the attempt's page. */
export async function goOn(login: Login, c: Request, opened: Opened): Promise<Response> {
  const { attempt } = opened
  if (attempt.answer !== undefined) return again(login, c, attempt)
  const live = await sessionFor(login, c, attempt.ask)
  const step = decide(login, attempt.ask, { ...attempt, live })
  if (step.kind === 'answer') return answerAttempt(login, c, opened, step, live)
  if (step.kind === 'refuse')
    return refuseAttempt(login, c, opened, step.error, 'the user is not the one that was asked for')
  return c.redirect(loginPath(attempt.id), 303)
}

/** The same browser clicks again: the very same answer, for as long as its code lives (security.md 8). */
export function again(login: Login, c: Request, attempt: Attempt): Response | Promise<Response> {
  if (attempt.answer === undefined || login.clock.now() > attempt.answer.until) throw over(login, attempt.ask)
  return login.answers.respond(c, attempt.answer.record)
}

export async function answerAttempt(
  login: Login,
  c: Request,
  opened: Opened,
  step: Extract<Step, { kind: 'answer' }>,
  live: LiveSession | undefined,
): Promise<Response> {
  const { attempt } = opened
  const outcome = await writeAnswer(login, c, {
    ...attempt,
    attempt: attempt.id,
    request: agreed(login, attempt),
    proof: step.proof,
    fresh: step.fresh,
    live,
    keep: (record) => keepAnswer(login, c, opened, record),
  })
  if (outcome.ok) return login.answers.respond(c, outcome.record)
  // Switched off while the user was on the way: another eID may do.
  if (outcome.failed === 'eid-off') {
    await login.readSwitches()
    if (step.fresh) await login.attempts.swap(opened, { ...attempt, proved: undefined, notice: 'unavailable' })
    return c.redirect(loginPath(attempt.id), 303)
  }
  if (outcome.failed === 'already-answered') return answeredBeside(login, c, attempt.id, attempt.ask)
  if (outcome.failed === 'person-blocked' && step.fresh && (await provedTooEarly(login, step.proof))) {
    await login.attempts.swap(opened, { ...attempt, proved: undefined, notice: 'expired' })
    return c.redirect(loginPath(attempt.id), 303)
  }
  if (live === undefined || !isOver(outcome.failed, step.fresh)) throw impossible(login, attempt.ask, outcome.failed)
  await login.sessions.forget(c, live)
  // It ended before the proof: who has proved themself anew begins a session of their own.
  if (step.fresh && !(await endedSince(login, live, step.proof)))
    return answerAttempt(login, c, opened, step, undefined)
  // A logout takes with it what was proved before it, and whatever came between: asked again.
  if (step.fresh) await login.attempts.swap(opened, { ...attempt, proved: undefined })
  return c.redirect(loginPath(attempt.id), 303)
}

/** The request as far as the user agreed to it, and for whom: that it was this person, `nextStep` has seen to. As it is where nothing had to be asked. */
function agreed(login: Login, { ask, request, consented, acting }: Attempt): DoorRequest {
  const left = ask.consent === true ? login.answers.agreed(request, consented?.agreed ?? []) : request
  return ask.party === true ? login.answers.actingFor(left, acting?.party) : left
}

/** The browser's session is no good any more, though the browser still has it. A blocked person is told so after a proof only. */
export const isOver = (failed: string, fresh: boolean): boolean =>
  failed === 'session-ended' || (failed === 'person-blocked' && !fresh)

/** A new password, or blocked codes, since the first part of it: who proved the old one proves themself anew, like everybody. */
const provedTooEarly = (login: Login, { person, at, began = at }: Proof): Promise<boolean> =>
  login.proofs.proofEnded(person, began)

const endedSince = async (login: Login, { session }: LiveSession, proof: Proof): Promise<boolean> =>
  ((await login.store.endedAt(session.sid)) ?? 0) >= proof.at

export interface Answering {
  readonly attempt: AttemptId
  readonly ask: Ask
  readonly request: DoorRequest
  readonly proof: Proof
  readonly fresh: boolean
  readonly live: LiveSession | undefined
  readonly consented?: Consented | undefined
  /** Keeps the answer with the attempt, where there is one. */
  readonly keep?: (record: AnswerRecord) => Promise<void>
}

/** The transaction first; then, side by side, what the browser gets to hold. */
export async function writeAnswer(
  login: Login,
  c: Request,
  a: Answering,
): Promise<{ ok: true; record: AnswerRecord } | { ok: false; failed: string }> {
  // I2, the second of three places: the answer's writer checks once more.
  if (!reaches(a.proof.level, a.ask.atLeast)) throw new Error(`level ${a.proof.level} cannot answer ${a.ask.atLeast}`)
  // I1: somebody else's session neither answers nor lives on under a new name, nor does one of another trust group.
  const { person: known, group } = a.live?.session.proof ?? a.proof
  if (known !== a.proof.person || group !== a.proof.group) throw new Error('the session of another')
  const at = login.clock.now()
  const { person, level, method } = a.proof
  // It keeps its name through a step-up of the same person, whichever tab was first (security.md 20).
  const sid = a.live?.session.sid ?? newSid()
  const outcome = await login.answers.answer(c, a.request, { ...a.proof, sid }, a.ask, (grant, more = []) =>
    login.audit.write(
      [
        login.store.login({
          attempt: a.attempt,
          sid,
          clientId: a.ask.clientId,
          person,
          grant,
          method,
          level,
          at,
        }),
        login.store.sessionLive(sid),
        ...login.guards(a.proof, a.ask.clientId),
        ...more,
      ],
      [
        {
          type: 'login.answered',
          person,
          attempt: a.attempt,
          client: a.ask.clientId,
          sid,
          method,
          level,
          sso: !a.fresh,
          grant,
        },
        ...consentEvents(a, grant),
      ],
    ),
  )
  if (!outcome.ok) return outcome
  await Promise.all([settleSession(login, c, a, sid), a.keep?.(outcome.record)])
  login.count('login_answered', { method, level, sso: String(!a.fresh) })
  login.tally.saw(method, a.ask.clientId)
  return outcome
}

/** In the answer's own transaction: what was agreed to stands beside what was given for it. */
function consentEvents(
  { attempt, ask, proof: { person }, consented }: Answering,
  grant: GrantId,
): readonly AuditEvent[] {
  if (consented?.person !== person) return []
  const { agreed, refused } = consented
  return [{ type: 'consent.answered', person, attempt, client: ask.clientId, grant, agreed, refused }]
}

async function settleSession(login: Login, c: Request, a: Answering, sid: Sid): Promise<void> {
  if (a.ask.session === 'none') return
  if (!a.fresh) {
    if (a.live !== undefined) await login.sessions.touch(a.live)
    return
  }
  await login.sessions.remember(c, { sid, only: onlyOf(a.ask), proof: a.proof, was: a.live })
  c.header('Set-Cookie', cookie(login.cookies, 'eid', a.proof.method, lifetimes.preferenceCookie), { append: true })
}

export async function refuseAttempt(
  login: Login,
  c: Request,
  opened: Opened,
  error: string,
  description: string,
): Promise<Response> {
  const record = await login.answers.refuse(opened.attempt.request, error, description)
  const { ask, id } = opened.attempt
  login.audit.note({ type: 'login.refused', why: error, attempt: id, client: ask.clientId })
  login.count('login_refused', { why: error })
  await keepAnswer(login, c, opened, record)
  return login.answers.respond(c, record)
}

/**
 * Lost to another request of this browser: one that has kept an answer too, which is as good, or one that changed the login
 * meanwhile. Without the answer in it a second click would find nothing.
 */
async function keepAnswer(login: Login, c: Request, opened: Opened, record: AnswerRecord): Promise<void> {
  const answer = { record, until: login.clock.now() + lifetimes.code * 1000 }
  let now = opened
  for (let tries = 0; tries < 3 && now.attempt.answer === undefined; tries++) {
    if ((await login.attempts.swap(now, { ...now.attempt, leg: undefined, answer })) !== undefined) return
    now = await login.attempts.open(c, opened.attempt.id)
  }
}

/** Another request is writing this attempt's answer at this moment: wait for it, then give the same. */
async function answeredBeside(login: Login, c: Request, id: AttemptId, ask: Ask): Promise<Response> {
  for (let tries = 0; tries < 40; tries++) {
    const { attempt } = await login.attempts.open(c, id)
    if (attempt.answer !== undefined) return again(login, c, attempt)
    await login.wait(50)
  }
  throw over(login, ask)
}

const over = (login: Login, ask: Ask): Refusal => new Refusal('IN-01', wayBackTo(login.service(ask.clientId)))

export function impossible(login: Login, ask: Ask, failed: string): Refusal {
  // The request_uri was answered in another browser (security.md 18): this login is over, nothing is wrong with the person.
  const id = failed === 'request-used' ? 'IN-01' : 'IN-12'
  return new Refusal(id, { ...wayBackTo(login.service(ask.clientId)), detail: failed })
}

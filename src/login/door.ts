/**
 * The only way into and out of an eID. Every verb checks the browser's cookie, the attempt, the method and "is this the
 * attempt's newest leg"; what a method hands back counts for the attempt that asked, and for no other (I1).
 */
import { newLegId, organisationOf } from '#base/ids.ts'
import { constantTimeEqual, randomToken } from '#base/secrets.ts'
import { sameOrigin } from '#http/guards.ts'
import { readForm } from '#http/forms.ts'
import type { Request } from '#http/routes.ts'
import { Refusal, SeeOther } from '#http/trouble.ts'
import type { Attempt, LegState, Notice, Proof } from '#login/attempt.ts'
import { loginPath, type Opened, stageStamp, stampHolds } from '#login/attempts.ts'
import { decide, goOn, impossible } from '#login/finish.ts'
import { lower, reaches } from '#login/levels.ts'
import type { Login } from '#login/login.ts'
import { type Door, groupOf, type Leg, type Method, type MethodProof, organisationGroup } from '#login/method.ts'
import { offers } from '#login/offer.ts'
import { showPage, stampInput } from '#login/show.ts'
import { readState, stateOf } from '#login/state.ts'
import { languageOf } from '#login/language.ts'
import { stampField } from '#ui/fields.ts'

/** A leg and what it was made from. That it is still the attempt's newest is seen by the compare-and-set of whatever comes next. */
interface Made {
  /** The request whose cookie opened the attempt: nobody else is answered with what comes of it. */
  readonly c: Request
  readonly opened: Opened
  readonly state: LegState
}

const newLeg = (method: Method): LegState => ({
  id: newLegId(),
  method: method.id,
  secret: randomToken(16),
  data: undefined,
})

/** The door for one method: made where the method is mounted, so a method can open no leg but its own. */
export function openDoor(login: Login, method: Method): Door {
  /** A leg is only what this door made: whatever else a caller hands in has no entry here. */
  const legs = new WeakMap<Leg, Made>()
  /** A form of one eID is none of another's, though both were made from the same state. */
  const ofMethod = `/${method.id}`

  const legOf = (c: Request, opened: Opened, state: LegState): Leg => {
    const { id, ask } = opened.attempt
    const leg: Leg = {
      id: state.id,
      attempt: id,
      method: method.id,
      language: languageOf(c, ask),
      data: state.data,
      state: stateOf(login.stateKey, method.id, id, state.secret),
      path: `${loginPath(id)}/${method.id}`,
      atLeast: ask.atLeast,
      fresh: ask.freshAfter !== undefined,
      loginHint: ask.loginHint,
      prefilledNumber: ask.prefilledNumber,
    }
    legs.set(leg, { c, opened, state })
    return leg
  }

  const madeHere = (leg: Leg): Made => {
    const made = legs.get(leg)
    if (made === undefined) throw new Error('a leg that no door made')
    return made
  }

  /** A method that mixes up two of its users holds the leg of one and the request of the other: then nobody gets an answer. */
  const madeFor = (c: Request, leg: Leg): Made => {
    const made = madeHere(leg)
    if (made.c !== c) throw new Error('a leg of another request')
    return made
  }

  /** The attempt behind the address, if it still wants an eID and this one is offered: no deep link to what is not shown. */
  const enter = async (c: Request, id = c.req.param('attempt') ?? ''): Promise<Opened> => {
    const opened = await login.attempts.open(c, id)
    const { attempt } = opened
    if (attempt.answer !== undefined || hasEnough(login, attempt) || !offers(attempt.ask, method)) {
      throw new SeeOther(loginPath(attempt.id))
    }
    return opened
  }

  /** This method's leg; a new one is not written before there is something to keep: a page that is only looked at changes nothing. */
  const ours = ({ attempt: { leg } }: Opened): LegState => (leg?.method === method.id ? leg : newLeg(method))

  const begin = async (c: Request, opened: Opened): Promise<Leg> => {
    const leg = newLeg(method)
    const next = await change(login, opened, { leg, notice: undefined })
    return legOf(c, next, leg)
  }

  const leave = async (c: Request, leg: Leg, notice: Notice | undefined): Promise<Response> => {
    const { attempt } = await change(login, madeFor(c, leg).opened, { leg: undefined, notice })
    return c.redirect(loginPath(attempt.id), 303)
  }

  return {
    async begin(c) {
      return begin(c, await enter(c))
    },

    async current(c) {
      const opened = await enter(c)
      return legOf(c, opened, ours(opened))
    },

    async posted(c) {
      if (!sameOrigin(c, login.issuer)) throw new Refusal('IN-05')
      const form = await readForm(c)
      const opened = await enter(c)
      // An old form is no error: the user is shown where the login stands now (security.md 15).
      if (!stampHolds(opened, form.get(stampField) ?? '', ofMethod)) {
        throw new SeeOther(`${loginPath(opened.attempt.id)}/${method.id}`)
      }
      return { leg: legOf(c, opened, ours(opened)), form }
    },

    async resume(c, state) {
      const ours = readState(login.stateKey, method.id, state)
      if (ours === undefined) throw new Refusal('IN-01')
      const opened = await enter(c, ours.attempt)
      const { leg } = opened.attempt
      const newest = leg && stateOf(login.stateKey, method.id, ours.attempt, leg.secret)
      if (leg?.method !== method.id || newest === undefined || !constantTimeEqual(newest, state)) {
        await change(login, opened, { notice: 'began-again' })
        throw new SeeOther(loginPath(opened.attempt.id))
      }
      return legOf(c, opened, leg)
    },

    async keep(leg, data) {
      const { c, opened, state } = madeHere(leg)
      const kept: LegState = { ...state, data }
      const next = await change(login, opened, { leg: kept, notice: undefined }, leg.path)
      const grown: Leg = { ...leg, data }
      legs.set(grown, { c, opened: next, state: kept })
      return grown
    },

    stamp: (leg) => stampInput(stageStamp(madeHere(leg).opened, ofMethod)),

    show: (c, leg, page) => showPage(login, c, madeFor(c, leg).opened, page),

    async proved(c, leg, asserted) {
      const next = await accept(login, madeFor(c, leg).opened, method, asserted)
      return goOn(login, c, next)
    },

    cancelled: (c, leg) => leave(c, leg, undefined),

    async failed(c, leg, why, said) {
      login.audit.note({ type: 'eid.failed', method: method.id, why, attempt: leg.attempt })
      login.count('eid_failed', { method: method.id, why })
      return leave(c, leg, said === undefined ? why : { kind: why, method: method.id, said })
    },
  }
}

/** Between the proof and the answer (a second click comes then, or somebody else's session stands in the way) no eID is wanted. */
function hasEnough(login: Login, { proved, ask }: Attempt): boolean {
  if (proved === undefined) return false
  const { kind } = decide(login, ask, { proved, live: undefined })
  return kind === 'answer' || kind === 'consent' || kind === 'refuse'
}

/** Swaps the proof in before anything else is written: of two returns one counts, and no session is touched by the loser. */
async function accept(login: Login, opened: Opened, method: Method, asserted: MethodProof): Promise<Opened> {
  const { attempt } = opened
  // The same guard as the chooser's: nothing counts that was not offered (security.md 9).
  if (!offers(attempt.ask, method)) throw new SeeOther(loginPath(attempt.id))
  // I1: nobody logs in as an organisation but by its certificate, and no certificate of one is a person's.
  if ((organisationOf(asserted.person) === undefined) === (groupOf(method) === organisationGroup))
    throw new Error('a person for an organisation, or the other way round')
  // A number that was replaced still leads to its person; one that is somebody else's by now does not.
  if ((await login.proofs.settleNumber(asserted)) === 'not-theirs')
    throw impossible(login, attempt.ask, 'number-not-theirs')
  const proof = { ...asserted, level: lower(asserted.level, method.highest), method: method.id, group: groupOf(method) }
  const next = await change(login, opened, { leg: undefined, notice: lacking(attempt.ask, proof), proved: proof })
  const { person, level, amr } = proof
  login.audit.note({
    type: 'eid.proved',
    method: method.id,
    level,
    amr,
    person,
    attempt: attempt.id,
    client: attempt.ask.clientId,
  })
  return next
}

/** I2: the eID could have given what is asked for, and its answer does not. The user is told so where they choose anew. */
function lacking({ freshAfter, atLeast }: Attempt['ask'], { at, level }: Proof): Notice | undefined {
  if (freshAfter !== undefined && at < freshAfter) return 'too-old'
  return reaches(level, atLeast) ? undefined : 'too-weak'
}

/** Compare-and-set; whoever comes second is sent to where the login stands now. */
async function change(
  login: Login,
  opened: Opened,
  changed: Partial<Attempt>,
  elsewhere = loginPath(opened.attempt.id),
): Promise<Opened> {
  const next = await login.attempts.swap(opened, { ...opened.attempt, ...changed })
  if (next === undefined) throw new SeeOther(elsewhere)
  return next
}

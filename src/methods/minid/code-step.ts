/** The code from the SMS, a new one, or back to the start. */
import type { Request } from '#http/routes.ts'
import type { Door, Leg } from '#login/method.ts'
import { codeEnded, codeMatches, freshCode, mayRenew, readCode } from '#methods/minid/codes.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { codePage } from '#methods/minid/pages.ts'
import { codePath, mayText, sendCode } from '#methods/minid/send-code.ts'
import { provedBy, settled, stageOf } from '#methods/minid/second/stage.ts'
import { heard } from '#methods/minid/second/ways.ts'
import type { CodeStage } from '#methods/minid/state.ts'

const codeStage = (leg: Leg): CodeStage => stageOf(leg, 'code')

export async function showCode(m: Minid, door: Door, c: Request): Promise<Response> {
  const { leg, state } = await settled(m, door, c, codeStage)
  const props = { ...leg, stamp: door.stamp(leg), state, now: m.clock.now(), mayOrder: m.letters?.printed === true }
  return door.show(c, leg, codePage(props))
}

export async function postCode(m: Minid, door: Door, c: Request): Promise<Response> {
  const { leg, form } = await door.posted(c)
  const state = codeStage(leg)
  const { person } = state
  const now = m.clock.now()
  const typed = form.get('code') ?? ''
  const read = readCode(typed)
  if ('fault' in read) {
    const why = typed.trim() === '' ? 'missing' : read.fault
    await door.keep(leg, { ...state, notice: { kind: 'unreadable', why } } satisfies CodeStage)
    return c.redirect(codePath(leg), 303)
  }
  const ended = codeEnded(state, now)
  if (ended !== undefined) {
    m.audit.note({ type: 'minid.code.refused', why: ended, person, attempt: leg.attempt })
    return c.redirect(codePath(leg), 303)
  }
  // The guess is spent before it is compared: of many at the same time one is looked at, and the others tell nothing.
  const spent = await door.keep(leg, {
    ...state,
    tries: state.tries + 1,
    notice: { kind: 'wrong' },
    comparing: true,
  } satisfies CodeStage)
  if (codeMatches(m.codeKey, leg.id, state, read.code)) {
    const told = heard(m, state)
    if (told.length > 0) await m.db.batch(told)
    return provedBy(m, door, c, spent, state, 'Minid-OTC')
  }
  await door.keep(spent, { ...state, tries: state.tries + 1, notice: { kind: 'wrong' } } satisfies CodeStage)
  await m.guesses.codes.count(person, now)
  m.audit.note({ type: 'minid.code.refused', why: 'wrong', person, attempt: leg.attempt })
  return c.redirect(codePath(leg), 303)
}

export async function postNewCode(m: Minid, door: Door, c: Request): Promise<Response> {
  const { leg } = await door.posted(c)
  const state = codeStage(leg)
  const renewal = mayRenew(state, m.clock.now())
  if (!renewal.ok) {
    // `none-left` stands on the page anyway.
    if (renewal.why === 'wait')
      await door.keep(leg, { ...state, notice: { kind: 'not-yet', until: renewal.until } } satisfies CodeStage)
    return c.redirect(codePath(leg), 303)
  }
  const mobile = (await m.accounts.openOf(state.person))?.mobile()
  if (mobile === undefined) return door.failed(c, leg, 'unavailable')
  if (!(await mayText(m, state.person))) {
    await door.keep(leg, { ...state, notice: { kind: 'too-many-codes' } } satisfies CodeStage)
    return c.redirect(codePath(leg), 303)
  }
  const fresh = freshCode(m.codeKey, leg.id, m.clock.now(), state.sent)
  const kept = await door.keep(leg, { ...state, ...fresh.state, notice: { kind: 'renewed' } } satisfies CodeStage)
  await sendCode(m, kept, { person: state.person, mobile, code: fresh.code }, [], [])
  return c.redirect(codePath(leg), 303)
}

/** From the second page to the first: another number, or no more codes to be had. */
export async function postAgain(door: Door, c: Request): Promise<Response> {
  const { leg } = await door.posted(c)
  await door.keep(leg, { stage: 'password' })
  return c.redirect(leg.path, 303)
}

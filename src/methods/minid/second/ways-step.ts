/** Another way than the one that comes first: the list of those there are, and going over to one of them (row M2). */
import type { Request } from '#http/routes.ts'
import { SeeOther } from '#http/trouble.ts'
import { readLetterId } from '#letters/books.ts'
import type { Door, Leg } from '#login/method.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { deviceStage } from '#methods/minid/second/device.ts'
import { letterStage } from '#methods/minid/second/letter.ts'
import { textFirst } from '#methods/minid/second/sms.ts'
import { aside, goTo, secondStage, settled, stagePath } from '#methods/minid/second/stage.ts'
import { isWay, returned, waysOf } from '#methods/minid/second/ways.ts'
import { waysPage } from '#methods/minid/second/ways-page.ts'
import type { Aside, SecondStage } from '#methods/minid/state.ts'

export async function showWays(m: Minid, door: Door, c: Request): Promise<Response> {
  const { leg, state } = await settled(m, door, c, secondStage)
  const [ways, cameBack] = [await waysOf(m, state), await returned(m, state.person)]
  const told = await tell(door, leg, state, cameBack)
  const around = { stamp: door.stamp(told.leg), now: m.clock.now(), mayOrder: m.letters?.printed === true }
  return door.show(c, told.leg, waysPage({ ...told.leg, ...around, state: told.state, ways }))
}

/** What they were told is remembered until they have logged in: a password alone has not heard it for its owner. */
async function tell(
  door: Door,
  leg: Leg,
  state: SecondStage,
  cameBack: boolean,
): Promise<{ readonly leg: Leg; readonly state: SecondStage }> {
  if (!cameBack || state.cameBack === true) return { leg, state }
  const told = { ...state, cameBack: true as const }
  return { leg: await door.keep(leg, told), state: told }
}

export async function postWays(m: Minid, door: Door, c: Request): Promise<Response> {
  const { leg, form } = await door.posted(c)
  const state = secondStage(leg)
  const way = form.get('way')
  if (!isWay(way)) throw new SeeOther(waysPath(leg))
  const named = form.get('letter')
  const letter = named === undefined ? undefined : readLetterId(named)
  if (way === state.stage && letter === undefined) return c.redirect(stagePath(leg, state), 303)
  const known = aside(state)
  if (way === 'code') return toSms(m, door, c, leg, known)
  const next = way === 'letter' ? await letterStage(m, known, letter) : await deviceStage(m, leg, known, way)
  // It was there when the page was shown.
  return goTo(door, c, leg, next ?? { ...known, stage: 'ways', notice: { kind: 'gone' } })
}

const waysPath = (leg: Leg): string => stagePath(leg, { stage: 'ways' })

/** One is sent only now, and counts; who comes back to one that was sent finds it as it was left. */
async function toSms(m: Minid, door: Door, c: Request, leg: Leg, known: Aside): Promise<Response> {
  const { sms, ...rest } = known
  if (sms !== undefined) return goTo(door, c, leg, { ...rest, stage: 'code', ...sms })
  const mobile = (await m.accounts.openOf(known.person))?.mobile()
  if (mobile === undefined) return door.failed(c, leg, 'unavailable')
  const sent = await textFirst(m, door, c, leg, rest, { mobile })
  return sent ?? goTo(door, c, leg, { ...rest, stage: 'ways', notice: { kind: 'too-many-codes' } })
}

/** To the code by SMS: the first one of a login is sent here. */
import type { AuditEvent } from '#audit/events.ts'
import type { Step } from '#db/db.ts'
import type { Request } from '#http/routes.ts'
import type { Door, Leg } from '#login/method.ts'
import { freshCode } from '#methods/minid/codes.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { codePath, mayText, sendCode } from '#methods/minid/send-code.ts'
import type { CodeNotice, CodeStage, Known } from '#methods/minid/state.ts'

interface First {
  readonly mobile: string
  readonly notice?: CodeNotice
  /** Written with what sends the code. */
  readonly steps?: readonly Step[]
  readonly events?: readonly AuditEvent[]
}

/** Undefined, and nothing is written: no more codes may be sent in this hour. */
export async function textFirst(
  m: Minid,
  door: Door,
  c: Request,
  leg: Leg,
  known: Known,
  { mobile, notice, steps = [], events = [] }: First,
): Promise<Response | undefined> {
  const { person } = known
  if (!(await mayText(m, person))) return undefined
  const fresh = freshCode(m.codeKey, leg.id, m.clock.now(), 0)
  const state: CodeStage = {
    ...known,
    stage: 'code',
    phoneEnding: mobile.slice(-2),
    ...fresh.state,
    ...(notice === undefined ? {} : { notice }),
  }
  // The attempt first: of two clicks one goes on from here, and one SMS is sent.
  const kept = await door.keep(leg, state)
  await sendCode(m, kept, { person, mobile, code: fresh.code }, steps, events)
  return c.redirect(codePath(leg), 303)
}

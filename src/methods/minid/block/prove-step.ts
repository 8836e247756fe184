/** Proved by the password, as at a login and counted with it, or by the code that was sent. */
import type { Request } from '#http/routes.ts'
import { atStage, backFrom, type Block, provedFor } from '#methods/minid/block/deps.ts'
import { blockShape } from '#methods/minid/block/number-step.ts'
import type { BlockState, MessageStage, PasswordStage } from '#methods/minid/block/state.ts'
import { codeEnded, codeMatches, readCode } from '#methods/minid/codes.ts'
import { keptNumber } from '#methods/minid/errands/kept-number.ts'
import { paced } from '#methods/minid/pace.ts'

export async function postPassword(b: Block, c: Request): Promise<Response> {
  const { errands, m } = b
  const { errand, form } = await errands.posted(c)
  const { number } = atStage(b, errand, 'password')
  const state: PasswordStage = { stage: 'password', number }
  const password = form.get('password')
  if (password === undefined || password === '') {
    await errands.keep(errand, { ...state, notice: 'missing' })
    return c.redirect(errands.path(errand), 303)
  }
  const mine = await errands.keep(errand, { ...state, busy: true })
  const next = await paced(m.clock, m.pace, () => tried(b, c, state, password)).catch((cause: unknown) =>
    backFrom(b, mine, state, cause),
  )
  await errands.keep(mine, next)
  return c.redirect(errands.path(errand), 303)
}

/** The same way for everybody, and the same counters as the login's: whoever guesses here is slowed there. */
async function tried(b: Block, c: Request, state: PasswordStage, password: string): Promise<BlockState> {
  const { m } = b
  const asking = { address: m.addressOf(c), human: true, mark: m.marks.secretOf(c) }
  const checked = await m.accounts.check(keptNumber(m.vault, state.number), password, asking)
  if (checked.ok) {
    await m.audit.write(checked.giveBack, [])
    return provedFor(b, state.number, checked.person.id, 'password')
  }
  const { person, until, why } = checked
  m.audit.note({
    type: 'minid.password.refused',
    why: why === 'address' ? 'locked' : why,
    ...(person === undefined ? {} : { person }),
  })
  if (until > m.clock.now())
    return { stage: 'number', notice: { kind: 'wait', until, by: why === 'address' ? 'address' : 'number' } }
  return { stage: 'number', notice: { kind: 'refused' } }
}

export async function postCode(b: Block, c: Request): Promise<Response> {
  const { errands, m } = b
  const { errand, form } = await errands.posted(c)
  const state = atStage(b, errand, 'message')
  await errands.keep(
    errand,
    await paced(m.clock, m.pace, () => compared(b, errand.held.id, state, form.get('code') ?? '')),
  )
  return c.redirect(errands.path(errand), 303)
}

/** Of many guesses at once one is written, and only what is written is told. What cannot be a code costs none. */
async function compared(b: Block, id: string, state: MessageStage, typed: string): Promise<BlockState> {
  const { m } = b
  const read = readCode(typed, blockShape)
  if ('fault' in read) {
    const why = typed.trim() === '' ? 'missing' : read.fault
    return { ...state, notice: { kind: 'unreadable', why } }
  }
  const { code, person, number } = state
  if (codeEnded(code, m.clock.now(), blockShape) !== undefined) return state
  if (codeMatches(m.codeKey, id, code, read.code) && person !== undefined)
    return provedFor(b, number, person, 'message')
  m.audit.note({ type: 'minid.code.refused', why: 'wrong', ...(person === undefined ? {} : { person }) })
  return { ...state, code: { ...code, tries: code.tries + 1 }, notice: { kind: 'wrong' } }
}

/** The temporary password is typed in: once, in the browser that asked for it, within its ten minutes. */
import { lifetimes } from '#base/lifetimes.ts'
import type { Request } from '#http/routes.ts'
import { paced } from '#methods/minid/pace.ts'
import { atStage, backFrom, busy, type Recover, type RecoverErrand } from '#methods/minid/recover/deps.ts'
import { secondProof } from '#methods/minid/recover/second-step.ts'
import type { RecoverState, SentStage } from '#methods/minid/recover/state.ts'
import { readTemporary, temporaryText } from '#methods/minid/recover/temporary.ts'

export async function postTemporary(r: Recover, c: Request): Promise<Response> {
  const { errands } = r
  const { errand, form } = await errands.posted(c)
  const { notice: _, busy: __, ...state } = atStage(r, errand, 'sent')
  const read = readTemporary(form.get('temporary') ?? '')
  if ('fault' in read) {
    await errands.keep(errand, { ...state, notice: { kind: 'unreadable', why: read.fault } })
    return c.redirect(errands.path(errand), 303)
  }
  if (r.m.passwords.busy()) throw busy(r, errand)
  // Of many clicks one is looked at; the others wait until it is known what came of it.
  const mine = await errands.keep(errand, { ...state, busy: true })
  const next = await paced(r.m.clock, r.m.pace, () => compared(r, c, mine, state, read.temporary)).catch(
    (cause: unknown) => backFrom(r, mine, state, cause),
  )
  await errands.keep(mine, next)
  return c.redirect(errands.path(errand), 303)
}

/** Strangers go the same way: a guess counted, a hash compared. */
async function compared(
  r: Recover,
  c: Request,
  errand: RecoverErrand,
  state: SentStage,
  typed: string,
): Promise<RecoverState> {
  const { m, temporary } = r
  const id = errand.held.id
  const guessed = await temporary.guess(id, m.clock.now())
  const right = await m.passwords.verify(guessed?.hash, temporaryText(id, typed))
  if (guessed === undefined) return refused(r, state, 'over')
  const { person, left } = guessed
  const { by } = state
  if (!right || person === undefined || by === undefined) return refused(r, state, left === 0 ? 'over' : left)
  const now = m.clock.now()
  const used = await m.audit.write([temporary.use(id, person, now)], [{ type: 'minid.temporary.used', person }])
  if (!used.ok) return refused(r, state, 'over')
  return secondProof(r, c, errand, by, {
    person,
    numberHash: state.numberHash,
    asked: state.until - lifetimes.temporaryPassword * 1000,
    until: now + lifetimes.newPassword * 1000,
  })
}

/** Whose it was is not told to the trail either: a guess in an errand of somebody else's is no event in a person's life. */
function refused({ m }: Recover, state: SentStage, what: 'over' | number): SentStage {
  m.audit.note({ type: 'minid.temporary.refused', why: what === 'over' ? 'over' : 'wrong' })
  return { ...state, notice: what === 'over' ? { kind: 'over' } : { kind: 'wrong', left: what } }
}

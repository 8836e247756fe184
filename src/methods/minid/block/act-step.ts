/** Blocks the codes, or closes MinID: at once; with a letter alone, which may be stolen, closing waits. */
import type { PersonId } from '#base/ids.ts'
import type { Request } from '#http/routes.ts'
import type { Language } from '#i18n/text.ts'
import { blockCodes } from '#methods/minid/block.ts'
import { closeAccount, endsDeps } from '#methods/minid/block/close.ts'
import { atStage, type Block } from '#methods/minid/block/deps.ts'
import type { ClosingStage, EndStage, ProvedStage } from '#methods/minid/block/state.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { keptNumber } from '#methods/minid/errands/kept-number.ts'

export async function postAct(b: Block, c: Request): Promise<Response> {
  const { errands } = b
  const { errand, form } = await errands.posted(c)
  const state = atStage(b, errand, 'proved')
  // Of two clicks one acts; the other waits until it has.
  const mine = await errands.keep(errand, { ...state, busy: true })
  await errands.keep(mine, await act(b, c, state, form.get('what') === 'all'))
  return c.redirect(errands.path(errand), 303)
}

async function act(
  { m, house }: Block,
  c: Request,
  { number, person, by }: ProvedStage,
  all: boolean,
): Promise<EndStage | ClosingStage> {
  const language = c.get('language')
  if (all && by !== 'letter' && (await closeAccount(m, house, person, language))) return { stage: 'closed' }
  if (m.book !== undefined && m.letters !== undefined) {
    const deps = { ...endsDeps(m, house), book: m.book, orders: m.letters.orders }
    await blockCodes(deps, keptNumber(m.vault, number), { by: 'self' }, language)
  }
  // After the block, which ends what was asked for before it.
  return (all ? await askToClose(m, person, language) : undefined) ?? { stage: 'blocked' }
}

/** Whoever registers over a closed account has it at once: so one letter must not close it, and the next one open it, unheard. */
async function askToClose(m: Minid, person: PersonId, language: Language): Promise<ClosingStage | undefined> {
  const account = await m.accounts.openOf(person)
  if (account === undefined) return undefined
  const { steps, events, effective } = m.pending.ask({ person, what: 'close', value: '', language, channels: account })
  if (!(await m.audit.write(steps, events)).ok) return undefined
  m.outbox.nudge()
  return { stage: 'closing', from: effective }
}

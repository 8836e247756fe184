/** Blocks the codes, or closes MinID: at once. */
import type { Request } from '#http/routes.ts'
import { blockCodes } from '#methods/minid/block.ts'
import { closeAccount, endsDeps } from '#methods/minid/block/close.ts'
import { atStage, type Block } from '#methods/minid/block/deps.ts'
import type { EndStage, ProvedStage } from '#methods/minid/block/state.ts'
import { keptNumber } from '#methods/minid/errands/kept-number.ts'

export async function postAct(b: Block, c: Request): Promise<Response> {
  const { errands } = b
  const { errand, form } = await errands.posted(c)
  const state = atStage(b, errand, 'proved')
  // Of two clicks one acts; the other waits until it has.
  const mine = await errands.keep(errand, { ...state, busy: true })
  await errands.keep(mine, { stage: await act(b, c, state, form.get('what') === 'all') })
  return c.redirect(errands.path(errand), 303)
}

async function act(
  { m, house }: Block,
  c: Request,
  { number, person }: ProvedStage,
  all: boolean,
): Promise<EndStage['stage']> {
  const language = c.get('language')
  if (all && (await closeAccount(m, house, person, language))) return 'closed'
  if (m.book !== undefined && m.letters !== undefined) {
    const deps = { ...endsDeps(m, house), book: m.book, orders: m.letters.orders }
    await blockCodes(deps, keptNumber(m.vault, number), { by: 'self' }, language)
  }
  return 'blocked'
}

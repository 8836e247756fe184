/** Order or cancel. The order first, then what the browser holds: who is told that it is ordered has it ordered (I5). */
import type { Request } from '#http/routes.ts'
import { SeeOther } from '#http/trouble.ts'
import { keptNumber } from '#methods/minid/errands/kept-number.ts'
import { paced } from '#methods/minid/pace.ts'
import type { Order } from '#methods/minid/order/deps.ts'

export async function postConfirm(o: Order, c: Request): Promise<Response> {
  const { m, errands } = o
  const { errand, form } = await errands.posted(c)
  const { data: state } = errand.held
  const choice = form.get('choice')
  if (state.stage !== 'confirm' || m.letters === undefined) throw new SeeOther(errands.path(errand))
  if (choice !== 'order') {
    await errands.keep(errand, { stage: 'cancelled' })
    return c.redirect(errands.path(errand), 303)
  }
  const { orders } = m.letters
  const number = keptNumber(m.vault, state.number)
  // Two clicks order twice: the second is past the limit, and the answer is the same.
  await paced(m.clock, m.pace, () => orders.order(number, { book: 'minid', by: 'self', language: c.get('language') }))
  await errands.keep(errand, { stage: 'ordered' })
  return c.redirect(errands.path(errand), 303)
}

/** Ordering a letter with codes: whose number, order or cancel, done (row M3). */
import type { Request, Routes } from '#http/routes.ts'
import type { MethodHouse } from '#login/method.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { errandPage, loginIn, openErrands } from '#methods/minid/errands/errands.ts'
import { postConfirm } from '#methods/minid/order/confirm-step.ts'
import type { Order } from '#methods/minid/order/deps.ts'
import { humanHere, postFirst, postNumber } from '#methods/minid/order/number-step.ts'
import { confirmPage, endPage, noLettersPage, numberPage } from '#methods/minid/order/pages.ts'

export function mountOrder(routes: Routes, m: Minid, house: MethodHouse): void {
  const o: Order = { m, house, errands: openErrands(m, house, 'order') }
  routes.get('/order', (c) => showFirst(o, c))
  routes.post('/order', (c) => postFirst(o, c))
  routes.get('/order/:errand', (c) => showErrand(o, c))
  routes.post('/order/:errand', (c) => postNumber(o, c))
  routes.post('/order/:errand/confirm', (c) => postConfirm(o, c))
}

async function showFirst(o: Order, c: Request): Promise<Response> {
  const back = loginIn(c.req.query('login'))
  if (o.m.letters?.printed !== true) return errandPage(c, noLettersPage(c, back))
  const human = await humanHere(o, c, undefined)
  return errandPage(c, numberPage(c, { action: o.errands.start, back, human }))
}

async function showErrand(o: Order, c: Request): Promise<Response> {
  const errand = await o.errands.open(c)
  const { data: state, back } = errand.held
  const path = o.errands.path(errand)
  const stamp = o.errands.stamp(errand)
  switch (state.stage) {
    case 'number': {
      const human = await humanHere(o, c, state.notice)
      return errandPage(c, numberPage(c, { action: path, back, human, stamp, notice: state.notice }))
    }
    case 'confirm':
      return errandPage(c, confirmPage(c, { path, stamp, delivery: await o.m.letters?.delivery() }))
    default:
      return errandPage(c, endPage(c, { stage: state.stage, back, delivery: await o.m.letters?.delivery() }))
  }
}

/** Whose letter. Nobody is looked up yet: all that is said of a number can be seen from its digits. */
import { NationalId } from '#base/national-id.ts'
import type { Parameters } from '#http/forms.ts'
import type { Request } from '#http/routes.ts'
import { SeeOther } from '#http/trouble.ts'
import { firstForm, loginIn } from '#methods/minid/errands/errands.ts'
import { crowded, type CrowdRule } from '#methods/minid/errands/crowd.ts'
import { keepNumber } from '#methods/minid/errands/kept-number.ts'
import { readNumber } from '#methods/minid/number.ts'
import { paced } from '#methods/minid/pace.ts'
import type { Order, OrderErrand } from '#methods/minid/order/deps.ts'
import type { ConfirmStage, NumberStage } from '#methods/minid/order/state.ts'
import type { Html } from '#ui/html.ts'

/** What a human check is for here: one of another page is none. */
const purpose = 'minid-order'

/** Each letter costs paper and postage. */
export const orderCrowd: CrowdRule = { network: 40, all: 20_000 }

/** Row M9: ordering always needs one. */
export const humanHere = async ({ m }: Order, c: Request, said: NumberStage['notice']): Promise<Html | undefined> =>
  m.human?.check.field(c, purpose, c.get('language'), said?.kind === 'human' ? said.why : undefined)

/** The first form begins an errand, also where nothing is done yet. */
export async function postFirst(o: Order, c: Request): Promise<Response> {
  const form = await firstForm(c, o.house)
  // Where no letters are printed the page says so; nobody else has a form to send.
  if (o.m.letters?.printed !== true) throw new SeeOther(o.errands.start)
  return onwards(o, c, await o.errands.begin(c, { stage: 'number' }, loginIn(form.get('login'))), form)
}

export async function postNumber(o: Order, c: Request): Promise<Response> {
  const { errand, form } = await o.errands.posted(c)
  if (errand.held.data.stage !== 'number') throw new SeeOther(o.errands.path(errand))
  return onwards(o, c, errand, form)
}

async function onwards(o: Order, c: Request, errand: OrderErrand, form: Parameters): Promise<Response> {
  const next = await paced(o.m.clock, o.m.pace, () => asked(o, c, form))
  await o.errands.keep(errand, next)
  return c.redirect(o.errands.path(errand), 303)
}

async function asked({ m }: Order, c: Request, form: Parameters): Promise<NumberStage | ConfirmStage> {
  const number = readNumber(m.vault.world, form.get('number'))
  if (!(number instanceof NationalId)) return { stage: 'number', notice: { kind: 'number', problem: number } }
  const human = m.human === undefined ? 'passed' : await m.human.check.passed(c, form, purpose)
  if (human !== 'passed') return { stage: 'number', notice: { kind: 'human', why: human } }
  if (await crowded(m, 'order', orderCrowd, m.addressOf(c))) return { stage: 'number', notice: { kind: 'crowd' } }
  return { stage: 'confirm', number: keepNumber(m.vault, number) }
}

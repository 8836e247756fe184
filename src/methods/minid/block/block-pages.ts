/** Blocking codes and closing MinID (row M7): hangs up the pages. */
import type { Request, Routes } from '#http/routes.ts'
import type { MethodHouse } from '#login/method.ts'
import { postAct } from '#methods/minid/block/act-step.ts'
import type { Block, BlockErrand } from '#methods/minid/block/deps.ts'
import { postLetter, postLetterCode } from '#methods/minid/block/letter-step.ts'
import { postFirst, postNumber, purpose } from '#methods/minid/block/number-step.ts'
import { numberPage, stagePage } from '#methods/minid/block/pages.ts'
import { postCode, postPassword } from '#methods/minid/block/prove-step.ts'
import type { BlockState, NumberStage } from '#methods/minid/block/state.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { backField, errandPage, loginIn, openErrands } from '#methods/minid/errands/errands.ts'
import { html, type Html } from '#ui/html.ts'

/** On routes that start at `/minid`. */
export function mountBlock(routes: Routes, m: Minid, house: MethodHouse): void {
  const b: Block = { m, house, errands: openErrands<BlockState>(m, house, 'block') }
  routes.get('/block', (c) => showFirst(b, c))
  routes.post('/block', (c) => postFirst(b, c))
  routes.get('/block/:errand', (c) => show(b, c))
  routes.post('/block/:errand/number', (c) => postNumber(b, c))
  routes.post('/block/:errand/password', (c) => postPassword(b, c))
  routes.post('/block/:errand/code', (c) => postCode(b, c))
  routes.post('/block/:errand/letter', (c) => postLetter(b, c))
  routes.post('/block/:errand/letter-code', (c) => postLetterCode(b, c))
  routes.post('/block/:errand/act', (c) => postAct(b, c))
}

async function showFirst(b: Block, c: Request): Promise<Response> {
  const state: NumberStage = { stage: 'number' }
  const inside = backField(loginIn(c.req.query('login')))
  return errandPage(
    c,
    numberPage({ ...aroundNumber(b, c), state, inside, action: b.errands.start, human: await human(b, c, state) }),
  )
}

const aroundNumber = ({ m }: Block, c: Request) => ({
  language: c.get('language'),
  now: m.clock.now(),
  phone: c.get('help')?.phone,
})

/** Looks for a second in all: who waits longer has met a process that died in the middle. */
const looks = 20

/** The second click on a form comes while the first is being looked at: it waits, and then goes where that one went. */
async function settled({ errands, m }: Block, c: Request): Promise<BlockErrand> {
  for (let looked = 1; ; looked++) {
    const errand = await errands.open(c)
    if (!('busy' in errand.held.data) || looked === looks) return errand
    await m.pace.wait(50)
  }
}

async function show(b: Block, c: Request): Promise<Response> {
  const errand = await settled(b, c)
  const { data: state, back } = errand.held
  const path = b.errands.path(errand)
  const stamp = b.errands.stamp(errand)
  const around = aroundNumber(b, c)
  if (state.stage === 'number') {
    const props = { ...around, state, inside: stamp, action: `${path}/number`, human: await human(b, c, state) }
    return errandPage(c, numberPage(props))
  }
  return errandPage(
    c,
    stagePage({ ...around, state, path, stamp, start: b.errands.start, waitDays: b.m.pending.days, back }),
  )
}

async function human({ m }: Block, c: Request, { notice }: NumberStage): Promise<Html> {
  const said = notice?.kind === 'human' ? notice.why : undefined
  return (await m.human?.check.field(c, purpose, c.get('language'), said)) ?? html``
}

/** Forgotten password (row M6): from the number to a new password. Hangs up the pages. */
import type { Request, Routes } from '#http/routes.ts'
import type { MethodHouse } from '#login/method.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { backField, backToLogin, errandPage, loginIn, openErrands } from '#methods/minid/errands/errands.ts'
import { postPassword } from '#methods/minid/recover/choose-step.ts'
import type { Recover, RecoverErrand } from '#methods/minid/recover/deps.ts'
import { postFirst, postNumber, purpose } from '#methods/minid/recover/number-step.ts'
import { numberPage, stagePage } from '#methods/minid/recover/pages.ts'
import { postCode, postLetter, postNewCode } from '#methods/minid/recover/second-step.ts'
import type { NumberStage, RecoverState } from '#methods/minid/recover/state.ts'
import { temporaryStore } from '#methods/minid/recover/store.ts'
import { postTemporary } from '#methods/minid/recover/temporary-step.ts'
import { html, type Html } from '#ui/html.ts'

/** On routes that start at `/minid`. */
export function mountRecover(routes: Routes, m: Minid, house: MethodHouse): void {
  const errands = openErrands<RecoverState>(m, house, 'recover')
  const r: Recover = { m, house, errands, temporary: temporaryStore(m.db) }
  routes.get('/recover', (c) => showFirst(r, c))
  routes.post('/recover', (c) => postFirst(r, c))
  routes.get('/recover/:errand', (c) => show(r, c))
  routes.post('/recover/:errand/number', (c) => postNumber(r, c))
  routes.post('/recover/:errand/temporary', (c) => postTemporary(r, c))
  routes.post('/recover/:errand/code', (c) => postCode(r, c))
  routes.post('/recover/:errand/code/new', (c) => postNewCode(r, c))
  routes.post('/recover/:errand/letter', (c) => postLetter(r, c))
  routes.post('/recover/:errand/password', (c) => postPassword(r, c))
}

async function showFirst(r: Recover, c: Request): Promise<Response> {
  const back = loginIn(c.req.query('login'))
  const state: NumberStage = { stage: 'number' }
  const language = c.get('language')
  const action = r.errands.start
  const human = await humanField(r, c, state)
  return errandPage(
    c,
    numberPage({ language, state, action, inside: backField(back), human, onward: backToLogin(c, back, 'secondary') }),
  )
}

/** Looks for a second in all: who waits longer has met a process that died in the middle. */
const looks = 20

/** The second click on a form comes while the first is being looked at: it waits, and then goes where that one went. */
async function settled({ errands, m }: Recover, c: Request): Promise<RecoverErrand> {
  for (let looked = 1; ; looked++) {
    const errand = await errands.open(c)
    const { data } = errand.held
    if (!('busy' in data) || looked === looks) return errand
    await m.pace.wait(50)
  }
}

async function show(r: Recover, c: Request): Promise<Response> {
  const errand = await settled(r, c)
  const { data: state, back } = errand.held
  const language = c.get('language')
  const path = r.errands.path(errand)
  const stamp = r.errands.stamp(errand)
  if (state.stage === 'number') {
    const human = await humanField(r, c, state)
    const onward = backToLogin(c, back, 'secondary')
    return errandPage(c, numberPage({ language, state, action: `${path}/number`, inside: stamp, human, onward }))
  }
  const { m } = r
  const start = back === undefined ? r.errands.start : `${r.errands.start}?login=${back}`
  const props = { language, path, stamp, start, now: m.clock.now(), shortest: m.passwordRules.shortest }
  return errandPage(
    c,
    stagePage({ ...props, state, fromLogin: back !== undefined, onward: (variant) => backToLogin(c, back, variant) }),
  )
}

async function humanField({ m }: Recover, c: Request, { notice }: NumberStage): Promise<Html> {
  const said = notice?.kind === 'human' ? notice.why : undefined
  return (await m.human?.check.field(c, purpose, c.get('language'), said)) ?? html``
}

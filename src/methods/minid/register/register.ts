/** Registration with a letter (row M5): from the letter's id to a MinID. Hangs up the pages. */
import type { Request, Routes } from '#http/routes.ts'
import { SeeOther } from '#http/trouble.ts'
import type { MethodHouse } from '#login/method.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { errandPage, loginIn, openErrands } from '#methods/minid/errands/errands.ts'
import { noLettersPage } from '#methods/minid/order/pages.ts'
import { postPassword } from '#methods/minid/register/choose-step.ts'
import { postCode } from '#methods/minid/register/code-step.ts'
import { postAgain, postConfirm, postNewCode, postShared } from '#methods/minid/register/confirm-step.ts'
import { postAnew, postContact } from '#methods/minid/register/contact-step.ts'
import type { Register, RegisterErrand } from '#methods/minid/register/deps.ts'
import { humanHere, postFirst, postLetter } from '#methods/minid/register/letter-step.ts'
import { letterPage, stagePage } from '#methods/minid/register/pages.ts'
import type { RegisterState } from '#methods/minid/register/state.ts'

/** On routes that start at `/minid`. */
export function mountRegister(routes: Routes, m: Minid, house: MethodHouse): void {
  const errands = openErrands<RegisterState>(m, house, 'register')
  const { book } = m
  // A gateway without letters registers nobody, and says so.
  if (book === undefined) return void routes.get('/register', (c) => errandPage(c, noLettersPage(c, undefined)))
  const r: Register = { m, house, errands, book }
  routes.get('/register', (c) => showFirst(r, c))
  routes.post('/register', (c) => postFirst(r, c))
  routes.get('/register/:errand', (c) => show(r, c))
  routes.post('/register/:errand/letter', (c) => postLetter(r, c))
  routes.post('/register/:errand/code', (c) => postCode(r, c))
  routes.post('/register/:errand/anew', (c) => postAnew(r, c))
  routes.post('/register/:errand/contact', (c) => postContact(r, c))
  routes.post('/register/:errand/confirm', (c) => postConfirm(r, c))
  routes.post('/register/:errand/confirm/new', (c) => postNewCode(r, c))
  routes.post('/register/:errand/confirm/again', (c) => postAgain(r, c))
  routes.post('/register/:errand/shared', (c) => postShared(r, c))
  routes.post('/register/:errand/password', (c) => postPassword(r, c))
}

async function showFirst(r: Register, c: Request): Promise<Response> {
  const back = loginIn(c.req.query('login'))
  const letter = c.req.query('letter')
  const human = await humanHere(r, c, undefined)
  return errandPage(c, letterPage(c, { action: r.errands.start, back, human, state: { stage: 'letter', letter } }))
}

/** Looks for a second in all: who waits longer has met a process that died in the middle. */
const looks = 20

/** The second click on a form comes while the first is being looked at: it waits, and then goes where that one went. */
async function settled({ errands, m }: Register, c: Request): Promise<RegisterErrand> {
  for (let looked = 1; ; looked++) {
    const errand = await errands.open(c)
    const { data } = errand.held
    if (!('busy' in data && data.busy === true)) return errand
    if (looked === looks) {
      const { busy: _, ...state } = data
      await errands.keep(errand, state as RegisterState)
      throw new SeeOther(errands.path(errand))
    }
    await m.pace.wait(50)
  }
}

async function show(r: Register, c: Request): Promise<Response> {
  const errand = await settled(r, c)
  const { data: state, back } = errand.held
  const path = r.errands.path(errand)
  const stamp = r.errands.stamp(errand)
  if (state.stage === 'letter') {
    const human = await humanHere(r, c, state.notice)
    return errandPage(c, letterPage(c, { action: `${path}/letter`, back, human, stamp, state }))
  }
  const { clock, passwordRules } = r.m
  const props = { path, stamp, back, now: clock.now(), shortest: passwordRules.shortest }
  return errandPage(c, stagePage(c, { ...props, state }))
}

/**
 * The code that is asked for: it proves that the letter came to the one whose number was typed. It is used up here, together with
 * the row that lets one account come of it.
 */
import { lifetimes } from '#base/lifetimes.ts'
import type { Request } from '#http/routes.ts'
import { readLetterCode } from '#letters/books.ts'
import type { Answered } from '#letters/codes.ts'
import { paced } from '#methods/minid/pace.ts'
import { PasswordsBusy } from '#methods/minid/password.ts'
import { atStage, busyRefusal, goTo, type Register, type RegisterErrand } from '#methods/minid/register/deps.ts'
import type { CodeStage, Known, OverStage, RegisterState } from '#methods/minid/register/state.ts'
import { beginRegistration } from '#methods/minid/register/store.ts'

export async function postCode(r: Register, c: Request): Promise<Response> {
  const { errand, form } = await r.errands.posted(c)
  const { notice: _, ...state } = atStage(r, errand, 'code')
  const typed = form.get('code') ?? ''
  const read = readLetterCode(typed)
  if ('fault' in read) {
    const why = typed.trim() === '' ? 'missing' : read.fault
    return goTo(r, c, errand, { ...state, notice: { kind: 'unreadable', why } })
  }
  // The errand first: of many guesses at once one is looked at, and a code is used up for an errand that can go on.
  const mine = await r.errands.keep(errand, { ...state, busy: true })
  const next = await paced(r.m.clock, r.m.pace, async () => {
    const answered = await answer(r, mine, state, typed)
    return answered.ok ? proved(r, state) : refused(r, state, answered)
  })
  return goTo(r, c, mine, next)
}

async function answer(r: Register, errand: RegisterErrand, state: CodeStage, typed: string): Promise<Answered> {
  const { m, book, errands } = r
  const { person, numberHash, question } = state
  const now = m.clock.now()
  const begun = { errand: errand.held.id, letter: question.letter, expires: errand.held.began + life }
  const steps = person === undefined ? [] : beginRegistration({ ...begun, person }, now)
  try {
    return await book.answer({ person, numberHash }, question, typed, steps)
  } catch (error) {
    if (!(error instanceof PasswordsBusy)) throw error
    await errands.keep(errand, state)
    throw busyRefusal(r, errand)
  }
}

/** As long as the browser holds the errand. */
const life = lifetimes.attemptAbsolute * 1000

async function proved({ m }: Register, { person, number, question }: CodeStage): Promise<RegisterState> {
  if (person === undefined) throw new Error('a code without its person')
  const account = await m.store.account(person)
  const cameBack = (await m.letters?.orders.cameBack(person, 'minid')) !== undefined
  const known: Known = { person, number, letter: question.letter, anew: false, cameBack, confirmed: {} }
  return account?.closed === false ? { ...known, stage: 'open' } : { ...known, stage: 'contact' }
}

type Refused = Extract<Answered, { readonly ok: false }>

async function refused({ book }: Register, state: CodeStage, answered: Refused): Promise<CodeStage | OverStage> {
  const { person, question } = state
  switch (answered.why) {
    case 'wrong':
    case 'locked':
      return { ...state, notice: { kind: 'wrong', until: answered.until } }
    case 'ask-again': {
      // Only who typed a right code comes here, and may hear that the letter is too old, blocked, or gave way to a newer one.
      const another = person === undefined ? undefined : await book.ask(person, question.letter)
      if (another === undefined) return { stage: 'over', why: 'letter' }
      return { ...state, question: another, notice: { kind: 'another' } }
    }
    case 'guard':
      throw new Error(`no guard of this page: ${answered.failed}`)
    default:
      return { ...state, notice: { kind: 'unreadable', why: answered.why } }
  }
}

/** Proved by a code from the letter: for who has it at hand and knows that others have seen it. Strangers are asked for one, too. */
import type { Request } from '#http/routes.ts'
import { readLetterId } from '#letters/books.ts'
import { atStage, backFrom, type Block, provedFor } from '#methods/minid/block/deps.ts'
import type { BlockState, LetterCodeStage } from '#methods/minid/block/state.ts'
import type { Holder } from '#letters/codes.ts'
import { type KeptNumber, keptNumber } from '#methods/minid/errands/kept-number.ts'
import { paced } from '#methods/minid/pace.ts'

export async function postLetter(b: Block, c: Request): Promise<Response> {
  const { errands, m } = b
  const { errand, form } = await errands.posted(c)
  const state = atStage(b, errand, 'letter')
  const typed = form.get('letter') ?? ''
  const letter = readLetterId(typed)
  const next = async (): Promise<BlockState> => {
    if (letter === undefined || m.book === undefined)
      return { ...state, notice: typed.trim() === '' ? 'missing' : 'unreadable' }
    const question = await m.book.askStranger(await holder(b, state.number), letter)
    return { stage: 'letter-code', number: state.number, letter, question }
  }
  await errands.keep(errand, await paced(m.clock, m.pace, next))
  return c.redirect(errands.path(errand), 303)
}

async function holder({ m }: Block, number: KeptNumber): Promise<Holder> {
  const read = keptNumber(m.vault, number)
  const person = await m.persons.find(read)
  return { person: person?.id, numberHash: person?.numberHash ?? m.persons.hashOf(read) }
}

export async function postLetterCode(b: Block, c: Request): Promise<Response> {
  const { errands, m } = b
  const { errand, form } = await errands.posted(c)
  const { number, letter, question } = atStage(b, errand, 'letter-code')
  const state: LetterCodeStage = { stage: 'letter-code', number, letter, question }
  const typed = form.get('code') ?? ''
  if (typed.trim() === '') {
    await errands.keep(errand, { ...state, notice: { kind: 'unreadable', why: 'missing' } })
    return c.redirect(errands.path(errand), 303)
  }
  const mine = await errands.keep(errand, { ...state, busy: true })
  const next = await paced(m.clock, m.pace, () => answered(b, state, typed)).catch((cause: unknown) =>
    backFrom(b, mine, state, cause),
  )
  await errands.keep(mine, next)
  return c.redirect(errands.path(errand), 303)
}

async function answered(b: Block, state: LetterCodeStage, typed: string): Promise<BlockState> {
  const { m } = b
  if (m.book === undefined) throw new Error('a letter was asked for, and there are none')
  const whose = await holder(b, state.number)
  const answer = await m.book.answer(whose, state.question, typed)
  if (answer.ok) {
    if (whose.person === undefined) throw new Error('a code without its person')
    return provedFor(b, state.number, whose.person, 'letter')
  }
  switch (answer.why) {
    case 'wrong':
    case 'locked':
      return { ...state, notice: { kind: 'wrong', until: answer.until } }
    case 'ask-again':
      return { ...state, question: await m.book.askStranger(whose, state.letter), notice: { kind: 'wrong', until: 0 } }
    case 'guard':
      throw new Error(`a letter's code could not be used: ${answer.failed}`)
    default:
      return { ...state, notice: { kind: 'unreadable', why: answer.why } }
  }
}

/** The code from the letter: the number that is asked for, once (rows M1, M2). */
import type { Request } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import { readLetterCode } from '#letters/books.ts'
import type { Answered } from '#letters/codes.ts'
import type { Door, Leg } from '#login/method.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { PasswordsBusy } from '#methods/minid/password.ts'
import { letterPage } from '#methods/minid/second/letter-page.ts'
import { letterStage } from '#methods/minid/second/letter.ts'
import { aside, goTo, provedBy, settled, stageOf, stagePath } from '#methods/minid/second/stage.ts'
import { heard } from '#methods/minid/second/ways.ts'
import type { LetterNotice, LetterStage } from '#methods/minid/state.ts'
import { tryAgain } from '#methods/minid/texts.ts'

export async function showLetter(m: Minid, door: Door, c: Request): Promise<Response> {
  const { leg, state } = await settled(m, door, c, (one) => stageOf(one, 'letter'))
  const props = { ...leg, stamp: door.stamp(leg), state, now: m.clock.now(), mayOrder: m.letters?.printed === true }
  return door.show(c, leg, letterPage(props))
}

export async function postLetter(m: Minid, door: Door, c: Request): Promise<Response> {
  const { leg, form } = await door.posted(c)
  const state = stageOf(leg, 'letter')
  const typed = form.get('code') ?? ''
  const read = readLetterCode(typed)
  if ('fault' in read) {
    const why = typed.trim() === '' ? 'missing' : read.fault
    return goTo(door, c, leg, { ...state, notice: { kind: 'unreadable', why } })
  }
  // The attempt first: a code is used up for a login that is still there to go on, and of many guesses at once one is looked at.
  const spent = await door.keep(leg, { ...state, notice: { kind: 'wrong' }, comparing: true } satisfies LetterStage)
  const answered = await answer(m, door, spent, state, typed)
  if (!answered.ok) return refuse(m, door, c, spent, state, answered)
  return provedBy(m, door, c, spent, state, 'Minid-PIN')
}

/** Uses the code up in the database: the store that keeps the login never has the last word on it (security.md 3). */
async function answer(m: Minid, door: Door, leg: Leg, state: LetterStage, typed: string): Promise<Answered> {
  const { person, numberHash, question } = state
  if (m.book === undefined) return { ok: false, why: 'ask-again' }
  try {
    return await m.book.answer({ person, numberHash }, question, typed, heard(m, state))
  } catch (error) {
    if (!(error instanceof PasswordsBusy)) throw error
    await door.keep(leg, state)
    throw new Refusal('IN-15', { way: { href: stagePath(leg, state), text: tryAgain }, detail: error.message })
  }
}

type Refused = Extract<Answered, { readonly ok: false }>

async function refuse(
  m: Minid,
  door: Door,
  c: Request,
  leg: Leg,
  state: LetterStage,
  refused: Refused,
): Promise<Response> {
  if (refused.why !== 'ask-again') return goTo(door, c, leg, { ...state, notice: noticeOf(m, refused) })
  const next = await letterStage(m, aside(state), state.question.letter)
  if (next === undefined) return goTo(door, c, leg, { ...aside(state), stage: 'ways', notice: { kind: 'gone' } })
  return goTo(door, c, leg, { ...next, notice: { kind: 'another' } })
}

function noticeOf(m: Minid, refused: Exclude<Refused, { readonly why: 'ask-again' }>): LetterNotice {
  switch (refused.why) {
    case 'wrong':
    case 'locked':
      return refused.until > m.clock.now() ? { kind: 'locked', until: refused.until } : { kind: 'wrong' }
    case 'guard':
      throw new Error(`no guard of this page: ${refused.failed}`)
    default:
      return { kind: 'unreadable', why: refused.why }
  }
}

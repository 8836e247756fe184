/** What stood before is lost: a code from the letter confirms the change, and it waits. */
import type { Request } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import { readLetterCode } from '#letters/books.ts'
import type { Answered } from '#letters/codes.ts'
import { PasswordsBusy } from '#methods/minid/password.ts'
import { type AtChange, keepChange, pathOf, type Profile, toOverview } from '#methods/minid/profile/deps.ts'
import type { LetterNotice, LetterStage } from '#methods/minid/profile/state.ts'
import { askToWait } from '#methods/minid/profile/write.ts'
import { tryAgain } from '#methods/minid/texts.ts'

/** False: no letter has codes that count. */
export async function askLetter(
  p: Profile,
  { change, account }: AtChange,
  about: Pick<LetterStage, 'wanted' | 'shared'>,
  notice?: LetterNotice,
): Promise<boolean> {
  const question = await p.m.book?.ask(account.person)
  if (question === undefined) return false
  await keepChange(p, change, { ...about, stage: 'letter', question, ...(notice === undefined ? {} : { notice }) })
  return true
}

export async function postLetter(
  p: Profile,
  c: Request,
  at: AtChange,
  { notice: _, ...state }: LetterStage,
  typed: string,
): Promise<Response> {
  const read = readLetterCode(typed)
  const again = async (notice: LetterNotice): Promise<Response> => {
    await keepChange(p, at.change, { ...state, notice })
    return c.redirect(pathOf(at.change), 303)
  }
  if ('fault' in read) return again({ kind: 'unreadable', why: typed.trim() === '' ? 'missing' : read.fault })
  const answered = await answer(p, c, at, state, typed)
  if (answered.ok) {
    p.m.outbox.nudge()
    // The database has had the last word: whoever was first has asked for it.
    await p.holding.end(c, at.change)
    return c.redirect(toOverview('waits'), 303)
  }
  switch (answered.why) {
    case 'ask-again':
      if (await askLetter(p, at, state, { kind: 'another' })) return c.redirect(pathOf(at.change), 303)
      await p.holding.end(c, at.change)
      return c.redirect(toOverview('no-letter'), 303)
    case 'guard':
      await p.holding.end(c, at.change)
      return c.redirect(toOverview('waiting'), 303)
    case 'wrong':
    case 'locked':
      return again(answered.until > p.m.clock.now() ? { kind: 'locked', until: answered.until } : { kind: 'wrong' })
    default:
      return again({ kind: 'unreadable', why: answered.why })
  }
}

async function answer(
  { m }: Profile,
  c: Request,
  { change, account, home }: AtChange,
  { wanted, question, shared }: LetterStage,
  typed: string,
): Promise<Answered> {
  if (m.book === undefined) return { ok: false, why: 'ask-again' }
  const { person } = account
  const { steps, events } = askToWait(m, { account, wanted, language: c.get('language') })
  const warned = shared ? ([{ type: 'minid.shared', person, what: wanted.what }] as const) : []
  try {
    const holder = { person, numberHash: home.owner.numberHash }
    return await m.book.answer(holder, question, typed, steps, [...events, ...warned])
  } catch (error) {
    if (!(error instanceof PasswordsBusy)) throw error
    throw new Refusal('IN-15', { way: { href: pathOf(change), text: tryAgain }, detail: error.message })
  }
}

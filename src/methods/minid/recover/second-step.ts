/**
 * Who has one of a person's channels has not proved to be that person: a phone gets lost, a mailbox gets read. So a second proof
 * is asked for where the person has one: a code to the other channel, else a code from the letter.
 */
import type { Request } from '#http/routes.ts'
import { readLetterCode } from '#letters/books.ts'
import type { Account } from '#methods/minid/accounts-store.ts'
import { mayConfirm } from '#methods/minid/confirm/budget.ts'
import { judgeConfirmation, type Receiver, renewalRefused, sendConfirmation } from '#methods/minid/confirm/confirm.ts'
import { paced } from '#methods/minid/pace.ts'
import { atStage, backFrom, type Recover, type RecoverErrand } from '#methods/minid/recover/deps.ts'
import type { CodeStage, LetterStage, Proved, RecoverState } from '#methods/minid/recover/state.ts'

/** The stage after the temporary password. `by`: where that went, whatever the profile says by now. */
export async function secondProof(
  r: Recover,
  c: Request,
  errand: RecoverErrand,
  by: 'sms' | 'mail',
  proved: Proved,
): Promise<RecoverState> {
  const { m } = r
  const account = await m.accounts.openOf(proved.person)
  if (account === undefined) return { stage: 'over' }
  const receiver = otherChannel(account, by)
  if (receiver !== undefined) return askForCode(r, c, errand, proved, receiver)
  const question = await m.book?.ask(proved.person)
  if (question !== undefined) return { ...proved, stage: 'letter', question }
  // Row M6 lets the phone alone do where there is nothing else; not while its number is new.
  return m.clock.now() < account.mobileAloneFrom ? { stage: 'alone' } : { ...proved, stage: 'choose' }
}

function otherChannel(account: Account, by: 'sms' | 'mail'): Receiver | undefined {
  if (by === 'mail') return { kind: 'sms', to: account.mobile() }
  const email = account.email()
  return email === undefined ? undefined : { kind: 'mail', to: email }
}

async function askForCode(
  r: Recover,
  c: Request,
  errand: RecoverErrand,
  proved: Proved,
  receiver: Receiver,
  before?: CodeStage['confirmation'],
): Promise<CodeStage> {
  const { m } = r
  const asking = { id: errand.held.id, receiver, language: c.get('language'), why: 'recovery' } as const
  const { step, event, state } = sendConfirmation(m, asking, before)
  // Wrong codes count with the login's: who reads one channel must not buy guesses at the other here.
  const missed = await m.guesses.codes.until(proved.person, m.clock.now())
  const within = missed === 0 && (await mayConfirm(m, proved.person, receiver, m.addressOf(c)))
  // A new one that is not sent leaves the old one as it is; a first one stands there unsent, and a new one can be asked for.
  if (!within) return { ...proved, stage: 'code', confirmation: { ...(before ?? state), notice: { kind: 'too-many' } } }
  const written = await m.audit.write([step], [{ ...event, person: proved.person }])
  if (!written.ok) throw new Error(`a code could not be queued: ${written.failed}`)
  m.outbox.nudge()
  return { ...proved, stage: 'code', confirmation: state }
}

export async function postCode(r: Recover, c: Request): Promise<Response> {
  const { errands, m } = r
  const { errand, form } = await errands.posted(c)
  const { person, numberHash, asked, until, confirmation } = atStage(r, errand, 'code')
  const judged = judgeConfirmation(m, errand.held.id, confirmation, form.get('code') ?? '')
  const proved = { person, numberHash, asked, until }
  await errands.keep(
    errand,
    judged.ok ? { ...proved, stage: 'choose' } : { ...proved, stage: 'code', confirmation: judged.state },
  )
  // Counted only now: of many guesses at once one is looked at, and the others must not cost its owner their codes.
  if (!judged.ok && judged.why !== undefined)
    m.audit.note({ type: 'minid.confirmation.refused', channel: confirmation.receiver.kind, why: judged.why, person })
  if (!judged.ok && judged.why === 'wrong') await m.guesses.codes.count(person, m.clock.now())
  return c.redirect(errands.path(errand), 303)
}

export async function postNewCode(r: Recover, c: Request): Promise<Response> {
  const { errands, m } = r
  const { errand } = await errands.posted(c)
  const state = atStage(r, errand, 'code')
  const refused = renewalRefused(state.confirmation, m.clock.now())
  if (refused !== undefined) {
    await errands.keep(errand, { ...state, confirmation: refused })
    return c.redirect(errands.path(errand), 303)
  }
  // Of two clicks one sends.
  const mine = await errands.keep(errand, { ...state, busy: true })
  const { confirmation, person, numberHash, asked, until } = state
  const proved = { person, numberHash, asked, until }
  await errands.keep(mine, await askForCode(r, c, mine, proved, confirmation.receiver, confirmation))
  return c.redirect(errands.path(errand), 303)
}

export async function postLetter(r: Recover, c: Request): Promise<Response> {
  const { errands, m } = r
  const { errand, form } = await errands.posted(c)
  const { person, numberHash, asked, until, question } = atStage(r, errand, 'letter')
  const state: LetterStage = { person, numberHash, asked, until, question, stage: 'letter' }
  const typed = form.get('code') ?? ''
  const read = readLetterCode(typed)
  if ('fault' in read) {
    const why = typed.trim() === '' ? 'missing' : read.fault
    await errands.keep(errand, { ...state, notice: { kind: 'unreadable', why } })
    return c.redirect(errands.path(errand), 303)
  }
  const mine = await errands.keep(errand, { ...state, busy: true })
  const next = await paced(m.clock, m.pace, () => answered(r, state, read.code)).catch((cause: unknown) =>
    backFrom(r, mine, state, cause),
  )
  await errands.keep(mine, next)
  return c.redirect(errands.path(errand), 303)
}

async function answered({ m }: Recover, state: LetterStage, code: string): Promise<RecoverState> {
  const { person, numberHash, asked, until, question } = state
  const { book } = m
  if (book === undefined) throw new Error('a letter was asked for, and there are none')
  const answer = await book.answer({ person, numberHash }, question, code)
  const proved = { person, numberHash, asked, until }
  if (answer.ok) return { ...proved, stage: 'choose' }
  if (answer.why === 'wrong' || answer.why === 'locked')
    return { ...state, notice: { kind: 'wrong', until: answer.until } }
  // The letter was used up, blocked or replaced meanwhile: another one, or none, is no reason to let somebody past.
  const next = await book.ask(person)
  return next === undefined ? { stage: 'over' } : { ...proved, stage: 'letter', question: next }
}

/** The password, and all that goes with it in one batch: until then nothing is written, and nothing of it is lost after (I5). */
import type { AuditEvent } from '#audit/events.ts'
import type { Step } from '#db/db.ts'
import type { Request } from '#http/routes.ts'
import type { Language } from '#i18n/text.ts'
import type { Account, Details } from '#methods/minid/accounts-store.ts'
import { keptNumber } from '#methods/minid/errands/kept-number.ts'
import { PasswordsBusy } from '#methods/minid/password.ts'
import { readChoice } from '#methods/minid/passwords/fields.ts'
import { atStage, busyRefusal, goTo, type Register, type RegisterErrand } from '#methods/minid/register/deps.ts'
import { type ChooseStage, knownOf, type OverStage, type RegisterState } from '#methods/minid/register/state.ts'
import { finishRegistration } from '#methods/minid/register/store.ts'
import { type Channels, tellOwner } from '#methods/minid/told/told.ts'
import { guessesAnew } from '#methods/minid/guesses.ts'

export async function postPassword(r: Register, c: Request): Promise<Response> {
  const { errands, m } = r
  const { errand, form } = await errands.posted(c)
  const { faults: _, ...state } = atStage(r, errand, 'choose')
  const { email, mobile } = state.contact
  const language = c.get('language')
  try {
    const number = keptNumber(m.vault, state.number).reveal('look-up')
    const choice = await readChoice(m.passwordRules, form, { number, email, mobile, gateway: m.host })
    if ('faults' in choice) return await goTo(r, c, errand, { ...state, faults: choice.faults })
    const passwordHash = await m.passwords.hash(choice.password)
    // Of two clicks one writes; the other waits until it has.
    const mine = await errands.keep(errand, { ...state, busy: true })
    return await goTo(r, c, mine, await write(r, mine, state, { ...state.contact, passwordHash, language }, language))
  } catch (cause) {
    if (!(cause instanceof PasswordsBusy)) throw cause
    throw busyRefusal(r, errand)
  }
}

async function write(
  r: Register,
  errand: RegisterErrand,
  state: ChooseStage,
  details: Details,
  language: Language,
): Promise<RegisterState> {
  const { m, book } = r
  const { person, letter, cameBack } = state
  const now = m.clock.now()
  const account = await m.store.account(person)
  const { steps, events, from } = state.anew
    ? waits(r, state, account, details, language)
    : registers(r, state, account, details, language)
  const written = await m.audit.write(
    [
      finishRegistration(errand.held.id, person, letter, now),
      // Whoever blocked the letter meanwhile has stopped what was begun with it.
      book.stillCounts(person, letter),
      m.persons.notBlocked(person),
      ...(cameBack && m.letters !== undefined ? [m.letters.orders.toldThatItCameBack(person, 'minid')] : []),
      ...steps,
    ],
    events,
  )
  if (!written.ok) return failed(r, errand, state, written.failed)
  m.outbox.nudge()
  return { stage: 'done', cameBack, ...(from === undefined ? {} : { from }) }
}

interface Written {
  readonly steps: readonly Step[]
  readonly events: readonly AuditEvent[]
  readonly from?: number
}

/** A new account, or one that was closed: at once. */
function registers(
  { m, house }: Register,
  { person, letter, shared }: ChooseStage,
  account: Account | undefined,
  details: Details,
  language: Language,
): Written {
  const opened = account !== undefined
  const channels = channelsOf(details)
  const what = opened ? 'opened' : 'registered'
  return {
    steps: [
      m.store.register(person, details, m.clock.now()),
      // Failures were counted against what is no more, changes were asked for it, and devices proved whoever had it.
      guessesAnew(person),
      m.pending.cancelAll(person),
      ...m.devices.removeAll(person),
      ...house.endSessions(person),
      ...tellOwner(m, channels, what, language),
      ...(account === undefined ? [] : tellOwner(m, besides(channels, account), what, language)),
    ],
    events: [
      { type: 'minid.registered', person, letter, opened, sharedMobile: shared.mobile, sharedEmail: shared.email },
    ],
  }
}

/** Over an account that is open: a letter alone may have been stolen, so its owner has days to stop it. */
function waits(
  { m }: Register,
  { person, letter, shared }: ChooseStage,
  account: Account | undefined,
  details: Details,
  language: Language,
): Written {
  const channels = account ?? channelsOf(details)
  const asked = m.pending.ask({ person, what: 'anew', value: JSON.stringify(details), language, channels })
  const event: AuditEvent = {
    type: 'minid.registration.waits',
    person,
    letter,
    sharedMobile: shared.mobile,
    sharedEmail: shared.email,
  }
  return { steps: asked.steps, events: [...asked.events, event], from: asked.effective }
}

const channelsOf = ({ mobile, email }: Details): Channels => ({ mobile: () => mobile, email: () => email })

/** Nobody is told the same twice on one channel. */
const besides = (first: Channels, second: Channels): Channels => ({
  mobile: () => (second.mobile() === first.mobile() ? undefined : second.mobile()),
  email: () => (second.email() === first.email() ? undefined : second.email()),
})

const over: Readonly<Record<string, OverStage['why']>> = {
  'letter-counts': 'letter',
  'person-blocked': 'blocked',
  'minid-change-waiting': 'waits',
}

/** What somebody else, or the same one in another window, has done meanwhile. */
async function failed(
  { m }: Register,
  errand: RegisterErrand,
  state: ChooseStage,
  guard: string,
): Promise<RegisterState> {
  const why = over[guard]
  if (why !== undefined) return { stage: 'over', why }
  if (guard === 'minid-account-open') return { ...knownOf(state), stage: 'open' }
  if (guard !== 'registration-over') throw new Error(`a registration could not be written: ${guard}`)
  // The process died after it was written, and before it was told.
  const { person, anew, cameBack } = state
  const account = await m.store.account(person)
  const waiting = (await m.pending.waiting(person)).find(({ what }) => what === 'anew')
  if (anew && waiting !== undefined) return { stage: 'done', cameBack, from: waiting.effective }
  const mine = account?.closed === false && account.passwordSince >= errand.held.began && !anew
  return mine ? { stage: 'done', cameBack } : { stage: 'over', why: 'late' }
}

/** The new password, and all that goes with it in one batch: the old one holds until then. */
import type { Request } from '#http/routes.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Step } from '#db/db.ts'
import type { Account } from '#methods/minid/accounts-store.ts'
import { PasswordsBusy } from '#methods/minid/password.ts'
import { readChoice } from '#methods/minid/passwords/fields.ts'
import { atStage, busy, type Recover, type RecoverErrand } from '#methods/minid/recover/deps.ts'
import type { ChooseStage, RecoverState } from '#methods/minid/recover/state.ts'
import { tellOwner } from '#methods/minid/told/told.ts'
import { guessesAnew } from '#methods/minid/guesses.ts'

export async function postPassword(r: Recover, c: Request): Promise<Response> {
  const { errands, m } = r
  const { errand, form } = await errands.posted(c)
  const { person, numberHash, asked, until } = atStage(r, errand, 'choose')
  const state: ChooseStage = { person, numberHash, asked, until, stage: 'choose' }
  const account = m.clock.now() < until ? await m.accounts.openOf(person) : undefined
  if (account === undefined) return goTo(r, c, errand, { stage: 'over' })
  try {
    const choice = await readChoice(m.passwordRules, form, {
      number: (await m.persons.numberOf(person, numberHash)).reveal('look-up'),
      email: account.email(),
      mobile: account.mobile(),
      gateway: m.host,
    })
    if ('faults' in choice) return await goTo(r, c, errand, { ...state, faults: choice.faults })
    const hash = await m.passwords.hash(choice.password)
    // Of two clicks one writes; the other waits until it has.
    const mine = await errands.keep(errand, { ...state, busy: true })
    return await goTo(r, c, mine, await changed(r, c, mine, account, { hash, asked }))
  } catch (cause) {
    if (cause instanceof PasswordsBusy) throw busy(r, errand)
    throw cause
  }
}

async function goTo({ errands }: Recover, c: Request, errand: RecoverErrand, next: RecoverState): Promise<Response> {
  await errands.keep(errand, next)
  return c.redirect(errands.path(errand), 303)
}

async function changed(
  { m, house, temporary }: Recover,
  c: Request,
  errand: RecoverErrand,
  account: Account,
  { hash, asked }: { readonly hash: string; readonly asked: number },
): Promise<RecoverState> {
  const { person } = account
  const now = m.clock.now()
  const steps: readonly Step[] = [
    ...temporary.done(errand.held.id, person, now),
    m.store.passwordFrom(person, asked),
    m.store.setPassword(person, hash, now),
    // Whoever is shut out by others' failures is not any more, in the browser that they hold.
    ...m.marks.mark(c, person, now),
    // The waits were for guesses at the password that is no more.
    guessesAnew(person),
    ...house.endSessions(person),
    ...tellOwner(m, account, 'password', c.get('language')),
  ]
  const event: AuditEvent = { type: 'minid.password.changed', by: 'recovery', person }
  const written = await m.audit.write(steps, [event])
  // Another temporary password was used, the password was changed, the account closed, or its codes blocked meanwhile.
  if (!written.ok) return { stage: 'over' }
  m.outbox.nudge()
  return { stage: 'done' }
}

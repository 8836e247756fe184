/** Closing an account: nobody logs in with it from now on. Registering with a letter opens it again. */
import type { PersonId } from '#base/ids.ts'
import type { Step } from '#db/db.ts'
import type { Language } from '#i18n/text.ts'
import type { MethodHouse } from '#login/method.ts'
import { endsOf } from '#methods/minid/block/ends.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { pendingStore } from '#methods/minid/pending/store.ts'
import { temporaryStore } from '#methods/minid/recover/store.ts'
import { guessesAnew } from '#methods/minid/guesses.ts'

/** What ends with it, as the parts of MinID know it. */
export const endsDeps = (m: Minid, house: Pick<MethodHouse, 'endSessions'>) => ({
  ...m,
  temporary: temporaryStore(m.db),
  pending: pendingStore(m.db, m.vault),
  endSessions: (person: PersonId) => house.endSessions(person),
})

/**
 * The row stays, closed: that somebody had MinID is not forgotten, and no second one is made beside it. Letters, sessions,
 * devices and what waits to be changed end in the same batch. `done`: it was asked for and has waited. False: there is no open account, or it was stopped.
 */
export async function closeAccount(
  m: Minid,
  house: Pick<MethodHouse, 'endSessions'>,
  person: PersonId,
  language: Language,
  done?: Step,
): Promise<boolean> {
  if ((await m.accounts.openOf(person)) === undefined) return false
  const ends = await endsOf(endsDeps(m, house), person, 'closed', language, done !== undefined)
  const steps = [
    ...(done === undefined ? [] : [done]),
    m.store.close(person, m.clock.now()),
    guessesAnew(person),
    ...m.devices.removeAll(person),
    ...ends.steps,
  ]
  const waited = done === undefined ? [] : [{ type: 'minid.change.done', person, what: 'close' } as const]
  const events = [{ type: 'minid.closed', person } as const, ...waited, ...ends.events]
  if (m.book === undefined) {
    const written = await m.audit.write(steps, events)
    if (!written.ok) return false
    // Closed by another click at this moment.
  } else if ((await m.book.block(person, 'self', steps, events)) === undefined) return false
  m.outbox.nudge()
  return true
}

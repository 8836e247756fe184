/** Closing an account: nobody logs in with it from now on. Registering with a letter opens it again. */
import type { PersonId } from '#base/ids.ts'
import type { Language } from '#i18n/text.ts'
import type { MethodHouse } from '#login/method.ts'
import { endsOf } from '#methods/minid/block/ends.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { temporaryStore } from '#methods/minid/recover/store.ts'

/** What ends with it, as the parts of MinID know it. */
export const endsDeps = (m: Minid, house: Pick<MethodHouse, 'endSessions'>) => ({
  ...m,
  temporary: temporaryStore(m.db),
  endSessions: (person: PersonId) => house.endSessions(person),
})

/**
 * The row stays, closed: that somebody had MinID is not forgotten, and no second one is made beside it. Letters, sessions and
 * devices end in the same batch; what waits to be changed ends when its day comes. False: there is no open account.
 */
export async function closeAccount(
  m: Minid,
  house: Pick<MethodHouse, 'endSessions'>,
  person: PersonId,
  language: Language,
): Promise<boolean> {
  if ((await m.accounts.openOf(person)) === undefined) return false
  const steps = [
    m.store.close(person, m.clock.now()),
    m.store.forget(person),
    ...m.devices.removeAll(person),
    ...(await endsOf(endsDeps(m, house), person, 'closed', language)),
  ]
  const closed = { type: 'minid.closed', person } as const
  if (m.book === undefined) {
    const written = await m.audit.write(steps, [closed])
    if (!written.ok) return false
  } else await m.book.block(person, 'self', steps, [closed])
  m.outbox.nudge()
  return true
}

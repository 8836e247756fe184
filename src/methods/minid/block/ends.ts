/** What ends when codes are blocked or an account is closed: sessions, proofs, new passwords on their way, changes that wait. And the owner is told. */
import type { PersonId } from '#base/ids.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Step } from '#db/db.ts'
import type { Language } from '#i18n/text.ts'
import type { MethodHouse } from '#login/method.ts'
import type { AccountStore } from '#methods/minid/accounts-store.ts'
import { dropMarks } from '#methods/minid/marks/store.ts'
import type { PendingStore } from '#methods/minid/pending/store.ts'
import type { TemporaryStore } from '#methods/minid/recover/store.ts'
import { type TellDeps, type Told, tellOwner } from '#methods/minid/told/told.ts'

export interface EndsDeps extends TellDeps {
  readonly store: Pick<AccountStore, 'account'>
  readonly temporary: Pick<TemporaryStore, 'dropAll'>
  readonly pending: Pick<PendingStore, 'open' | 'cancelAll' | 'cancelOthers'>
  readonly endSessions: MethodHouse['endSessions']
}

/** No person's id: finds nothing, and takes as long. */
const nobody = 'per_nobody' as PersonId

export interface Ends {
  readonly steps: readonly Step[]
  readonly events: readonly AuditEvent[]
}

/** For the batch of whoever blocks. `language`: of whoever does it; who is told by the help desk hears it in their own. Who cannot be reached, or is nobody, is told nothing; all else is the same work. `waited`: a closing that was asked for happens. */
export async function endsOf(
  deps: EndsDeps,
  person: PersonId | undefined,
  what: Extract<Told, 'blocked' | 'blocked-by-desk' | 'closed'>,
  language: Language,
  waited = false,
): Promise<Ends> {
  const account = await deps.store.account(person)
  const whose = person ?? nobody
  const closes = what === 'closed'
  // Asked for with a letter that may have been stolen; of an account that is closed nothing happens at all.
  const open = await deps.pending.open(whose)
  const itself = waited ? open.find((row) => row.what === 'close') : undefined
  const stopped = open.filter((row) => row !== itself && (closes || row.what !== 'old-mobile'))
  const told: readonly Told[] = stopped.length === 0 ? [what] : [what, 'change-stopped']
  const reached = account?.closed === false ? account : undefined
  const speaks = what === 'blocked-by-desk' ? (account?.language ?? language) : language
  return {
    steps: [
      deps.temporary.dropAll(whose),
      itself === undefined
        ? deps.pending.cancelAll(whose, deps.clock.now(), closes ? undefined : 'asked')
        : deps.pending.cancelOthers(itself, deps.clock.now()),
      ...deps.endSessions(whose),
      dropMarks(whose),
      ...(reached === undefined ? [] : told.flatMap((one) => tellOwner(deps, reached, one, speaks))),
    ],
    events: stopped.map((row) => ({
      type: 'minid.change.cancelled',
      person: whose,
      what: row.what,
      by: closes ? 'closed' : 'blocked',
    })),
  }
}

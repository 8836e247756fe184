/** What ends when codes are blocked or an account is closed: sessions, proofs, new passwords on their way. And the owner is told. */
import type { PersonId } from '#base/ids.ts'
import type { Step } from '#db/db.ts'
import type { Language } from '#i18n/text.ts'
import type { MethodHouse } from '#login/method.ts'
import type { AccountStore } from '#methods/minid/accounts-store.ts'
import type { TemporaryStore } from '#methods/minid/recover/store.ts'
import { type TellDeps, type Told, tellOwner } from '#methods/minid/told/told.ts'

export interface EndsDeps extends TellDeps {
  readonly store: Pick<AccountStore, 'account'>
  readonly temporary: Pick<TemporaryStore, 'dropAll'>
  readonly endSessions: MethodHouse['endSessions']
}

/** No person's id: finds nothing, and takes as long. */
const nobody = 'per_nobody' as PersonId

/** For the batch of whoever blocks. Who cannot be reached, or is nobody, is told nothing; all else is the same work. */
export async function endsOf(
  deps: EndsDeps,
  person: PersonId | undefined,
  what: Told,
  language: Language,
): Promise<readonly Step[]> {
  const account = await deps.store.account(person)
  const whose = person ?? nobody
  return [
    deps.temporary.dropAll(whose),
    ...deps.endSessions(whose),
    ...(account === undefined || account.closed ? [] : tellOwner(deps, account, what, language)),
  ]
}

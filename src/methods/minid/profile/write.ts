/** What a proved change does: at once, and told on the channels that stood before it; or asked for, to wait. One batch each. */
import type { AuditEvent } from '#audit/events.ts'
import type { Step } from '#db/db.ts'
import type { Language } from '#i18n/text.ts'
import type { Account } from '#methods/minid/accounts-store.ts'
import type { Minid } from '#methods/minid/deps.ts'
import type { AskedFor } from '#methods/minid/pending/pending.ts'
import type { PendingRow } from '#methods/minid/pending/store.ts'
import type { Said } from '#methods/minid/profile/deps.ts'
import type { By, Wanted, WantedContact } from '#methods/minid/profile/state.ts'
import { tellOwner } from '#methods/minid/told/told.ts'

export interface Proved {
  readonly account: Account
  readonly wanted: Wanted
  readonly by: Exclude<By, 'letter'>
  readonly shared: boolean
  readonly language: Language
}

/** What to say of it. */
export async function writeNow(m: Minid, proved: Proved): Promise<Said> {
  const { account, wanted, by, shared } = proved
  const { person } = account
  const { steps, events } = written(m, proved)
  const event: AuditEvent = { type: 'minid.changed', person, what: wanted.what, by, shared }
  const result = await m.audit.write(steps, [event, ...events])
  if (result.ok) m.outbox.nudge()
  else if (result.failed === 'minid-change-waiting') return 'waiting'
  else if (result.failed !== 'minid-account-closed') throw new Error(`a change could not be written: ${result.failed}`)
  return result.ok ? wanted.what : 'over'
}

interface Written {
  readonly steps: readonly Step[]
  readonly events: readonly AuditEvent[]
}

function written(m: Minid, { account, wanted, language }: Proved): Written {
  const { store, clock, pending } = m
  const { person } = account
  const now = clock.now()
  if (wanted.what === 'channels')
    return {
      steps: [store.setChannels(person, wanted, now), ...tellOwner(m, account, 'channel', language)],
      events: [],
    }
  if (wanted.what === 'email') {
    const steps = [account, { mobile: () => undefined, email: () => wanted.to }].flatMap((one) =>
      tellOwner(m, one, 'email', language),
    )
    return { steps: [store.setEmail(person, wanted.to, now), ...steps], events: [] }
  }
  // The old phone hears how it takes the number back, and until then the new one proves nothing by itself.
  const old = { person, what: 'old-mobile', value: account.mobile(), language, channels: account } as const
  const asked = pending.ask(old)
  return { steps: [store.setMobile(person, wanted.to, now, asked.effective), ...asked.steps], events: asked.events }
}

/** A letter may have been stolen: what it confirms waits, and whoever is told can stop it. For the batch that uses the code up. */
export function askToWait(
  { pending }: Minid,
  {
    account,
    wanted,
    language,
  }: { readonly account: Account; readonly wanted: WantedContact; readonly language: Language },
): AskedFor {
  const { what, to } = wanted
  return pending.ask({ person: account.person, what, value: to, language, channels: account })
}

/** Nothing more may be begun: something of the kind waits, or the number has just changed and may be taken back. */
export function heldUp(waiting: readonly PendingRow[], { what }: Pick<Wanted, 'what'>, by: By): boolean {
  const kinds = waiting.map((one) => one.what)
  if (kinds.includes('anew')) return true
  if (what === 'mobile') return kinds.includes('mobile') || (by !== 'letter' && kinds.includes('old-mobile'))
  return what === 'email' && kinds.includes('email')
}

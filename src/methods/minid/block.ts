/** Blocking MinID's codes: by their owner (`block/`), or for somebody who called. All that the help desk may use of MinID. */
import type { PersonId } from '#base/ids.ts'
import type { NationalId } from '#base/national-id.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Step } from '#db/db.ts'
import type { Language } from '#i18n/text.ts'
import type { CodeBook } from '#letters/codes.ts'
import type { Orders } from '#letters/order.ts'
import type { Outbox } from '#messages/outbox.ts'
import { type EndsDeps, endsOf } from '#methods/minid/block/ends.ts'
import type { Persons } from '#persons/persons.ts'

export interface BlockDeps extends EndsDeps {
  readonly persons: Pick<Persons, 'find'>
  readonly book: Pick<CodeBook, 'block'>
  readonly orders: Pick<Orders, 'mayOrderAnew'>
  readonly outbox: Outbox
}

/** `staff`: who at the help desk did it. */
export type BlockedBy = { readonly by: 'self' } | { readonly by: 'helpdesk'; readonly staff: PersonId }

/**
 * At once, and never undone: only new codes can be ordered. Comes back with nothing, and does the same work for a number that
 * nobody has. `language`: of what the owner is told. `also`: more of the same batch.
 */
export async function blockCodes(
  deps: BlockDeps,
  number: NationalId,
  blocked: BlockedBy,
  language: Language,
  also: readonly Step[] = [],
): Promise<void> {
  const person = (await deps.persons.find(number))?.id
  const about = person === undefined ? {} : { person }
  const helped = blocked.by === 'helpdesk'
  const events: readonly AuditEvent[] = helped
    ? [{ type: 'helpdesk.blocked', staff: blocked.staff, book: 'minid', ...about }]
    : []
  const ends = await endsOf(deps, person, helped ? 'blocked-by-desk' : 'blocked', language)
  const done = await deps.book.block(
    person,
    blocked.by,
    [deps.orders.mayOrderAnew(number, 'minid'), ...ends.steps, ...also],
    [...events, ...ends.events],
  )
  if (done === undefined) throw new Error('codes could not be blocked')
  deps.outbox.nudge()
}

/** For the help desk. */
export type BlockCodes = (number: NationalId, staff: PersonId) => Promise<void>

/** Nobody at the help desk knows the caller's language: where the account does not either, it is the one that most read. */
export const openBlockCodes =
  (deps: BlockDeps): BlockCodes =>
  (number, staff) =>
    blockCodes(deps, number, { by: 'helpdesk', staff }, 'nb')

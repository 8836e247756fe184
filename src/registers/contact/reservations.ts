/**
 * Opting out of digital communication (row R2, as far as the help desk does it). Kept by number and not by person: whoever calls may
 * be nobody that has been here. Logging in, and what MinID sends for it, is not touched.
 */
import type { Clock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import type { NationalId } from '#base/national-id.ts'
import type { Audit } from '#audit/audit.ts'
import type { Database, Step } from '#db/db.ts'
import type { Persons } from '#persons/persons.ts'
import { reservationStore, type SetBy } from '#registers/contact/store.ts'

export interface ReservationDeps {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Pick<Audit, 'write'>
  readonly persons: Pick<Persons, 'find' | 'hashOf' | 'hashesOf'>
}

/** Somebody who has opted out. */
export interface Reservation {
  /** Milliseconds. */
  readonly since: number
  readonly by: SetBy
}

export interface Reservations {
  /** Comes back with nothing, whatever stood there. `also`: written with it. */
  byHelpDesk(number: NationalId, out: boolean, staff: PersonId, also?: readonly Step[]): Promise<void>
  /** Undefined: has not opted out. */
  of(person: PersonId): Promise<Reservation | undefined>
}

export function openReservations({ database, clock, audit, persons }: ReservationDeps): Reservations {
  const store = reservationStore(database)
  return {
    async byHelpDesk(number, out, staff, also = []) {
      const person = (await persons.find(number))?.id
      const { ok } = await audit.write(
        [store.set(persons.hashOf(number), out, 'helpdesk', clock.now()), ...also],
        [{ type: 'helpdesk.reserved', staff, what: out ? 'out' : 'in', ...(person === undefined ? {} : { person }) }],
      )
      if (!ok) throw new Error('an opt-out could not be written')
    },
    async of(person) {
      const row = await store.newest(await persons.hashesOf(person))
      return row === undefined || row.reserved === null ? undefined : { since: row.reserved, by: row.set_by }
    },
  }
}

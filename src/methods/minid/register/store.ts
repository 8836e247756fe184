/**
 * Owner of `minid_registration`: somebody has used a letter's code and is on the way through the pages. One account comes of it at
 * most, and the database has the last word on that (security.md 3): what a browser holds may come twice.
 */
import type { PersonId } from '#base/ids.ts'
import type { Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { LetterId } from '#letters/books.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0001-minid-registration',
    up: async (tx, column) => {
      await tx.schema
        .createTable('minid_registration')
        // The errand: one each.
        .addColumn('errand', column.text, (c) => c.primaryKey())
        .addColumn('person_id', column.text, (c) => c.notNull())
        .addColumn('letter', column.text, (c) => c.notNull())
        .addColumn('expires', column.integer, (c) => c.notNull())
        .execute()
      await tx.schema.createIndex('minid_registration_expires').on('minid_registration').column('expires').execute()
    },
  },
]

export interface Begun {
  readonly errand: string
  readonly person: PersonId
  readonly letter: LetterId
  /** Milliseconds. */
  readonly expires: number
}

const sweep = written('delete from minid_registration where expires <= $1')
// Who died between the code and the next page uses another code, and goes on in the same errand.
const insert = written(`insert into minid_registration (errand, person_id, letter, expires) values ($1, $2, $3, $4)
  on conflict (errand) do update set person_id = excluded.person_id, letter = excluded.letter, expires = excluded.expires`)
const finish = written(`delete from minid_registration
  where errand = $1 and person_id = $2 and letter = $3 and expires > $4`)

/** Part of the batch that uses the code up. */
export const beginRegistration = ({ errand, person, letter, expires }: Begun, now: number): readonly Step[] => [
  { query: sweep(now) },
  { query: insert(errand, person, letter, expires) },
]

/** Fails as `registration-over`. */
export const finishRegistration = (errand: string, person: PersonId, letter: LetterId, now: number): Step => ({
  query: finish(errand, person, letter, now),
  must: 'registration-over',
})

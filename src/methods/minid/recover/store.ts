/**
 * Owner of `minid_temporary`: temporary passwords that were sent. The database has the last word on each (security.md 3): whether
 * it may be guessed at, that it is used once, and that one new password comes of it. Strangers have rows, too.
 */
import type { PersonId } from '#base/ids.ts'
import type { Database, Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import { temporaryRules } from '#methods/minid/recover/temporary.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0001-minid-temporary',
    up: async (tx, column) => {
      await tx.schema
        .createTable('minid_temporary')
        // The errand that asked for it: one each.
        .addColumn('errand', column.text, (c) => c.primaryKey())
        // Null: nobody was sent it, so nobody knows it.
        .addColumn('person_id', column.text)
        // A slow hash under a key from outside the database.
        .addColumn('hash', column.text, (c) => c.notNull())
        .addColumn('expires', column.integer, (c) => c.notNull())
        .addColumn('tries', column.integer, (c) => c.notNull())
        // When it was typed in, and when a new password came of it.
        .addColumn('used', column.integer)
        .addColumn('done', column.integer)
        .execute()
      await tx.schema.createIndex('minid_temporary_expires').on('minid_temporary').column('expires').execute()
      await tx.schema.createIndex('minid_temporary_person').on('minid_temporary').column('person_id').execute()
    },
  },
]

export interface Guessable {
  readonly person: PersonId | undefined
  readonly hash: string
  /** Guesses left should this one be wrong. */
  readonly left: number
}

export interface NewTemporary {
  readonly errand: string
  readonly person: PersonId | undefined
  readonly hash: string
  readonly expires: number
}

export interface TemporaryStore {
  insert(temporary: NewTemporary, now: number): readonly Step[]
  /** Counts a guess before it is made. Undefined: used, too old, or guessed at too often. */
  guess(errand: string, now: number): Promise<Guessable | undefined>
  /** Fails as `temporary-used`. */
  use(errand: string, person: PersonId, now: number): Step
  /** Fails as `temporary-over`. Of all that the person has on the way this one is the last. */
  done(errand: string, person: PersonId, now: number): readonly Step[]
  /** Nothing that the person has on the way comes to anything. */
  dropAll(person: PersonId): Step
}

/** Long after the last page that could ask for it. */
const kept = 24 * 3600_000

const insert = written(
  'insert into minid_temporary (errand, person_id, hash, expires, tries) values ($1, $2, $3, $4, 0)',
)
const sweep = written('delete from minid_temporary where expires < $1')
const guess = `update minid_temporary set tries = tries + 1
  where errand = $1 and used is null and expires > $2 and tries < $3 returning person_id, hash, tries`
const use = written(
  'update minid_temporary set used = $3 where errand = $1 and person_id = $2 and used is null and expires > $3',
)
const done = written(
  'update minid_temporary set done = $3 where errand = $1 and person_id = $2 and used is not null and done is null',
)
const dropOthers = written('delete from minid_temporary where person_id = $1 and errand <> $2')
const dropAll = written('delete from minid_temporary where person_id = $1')

interface GuessRow {
  readonly person_id: PersonId | null
  readonly hash: string
  readonly tries: number
}

export function temporaryStore(db: Database): TemporaryStore {
  return {
    insert: ({ errand, person, hash, expires }, now) => [
      { query: insert(errand, person ?? null, hash, expires) },
      { query: sweep(now - kept) },
    ],
    guess: async (errand, now) => {
      const [row] = await db.raw<GuessRow>(guess, [errand, now, temporaryRules.guesses])
      if (row === undefined) return undefined
      return { person: row.person_id ?? undefined, hash: row.hash, left: temporaryRules.guesses - row.tries }
    },
    use: (errand, person, now) => ({ query: use(errand, person, now), must: 'temporary-used' }),
    done: (errand, person, now) => [
      { query: done(errand, person, now), must: 'temporary-over' },
      { query: dropOthers(person, errand) },
    ],
    dropAll: (person) => ({ query: dropAll(person) }),
  }
}

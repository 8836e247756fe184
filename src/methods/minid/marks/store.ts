/** Owner of `minid_mark`: which browsers somebody has logged in with. Of a browser a hash alone, another for each person. */
import type { PersonId } from '#base/ids.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { sha256 } from '#base/secrets.ts'
import type { Database, Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0001-minid-mark',
    up: async (tx, column) => {
      await tx.schema
        .createTable('minid_mark')
        .addColumn('hash', column.text, (c) => c.primaryKey())
        .addColumn('person_id', column.text, (c) => c.notNull())
        .addColumn('used', column.integer, (c) => c.notNull())
        .execute()
      await tx.schema.createIndex('minid_mark_person').on('minid_mark').columns(['person_id', 'used']).execute()
      await tx.schema.createIndex('minid_mark_used').on('minid_mark').column('used').execute()
    },
  },
]

/** So many browsers are known for one person: each is a way to a few more guesses. */
export const mostMarks = 8

/** `since`: of the password. With another one a browser is known no more. */
export const markHash = (secret: string, owner: string, since: number): string =>
  sha256(`minid-mark\n${secret}\n${owner}\n${since}`)

export interface Mark {
  readonly hash: string
  /** Milliseconds: the last time. */
  readonly used: number
}

export interface MarkStore {
  /** Those that count now, the last used first. */
  of(person: PersonId, now: number): Promise<readonly Mark[]>
  /** Fails as `browser-known`: there is none such, or it is another's. */
  forget(hash: string, person: PersonId): Step
  /** `owner`: the person, or the look-up hash of a number that nobody has, whose question is the same. */
  has(hash: string, owner: string, now: number): Promise<boolean>
  /** The ones that were not used for longest go. */
  insert(hash: string, person: PersonId, now: number): readonly Step[]
  sweep(now: number): Promise<void>
}

const kept = lifetimes.knownBrowser * 1000
const select = 'select 1 as one from minid_mark where hash = $1 and person_id = $2 and used > $3'
const selectOwn = 'select hash, used from minid_mark where person_id = $1 and used > $2 order by used desc, hash'
const dropOne = written('delete from minid_mark where hash = $1 and person_id = $2')
const upsert = written(`insert into minid_mark (hash, person_id, used) values ($1, $2, $3)
  on conflict (hash) do update set used = excluded.used`)
// The steps of a batch do not see one another's writes: the new one is left alone by its name.
const dropOld = written(`delete from minid_mark where person_id = $1 and hash <> $2 and hash not in (
  select hash from minid_mark where person_id = $1 and hash <> $2 order by used desc, hash limit ${mostMarks - 1})`)
const dropAll = written('delete from minid_mark where person_id = $1')

export const markStore = (db: Database): MarkStore => ({
  has: async (hash, owner, now) => (await db.raw(select, [hash, owner, now - kept])).length > 0,
  of: (person, now) => db.raw<Mark>(selectOwn, [person, now - kept]),
  forget: (hash, person) => ({ query: dropOne(hash, person), must: 'browser-known' }),
  insert: (hash, person, now) => [{ query: upsert(hash, person, now) }, { query: dropOld(person, hash) }],
  sweep: async (now) => void (await db.raw('delete from minid_mark where used <= $1', [now - kept])),
})

/** No browser of the person's is known any more. */
export const dropMarks = (person: PersonId): Step => ({ query: dropAll(person) })

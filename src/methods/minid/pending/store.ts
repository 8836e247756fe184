/** Owner of `minid_pending`: at most one change of a kind for each person, and what became of the last one. */
import type { PersonId } from '#base/ids.ts'
import { sha256 } from '#base/secrets.ts'
import type { Database, Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import { isLanguage, type Language } from '#i18n/text.ts'
import type { Vault } from '#keys/keys.ts'

/**
 * `mobile`, `email`: a new one, confirmed by a letter's code. `anew`: registration with a letter over an account that is open.
 * `old-mobile`: the number has changed, and the old one may be put back. `close`: closing, with nothing but a letter.
 */
export const pendingKinds = ['mobile', 'email', 'anew', 'old-mobile', 'close'] as const
export type PendingKind = (typeof pendingKinds)[number]

export const migrations: readonly Migration[] = [
  {
    name: '0001-minid-pending',
    up: async (tx, column) => {
      await tx.schema
        .createTable('minid_pending')
        .addColumn('person_id', column.text, (c) => c.notNull())
        .addColumn('what', column.text, (c) => c.notNull())
        // Null once it is over: nothing is kept that no longer counts.
        .addColumn('value_cipher', column.text)
        .addColumn('language', column.text, (c) => c.notNull())
        .addColumn('secret_hash', column.text, (c) => c.notNull())
        .addColumn('asked', column.integer, (c) => c.notNull())
        .addColumn('effective', column.integer, (c) => c.notNull())
        .addColumn('cancelled', column.integer)
        .addColumn('done', column.integer)
        .addPrimaryKeyConstraint('minid_pending_pk', ['person_id', 'what'])
        .execute()
      await tx.schema.createIndex('minid_pending_secret').on('minid_pending').column('secret_hash').execute()
      await tx.schema.createIndex('minid_pending_effective').on('minid_pending').column('effective').execute()
    },
  },
]

/** Times in milliseconds. */
export interface PendingRow {
  readonly person: PersonId
  readonly what: PendingKind
  /** Of whoever asked: messages are in it. */
  readonly language: Language
  readonly asked: number
  readonly effective: number
  readonly cancelled: number | undefined
  readonly done: number | undefined
  /** Only of one that is open. */
  value(): string
}

export interface NewPending extends Pick<PendingRow, 'person' | 'what' | 'language' | 'asked' | 'effective'> {
  readonly value: string
  readonly secret: string
}

export interface PendingStore {
  /** Fails as `minid-change-waiting` where one of the kind is open. */
  insert(pending: NewPending): Step
  /** Each fails as `minid-change-over` where somebody was first. */
  cancel(row: PendingRow, now: number): Step
  done(row: PendingRow, now: number): Step
  /** Everything that waits; `asked`: but for an old number, which its owner may still take back. */
  cancelAll(person: PersonId, now: number, which?: 'asked'): Step
  /** Everything but that one, which happens. */
  cancelOthers(row: PendingRow, now: number): Step
  open(person: PersonId): Promise<readonly PendingRow[]>
  bySecret(secret: string): Promise<PendingRow | undefined>
  /** The oldest first. */
  due(now: number, most: number): Promise<readonly PendingRow[]>
}

const isOpen = 'cancelled is null and done is null'
const columns = 'person_id, what, value_cipher, language, asked, effective, cancelled, done'
const upsert =
  written(`insert into minid_pending (person_id, what, value_cipher, language, secret_hash, asked, effective, cancelled, done)
  values ($1, $2, $3, $4, $5, $6, $7, null, null) on conflict (person_id, what) do update set
    value_cipher = excluded.value_cipher, language = excluded.language, secret_hash = excluded.secret_hash,
    asked = excluded.asked, effective = excluded.effective, cancelled = null, done = null
  where minid_pending.cancelled is not null or minid_pending.done is not null`)
const ofRow = `where person_id = $1 and what = $2 and asked = $3 and ${isOpen}`
const cancel = written(`update minid_pending set cancelled = $4, value_cipher = null ${ofRow}`)
const ofPerson = `update minid_pending set cancelled = $2, value_cipher = null where person_id = $1 and ${isOpen}`
const cancelAll = written(ofPerson)
const cancelAsked = written(`${ofPerson} and what <> 'old-mobile'`)
const cancelOthers = written(`${ofPerson} and what <> $3`)
const done = written(`update minid_pending set done = $4, value_cipher = null ${ofRow} and effective <= $4`)
const selectOpen = `select ${columns} from minid_pending where person_id = $1 and ${isOpen} order by effective`
const selectBySecret = `select ${columns} from minid_pending where secret_hash = $1`
const selectDue = `select ${columns} from minid_pending where effective <= $1 and ${isOpen} order by effective limit $2`

interface Row {
  readonly person_id: string
  readonly what: string
  readonly value_cipher: string | null
  readonly language: string
  readonly asked: number
  readonly effective: number
  readonly cancelled: number | null
  readonly done: number | null
}

export function pendingStore(db: Database, vault: Vault): PendingStore {
  const read = async (sql: string, parameters: readonly (string | number)[]): Promise<readonly PendingRow[]> =>
    (await db.raw<Row>(sql, parameters)).map((row) => pendingRow(vault, row))
  const must = 'minid-change-over'
  return {
    insert: ({ person, what, language, asked, effective, value, secret }) => ({
      query: upsert(
        person,
        what,
        vault.encrypt(place(person, what), value),
        language,
        sha256(secret),
        asked,
        effective,
      ),
      must: 'minid-change-waiting',
    }),
    cancel: ({ person, what, asked }, now) => ({ query: cancel(person, what, asked, now), must }),
    done: ({ person, what, asked }, now) => ({ query: done(person, what, asked, now), must }),
    cancelAll: (person, now, which) => ({ query: (which === 'asked' ? cancelAsked : cancelAll)(person, now) }),
    cancelOthers: ({ person, what }, now) => ({ query: cancelOthers(person, now, what) }),
    open: (person) => read(selectOpen, [person]),
    bySecret: async (secret) => (await read(selectBySecret, [sha256(secret)]))[0],
    due: (now, most) => read(selectDue, [now, most]),
  }
}

function pendingRow(vault: Vault, row: Row): PendingRow {
  const person = row.person_id as PersonId
  const what = row.what as PendingKind
  return {
    person,
    what,
    language: isLanguage(row.language) ? row.language : 'nb',
    asked: row.asked,
    effective: row.effective,
    cancelled: row.cancelled ?? undefined,
    done: row.done ?? undefined,
    value: () => {
      if (row.value_cipher === null) throw new Error('a change that is over')
      return vault.decrypt(place(person, what), row.value_cipher)
    },
  }
}

/** Authenticated with the cipher: a value opens in its own row alone. */
const place = (person: PersonId, what: PendingKind): string => `minid_pending:${what}:${person}`

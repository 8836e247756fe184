/** The table of our keys: those that sign, and those that open what was encrypted for us. Private halves are encrypted by the vault, and blanked when the key is gone. */
import type { Database, Migration, Step } from '#db/db.ts'
import type { KeyAlgorithm } from '#keys/keys.ts'

export type SigningKeyRow = {
  readonly algorithm: KeyAlgorithm
  /** 1, 2, 3 … for each algorithm: of two processes that make the next key, one gets the number. */
  readonly number: number
  readonly kid: string
  readonly private_cipher: string | null
  readonly public_jwk: string
  readonly created: number
  readonly signs_from: number
  /** Both are written when the next key takes over. */
  readonly signs_until: number | null
  readonly gone_after: number | null
}

export type FetchRow = {
  readonly who: string
  readonly last: number
}

type Tables = {
  signing_key: SigningKeyRow
  jwks_fetch: FetchRow
}

const queriesOf = (database: Database) => database.queries.withTables<Tables>()

export const migrations: readonly Migration[] = [
  {
    name: '0001-signing-key',
    async up(tx, column) {
      await tx.schema
        .createTable('signing_key')
        .addColumn('algorithm', column.text, (c) => c.notNull())
        .addColumn('number', column.integer, (c) => c.notNull())
        .addColumn('kid', column.text, (c) => c.notNull().unique())
        .addColumn('private_cipher', column.text)
        .addColumn('public_jwk', column.text, (c) => c.notNull())
        .addColumn('created', column.integer, (c) => c.notNull())
        .addColumn('signs_from', column.integer, (c) => c.notNull())
        .addColumn('signs_until', column.integer)
        .addColumn('gone_after', column.integer)
        .addPrimaryKeyConstraint('signing_key_pk', ['algorithm', 'number'])
        .execute()
    },
  },
  {
    name: '0002-jwks-fetch',
    async up(tx, column) {
      await tx.schema
        .createTable('jwks_fetch')
        .addColumn('who', column.text, (c) => c.primaryKey())
        .addColumn('last', column.integer, (c) => c.notNull())
        .execute()
    },
  },
]

/** In the order in which they sign. */
export const readKeys = (database: Database): Promise<SigningKeyRow[]> =>
  queriesOf(database).selectFrom('signing_key').selectAll().orderBy('signs_from').orderBy('number').execute()

/** A guard: fails as `taken` when another process made the key of this number. */
export const insertKey = (database: Database, row: SigningKeyRow): Step => ({
  query: queriesOf(database).insertInto('signing_key').values(row).compile(),
  must: 'taken',
})

/** A guard: fails as `done` when another process has written it. */
export const endKey = (database: Database, kid: string, until: number, goneAfter: number): Step => ({
  query: queriesOf(database)
    .updateTable('signing_key')
    .set({ signs_until: until, gone_after: goneAfter })
    .where('kid', '=', kid)
    .where('signs_until', 'is', null)
    .compile(),
  must: 'done',
})

/** Destroys the private half. A guard: fails as `done` when another process did. */
export const blankKey = (database: Database, kid: string): Step => ({
  query: queriesOf(database)
    .updateTable('signing_key')
    .set({ private_cipher: null })
    .where('kid', '=', kid)
    .where('private_cipher', 'is not', null)
    .compile(),
  must: 'done',
})

export const readFetches = (database: Database): Promise<FetchRow[]> =>
  queriesOf(database).selectFrom('jwks_fetch').selectAll().orderBy('who').execute()

/** Several processes write: the latest stays. */
export const putFetch = (database: Database, row: FetchRow): Step => ({
  query: queriesOf(database)
    .insertInto('jwks_fetch')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('who').doUpdateSet({ last: row.last }).where('jwks_fetch.last', '<', row.last),
    )
    .compile(),
})

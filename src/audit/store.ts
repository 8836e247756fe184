/** The trail's tables: rows, the keys of the people they are about, seals, and how far each strand is sealed. */
import { type CompiledQuery, sql } from 'kysely'
import type { PersonId } from '#base/ids.ts'
import type { Database, Migration, Step } from '#db/db.ts'
import type { PersonKeyRow } from '#audit/person-keys.ts'
import type { AuditRow } from '#audit/row.ts'
import type { Seal } from '#audit/seal.ts'

/** For the sealer alone; whoever verifies reads the seals. */
export type HeadRow = {
  readonly strand: string
  /** The first number that no seal covers. */
  readonly next: number
  /** 1: the process ended in good order, nothing more will come. */
  readonly closed: number
}

type Tables = {
  audit_row: AuditRow
  audit_seal: Seal
  audit_head: HeadRow
  person_key: PersonKeyRow
}

export const auditQueries = (database: Database) => database.queries.withTables<Tables>()

/** The index's condition, word for word: without it no query finds the index. Never changed; another list is another index. */
const shownToOwners = `type not in ('login.started', 'eid.proved', 'session.started', 'token.issued', 'token.refreshed',
  'minid.password.accepted', 'minid.code.sent', 'void')`
const selectOwn = (types: number): string => `select strand, n, at, type, subject, payload from audit_row
  where ${shownToOwners} and subject in (select id from person_key where person_id = $1 and created >= $2)
  and type in (${Array.from({ length: types }, (_, i) => `$${i + 4}`).join(', ')}) order by at desc, n desc limit $3`

export const migrations: readonly Migration[] = [
  {
    name: '0001-audit',
    async up(tx, { integer, text }) {
      await tx.schema
        .createTable('audit_row')
        .addColumn('strand', text, (c) => c.notNull())
        .addColumn('n', integer, (c) => c.notNull())
        .addColumn('at', integer, (c) => c.notNull())
        .addColumn('type', text, (c) => c.notNull())
        .addColumn('subject', text)
        .addColumn('payload', text, (c) => c.notNull())
        .addColumn('salt', text, (c) => c.notNull())
        .addColumn('mac', text, (c) => c.notNull())
        .addPrimaryKeyConstraint('audit_row_pk', ['strand', 'n'])
        .execute()
      await tx.schema
        .createTable('audit_seal')
        .addColumn('no', integer, (c) => c.notNull().primaryKey())
        .addColumn('previous', text, (c) => c.notNull())
        .addColumn('ranges', text, (c) => c.notNull())
        .addColumn('count', integer, (c) => c.notNull())
        .addColumn('root', text, (c) => c.notNull())
        .addColumn('at', integer, (c) => c.notNull())
        .addColumn('signature', text, (c) => c.notNull())
        .execute()
      await tx.schema
        .createTable('audit_head')
        .addColumn('strand', text, (c) => c.notNull().primaryKey())
        .addColumn('next', integer, (c) => c.notNull())
        .addColumn('closed', integer, (c) => c.notNull())
        .execute()
      await tx.schema
        .createTable('person_key')
        .addColumn('id', text, (c) => c.notNull().primaryKey())
        .addColumn('person_id', text, (c) => c.notNull())
        .addColumn('wrapped', text, (c) => c.notNull())
        .addColumn('created', integer, (c) => c.notNull())
        .execute()
      await tx.schema.createIndex('person_key_person').on('person_key').column('person_id').execute()
    },
  },
  {
    name: '0002-audit-own',
    // For what people see of themselves. Without the events that come several times with every login, so that these cost nothing more.
    up: async (tx) =>
      tx.schema
        .createIndex('audit_row_own')
        .on('audit_row')
        .column('subject')
        .where(sql<boolean>`${sql.raw(shownToOwners)}`)
        .execute(),
  },
  {
    name: '0003-audit-own-types',
    // What somebody was refused a hundred thousand times is not read to find what was changed.
    up: async (tx) => {
      await tx.schema
        .createIndex('audit_row_own_types')
        .on('audit_row')
        .columns(['subject', 'type', 'at'])
        .where(sql<boolean>`${sql.raw(shownToOwners)}`)
        .execute()
      await tx.schema.dropIndex('audit_row_own').execute()
    },
  },
]

/** The two inserts of every write, compiled once; only their parameters change. */
export function inserts(database: Database) {
  const queries = auditQueries(database)
  const empty = { strand: '', n: 0, at: 0, type: '', subject: '', payload: '', salt: '', mac: '' }
  const row = queries.insertInto('audit_row').values(empty).compile()
  const noKey = { id: '', person_id: '', wrapped: '', created: 0 }
  // Two batches of one process may bring the same new key.
  const key = queries
    .insertInto('person_key')
    .values(noKey)
    .onConflict((c) => c.column('id').doNothing())
    .compile()
  return {
    row: (r: AuditRow): Step => ({
      query: withParameters(row, [r.strand, r.n, r.at, r.type, r.subject, r.payload, r.salt, r.mac]),
    }),
    key: (k: PersonKeyRow): Step => ({ query: withParameters(key, [k.id, k.person_id, k.wrapped, k.created]) }),
  }
}

const withParameters = (query: CompiledQuery, parameters: readonly unknown[]): CompiledQuery => ({
  ...query,
  parameters,
})

/** Writes rows that may be there already; gives the numbers of those that were not. */
export async function insertMissing(database: Database, rows: readonly AuditRow[]): Promise<ReadonlySet<number>> {
  const done = await auditQueries(database)
    .insertInto('audit_row')
    .values(rows)
    .onConflict((c) => c.columns(['strand', 'n']).doNothing())
    .returning('n')
    .execute()
  return new Set(done.map(({ n }) => n))
}

export async function insertKeys(database: Database, rows: readonly PersonKeyRow[]): Promise<void> {
  if (rows.length === 0) return
  await auditQueries(database)
    .insertInto('person_key')
    .values(rows)
    .onConflict((c) => c.column('id').doNothing())
    .execute()
}

/** Rows of a strand in their order, from one number up to another, at most `limit`. */
export const readRows = (
  database: Database,
  strand: string,
  from: number,
  to: number,
  limit: number,
): Promise<AuditRow[]> =>
  auditQueries(database)
    .selectFrom('audit_row')
    .selectAll()
    .where('strand', '=', strand)
    .where('n', '>=', from)
    .where('n', '<=', to)
    .orderBy('n')
    .limit(limit)
    .execute()

export const readSeals = (database: Database, after: number, limit: number): Promise<Seal[]> =>
  auditQueries(database)
    .selectFrom('audit_seal')
    .selectAll()
    .where('no', '>', after)
    .orderBy('no')
    .limit(limit)
    .execute()

export const newestSeal = (database: Database): Promise<Seal | undefined> =>
  auditQueries(database).selectFrom('audit_seal').selectAll().orderBy('no', 'desc').limit(1).executeTakeFirst()

export async function openHead(database: Database, strand: string): Promise<void> {
  await auditQueries(database).insertInto('audit_head').values({ strand, next: 1, closed: 0 }).execute()
}

export async function closeHead(database: Database, strand: string): Promise<void> {
  await auditQueries(database).updateTable('audit_head').set({ closed: 1 }).where('strand', '=', strand).execute()
}

/** Erases what the trail says of a person: its rows and seals stay and hold, their payloads open for nobody any more. */
export const erasePerson = (database: Database, person: PersonId): Step => ({
  query: auditQueries(database).deleteFrom('person_key').where('person_id', '=', person).compile(),
})

export type OwnRow = Pick<AuditRow, 'strand' | 'n' | 'at' | 'type' | 'subject' | 'payload'>

export interface OwnQuestion {
  readonly person: PersonId
  /** Milliseconds. */
  readonly since: number
  readonly limit: number
  /** None that every login brings with it: those are not in the index. */
  readonly types: readonly string[]
}

/** The newest rows about a person, of keys that were made since then: those are never younger than what they lock. */
export const readOwnRows = (database: Database, { person, since, limit, types }: OwnQuestion): Promise<OwnRow[]> =>
  database.raw<OwnRow>(selectOwn(types.length), [person, since, limit, ...types])

/** Every strand that has rows. Reads the whole index: for verifying. */
export const readStrands = (database: Database): Promise<{ strand: string; first: number; last: number }[]> =>
  auditQueries(database)
    .selectFrom('audit_row')
    .select((e) => ['strand', e.fn.min('n').as('first'), e.fn.max('n').as('last')])
    .groupBy('strand')
    .orderBy('strand')
    .execute()

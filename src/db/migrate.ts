/** Brings the schema up to date: all missing changes in one transaction, one process at a time. */
import { sql } from 'kysely'
import type { ColumnTypes, Database, Migration, Tx } from '#db/db.ts'

/** The schema in the database is not one that this program can work with. The message says what to do. */
export class SchemaTrouble extends Error {
  override readonly name = 'SchemaTrouble'
}

/**
 * Runs what is not recorded yet, in the order of the list, and records it. `onStep` hears each name before it runs.
 * @throws SchemaTrouble when the database knows changes that this program does not, or knows them in another order
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
  onStep: (name: string) => void = () => undefined,
): Promise<void> {
  const names = migrations.map((migration) => migration.name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new SchemaTrouble(`two migrations are called ${twice}`)
  await underSchemaLock(database, async (tx) => {
    await sql`create table if not exists schema_migration (
      place integer primary key, run integer not null, name text not null unique)`.execute(tx)
    const { rows } = await sql<Recorded>`select name, run from schema_migration order by place`.execute(tx)
    checkHistory(rows, names)
    const run = (rows.at(-1)?.run ?? 0) + 1
    let place = rows.length
    for (const migration of migrations) {
      if (rows.some((row) => row.name === migration.name)) continue
      onStep(migration.name)
      await migration.up(tx, columnTypes[database.engine])
      place += 1
      await sql`insert into schema_migration (place, run, name) values (${place}, ${run}, ${migration.name})`.execute(
        tx,
      )
    }
  })
}

interface Recorded {
  readonly name: string
  /** Which start of a program did it, counted from 1. */
  readonly run: number
}

/** A new migration may stand anywhere in the list (each owner adds to its own end); what ran together keeps its order. */
function checkHistory(done: readonly Recorded[], names: readonly string[]): void {
  const unknown = done.filter(({ name }) => !names.includes(name)).map(({ name }) => name)
  if (unknown.length > 0) {
    throw new SchemaTrouble(
      `the database was changed by a newer program (${unknown.join(', ')}): start that version, or restore a backup from before it`,
    )
  }
  for (const [i, later] of done.entries()) {
    const earlier = done[i - 1]
    if (earlier === undefined || earlier.run !== later.run) continue
    if (names.indexOf(earlier.name) < names.indexOf(later.name)) continue
    throw new SchemaTrouble(`migrations changed their order: the database has ${earlier.name} before ${later.name}`)
  }
}

export const columnTypes: Readonly<Record<Database['engine'], ColumnTypes>> = {
  sqlite: { integer: 'integer', text: 'text', bytes: 'blob' },
  postgres: { integer: 'bigint', text: 'text', bytes: 'bytea' },
}

/** Any number, the same in every version: the advisory lock that guards the schema. */
const schemaLock = 4_711_001

/** One process at a time: on SQLite the transaction itself is the lock, on PostgreSQL an advisory one that goes with it. */
export function underSchemaLock<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction(async (tx) => {
    if (database.engine === 'postgres') await sql`select pg_advisory_xact_lock(${schemaLock})`.execute(tx)
    return work(tx)
  })
}

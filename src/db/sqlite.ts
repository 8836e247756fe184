/** The embedded database: one SQLite file through Node's own driver, one connection in each process. */
import { DatabaseSync } from 'node:sqlite'
import {
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Database, NoTables } from '#db/db.ts'
import { type Gate, openGate } from '#db/gate.ts'
import { bound, isRead, type Prepare, statements } from '#db/sqlite-statements.ts'
import { openWrites } from '#db/sqlite-writes.ts'

export interface SqliteOptions {
  /** `full` (the default): what is confirmed outlives a power cut. `normal`: it outlives the process; for hot state. */
  readonly synchronous?: 'full' | 'normal'
}

/** How long a process waits for another one's transaction, milliseconds. */
const patience = 5000

/** Opens or makes the file. `:memory:` is a database of its own that goes with the process. */
export function openSqlite(file: string, options: SqliteOptions = {}): Database {
  const connection = new DatabaseSync(file, { timeout: patience, enableForeignKeyConstraints: true, defensive: true })
  connection.exec(
    `pragma journal_mode = wal; pragma synchronous = ${options.synchronous ?? 'full'}; pragma trusted_schema = off`,
  )
  const gate = openGate()
  const prepare = statements(connection)
  const queries = new Kysely<NoTables>({
    dialect: {
      createAdapter: gatedByUs,
      createDriver: () => gatedDriver(gate, forKysely(connection, prepare)),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
  const writes = openWrites(connection, gate, prepare)
  return {
    engine: 'sqlite',
    queries,
    transaction: (work) => queries.transaction().execute((tx) => gate.inside(() => work(tx))),
    batch: writes.batch,
    async hold(guards) {
      const found = await Promise.all(guards.map(({ query }) => readAlone(gate, prepare, query.sql, query.parameters)))
      return found.every((rows) => rows.length > 0)
    },
    raw: async <Row>(sql: string, parameters: readonly (string | number | null)[]) =>
      (isRead(sql)
        ? await readAlone(gate, prepare, sql, parameters)
        : await writes.statement(sql, parameters)) as Row[],
    async close() {
      // What was asked for in this turn is committed first.
      await new Promise(setImmediate)
      await gate.enter()
      connection.close()
      // Whoever comes after is told that the database is not open, and does not wait.
      gate.leave()
    },
  }
}

/** Kysely's own lock for one connection would not know of batches, so ours stands in its place. */
const gatedByUs = (): SqliteAdapter =>
  Object.defineProperty(new SqliteAdapter(), 'supportsMultipleConnections', { value: true })

function gatedDriver(gate: Gate, database: SqliteDatabase): SqliteDriver {
  const driver = new SqliteDriver({ database })
  const acquire = driver.acquireConnection.bind(driver)
  driver.acquireConnection = async () => {
    await gate.enter()
    return acquire()
  }
  driver.releaseConnection = async () => gate.leave()
  return driver
}

function forKysely(connection: DatabaseSync, prepare: Prepare): SqliteDatabase {
  return {
    close: () => connection.close(),
    prepare(sql) {
      const { statement, reader } = prepare(sql)
      return {
        reader,
        all: (parameters) => statement.all(...bound(parameters)),
        run: (parameters) => statement.run(...bound(parameters)),
        iterate: (parameters) => statement.iterate(...bound(parameters)),
      }
    },
  }
}

/** A read does not wait for others' commits, only for an open transaction. */
async function readAlone(
  gate: Gate,
  prepare: Prepare,
  sql: string,
  parameters: readonly unknown[],
): Promise<unknown[]> {
  if (!gate.tryEnter()) await gate.enter()
  try {
    return prepare(sql).statement.all(...bound(parameters))
  } finally {
    gate.leave()
  }
}

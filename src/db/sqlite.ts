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
import type { BatchResult, Database, NoTables, Step } from '#db/db.ts'
import { type Gate, openGate } from '#db/gate.ts'
import { bound, type Prepared, statements } from '#db/sqlite-statements.ts'

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
  return {
    engine: 'sqlite',
    queries,
    transaction: (work) => queries.transaction().execute((tx) => gate.inside(() => work(tx))),
    batch: (steps) => alone(gate, () => runBatch(connection, prepare, steps)),
    raw: <Row>(sql: string, parameters: readonly (string | number | null)[]) =>
      alone(gate, () => {
        const { statement, reader } = prepare(sql)
        if (reader) return statement.all(...parameters) as Row[]
        statement.run(...parameters)
        return []
      }),
    async close() {
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

/** Runs `work`, which never waits, when nobody's transaction is open. */
function alone<T>(gate: Gate, work: () => T): Promise<T> {
  if (!gate.tryEnter()) return gate.enter().then(() => leaving(gate, work))
  try {
    return Promise.resolve(leaving(gate, work))
  } catch (error) {
    return Promise.reject(error)
  }
}

function leaving<T>(gate: Gate, work: () => T): T {
  try {
    return work()
  } finally {
    gate.leave()
  }
}

type Prepare = (sql: string) => Prepared

function runBatch(connection: DatabaseSync, prepare: Prepare, steps: readonly Step[]): BatchResult {
  prepare('begin').statement.run()
  try {
    for (const step of steps) {
      if (holds(prepare, step)) continue
      prepare('rollback').statement.run()
      return { ok: false, failed: step.must ?? '' }
    }
    prepare('commit').statement.run()
    return { ok: true }
  } catch (error) {
    // Some failures (a full disk) have already undone the transaction.
    if (connection.isTransaction) prepare('rollback').statement.run()
    throw error
  }
}

/** Runs one step; false when it is a guard and failed. */
function holds(prepare: Prepare, { query, must }: Step): boolean {
  const { statement, reader } = prepare(query.sql)
  const parameters = bound(query.parameters)
  try {
    const changed = reader ? statement.all(...parameters).length : statement.run(...parameters).changes
    return must === undefined || changed !== 0
  } catch (error) {
    if (must !== undefined && isDuplicate(error)) return false
    throw error
  }
}

/** SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY (sqlite.org/rescode.html). */
const isDuplicate = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (error.errcode === 2067 || error.errcode === 1555)

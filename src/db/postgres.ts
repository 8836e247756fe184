/** PostgreSQL: statements prepared by name, a batch in one round trip; transactions by a pool of connections, all else by shared ones. */
import pg from 'pg'
import { Kysely, PostgresDialect } from 'kysely'
import type { BatchResult, Database, NoTables, Step } from '#db/db.ts'
import { assembler, failedGuard, orRaise, whereAllHold } from '#db/postgres-batch.ts'
import { isDuplicate } from '#db/postgres-faults.ts'
import { openLanes } from '#db/postgres-lanes.ts'
import { openPool } from '#db/postgres-pool.ts'
import { sha256 } from '#base/secrets.ts'

export interface PostgresOptions {
  /** Connections of this process, half of them for transactions. More than the database has cores for one process gain nothing. */
  readonly connections?: number
  /** Hears that a connection was lost. Another one is opened; whoever waited for an answer on it is told. */
  readonly onLost?: (cause: Error) => void
  /** Milliseconds between two looks at whether answers come. */
  readonly beat?: number
}

/** `postgres://user@host:port/database`. Connects when first used. */
export function openPostgres(url: string, options: PostgresOptions = {}): Database {
  const { connections = 8, onLost = () => undefined, beat = 1000 } = options
  const half = Math.ceil(connections / 2)
  const config = {
    connectionString: url,
    connectionTimeoutMillis: 5000,
    // A server whose machine has gone is noticed within half a minute, also while nobody asks it anything.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'inngang',
    types: { getTypeParser },
  }
  const pool = openPool({ config, most: half, onLost, beat })
  const lanes = openLanes({ config, most: half, onLost, beat })
  const queries = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) })
  const nameOf = statementNames()
  const run = (text: string, values: unknown[]): Promise<pg.QueryResult> => {
    const name = nameOf(text)
    return lanes.run(name === undefined ? { text, values } : { name, text, values })
  }
  const assemble = assembler(orRaise)
  const asOne = assembler(whereAllHold)
  return {
    engine: 'postgres',
    queries,
    transaction: (work) => queries.transaction().execute(work),
    batch: (steps) => (steps.length === 1 ? runOne(run, steps[0] as Step) : runBatch(pool, run, assemble, steps)),
    async hold(guards) {
      if (guards.length === 0) return true
      const { text, values } = asOne(guards)
      return (await run(text, values)).rows.length > 0
    },
    raw: async <Row>(sql: string, parameters: readonly (string | number | null)[]) =>
      (await run(sql, parameters as unknown[])).rows as Row[],
    close: async () => void (await Promise.all([lanes.close(), pool.end()])),
  }
}

type Run = (text: string, values: unknown[]) => Promise<pg.QueryResult>

/** One statement undoes itself. */
async function runOne(run: Run, { query, must }: Step): Promise<BatchResult> {
  try {
    const { rowCount } = await run(query.sql, query.parameters as unknown[])
    return must === undefined || rowCount !== 0 ? { ok: true } : { ok: false, failed: must }
  } catch (error) {
    if (must !== undefined && isDuplicate(error)) return { ok: false, failed: must }
    throw error
  }
}

async function runBatch(
  pool: pg.Pool,
  run: Run,
  assemble: ReturnType<typeof assembler>,
  steps: readonly Step[],
): Promise<BatchResult> {
  if (steps.length === 0) return { ok: true }
  const { text, values } = assemble(steps)
  try {
    await run(text, values)
    return { ok: true }
  } catch (error) {
    const guard = failedGuard(error)
    if (guard !== undefined) return { ok: false, failed: steps[guard]?.must ?? '' }
    // A duplicate key does not say which step it came from. It is rare (a replay): then step by step.
    if (isDuplicate(error)) return stepByStep(pool, steps)
    throw error
  }
}

async function stepByStep(pool: pg.Pool, steps: readonly Step[]): Promise<BatchResult> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const run: Run = (text, values) => client.query(text, values)
    for (const step of steps) {
      const result = await runOne(run, step)
      if (result.ok) continue
      await client.query('rollback')
      return result
    }
    await client.query('commit')
    return { ok: true }
  } catch (error) {
    // The connection goes, and its open transaction with it.
    broken = error instanceof Error ? error : new Error('batch failed', { cause: error })
    throw error
  } finally {
    client.release(broken)
  }
}

/** More texts than the program has: statements of changing length would otherwise fill the server's memory. */
const prepared = 500

function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  return (text) => {
    const known = names.get(text)
    if (known !== undefined || names.size >= prepared) return known
    const name = sha256(text)
    names.set(text, name)
    return name
  }
}

/** int8 (oid 20) as a number: milliseconds and counters are far below 2^53, and anything above is a fault. */
function readInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('an int8 column holds more than 2^53')
  return value
}

const getTypeParser = ((oid: number, format?: 'text' | 'binary'): unknown =>
  oid === 20 ? readInt8 : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser

/**
 * What an operator must know before the first login: a confirmed change may be lost in a crash (I5).
 * `warn` hears one sentence for each such setting.
 */
export async function checkDurability(database: Database, warn: (sentence: string) => void): Promise<void> {
  if (database.engine !== 'postgres') return
  for (const [setting, meaning] of [
    ['synchronous_commit', 'confirmed changes may be lost when the database server crashes'],
    ['fsync', 'the whole database may be lost when the machine loses power'],
    ['full_page_writes', 'pages may be damaged when the machine loses power'],
  ] as const) {
    const [row] = await database.raw<{ value: string }>('select current_setting($1) as value', [setting])
    if (row?.value === 'off' || (setting === 'synchronous_commit' && row?.value === 'local')) {
      warn(`PostgreSQL runs with ${setting} = ${row.value}: ${meaning}. Set it to on.`)
    }
  }
}

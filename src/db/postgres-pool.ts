/** Connections that one caller has at a time: for transactions, and for queries that are built where they are needed. */
import pg from 'pg'
import { isReadOnly, unavailable } from '#db/postgres-faults.ts'
import type { LaneOptions } from '#db/postgres-lanes.ts'

/** Looks at a connection that somebody has outside a transaction until it is dead. A list of everything may take minutes. */
const dead = 300

export function openPool({ config, most, onLost, beat }: LaneOptions): pg.Pool {
  // Connecting costs more than most queries: keep what is open.
  const pool = new pg.Pool({ ...config, max: most, idleTimeoutMillis: 600_000 })
  pool.on('error', onLost)
  const taken = new Map<pg.PoolClient, number>()
  pool.on('connect', (client) => {
    tellUnavailable(client)
    // The pool listens to those that nobody has: one that broke in somebody's hands would end the process.
    client.on('error', (cause) => (taken.has(client) ? onLost(cause) : undefined))
  })
  pool.on('acquire', (client) => taken.set(client, 0))
  pool.on('release', (_error, client) => taken.delete(client))
  pool.on('remove', (client) => taken.delete(client))
  const watch = setInterval(() => {
    for (const [client, looks] of taken) {
      taken.set(client, looks + 1)
      // A migration may take hours, and is a transaction.
      if (looks >= dead && client.getTransactionStatus() !== 'T') breakOff(client)
    }
  }, beat).unref()
  const end = pool.end.bind(pool) as () => Promise<void>
  const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>
  return Object.assign(pool, {
    connect: () => connect().catch(rethrow),
    end: () => end().finally(() => clearInterval(watch)),
  })
}

type Ask = (...asked: unknown[]) => Promise<unknown>

/** Whoever uses this connection is told in the house's words that there was no answer. */
function tellUnavailable(client: pg.PoolClient): void {
  const query = client.query.bind(client) as unknown as Ask
  const told: Ask = async (...asked) => {
    try {
      return await query(...asked)
    } catch (error) {
      if (isReadOnly(error)) breakOff(client)
      throw unavailable(error)
    }
  }
  Object.assign(client, { query: told })
}

/** What is on the way fails; the pool opens another one. */
function breakOff(client: pg.PoolClient): void {
  // The pool's clients are whole ones, though its types do not say so; an end that fails has ended, too.
  ;(client as unknown as pg.Client).end().catch(() => undefined)
}

const rethrow = (error: unknown): never => {
  throw unavailable(error)
}

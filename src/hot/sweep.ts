/** Takes expired rows out of the hot table, a few at a time, so that nobody waits for it. */
import type { Clock } from '#base/clock.ts'
import type { Database } from '#db/db.ts'

/** Milliseconds between two walks through the table; rows looked at in one statement. */
const rest = 10_000
const chunk = 500

export interface Sweep {
  /** Walks through the whole table once. */
  now(): Promise<void>
  stop(): Promise<void>
}

/** Hears why a walk failed. */
export type Trouble = (cause: unknown) => void

/** Where nobody listens the process says so, by the error's name alone. */
export const warn: Trouble = (cause) =>
  process.emitWarning(`expired records could not be removed: ${cause instanceof Error ? cause.name : 'unknown'}`)

/** No index on `expires`: it would cost every write more than the walk costs in all. */
export function startSweep(database: Database, clock: Clock, trouble: Trouble): Sweep {
  let stopped = false
  let walking: Promise<void> | undefined
  const now = (): Promise<void> => {
    walking ??= walk(database, clock, () => stopped).finally(() => {
      walking = undefined
    })
    return walking
  }
  const timer = setInterval(() => {
    // A failed walk leaves rows that are refused by their expiry anyway, and the next walk tries again.
    now().catch(trouble)
  }, rest).unref()
  return {
    now,
    async stop() {
      stopped = true
      clearInterval(timer)
      await walking?.catch(trouble)
    },
  }
}

async function walk(database: Database, clock: Clock, stopped: () => boolean): Promise<void> {
  let after = ''
  while (!stopped()) {
    const [part] = await database.raw<{ last: string | null; expired: number | null }>(
      `select max(key) as last, count(case when expires <= $1 then 1 end) as expired
       from (select key, expires from hot where key > $2 order by key limit ${chunk}) as part`,
      [clock.now(), after],
    )
    if (part === undefined || part.last === null) return
    if (part.expired !== 0) {
      await database.raw('delete from hot where key > $1 and key <= $2 and expires <= $3', [
        after,
        part.last,
        clock.now(),
      ])
    }
    after = part.last
    // SQLite answers without ever waiting: let requests in between two chunks.
    await new Promise(setImmediate)
  }
}

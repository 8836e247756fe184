/** The stores with a stopwatch on every round trip. */
import { stopwatch } from '#base/clock.ts'
import type { Database } from '#db/db.ts'
import type { Hot } from '#hot/hot.ts'
import type { Metrics } from '#observe/metrics.ts'

type Seen = Pick<Metrics, 'stored'>

const timing =
  (seen: Seen, store: 'database' | 'hot') =>
  async <T>(operation: string, work: () => Promise<T>): Promise<T> => {
    const elapsed = stopwatch()
    try {
      return await work()
    } finally {
      seen.stored(store, operation, elapsed())
    }
  }

export function timedDatabase(database: Database, seen: Seen): Database {
  const timed = timing(seen, 'database')
  return {
    engine: database.engine,
    queries: database.queries,
    transaction: (work) => timed('transaction', () => database.transaction(work)),
    batch: (steps) => timed('batch', () => database.batch(steps)),
    hold: (guards) => timed('hold', () => database.hold(guards)),
    raw: (sql, parameters) => timed('raw', () => database.raw(sql, parameters)),
    close: () => database.close(),
  }
}

export function timedHot(hot: Hot, seen: Seen): Hot {
  const timed = timing(seen, 'hot')
  return {
    put: (key, value, seconds) => timed('put', () => hot.put(key, value, seconds)),
    get: (key) => timed('get', () => hot.get(key)),
    take: (key) => timed('take', () => hot.take(key)),
    once: (key, seconds) => timed('once', () => hot.once(key, seconds)),
    swap: (key, was, now, seconds) => timed('swap', () => hot.swap(key, was, now, seconds)),
    count: (key, seconds) => timed('count', () => hot.count(key, seconds)),
    remove: (key) => timed('remove', () => hot.remove(key)),
    floor: () => hot.floor(),
    ping: () => hot.ping(),
    close: () => hot.close(),
  }
}

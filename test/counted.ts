/** What a request asks of the stores and how dear its hashes were, so that two requests can be held against each other. */
import type { Step } from '#db/db.ts'
import type { World } from './world.ts'

/** What was asked since the last look, each with how often. */
export type Look = () => Readonly<Record<string, number>>

const named = (sql: string): string => sql.replaceAll(/\s+/g, ' ').trim().slice(0, 120)

/** The first event about a person brings the key that makes it readable along, in the batch that is written anyway. */
const rides = (sql: string): boolean => sql.startsWith('insert into "person_key"')

/** From now on: every statement by its text, every batch by those of its steps, every question to `hot` by its kind. */
export function countStores(world: World): Look {
  const counts = new Map<string, number>()
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1)
  const { database, hot } = world
  const { raw, batch } = database
  Object.assign(database, {
    raw: (sql: string, values: readonly (string | number | null)[]) => {
      count(named(sql))
      return raw.call(database, sql, values)
    },
    batch: (steps: readonly Step[]) => {
      const asked = steps.map(({ query }) => named(query.sql)).filter((sql) => !rides(sql))
      count(`batch: ${asked.join(' | ')}`)
      return batch.call(database, steps)
    },
  })
  for (const verb of ['put', 'get', 'take', 'once', 'swap', 'count', 'remove'] as const) {
    const asked = hot[verb].bind(hot) as (...given: unknown[]) => unknown
    Object.assign(hot, {
      [verb]: (...given: unknown[]) => {
        count(`hot.${verb}`)
        return asked(...given)
      },
    })
  }
  return () => {
    const seen = Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b)))
    counts.clear()
    return seen
  }
}

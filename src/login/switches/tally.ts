/** How many logins each eID answered for each service, by day: for an operator who is about to switch one off. No person in it. */
import type { Clock } from '#base/clock.ts'
import type { Database } from '#db/db.ts'
import type { SwitchStore } from '#login/switches/store.ts'

/** Days that are told of, and that are kept. */
export const talliedDays = 30
const keptDays = 90
const dayMs = 24 * 3600_000

export const dayOf = (at: number): number => Math.floor(at / dayMs)

export interface Tally {
  saw(method: string, clientId: string): void
  /** Writes what was seen; a process that dies loses a minute's worth. */
  write(): Promise<void>
}

export interface TallyDeps {
  readonly store: SwitchStore
  readonly database: Database
  readonly clock: Clock
}

export function openTally({ store, database, clock }: TallyDeps): Tally {
  let seen = new Map<string, { readonly method: string; readonly clientId: string; logins: number }>()
  let day = dayOf(clock.now())
  return {
    saw(method, clientId) {
      const key = `${method} ${clientId}`
      const one = seen.get(key)
      if (one === undefined) seen.set(key, { method, clientId, logins: 1 })
      else one.logins += 1
    },
    async write() {
      const [rows, today] = [[...seen.values()], dayOf(clock.now())]
      seen = new Map()
      if (rows.length > 0) await database.batch(rows.map((row) => store.add(today, row)))
      if (today !== day) await store.sweep(today - keptDays)
      day = today
    },
  }
}

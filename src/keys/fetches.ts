/**
 * Who fetched the JWKS, and when last. Nobody authenticates there, so only who names itself is known by name, and nothing else
 * of the caller is kept. Gathered in memory and written now and then.
 */
import type { Clock } from '#base/clock.ts'
import type { Database } from '#db/db.ts'
import { type FetchRow, putFetch } from '#keys/store.ts'

export interface Fetches {
  /** Undefined: somebody. */
  saw(who: string | undefined): void
  write(): Promise<void>
}

/** The name under which everybody without one is counted. */
export const anybody = ''

export function openFetches({ database, clock }: { readonly database: Database; readonly clock: Clock }): Fetches {
  let seen = new Map<string, number>()
  return {
    saw(who = anybody) {
      const now = clock.now()
      seen.set(who, now)
      if (who !== anybody) seen.set(anybody, now)
    },
    async write() {
      if (seen.size === 0) return
      const rows = [...seen].map(([who, last]): FetchRow => ({ who, last }))
      seen = new Map()
      await database.batch(rows.map((row) => putFetch(database, row)))
    },
  }
}

/**
 * Wrong codes by somebody who knew the password, counted for the person in the database as long as that password is theirs. A right
 * code does not begin the count anew: its owner logs in every day, and an attacker would live on that. A new password does.
 */
import type { Database } from '#db/db.ts'

/**
 * Thirty at once are ten unlucky codes; from there one comes back every eight hours. A year of guessing without a pause is some 1,130
 * guesses at 31⁵: one chance in 25,000 (docs/security.md). Never for good, and none at all for who does not know the password.
 */
export const missRule = {
  most: 30,
  backSeconds: 8 * 3600,
  /** No more than these are remembered: what an hour's codes that were sent already can bring over the most. Ten days are the longest wait. */
  longest: 60,
} as const

export interface Misses {
  /** When the next code may be guessed at; 0: now. */
  until(person: string, now: number): Promise<number>
  missed(person: string, now: number): Promise<void>
}

// A leaking bucket in one number: when all that was missed is forgotten. A miss puts that off, also past what is allowed.
const back = missRule.backSeconds * 1000
const who = `'misses:' || a.person_id || ':' || coalesce(a.password_since, a.created)`
const count = `insert into minid_failures as f (who, failures, locked_until, changed)
  select ${who}, 1, cast($2 as bigint) + ${back}, cast($2 as bigint) from minid_account a where a.person_id = $1
  on conflict (who) do update set
    failures = f.failures + 1,
    locked_until = case when f.locked_until > cast($2 as bigint) + ${(missRule.longest - 1) * back}
        then cast($2 as bigint) + ${missRule.longest * back}
      else case when f.locked_until > $2 then f.locked_until else $2 end + ${back} end,
    changed = $2`
const select = `select f.locked_until from minid_account a join minid_failures f on f.who = ${who} where a.person_id = $1`

export function openMisses(database: Database): Misses {
  return {
    until: async (person, now) => {
      const [row] = await database.raw<{ locked_until: number }>(select, [person])
      const until = (row?.locked_until ?? 0) - (missRule.most - 1) * back
      return until > now ? until : 0
    },
    missed: async (person, now) => void (await database.raw(count, [person, now])),
  }
}

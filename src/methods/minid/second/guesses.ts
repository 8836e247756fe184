/** Guesses at time-based codes, counted for the person in the database before they are looked at (security.md 28). */
import type { Database, Step } from '#db/db.ts'
import { written } from '#db/written.ts'

/**
 * Ten at once, then one a week: 62 in a year without a pause, at three of a million codes each time: one chance in 5,400 with one
 * device, one in 1,100 with five (docs/security.md). Never for good, none for who does not know the password, and other ways stay open meanwhile.
 * A right code takes back its own guess only: its owner logs in every day, and an attacker would live on a count that begins anew.
 */
export const totpGuessRule = { most: 10, backSeconds: 7 * 24 * 3600 } as const

export interface Guesses {
  /** Counts one. `until`: the next may come then; only of one that may not. */
  reserve(person: string, now: number): Promise<{ readonly ok: true } | { readonly ok: false; readonly until: number }>
  /** It was right. */
  giveBack(person: string): Step
  /** When the next one may come; 0: at once. */
  until(person: string, now: number): Promise<number>
}

const back = totpGuessRule.backSeconds * 1000
/** So far ahead, and no guess counts. */
const full = (totpGuessRule.most - 1) * back

// A leaking bucket in one number: when all wrong guesses are forgotten.
const reserve = `insert into minid_totp_guess as g (person_id, until) values ($1, cast($2 as bigint) + ${back})
  on conflict (person_id) do update set until = case when g.until > $2 then g.until else $2 end + ${back}
  where g.until <= cast($2 as bigint) + ${full}
  returning until`
const select = 'select until from minid_totp_guess where person_id = $1'
const giveBack = written(`update minid_totp_guess set until = until - ${back} where person_id = $1`)

export function openGuesses(database: Database): Guesses {
  const until = async (person: string, now: number): Promise<number> => {
    const [row] = await database.raw<{ until: number }>(select, [person])
    const next = (row?.until ?? 0) - full
    return next > now ? next : 0
  }
  return {
    reserve: async (person, now) => {
      const counted = await database.raw(reserve, [person, now])
      return counted.length > 0 ? { ok: true } : { ok: false, until: await until(person, now) }
    },
    giveBack: (person) => ({ query: giveBack(person) }),
    until,
  }
}

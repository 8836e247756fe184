/** Guesses at codes from letters: counted before they are made, in the database, for each holder and letter (security.md 28). */
import type { Database, Step } from '#db/db.ts'
import { written } from '#db/written.ts'

/**
 * Five free guesses, then waits up to eight hours that repeat: three in a day at a code of 24.8 bits, one chance in 20,000 for a year
 * without a pause (docs/security.md). Never for good, and counted for the letter that was named: who does not know a letter's id
 * cannot make its owner wait.
 */
export const guessRule = { free: 5, minutes: [1, 2, 5, 10, 30, 60, 120, 240, 480], forgetDays: 30 } as const

const waits = guessRule.minutes.map(
  (minutes, i) => `when f.failures + 1 <= ${guessRule.free + i} then ${minutes * 60_000}`,
)
const longest = Math.max(...guessRule.minutes) * 60_000
// A wait far longer than the longest was set by a clock that ran ahead.
const reserve = `insert into code_guess as f (who, failures, locked_until, changed) values ($1, 1, 0, $2)
  on conflict (who) do update set
    failures = case when f.changed < $3 then 1 else f.failures + 1 end,
    locked_until = case when f.changed < $3 or f.failures + 1 < ${guessRule.free} then 0
      else cast($2 as bigint) + case ${waits.join(' ')} else ${longest} end end,
    changed = $2
  where f.locked_until <= $2 or f.locked_until > cast($2 as bigint) + ${2 * longest}
  returning locked_until`
const selectLock = 'select locked_until from code_guess where who = $1'
const giveBack = `update code_guess set failures = failures - 1,
  locked_until = case when locked_until = $2 then 0 else locked_until end where who = $1 and failures > 0`
const forget = written('delete from code_guess where who = $1')
const sweep = 'delete from code_guess where changed < $1 and locked_until <= $2'

/** `until` of a counted guess is when the next one may come, should this one be wrong; 0: at once. */
export interface Reserved {
  readonly ok: boolean
  readonly until: number
}

const forgetMs = guessRule.forgetDays * 24 * 3600_000

export async function reserveGuess(database: Database, who: string, now: number): Promise<Reserved> {
  const [counted] = await database.raw<{ locked_until: number }>(reserve, [who, now, now - forgetMs])
  if (counted !== undefined) return { ok: true, until: counted.locked_until }
  const [locked] = await database.raw<{ locked_until: number }>(selectLock, [who])
  return { ok: false, until: locked?.locked_until ?? now }
}

/** Nobody looked at the guess after all. What others counted meanwhile stays. */
export const giveBackGuess = async (database: Database, who: string, { until }: Reserved): Promise<void> => {
  await database.raw(giveBack, [who, until])
}

/** The code was right: the count begins anew. */
export const forgetGuesses = (who: string): Step => ({ query: forget(who) })

export const sweepGuesses = async (database: Database, now: number): Promise<void> => {
  await database.raw(sweep, [now - forgetMs, now])
}

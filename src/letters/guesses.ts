/** Guesses at codes from letters, for each holder and letter (security.md 28). */
import type { Database } from '#db/db.ts'
import type { GuessRule } from '#guessing/rule.ts'
import { type Counts, openCounts } from '#guessing/store.ts'

const minute = 60

/**
 * Five free guesses, then waits that grow to half a day: two in a day at a code of 24.8 bits, one chance in 38,000 for a year without a
 * pause (docs/security.md). Never for good, and counted for the letter that was named: who does not know a letter's id cannot make its
 * owner wait.
 */
export const letterRule: GuessRule = {
  most: 14,
  backSeconds: 12 * 3600,
  waits: [1, 2, 5, 10, 30, 60, 120, 240, 480].map((minutes) => minutes * minute),
}

/** By the person, or the look-up hash of a number that nobody has; `about` the book and the letter. */
export const openLetterGuesses = (database: Database): Counts => openCounts(database, 'letter', letterRule)

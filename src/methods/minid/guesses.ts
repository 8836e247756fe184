/**
 * How often anybody may guess at what MinID's owners know and have. A right one takes back its own guess and no other: owners log in
 * every day, and whoever guesses would live on a count that begins anew, and could tell by it who has logged in. What comes to in
 * numbers: docs/security.md.
 */
import type { Database, Step } from '#db/db.ts'
import type { GuessRule } from '#guessing/rule.ts'
import { type Counts, forgetting, openCounts, sweepCounts } from '#guessing/store.ts'

const hour = 3600
const day = 24 * hour

export const guessRules = {
  /**
   * The password, for one identity number, whether or not anybody has it. Five tries are a tired person's worth; from there the waits
   * double to an hour. Never for good: a lasting lock would be a weapon for anyone who knows a number.
   */
  password: { most: 12, backSeconds: hour, waits: [30, 60, 120, 240, 480, 960, 1800] },
  /**
   * The password, in a browser that its owner has logged in with before (`marks/`): strangers' failures do not slow them there, nor
   * theirs strangers. When these are used up, the browser is like any other.
   */
  marked: { most: 10, backSeconds: day },
  /**
   * Codes by SMS and mail, by somebody who knew the password. Thirty at once are ten unlucky codes. What an hour's codes that were sent
   * already can bring over is remembered: ten days are the longest that anybody waits.
   */
  codes: { most: 30, backSeconds: 8 * hour, remembered: 60 },
  /** Codes of apps, each worth as many guesses as there are apps. After these two codes in a row are asked for, so nobody is shut out. */
  app: { most: 8, backSeconds: 120 * day },
  /** Two codes in a row. */
  pair: { most: 12, backSeconds: hour, waits: [30, 60, 120, 240, 480, 960, 1800] },
} as const satisfies Record<string, GuessRule>

/** Tries of a password without a human check (row M9). */
export const uncheckedRule = (from: number): GuessRule => ({ most: from, backSeconds: 12 * hour })

export interface MinidGuesses extends Readonly<Record<keyof typeof guessRules, Counts>> {
  /** Undefined: nobody is asked for a human check, or everybody. */
  readonly unchecked: Counts | undefined
  sweep(now: number): Promise<void>
}

export function openMinidGuesses(database: Database, humanFrom?: number): MinidGuesses {
  const open = (kind: keyof typeof guessRules): Counts => openCounts(database, kind, guessRules[kind])
  return {
    password: open('password'),
    marked: open('marked'),
    codes: open('codes'),
    app: open('app'),
    pair: open('pair'),
    unchecked:
      humanFrom === undefined || humanFrom === 0
        ? undefined
        : openCounts(database, 'unchecked', uncheckedRule(humanFrom)),
    sweep: (now) => sweepCounts(database, now),
  }
}

const anew = forgetting(['password', 'unchecked', 'codes', 'app', 'pair'])
/** There is another password: what was counted was guessed at, or by, the one that is no more. */
export const guessesAnew = (person: string): Step => anew(person)

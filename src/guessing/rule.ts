/** A leaking count: each guess fills it by one, time empties it. What the statements of `store.ts` do, as arithmetic. */

export interface GuessRule {
  /** Guesses at once, before any has come back. */
  readonly most: number
  /** One comes back after so many seconds. */
  readonly backSeconds: number
  /** Seconds to wait after one of the last of these: after the last but `waits.length`, and so on. None: no waits in between. */
  readonly waits?: readonly number[]
  /** What was let in together and counted later may bring it so far over `most`, and no further. */
  readonly remembered?: number
}

/** Times in milliseconds. */
export interface Count {
  /** When it was written. */
  readonly changed: number
  /** When all of it has come back. */
  readonly ends: number
  /** Nothing may be guessed before. */
  readonly locked: number
}

export const nothing: Count = { changed: 0, ends: 0, locked: 0 }

/**
 * Milliseconds that another process's clock may be ahead. What was written later than that was written by a clock that has been put
 * right since: it counts for what it counted, and nobody waits for its time to come.
 */
export const aheadMs = 60_000

/** What of it has not come back, milliseconds. */
export const filledAt = ({ changed, ends }: Count, now: number): number =>
  Math.max(0, ends - Math.max(changed, Math.min(now, ends)))

/** Seconds to wait after a guess that has filled it so far. */
export function waitAfter({ most, backSeconds, waits = [] }: GuessRule, filled: number): number {
  const guesses = Math.ceil(filled / (backSeconds * 1000))
  return waits[guesses - (most - waits.length)] ?? 0
}

/** When the next guess may come: `now`, or later. `weight`: as much as so many guesses. */
export function nextAt(rule: GuessRule, count: Count, now: number, weight = 1): number {
  const locked = count.changed > now + aheadMs ? 0 : count.locked
  const room = (rule.most - weight) * rule.backSeconds * 1000
  return Math.max(now, locked, now + filledAt(count, now) - room)
}

/** After one more guess. */
export function afterGuess(rule: GuessRule, count: Count, now: number, weight = 1): Count {
  const filled = filledAt(count, now) + weight * rule.backSeconds * 1000
  const wait = waitAfter(rule, filled)
  return { changed: now, ends: now + filled, locked: wait === 0 ? 0 : now + wait * 1000 }
}

/** Seconds at which guesses can be made when each is made as soon as it may. */
export function timesOf(rule: GuessRule, within: number, weight = 1): readonly number[] {
  const times: number[] = []
  let [at, count] = [0, nothing]
  while (at < within * 1000) {
    times.push(at / 1000)
    count = afterGuess(rule, count, at, weight)
    at = nextAt(rule, count, at, weight)
  }
  return times
}

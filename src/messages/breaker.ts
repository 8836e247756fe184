/** Leaves a gateway alone that failed several times in a row, and asks it now and then whether it is back. */
import type { Clock } from '#base/clock.ts'

export interface Breaker {
  /** False while it is left alone. True lets one try through then, and the others once that one went well. */
  mayTry(): boolean
  wentWell(): void
  failed(): void
  /** Neither: the try is over and told nothing of the gateway. */
  toldNothing(): void
  isOpen(): boolean
}

/** Failures in a row; milliseconds of the first wait and of the longest. */
const allowed = 3
const firstWait = 5_000
const longestWait = 30_000

export function breaker(clock: Clock): Breaker {
  let failures = 0
  let until = 0
  let trying = false
  const isOpen = (): boolean => failures >= allowed
  return {
    isOpen,
    mayTry() {
      if (!isOpen()) return true
      if (trying || clock.now() < until) return false
      trying = true
      return true
    },
    wentWell() {
      failures = 0
      trying = false
    },
    failed() {
      failures += 1
      trying = false
      until = clock.now() + Math.min(longestWait, firstWait * 2 ** Math.min(10, Math.max(0, failures - allowed)))
    },
    toldNothing() {
      trying = false
    },
  }
}

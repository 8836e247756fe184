/**
 * A circuit breaker: after several failures in a row nobody asks for a while, then one asks for all, and only when that one is
 * answered do the others follow. A neighbour in trouble is left in peace, and our users are told at once.
 */
import type { Clock } from '#base/clock.ts'

export interface Breaker {
  /** Undefined: do not ask now. Each pass is ended once. */
  enter(): Pass | undefined
  state(): BreakerState
}
export type BreakerState = 'closed' | 'open' | 'half-open'

export interface Pass {
  /** The neighbour answered in its own words, whatever they were. */
  answered(): void
  failed(): void
  /** It asked for a pause, milliseconds. */
  pause(ms: number): void
  /** Nothing was learned: nobody was asked in the end. */
  nothing(): void
}

export interface BreakerRules {
  readonly clock: Clock
  /** Failures in a row that open it. */
  readonly failures: number
  /** Milliseconds: the first time, doubled each time the one who asks for all fails, up to the longest. */
  readonly shortest: number
  readonly longest: number
}

export function openBreaker({ clock, failures, shortest, longest }: BreakerRules): Breaker {
  let inARow = 0
  /** Milliseconds. Undefined: closed. */
  let shutUntil: number | undefined
  let last = shortest
  let probing = false
  /** Which opening a pass was given under: an answer to what was asked before it says nothing of now. */
  let era = 0

  const shut = (ms: number): void => {
    shutUntil = Math.max(shutUntil ?? 0, clock.now() + ms)
    era += 1
  }
  const open = (): void => {
    shutUntil = undefined
    inARow = 0
    last = shortest
    era += 1
  }
  const pass = (probe: boolean): Pass => {
    const mine = era
    const ended = (what: () => void) => (): void => {
      if (probe) probing = false
      if (mine === era) what()
    }
    return {
      answered: ended(() => {
        inARow = 0
        if (probe) open()
      }),
      failed: ended(() => {
        inARow += 1
        if (probe) last = Math.min(longest, last * 2)
        if (probe || inARow >= failures) shut(last)
      }),
      pause: (ms) => ended(() => shut(ms))(),
      nothing: ended(() => undefined),
    }
  }
  return {
    enter() {
      if (shutUntil === undefined) return pass(false)
      if (probing || clock.now() < shutUntil) return undefined
      probing = true
      return pass(true)
    },
    state: () => (shutUntil === undefined ? 'closed' : clock.now() < shutUntil ? 'open' : 'half-open'),
  }
}

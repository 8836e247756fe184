/** Time as an argument. This is the only file that reads the machine's clock; everything else is handed a `Clock`. */

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** Whole seconds since 1970: the unit of JWT claims (RFC 7519 §2, NumericDate). */
export const seconds = (clock: Clock): number => Math.floor(clock.now() / 1000)

/** A clock that is moved by hand: tests, and the twin's clock control. */
export interface SettableClock extends Clock {
  advance(milliseconds: number): void
  reset(): void
}

/** Runs beside the machine's clock at an offset, so that time still passes. */
export function offsetClock(base: Clock = systemClock): SettableClock {
  let offset = 0
  return {
    now: () => base.now() + offset,
    advance: (milliseconds) => {
      offset += milliseconds
    },
    reset: () => {
      offset = 0
    },
  }
}

/** Stands still until it is moved: for tests that count seconds. */
export function fixedClock(start: number): SettableClock {
  let now = start
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds
    },
    reset: () => {
      now = start
    },
  }
}

/** Measures how long something took, in milliseconds with fractions. Runs on, whatever the house's clock is set to. */
export function stopwatch(): () => number {
  const start = performance.now()
  return () => performance.now() - start
}

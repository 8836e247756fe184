/** How long a network address waits after wrong passwords. Rates live in `hot`; what is counted for a number: `guesses.ts`. */

export interface LockRule {
  /** Tries before the first wait. */
  readonly free: number
  /** Seconds to wait after the last free try and each further one; the last step repeats. */
  readonly steps: readonly number[]
  /** Failures are forgotten after this long without a new one, seconds. */
  readonly forget: number
}

/** For one network address. Offices and mobile networks share one, so only failures count, and many are free. */
export const addressRule: LockRule = { free: 50, steps: [60, 120, 240, 480, 960, 1800, 3600], forget: 3600 }

/** Failures of one network address after which its tries need a human check: before there is any wait, since a check costs people nothing. */
export const addressHumanFrom = 10

/** Failures after which the wait grows. */
const stride = 10

/** Seconds to wait after so many failures. */
export function lockSeconds(rule: LockRule, failures: number): number {
  if (failures < rule.free) return 0
  return rule.steps[Math.min(Math.floor((failures - rule.free) / stride), rule.steps.length - 1)] ?? 0
}

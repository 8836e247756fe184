/** How long one waits after wrong passwords. One table for the rule and for the statement that counts (`store.ts`). */

export interface LockRule {
  /** Tries before the first wait. */
  readonly free: number
  /** Seconds to wait after the last free try and each further one; the last step repeats. */
  readonly steps: readonly number[]
  /** Failures are forgotten after this long without a new one, seconds. */
  readonly forget: number
}

/**
 * For one identity number, whether or not anybody has it. Five tries is a tired person's worth; from there the waits double to an hour, so a
 * program gets some thirty tries in a day. Never for good: a lasting lock would be a weapon for anyone who knows a number.
 */
export const personRule: LockRule = { free: 5, steps: [30, 60, 120, 240, 480, 960, 1800, 3600], forget: 24 * 3600 }

/** For one network address. Offices and mobile networks share one, so only failures count, and many are free. */
export const addressRule: LockRule = { free: 50, steps: [60, 120, 240, 480, 960, 1800, 3600], forget: 3600 }

/** Failures of one network address after which its tries need a human check: before there is any wait, since a check costs people nothing. */
export const addressHumanFrom = 10

/** Seconds to wait after so many failures. Past the free ones, an address's waits grow with every tenth failure. */
export function lockSeconds(rule: LockRule, failures: number, stride = 1): number {
  if (failures < rule.free) return 0
  return rule.steps[Math.min(Math.floor((failures - rule.free) / stride), rule.steps.length - 1)] ?? 0
}

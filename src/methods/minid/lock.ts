/** How long one waits after wrong passwords. One table for the rule and for the statement that counts (`store.ts`). */
import { isIPv6 } from 'node:net'

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

/** Seconds to wait after so many failures. Past the free ones, an address's waits grow with every tenth failure. */
export function lockSeconds(rule: LockRule, failures: number, stride = 1): number {
  if (failures < rule.free) return 0
  return rule.steps[Math.min(Math.floor((failures - rule.free) / stride), rule.steps.length - 1)] ?? 0
}

/** Who shares an address: a household's IPv6 is a whole /64, and one machine can use all of it. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1] !== undefined) return mapped[1]
  const [head = '', tail] = (address.split('%', 1)[0] ?? '').toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

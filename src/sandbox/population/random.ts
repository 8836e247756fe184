/**
 * Repeatable choices: the same seed gives the same people on every machine and in every run.
 * Good enough to spread names and addresses; never for anything secret (that is `base/secrets.ts`).
 */

export interface Draw {
  /** A whole number from 0 up to, not with, `below`. */
  below(below: number): number
  /** @throws RangeError when there is nothing to pick from */
  pick<T>(from: readonly T[]): T
  /** True in `percent` of a hundred draws. */
  chance(percent: number): boolean
}

/** mulberry32: 32 bits of state, one multiplication-heavy step for each draw. Public domain algorithm. */
export function seeded(seed: number): Draw {
  // Neighbouring seeds (a person's index) must not give neighbouring first draws.
  let state = Math.imul(seed ^ 0x5f356495, 0x9e3779b1) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    pick: (from) => {
      const picked = from[below(from.length)]
      if (picked === undefined) throw new RangeError('nothing to pick from')
      return picked
    },
    chance: (percent) => below(100) < percent,
  }
}

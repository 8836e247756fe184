/** How much presses: uses of checks by purpose and by range of addresses. Rates live in `hot`; losing them loses nothing lasting. */
import type { KeyObject } from 'node:crypto'
import { rangeOf } from '#base/networks.ts'
import { hmac } from '#base/secrets.ts'
import type { Hot } from '#hot/hot.ts'

export interface PressureRules {
  /** Rates are counted for so long, seconds. */
  readonly window: number
  /** Uses in a window that cost nothing more; each doubling past them is a step. */
  readonly byRange: number
  readonly byPurpose: number
  /** Checks answered by questions, right or wrong, that one range gets in a window. */
  readonly answers: number
}

/** A range may be an office or a mobile network; a purpose is the whole country's. */
export const pressureRules: PressureRules = { window: 600, byRange: 8, byPurpose: 2000, answers: 20 }

export interface Pressure {
  readonly steps: number
  /** This range has used up its answers: for now only work counts. */
  readonly closed: boolean
}

export interface Pressures {
  now(purpose: string, address: string): Promise<Pressure>
  /** A check comes, right or not: counted for its range, and judged by what pressed before it. Of many at once each is another. */
  comes(purpose: string, address: string): Promise<Pressure>
  /** One passed: nobody makes it dearer for all without having worked for it. */
  passed(purpose: string): Promise<void>
  /** An answer is about to be looked at. False: there have been too many. */
  mayAnswer(address: string): Promise<boolean>
}

export const stepsOf = (uses: number, free: number): number =>
  uses < free ? 0 : 1 + Math.floor(Math.log2(uses / free))

export function openPressures(hot: Hot, key: KeyObject, rules: PressureRules = pressureRules): Pressures {
  const { window } = rules
  // No address stands in the store.
  const range = (address: string): string => hmac(key, `range\n${rangeOf(address)}`)
  /** Steps before this use. */
  const count = async (what: string, free: number): Promise<number> => {
    const uses = await hot.count(`human:uses:${what}`, window)
    const steps = stepsOf(uses, free)
    if (steps > 0) await hot.put(`human:steps:${what}`, steps, window)
    return stepsOf(uses - 1, free)
  }
  const steps = async (what: string): Promise<number> => (await hot.get<number>(`human:steps:${what}`))?.value ?? 0
  const closed = (who: string): string => `human:closed:${who}`
  return {
    now: async (purpose, address) => {
      const who = range(address)
      const [mine, all, shut] = await Promise.all([steps(who), steps(purpose), hot.get(closed(who))])
      return { steps: Math.max(mine, all), closed: shut !== undefined }
    },
    comes: async (purpose, address) => {
      const who = range(address)
      const [mine, all, shut] = await Promise.all([count(who, rules.byRange), steps(purpose), hot.get(closed(who))])
      return { steps: Math.max(mine, all), closed: shut !== undefined }
    },
    passed: async (purpose) => void (await count(purpose, rules.byPurpose)),
    mayAnswer: async (address) => {
      const who = range(address)
      const answers = await hot.count(`human:answers:${who}`, window)
      if (answers >= rules.answers) await hot.put(closed(who), true, window)
      return answers <= rules.answers
    },
  }
}

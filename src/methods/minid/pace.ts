/** Answers that must not tell by their time what they found: on a grid, and never before a least time (security.md 38). */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#base/clock.ts'

export interface Pace {
  /** Milliseconds. */
  readonly least: number
  readonly grid: number
  wait(milliseconds: number): Promise<void>
}

export const housePace: Pace = { least: 300, grid: 100, wait: (milliseconds) => sleep(milliseconds) }

/** Runs the work and waits for the next line of the grid, also when it throws. */
export async function paced<T>(clock: Clock, pace: Pace, work: () => Promise<T>): Promise<T> {
  const began = clock.now()
  try {
    return await work()
  } finally {
    const left = untilGrid(pace, clock.now() - began)
    if (left > 0) await pace.wait(left)
  }
}

export function untilGrid(pace: Pick<Pace, 'least' | 'grid'>, spent: number): number {
  if (pace.grid <= 0) return Math.max(0, pace.least - spent)
  return Math.max(pace.least, Math.ceil(spent / pace.grid) * pace.grid) - spent
}

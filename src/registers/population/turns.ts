/** So many at once, so many waiting, the rest sent away: what is slow elsewhere must not fill this process. */

export interface Turns {
  /** Undefined: no place, not even to wait. */
  take<T>(work: () => Promise<T>): Promise<T> | undefined
}

export function openTurns({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): Turns {
  const queue: (() => void)[] = []
  let busy = 0
  /** Whoever leaves hands the place on, so that nobody comes in between. */
  const leave = (): void => {
    const next = queue.shift()
    if (next === undefined) busy -= 1
    else next()
  }
  return {
    take(work) {
      if (busy < atOnce) {
        busy += 1
        return work().finally(leave)
      }
      if (queue.length >= waiting) return undefined
      return new Promise<void>((go) => queue.push(go)).then(() => work().finally(leave))
    },
  }
}

/** How much one range of addresses begins in a minute, as this process sees it: in memory, so that a flood costs no store anything. */
import type { Clock } from '#base/clock.ts'
import { holds, loopback, rangeOf } from '#base/networks.ts'
import { isIP } from 'node:net'

export interface Ranges {
  /** Counts one; true: too many. `most` 0: there is no limit. What comes from this machine is not counted: it is a proxy's, or ours. */
  tooMany(what: string, address: string, most: number): boolean
}

const minute = 60_000
/** As many ranges are known at once; in a minute with more, the rest are not counted. */
const mostKnown = 100_000

export function openRanges(clock: Clock): Ranges {
  let began = clock.now()
  const counts = new Map<string, number>()
  return {
    tooMany: (what, address, most) => {
      if (most === 0 || isIP(address) === 0 || holds(loopback, address)) return false
      // Either way: the clock may have been put right.
      if (Math.abs(clock.now() - began) >= minute) {
        began = clock.now()
        counts.clear()
      }
      const key = `${what} ${rangeOf(address)}`
      const count = (counts.get(key) ?? 0) + 1
      if (count > 1 || counts.size < mostKnown) counts.set(key, count)
      return count > most
    },
  }
}

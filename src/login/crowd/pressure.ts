/** How far behind this process is, and what share of new logins must wait for it to catch up. */
import { stopwatch } from '#base/clock.ts'

export interface PressureRule {
  /** Milliseconds that the process may be late. 0: nobody ever waits. */
  readonly late: number
  /** Requests under way, of whatever kind, from which on new logins wait: stores that are slow make nobody late. */
  readonly underWay: number
}

export interface Pressure {
  /** One more begins: must it wait? Looks at how late the process is, if that has not been looked at just now. */
  mustWait(): boolean
  /**
   * A request, of whatever kind. Call what comes back when it is over. `isHere`: whether all of it has come; who sends slowly is no
   * work for anybody, and could hold up all others by a few thousand bytes.
   */
  enters(isHere?: () => boolean): () => void
  /** For the operator. */
  readonly seen: () => { readonly share: number; readonly lateMs: number; readonly underWay: number }
}

/** Between two looks; a look that is older than this says nothing. Milliseconds. */
const lookEvery = 100
const stale = 5000
/** How long a look waits for its turn by itself. */
const nap = 5

/**
 * Where it is late, each look turns away a tenth more, and where it is not, a twentieth less: it stands near what can be served, and
 * is back within two seconds.
 */
export const nextShare = (share: number, lateMs: number, late: number): number =>
  Math.min(0.95, Math.max(0, share + (lateMs > late ? 0.1 : -0.05)))

/** `look`: how late something is that was due now. */
export function openPressure(rule: PressureRule, look: () => Promise<number> = howLate): Pressure {
  const watch = stopwatch()
  let [share, lateMs, looked, owed] = [0, 0, -stale, 0]
  const inside = new Set<() => boolean>()
  let looking = false
  const measure = async (): Promise<void> => {
    looking = true
    const found = await look()
    // One long piece of work is no crowd: each look counts for a third.
    lateMs += (found - lateMs) / 3
    share = nextShare(share, lateMs, rule.late)
    looked = watch()
    looking = false
  }
  const isFull = (): boolean => {
    if (inside.size < rule.underWay) return false
    let here = 0
    for (const isHere of inside) if (isHere()) here += 1
    return here >= rule.underWay
  }
  const fresh = (): boolean => watch() - looked < stale
  return {
    mustWait: () => {
      if (rule.late === 0) return false
      if (!fresh()) share = lateMs = 0
      if (!looking && watch() - looked >= lookEvery) void measure()
      if (isFull()) return true
      // Evenly, and with no dice: of a share of a third each third one waits.
      owed += share
      if (owed < 1) return false
      owed -= 1
      return true
    },
    enters: (isHere = () => true) => {
      // One of its own for each request: two may ask by the same function.
      const one = (): boolean => isHere()
      inside.add(one)
      return () => void inside.delete(one)
    },
    seen: () => ({ share: fresh() ? share : 0, lateMs: fresh() ? lateMs : 0, underWay: inside.size }),
  }
}

const howLate = (): Promise<number> =>
  new Promise((resolve) => {
    const took = stopwatch()
    setTimeout(() => resolve(Math.max(0, took() - nap)), nap)
  })

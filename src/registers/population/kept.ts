/** Answers kept for a moment in this process alone, under a key that nobody can make a number of. Of many who ask for one, one asks outside. */
import type { Clock } from '#base/clock.ts'
import { hmac, randomPart, secretKey } from '#base/secrets.ts'

export interface Kept<T> {
  /** What was not answered is not kept. `fresh`: asks anew, and keeps that. */
  get(name: string, fresh: boolean, ask: () => Promise<T>): Promise<T>
}

/** A minute's worth at many lookups a second; the oldest go first. */
const mostKept = 5000

export function openKept<T>({ clock, seconds }: { readonly clock: Clock; readonly seconds: number }): Kept<T> {
  const key = secretKey(randomPart(32))
  const kept = new Map<string, { readonly value: T; readonly until: number }>()
  const asking = new Map<string, Promise<T>>()

  const askAndKeep = async (id: string, ask: () => Promise<T>): Promise<T> => {
    const value = await ask()
    kept.delete(id)
    kept.set(id, { value, until: clock.now() + seconds * 1000 })
    tidy()
    return value
  }
  /** In the order of their age, as all live equally long. */
  const tidy = (): void => {
    for (const [id, { until }] of kept) {
      if (kept.size <= mostKept && clock.now() < until) return
      kept.delete(id)
    }
  }
  return {
    get(name, fresh, ask) {
      const id = hmac(key, name)
      const known = kept.get(id)
      if (!fresh && known !== undefined && clock.now() < known.until) return Promise.resolve(known.value)
      const under = asking.get(id)
      if (!fresh && under !== undefined) return under
      const now = askAndKeep(id, ask).finally(() => {
        if (asking.get(id) === now) asking.delete(id)
      })
      asking.set(id, now)
      return now
    },
  }
}

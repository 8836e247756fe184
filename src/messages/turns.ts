/** So many at once; the others wait in line until it is their turn or they are told to stop. */
import { GatewayTrouble } from '#messages/trouble.ts'

export type Turns = <T>(signal: AbortSignal | undefined, work: () => Promise<T>) => Promise<T>

/** @throws GatewayTrouble `later` for those whose turn never came */
export function turns(atOnce: number): Turns {
  let under = 0
  const line: (() => void)[] = []
  return async (signal, work) => {
    if (under >= atOnce) {
      const { promise, resolve } = Promise.withResolvers<void>()
      line.push(resolve)
      await promise
    } else under += 1
    try {
      if (signal?.aborted === true) throw new GatewayTrouble('later', 'turn-never-came')
      return await work()
    } finally {
      // The turn goes to the next in line, so `under` stays as it is.
      const next = line.shift()
      if (next === undefined) under -= 1
      else next()
    }
  }
}

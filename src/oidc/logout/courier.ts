/** Takes deliveries that are due and has each called, side by side: one service that is slow holds up only itself. */
import type { Clock } from '#base/clock.ts'
import type { Log } from '#http/answer.ts'
import type { DeliveryStore, TakenDelivery } from '#oidc/logout/store.ts'

export interface CourierDeps {
  readonly clock: Clock
  readonly store: DeliveryStore
  readonly log: Log
  /** One call, and what came of it written down. */
  readonly deliver: (taken: TakenDelivery) => Promise<void>
}

export interface Courier {
  /** There is something to tell. */
  nudge(): void
  /** Looks now and then for what other processes left behind. */
  start(): void
  /** Tells what is due, and comes back when nothing is: tests. */
  drain(): Promise<void>
  /** Begins nothing new; waits for the calls under way. What is left stays in the table. */
  stop(): Promise<void>
}

/** Milliseconds. Longer than a call may take: a row whose courier died is taken by another after this. */
const leaseMs = 30_000
const pollMs = 5_000
/** Calls under way in this process, and of one service among them. */
const atOnce = 64
const atOnceForOne = 8

export function openCourier({ clock, store, log, deliver }: CourierDeps): Courier {
  const calls = new Map<Promise<void>, string>()
  let filling: Promise<void> | undefined
  let again = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const call = (taken: TakenDelivery): void => {
    const under: Promise<void> = deliver(taken)
      .catch((cause: unknown) =>
        log('error', 'how a service was told of a logout could not be written down', { cause }),
      )
      .finally(() => {
        calls.delete(under)
        fill()
      })
    calls.set(under, taken.clientId)
  }

  const take = async (): Promise<void> => {
    while (again && !stopped && calls.size < atOnce) {
      again = false
      const most = Math.min(atOnce - calls.size, atOnceForOne)
      const taken = await store.take(clock.now(), leaseMs, most, busy(calls.values()))
      for (const one of taken) call(one)
      if (taken.length === most) again = true
    }
  }

  /** With all hands full it comes to nothing; the call that ends next asks again. */
  const fill = (): void => {
    again = true
    filling ??= take()
      .catch((cause: unknown) => log('error', 'logouts to tell could not be read', { cause }))
      .finally(() => {
        filling = undefined
        if (again && !stopped && calls.size < atOnce) fill()
      })
  }

  const settled = async (): Promise<void> => {
    while (filling !== undefined || calls.size > 0) await Promise.all([filling, ...calls.keys()])
  }

  return {
    nudge: fill,
    start() {
      timer = setInterval(fill, pollMs)
      timer.unref()
      fill()
    },
    async drain() {
      fill()
      await settled()
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await settled()
    },
  }
}

/** Services that have as many calls under way as one may have. */
function busy(clientIds: Iterable<string>): string[] {
  const counted = new Map<string, number>()
  for (const clientId of clientIds) counted.set(clientId, (counted.get(clientId) ?? 0) + 1)
  return [...counted].flatMap(([clientId, n]) => (n >= atOnceForOne ? [clientId] : []))
}

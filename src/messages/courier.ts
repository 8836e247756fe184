/** The outbox with its courier: at least once, by any number of processes, never what is too late. */
import type { Clock } from '#base/clock.ts'
import type { Database } from '#db/db.ts'
import type { Log } from '#http/answer.ts'
import type { Vault } from '#keys/keys.ts'
import type { Gateway, Outbox } from '#messages/outbox.ts'
import { type Claimed, type MessageStore, messageStore } from '#messages/store.ts'

export interface OutboxDeps {
  readonly db: Database
  readonly vault: Vault
  readonly clock: Clock
  readonly gateway: Gateway
  readonly log: Log
}

export interface RunningOutbox extends Outbox {
  /** Looks for what other processes left behind. Messages of this process are sent by `nudge`. */
  start(): void
  /** Sends what is due, and comes back when nothing is: tests, and the process's own drain. */
  drain(): Promise<void>
  /** Begins nothing new; waits for what is being sent. What is left stays in the table. */
  stop(): Promise<void>
}

/** Longer than any gateway's own time limit: a row whose courier died is taken by another after this. */
const leaseMs = 30_000
const pollMs = 2_000
const pagesAtOnce = 4
const pageSize = 10

/** Milliseconds until the next try: 1, 2, 4 … 30 seconds. */
export const retryDelay = (tries: number): number => Math.min(30_000, 1000 * 2 ** Math.min(tries - 1, 5))

export function openOutbox(deps: OutboxDeps): RunningOutbox {
  const store = messageStore(deps.db, deps.vault)
  const passes = new Set<Promise<void>>()
  let again = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const begin = (pages = deliver): void => {
    if (stopped) return
    if (passes.size >= pagesAtOnce) {
      again = true
      return
    }
    const pass: Promise<void> = pages(deps, store, () => stopped)
      .catch((cause: unknown) => deps.log('error', 'messages could not be read', { cause: nameOf(cause) }))
      .finally(() => {
        passes.delete(pass)
        if (again) {
          again = false
          begin()
        }
      })
    passes.add(pass)
  }
  const settled = async (): Promise<void> => {
    while (passes.size > 0) await Promise.all(passes)
  }
  return {
    step: (message) => store.insert(message, deps.clock.now()),
    nudge: () => begin(),
    start: () => {
      timer = setInterval(() => begin(sweep), pollMs)
      timer.unref()
      begin(sweep)
    },
    drain: async () => {
      await settled()
      begin(sweep)
      await settled()
    },
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await settled()
    },
  }
}

/** Page after page until nothing is due. A short page is the last: what came after it was nudged by its own writer. */
async function deliver(deps: OutboxDeps, store: MessageStore, stopped: () => boolean): Promise<void> {
  let page: readonly Claimed[]
  do {
    page = await store.claim(deps.clock.now(), leaseMs, pageSize)
    await Promise.all(page.map((claimed) => deliverOne(deps, store, claimed)))
  } while (page.length === pageSize && !stopped())
}

async function sweep(deps: OutboxDeps, store: MessageStore, stopped: () => boolean): Promise<void> {
  await deliver(deps, store, stopped)
  const late = await store.dropUseless(deps.clock.now())
  if (late > 0) deps.log('warn', 'messages were too late to send', { count: late })
}

async function deliverOne(deps: OutboxDeps, store: MessageStore, claimed: Claimed): Promise<void> {
  // The clock may have passed the limit while the page was on its way: the next sweep removes it.
  if (deps.clock.now() >= claimed.message.useless) return
  try {
    await deps.gateway.send(claimed.message, claimed.id)
  } catch (cause) {
    const due = deps.clock.now() + retryDelay(claimed.tries)
    deps.log('warn', 'a message could not be sent', {
      about: claimed.message.about,
      tries: claimed.tries,
      cause: nameOf(cause),
    })
    await store.again(claimed.id, due)
    return
  }
  await store.sent(claimed.id)
}

/** A gateway's own words may repeat the number or the text: only what kind of trouble it was is logged. */
const nameOf = (cause: unknown): string => (cause instanceof Error ? cause.name : 'unknown')

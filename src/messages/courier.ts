/** The outbox with its courier: at least once, by any number of processes, never what is too late. */
import type { Clock } from '#base/clock.ts'
import type { Database, Step } from '#db/db.ts'
import type { Log } from '#http/answer.ts'
import type { Vault } from '#keys/keys.ts'
import { type Lane, openLane } from '#messages/lane.ts'
import type { Accepted, Gateway, Message, Outbox } from '#messages/outbox.ts'
import { openReceipts, type Receipts } from '#messages/receipts.ts'
import { type Claimed, type MessageStore, messageStore } from '#messages/store.ts'
import { type GatewayTrouble, troubleOf } from '#messages/trouble.ts'

export interface OutboxDeps {
  readonly db: Database
  readonly vault: Vault
  readonly clock: Clock
  readonly gateway: Gateway
  readonly log: Log
  readonly count?: (name: string, labels: Readonly<Record<string, string>>) => void
  /** Absent: the outbox opens its own. */
  readonly receipts?: Receipts
}

export interface RunningOutbox extends Outbox {
  /** Looks for what other processes left behind. Messages of this process are sent by `nudge`. */
  start(): void
  /** Sends what is due, and comes back when nothing is: tests, and the process's own drain. */
  drain(): Promise<void>
  /** Begins nothing new; waits for what is being sent, and closes the gateway. What is left stays in the table. */
  stop(): Promise<void>
  /** How many are not sent yet, and how old the oldest of them is, seconds. */
  waiting(): Promise<{ readonly count: number; readonly oldestSeconds: number }>
  /** That messages wait for long, as the last look at the table showed; and what their gateways say. */
  warnings(): readonly string[]
}

/** Longer than any gateway's own time limit: a row whose courier died is taken by another after this. */
const leaseMs = 30_000
const pollMs = 2_000
const mailLookMs = 60_000
const pageSize = 10
/** Between two looks at what is old, and how long messages may wait before it is told. */
const careMs = 60_000
const longWaitMs = 60_000

/** Milliseconds until the next try: 1, 2, 4 … 30 seconds; a mail server that says "later" means minutes, up to a quarter of an hour. */
export const retryDelay = (tries: number, kind: Message['kind'] = 'sms'): number =>
  Math.min(kind === 'sms' ? 30_000 : 900_000, 1000 * 2 ** Math.min(tries - 1, 10))

export function openOutbox(deps: OutboxDeps): RunningOutbox {
  const work = workOf(deps)
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  // Until then this process looks for mail of its own, too: most messages are codes, and a look costs a statement.
  let mailUntil = 0
  const lane = (pass: () => Promise<void>): Lane =>
    openLane(
      pass,
      (cause) => deps.log('error', 'messages could not be read', { cause: nameOf(cause) }),
      () => stopped,
    )
  const sms = lane(() => deliver(work, 'sms', () => stopped))
  const mail = lane(() => deliver(work, 'mail', () => stopped))
  const care = lane(() => tidy(work))
  const all = [sms, mail, care]
  const settled = async (): Promise<void> => void (await Promise.all(all.map((one) => one.settled())))
  const sweep = (): void => {
    for (const one of all) one.begin()
  }
  return {
    step(message) {
      if (message.kind === 'mail') mailUntil = deps.clock.now() + mailLookMs
      return work.store.insert(message, deps.clock.now())
    },
    nudge() {
      sms.begin()
      if (deps.clock.now() < mailUntil) mail.begin()
    },
    start: () => {
      timer = setInterval(sweep, pollMs)
      timer.unref()
      sweep()
    },
    drain: async () => {
      await settled()
      sweep()
      await settled()
    },
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await settled()
      await deps.gateway.close?.()
    },
    waiting: () => lookAt(work),
    warnings: () => [
      ...(work.oldestMs > longWaitMs
        ? [`Messages to people have waited for ${Math.round(work.oldestMs / 60_000)} minutes to be sent.`]
        : []),
      ...(deps.gateway.warnings?.() ?? []),
    ],
  }
}

interface Work extends OutboxDeps {
  readonly store: MessageStore
  readonly receipts: Receipts
  readonly count: NonNullable<OutboxDeps['count']>
  /** As the last look showed. */
  oldestMs: number
  /** When it is looked again at what is old. */
  care: number
}

function workOf(deps: OutboxDeps): Work {
  const count = deps.count ?? (() => undefined)
  const receipts = deps.receipts ?? openReceipts({ ...deps, count })
  return { ...deps, count, receipts, store: messageStore(deps.db, deps.vault), oldestMs: 0, care: 0 }
}

async function lookAt(work: Work): Promise<{ readonly count: number; readonly oldestSeconds: number }> {
  const { count, oldest } = await work.store.waiting()
  work.oldestMs = oldest === undefined ? 0 : Math.max(0, work.clock.now() - oldest)
  return { count, oldestSeconds: work.oldestMs / 1000 }
}

/** Page after page until nothing is due. A short page is the last: what came after it was nudged by its own writer. */
async function deliver(work: Work, kind: Message['kind'], stopped: () => boolean): Promise<void> {
  let page: readonly Claimed[]
  do {
    page = await work.store.claim(kind, work.clock.now(), leaseMs, pageSize)
    await Promise.all(page.map((claimed) => deliverOne(work, claimed)))
  } while (page.length === pageSize && !stopped())
}

async function tidy(work: Work): Promise<void> {
  const late = await work.store.tooLate(work.clock.now())
  if (late > 0) {
    work.log('warn', 'messages were too late to send', { count: late })
    for (let one = 0; one < late; one += 1) work.count('message_ended', { how: 'too-late' })
  }
  // Either way: a clock that ran ahead has been put right since.
  if (Math.abs(work.clock.now() - work.care) < careMs) return
  work.care = work.clock.now()
  await lookAt(work)
  await work.receipts.sweep()
}

async function deliverOne(work: Work, { id, message, tries }: Claimed): Promise<void> {
  if (message === undefined) return work.log('error', 'a message could not be opened', {})
  // The clock may have passed the limit while the page was on its way: the next sweep removes it.
  if (work.clock.now() >= message.useless) return
  let accepted: Accepted | void
  try {
    accepted = await work.gateway.send(message, id)
  } catch (cause) {
    return notTaken(work, { id, message, tries }, troubleOf(cause))
  }
  const { gateway, references } = accepted ?? { gateway: work.gateway.name, references: [] }
  await end(work, 'sent', [work.store.remove(id), ...work.receipts.accepted(message, id, gateway, references)])
}

interface Tried {
  readonly id: string
  readonly message: Message
  readonly tries: number
}

async function notTaken(work: Work, { id, message, tries }: Tried, { what, why }: GatewayTrouble): Promise<void> {
  const { store, receipts, clock } = work
  work.log('warn', 'a message could not be sent', { about: message.about, tries, what, why })
  if (what === 'refused') await end(work, 'given-up', [store.remove(id), receipts.givenUp(message, id, why)])
  else await store.again(id, clock.now() + retryDelay(tries, message.kind))
}

async function end({ db, count }: Work, how: 'sent' | 'given-up', steps: readonly Step[]): Promise<void> {
  await db.batch(steps)
  count('message_ended', { how })
}

/** A store's own words may repeat what it stumbled over: only what kind of trouble it was is logged. */
const nameOf = (cause: unknown): string => (cause instanceof Error ? cause.name : 'unknown')

/**
 * Several gateways for one kind of message, in order of preference: the next is asked when one says no or does not answer in time.
 * When an answer is lost, the first may have taken the message and the next takes it too: the person gets it twice, rather
 * than not at all.
 */
import { type Breaker, openBreaker, type Pass } from '#base/breaker.ts'
import type { Clock } from '#base/clock.ts'
import { inTime } from '#base/deadline.ts'
import type { Log } from '#http/answer.ts'
import type { Accepted, Gateway, Message } from '#messages/outbox.ts'
import { GatewayTrouble, troubleOf } from '#messages/trouble.ts'

export interface FailoverDeps {
  readonly clock: Clock
  readonly log: Log
  readonly count: (name: string, labels: Readonly<Record<string, string>>) => void
  /** Milliseconds that all of them have together: shorter than the courier's lease. */
  readonly patience?: number
}

export const patienceOfAll = 24_000
/** A gateway that fails so often in a row is left alone; milliseconds. */
const leftAlone = { failures: 3, shortest: 5_000, longest: 30_000 } as const

interface Guarded {
  readonly gateway: Gateway
  readonly breaker: Breaker
}

export function failover(name: string, gateways: readonly Gateway[], deps: FailoverDeps): Gateway {
  const guarded = gateways.map((gateway) => ({ gateway, breaker: openBreaker({ clock: deps.clock, ...leftAlone }) }))
  const each = (deps.patience ?? patienceOfAll) / Math.max(1, gateways.length)
  return {
    name,
    async send(message, id) {
      let trouble = new GatewayTrouble('down', gateways.length === 0 ? 'no-gateway' : 'left-alone')
      let refused: GatewayTrouble | undefined
      let allRefused = true
      for (const one of guarded) {
        const result = await tryOne(one, message, id, each, deps)
        if (!(result instanceof GatewayTrouble)) return result
        if (result.what === 'refused') refused ??= result
        else {
          allRefused = false
          trouble = result
        }
      }
      // One that is away might have taken what another refused.
      throw allRefused && refused !== undefined ? refused : trouble
    },
    async close() {
      await Promise.all(gateways.map(async (gateway) => gateway.close?.()))
    },
    warnings: () =>
      guarded.flatMap((one) => [
        ...(one.breaker.state() !== 'closed' ? [`The gateway ${one.gateway.name} for messages does not answer.`] : []),
        ...(one.gateway.warnings?.() ?? []),
      ]),
  }
}

async function tryOne(
  { gateway, breaker }: Guarded,
  message: Message,
  id: string,
  most: number,
  deps: FailoverDeps,
): Promise<Accepted | GatewayTrouble> {
  const left = Math.min(most, message.useless - deps.clock.now())
  if (left <= 0) return new GatewayTrouble('later', 'too-late')
  const pass = breaker.enter()
  if (pass === undefined) {
    deps.count('message', { gateway: gateway.name, outcome: 'left-alone' })
    return new GatewayTrouble('down', 'left-alone')
  }
  try {
    const accepted = await stopped(left, (signal) => gateway.send(message, id, signal))
    pass.answered()
    deps.count('message', { gateway: gateway.name, outcome: 'taken' })
    return { references: accepted?.references ?? [], gateway: gateway.name }
  } catch (cause) {
    const trouble = troubleOf(cause)
    judge(pass, trouble)
    deps.count('message', { gateway: gateway.name, outcome: trouble.what })
    deps.log('warn', 'a gateway did not take a message', {
      gateway: gateway.name,
      what: trouble.what,
      why: trouble.why,
      about: message.about,
    })
    return trouble
  }
}

/** A no to one message is an answer: the gateway works. One that knows it is not connected costs no time to ask. */
function judge(pass: Pass, { what, why }: GatewayTrouble): void {
  if (what === 'refused') pass.answered()
  else if (what === 'later' || why === 'not-connected') pass.nothing()
  else pass.failed()
}

/** @throws GatewayTrouble `unanswered` when the time is over */
function stopped<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  return inTime(milliseconds, work(stop.signal), () => {
    stop.abort()
    return new GatewayTrouble('unanswered', 'no-answer-in-time')
  })
}

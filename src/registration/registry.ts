/** Reads what is registered, and changes it: one transaction with its audit event, begun again when somebody else was faster. */
import type { Clock } from '#base/clock.ts'
import type { Audit } from '#audit/audit.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Database, Step } from '#db/db.ts'
import type { Log } from '#http/answer.ts'
import { ApiProblem } from '#registration/problem.ts'
import { type Registered, serviceStore } from '#services/store.ts'

export interface Change<T> {
  /** None: nothing changes and nothing is written. */
  readonly steps: readonly Step[]
  readonly events: readonly AuditEvent[]
  readonly answer: T
}

export interface Registry {
  read(): Promise<Registered>
  /** `decide` may be asked several times, each time with what is registered then. @throws what `decide` throws; GuardFailed */
  change<T>(decide: (registered: Registered, now: number) => Change<T>): Promise<T>
}

/** A guard among the steps said no. */
export class GuardFailed extends Error {
  override readonly name = 'GuardFailed'
  readonly guard: string
  constructor(guard: string) {
    super(`a guard failed: ${guard}`)
    this.guard = guard
  }
}

export interface RegistryDeps {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Pick<Audit, 'write'>
  /** So that this process knows at once what it has just written. */
  readonly refresh: () => Promise<void>
  readonly log: Log
}

/** Of the processes that write at once, one goes on each time. */
const mostTries = 50

export function openRegistry({ database, clock, audit, refresh, log }: RegistryDeps): Registry {
  const store = serviceStore(database)
  let known: Registered | undefined
  let last: Promise<unknown> = Promise.resolve()

  const read = async (): Promise<Registered> => {
    if (known === undefined || (await store.version()) !== known.version) known = await store.read()
    return known
  }

  const attempt = async <T>(
    decide: (registered: Registered, now: number) => Change<T>,
  ): Promise<{ readonly answer: T } | undefined> => {
    const registered = await read()
    const { steps, events, answer } = decide(registered, clock.now())
    if (steps.length === 0) return { answer }
    const written = await audit.write([store.nextVersion(registered.version), ...steps], events)
    if (written.ok) {
      // It is written, and a secret in the answer is told this once; the next look a second later brings the rest.
      await refresh().catch((cause: unknown) => log('warn', 'services could not be read again', { cause }))
      return { answer }
    }
    if (written.failed !== 'changed-meanwhile') throw new GuardFailed(written.failed)
    return undefined
  }

  const change = async <T>(decide: (registered: Registered, now: number) => Change<T>): Promise<T> => {
    for (let tries = 0; tries < mostTries; tries++) {
      const done = await attempt(decide)
      if (done !== undefined) return done.answer
    }
    throw new ApiProblem('changed_meanwhile', 'others changed the register all the time: try again')
  }

  return {
    read,
    // One after the other in this process: at once they would only make one another begin again.
    change(decide) {
      const mine = last.then(
        () => change(decide),
        () => change(decide),
      )
      last = mine
      return mine
    },
  }
}

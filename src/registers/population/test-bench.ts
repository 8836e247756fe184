/** The connector on a bench: before the synthetic register, with what it waits for, counts and logs in sight. For tests. */
import assert from 'node:assert/strict'
import { fixedClock, type SettableClock } from '#base/clock.ts'
import { NationalId } from '#base/national-id.ts'
import { type Connector, openConnector } from '#registers/population/connector.ts'
import { RegisterAway } from '#registers/population/population.ts'
import type { Send } from '#registers/population/send.ts'
import { type Kind, type Person } from '#sandbox/population/person.ts'
import { population } from '#sandbox/population/population.ts'
import type { Faults } from '#sandbox/registers/faults.ts'
import { type RegisterWorld, registerWorld } from '#sandbox/registers/start.ts'

export const people = population(200)
export const personOf = (kind: Kind, fits: (person: Person) => boolean = () => true): Person => {
  const found = people.search({ kind }).find(fits)
  assert.ok(found, kind)
  return found
}
export const read = (digits: string): NationalId => {
  const number = NationalId.read(digits)
  assert.ok(typeof number !== 'string', number as string)
  return number
}
export const kari = people.at(0)
export const per = people.at(1)
/** Nobody in a population of this size. */
export const nobody = read(population(5000).at(4000).number)

interface Bench {
  readonly connector: Connector
  readonly world: RegisterWorld
  readonly clock: SettableClock
  readonly faults: Faults
  readonly counted: string[]
  readonly log: string[]
  readonly waited: number[]
  /** What went out: method, address. */
  readonly sent: string[]
}

export interface BenchOptions {
  readonly send?: (send: Send) => Send
  readonly clock?: SettableClock
  /** Milliseconds the register's clock is ahead of ours. */
  readonly skew?: number
}

export function bench({
  send: around = (send) => send,
  clock = fixedClock(Date.UTC(2026, 10, 24, 8)),
  skew = 0,
}: BenchOptions = {}): Bench {
  const world = registerWorld({ people, clock: { now: () => clock.now() + skew } })
  const [counted, log, waited, sent]: [string[], string[], number[], string[]] = [[], [], [], []]
  const send: Send = (address, request) => {
    sent.push(`${request.method} ${address}`)
    return world.send(address, request)
  }
  const connector = openConnector({
    ...world.at('http://127.0.0.1:1'),
    clock,
    send: around(send),
    wait: (ms) => {
      waited.push(ms)
      return Promise.resolve()
    },
    count: (name, labels) => void counted.push(`${name} ${Object.values(labels).join(' ')}`),
    log: (level, message, fields) => void log.push(JSON.stringify({ level, message, fields })),
  })
  return { connector, world, clock, faults: world.faults, counted, log, waited, sent }
}

export const away = (asked: Promise<unknown>): Promise<void> =>
  assert.rejects(asked, (error: unknown) => {
    assert.ok(error instanceof RegisterAway, String(error))
    assert.doesNotMatch(`${error.message} ${error.stack ?? ''}`, /\d{11}/)
    return true
  })

/** The twin as a program with the tests' services declared, spoken to as the whole-app tests speak to theirs (`wire.ts`). */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '#base/clock.ts'
import { openSqlite } from '#db/sqlite.ts'
import { population } from '#sandbox/population/population.ts'
import { Browser } from '../browser.ts'
import { codeIn } from '../client.ts'
import { owners } from '../services.ts'
import type { Wired } from '../wire.ts'
import { issuer as issuerOfTests } from '../world.ts'
import { answering, type Folder, folder, freePorts, start, type Started } from './started.ts'

export interface Program {
  readonly issuer: string
  /** What the program keeps. */
  readonly data: Folder
  readonly wire: Wired
  readonly settings: Readonly<Record<string, string>>
  /** Starts it, and waits until it is ready. */
  start(settings?: Readonly<Record<string, string>>): Promise<Started>
  /** An operator's command on its data. */
  cli(...words: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }>
  /** Writes the file of services. */
  declare(owners: readonly unknown[]): void
  /** The code in the newest SMS to that number, once there is one that is not `old`. */
  smsCode(to: string, old?: string): Promise<string>
  remove(): void
}

export async function program(): Promise<Program> {
  const [data, beside] = [folder(), folder()]
  const [port = 0, examplePort = 0] = await freePorts(3)
  const issuer = `http://localhost:${port}`
  const clients = join(beside.path, 'clients.json')
  const settings = {
    INNGANG_DATA: data.path,
    INNGANG_PORT: String(port),
    INNGANG_EXAMPLE_PORT: String(examplePort),
    INNGANG_ISSUER_PORT: '0',
    INNGANG_CLIENTS: clients,
    INNGANG_AUDIT_SECOND_PLACE: join(beside.path, 'seals.jsonl'),
    INNGANG_DRAIN_SECONDS: '20',
  }
  const declare = (declared: readonly unknown[]): void => writeFileSync(clients, JSON.stringify({ owners: declared }))
  declare(owners)
  return {
    issuer,
    data,
    settings,
    declare,
    wire: wireTo(issuer),
    async start(more = {}) {
      const started = start('twin.ts', { ...settings, ...more })
      await answering(`${issuer}/health/ready`, started)
      return started
    },
    async cli(...words) {
      const command = start('cli.ts', settings, [...words, '--twin'])
      return { code: await command.ended(), said: command.printed() }
    },
    async smsCode(to, old) {
      for (;;) {
        const answer = await fetch(`${issuer}/sandbox/outbox?to=${encodeURIComponent(to)}`)
        const [newest] = (await answer.json()) as { readonly text: string }[]
        const code = newest === undefined ? undefined : codeIn(newest.text)
        if (code !== undefined && code !== old) return code
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    remove() {
      data.remove()
      beside.remove()
    },
  }
}

const wireTo = (issuer: string): Wired => ({
  clock: { ...systemClock, advance: cannot, reset: cannot },
  people: population(),
  fetch: (url, init) => fetch(addressOf(url).replace(issuerOfTests, issuer), init),
  browser: (options) => new Browser((request) => fetch(request), issuer, options),
})

const addressOf = (url: string | URL | Request): string =>
  typeof url === 'string' ? url : url instanceof URL ? url.href : url.url

const cannot = (): never => {
  throw new Error('a program has the machine’s own time')
}

/** Straight on the database's file, behind the program's back. */
export async function sqlOn<Row>(data: Folder, sql: string): Promise<Row[]> {
  const database = openSqlite(join(data.path, 'inngang.sqlite'))
  try {
    return await database.raw<Row>(sql, [])
  } finally {
    await database.close()
  }
}

export const countOn = async (data: Folder, from: string): Promise<number> =>
  (await sqlOn<{ n: number }>(data, `select count(*) as n from ${from}`))[0]?.n ?? 0

/**
 * The whole gateway in one process, as the twin has it: real stores, a clock that is set, the sandbox as the outside world.
 * The database is SQLite in memory, or PostgreSQL where INNGANG_TEST_DATABASE_URL names one (emptied first).
 */
import { fixedClock, type SettableClock } from '#base/clock.ts'
import { readConfig } from '#config/read.ts'
import { type App, createApp } from '../src/app.ts'
import { type OpenAudit, openAudit } from '#audit/trail.ts'
import type { Database } from '#db/db.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import type { Hot } from '#hot/hot.ts'
import { openHotSqlite } from '#hot/sql.ts'
import { openSigningKeys } from '#keys/signing.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { openOutbox } from '#messages/courier.ts'
import { minid } from '#methods/minid/minid.ts'
import { openMetrics } from '#observe/metrics.ts'
import { openPersons } from '#persons/store.ts'
import { type Phone, phone } from '#sandbox/phone.ts'
import { type Population, population } from '#sandbox/population/population.ts'
import { testEid } from '#sandbox/test-eid.ts'
import { mountSandbox } from '#sandbox/mount.ts'
import { applyServices } from '#services/apply.ts'
import { openServices } from '#services/clients.ts'
import { checkServices } from '#services/file.ts'
import { migrations } from '../src/migrations.ts'
import { Browser, type BrowserOptions } from './browser.ts'

export const issuer = 'http://localhost:8700'
/** A Tuesday morning. */
export const start = Date.UTC(2026, 10, 24, 8)

export interface World {
  readonly app: App
  readonly clock: SettableClock
  readonly database: Database
  readonly hot: Hot
  readonly audit: OpenAudit
  readonly people: Population
  readonly phone: Phone
  readonly log: readonly string[]
  /** For outside clients: `fetch` that ends in the app. */
  readonly fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>
  browser(options?: BrowserOptions): Browser
  /** Sends what lies in the outbox and gives the newest SMS to that number. */
  sms(to: string): Promise<string>
  close(): Promise<void>
}

/** `owners` as in the file that declares services. */
export async function openWorld(owners: readonly unknown[]): Promise<World> {
  const clock = fixedClock(start)
  const config = readConfig({ INNGANG_ISSUER: issuer }, 'twin')
  const database = openSqlite(':memory:')
  const hot = await openHotSqlite(':memory:', clock)
  await hot.floor()
  // An empty store was just found: assertions older than that would not count (what they left behind may be lost).
  clock.advance(2000)
  await migrate(database, migrations)
  const vault = vaultInMemory('twin')
  const audit = await openAudit({ database, vault, clock })
  const keys = await openSigningKeys({ database, vault, clock, rsaBits: 2048, write: audit.write })
  await applyServices(
    { database, clock, audit },
    checkServices(owners, { world: 'twin', eids: ['minid', 'test'] }),
    'file',
  )
  const log: string[] = []
  const noteLog = (level: string, message: string, fields?: unknown): void =>
    void log.push(JSON.stringify({ level, message, fields }))
  const services = await openServices({ database, log: noteLog, every: 0 })
  const persons = openPersons({ database, vault, world: 'twin', clock })
  const people = population()
  const phones = phone(clock)
  const outbox = openOutbox({ db: database, vault, clock, gateway: phones.gateway, log: noteLog })
  const methods = [
    minid({
      db: database,
      persons,
      hot,
      vault,
      clock,
      audit,
      outbox,
      addressOf: () => '203.0.113.7',
      provision: (number) => {
        const found = people.find(number.reveal('sandbox'))
        return Promise.resolve(
          found?.minid === undefined || found.mobile === undefined
            ? undefined
            : { password: found.minid.password, mobile: found.mobile },
        )
      },
      pace: { least: 0, grid: 0 },
    }),
    testEid({ population: people, persons, clock }),
  ]
  const app = createApp({
    config,
    clock,
    database,
    hot,
    vault,
    keys,
    audit,
    persons,
    services,
    methods,
    log: noteLog,
    metrics: openMetrics({ version: 'test', entry: 'twin', database: database.engine, hot: 'sql' }),
    wait: (ms) => new Promise((done) => setTimeout(done, Math.min(ms, 5))),
    sandbox: (routes) => mountSandbox(routes, { population: people, phone: phones, services: [] }),
  })
  const send = (request: Request): Response | Promise<Response> => app.fetch(request)
  return {
    app,
    clock,
    database,
    hot,
    audit,
    people,
    phone: phones,
    log,
    fetch: async (url, init) => {
      const request = new Request(url, init)
      request.headers.set('host', new URL(request.url).host)
      return send(request)
    },
    browser: (options) => new Browser(send, issuer, options),
    async sms(to) {
      await outbox.drain()
      const newest = phones.inbox({ to })[0]
      if (newest === undefined) throw new Error(`no message to ${to}`)
      return newest.text
    },
    async close() {
      services.close()
      await audit.close()
      await hot.close()
      await database.close()
    },
  }
}

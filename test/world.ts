/** The whole gateway in one process, opened as the twin opens it: real stores (`stores.ts`), a clock that is set, the sandbox as the outside world. */
import { after, beforeEach, type TestContext } from 'node:test'
import { fixedClock, type SettableClock } from '#base/clock.ts'
import { readConfig } from '#config/read.ts'
import { type App, createApp } from '../src/app.ts'
import { type OpenParts, openParts } from '../src/open.ts'
import { twinWorld } from '../src/twin-world.ts'
import type { OpenAudit } from '#audit/trail.ts'
import type { Database } from '#db/db.ts'
import type { Hot } from '#hot/hot.ts'
import { type OpenLog, openLog } from '#observe/log.ts'
import type { SandboxCards } from '#sandbox/cards/cards.ts'
import type { IssuerWorld } from '#sandbox/issuers/start.ts'
import type { PrintHouse } from '#sandbox/letters.ts'
import type { Phone } from '#sandbox/phone.ts'
import type { Population } from '#sandbox/population/population.ts'
import type { RegisterWorld } from '#sandbox/registers/start.ts'
import { Browser, type BrowserOptions } from './browser.ts'
import { cheap, keysMadeBefore } from './cheap.ts'
import { dropStores, testStores } from './stores.ts'

export const issuer = 'http://localhost:8700'
/** A Tuesday morning. */
export const start = Date.UTC(2026, 10, 24, 8)

export interface World {
  readonly app: App
  readonly clock: SettableClock
  readonly database: Database
  readonly hot: Hot
  readonly audit: OpenAudit
  readonly parts: OpenParts
  readonly people: Population
  readonly phone: Phone
  readonly letters: PrintHouse
  /** The population register that the gateway's connector asks. */
  readonly register: RegisterWorld
  /** Where the settings name a port for them. */
  readonly issuers: IssuerWorld | undefined
  /** Smart cards, there too. */
  readonly cards: SandboxCards | undefined
  /** What was logged, a line each. */
  readonly log: readonly string[]
  /** For outside clients: `fetch` that ends in the app. */
  readonly fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>
  browser(options?: BrowserOptions): Browser
  /** Sends what lies in the outbox and gives the newest SMS to that number. */
  sms(to: string): Promise<string>
  /** Does once what a process does now and then. */
  tidy(): Promise<void>
  close(): Promise<void>
}

/** `owners` as in the file that declares services; `settings` as in the environment; `cost`: of guessing. */
export async function openWorld(
  owners: readonly unknown[],
  settings: Readonly<Record<string, string>> = {},
  cost: 'cheap' | 'house' = 'cheap',
): Promise<World> {
  const clock = fixedClock(start)
  const stores = await testStores()
  const config = readConfig(
    { INNGANG_ISSUER: issuer, INNGANG_ISSUER_PORT: '0', ...stores.settings, ...settings },
    'twin',
  )
  const lines: string[] = []
  const { log } = logOf(clock, lines)
  const twin = await twinWorld(config, { clock, memory: true, log })
  const { outside, population, phone, letters, register, issuers, cards } = twin
  const parts = await openParts(config, {
    clock,
    memory: true,
    background: false,
    log: logOf(clock, lines),
    newKey: keysMadeBefore(),
    wait: (ms) => new Promise((done) => setTimeout(done, Math.min(ms, 5))),
    outside: {
      ...outside,
      owners,
      minid: { ...outside.minid, pace: { least: 0, grid: 0 } },
      ...(cost === 'cheap' ? { cost: cheap } : {}),
    },
  })
  await parts.hot.floor()
  // An empty store was just found: assertions older than that would not count (what they left behind may be lost).
  clock.advance(2000)
  const tasks: (() => Promise<void>)[] = []
  const app = createApp({ ...parts, every: (_milliseconds, _failed, work) => void tasks.push(work) })
  const send = (request: Request): Response | Promise<Response> => app.fetch(request)
  return {
    app,
    clock,
    database: parts.database,
    hot: parts.hot,
    audit: parts.stores.audit,
    parts,
    people: population,
    phone,
    letters,
    register,
    issuers,
    cards,
    log: lines,
    fetch: async (url, init) => {
      const request = new Request(url, init)
      request.headers.set('host', new URL(request.url).host)
      return send(request)
    },
    browser: (options) => new Browser(send, issuer, options),
    async sms(to) {
      await parts.outbox.drain()
      const newest = phone.inbox({ to })[0]
      if (newest === undefined) throw new Error(`no message to ${to}`)
      return newest.text
    },
    async tidy() {
      for (const task of tasks) await task()
    },
    async close() {
      await parts.close()
      await issuers?.close()
      await stores.giveBack()
    },
  }
}

const logOf = (clock: SettableClock, lines: string[]): OpenLog =>
  openLog({ level: 'debug', clock, to: { write: (line) => void lines.push(line) } })

type Take = (world: World) => void
type Settings = Readonly<Record<string, string>>

/** A new world for each test of a file (`import.meta.filename`). */
export const worldForEach = (file: string, owners: readonly unknown[], take: Take, settings: Settings = {}): void =>
  before(file, () => Symbol(file), owners, take, settings)

/** One world for all tests of a file, opened when the first one begins. */
export const worldForAll = (file: string, owners: readonly unknown[], take: Take, settings: Settings = {}): void =>
  before(file, () => file, owners, take, settings)

/** Files share a process, and a hook there runs before every file's tests: so each looks whose test it is. One world is open at a time. */
function before(
  file: string,
  keyOf: () => unknown,
  owners: readonly unknown[],
  take: Take,
  settings: Settings = {},
): void {
  beforeEach(async (t) => {
    const { filePath, fullName, name } = t as TestContext
    if (filePath !== file || fullName !== name) return
    const key = keyOf()
    if (current?.key === key) return
    await closeCurrent()
    const world = await openWorld(owners, settings)
    current = { key, world }
    take(world)
  })
}

let current: { readonly key: unknown; readonly world: World } | undefined
async function closeCurrent(): Promise<void> {
  const last = current
  current = undefined
  await last?.world.close()
}
after(async () => {
  await closeCurrent()
  await dropStores()
})

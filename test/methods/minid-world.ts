/** MinID with a real database, real hashes and a clock that stands still; its people, audit and phone are in memory. */
import assert from 'node:assert/strict'
import { fixedClock, type SettableClock } from '#base/clock.ts'
import { newPersonId, type PersonId } from '#base/ids.ts'
import { checkDigits, NationalId } from '#base/national-id.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Database } from '#db/db.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { migrations as guessing } from '#guessing/store.ts'
import { openHotSql } from '#hot/sql.ts'
import type { Hot } from '#hot/hot.ts'
import { openHumanCheck } from '#human/human.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { openOutbox } from '#messages/courier.ts'
import { migrations as messageMigrations } from '#messages/store.ts'
import type { Message } from '#messages/outbox.ts'
import type { MinidDeps } from '#methods/minid/deps.ts'
import { minid } from '#methods/minid/minid.ts'
import { openPasswords, type Passwords } from '#methods/minid/password.ts'
import { openPasswordRules } from '#methods/minid/passwords/rules.ts'
import { migrations, type MinidStore, minidStore } from '#methods/minid/store.ts'
import type { KnownPerson, Persons } from '#persons/persons.ts'
import type { Language } from '#i18n/text.ts'
import { Browser, formsIn, textOf, type Visit } from '../browser.ts'
import { type FakeLogin, fakeLogin } from '../fakes/door.ts'

export const password = 'Granskog 77'
export const mobile = '+4790000047'

export interface MinidWorld {
  readonly clock: SettableClock
  readonly db: Database
  readonly login: FakeLogin
  readonly person: KnownPerson
  /** The person's number, and one that nobody has. */
  readonly number: string
  readonly unknown: string
  readonly events: AuditEvent[]
  readonly waits: number[]
  /** What was asked of hashes and stores since the last look. */
  operations(): Record<string, number>
  sms(): Promise<readonly Message[]>
  /** The newest code. */
  code(): Promise<string>
  browser(): Browser
  /** A browser that has posted number and password in a fresh attempt. */
  tried(number: string, typed: string): Promise<Visited>
}

export interface Visited {
  readonly browser: Browser
  readonly visit: Visit
}

/** Synthetic, month + 80: the n-th number that has check digits. */
export function syntheticNumber(n: number): string {
  let found = 0
  for (let serial = 100; serial < 1000; serial += 1) {
    const nine = `158190${serial}`
    const digits = checkDigits(nine)
    if (digits === undefined) continue
    if (found === n) return nine + digits
    found += 1
  }
  throw new RangeError('no so many numbers')
}

export const origin = 'https://gateway.test'

export type MinidOptions = Partial<Omit<MinidDeps, 'human'>> & {
  /** Failures after which a human check is asked for. Undefined: never. */
  readonly humanFrom?: number
}

export async function minidWorld(
  { humanFrom, ...options }: MinidOptions = {},
  language: Language = 'en',
): Promise<MinidWorld> {
  const db = openSqlite(':memory:')
  await migrate(db, [...messageMigrations, ...guessing, ...migrations])
  const clock = fixedClock(1_800_000_000_000)
  const vault = vaultInMemory()
  const counts = new Map<string, number>()
  const events: AuditEvent[] = []
  const sent: Message[] = []
  const waits: number[] = []
  const outbox = openOutbox({
    db,
    vault,
    clock,
    gateway: { name: 'phone', send: (message) => Promise.resolve(void sent.push(message)) },
    log: (_level, text) => assert.fail(text),
  })
  const store = counted<MinidStore>('store', minidStore(db, vault), counts)
  const passwords = counted<Passwords>('passwords', openPasswords({ pepper: vault.macKey('minid-password') }), counts)
  const persons = counted<Persons>('persons', peopleInMemory(), counts)
  const hot = counted<Hot>('hot', await openHotSql(db, clock), counts)
  const human = openHumanCheck({ hot, clock, vault, addressOf: () => '192.0.2.17' })
  const number = syntheticNumber(0)
  const person = await persons.ensure(numberOf(number))
  const details = { mobile, email: undefined, channel: 'sms', recovery: 'sms' } as const
  await store.provide(person.id, { ...details, passwordHash: await passwords.hash(password) }, clock.now())
  const method = minid({
    db: counted<Database>('db', db, counts),
    persons,
    hot,
    vault,
    clock,
    outbox,
    audit: {
      write: (steps, written) => {
        events.push(...written)
        return db.batch(steps)
      },
      note: (event) => void events.push(event),
      flush: () => Promise.resolve(),
    },
    addressOf: () => '192.0.2.17',
    issuer: origin,
    cookies: { secure: true, port: 443 },
    pace: { least: 300, grid: 100, wait: (milliseconds) => Promise.resolve(void waits.push(milliseconds)) },
    store,
    passwords,
    passwordRules: openPasswordRules({ clock, log: () => undefined, count: () => undefined, shortest: 12 }),
    ...(humanFrom === undefined ? {} : { human: { check: human, from: humanFrom } }),
    ...options,
  })
  const login = fakeLogin(method, language)
  const browser = (): Browser => new Browser(login.send, origin)
  const sms = async (): Promise<readonly Message[]> => {
    await outbox.drain()
    return sent
  }
  return {
    clock,
    db,
    login,
    person,
    number,
    unknown: syntheticNumber(1),
    events,
    waits,
    operations: () => {
      const seen = Object.fromEntries(counts)
      counts.clear()
      return seen
    },
    sms,
    code: async () => {
      const code = /^[2-9A-Z]{5}/.exec((await sms()).at(-1)?.text ?? '')?.[0]
      assert.ok(code, 'an SMS with a code was sent')
      return code
    },
    browser,
    tried: async (typedNumber, typed) => {
      const one = browser()
      const first = await one.get(login.begin())
      return { browser: one, visit: await one.submit(first, /minid$/, { number: typedNumber, password: typed }) }
    },
  }
}

export const numberOf = (digits: string): NationalId => {
  const number = NationalId.read(digits)
  assert.ok(number instanceof NationalId)
  return number
}

/** Every call of a method is counted under its name. */
function counted<T extends object>(name: string, whole: T, counts: Map<string, number>): T {
  return new Proxy(whole, {
    get: (target, key: string) => {
      const found: unknown = Reflect.get(target, key)
      if (typeof found !== 'function') return found
      return (...given: unknown[]): unknown => {
        counts.set(`${name}.${key}`, (counts.get(`${name}.${key}`) ?? 0) + 1)
        return Reflect.apply(found, target, given)
      }
    },
  })
}

function peopleInMemory(): Persons {
  const known = new Map<string, PersonId>()
  const hashOf = (number: NationalId): string => `hash-of-${number.reveal('look-up').slice(6)}`
  const find = (number: NationalId): KnownPerson | undefined => {
    const id = known.get(hashOf(number))
    return id === undefined ? undefined : { id, numberHash: hashOf(number) }
  }
  return {
    hashOf,
    find: (number) => Promise.resolve(find(number)),
    ensure: (number) => {
      const id = known.get(hashOf(number)) ?? newPersonId()
      known.set(hashOf(number), id)
      return Promise.resolve({ id, numberHash: hashOf(number) })
    },
    numberOf: () => assert.fail('MinID never asks for a number'),
    notBlocked: () => assert.fail('MinID never asks who is blocked'),
    endProofs: () => assert.fail('MinID ends no proofs itself'),
    proofEnded: () => assert.fail('MinID never asks which proofs ended'),
    settleNumber: () => assert.fail('the door settles whose number it is'),
    hashesOf: () => assert.fail('MinID never asks for all numbers'),
  }
}

export const errorsOn = (visit: Visit): string =>
  textOf({ ...visit, body: /<div class="ds-(?:error-summary|alert)"[\s\S]*?<\/div>/.exec(visit.body)?.[0] ?? '' })

/** What differs from one page to the next without meaning anything: the attempt's name and the form's stamp. */
export const bare = (visit: Visit): string =>
  formsIn(visit).reduce(
    (body, form) =>
      body.replaceAll(form.fields.get('stamp') === undefined ? '\0' : `value="${form.fields.get('stamp')}"`, ''),
    visit.body.replaceAll(/att_[\w-]{22}/g, 'att'),
  )

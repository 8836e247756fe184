/** Letters with a real database, a clock that stands still, and hashes that are quick: for the tests of this folder. */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type Clock, fixedClock, type SettableClock } from '#base/clock.ts'
import { newPersonId, type PersonId } from '#base/ids.ts'
import { sha256 } from '#base/secrets.ts'
import type { Audit } from '#audit/audit.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Database } from '#db/db.ts'
import { openJwe } from '#keys/jwe.ts'
import type { Vault } from '#keys/keys.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { type BookName, drawCodes, type LetterId, newLetterId } from '#letters/books.ts'
import { type CodeBook, codeText, openCodeBook, type SlowHashes } from '#letters/codes.ts'
import { openOrders, type Orders } from '#letters/order.ts'
import { openPrintRuns, type PrintDeps, type PrintRuns } from '#letters/print.ts'
import type { Printer } from '#letters/printer.ts'
import { type RunStore, runStore } from '#letters/run-store.ts'
import { printerKey } from '#letters/seal.ts'
import { type TestRegister, testRegister } from '#letters/test-register.ts'
import { openCalendar } from '#letters/workdays.ts'
import { insertSheetSteps } from '#letters/sheets.ts'
import { openPersons } from '#persons/store.ts'
import type { Persons } from '#persons/persons.ts'

/** A Tuesday at nine in Norway. */
export const start = Date.UTC(2026, 10, 24, 8)

export interface Bed {
  readonly database: Database
  readonly clock: SettableClock
  readonly vault: Vault
  readonly audit: Audit
  readonly events: AuditEvent[]
  readonly hashes: SlowHashes
  /** How many hashes were made and checked. */
  readonly hashed: { made: number; checked: number }
  readonly persons: Persons
  book(name: BookName, hashes?: SlowHashes): CodeBook
  /** A sheet as a print run makes it: its codes by number. */
  sheet(person: PersonId, book?: BookName, codes?: number): Promise<{ letter: LetterId; codes: readonly string[] }>
  person(): PersonId
}

export function testbed(database: Database): Bed {
  const clock = fixedClock(start)
  const vault = vaultInMemory()
  const events: AuditEvent[] = []
  const hashed = { made: 0, checked: 0 }
  const hashes = quickHashes(hashed)
  const audit = auditInto(database, events)
  return {
    database,
    clock,
    vault,
    audit,
    events,
    hashes,
    hashed,
    persons: openPersons({ database, vault, world: 'twin', clock }),
    book: (book, other = hashes) =>
      openCodeBook({ database, clock, vault, audit, hashes: other, book, codes: 20, days: 1825 }),
    sheet: (person, book = 'minid', codes = 20) => makeSheet({ database, clock, hashes }, person, book, codes),
    person: newPersonId,
  }
}

async function makeSheet(
  { database, clock, hashes }: { database: Database; clock: Clock; hashes: SlowHashes },
  person: PersonId,
  book: BookName,
  count: number,
): Promise<{ letter: LetterId; codes: readonly string[] }> {
  const letter = newLetterId()
  const codes = drawCodes(count)
  const hashed = await Promise.all(codes.map((code, i) => hashes.hash(codeText(book, { letter, number: i + 1 }, code))))
  const made = clock.now()
  const sheet = { letter, book, person, made, expires: made + 30 * 24 * 3600_000, hashes: hashed }
  await database.batch(insertSheetSteps(sheet))
  return { letter, codes }
}

const quickHashes = (hashed: { made: number; checked: number }): SlowHashes => ({
  hash: async (text) => {
    hashed.made += 1
    return sha256(text)
  },
  verify: async (hash, text) => {
    hashed.checked += 1
    return hash === sha256(text)
  },
})

const auditInto = (database: Database, events: AuditEvent[]): Audit => ({
  write: async (steps, told) => {
    const result = await database.batch(steps)
    if (result.ok) events.push(...told)
    return result
  },
  note: (event) => void events.push(event),
  flush: async () => undefined,
})

/** A printer that keeps what it got, and gives its receipt when it is told to. */
export interface TestPrinter extends Printer {
  readonly batches: Map<string, { readonly files: ReadonlyMap<string, string>; readonly manifest: string }>
  /** How often something was handed over in full. */
  handed(): number
  /** From now on receipts are given. */
  deliver(at: number): void
  /** The letters it printed, opened with its key: by letter id. */
  letters(): Promise<ReadonlyMap<string, Uint8Array>>
}

export interface PrintBed extends Bed {
  readonly register: TestRegister
  readonly printer: TestPrinter
  readonly orders: Orders
  readonly store: RunStore
  /** Another process over the same tables. */
  runs(over?: Partial<PrintDeps>): PrintRuns
}

export const printRule: PrintDeps['rule'] = {
  codes: { minid: 20, altinn: 30 },
  minimumAge: 13,
  activationDays: 30,
  returnedDays: 60,
  hour: 6,
}

export function printbed(database: Database): PrintBed {
  const bed = testbed(database)
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const register = testRegister()
  const printer = testPrinter(privateKey)
  const store = runStore(database)
  const deps: PrintDeps = {
    ...bed,
    ...printerKey(publicKey),
    store,
    log: () => undefined,
    register,
    printer,
    head: { gateway: 'Inngang', help: {}, back: [] },
    envelopeBack: ['Prøvedirektoratet', 'Postboks 1, 0001 OSLO'],
    rule: printRule,
    url: (letter) => `https://login.example/minid/register?letter=${letter}`,
    calendar: openCalendar,
  }
  return {
    ...bed,
    register,
    printer,
    store,
    orders: openOrders({ ...bed, rule: { daysBetween: 7, perYear: 6 } }),
    runs: (over = {}) => openPrintRuns({ ...deps, ...over }),
  }
}

function testPrinter(privateKey: KeyObject): TestPrinter {
  const batches: TestPrinter['batches'] = new Map()
  let sent: number | undefined
  let handed = 0
  return {
    batches,
    handed: () => handed,
    deliver: (at) => {
      sent = at
    },
    hand: async ({ run, files, read, manifest }) => {
      if (batches.has(run)) return
      const got = new Map<string, string>()
      for (const file of files) got.set(file, await read(file))
      batches.set(run, { files: got, manifest })
      handed += 1
    },
    receipt: async (run) => {
      const batch = batches.get(run)
      if (batch === undefined || sent === undefined) return undefined
      return { run, manifest: createHash('sha256').update(batch.manifest).digest('hex'), sent }
    },
    letters: async () => {
      const opened = new Map<string, Uint8Array>()
      for (const { files } of batches.values())
        for (const [name, jwe] of files) {
          opened.set(name.replace('.pdf.jwe', ''), await openJwe(privateKey, jwe))
        }
      return opened
    },
  }
}

/** Letters with a real database, a clock that stands still, and hashes that are quick: for the tests of this folder. */
import { type Clock, fixedClock, type SettableClock } from '#base/clock.ts'
import { newPersonId, type PersonId } from '#base/ids.ts'
import { sha256 } from '#base/secrets.ts'
import type { Audit } from '#audit/audit.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Database } from '#db/db.ts'
import type { Vault } from '#keys/keys.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { type BookName, drawCodes, type LetterId, newLetterId } from '#letters/books.ts'
import { type CodeBook, codeText, openCodeBook, type SlowHashes } from '#letters/codes.ts'
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
  book(name: BookName): CodeBook
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
    book: (book) => openCodeBook({ database, clock, vault, audit, hashes, book, codes: 20, days: 1825 }),
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

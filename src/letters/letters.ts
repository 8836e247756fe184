/** Letters as the rest of the house has them: ordering, the books of codes, and what the operator does. */
import type { Clock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import type { Database } from '#db/db.ts'
import { sweepCounts } from '#guessing/store.ts'
import type { Log } from '#http/answer.ts'
import type { Vault } from '#keys/keys.ts'
import type { Audit } from '#audit/audit.ts'
import type { BookName, LetterId } from '#letters/books.ts'
import { type CodeBook, openCodeBook, type SlowHashes } from '#letters/codes.ts'
import { openOrders, type OrderRule, type Orders } from '#letters/order.ts'
import type { LetterHead } from '#letters/pdf.ts'
import { openPrintRuns, type PrintDeps, type PrintRule, type PrintRuns } from '#letters/print.ts'
import type { Printer } from '#letters/printer.ts'
import { registerReturned, type ReturnedReport } from '#letters/returned.ts'
import { runStore } from '#letters/run-store.ts'
import type { PrinterKey } from '#letters/seal.ts'
import { sweepLetters } from '#letters/sweep.ts'
import { type Calendar, type Delivery, deliveryOf, openCalendar } from '#letters/workdays.ts'
import type { Persons } from '#persons/persons.ts'
import type { PopulationRegister } from '#registers/population/population.ts'

/** Where letters are printed. */
export interface PrintShop {
  readonly printer: Printer
  readonly key: PrinterKey
  readonly register: PopulationRegister
  readonly head: LetterHead
  readonly envelopeBack: readonly string[]
  /** Each order is printed at once: the twin. */
  readonly atOnce?: boolean | undefined
}

export interface LettersDeps {
  readonly database: Database
  readonly vault: Vault
  readonly clock: Clock
  readonly audit: Audit
  readonly log: Log
  readonly persons: Persons
  readonly hashes: SlowHashes
  readonly rule: OrderRule & PrintRule & { readonly codesDays: number }
  /** Where a new user types a letter's id; the id is added to it. */
  readonly url: (letter: LetterId) => string
  /** Undefined: no letters are printed, and none may be ordered. */
  readonly shop?: PrintShop | undefined
}

export interface Letters {
  /** Whether a page may offer to order one. */
  readonly printed: boolean
  readonly orders: Orders
  readonly runs: PrintRuns | undefined
  book(name: BookName): CodeBook
  /** What is said to whoever orders now, whether or not a letter comes. */
  delivery(): Promise<Delivery>
  returned(letters: readonly LetterId[], by: 'printer' | 'staff', staff?: PersonId): Promise<ReturnedReport>
  /** What a process does every minute. */
  tick(): Promise<void>
  /** Removes letters that no rule needs any more. */
  forget(): Promise<void>
  /** Removes what no longer counts. */
  sweep(): Promise<void>
  /** Waits for what is being printed at once. */
  settled(): Promise<void>
  /** The process leaves. */
  stop(): void
}

export function openLetters(deps: LettersDeps): Letters {
  const { database, clock, rule, shop } = deps
  let calendar: Promise<Calendar> | undefined
  const loaded = (): Promise<Calendar> => (calendar ??= openCalendar())
  const runs = shop === undefined ? undefined : openPrintRuns(printDeps(deps, shop, loaded))
  const once = printingAtOnce(deps, runs)
  return {
    printed: runs !== undefined,
    orders: openOrders({ ...deps, ordered: shop?.atOnce === true ? once.begin : undefined }),
    runs,
    book: (book) => openCodeBook({ ...deps, book, codes: rule.codes[book], days: rule.codesDays }),
    delivery: async () => deliveryOf(await loaded(), clock.now(), rule.hour),
    returned: (letters, by, staff) => registerReturned(deps, letters, by, staff),
    tick: async () => runs?.tick(),
    sweep: () => sweepCounts(database, clock.now()),
    forget: async () => void (await sweepLetters(database, clock.now(), rule)),
    settled: once.settled,
    stop: () => runs?.stop(),
  }
}

const printDeps = (deps: LettersDeps, shop: PrintShop, calendar: () => Promise<Calendar>): PrintDeps => ({
  ...deps,
  ...shop,
  ...shop.key,
  store: runStore(deps.database),
  calendar,
})

/** One run after the other: what is ordered while one is made is in the next. */
function printingAtOnce({ log }: LettersDeps, runs: PrintRuns | undefined) {
  let running: Promise<unknown> = Promise.resolve()
  const print = async (): Promise<void> => {
    try {
      await runs?.run()
    } catch (cause) {
      log('error', 'letters could not be printed', { cause })
    }
  }
  return {
    begin: (): void => {
      running = running.then(print)
    },
    settled: async (): Promise<void> => void (await running),
  }
}

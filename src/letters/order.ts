/**
 * Ordering a letter. Nothing is looked up while the person waits: the same work and the same answer whoever the number
 * belongs to (security.md 38). Whether a letter can go anywhere is found out when it is printed.
 */
import type { Clock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import type { NationalId } from '#base/national-id.ts'
import { randomToken } from '#base/secrets.ts'
import type { Language } from '#i18n/text.ts'
import type { Database, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { Vault } from '#keys/keys.ts'
import type { Audit } from '#audit/audit.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { BookName } from '#letters/books.ts'
import type { Persons } from '#persons/persons.ts'

/** `refused` and `returned` are for the audit trail and for staff of the registers; the one who ordered is told nothing more. */
export type OrderState = 'ordered' | 'printing' | 'sent' | 'returned' | 'cancelled' | 'refused'

export interface OrderRule {
  /** Days between two letters to one number; not after codes were blocked. */
  readonly daysBetween: number
  /**
   * Letters to one number in a year that its owner, or somebody in their name, ordered; the help desk's own do not count, and are not
   * counted against. An order that no letter came of takes none of them.
   */
  readonly perYear: number
}

export interface OrderDeps {
  readonly database: Database
  readonly vault: Vault
  readonly clock: Clock
  readonly audit: Audit
  readonly persons: Pick<Persons, 'find' | 'hashOf'>
  readonly rule: OrderRule
  /** There is an order: where letters are printed at once. */
  readonly ordered?: (() => void) | undefined
}

export interface Ordering {
  readonly book: BookName
  readonly by: 'self' | 'helpdesk'
  readonly language: Language
  /** Who at the help desk asked for it. */
  readonly staff?: PersonId | undefined
}

/** All that the help desk may know of an order: that there is one, and since when (row M10). */
export interface OrderSeen {
  /** Milliseconds. */
  readonly ordered: number
}

export interface Orders {
  /** Comes back with nothing, whatever came of it. `also`: written where it is ordered, and only there. */
  order(number: NationalId, asked: Ordering, also?: readonly Step[]): Promise<void>
  /** Takes back what is not printed yet; nothing is told here either. */
  cancel(number: NationalId, book: BookName): Promise<void>
  /** For the help desk. Newest first, ten at most, whatever became of them. */
  seen(number: NationalId, book: BookName): Promise<readonly OrderSeen[]>
  /** Written down before anything is shown: who at the help desk looks at whose orders. */
  looked(number: NationalId, book: BookName, staff: PersonId): Promise<void>
  /** After a block by the help desk: a new letter may be ordered, whether or not there were codes to block. */
  mayOrderAnew(number: NationalId, book: BookName): Step
  /** When the person's newest letter came back, until they have been told. */
  cameBack(person: PersonId, book: BookName): Promise<number | undefined>
  /** The person has been told: as part of what shows it. */
  toldThatItCameBack(person: PersonId, book: BookName): Step
}

const day = 24 * 3600_000
const year = 365 * day
/** More than there are weeks. */
const many = 1000
/** Orders for each letter of the year's: those of which no letter came leave room for it, and none for a program. */
const tries = 5

/** `spared`: the states of an order that do not keep the next one waiting. Numbers in a select have no type of their own on PostgreSQL. */
const inserting = (spared: string) =>
  written(`insert into letter_order (id, book, who, number_cipher, language, ordered, state, open, ordered_by)
  select $1, $2, $3, $4, $5, cast($6 as bigint), 'ordered', $7, $11
  where not exists (select 1 from letter_order where who = $3 and book = $2 and ordered > cast($8 as bigint)
      and blocked is null and state not in (${spared}))
    and (select count(*) from letter_order where who = $3 and book = $2 and ordered > cast($9 as bigint)
      and state not in ('cancelled', 'refused') and coalesce(ordered_by, 'self') <> 'helpdesk') < cast($10 as bigint)
    and (select count(*) from letter_order where who = $3 and book = $2 and ordered > cast($9 as bigint)
      and state <> 'cancelled') < cast($10 as bigint) * ${tries}`)
// Whoever orders for themself is told nothing of it, so that what came of the last letter may count.
const insertOwn = inserting(`'cancelled', 'refused', 'returned'`)
// Staff see the list grow or not: that may rest on nothing but what they see, never on whether a letter could be made.
const insertForCaller = inserting(`'cancelled'`)
const blockAll = written(`update letter_order set blocked = $3
  where who = $1 and book = $2 and blocked is null and state <> 'ordered'`)
const cancelOpen = written(
  `update letter_order set state = 'cancelled', open = null, number_cipher = '' where open = $1 and state = 'ordered'`,
)
const selectOpen = `select id from letter_order where open = $1 and state = 'ordered'`
const selectSeen = `select ordered from letter_order where who = $1 and book = $2 order by ordered desc limit 10`
const selectNewest = `select returned, told from letter_order where person_id = $1 and book = $2 and letter is not null
  order by ordered desc limit 1`
const markTold = written(
  'update letter_order set told = $3 where person_id = $1 and book = $2 and returned is not null and told is null',
)

export function openOrders(deps: OrderDeps): Orders {
  const { database, clock, audit, persons } = deps
  return {
    order: (number, asked, also = []) => order(deps, number, asked, also),
    cancel: async (number, book) => {
      const open = openKey(book, persons.hashOf(number))
      const [found] = await database.raw<{ id: string }>(selectOpen, [open])
      if (found === undefined) return
      // A run that takes it at the same moment wins, and the letter goes out.
      await audit.write(
        [{ query: cancelOpen(open), must: 'still-open' }],
        [{ type: 'letter.cancelled', order: found.id }],
      )
    },
    seen: async (number, book) => {
      const rows = await database.raw<OrderSeen>(selectSeen, [persons.hashOf(number), book])
      return rows.map(({ ordered }) => ({ ordered }))
    },
    looked: async (number, book, staff) => {
      const person = (await persons.find(number))?.id
      await audit.write([], [{ type: 'helpdesk.looked', staff, book, ...(person === undefined ? {} : { person }) }])
    },
    mayOrderAnew: (number, book) => ({ query: blockAll(persons.hashOf(number), book, clock.now()) }),
    cameBack: async (person, book) => {
      const [newest] = await database.raw<{ returned: number | null; told: number | null }>(selectNewest, [
        person,
        book,
      ])
      return newest?.told === null ? (newest.returned ?? undefined) : undefined
    },
    toldThatItCameBack: (person, book) => ({ query: markTold(person, book, clock.now()) }),
  }
}

async function order(deps: OrderDeps, number: NationalId, asked: Ordering, also: readonly Step[]): Promise<void> {
  const { audit, vault, persons } = deps
  const { book, by, staff } = asked
  const person = (await persons.find(number))?.id
  const about = person === undefined ? {} : { person }
  const acted: readonly AuditEvent[] = staff === undefined ? [] : [{ type: 'helpdesk.ordered', staff, book, ...about }]
  const refused = (why: 'limit' | 'other-world'): void => {
    for (const event of [{ type: 'letter.order.refused', book, by, why, ...about } as const, ...acted])
      audit.note(event)
  }
  if (number.synthetic !== (vault.world === 'twin')) return refused('other-world')
  const id = `ord_${randomToken(16)}`
  const result = await audit.write(
    [insertStep(deps, id, number, asked), ...also],
    [{ type: 'letter.ordered', order: id, book, by, ...about }, ...acted],
  )
  if (result.ok) deps.ordered?.()
  else refused('limit')
}

function insertStep(
  { vault, clock, persons, rule }: OrderDeps,
  order: string,
  number: NationalId,
  { book, by, language }: Ordering,
): Step {
  const now = clock.now()
  const who = persons.hashOf(number)
  const cipher = vault.encrypt(numberPlace(order), number.reveal('seal'))
  const values = [order, book, who, cipher, language, now, openKey(book, who)] as const
  const insert = by === 'helpdesk' ? insertForCaller : insertOwn
  return {
    query: insert(...values, now - rule.daysBetween * day, now - year, by === 'helpdesk' ? many : rule.perYear, by),
    must: 'within-the-limits',
  }
}

/** Two orders of one number and book at once: the second finds the first one's key. */
const openKey = (book: BookName, who: string): string => `${book}:${who}`
/** Authenticated with the cipher, so that a row's number does not open in another row. */
export const numberPlace = (order: string): string => `letter_order.number_cipher:${order}`

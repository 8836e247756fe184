/** Letters that came back undelivered (row M4): registered by the printer's file or by staff; their codes die at once. */
import { z } from 'zod'
import type { Clock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import { parseJson } from '#base/json.ts'
import type { Database } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { Audit } from '#audit/audit.ts'
import { type LetterId, readLetterId } from '#letters/books.ts'
import { killSheet } from '#letters/sheets.ts'

export interface ReturnedDeps {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
}

export interface ReturnedReport {
  readonly registered: number
  /** Registered before: nothing was changed. */
  readonly known: number
  /** No such letter was sent. */
  readonly unknown: readonly string[]
}

const select = 'select person_id, state from letter_order where letter = $1'
// A receipt may come later than a letter that was refused at the door: what is printing has been sent all the same.
const setReturned = written(`update letter_order set state = 'returned', open = null, returned = $2, number_cipher = ''
  where letter = $1 and state in ('printing', 'sent')`)

/** `staff`: who of them had the letters in their hands, where that is known. */
export async function registerReturned(
  deps: ReturnedDeps,
  letters: readonly LetterId[],
  by: 'printer' | 'staff',
  staff?: PersonId,
): Promise<ReturnedReport> {
  let registered = 0
  let known = 0
  const unknown: string[] = []
  for (const letter of letters) {
    const came = await registerOne(deps, letter, by, staff)
    if (came === 'registered') registered += 1
    else if (came === 'known') known += 1
    else unknown.push(letter)
  }
  return { registered, known, unknown }
}

async function registerOne(
  { database, clock, audit }: ReturnedDeps,
  letter: LetterId,
  by: 'printer' | 'staff',
  staff: PersonId | undefined,
): Promise<'registered' | 'known' | 'unknown'> {
  const [order] = await database.raw<{ person_id: PersonId | null; state: string }>(select, [letter])
  if (order === undefined || order.person_id === null) return 'unknown'
  const now = clock.now()
  const person = order.person_id
  const acted = staff === undefined ? [] : [{ type: 'returns.registered', person, staff, letter } as const]
  const result = await audit.write(
    [{ query: setReturned(letter, now), must: 'was-out' }, killSheet(letter, now, 'returned')],
    [{ type: 'letter.returned', person, letter, by }, ...acted],
  )
  return result.ok ? 'registered' : 'known'
}

/** `unreadable`: the entries that are no letter's id, counted from 1; or the whole, which begins like a list in JSON and is none. */
export type ReadReturned =
  | { readonly letters: readonly LetterId[] }
  | { readonly unreadable: 'list' | readonly number[] }

const list = z.array(z.union([z.string(), z.object({ letter: z.string() })]))

/**
 * The printer's file, or what staff type and scan: a JSON list of ids (or of objects with `letter`), or an id a line; `#` begins a
 * remark. Each letter once.
 */
export function readReturned(text: string): ReadReturned {
  const ids = text.trimStart().startsWith('[') ? idsInJson(text) : idsInLines(text)
  if (ids === undefined) return { unreadable: 'list' }
  const read = ids.map((id) => readLetterId(scanned(id)))
  const unreadable = ids.flatMap((_, i) => (read[i] === undefined ? [i + 1] : []))
  return unreadable.length > 0 ? { unreadable } : { letters: [...new Set(read.filter((id) => id !== undefined))] }
}

/**
 * A scanner reads the letter's QR code, which holds an address that ends in `letter=` and the id. Scanners that are set to
 * another keyboard than the computer's type other signs for = and -.
 */
const scanned = (id: string): string =>
  /letter[^a-z\d]{1,3}([a-z\d]{5}[^a-z\d]?[a-z\d]{5})$/i.exec(id)?.[1]?.replace(/[^a-z\d]/i, '') ?? id

function idsInJson(text: string): readonly string[] | undefined {
  const read = list.safeParse(parseJson(text.trimStart()))
  return read.data?.map((one) => (typeof one === 'string' ? one : one.letter))
}

const idsInLines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((one) => one.replace(/#.*/, '').trim())
    .filter((one) => one !== '')

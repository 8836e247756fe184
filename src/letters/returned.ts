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
const setReturned = written(`update letter_order set state = 'returned', open = null, returned = $2
  where letter = $1 and state in ('printing', 'sent')`)

export async function registerReturned(
  deps: ReturnedDeps,
  letters: readonly LetterId[],
  by: 'printer' | 'staff',
): Promise<ReturnedReport> {
  let registered = 0
  let known = 0
  const unknown: string[] = []
  for (const letter of letters) {
    const came = await registerOne(deps, letter, by)
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
): Promise<'registered' | 'known' | 'unknown'> {
  const [order] = await database.raw<{ person_id: PersonId | null; state: string }>(select, [letter])
  if (order === undefined || order.person_id === null) return 'unknown'
  const now = clock.now()
  const result = await audit.write(
    [{ query: setReturned(letter, now), must: 'was-out' }, killSheet(letter, now, 'returned')],
    [{ type: 'letter.returned', person: order.person_id, letter, by }],
  )
  return result.ok ? 'registered' : 'known'
}

export type ReadReturned = { readonly letters: readonly LetterId[] } | { readonly faults: readonly string[] }

const list = z.array(z.union([z.string(), z.object({ letter: z.string() })]))

/** The printer's file: a JSON list of ids (or of objects with `letter`), or an id a line; `#` begins a remark. */
export function readReturned(text: string): ReadReturned {
  const ids = text.trimStart().startsWith('[') ? idsInJson(text) : idsInLines(text)
  if (ids === undefined) return { faults: ["the file is JSON, and no list of letters' numbers"] }
  const read = ids.map((id) => readLetterId(id))
  const faults = ids.flatMap((_, i) => (read[i] === undefined ? [`entry ${i + 1} is no letter's number`] : []))
  return faults.length > 0 ? { faults } : { letters: read.filter((id) => id !== undefined) }
}

function idsInJson(text: string): readonly string[] | undefined {
  const read = list.safeParse(parseJson(text.trimStart()))
  return read.data?.map((one) => (typeof one === 'string' ? one : one.letter))
}

const idsInLines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((one) => one.replace(/#.*/, '').trim())
    .filter((one) => one !== '')

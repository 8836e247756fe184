/**
 * What no rule needs any more is removed: sheets of codes that are dead, orders that are past every limit, and the runs that printed
 * them. A few at a time, each piece a short transaction of its own, so that nobody waits for it. docs/operate.md says how long what is kept.
 */
import type { Database } from '#db/db.ts'
import { written } from '#db/written.ts'

const day = 24 * 3600_000

export const kept = {
  /** After they ended: whoever types a code of an old letter is told of it for so long, and not that it is wrong. */
  sheets: 35 * day,
  /** From the order, or from when the letter came back: the year's limit, what the help desk sees, and a month for whoever asks. */
  orders: 400 * day,
} as const

/** In one transaction. */
const piece = 200
/** In one go: a country's hour, many times over. */
const most = 100

const ended = `select letter from code_sheet where ended < $1 order by ended, letter limit ${piece}`
const expired = `select letter from code_sheet where state <> 'dead' and expires < $1 order by expires, letter limit ${piece}`
const dropCodes = (sheets: string) => written(`delete from letter_code where letter in (${sheets})`)
const dropSheets = (sheets: string) => written(`delete from code_sheet where letter in (${sheets})`)
const sheetsToDrop = [ended, expired].map((sheets) => ({
  any: sheets,
  codes: dropCodes(sheets),
  sheets: dropSheets(sheets),
}))
// An order stands as long as its sheet does: a letter that comes back after years still has codes to kill.
const dropOrders = `delete from letter_order where id in (
  select o.id from letter_order o where o.state in ('sent', 'returned', 'cancelled', 'refused') and o.ordered < $1
    and (o.returned is null or o.returned < $2)
    and not exists (select 1 from code_sheet s where s.letter = o.letter)
  order by o.state, o.ordered limit ${piece}) returning id`
const dropRuns = `delete from print_run where id in (
  select r.id from print_run r where r.state in ('done', 'lost') and r.done < $1
    and not exists (select 1 from letter_order o where o.run = r.id)
  limit ${piece}) returning id`

export interface SweepRule {
  /** Days in which no letter goes to an address that one came back from. */
  readonly returnedDays: number
}

/** Tells how much is gone. */
export async function sweepLetters(database: Database, now: number, { returnedDays }: SweepRule): Promise<number> {
  const returned = Math.max(kept.orders, returnedDays * day)
  let gone = 0
  for (const one of sheetsToDrop) gone += await dropped(() => dropSheetsOnce(database, one, now - kept.sheets))
  gone += await dropped(async () => (await database.raw(dropOrders, [now - kept.orders, now - returned])).length)
  gone += await dropped(async () => (await database.raw(dropRuns, [now - kept.orders])).length)
  return gone
}

async function dropSheetsOnce(
  database: Database,
  { any, codes, sheets }: (typeof sheetsToDrop)[number],
  before: number,
): Promise<number> {
  const found = (await database.raw(any, [before])).length
  // Both choose the same sheets: neither changes what the other chooses by.
  if (found > 0) await database.batch([{ query: codes(before) }, { query: sheets(before) }])
  return found
}

/** A piece at a time, until one is not full. */
async function dropped(drop: () => Promise<number>): Promise<number> {
  let gone = 0
  for (let pieces = 0; pieces < most; pieces++) {
    const now = await drop()
    gone += now
    if (now < piece) break
  }
  return gone
}

/** What the tests of the print run begin with: people of the register, orders, and how they stand. */
import { checkDigits } from '#base/national-id.ts'
import type { Database } from '#db/db.ts'
import type { LetterId } from '#letters/books.ts'
import { numberOf, registered } from '#letters/test-register.ts'
import { type PrintBed, printbed } from '#letters/testbed.ts'

export const day = 24 * 3600_000
export const asked = { book: 'minid', by: 'self', language: 'en' } as const
export const anna = numberOf('15819010029')
export const bjorn = numberOf('29820050043')
export const dora = numberOf('55819010012')
export const home = {
  residential: {
    grading: 'open',
    place: { form: 'street', street: 'Solbakken', house: '12', postcode: '0150', town: 'OSLO' },
  },
} as const
export const moved = { residential: { grading: 'open', place: { ...home.residential.place, house: '14' } } } as const

export async function scene(database: Database): Promise<PrintBed> {
  const bed = printbed(database)
  bed.register.put(registered('15819010029', {}, home))
  bed.register.put(registered('29820050043', { status: 'dead' }, home))
  await bed.orders.order(anna, asked)
  return bed
}
export const rows = (bed: PrintBed) =>
  bed.database.raw<{ state: string; letter: LetterId | null; open: string | null }>(
    'select state, letter, open from letter_order order by ordered, id',
    [],
  )
export const states = async (bed: PrintBed): Promise<readonly string[]> =>
  (await rows(bed)).map(({ state }) => state).toSorted()
/** Numbers of the Tenor kind, others than those above. */
export const synthetic = (count: number): readonly string[] =>
  Array.from({ length: 900 }, (_, n) => `158190${100 + n}`)
    .flatMap((nine) => {
      const digits = checkDigits(nine)
      return digits === undefined ? [] : [nine + digits]
    })
    .slice(1, count + 1)
export const types = (bed: PrintBed): readonly string[] => bed.events.map(({ type }) => type)

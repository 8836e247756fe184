/** What no rule needs any more goes, a few at a time; what one still needs stays. */
import assert from 'node:assert/strict'
import type { Database } from '#db/db.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { written } from '#db/written.ts'
import { anna, asked, bjorn, day, rows, scene, states } from '#letters/print-scene.ts'
import { migrations } from '#letters/migrations.ts'
import { registerReturned } from '#letters/returned.ts'
import { kept, sweepLetters } from '#letters/sweep.ts'
import type { PrintBed } from '#letters/testbed.ts'
import { migrations as persons } from '#persons/store.ts'

const on = onEachDatabase([...persons, ...migrations])
const rule = { returnedDays: 60 }
const sweep = ({ database, clock }: PrintBed) => sweepLetters(database, clock.now(), rule)
const counted = async ({ database }: PrintBed) => {
  const count = async (table: string): Promise<number> =>
    Number((await database.raw<{ n: number }>(`select count(*) as n from ${table}`, []))[0]?.n)
  return {
    orders: await count('letter_order'),
    sheets: await count('code_sheet'),
    codes: await count('letter_code'),
    runs: await count('print_run'),
  }
}
async function posted(database: Database): Promise<PrintBed> {
  const bed = await scene(database)
  await bed.runs().run()
  bed.printer.deliver(bed.clock.now())
  await bed.runs().receipts()
  return bed
}
const oneLetter = { orders: 1, sheets: 1, codes: 20, runs: 1 }

on('M4 a letter that counts is kept, with its order, however old it is', async (database) => {
  const bed = await posted(database)
  const { id } = await bed.persons.ensure(anna)
  // As its first code's use leaves it.
  const active = written(`update code_sheet set state = 'active', expires = $1`)(bed.clock.now() + 1825 * day)
  await database.batch([{ query: active }])
  bed.clock.advance(1800 * day)
  assert.equal(await sweep(bed), 0)
  assert.deepEqual(await counted(bed), oneLetter)
  assert.ok(await bed.book('minid').ask(id))
  const [{ letter } = { letter: null }] = await rows(bed)
  assert.ok(letter !== null)
  assert.equal((await registerReturned(bed, [letter], 'staff')).registered, 1, 'it can still come back')
})

on('M4 codes go 35 days after they ended, the order and its run after 400', async (database) => {
  const bed = await posted(database)
  const { id } = await bed.persons.ensure(anna)
  await bed.book('minid').block(id, 'self')
  bed.clock.advance(kept.sheets)
  assert.equal(await sweep(bed), 0)
  bed.clock.advance(1)
  assert.equal(await sweep(bed), 1)
  assert.deepEqual(await counted(bed), { ...oneLetter, sheets: 0, codes: 0 })
  assert.equal((await bed.orders.seen(anna, 'minid')).length, 1, 'the help desk sees it still')
  bed.clock.advance(kept.orders - kept.sheets + 1)
  assert.equal(await sweep(bed), 2)
  assert.deepEqual(await counted(bed), { orders: 0, sheets: 0, codes: 0, runs: 0 })
})

on(
  'M4 a sheet that nobody ever used goes as well; a letter that came back is remembered for its days',
  async (database) => {
    const bed = await posted(database)
    const [{ letter } = { letter: null }] = await rows(bed)
    assert.ok(letter !== null)
    bed.clock.advance(30 * day + kept.sheets + 1)
    assert.equal(await sweep(bed), 1, 'its first code had thirty days')
    bed.clock.advance(300 * day)
    await registerReturned(bed, [letter], 'printer')
    bed.clock.advance(kept.orders - 300 * day)
    assert.equal(await sweep(bed), 0, 'old by its order, and not by its return')
    bed.clock.advance(301 * day)
    assert.equal(await sweep(bed), 2)
  },
)

on('M3 what is ordered or under way stays; what was cancelled or refused goes with the rest', async (database) => {
  const bed = await scene(database)
  await bed.orders.cancel(anna, 'minid')
  await bed.orders.order(bjorn, asked)
  await bed.runs().run()
  bed.clock.advance(day)
  await bed.orders.order(anna, asked)
  assert.deepEqual(await states(bed), ['cancelled', 'ordered', 'refused'])
  bed.clock.advance(kept.orders)
  assert.equal(await sweep(bed), 3)
  assert.deepEqual(await states(bed), ['ordered'])
})

on('many go in pieces, all of them, also when two processes are at it', async (database) => {
  const bed = await scene(database)
  await bed.orders.cancel(anna, 'minid')
  const many = 1250
  const insert = written(`insert into letter_order (id, book, who, number_cipher, language, ordered, state)
    values ($1, 'minid', 'who', '', 'nb', $2, 'sent')`)
  const sheet = written(`insert into code_sheet (letter, book, person_id, made, expires, state, ended)
    values ($1, 'minid', 'per_x', 0, 0, 'dead', $2)`)
  await database.batch(Array.from({ length: many }, (_, i) => ({ query: insert(`ord_${i}`, bed.clock.now()) })))
  await database.batch(Array.from({ length: many }, (_, i) => ({ query: sheet(`let_${i}`, bed.clock.now()) })))
  bed.clock.advance(kept.orders + 1)
  const gone = await Promise.all([sweep(bed), sweep(bed)])
  assert.ok(gone[0] + gone[1] >= 2 * many + 1)
  assert.deepEqual(await counted(bed), { orders: 0, sheets: 0, codes: 0, runs: 0 })
})

on('I6 the number is forgotten when its letter has left, or none comes of the order', async (database) => {
  const bed = await posted(database)
  await bed.orders.order(bjorn, asked)
  await bed.runs().run()
  bed.clock.advance(7 * day)
  await bed.orders.order(anna, asked)
  await bed.orders.cancel(anna, 'minid')
  const ciphers = await database.raw<{ state: string; number_cipher: string }>(
    'select state, number_cipher from letter_order order by state',
    [],
  )
  assert.deepEqual(
    ciphers.map((one) => [one.state, one.number_cipher]),
    [
      ['cancelled', ''],
      ['refused', ''],
      ['sent', ''],
    ],
  )
})

/** Row M4: what became of letters and batches: told of, lost and made anew, come back. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { onEachDatabase } from '#db/each-database.ts'
import { migrations as guessing } from '#guessing/store.ts'
import { migrations } from '#letters/migrations.ts'
import { readLetterId } from '#letters/books.ts'
import { anna, asked, day, home, moved, rows, scene, states, synthetic, types } from '#letters/print-scene.ts'
import { ReceiptFault } from '#letters/printer.ts'
import { readReturned, registerReturned } from '#letters/returned.ts'
import { numberOf, registered } from '#letters/test-register.ts'
import { migrations as persons } from '#persons/store.ts'

const on = onEachDatabase([...guessing, ...persons, ...migrations])

on('a lost batch: its codes die, its letters are made anew with others', async (database) => {
  const bed = await scene(database)
  const first = await bed.runs().run()
  assert.ok(typeof first === 'object')
  const [before] = await rows(bed)
  assert.equal(await bed.runs().lost(first.run), true)
  assert.equal(await bed.runs().lost(first.run), false)
  const second = await bed.runs().run()
  assert.ok(typeof second === 'object' && second.letters === 1)
  const [after] = await rows(bed)
  assert.notEqual(after?.letter, before?.letter)
  const { id } = await bed.persons.ensure(anna)
  assert.deepEqual(
    (await bed.book('minid').states(id)).map(({ letter }) => letter),
    [after?.letter],
  )
})

on(
  'M7 codes that are blocked before their receipt came: a new letter can be ordered, and one is made',
  async (database) => {
    const bed = await scene(database)
    const first = await bed.runs().run()
    assert.ok(typeof first === 'object')
    const { id } = await bed.persons.ensure(anna)
    assert.equal(await bed.book('minid').block(id, 'self'), 1)
    bed.clock.advance(1)
    await bed.orders.order(anna, asked)
    assert.deepEqual(await states(bed), ['ordered', 'printing'])
    await bed.orders.order(anna, asked)
    assert.equal((await states(bed)).length, 2, 'and one at a time')
    // The batch with the blocked ones is lost: nobody wants them anew.
    assert.equal(await bed.runs().lost(first.run), true)
    const second = await bed.runs().run()
    assert.ok(typeof second === 'object' && second.letters === 1)
    assert.deepEqual(await states(bed), ['cancelled', 'printing'])
    assert.equal((await bed.book('minid').states(id)).length, 1)
  },
)

on('a receipt for something else is not believed, and none is taken twice', async (database) => {
  const bed = await scene(database)
  const wrong = {
    ...bed.printer,
    receipt: (run: string) => Promise.resolve({ run, manifest: 'f'.repeat(64), sent: 1 }),
  }
  await bed.runs({ printer: wrong }).run()
  assert.deepEqual(await states(bed), ['printing'])
  bed.printer.deliver(bed.clock.now())
  assert.equal(
    (await Promise.all([bed.runs().receipts(), bed.runs().receipts()])).reduce((a, b) => a + b),
    1,
  )
  assert.equal(types(bed).filter((type) => type === 'letter.sent').length, 1)
})

on('a batch that the printer does not take holds up no receipt of an earlier one', async (database) => {
  const bed = await scene(database)
  await bed.runs().run()
  const [other = ''] = synthetic(1)
  bed.register.put(registered(other, {}, home))
  await bed.orders.order(numberOf(other), asked)
  bed.printer.deliver(bed.clock.now())
  bed.clock.advance(day)
  const full = { ...bed.printer, hand: () => Promise.reject(new Error('no room')) }
  await assert.rejects(bed.runs({ printer: full }).tick(), /no room/)
  assert.deepEqual(await states(bed), ['printing', 'sent'])
})

on('a receipt that cannot be read holds up no other batch, and is told', async (database) => {
  const bed = await scene(database)
  const first = await bed.runs().run()
  assert.ok(typeof first === 'object')
  const [other = ''] = synthetic(1)
  bed.register.put(registered(other, {}, home))
  await bed.orders.order(numberOf(other), asked)
  assert.ok(typeof (await bed.runs().run()) === 'object')
  bed.printer.deliver(bed.clock.now())
  const receipt = (run: string) =>
    run === first.run ? Promise.reject(new ReceiptFault('torn')) : bed.printer.receipt(run)
  const logged: string[] = []
  const log = (level: string, text: string, fields: object) =>
    void logged.push(`${level} ${text} ${JSON.stringify(fields)}`)
  assert.equal(await bed.runs({ printer: { ...bed.printer, receipt }, log }).receipts(), 1)
  assert.deepEqual(await states(bed), ['printing', 'sent'])
  assert.deepEqual(logged, [`error a receipt of the printer cannot be read ${JSON.stringify({ run: first.run })}`])
})

on(
  'M4 a letter that came back: codes die, told at the next contact, no new one to that address for a while',
  async (database) => {
    const bed = await scene(database)
    await bed.runs().run()
    bed.printer.deliver(bed.clock.now())
    await bed.runs().receipts()
    const [{ letter } = { letter: null }] = await rows(bed)
    assert.ok(letter !== null)
    const { id } = await bed.persons.ensure(anna)
    assert.equal(await bed.orders.cameBack(id, 'minid'), undefined)
    const stranger = readLetterId('22222-22222')
    assert.ok(stranger !== undefined)
    assert.deepEqual(await registerReturned(bed, [letter, letter, stranger], 'printer'), {
      registered: 1,
      known: 1,
      unknown: [stranger],
    })
    assert.equal(await bed.book('minid').ask(id), undefined)
    const returned = bed.clock.now()
    assert.equal(await bed.orders.cameBack(id, 'minid'), returned)
    await bed.database.batch([bed.orders.toldThatItCameBack(id, 'minid')])
    assert.equal(await bed.orders.cameBack(id, 'minid'), undefined)
    await bed.orders.order(anna, asked)
    await bed.runs().run()
    assert.deepEqual(await states(bed), ['refused', 'returned'])
    assert.ok(bed.events.some((event) => event.type === 'letter.undeliverable' && event.why === 'returned-before'))
    // Another address, or the time has passed.
    bed.register.put(registered('15819010029', {}, moved))
    await bed.orders.order(anna, asked)
    const report = await bed.runs().run()
    assert.ok(typeof report === 'object' && report.letters === 1)
  },
)

on('how long the oldest batch has waited for its receipt can be read by whoever watches', async (database) => {
  const bed = await scene(database)
  assert.equal(await bed.runs().waitingSeconds(), 0)
  await bed.runs().run()
  bed.clock.advance(2 * day)
  assert.equal(await bed.runs().waitingSeconds(), 2 * 86_400)
  bed.printer.deliver(bed.clock.now())
  await bed.runs().receipts()
  assert.equal(await bed.runs().waitingSeconds(), 0)
})

on('M4 after its days, a letter goes to the same address again', async (database) => {
  const bed = await scene(database)
  await bed.runs().run()
  const [{ letter } = { letter: null }] = await rows(bed)
  assert.ok(letter !== null)
  assert.equal((await registerReturned(bed, [letter], 'staff')).registered, 1)
  bed.clock.advance(60 * day)
  await bed.orders.order(anna, asked)
  const report = await bed.runs().run()
  assert.ok(typeof report === 'object' && report.letters === 1)
})

test("M4 the printer's file of returned letters, and what staff type and scan", () => {
  assert.deepEqual(readReturned('# week 48\n22222-33333\n 44444 55555 # torn\n\n2222233333'), {
    letters: ['22222-33333', '44444-55555'],
  })
  assert.deepEqual(readReturned('["2222233333", {"letter": "44444-55555", "date": "2026-11-24"}]'), {
    letters: ['22222-33333', '44444-55555'],
  })
  // A scanner types the address in the QR code; by another keyboard's map than the computer's with other signs.
  const address = 'https://login.example/minid/register?letter='
  for (const line of [
    `${address}7k2mx-9qwrt`,
    'https>--login.example-minid-register_letter\\7K2MX+9QWRT',
    '7K2MX-9QWRT\r',
  ])
    assert.deepEqual(readReturned(line), { letters: ['7K2MX-9QWRT'] }, line)
  for (const text of ['[', '["22222-33333", {"id": "44444-55555"}]', '[[["22222-33333"]]]'])
    assert.deepEqual(readReturned(text), { unreadable: 'list' })
  assert.deepEqual(readReturned(`22222-33333\nsomething\n${address}\n${address}7K2MX-9QWRTX`), {
    unreadable: [2, 3, 4],
  })
})

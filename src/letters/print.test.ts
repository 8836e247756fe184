/** The print run: made once, sealed, handed over once; refused quietly; taken over; waiting for the register. */
import assert from 'node:assert/strict'
import { onEachDatabase } from '#db/each-database.ts'
import { written } from '#db/written.ts'
import { migrations as guessing } from '#guessing/store.ts'
import { migrations } from '#letters/migrations.ts'
import { codesOn, noPoppler, textOf } from '#letters/poppler.ts'
import { anna, asked, bjorn, day, dora, home, rows, scene, states, synthetic, types } from '#letters/print-scene.ts'
import { leaseMs } from '#letters/run-store.ts'
import { numberOf, registered } from '#letters/test-register.ts'
import { printbed } from '#letters/testbed.ts'
import { migrations as persons } from '#persons/store.ts'
import { RegisterAway } from '#registers/population/population.ts'

const on = onEachDatabase([...guessing, ...persons, ...migrations])

on('M4 an order becomes a sealed letter, and the codes on it open', async (database) => {
  const bed = await scene(database)
  const report = await bed.runs().run()
  assert.ok(typeof report === 'object')
  assert.deepEqual([report.letters, report.refused, report.waiting], [1, 0, 0])
  assert.deepEqual(await states(bed), ['printing'])
  const [batch] = bed.printer.batches.values()
  const manifest: unknown = JSON.parse(batch?.manifest ?? '')
  const [{ letter } = { letter: null }] = await rows(bed)
  assert.ok(letter !== null)
  assert.partialDeepStrictEqual(manifest, {
    run: report.run,
    letters: 1,
    pages: 1,
    envelope: { format: 'C5', priority: 'A', back: ['Prøvedirektoratet', 'Postboks 1, 0001 OSLO'] },
    files: [{ name: `${letter}.pdf.jwe`, pages: 1 }],
  })
  assert.doesNotMatch(JSON.stringify(manifest), /Kari|Solbakken|15819010029/)
  assert.equal(bed.hashed.made, 20)
  bed.printer.deliver(bed.clock.now() + 3600_000)
  assert.equal(await bed.runs().receipts(), 1)
  assert.deepEqual(await states(bed), ['sent'])
  assert.deepEqual(await bed.database.raw('select letter from sealed_letter', []), [])
  assert.deepEqual(types(bed), ['letter.ordered', 'letter.made', 'print.handed', 'letter.sent'])
  if (noPoppler !== undefined) return
  const pdf = (await bed.printer.letters()).get(letter) ?? new Uint8Array()
  const codes = codesOn(pdf)
  assert.match(textOf(pdf), /Kari Prøve\nSolbakken 12\n0150 OSLO\n/)
  const { id: person } = await bed.persons.ensure(anna)
  const minid = bed.book('minid')
  const question = await minid.ask(person)
  assert.equal(question?.letter, letter)
  const holder = { person, numberHash: '' }
  const answered = await minid.answer(
    holder,
    question ?? { letter, number: 1 },
    codes[(question?.number ?? 1) - 1] ?? '',
  )
  assert.deepEqual(answered, { ok: true, left: 19, low: false })
})

on(
  'M3 who cannot have a letter gets none: each its own outcome in the audit log, and no person is made',
  async (database) => {
    const bed = await scene(database)
    await bed.orders.order(bjorn, asked)
    await bed.orders.order(dora, asked)
    const report = await bed.runs().run()
    assert.ok(typeof report === 'object')
    assert.deepEqual([report.letters, report.refused], [1, 2])
    const why = bed.events.flatMap((event) => (event.type === 'letter.undeliverable' ? [event.why] : []))
    assert.deepEqual(why.toSorted(), ['dead', 'unknown-person'])
    assert.equal(await bed.persons.find(bjorn), undefined)
    // Refused orders are closed: a person whose address is mended may order again.
    bed.register.put(registered('55819010012', { status: 'temporary' }, { present: home.residential }))
    await bed.orders.order(dora, asked)
    assert.deepEqual(await states(bed), ['ordered', 'printing', 'refused', 'refused'])
  },
)

on('nothing ordered, nothing printed', async (database) => {
  const bed = printbed(database)
  assert.equal(await bed.runs().run(), 'nothing')
  assert.deepEqual(await bed.runs().list(), [])
})

on('one run at a time, one letter each, whoever and however many run', async (database) => {
  const bed = await scene(database)
  for (const digits of synthetic(12)) {
    bed.register.put(registered(digits, {}, home))
    await bed.orders.order(numberOf(digits), asked)
  }
  const reports = await Promise.all([bed.runs().run(), bed.runs().run(), bed.runs().run()])
  assert.deepEqual(
    reports.filter((one) => typeof one === 'object').map(({ letters }) => letters),
    [13],
  )
  assert.equal(bed.printer.handed(), 1)
  assert.equal((await bed.printer.letters()).size, 13)
})
on('the register is away: orders wait, and the next run makes them', async (database) => {
  const bed = await scene(database)
  const away = { person: () => Promise.reject(new RegisterAway('away')) }
  const report = await bed.runs({ register: away }).run()
  assert.ok(typeof report === 'object')
  assert.deepEqual([report.letters, report.waiting], [0, 1])
  assert.deepEqual(await states(bed), ['ordered'])
  assert.equal(bed.printer.handed(), 0)
  const again = await bed.runs().run()
  assert.ok(typeof again === 'object' && again.letters === 1)
})

on('one person whose document cannot be read holds up nobody else', async (database) => {
  const bed = await scene(database)
  bed.register.put(registered('15819010037', {}, home))
  await bed.orders.order(numberOf('15819010037'), asked)
  const odd = {
    person: (number: typeof anna) =>
      bed.persons.hashOf(number) === bed.persons.hashOf(anna)
        ? Promise.reject(new RegisterAway('odd'))
        : bed.register.person(number),
  }
  const report = await bed.runs({ register: odd }).run()
  assert.ok(typeof report === 'object')
  assert.deepEqual([report.letters, report.waiting], [1, 1])
  assert.deepEqual(await states(bed), ['ordered', 'printing'])
})

on('a letter that cannot be made, whatever the reason, holds up nobody else, and is told', async (database) => {
  const bed = await scene(database)
  const digits = synthetic(25)
  for (const one of digits) {
    bed.register.put(registered(one, {}, home))
    await bed.orders.order(numberOf(one), asked)
  }
  await bed.database.batch([
    { query: written(`update letter_order set number_cipher = 'x' where who = $1`)(bed.persons.hashOf(anna)) },
  ])
  const logged: string[] = []
  const log = (level: string, text: string, fields: object) =>
    void logged.push([level, text, ...Object.keys(fields)].join(' '))
  const report = await bed.runs({ log }).run()
  assert.ok(typeof report === 'object')
  assert.deepEqual([report.letters, report.waiting], [25, 1])
  assert.deepEqual(logged, [
    'error a letter could not be made order cause',
    'warn letters wait for the next run run letters',
  ])
})

on('a process that leaves makes no further letter; another goes on with what is left', async (database) => {
  const bed = await scene(database)
  for (const digits of synthetic(3)) {
    bed.register.put(registered(digits, {}, home))
    await bed.orders.order(numberOf(digits), asked)
  }
  const register = {
    person: (number: typeof anna) => {
      leaving.stop()
      return bed.register.person(number)
    },
  }
  const leaving = bed.runs({ register })
  await leaving.tick()
  assert.equal(bed.printer.handed(), 0)
  assert.equal(types(bed).filter((type) => type === 'letter.made').length, 1)
  bed.clock.advance(leaseMs)
  await bed.runs().tick()
  assert.equal((await bed.printer.letters()).size, 4)
  assert.equal(types(bed).filter((type) => type === 'letter.made').length, 4)
})

on('a run that was begun by a clock far ahead is taken over, too', async (database) => {
  const bed = await scene(database)
  const broken = { ...bed.printer, hand: () => Promise.reject(new Error('away')) }
  bed.clock.advance(365 * day)
  await assert.rejects(bed.runs({ printer: broken }).run(), /away/)
  bed.clock.advance(-365 * day)
  await bed.runs().run()
  assert.equal(bed.printer.handed(), 1)
})

on('a printer that is away gets the same files later, once; nobody else begins meanwhile', async (database) => {
  const bed = await scene(database)
  const broken = { ...bed.printer, hand: () => Promise.reject(new Error('away')) }
  await assert.rejects(bed.runs({ printer: broken }).run(), /away/)
  assert.equal(await bed.runs().run(), 'nothing')
  const sealed = await bed.database.raw<{ sealed: string }>('select sealed from sealed_letter', [])
  bed.clock.advance(leaseMs)
  const report = await bed.runs().run()
  assert.ok(typeof report === 'object' && report.letters === 1)
  const [batch] = bed.printer.batches.values()
  assert.deepEqual(
    [...(batch?.files.values() ?? [])],
    sealed.map((one) => one.sealed),
  )
  assert.equal(bed.hashed.made, 20)
})

on(
  'a batch that was handed over just before its process died is the same batch after a change of settings',
  async (database) => {
    const bed = await scene(database)
    const dies = {
      ...bed.printer,
      hand: async (batch: Parameters<typeof bed.printer.hand>[0]) => {
        await bed.printer.hand(batch)
        throw new Error('died')
      },
    }
    await assert.rejects(bed.runs({ printer: dies }).run(), /died/)
    bed.clock.advance(leaseMs)
    bed.printer.deliver(bed.clock.now())
    await bed.runs({ envelopeBack: ['Et annet direktorat'] }).run()
    assert.deepEqual(await states(bed), ['sent'])
    assert.deepEqual(
      await bed.database.raw('select manifest from print_run where manifest is not null', []),
      [],
      'and nothing of it is kept',
    )
  },
)

on('a process that was taken for dead comes back and does nothing that counts', async (database) => {
  const bed = await scene(database)
  const asleep = Promise.withResolvers<undefined>()
  const asking = Promise.withResolvers<undefined>()
  const person = async (number: typeof anna) => {
    asking.resolve(undefined)
    await asleep.promise
    return bed.register.person(number)
  }
  const first = assert.rejects(bed.runs({ register: { person } }).run(), { name: 'RunTaken' })
  await asking.promise
  bed.clock.advance(leaseMs)
  const second = await bed.runs().run()
  assert.ok(typeof second === 'object' && second.letters === 1)
  asleep.resolve(undefined)
  await first
  assert.equal((await bed.printer.letters()).size, 1)
  assert.deepEqual(
    (await bed.database.raw<{ n: number }>('select count(*) as n from code_sheet', [])).map(({ n }) => Number(n)),
    [1],
  )
})

on('a process that was taken for dead takes no orders into the run that it lost', async (database) => {
  const bed = await scene(database)
  const [late = ''] = synthetic(1)
  bed.register.put(registered(late, {}, home))
  let looks = 0
  const store = {
    ...bed.store,
    take: async (...given: Parameters<typeof bed.store.take>) => {
      looks += 1
      if (looks === 2) {
        bed.clock.advance(leaseMs)
        const other = await bed.runs().run()
        assert.ok(typeof other === 'object' && other.letters === 1)
        await bed.orders.order(numberOf(late), asked)
      }
      return bed.store.take(...given)
    },
  }
  await assert.rejects(bed.runs({ store }).run(), { name: 'RunTaken' })
  assert.deepEqual(await states(bed), ['ordered', 'printing'])
})

on('a process that was taken for dead puts no orders back that another one is making', async (database) => {
  const bed = await scene(database)
  const [asking, asleep] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
  const person = async (number: typeof anna) => {
    asking.resolve(undefined)
    await asleep.promise
    return bed.register.person(number)
  }
  const other: { run?: ReturnType<ReturnType<typeof bed.runs>['run']> } = {}
  const store = {
    ...bed.store,
    putBack: async (...given: Parameters<typeof bed.store.putBack>) => {
      bed.clock.advance(leaseMs)
      other.run = bed.runs({ register: { person } }).run()
      await asking.promise
      return bed.store.putBack(...given)
    },
  }
  const away = { person: () => Promise.reject(new RegisterAway('away')) }
  await assert.rejects(bed.runs({ store, register: away }).run(), { name: 'RunTaken' })
  asleep.resolve(undefined)
  const report = await other.run
  assert.ok(typeof report === 'object' && report.letters === 1)
})

on('the day: once, from its hour, on working days', async (database) => {
  const bed = await scene(database)
  const runs = bed.runs()
  bed.clock.advance(-4 * 3600_000)
  await runs.tick()
  assert.equal(bed.printer.handed(), 0)
  bed.clock.advance(4 * 3600_000)
  await runs.tick()
  assert.equal(bed.printer.handed(), 1)
  bed.register.put(registered('15819010037', {}, home))
  await bed.orders.order(numberOf('15819010037'), asked)
  await runs.tick()
  assert.equal(bed.printer.handed(), 1)
  // From Tuesday to Saturday.
  bed.clock.advance(4 * day)
  await runs.tick()
  assert.equal(bed.printer.handed(), 1)
  bed.clock.advance(2 * day)
  await runs.tick()
  assert.equal(bed.printer.handed(), 2)
})

on('a day whose register was away at the hour has its batch as soon as it answers', async (database) => {
  const bed = await scene(database)
  let [asks, isAway] = [0, true]
  const person = (number: typeof anna) => {
    asks += 1
    return isAway ? Promise.reject(new RegisterAway('away')) : bed.register.person(number)
  }
  const runs = bed.runs({ register: { person } })
  await runs.tick()
  await runs.tick()
  assert.equal(asks, 1, 'it is left in peace for a while')
  bed.clock.advance(15 * 60_000)
  await runs.tick()
  assert.equal(asks, 2)
  isAway = false
  bed.clock.advance(15 * 60_000)
  await runs.tick()
  assert.equal(bed.printer.handed(), 1)
  assert.equal((await runs.list()).length, 1, 'what came to nothing is no batch')
  const [other = ''] = synthetic(1)
  bed.register.put(registered(other, {}, home))
  await bed.orders.order(numberOf(other), asked)
  bed.clock.advance(60 * 60_000)
  await runs.tick()
  assert.equal(bed.printer.handed(), 1, 'and then no other that day')
})

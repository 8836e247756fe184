/** Row M3: ordering a letter. The same whoever the number belongs to; limits; what the help desk may see. */
import assert from 'node:assert/strict'
import type { AuditEvent } from '#audit/events.ts'
import type { Database } from '#db/db.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { written } from '#db/written.ts'
import { migrations as guessing } from '#guessing/store.ts'
import { migrations } from '#letters/migrations.ts'
import { openOrders, type Orders } from '#letters/order.ts'
import { type Bed, testbed } from '#letters/testbed.ts'
import { numberOf } from '#letters/test-register.ts'
import { migrations as persons } from '#persons/store.ts'

const on = onEachDatabase([...guessing, ...persons, ...migrations])
const day = 24 * 3600_000
const anna = numberOf('15819010029')
const bjorn = numberOf('29820050043')
const asked = { book: 'minid', by: 'self', language: 'nb' } as const

interface Scene extends Bed {
  readonly orders: Orders
  /** Statements since the last look. */
  readonly statements: () => number
  readonly nudges: () => number
}
function scene(database: Database): Scene {
  const counted = counting(database)
  const bed = testbed(counted.database)
  let nudged = 0
  const rule = { daysBetween: 7, perYear: 3 }
  const orders = openOrders({ ...bed, database: counted.database, rule, ordered: () => (nudged += 1) })
  return { ...bed, orders, statements: counted.statements, nudges: () => nudged }
}

function counting(database: Database): { database: Database; statements: () => number } {
  let made = 0
  const count = <T>(work: T): T => {
    made += 1
    return work
  }
  return {
    database: {
      ...database,
      raw: (sql, parameters) => count(database.raw(sql, parameters)),
      batch: (steps) => count(database.batch(steps)),
    },
    statements: () => {
      const since = made
      made = 0
      return since
    },
  }
}

const states = async ({ database }: Scene): Promise<readonly string[]> =>
  (await database.raw<{ state: string }>('select state from letter_order order by ordered, id', [])).map(
    ({ state }) => state,
  )

on('M3 an order is the same work and the same answer for somebody known and for a stranger', async (database) => {
  const s = scene(database)
  await s.persons.ensure(anna)
  s.statements()
  assert.equal(await s.orders.order(anna, asked), undefined)
  const known = s.statements()
  assert.equal(await s.orders.order(bjorn, asked), undefined)
  assert.equal(s.statements(), known)
  assert.deepEqual(
    s.events.map(({ type }) => type),
    ['letter.ordered', 'letter.ordered'],
  )
})

on('M3 one open order, also when many come at once; the answer says nothing of it', async (database) => {
  const s = scene(database)
  const all = await Promise.all(Array.from({ length: 10 }, () => s.orders.order(anna, asked)))
  assert.deepEqual(
    all,
    all.map(() => undefined),
  )
  assert.deepEqual(await states(s), ['ordered'])
  assert.equal(s.events.filter(({ type }) => type === 'letter.order.refused').length, 9)
  assert.equal(s.nudges(), 1)
})

const settle = (s: Scene, state: string): Promise<unknown> =>
  s.database.batch([
    { query: written(`update letter_order set state = $1, open = null where state = 'ordered'`)(state) },
  ])

on('M3 a letter a week and three in a year, to one number; others are others', async (database) => {
  const s = scene(database)
  await s.orders.order(anna, asked)
  await settle(s, 'sent')
  await s.orders.order(anna, asked)
  assert.equal((await states(s)).length, 1)
  await s.orders.order(bjorn, asked)
  assert.equal((await states(s)).length, 2)
  for (let n = 3; n < 7; n++) {
    s.clock.advance(7 * day)
    await s.orders.order(anna, asked)
    await settle(s, 'sent')
    assert.equal((await states(s)).length, Math.min(n, 4))
  }
  s.clock.advance(365 * day)
  await s.orders.order(anna, asked)
  assert.equal((await states(s)).length, 5)
})

on('M3 M10 strangers who order in somebody’s name use up no letter that the help desk orders', async (database) => {
  const s = scene(database)
  for (let n = 0; n < 4; n++) {
    await s.orders.order(anna, asked)
    await settle(s, 'sent')
    s.clock.advance(7 * day)
  }
  assert.equal((await states(s)).length, 3, 'a year’s letters are gone')
  await s.orders.order(anna, { ...asked, by: 'helpdesk' })
  assert.equal((await states(s)).length, 4)
  await settle(s, 'sent')
  s.clock.advance(day)
  await s.orders.order(anna, { ...asked, by: 'helpdesk' })
  assert.equal((await states(s)).length, 4, 'one a week, there too')
})

on(
  'M3 an order that no letter came of takes none of the year’s three, and yet there is an end to them',
  async (database) => {
    const s = scene(database)
    const orderAndSettle = async (state: string, by: 'self' | 'helpdesk' = 'self'): Promise<boolean> => {
      const before = (await states(s)).length
      s.clock.advance(7 * day)
      await s.orders.order(anna, { ...asked, by })
      await settle(s, state)
      return (await states(s)).length > before
    }
    for (let n = 0; n < 5; n++) assert.ok(await orderAndSettle('refused'))
    // Nor do those of the help desk.
    assert.ok(await orderAndSettle('sent', 'helpdesk'))
    for (let n = 0; n < 3; n++) assert.ok(await orderAndSettle(n === 1 ? 'returned' : 'sent'), `letter ${n + 1}`)
    assert.equal(await orderAndSettle('sent'), false, 'a year’s letters are gone')
    const t = scene(database)
    for (let n = 0; n < 15; n++) {
      t.clock.advance(day)
      await t.orders.order(bjorn, asked)
      await settle(t, 'refused')
    }
    const before = (await states(t)).length
    t.clock.advance(day)
    await t.orders.order(bjorn, asked)
    assert.equal((await states(t)).length, before, 'nobody is asked about for ever')
  },
)

on('M7 after blocking, a new letter may be ordered at once', async (database) => {
  const s = scene(database)
  await s.orders.order(anna, asked)
  await settle(s, 'sent')
  const { id } = await s.persons.ensure(anna)
  await s.database.batch([{ query: written(`update letter_order set person_id = $1, letter = 'AAAAA-AAAAA'`)(id) }])
  await s.book('minid').block(id, 'self')
  await s.orders.order(anna, asked)
  assert.deepEqual((await states(s)).toSorted(), ['ordered', 'sent'])
})

on('M12 the two books are ordered apart', async (database) => {
  const s = scene(database)
  await s.orders.order(anna, asked)
  await s.orders.order(anna, { ...asked, book: 'altinn' })
  assert.equal((await states(s)).length, 2)
})

on('M3 what is not printed yet can be cancelled, and ordered again; what is printing goes out', async (database) => {
  const s = scene(database)
  await s.orders.order(anna, asked)
  await s.orders.cancel(bjorn, 'minid')
  await s.orders.cancel(anna, 'altinn')
  assert.deepEqual(await states(s), ['ordered'])
  await s.orders.cancel(anna, 'minid')
  assert.deepEqual(await states(s), ['cancelled'])
  s.clock.advance(1)
  await s.orders.order(anna, asked)
  await s.database.batch([{ query: written(`update letter_order set state = 'printing' where state = 'ordered'`)() }])
  await s.orders.cancel(anna, 'minid')
  assert.deepEqual(await states(s), ['cancelled', 'printing'])
  assert.equal(s.events.filter(({ type }) => type === 'letter.cancelled').length, 1)
})

on('M10 the help desk sees when, and nothing else, whatever became of it', async (database) => {
  const s = scene(database)
  assert.deepEqual(await s.orders.seen(anna, 'minid'), [])
  const ordered = s.clock.now()
  await s.orders.order(anna, { ...asked, by: 'helpdesk' })
  const seen = [{ ordered }]
  assert.deepEqual(await s.orders.seen(anna, 'minid'), seen)
  for (const state of ['sent', 'returned', 'refused', 'cancelled']) {
    await s.database.batch([{ query: written('update letter_order set state = $1')(state) }])
    assert.deepEqual(await s.orders.seen(anna, 'minid'), seen)
  }
  assert.deepEqual(await s.orders.seen(bjorn, 'minid'), [])
})

on("the other world's numbers are not ordered for, and nobody is told", async (database) => {
  const s = scene(database)
  assert.equal(await s.orders.order(numberOf('02013299997'), asked), undefined)
  assert.deepEqual(await states(s), [])
  assert.deepEqual(s.events, [{ type: 'letter.order.refused', book: 'minid', by: 'self', why: 'other-world' }])
})

on('I6 the table holds no number', async (database) => {
  const s = scene(database)
  await s.orders.order(anna, asked)
  const rows = JSON.stringify(await s.database.raw('select * from letter_order', []))
  assert.ok(!rows.includes('15819010029'))
})

on(
  'M10 what the help desk does stands in the trail with who did it, also where no letter comes of it',
  async (database) => {
    const s = scene(database)
    const { id: person } = await s.persons.ensure(anna)
    const staff = s.person()
    const byDesk = { ...asked, by: 'helpdesk', staff } as const
    s.statements()
    await s.orders.looked(anna, 'minid', staff)
    const known = s.statements()
    await s.orders.looked(bjorn, 'minid', staff)
    assert.equal(s.statements(), known)
    for (let i = 0; i < 2; i++) await s.orders.order(anna, byDesk)
    assert.deepEqual(s.events.splice(0).map(withoutOrder), [
      { type: 'helpdesk.looked', staff, book: 'minid', person },
      { type: 'helpdesk.looked', staff, book: 'minid' },
      { type: 'letter.ordered', book: 'minid', by: 'helpdesk', person },
      { type: 'helpdesk.ordered', staff, book: 'minid', person },
      { type: 'letter.order.refused', book: 'minid', by: 'helpdesk', why: 'limit', person },
      { type: 'helpdesk.ordered', staff, book: 'minid', person },
    ])
  },
)

const withoutOrder = (event: AuditEvent): Readonly<Record<string, unknown>> => {
  const { order: _order, ...rest } = event as AuditEvent & { order?: string }
  return rest
}

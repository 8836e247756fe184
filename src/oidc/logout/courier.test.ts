import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock, type SettableClock } from '#base/clock.ts'
import type { Sid } from '#base/ids.ts'
import type { Database } from '#db/db.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { type Courier, openCourier } from '#oidc/logout/courier.ts'
import { type DeliveryStore, migrations, openDeliveryStore, type TakenDelivery } from '#oidc/logout/store.ts'

const onEach = onEachDatabase(migrations)

interface World {
  readonly store: DeliveryStore
  readonly clock: SettableClock
  readonly logged: string[]
  queue(clientId: string, count?: number): Promise<void>
  courier(deliver: (taken: TakenDelivery) => Promise<void>): Courier
  accept(taken: TakenDelivery): Promise<void>
}

function world(database: Database): World {
  const store = openDeliveryStore(database)
  const clock = fixedClock(1_800_000_000_000)
  const logged: string[] = []
  let sessions = 0
  return {
    store,
    clock,
    logged,
    async queue(clientId, count = 1) {
      for (let i = 0; i < count; i += 1) {
        const step = store.insert({ sid: `s${sessions++}` as Sid, clientId, sub: 'x' }, clock.now())
        assert.deepEqual(await database.batch([step]), { ok: true })
      }
    },
    courier: (deliver) => openCourier({ clock, store, deliver, log: (_level, text) => logged.push(text) }),
    accept: (taken) => store.done(taken.id, 'accepted', clock.now(), 200),
  }
}

async function withWorld(check: (w: World) => Promise<void>): Promise<void> {
  const database = openSqlite(':memory:')
  await migrate(database, migrations)
  await check(world(database))
  await database.close()
}

onEach('many couriers on one table make each call once', async (database) => {
  const w = world(database)
  for (const clientId of ['a', 'b', 'c']) await w.queue(clientId, 40)
  const calls: string[] = []
  const couriers = [1, 2, 3].map(() =>
    w.courier(async (taken) => {
      calls.push(`${taken.sid} ${taken.clientId}`)
      await w.accept(taken)
    }),
  )
  await Promise.all(couriers.map((courier) => courier.drain()))
  assert.equal(calls.length, 120)
  assert.equal(new Set(calls).size, 120)
  assert.equal((await w.store.summary({})).get('b')?.accepted, 40)
  assert.equal(await w.store.waiting(), 0)
})

onEach('a session’s end is told to a service once, however often it is written', async (database) => {
  const w = world(database)
  const delivery = { sid: 's' as Sid, clientId: 'a', sub: 'x' }
  for (const _time of [1, 2]) await database.batch([w.store.insert(delivery, w.clock.now())])
  await database.batch([w.store.insert({ ...delivery, clientId: 'b' }, w.clock.now())])
  const calls: string[] = []
  await w
    .courier(async (taken) => {
      calls.push(taken.clientId)
      await w.accept(taken)
    })
    .drain()
  assert.deepEqual(calls.toSorted(), ['a', 'b'])
  await database.batch([w.store.insert(delivery, w.clock.now())])
  assert.equal(await w.store.waiting(), 0, 'nor anew when it is done')
})

onEach('what is done stays as it was done, whoever comes late', async (database) => {
  const w = world(database)
  await w.queue('a')
  const [taken] = await w.store.take(w.clock.now(), 30_000, 10, [])
  assert.ok(taken)
  await w.accept(taken)
  await w.store.done(taken.id, 'unreachable', w.clock.now(), undefined)
  await w.store.again(taken.id, 0, 500)
  const [row] = await w.store.deliveriesOf('a')
  assert.deepEqual([row?.state, row?.status, row?.calls], ['accepted', 200, 1])
  assert.deepEqual(await w.store.take(w.clock.now() + 60_000, 30_000, 10, []), [])
})

test('a call whose courier died is made by another after the lease, not before', () =>
  withWorld(async (w) => {
    await w.queue('a')
    await new Promise<void>((begun) => {
      const dying = w.courier(() => {
        begun()
        return new Promise(() => undefined)
      })
      dying.nudge()
    })
    const calls: number[] = []
    const other = w.courier(async (taken) => {
      calls.push(taken.taken)
      await w.accept(taken)
    })
    await other.drain()
    assert.deepEqual(calls, [])
    w.clock.advance(30_000)
    await other.drain()
    assert.deepEqual(calls, [2])
  }))

test('a service that never answers holds up only itself', () =>
  withWorld(async (w) => {
    await w.queue('stuck', 100)
    await w.queue('fine', 100)
    let stuck = 0
    let fine = 0
    let free = (): void => undefined
    const held = new Promise<void>((resolve) => (free = resolve))
    const courier = w.courier(async (taken) => {
      if (taken.clientId === 'fine') {
        fine += 1
        return w.accept(taken)
      }
      stuck += 1
      await held
      return w.accept(taken)
    })
    courier.nudge()
    while (fine < 100) await new Promise((done) => setImmediate(done))
    assert.ok(stuck <= 16, `${stuck} calls of one service at once`)
    free()
    await courier.drain()
    assert.equal(stuck, 100)
  }))

test('after stop nothing new is begun, and what is under way is waited for', () =>
  withWorld(async (w) => {
    await w.queue('a', 30)
    let free = (): void => undefined
    const held = new Promise<void>((resolve) => (free = resolve))
    let begun = 0
    const courier = w.courier(async (taken) => {
      begun += 1
      await held
      await w.accept(taken)
    })
    courier.nudge()
    while (begun === 0) await new Promise((done) => setImmediate(done))
    const stopped = courier.stop()
    free()
    await stopped
    courier.nudge()
    await courier.drain()
    assert.ok(begun < 30)
    assert.equal(await w.store.waiting(), 30 - begun)
  }))

test('a call that cannot be written down is logged, and the others go on', () =>
  withWorld(async (w) => {
    await w.queue('a')
    await w.queue('b')
    await w.courier((taken) => (taken.clientId === 'a' ? Promise.reject(new Error('away')) : w.accept(taken))).drain()
    assert.equal(w.logged.length, 1)
    assert.equal(await w.store.waiting(), 1)
  }))

test('a report names the newest first, of one service or all, since a time, of some states', () =>
  withWorld(async (w) => {
    for (const clientId of ['a', 'b', 'a']) {
      await w.queue(clientId)
      w.clock.advance(1000)
    }
    const [first] = await w.store.take(w.clock.now(), 30_000, 1, [])
    assert.ok(first)
    await w.store.done(first.id, 'refused', w.clock.now(), 500)
    const start = w.clock.now() - 3000
    assert.deepEqual(
      (await w.store.deliveries()).map(({ queued }) => queued - start),
      [2000, 1000, 0],
    )
    assert.equal((await w.store.deliveriesOf('a')).length, 2)
    assert.equal((await w.store.deliveriesOf('a', { since: start + 1 })).length, 1)
    assert.deepEqual(
      (await w.store.deliveries({ states: ['refused'] })).map(({ status, calls }) => [status, calls]),
      [[500, 1]],
    )
    assert.equal((await w.store.deliveries({ most: 1 })).length, 1)
    assert.deepEqual([...(await w.store.summary({ since: start + 1, clientId: 'a' })).keys()], ['a'])
    await w.store.sweep(w.clock.now())
    assert.equal((await w.store.deliveries()).length, 2, 'what waits is never swept away')
  }))

/** Every promise of `hot.ts`, races included: run by each implementation. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type SettableClock, fixedClock } from '#base/clock.ts'
import { randomToken } from '#base/secrets.ts'
import type { Hot, Stamp } from '#hot/hot.ts'

export interface Bench {
  /** Two users of one store, as two processes would be. */
  open(clock: SettableClock): Promise<{ readonly one: Hot; readonly two: Hot }>
  /** Throws away all that the store holds, behind the users' backs. */
  empty(): Promise<void>
  /** Closes what `open` did not give. */
  done(): Promise<void>
}

const start = 1_800_000_000_000
const racers = 200
/** No two tests meet in one key, and none meets what an earlier run left. */
const newKey = (): string => `test:{${randomToken(8)}}:x`

export function conformance(name: string, bench: Bench): void {
  describe(name, () => {
    const clock = fixedClock(start)
    let stores: { one: Hot; two: Hot } | undefined
    before(async () => {
      stores = await bench.open(clock)
    })
    after(async () => {
      await stores?.one.close()
      await stores?.two.close()
      await bench.done()
    })
    const on: On = (promise, check) => {
      test(promise, async () => {
        clock.reset()
        assert.ok(stores)
        await check(stores.one, stores.two, newKey())
      })
    }
    valuesKeep(on, clock)
    singleUseKeeps(on, clock)
    swapsKeep(on, clock)
    countsKeep(on, clock)
    floorKeeps(on, clock, bench)
  })
}

type On = (promise: string, check: (one: Hot, two: Hot, key: string) => Promise<void>) => void

/** `racers` callers at once, taking turns over both users of the store. */
const race = <T>(one: Hot, two: Hot, run: (hot: Hot, i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: racers }, (_, i) => run(i % 2 === 0 ? one : two, i)))

function valuesKeep(on: On, clock: SettableClock): void {
  on('what is put is there for the other process, with its stamp', async (one, two, key) => {
    assert.equal(await two.get(key), undefined)
    const stamp = await one.put(key, { a: [1, null, 'x'] }, 60)
    assert.match(stamp, /^[\w-]{22}$/)
    assert.deepEqual(await two.get(key), { value: { a: [1, null, 'x'] }, stamp })
  })
  for (const value of [
    '',
    'Čáhcesuolu 👩🏽‍🚒 \u2028 "\\',
    0,
    -1.5,
    true,
    null,
    [],
    {},
    { deep: [{ er: 'é' }] },
    'x'.repeat(200_000),
  ]) {
    on(`a value comes back as it was: ${JSON.stringify(value).slice(0, 20)}`, async (one, two, key) => {
      await one.put(key, value, 60)
      assert.deepEqual((await two.get(key))?.value, value)
      assert.deepEqual(await two.take(key), value)
    })
  }
  on('put writes over what was there, with another stamp and a new life', async (one, two, key) => {
    const first = await one.put(key, 1, 5)
    clock.advance(4000)
    const second = await two.put(key, 2, 5)
    assert.notEqual(first, second)
    clock.advance(4000)
    assert.deepEqual(await one.get(key), { value: 2, stamp: second })
  })
  on('a record is gone at the end of its life, to the millisecond', async (one, two, key) => {
    await one.put(key, 1, 5)
    clock.advance(4999)
    assert.equal((await two.get(key))?.value, 1)
    clock.advance(1)
    assert.equal(await one.get(key), undefined)
    assert.equal(await two.take(key), undefined)
  })
  on('remove removes, and removing nothing is fine', async (one, two, key) => {
    await one.put(key, 1, 5)
    await two.remove(key)
    await two.remove(key)
    assert.equal(await one.get(key), undefined)
  })
  on('keys of the greatest length do not meet', async (one, two) => {
    const long = `${newKey()}:${'k'.repeat(150)}`
    await one.put(`${long}a`, 'a', 5)
    await two.put(`${long}b`, 'b', 5)
    assert.equal((await two.get(`${long}a`))?.value, 'a')
  })
  on('the store answers', async (one, two) => {
    await Promise.all([one.ping(), two.ping()])
  })
}

function singleUseKeeps(on: On, clock: SettableClock): void {
  on(`of ${racers} that take at once, one gets it`, async (one, two, key) => {
    for (let round = 0; round < 5; round++) {
      await one.put(key, { round }, 60)
      const got = (await race(one, two, (hot) => hot.take(key))).filter((value) => value !== undefined)
      assert.deepEqual(got, [{ round }])
    }
    assert.equal(await one.get(key), undefined)
  })
  on(`of ${racers} that say once at once, one is the first`, async (one, two, key) => {
    for (let round = 0; round < 5; round++) {
      const first = await race(one, two, (hot) => hot.once(`${key}${round}`, 60))
      assert.equal(first.filter(Boolean).length, 1)
    }
  })
  on('once holds for its life and no longer', async (one, two, key) => {
    assert.equal(await one.once(key, 10), true)
    clock.advance(9999)
    assert.equal(await two.once(key, 10), false)
    clock.advance(1)
    assert.equal(await two.once(key, 10), true)
    clock.advance(9999)
    assert.equal(await one.once(key, 10), false)
  })
  on('after its life, too, once has one first', async (one, two, key) => {
    await one.once(key, 10)
    clock.advance(10_000)
    const first = await race(one, two, (hot) => hot.once(key, 60))
    assert.equal(first.filter(Boolean).length, 1)
  })
}

function swapsKeep(on: On, clock: SettableClock): void {
  on(`of ${racers} that swap one stamp, one wins, and its value stays`, async (one, two, key) => {
    let stamp = await one.put(key, 'start', 60)
    for (let round = 0; round < 5; round++) {
      const stamps = await race(one, two, (hot, i) => hot.swap(key, stamp, i, 60))
      const winners = stamps.flatMap((won, i) => (won === undefined ? [] : [{ value: i, stamp: won }]))
      assert.equal(winners.length, 1)
      const held = await two.get<number>(key)
      assert.deepEqual(held, winners[0])
      stamp = held?.stamp ?? stamp
    }
  })
  on('a stamp counts once: neither the same value nor an older stamp opens it again', async (one, two, key) => {
    const first = await one.put(key, 'a', 60)
    const second = await two.swap(key, first, 'b', 60)
    assert.ok(second)
    const third = await one.swap(key, second, 'a', 60)
    assert.ok(third)
    assert.equal(await two.swap(key, first, 'c', 60), undefined)
    assert.equal(await two.swap(key, second, 'c', 60), undefined)
    assert.equal(await two.swap(key, '' as Stamp, 'c', 60), undefined)
    assert.deepEqual(await one.get(key), { value: 'a', stamp: third })
  })
  on('swap never recreates what expired, was taken, or was removed', async (one, two, key) => {
    const expired = await one.put(key, 1, 5)
    clock.advance(5000)
    assert.equal(await two.swap(key, expired, 2, 60), undefined)
    assert.equal(await two.get(key), undefined)
    const taken = await one.put(key, 1, 60)
    await two.take(key)
    assert.equal(await one.swap(key, taken, 2, 60), undefined)
    const removed = await one.put(key, 1, 60)
    await two.remove(key)
    assert.equal(await one.swap(key, removed, 2, 60), undefined)
    assert.equal(await one.get(key), undefined)
  })
  on('swap gives a new life', async (one, two, key) => {
    const stamp = await one.put(key, 1, 5)
    assert.ok(await two.swap(key, stamp, 2, 60))
    clock.advance(59_999)
    assert.equal((await one.get(key))?.value, 2)
    clock.advance(1)
    assert.equal(await one.get(key), undefined)
  })
  on('of takers and swappers at once, one side wins', async (one, two, key) => {
    for (let round = 0; round < 20; round++) {
      const stamp = await one.put(key, 'old', 60)
      const [taken, swapped] = await Promise.all([one.take(key), two.swap(key, stamp, 'new', 60)])
      const left = await one.take(key)
      // Either the taker came first and the swap failed, or the taker got the new value.
      if (swapped === undefined) assert.deepEqual([taken, left], ['old', undefined])
      else assert.deepEqual([taken, left], ['new', undefined])
    }
  })
}

function countsKeep(on: On, clock: SettableClock): void {
  on(`${racers} that count at once get every number once`, async (one, two, key) => {
    const sums = await race(one, two, (hot) => hot.count(key, 60))
    assert.deepEqual(
      sums.toSorted((a, b) => a - b),
      Array.from({ length: racers }, (_, i) => i + 1),
    )
  })
  on('the first count starts the life, later ones do not lengthen it', async (one, two, key) => {
    assert.equal(await one.count(key, 10), 1)
    clock.advance(9999)
    assert.equal(await two.count(key, 10), 2)
    clock.advance(1)
    assert.equal(await one.count(key, 10), 1)
  })
}

function floorKeeps(on: On, clock: SettableClock, bench: Bench): void {
  on('a store that was emptied is noticed: once, then floor tells the time', async (one, two, key) => {
    await one.once(key, 60)
    const before = await one.floor()
    assert.equal(await two.floor(), before)
    clock.advance(5000)
    assert.equal(await one.floor(), before)
    await bench.empty()
    clock.advance(5000)
    // The key looks new again; what was issued before the floor is refused by it.
    assert.equal(await two.once(key, 60), true)
    assert.equal(await two.floor(), start + 10_000)
    assert.equal(await one.once(key, 60), false)
    await one.once(`${key}2`, 60)
    assert.equal(await one.floor(), start + 10_000)
  })
}

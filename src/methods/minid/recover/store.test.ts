/** Temporary passwords in the database: each is guessed at five times, used once, and gives one new password. */
import assert from 'node:assert/strict'
import { newPersonId } from '#base/ids.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { migrations, temporaryStore } from '#methods/minid/recover/store.ts'
import { temporaryRules } from '#methods/minid/recover/temporary.ts'

const on = onEachDatabase(migrations)
const now = 1_800_000_000_000
const expires = now + 600_000
const [anna, bjorn] = [newPersonId(), newPersonId()]

on('of many guesses at once no more are counted than are allowed, and none after its time', async (db) => {
  const store = temporaryStore(db)
  await db.batch(store.insert({ errand: 'a', person: anna, hash: 'h', expires }, now))
  const many = await Promise.all(Array.from({ length: 20 }, () => store.guess('a', now)))
  const counted = many.filter((one) => one !== undefined)
  assert.equal(counted.length, temporaryRules.guesses)
  assert.deepEqual(
    counted.map(({ left }) => left).toSorted((a, b) => a - b),
    [0, 1, 2, 3, 4],
  )
  await db.batch(store.insert({ errand: 'b', person: anna, hash: 'h', expires }, now))
  assert.equal(await store.guess('b', expires), undefined)
  assert.deepEqual(await store.guess('b', expires - 1), { person: anna, hash: 'h', left: 4 })
})

on('used once, by its own person, in its time', async (db) => {
  const store = temporaryStore(db)
  await db.batch(store.insert({ errand: 'a', person: anna, hash: 'h', expires }, now))
  const failed = { ok: false, failed: 'temporary-used' }
  assert.deepEqual(await db.batch([store.use('a', bjorn, now)]), failed)
  assert.deepEqual(await db.batch([store.use('a', anna, expires)]), failed)
  const many = await Promise.all(Array.from({ length: 10 }, () => db.batch([store.use('a', anna, now)])))
  assert.equal(many.filter(({ ok }) => ok).length, 1)
  assert.equal(await store.guess('a', now), undefined)
})

on('one new password comes of it, and of all that the person has on the way the first alone', async (db) => {
  const store = temporaryStore(db)
  for (const errand of ['a', 'b']) await db.batch(store.insert({ errand, person: anna, hash: 'h', expires }, now))
  await db.batch(store.insert({ errand: 'c', person: bjorn, hash: 'h', expires }, now))
  const over = { ok: false, failed: 'temporary-over' }
  assert.deepEqual(await db.batch(store.done('a', anna, now)), over, 'not typed in yet')
  for (const errand of ['a', 'b']) await db.batch([store.use(errand, anna, now)])
  assert.deepEqual(await db.batch(store.done('a', anna, now)), { ok: true })
  assert.deepEqual(await db.batch(store.done('a', anna, now)), over)
  assert.deepEqual(await db.batch(store.done('b', anna, now)), over)
  assert.ok(await store.guess('c', now), "another person's is untouched")
  await db.batch([store.use('c', bjorn, now)])
  await db.batch([store.dropAll(bjorn)])
  assert.deepEqual(await db.batch(store.done('c', bjorn, now)), over)
})

on('a stranger has a row, and nobody can use it', async (db) => {
  const store = temporaryStore(db)
  await db.batch(store.insert({ errand: 'a', person: undefined, hash: 'h', expires }, now))
  assert.deepEqual(await store.guess('a', now), { person: undefined, hash: 'h', left: 4 })
  assert.deepEqual(await db.batch([store.use('a', anna, now)]), { ok: false, failed: 'temporary-used' })
})

import assert from 'node:assert/strict'
import { newPersonId, type PersonId } from '#base/ids.ts'
import type { Database } from '#db/db.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { missRule, openMisses } from '#methods/minid/misses.ts'
import { migrations, minidStore } from '#methods/minid/store.ts'

const onEach = onEachDatabase(migrations)
const start = 1_800_000_000_000
const back = missRule.backSeconds * 1000

async function account(db: Database): Promise<PersonId> {
  const person = newPersonId()
  const details = { email: undefined, channel: 'sms', recovery: 'sms' } as const
  await minidStore(db, vaultInMemory()).provide(person, { ...details, passwordHash: 'h', mobile: '+4790000047' }, start)
  return person
}

onEach('thirty misses at once, then one for each eight hours, whoever comes and goes meanwhile', async (db) => {
  const misses = openMisses(db)
  const [person, other] = [await account(db), await account(db)]
  for (let i = 0; i < missRule.most; i += 1) {
    assert.equal(await misses.until(person, start), 0)
    await misses.missed(person, start)
  }
  assert.equal(await misses.until(person, start), start + back)
  assert.equal(await misses.until(person, start + back - 1), start + back)
  assert.equal(await misses.until(person, start + back), 0)
  await misses.missed(person, start + back)
  assert.equal(await misses.until(person, start + back), start + 2 * back)
  assert.equal(await misses.until(other, start), 0)
  assert.equal(await misses.until(newPersonId(), start), 0)
})

onEach('misses at once that were let in together count each, and are made up for later', async (db) => {
  const misses = openMisses(db)
  const person = await account(db)
  await Promise.all(Array.from({ length: missRule.most + 12 }, () => misses.missed(person, start)))
  assert.equal(await misses.until(person, start), start + 13 * back)
})

onEach('never longer than ten days from the last one, however many there were', async (db) => {
  const misses = openMisses(db)
  const person = await account(db)
  for (let i = 0; i < 200; i += 1) await misses.missed(person, start)
  assert.equal(await misses.until(person, start), start + (missRule.longest - missRule.most + 1) * back)
  assert.ok((missRule.longest - missRule.most + 1) * back <= 11 * 24 * 3600_000)
})

onEach('a new password begins anew; what is over is swept, what counts is not', async (db) => {
  const misses = openMisses(db)
  const store = minidStore(db, vaultInMemory())
  const person = await account(db)
  for (let i = 0; i < missRule.most; i += 1) await misses.missed(person, start)
  await store.sweep(start + 3 * 24 * 3600_000)
  assert.notEqual(await misses.until(person, start), 0)
  await db.batch([store.setPassword(person, 'h2', start + 1)])
  assert.equal(await misses.until(person, start + 1), 0)
  await misses.missed(person, start + 1)
  await store.sweep(start + missRule.most * back + 1)
  assert.equal((await db.raw('select 1 as one from minid_failures', [])).length, 0)
})

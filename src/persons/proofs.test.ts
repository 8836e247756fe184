/** What ends a person's proofs: one time in their row, which the guard of every answer reads. */
import assert from 'node:assert/strict'
import { fixedClock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import { NationalId } from '#base/national-id.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { migrations, openPersons } from '#persons/store.ts'

const on = onEachDatabase(migrations)
const now = 1_800_000_000_000
const blocked = { ok: false, failed: 'person-blocked' }

on('a proof from before fails the guard, one of that moment or after it holds', async (database) => {
  const people = openPersons({ database, vault: vaultInMemory(), world: 'twin', clock: fixedClock(now) })
  const number = NationalId.read('15819010029')
  assert.ok(number instanceof NationalId)
  const { id } = await people.ensure(number)
  const holds = (at: number) => database.batch([people.notBlocked(id, at)])
  assert.deepEqual(await holds(0), { ok: true }, 'nothing has ended yet')
  assert.equal(await people.proofEnded(id, 0), false)
  await database.batch([people.endProofs(id, now)])
  assert.deepEqual(await holds(now - 1), blocked)
  assert.deepEqual(await holds(now), { ok: true })
  assert.deepEqual([await people.proofEnded(id, now - 1), await people.proofEnded(id, now)], [true, false])
  assert.deepEqual(
    await database.batch([people.notBlocked(id)]),
    { ok: true },
    'who asks for no proof is asked for none',
  )
  await database.batch([people.endProofs(id, now - 10)])
  assert.deepEqual(await holds(now - 1), blocked, 'never back')
  assert.deepEqual(await database.batch([people.notBlocked('per_nobody' as PersonId, now)]), blocked)
})

import assert from 'node:assert/strict'
import type { GrantId, PersonId, Sid } from '#base/ids.ts'
import type { Database } from '#db/db.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { type FamilyRow, type FamilyUse, openFamilyStore } from '#oidc/family-store.ts'
import { migrations, openGrantStore } from '#oidc/store.ts'

const check = onEachDatabase(migrations)
const day = 24 * 3_600_000
const id = 'g'.repeat(22) as GrantId
const person = 'per_1' as PersonId
const sid = 's'.repeat(43) as Sid

const row: FamilyRow = {
  id,
  hash: 'h1',
  sealed: 'x1',
  clientId: 'c',
  person,
  endsWith: sid,
  idleUntil: 1000,
  absoluteUntil: 2000,
}
const use: FamilyUse = { id, hash: 'h1', now: 500, idleUntil: 1500, next: { hash: 'h2', sealed: 'x2' } }

async function opened(database: Database, over: Partial<FamilyRow> = {}) {
  const [grants, families] = [openGrantStore(database), openFamilyStore(database)]
  const grant = { id, secretHash: 'x', clientId: 'c', person, sid, locale: 'nb', claims: 'sealed' }
  await database.batch([grants.insert({ ...grant, issued: 0, expires: 9000 }), families.insert({ ...row, ...over })])
  const can = async (over_: Partial<FamilyUse>): Promise<boolean> => {
    const outcome = await database.batch([families.use({ ...use, ...over_ })])
    assert.ok(outcome.ok || outcome.failed === 'refresh-moved')
    return outcome.ok
  }
  return { grants, families, can }
}

check('a use changes the row, keeps the hash before, and never the absolute end', async (database) => {
  const { families, can } = await opened(database)
  assert.equal(await can({}), true)
  assert.deepEqual(await families.find(id), {
    ...row,
    hash: 'h2',
    sealed: 'x2',
    previousHash: 'h1',
    rotated: 500,
    idleUntil: 1500,
    revoked: false,
  })
  assert.equal(await can({ hash: 'h2', now: 700, idleUntil: 1800, next: undefined }), true)
  const prolonged = await families.find(id)
  assert.deepEqual([prolonged?.hash, prolonged?.rotated, prolonged?.idleUntil], ['h2', 500, 1800])
})

check('a use of what was used, is over or was taken back meanwhile changes nothing', async (database) => {
  const { grants, families, can } = await opened(database)
  const before = await families.find(id)
  for (const next of [use.next, undefined]) {
    assert.equal(await can({ hash: 'h0', next }), false, 'another token')
    assert.equal(await can({ now: 1000, next }), false, 'idle too long')
    assert.equal(await can({ id: 'x'.repeat(22) as GrantId, next }), false, 'another family')
  }
  assert.deepEqual(await families.find(id), before)
  await database.batch([grants.takeBack(id, 600)])
  for (const next of [use.next, undefined]) assert.equal(await can({ next }), false, 'taken back')
  assert.deepEqual(await database.batch([grants.takeBack(id, 600)]), { ok: false, failed: 'taken-back' })
  assert.deepEqual(await families.find(id), { ...before, revoked: true })
  assert.equal((await grants.find(id))?.claims, undefined, 'what was sealed beside it is gone')
})

check('no use after the absolute end', async (database) => {
  const { can } = await opened(database, { idleUntil: 3000 })
  assert.equal(await can({ now: 2000 }), false)
  assert.equal(await can({ now: 1999 }), true)
})

check('I4 of many uses at once one passes', async (database) => {
  const { can } = await opened(database)
  const passed = await Promise.all(
    Array.from({ length: 20 }, (_, i) => can({ next: { hash: `next ${i}`, sealed: 'x' } })),
  )
  assert.equal(passed.filter(Boolean).length, 1)
})

check('what ends with a session is taken back, what does not is left', async (database) => {
  const { families } = await opened(database)
  await families.endWith(['other' as Sid], 700)
  assert.equal((await families.find(id))?.revoked, false)
  await families.endWith(['other' as Sid, sid], 700)
  assert.equal((await families.find(id))?.revoked, true)
})

check('what outlives its session is left', async (database) => {
  const { families } = await opened(database, { endsWith: undefined })
  await families.endWith([sid], 700)
  assert.equal((await families.find(id))?.revoked, false)
})

check('a row goes on the day after its end', async (database) => {
  const { families } = await opened(database, { idleUntil: 3 * day + 5, absoluteUntil: 9 * day })
  await families.sweep(4 * day - 1)
  assert.ok(await families.find(id))
  await families.sweep(4 * day)
  assert.equal(await families.find(id), undefined)
})

/** A challenge is answered once, by the person and in the transaction that it was made for, and not too late. */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { newPersonId } from '#base/ids.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { openSqlite } from '#db/sqlite.ts'
import { openHotSql } from '#hot/sql.ts'
import { newChallenge, takeChallenge } from '#methods/minid/second/challenge.ts'

async function setting(t: TestContext) {
  const db = openSqlite(':memory:')
  const clock = fixedClock(1_800_000_000_000)
  const m = { clock, hot: await openHotSql(db, clock) }
  t.after(async () => {
    await m.hot.close()
    await db.close()
  })
  const about = { person: newPersonId(), within: 'leg_1' }
  return { m, clock, about, ...(await newChallenge(m, about)) }
}

test('a challenge is taken once, also by many at once', async (t) => {
  const { m, about, challenge } = await setting(t)
  const taken = await Promise.all([1, 2, 3, 4].map(() => takeChallenge(m, challenge, about)))
  assert.equal(taken.filter(Boolean).length, 1)
  assert.equal(await takeChallenge(m, challenge, about), false)
})

test('a challenge of another person or transaction is refused, and used up by that', async (t) => {
  for (const other of [{ person: newPersonId() }, { within: 'leg_2' }]) {
    const { m, about, challenge } = await setting(t)
    assert.equal(await takeChallenge(m, challenge, { ...about, ...other }), false)
    assert.equal(await takeChallenge(m, challenge, about), false)
  }
})

test('a challenge that nobody made, or that is too old, is refused', async (t) => {
  const { m, clock, about, challenge, until } = await setting(t)
  assert.equal(await takeChallenge(m, 'A'.repeat(43), about), false)
  assert.equal(until, clock.now() + lifetimes.passkeyChallenge * 1000)
  clock.advance(lifetimes.passkeyChallenge * 1000)
  assert.equal(await takeChallenge(m, challenge, about), false)
})

import assert from 'node:assert/strict'
import type { Database } from '#db/db.ts'
import { onEachDatabase } from '#db/each-database.ts'
import { afterGuess, type Count, type GuessRule, nextAt, nothing } from '#guessing/rule.ts'
import { forgetting, migrations, openCounts, sweepCounts } from '#guessing/store.ts'

const onEach = onEachDatabase(migrations)
const start = 1_800_000_000_000
const hour = 3600_000
const rule = { most: 6, backSeconds: 3600, waits: [30, 60, 600], remembered: 9 } as const satisfies GuessRule
const rows = async (db: Database): Promise<Count[]> =>
  (await db.raw<Count>('select changed, ends, locked from guess_count order by owner, what', [])).map((row) => ({
    ...row,
  }))

onEach('the statements do what the arithmetic says, guess by guess, as soon as one may and not before', async (db) => {
  const counts = openCounts(db, 'password', rule)
  let [now, count] = [start, nothing]
  for (let i = 0; i < 30; i += 1) {
    const reserved = await counts.reserve('who', now)
    count = afterGuess(rule, count, now)
    const next = nextAt(rule, count, now)
    assert.deepEqual(reserved, { ok: true, until: next, locked: count.locked }, `guess ${i}`)
    assert.deepEqual(await rows(db), [count])
    assert.equal(await counts.until('who', now), next > now ? next : 0)
    if (next > now) assert.equal((await counts.reserve('who', next - 1)).ok, false, `before guess ${i + 1}`)
    now = next + (i % 5 === 0 ? 7919 * i : 0)
  }
})

onEach('of sixty at once as many get through as the rule allows, for each of two owners', async (db) => {
  const counts = openCounts(db, 'password', rule)
  const tries = await Promise.all(
    Array.from({ length: 120 }, async (_, i) => ({ who: i % 2, ok: (await counts.reserve(`who-${i % 2}`, start)).ok })),
  )
  for (const who of [0, 1]) assert.equal(tries.filter((one) => one.who === who && one.ok).length, 3)
})

onEach('a right one takes back its own and no other, and leaves no trace of having been', async (db) => {
  const counts = openCounts(db, 'password', rule)
  for (let i = 0; i < 3; i += 1) await counts.reserve('who', start)
  const later = start + 30_000
  const before = await counts.until('who', later)
  for (let i = 0; i < 50; i += 1) {
    const reserved = await counts.reserve('who', later)
    assert.ok(reserved.ok)
    await db.batch([counts.giveBack('who', reserved)])
  }
  assert.equal(await counts.until('who', later), before)
  const wrong = await counts.reserve('who', later)
  assert.equal(wrong.until, later + 60_000, 'the fourth wrong one')
})

onEach('one that is taken back leaves the wait that another has brought about', async (db) => {
  const counts = openCounts(db, 'password', rule)
  await counts.reserve('who', start)
  const mine = await counts.reserve('who', start)
  const other = await counts.reserve('who', start)
  assert.equal(other.until, start + 30_000)
  await db.batch([counts.giveBack('who', mine)])
  assert.equal((await counts.reserve('who', start + 29_999)).ok, false)
  assert.equal((await counts.reserve('who', start + 30_000)).ok, true)
})

onEach(
  'what was looked at before it was counted is made up for later, and remembered so far and no further',
  async (db) => {
    const counts = openCounts(db, 'codes', rule)
    await Promise.all(Array.from({ length: 8 }, () => counts.count('who', start)))
    assert.equal(await counts.until('who', start), start + 3 * hour)
    for (let i = 0; i < 200; i += 1) await counts.count('who', start)
    assert.equal(await counts.until('who', start), start + 4 * hour)
    assert.equal(await counts.until('other', start), 0)
  },
)

onEach('kinds and secrets are counted apart; a guess may be worth several', async (db) => {
  const [one, other] = [openCounts(db, 'app', rule), openCounts(db, 'pair', rule)]
  assert.ok((await one.reserve('who', start, 'a', 6)).ok)
  assert.equal((await one.reserve('who', start, 'a')).ok, false)
  assert.equal(await one.until('who', start, 'a', 6), start + 6 * hour)
  assert.ok((await one.reserve('who', start, 'b')).ok)
  assert.ok((await one.reserve('who', start)).ok)
  assert.ok((await other.reserve('who', start, 'a')).ok)
})

onEach('another secret: its kinds begin anew, and no others', async (db) => {
  const kinds = ['password', 'codes', 'letter']
  for (const kind of kinds) await openCounts(db, kind, rule).reserve('who', start)
  await openCounts(db, 'password', rule).reserve('other', start)
  await db.batch([forgetting(['password', 'codes'])('who')])
  assert.deepEqual(
    (await db.raw<{ owner: string; what: string }>('select owner, what from guess_count order by owner', [])).map(
      ({ owner, what }) => `${owner} ${what}`,
    ),
    ['other password', 'who letter'],
  )
})

onEach('a sweep removes what has come back, and nothing else', async (db) => {
  const counts = openCounts(db, 'password', rule)
  await counts.reserve('old', start)
  await counts.reserve('new', start + hour)
  await sweepCounts(db, start + hour)
  assert.deepEqual(
    (await db.raw<{ owner: string }>('select owner from guess_count', [])).map(({ owner }) => owner),
    ['new'],
  )
})

onEach('a clock that ran a month ahead and was put right shuts nobody out, nor lets anybody guess on', async (db) => {
  const counts = openCounts(db, 'password', rule)
  const ahead = start + 30 * 24 * hour
  for (let i = 0; i < 3; i += 1) assert.ok((await counts.reserve('who', ahead)).ok)
  assert.equal(await counts.until('who', start), 0)
  await counts.count('other', ahead)
  assert.equal(await counts.until('other', start), 0)
  assert.ok((await counts.reserve('who', start)).ok, 'the fourth')
  assert.equal((await counts.reserve('who', start)).ok, false, 'counted with those of the other clock')
  assert.equal(await counts.until('who', start), start + 60_000)
  await sweepCounts(db, start + 7 * hour)
  assert.equal((await rows(db)).length, 1, 'the month has not come')
  assert.ok((await counts.reserve('other', start)).ok)
  await sweepCounts(db, start + 7 * hour)
  assert.equal((await rows(db)).length, 0)
})

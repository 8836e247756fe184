import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { openBacklog } from '#audit/backlog.ts'
import type { AuditEvent } from '#audit/events.ts'
import { macHolds } from '#audit/row.ts'
import { readAudit } from '#audit/read.ts'
import { erasePerson } from '#audit/store.ts'
import { openStrand } from '#audit/strand.ts'
import { openTestbed, somebody, troubled, wrongCode } from '#audit/testbed.ts'

type Bed = Awaited<ReturnType<typeof openTestbed>>

const rowsOf = ({ queries }: Bed) =>
  queries.selectFrom('audit_row').selectAll().orderBy('strand').orderBy('n').execute()
const typesOf = async (bed: Bed): Promise<readonly string[]> => (await rowsOf(bed)).map(({ n, type }) => `${n} ${type}`)
const never = ({ database }: Bed) => ({
  query: sql`delete from audit_head where strand = 'none'`.compile(database.queries),
  must: 'there',
})

test('an event is written with its batch, numbered, stamped and with a MAC', async (t) => {
  const bed = await openTestbed(t)
  const audit = await bed.process('one')
  const made = { query: bed.queries.insertInto('audit_head').values({ strand: 'made', next: 1, closed: 1 }).compile() }
  assert.deepEqual(await audit.write([made], [wrongCode(), { type: 'login.cancelled', client: 'tax' }]), { ok: true })
  const rows = await rowsOf(bed)
  assert.deepEqual(
    rows.map(({ strand, n, at, type }) => [strand, n, at, type]),
    [
      ['one', 1, bed.clock.now(), 'minid.code.refused'],
      ['one', 2, bed.clock.now(), 'login.cancelled'],
    ],
  )
  assert.deepEqual(JSON.parse(rows[1]?.payload ?? ''), { client: 'tax' })
  for (const row of rows) {
    assert.ok(macHolds(bed.vault.macKey('audit'), row))
    assert.ok(!macHolds(bed.vault.macKey('audit'), { ...row, at: row.at + 1 }))
  }
  assert.equal(
    (await bed.queries.selectFrom('audit_head').selectAll().where('strand', '=', 'made').execute()).length,
    1,
  )
})

test('a batch whose guard fails writes no event, and its number is declared unused', async (t) => {
  const bed = await openTestbed(t)
  const audit = await bed.process('one')
  assert.deepEqual(await audit.write([never(bed)], [wrongCode(somebody())]), { ok: false, failed: 'there' })
  await audit.write([], [wrongCode()])
  await audit.flush()
  assert.deepEqual(await typesOf(bed), ['1 void', '2 minid.code.refused'])
  assert.deepEqual(JSON.parse((await rowsOf(bed))[0]?.payload ?? ''), { why: 'undone' })
})

test('a batch that throws is declared too, and where it was written after all the event stands', async (t) => {
  const bed = await openTestbed(t)
  const { database, state } = troubled(bed.database)
  const audit = await bed.process('one', database)
  state.mode = 'fails'
  await assert.rejects(audit.write([], [wrongCode(somebody())]), /away/)
  state.mode = 'fails-after'
  await assert.rejects(audit.write([], [wrongCode(somebody())]), /connection lost/)
  state.mode = 'well'
  await audit.flush()
  assert.deepEqual(await typesOf(bed), ['1 void', '2 minid.code.refused'])
})

test('what is noted is written in order by flush, and by itself within a second', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const bed = await openTestbed(t, { embedded: true })
  const audit = await bed.process('one')
  for (let i = 0; i < 250; i += 1) audit.note({ type: 'token.refused', why: `reason-${i}` })
  await audit.flush()
  const rows = await rowsOf(bed)
  assert.deepEqual(
    rows.map(({ n }) => n),
    Array.from({ length: 250 }, (_, i) => i + 1),
  )
  assert.deepEqual(
    rows.map(({ payload }) => payload),
    Array.from({ length: 250 }, (_, i) => JSON.stringify({ why: `reason-${i}` })),
  )
  audit.note(wrongCode())
  t.mock.timers.tick(1000)
  // The timer has begun the writing; a flush with nothing of its own waits for it.
  await audit.flush()
  assert.equal((await rowsOf(bed)).length, 251)
})

test('what cannot be written is kept, with its number, and written when the database is back', async (t) => {
  const bed = await openTestbed(t)
  const { database, state } = troubled(bed.database)
  const audit = await bed.process('one', database)
  audit.note(wrongCode(somebody()))
  state.mode = 'fails'
  await assert.rejects(audit.flush(), /away/)
  audit.note(wrongCode())
  await assert.rejects(audit.flush(), /away/)
  state.mode = 'well'
  await audit.flush()
  assert.deepEqual(await typesOf(bed), ['1 minid.code.refused', '2 minid.code.refused'])
})

test('a noted event whose number was declared lost in the meantime gets another one', async (t) => {
  const bed = await openTestbed(t)
  const { database, state } = troubled(bed.database)
  const audit = await bed.process('one', database)
  audit.note({ type: 'token.refused', why: 'first' })
  state.mode = 'fails'
  await assert.rejects(audit.flush())
  state.mode = 'well'
  await audit.write([], [wrongCode()])
  bed.clock.advance(61_000)
  // The hole at 1 is old: the sealer, which may be another process's, fills it.
  await bed.sealer().seal()
  await audit.flush()
  assert.deepEqual(await typesOf(bed), ['1 void', '2 minid.code.refused', '3 token.refused'])
})

test('while the database is away for long, events beyond a bound are counted and the count is written', async (t) => {
  const bed = await openTestbed(t)
  const strand = openStrand(bed, 'one')
  const backlog = openBacklog({ database: bed.database, strand, trouble: () => undefined, bound: 3 })
  for (let i = 0; i < 5; i += 1) backlog.note(wrongCode(), i)
  await backlog.close()
  const rows = await rowsOf(bed)
  assert.deepEqual(
    rows.map(({ type }) => type),
    ['minid.code.refused', 'minid.code.refused', 'minid.code.refused', 'audit.overflowed'],
  )
  assert.deepEqual(JSON.parse(rows[3]?.payload ?? ''), { dropped: 2 })
})

test('an event about a person can be read with the key of that person alone', async (t) => {
  const bed = await openTestbed(t)
  const audit = await bed.process('one')
  const [kari, ola] = [somebody(), somebody()]
  const about = (person: typeof kari): AuditEvent => ({
    type: 'eid.failed',
    method: 'minid',
    why: 'expired',
    client: 'tax',
    person,
  })
  await audit.write([], [about(kari), about(ola)])
  audit.note(about(kari))
  await audit.flush()
  const other = await bed.process('two')
  await other.write([], [about(kari)])

  const rows = await rowsOf(bed)
  for (const row of rows) {
    assert.match(row.payload, /^v1\./)
    assert.ok(!JSON.stringify(row).includes(kari))
  }
  const mine = await readAudit(bed, { person: kari })
  assert.deepEqual(
    mine.map(({ strand, n }) => `${strand} ${n}`),
    ['one 1', 'one 3', 'two 1'],
  )
  for (const record of mine) {
    assert.equal(record.person, kari)
    assert.deepEqual(record.fields, { client: 'tax', method: 'minid', why: 'expired' })
  }
  // A process makes a key once and keeps it in mind.
  assert.equal((await bed.queries.selectFrom('person_key').selectAll().execute()).length, 3)
})

test('a key that went down with its batch is brought along again', async (t) => {
  const bed = await openTestbed(t)
  const audit = await bed.process('one')
  const kari = somebody()
  await audit.write([never(bed)], [wrongCode(kari)])
  assert.equal((await bed.queries.selectFrom('person_key').selectAll().execute()).length, 0)
  await audit.write([], [wrongCode(kari)])
  assert.equal((await readAudit(bed, { person: kari })).length, 1)
})

test('erasing a person closes what the trail says of them, in all processes, and breaks no seal', async (t) => {
  const bed = await openTestbed(t)
  const audits = [await bed.process('one'), await bed.process('two')]
  const [kari, ola] = [somebody(), somebody()]
  for (const audit of audits) await audit.write([], [wrongCode(kari), wrongCode(ola)])
  await bed.sealer().seal()
  assert.deepEqual(await bed.database.batch([erasePerson(bed.database, kari)]), { ok: true })
  assert.deepEqual(await readAudit(bed, { person: kari }), [])
  assert.equal((await readAudit(bed, { person: ola })).length, 2)
  const erased = (await readAudit(bed)).filter(({ person }) => person === undefined)
  assert.deepEqual(
    erased.map(({ fields }) => fields),
    [undefined, undefined],
  )
  assert.deepEqual((await bed.verify({ macKey: bed.vault.macKey('audit') })).faults, [])
})

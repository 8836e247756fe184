import assert from 'node:assert/strict'
import test from 'node:test'
import { openTestbed, somebody, troubled, wrongCode } from '#audit/testbed.ts'

type Bed = Awaited<ReturnType<typeof openTestbed>>

const seals = ({ queries }: Bed) => queries.selectFrom('audit_seal').selectAll().orderBy('no').execute()
const heads = async ({ queries }: Bed) =>
  (await queries.selectFrom('audit_head').selectAll().orderBy('strand').execute()).map(
    ({ strand, next }) => `${strand} ${next}`,
  )

test('new rows are sealed once; nothing new is sealed once a minute', async (t) => {
  const bed = await openTestbed(t)
  const [audit, sealer] = [await bed.process('one'), bed.sealer()]
  assert.equal((await sealer.seal())?.count, 0)
  assert.equal(await sealer.seal(), undefined)
  await audit.write([], [wrongCode(), wrongCode()])
  assert.deepEqual((await sealer.seal())?.ranges, '[["one",1,2]]')
  assert.equal(await sealer.seal(), undefined)
  bed.clock.advance(59_999)
  assert.equal(await sealer.seal(), undefined)
  bed.clock.advance(1)
  assert.equal((await sealer.seal())?.count, 0)
  assert.deepEqual((await bed.verify()).faults, [])
})

test('more rows than one seal takes are sealed at once, in several', async (t) => {
  const bed = await openTestbed(t)
  const audit = await bed.process('one')
  for (let i = 0; i < 2500; i += 1) audit.note(wrongCode())
  await audit.flush()
  await bed.sealer().seal()
  assert.deepEqual(
    (await seals(bed)).map(({ count }) => count),
    [1000, 1000, 500],
  )
  assert.equal((await bed.verify()).rows, 2500)
})

test('several sealers at once, while two processes write, leave one unbroken row of seals', async (t) => {
  const bed = await openTestbed(t)
  const audits = [await bed.process('one'), await bed.process('two')]
  const sealers = [bed.sealer(), bed.sealer(), bed.sealer()]
  const writing = audits.map(async (audit) => {
    for (let i = 0; i < 60; i += 1) await audit.write([], [wrongCode(somebody())])
  })
  const sealing = sealers.map(async (sealer) => {
    for (let i = 0; i < 30; i += 1) await sealer.seal()
  })
  await Promise.all([...writing, ...sealing])
  await bed.sealer().seal()
  const verdict = await bed.verify({ macKey: bed.vault.macKey('audit') })
  assert.deepEqual(verdict.faults, [])
  assert.equal(verdict.rows, 120)
  assert.deepEqual(await heads(bed), ['one 61', 'two 61'])
})

test('a number on its way holds up its strand alone, and is declared lost when its process is gone', async (t) => {
  const bed = await openTestbed(t)
  const { database, state } = troubled(bed.database)
  const [dying, living, sealer] = [await bed.process('dying', database), await bed.process('living'), bed.sealer()]
  await dying.write([], [wrongCode()])
  state.mode = 'hangs'
  void dying.write([], [wrongCode()])
  state.mode = 'well'
  await dying.write([], [wrongCode()])
  await living.write([], [wrongCode()])
  assert.equal((await sealer.seal())?.ranges, '[["dying",1,1],["living",1,1]]')
  bed.clock.advance(60_000)
  await sealer.seal()
  assert.deepEqual(await heads(bed), ['dying 2', 'living 2'])
  bed.clock.advance(1)
  await sealer.seal()
  await sealer.seal()
  assert.deepEqual(await heads(bed), ['dying 4', 'living 2'])
  const lost = await bed.queries
    .selectFrom('audit_row')
    .selectAll()
    .where('strand', '=', 'dying')
    .where('n', '=', 2)
    .executeTakeFirst()
  assert.equal(lost?.type, 'void')
  assert.deepEqual(JSON.parse(lost?.payload ?? ''), { why: 'lost' })
  assert.deepEqual((await bed.verify({ macKey: bed.vault.macKey('audit') })).faults, [])
})

test('a strand that ended in good order leaves no head behind', async (t) => {
  const bed = await openTestbed(t)
  const [audit, sealer] = [await bed.process('one'), bed.sealer()]
  audit.note({ type: 'process.stopped' })
  await audit.close()
  await sealer.close()
  bed.clock.advance(60_000)
  await sealer.seal()
  assert.deepEqual(await heads(bed), [])
  assert.equal((await bed.verify()).rows, 1)
})

test('seals go every second, by one process at a time, until it is closed', async (t) => {
  const bed = await openTestbed(t, { embedded: true })
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const [audit, one, two] = [await bed.process('one'), bed.sealer(), bed.sealer()]
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  const second = async () => {
    bed.clock.advance(1000)
    t.mock.timers.tick(1000)
    for (let i = 0; i < 50; i += 1) await settled()
  }
  one.start()
  two.start()
  for (let i = 0; i < 3; i += 1) {
    await audit.write([], [wrongCode()])
    await second()
  }
  assert.deepEqual(
    (await seals(bed)).map(({ count }) => count),
    [1, 1, 1],
  )
  await Promise.all([one.close(), two.close()])
  await audit.write([], [wrongCode()])
  await second()
  assert.equal((await seals(bed)).length, 3)
})

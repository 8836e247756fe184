import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { secretKey } from '#base/secrets.ts'
import { type AuditFault, describeFault } from '#audit/faults.ts'
import { voidRow } from '#audit/row.ts'
import { makeSeal, type Seal } from '#audit/seal.ts'
import { readSecondPlace } from '#audit/second-place.ts'
import { readSeals } from '#audit/store.ts'
import { openTestbed, otherSealKey, somebody, wrongCode } from '#audit/testbed.ts'

type Bed = Awaited<ReturnType<typeof openTestbed>>

/** Five seals: one of nothing, three over the rows of two processes (two each), an empty one. The second place has them all. */
async function sealedTrail(t: { after(done: () => Promise<void>): void }) {
  const bed = await openTestbed(t)
  const folder = mkdtempSync(join(tmpdir(), 'inngang-seals-'))
  t.after(async () => rmSync(folder, { recursive: true }))
  const file = join(folder, 'seals.jsonl')
  const [one, two, sealer] = [await bed.process('one'), await bed.process('two'), bed.sealer(file)]
  await sealer.seal()
  for (let round = 0; round < 3; round += 1) {
    for (const audit of [one, two])
      await audit.write([], [wrongCode(somebody()), { type: 'login.cancelled', client: 'tax' }])
    bed.clock.advance(1000)
    assert.equal((await sealer.seal())?.count, 4)
  }
  bed.clock.advance(60_000)
  assert.equal((await sealer.seal())?.count, 0)
  const check = async (options: { readonly macKey?: boolean; readonly second?: boolean } = {}) =>
    bed.verify({
      ...(options.macKey === true ? { macKey: bed.vault.macKey('audit') } : {}),
      ...(options.second === true ? { secondPlace: await readSecondPlace(file) } : {}),
    })
  return { ...bed, file, one, sealer, check }
}

const kinds = (faults: readonly AuditFault[]): string =>
  faults
    .map(
      (fault) =>
        `${fault.kind}${'no' in fault ? ` ${fault.no}` : ''}${'n' in fault ? ` ${fault.strand}/${fault.n}` : ''}`,
    )
    .join(', ')

test('a trail that nobody touched holds', async (t) => {
  const trail = await sealedTrail(t)
  for (const options of [{}, { macKey: true }, { second: true }, { macKey: true, second: true }]) {
    const verdict = await trail.check(options)
    assert.deepEqual(verdict, {
      ok: true,
      faults: [],
      seals: 5,
      rows: 12,
      unsealed: 0,
      newest: { no: 5, at: trail.clock.now() },
    })
  }
})

test('what is not sealed yet is told and is no fault', async (t) => {
  const trail = await sealedTrail(t)
  await trail.one.write([], [wrongCode()])
  const verdict = await trail.check({ macKey: true, second: true })
  assert.equal(verdict.ok, true)
  assert.equal(verdict.unsealed, 1)
})

const raw =
  (bed: Pick<Bed, 'database'>, ...statements: readonly string[]) =>
  async () => {
    for (const statement of statements) await bed.database.raw(statement, [])
  }
const row = (strand: string, n: number): string => `where strand = '${strand}' and n = ${n}`

/** Three rows of strand one, as they were, under each other's numbers: nothing is lost, only the order. */
const swapRows = [
  `update audit_row set n = 99 ${row('one', 3)}`,
  `update audit_row set n = 3 ${row('one', 4)}`,
  `update audit_row set n = 4 ${row('one', 99)}`,
]

/** What is done to the database, what is found with the public key alone, and with the MAC key. */
const tampering: Readonly<Record<string, readonly [readonly string[], string, string]>> = {
  'a type changed': [
    [`update audit_row set type = 'login.answered' ${row('one', 3)}`],
    'rows-changed 3',
    'row-changed one/3',
  ],
  'a time changed': [[`update audit_row set at = at + 1 ${row('two', 1)}`], 'rows-changed 2', 'row-changed two/1'],
  'a payload changed': [
    [`update audit_row set payload = '{}' ${row('two', 6)}`],
    'rows-changed 4',
    'row-changed two/6',
  ],
  'a salt changed': [[`update audit_row set salt = 'x' ${row('one', 1)}`], 'rows-changed 2', 'row-changed one/1'],
  'a MAC changed': [[`update audit_row set mac = 'x' ${row('one', 1)}`], 'rows-changed 2', 'row-changed one/1'],
  'an event given to somebody else': [
    [`update audit_row set subject = (select subject from audit_row ${row('two', 1)}) ${row('one', 1)}`],
    'rows-changed 2',
    'row-changed one/1',
  ],
  'two rows in another order': [swapRows, 'rows-changed 3', 'row-changed one/3, row-changed one/4'],
  'a row taken out': [[`delete from audit_row ${row('one', 3)}`], 'row-missing 3', 'row-missing 3'],
  'the last row cut off': [[`delete from audit_row ${row('two', 6)}`], 'row-missing 4', 'row-missing 4'],
  'a whole strand taken out': [
    [`delete from audit_row where strand = 'two'`],
    'row-missing 2, row-missing 3, row-missing 4',
    'row-missing 2, row-missing 3, row-missing 4',
  ],
  'an old row put in': [
    [`insert into audit_row values ('forged', 1, 1, 'login.cancelled', null, '{}', '', '')`],
    'row-unsealed forged/1',
    'row-changed forged/1, row-unsealed forged/1',
  ],
  'a row put in before the first': [
    [`insert into audit_row values ('one', 0, 1, 'login.cancelled', null, '{}', '', '')`],
    'row-unsealed one/0',
    'row-unsealed one/0',
  ],
  "a seal's root changed": [
    [`update audit_seal set root = 'x' where no = 3`],
    'seal-changed 3, rows-changed 3, seal-does-not-follow 4',
    '',
  ],
  "a seal's time changed": [
    [`update audit_seal set at = at - 1 where no = 3`],
    'seal-changed 3, seal-does-not-follow 4',
    '',
  ],
  "a seal's ranges changed": [
    [`update audit_seal set ranges = '[["one",3,4]]', count = 2 where no = 3`],
    'seal-changed 3, rows-changed 3, seal-does-not-follow 4, range-does-not-follow 4',
    '',
  ],
  "a seal's ranges made unreadable": [
    [`update audit_seal set ranges = 'x' where no = 5`],
    'seal-changed 5, seal-changed 5',
    '',
  ],
  'a seal taken out': [
    ['delete from audit_seal where no = 3'],
    'seal-missing, range-does-not-follow 4, range-does-not-follow 4',
    '',
  ],
  'the first seal taken out': [['delete from audit_seal where no = 1'], 'seal-missing', ''],
  'two seals in another order': [
    [
      'update audit_seal set no = 9 where no = 2',
      'update audit_seal set no = 2 where no = 3',
      'update audit_seal set no = 3 where no = 9',
    ],
    [
      'seal-changed 2, range-does-not-follow 2, range-does-not-follow 2',
      'seal-changed 3, range-does-not-follow 3, range-does-not-follow 3',
      'seal-does-not-follow 4',
    ].join(', '),
    '',
  ],
}

test('whatever was changed, taken out, reordered or put in is found and named', async (t) => {
  const trail = await sealedTrail(t)
  const before = await Promise.all(
    (['audit_row', 'audit_seal'] as const).map((table) => trail.queries.selectFrom(table).selectAll().execute()),
  )
  for (const [name, [statements, found, withMac]] of Object.entries(tampering)) {
    await raw(trail, ...statements)()
    const verdict = await trail.check()
    assert.equal(verdict.ok, false, name)
    assert.equal(kinds(verdict.faults), found, name)
    if (withMac !== '')
      assert.equal(kinds((await trail.check({ macKey: true })).faults), withMac, `${name}, with the MAC key`)
    for (const fault of verdict.faults) assert.match(describeFault(fault), /\b(row|seal)/, name)
    await raw(trail, 'delete from audit_row', 'delete from audit_seal')()
    await trail.queries
      .insertInto('audit_row')
      .values(before[0] as never)
      .execute()
    await trail.queries
      .insertInto('audit_seal')
      .values(before[1] as never)
      .execute()
    assert.equal((await trail.check({ macKey: true, second: true })).ok, true, `${name}, put back`)
  }
})

test('cutting off the end shows by the second place alone', async (t) => {
  const trail = await sealedTrail(t)
  await raw(trail, 'delete from audit_seal where no > 3', 'delete from audit_row where n > 4')()
  assert.equal((await trail.check({ macKey: true })).ok, true)
  const { faults } = await trail.check({ second: true })
  assert.deepEqual(faults, [{ kind: 'seals-cut-off', from: 4, to: 5 }])
  await raw(trail, 'delete from audit_seal', 'delete from audit_row')()
  assert.deepEqual((await trail.check({ second: true })).faults, [{ kind: 'seals-cut-off', from: 1, to: 5 }])
})

test('cutting off seals alone leaves rows that should be sealed', async (t) => {
  const trail = await sealedTrail(t)
  trail.clock.advance(10 * 60_000)
  await trail.one.write([], [wrongCode()])
  await trail.sealer.seal()
  await raw(trail, 'delete from audit_seal where no > 3')()
  assert.equal(
    kinds((await trail.check()).faults),
    'row-unsealed one/5, row-unsealed one/6, row-unsealed two/5, row-unsealed two/6',
  )
})

test('a trail that was made anew does not agree with the second place', async (t) => {
  const trail = await sealedTrail(t)
  // Somebody who has the key itself makes the last seal once more.
  const seals = await readSeals(trail.database, 0, 10)
  const again = makeSeal(trail.vault.sealKey, seals[3], { rows: [], ranges: [] }, trail.clock.now() + 1)
  await trail.queries.updateTable('audit_seal').set(again).where('no', '=', 5).execute()
  assert.equal((await trail.check()).ok, true)
  assert.deepEqual((await trail.check({ second: true })).faults, [{ kind: 'second-place-differs', no: 5 }])
})

test('seals of another key are no seals, in the database and in the second place', async (t) => {
  const trail = await sealedTrail(t)
  const seals = await readSeals(trail.database, 0, 10)
  const forged: Seal = makeSeal(otherSealKey().privateKey, seals.at(-1), { rows: [], ranges: [] }, trail.clock.now())
  writeFileSync(trail.file, `${JSON.stringify(forged)}\n`)
  assert.deepEqual((await trail.check({ second: true })).faults, [{ kind: 'second-place-differs', no: 6 }])
  await trail.queries.insertInto('audit_seal').values(forged).execute()
  assert.deepEqual((await trail.check()).faults, [{ kind: 'seal-changed', no: 6 }])
})

test('a second place with a half written line is read; one with nothing readable is told', async (t) => {
  const trail = await sealedTrail(t)
  const lines = readFileSync(trail.file, 'utf8')
  writeFileSync(trail.file, lines.slice(0, -30))
  assert.equal((await trail.check({ second: true })).ok, true)
  assert.deepEqual((await readSecondPlace(trail.file)).unreadable, 1)
  writeFileSync(trail.file, '{"no":')
  assert.deepEqual((await trail.check({ second: true })).faults, [{ kind: 'second-place-unreadable', lines: 1 }])
  writeFileSync(trail.file, '')
  assert.deepEqual((await trail.check({ second: true })).faults, [{ kind: 'second-place-unreadable', lines: 0 }])
  rmSync(trail.file)
  assert.deepEqual((await trail.check({ second: true })).faults, [{ kind: 'second-place-unreadable', lines: 0 }])
})

test('before the first seal the second place is not there, and nothing is wrong', async (t) => {
  const bed = await openTestbed(t)
  const secondPlace = await readSecondPlace(join(tmpdir(), `inngang-no-such-file-${process.pid}`))
  assert.deepEqual((await bed.verify({ secondPlace })).faults, [])
})

test('a row that was forged before it was sealed is found with the MAC key', async (t) => {
  const trail = await sealedTrail(t)
  const place = { strand: 'one', n: 7, at: trail.clock.now() }
  await trail.queries
    .insertInto('audit_row')
    .values(voidRow(secretKey(Buffer.alloc(32)), place, 'undone'))
    .execute()
  assert.deepEqual((await trail.check({ macKey: true })).faults, [{ kind: 'row-changed', strand: 'one', n: 7 }])
  await trail.sealer.seal()
  assert.equal((await trail.check()).ok, true)
  assert.deepEqual((await trail.check({ macKey: true })).faults, [{ kind: 'row-changed', strand: 'one', n: 7 }])
})

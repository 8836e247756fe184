/** What a batch of guarded steps must keep, on every engine; and the steps that the other conformance tests use. */
import assert from 'node:assert/strict'
import { CompiledQuery } from 'kysely'
import type { Database, Step } from '#db/db.ts'

export type On = (name: string, check: (db: Database) => Promise<void>) => void

export const ids = async (db: Database): Promise<string[]> =>
  (await db.raw<{ id: string }>('select id from thing order by id', [])).map((row) => row.id)

export const step = (sql: string, parameters: unknown[] = [], must?: string): Step => ({
  query: CompiledQuery.raw(sql, parameters),
  ...(must === undefined ? {} : { must }),
})
export const insert = (id: string, n: number, must?: string): Step =>
  step('insert into thing (id, n) values ($1, $2)', [id, n], must)
const exists = (id: string, must: string): Step => step('select 1 from thing where id = $1', [id], must)

export function batchesKeep(on: On): void {
  on('all steps are written', async (db) => {
    assert.deepEqual(await db.batch([insert('a', 1), insert('b', 2), step('delete from thing where id = $1', ['c'])]), {
      ok: true,
    })
    assert.deepEqual(await ids(db), ['a', 'b'])
  })
  on('an empty batch and a batch of one', async (db) => {
    assert.deepEqual(await db.batch([]), { ok: true })
    assert.deepEqual(await db.batch([insert('a', 1, 'new')]), { ok: true })
    assert.deepEqual(await db.batch([insert('a', 1, 'new')]), { ok: false, failed: 'new' })
    assert.deepEqual(await db.batch([exists('b', 'there')]), { ok: false, failed: 'there' })
  })
  for (const [kind, guard] of [
    ['select', exists('nobody', 'guard')],
    ['update', step('update thing set n = $1 where id = $2', [5, 'nobody'], 'guard')],
    ['delete', step('delete from thing where id = $1', ['nobody'], 'guard')],
    ['update with returning', step('update thing set n = 5 where id = $1 returning id', ['nobody'], 'guard')],
    [
      'insert from select',
      step(
        "insert into thing (id, n) select $1, $2 where exists (select 1 from thing where id = 'x')",
        ['c', 7],
        'guard',
      ),
    ],
    [
      'insert that does nothing',
      step('insert into thing (id, n) values ($1, 1) on conflict (id) do nothing', ['old'], 'guard'),
    ],
    ['duplicate key', insert('old', 1, 'guard')],
  ] as const) {
    for (const [where, steps] of [
      ['first', [guard, insert('a', 1), insert('b', 2)]],
      ['in the middle', [insert('a', 1), guard, insert('b', 2)]],
      ['last', [insert('a', 1), insert('b', 2), guard]],
    ] as const) {
      on(`a failing guard (${kind}) ${where} undoes all and is named`, async (db) => {
        await db.batch([insert('old', 1)])
        assert.deepEqual(await db.batch(steps), { ok: false, failed: 'guard' })
        assert.deepEqual(await ids(db), ['old'])
      })
    }
  }
  on('the first of several failing guards is named', async (db) => {
    const steps = [insert('a', 1), exists('x', 'first'), insert('b', 1, 'not this'), exists('y', 'second')]
    assert.deepEqual(await db.batch(steps), { ok: false, failed: 'first' })
  })
  on('guards that hold let the batch through', async (db) => {
    await db.batch([insert('old', 1)])
    const steps = [
      exists('old', 'there'),
      step('update thing set n = n + 1 where id = $1 and n = $2', ['old', 1], 'as it was'),
      insert('new', 3, 'new'),
      step(
        "insert into thing (id, n, note) select $1, $2, '$1' where not exists (select 1 from thing where id = $1)",
        ['third', 4],
        'free',
      ),
      step('insert into part (id, thing) values ($1, $2)', ['p', 'new']),
    ]
    assert.deepEqual(await db.batch(steps), { ok: true })
    const rows = await db.raw<{ id: string; n: number; note: string | null }>(
      'select id, n, note from thing order by id',
      [],
    )
    assert.deepEqual(
      rows.map((row) => [row.id, row.n, row.note]),
      [
        ['new', 3, null],
        ['old', 2, null],
        ['third', 4, '$1'],
      ],
    )
  })
  on('of two inserts into one table the one with the duplicate key is named', async (db) => {
    await db.batch([insert('old', 1)])
    assert.deepEqual(await db.batch([insert('a', 1, 'first'), insert('old', 1, 'second')]), {
      ok: false,
      failed: 'second',
    })
    assert.deepEqual(await db.batch([insert('old', 1, 'first'), insert('a', 1, 'second')]), {
      ok: false,
      failed: 'first',
    })
    assert.deepEqual(await ids(db), ['old'])
  })
  on('a duplicate key without a guard throws and undoes all', async (db) => {
    await db.batch([insert('old', 1)])
    await assert.rejects(db.batch([insert('a', 1, 'new'), insert('old', 1)]))
    await assert.rejects(db.batch([insert('old', 1)]))
    assert.deepEqual(await ids(db), ['old'])
  })
  on('a broken reference throws and undoes all', async (db) => {
    await assert.rejects(
      db.batch([insert('a', 1, 'new'), step('insert into part (id, thing) values ($1, $2)', ['p', 'none'], 'guard')]),
    )
    assert.deepEqual(await ids(db), [])
  })
  on('of many batches at once, those that fail take no other along', async (db) => {
    await db.batch([insert('old', 1)])
    const outcome = (result: { ok: boolean }): string => (result.ok ? 'written' : 'refused')
    const settled = await Promise.all(
      Array.from({ length: 60 }, (_, i) => {
        const tail =
          [[], [insert('old', 1, 'new')], [exists('nobody', 'there')], [insert('old', 1)], [step('select broken')]][
            i % 5
          ] ?? []
        const batch = db.batch([insert(`k${String(i).padStart(2, '0')}`, i), ...tail, insert(`l${i}`, i)])
        return batch.then(outcome, () => 'thrown')
      }),
    )
    assert.deepEqual(
      settled,
      Array.from({ length: 12 }, () => ['written', 'refused', 'refused', 'thrown', 'thrown']).flat(),
    )
    const written = Array.from({ length: 12 }, (_, i) => `k${String(i * 5).padStart(2, '0')}`)
    assert.deepEqual(
      (await ids(db)).filter((id) => id.startsWith('k')),
      written,
    )
    assert.equal((await ids(db)).length, 12 * 2 + 1)
  })
  on('guards hold when each of them finds something, with nothing written', async (db) => {
    await db.batch([insert('a', 1), insert('b', 2)])
    const none = step('select 1 where not exists (select 1 from thing where id = $1 and n = $2)', ['a', 7])
    const is = (id: string, n: number): Step => step('select n from thing where id = $1 and n = $2', [id, n])
    for (const [guards, hold] of [
      [[], true],
      [[is('a', 1)], true],
      [[is('a', 2)], false],
      [[is('a', 1), none, is('b', 2)], true],
      [[is('b', 2), is('a', 1), none], true],
      [[is('a', 1), is('b', 1), none], false],
      [[is('b', 1), is('a', 1)], false],
      [[none, is('a', 1), is('b', 3)], false],
    ] as const)
      assert.equal(await db.hold(guards), hold, JSON.stringify(guards.map(({ query }) => query.parameters)))
    assert.deepEqual(await ids(db), ['a', 'b'])
  })
  on('the database goes on after failures', async (db) => {
    for (let i = 0; i < 50; i++) {
      await db.batch([insert(`a${i}`, 1), exists('nobody', 'guard')])
      await assert.rejects(db.batch([insert(`b${i}`, 1), step('insert into nowhere values (1)')]))
    }
    assert.deepEqual(await db.batch([insert('a', 1)]), { ok: true })
    assert.deepEqual(await ids(db), ['a'])
  })
  on('a batch waits for a transaction and is not undone with it', async (db) => {
    let batch: Promise<unknown> = Promise.resolve()
    let read: Promise<string[]> = Promise.resolve([])
    const outside = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      batch = db.batch([insert('b', 2)])
      read = ids(db)
    })
    const work = db.transaction(async (tx) => {
      await tx.executeQuery(insert('a', 1).query)
      await outside
      throw new Error('changed my mind')
    })
    await assert.rejects(work, /changed my mind/)
    assert.deepEqual(await batch, { ok: true })
    assert.equal((await read).includes('a'), false)
    assert.deepEqual(await ids(db), ['b'])
  })
}

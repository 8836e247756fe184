/** What every database of the house must keep, run for each engine by `db.test.ts`. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'
import { CompiledQuery } from 'kysely'
import type { Database, Migration, Step } from '#db/db.ts'
import { migrate, SchemaTrouble } from '#db/migrate.ts'
import { OtherWorld, stampWorld } from '#db/world.ts'

export interface Bench {
  /** Another connection to the same empty database; the conformance test closes it. */
  open(): Database
  /** The same, as a line of program for another process, which finds `openSqlite` and `openPostgres`. */
  opening(): string
  /** Leaves the database without a table. */
  empty(): Promise<void>
}

type Tables = {
  thing: { id: string; n: number | null; note: string | null; bytes: Uint8Array | null }
}

const migrations: readonly Migration[] = [
  {
    name: '0001-thing',
    async up(tx, column) {
      await tx.schema
        .createTable('thing')
        .addColumn('id', column.text, (c) => c.primaryKey())
        .addColumn('n', column.integer)
        .addColumn('note', column.text)
        .addColumn('bytes', column.bytes)
        .execute()
    },
  },
  {
    name: '0002-part',
    async up(tx, column) {
      await tx.schema
        .createTable('part')
        .addColumn('id', column.text, (c) => c.primaryKey())
        .addColumn('thing', column.text, (c) => c.notNull().references('thing.id'))
        .execute()
    },
  },
]

const step = (sql: string, parameters: unknown[] = [], must?: string): Step => ({
  query: CompiledQuery.raw(sql, parameters),
  ...(must === undefined ? {} : { must }),
})
const insert = (id: string, n: number, must?: string): Step =>
  step('insert into thing (id, n) values ($1, $2)', [id, n], must)
const exists = (id: string, must: string): Step => step('select 1 from thing where id = $1', [id], must)

export function conformance(engine: string, bench: Bench): void {
  /** A fresh database with the tables above, closed afterwards. */
  const on = (name: string, check: (db: Database) => Promise<void>): void => {
    test(name, async () => {
      await bench.empty()
      const db = bench.open()
      try {
        await migrate(db, migrations)
        await check(db)
      } finally {
        await db.close()
      }
    })
  }
  describe(`${engine}: queries`, () => queriesKeep(on))
  describe(`${engine}: batches`, () => batchesKeep(on))
  describe(`${engine}: several connections`, () => connectionsKeep(on, bench))
  describe(`${engine}: schema`, () => schemaKeeps(on, bench))
}

type On = (name: string, check: (db: Database) => Promise<void>) => void

const ids = async (db: Database): Promise<string[]> =>
  (await db.raw<{ id: string }>('select id from thing order by id', [])).map((row) => row.id)

function queriesKeep(on: On): void {
  on('integers are 64 bits wide and come back as numbers', async (db) => {
    const n = Number.MAX_SAFE_INTEGER
    await db.raw('insert into thing (id, n) values ($1, $2)', ['a', n])
    assert.equal((await db.raw<{ n: number }>('select n from thing', []))[0]?.n, n)
    const row = await db.queries.withTables<Tables>().selectFrom('thing').select('n').executeTakeFirstOrThrow()
    assert.equal(row.n, n)
    assert.equal((await db.raw<{ many: number }>('select count(*) as many from thing', []))[0]?.many, 1)
  })
  on('an integer beyond 2^53 is refused when it is read, not rounded', async (db) => {
    await db.raw("insert into thing (id, n) values ('a', 9007199254740993)", [])
    await assert.rejects(db.raw('select n from thing', []), RangeError)
  })
  on('every character comes back as it was', async (db) => {
    const note = 'Čáhcesuolu ŋ đ – 𝒜 👩🏽‍🚒 \u202e " \' \\ $1 ? %_'
    await db.raw('insert into thing (id, note) values ($1, $2)', ['a', note])
    assert.equal((await db.raw<{ note: string }>('select note from thing where note = $1', [note]))[0]?.note, note)
  })
  on('bytes come back as they were', async (db) => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
    const things = db.queries.withTables<Tables>()
    await things.insertInto('thing').values({ id: 'a', n: null, note: null, bytes }).execute()
    const row = await things.selectFrom('thing').select(['bytes', 'n']).executeTakeFirstOrThrow()
    assert.deepEqual(Uint8Array.from(row.bytes ?? []), bytes)
    assert.equal(row.n, null)
  })
  on('a number may be used twice in one statement, and in another order', async (db) => {
    await db.raw('insert into thing (note, id, n) select $2, $1, 1 where $1 <> $2', ['a', 'b'])
    const [row] = await db.raw<{ id: string; note: string }>('select id, note from thing', [])
    assert.deepEqual({ ...row }, { id: 'a', note: 'b' })
  })
  on('text in an integer column is refused', async (db) => {
    await assert.rejects(db.batch([step('insert into thing (id, n) values ($1, $2)', ['a', 'many'])]))
  })
  on('a conditional update tells how many rows it changed', async (db) => {
    await db.batch([insert('a', 1)])
    const things = db.queries.withTables<Tables>()
    const change = (was: number) => things.updateTable('thing').set({ n: 2 }).where('n', '=', was).executeTakeFirst()
    assert.equal((await change(1)).numUpdatedRows, 1n)
    assert.equal((await change(1)).numUpdatedRows, 0n)
  })
  on('a transaction whose work throws leaves nothing', async (db) => {
    const work = db.transaction(async (tx) => {
      await tx.executeQuery(insert('a', 1).query)
      throw new Error('changed my mind')
    })
    await assert.rejects(work, /changed my mind/)
    assert.deepEqual(await ids(db), [])
  })
}

function batchesKeep(on: On): void {
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

function connectionsKeep(on: On, bench: Bench): void {
  on('1,000 increments by compare-and-set from two connections: none is lost', async (db) => {
    const other = bench.open()
    try {
      await db.batch([insert('sum', 0)])
      const worker = async (mine: Database, times: number): Promise<void> => {
        for (let done = 0; done < times;) {
          const [row] = await mine.raw<{ n: number }>('select n from thing where id = $1', ['sum'])
          const n = row?.n ?? 0
          const set = step('update thing set n = $1 where id = $2 and n = $3', [n + 1, 'sum', n], 'first')
          const log = insert(`${n + 1}`, n)
          if ((await mine.batch([set, log])).ok) done += 1
        }
      }
      await Promise.all([db, other, db, other].map((mine) => worker(mine, 250)))
      assert.equal((await db.raw<{ n: number }>("select n from thing where id = 'sum'", []))[0]?.n, 1000)
      assert.equal((await ids(db)).length, 1001)
    } finally {
      await other.close()
    }
  })
  on('of 100 batches with the same key over two connections one wins', async (db) => {
    const other = bench.open()
    try {
      const results = await Promise.all(
        Array.from({ length: 100 }, (_, i) =>
          (i % 2 === 0 ? db : other).batch([insert(`mine${i}`, i), insert('one', i, 'taken')]),
        ),
      )
      assert.equal(results.filter((result) => result.ok).length, 1)
      assert.equal(results.filter((result) => !result.ok && result.failed === 'taken').length, 99)
      assert.equal((await ids(db)).length, 2)
    } finally {
      await other.close()
    }
  })
}

function schemaKeeps(on: On, bench: Bench): void {
  on('migrating again does nothing, a new migration runs once', async (db) => {
    const steps: string[] = []
    await migrate(db, migrations, (name) => steps.push(name))
    assert.equal(steps.length, 0)
    const more: Migration = {
      name: '0003-more',
      up: async (tx) => void (await tx.schema.alterTable('thing').addColumn('more', 'text').execute()),
    }
    await migrate(db, [more, ...migrations], (name) => steps.push(name))
    await migrate(db, [more, ...migrations], (name) => steps.push(name))
    assert.deepEqual(steps, ['0003-more'])
  })
  on('a database that a newer program changed is refused', async (db) => {
    await assert.rejects(
      migrate(db, migrations.slice(0, 1)),
      (error) => error instanceof SchemaTrouble && /newer.*0002-part/.test(error.message),
    )
  })
  on('another order is refused, and so is a name that stands twice', async (db) => {
    await assert.rejects(migrate(db, migrations.toReversed()), SchemaTrouble)
    await assert.rejects(migrate(db, [...migrations, ...migrations]), SchemaTrouble)
  })
  test('a failing migration leaves nothing of its run', async () => {
    await bench.empty()
    const db = bench.open()
    try {
      const fails: Migration = { name: '0003-fails', up: () => Promise.reject(new Error('no')) }
      await assert.rejects(migrate(db, [...migrations, fails]), /no/)
      await assert.rejects(db.raw('select 1 from thing', []))
      await migrate(db, migrations)
      assert.deepEqual(await ids(db), [])
    } finally {
      await db.close()
    }
  })
  test('processes that start together migrate once, and none of what they write is lost', async () => {
    await bench.empty()
    const steps = (await Promise.all([1, 2, 3].map(() => inProcess(bench.opening())))).flat()
    assert.deepEqual(steps, ['0001-sum'])
    const db = bench.open()
    assert.equal((await db.raw<{ n: number }>('select n from sum', []))[0]?.n, 300)
    await db.close()
  })
  on('a database belongs to the first world that stamped it', async (db) => {
    await stampWorld(db, 'twin')
    await stampWorld(db, 'twin')
    await assert.rejects(stampWorld(db, 'production'), OtherWorld)
  })
}

/** Another process migrates and adds 1 a hundred times; gives the migrations that it ran. */
async function inProcess(opening: string): Promise<string[]> {
  const program = `
    import { CompiledQuery } from 'kysely'
    import { migrate } from '#db/migrate.ts'
    import { openPostgres } from '#db/postgres.ts'
    import { openSqlite } from '#db/sqlite.ts'
    const db = ${opening}
    const steps = []
    const up = async (tx) => {
      await tx.schema.createTable('sum').addColumn('n', 'integer').execute()
      await tx.executeQuery(CompiledQuery.raw('insert into sum values (0)'))
    }
    await migrate(db, [{ name: '0001-sum', up }], (name) => steps.push(name))
    const set = 'update sum set n = $1 where n = $2'
    for (let done = 0; done < 100; ) {
      const [{ n }] = await db.raw('select n from sum', [])
      if ((await db.batch([{ query: CompiledQuery.raw(set, [n + 1, n]), must: 'first' }])).ok) done += 1
    }
    await db.close()
    console.log(JSON.stringify(steps))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program])
  return JSON.parse(stdout) as string[]
}

/** What every database of the house must keep, run for each engine by `db.test.ts`. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'
import { batchesKeep, ids, insert, type On, step } from '#db/conformance-batches.ts'
import type { Database, Migration } from '#db/db.ts'
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

/** SQLite always; PostgreSQL when INNGANG_TEST_DATABASE_URL says where. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { conformance } from '#db/conformance.ts'
import { PastItsTransaction } from '#db/gate.ts'
import { checkDurability, openPostgres } from '#db/postgres.ts'
import { openSqlite } from '#db/sqlite.ts'

const folder = mkdtempSync(join(tmpdir(), 'inngang-db-'))
after(() => rmSync(folder, { recursive: true }))

let file = ''
let files = 0
conformance('sqlite', {
  open: () => openSqlite(file),
  opening: () => `openSqlite(${JSON.stringify(file)})`,
  empty: async () => {
    files += 1
    file = join(folder, `${files}.db`)
  },
})

test('sqlite: a query past its own transaction is told so, and does not wait for itself for ever', async () => {
  const db = openSqlite(':memory:')
  await db.transaction(async () => {
    await assert.rejects(db.raw('select 1', []), PastItsTransaction)
    await assert.rejects(db.batch([]), PastItsTransaction)
    await assert.rejects(db.queries.introspection.getTables(), PastItsTransaction)
  })
  await db.close()
})

test('sqlite: what was begun inside a transaction and goes on after it waits like anybody else', async () => {
  const db = openSqlite(':memory:')
  let later: Promise<unknown> = Promise.resolve()
  await db.transaction(async () => {
    later = new Promise(setImmediate).then(() => db.raw('select 1 as one', []))
  })
  assert.equal(((await later) as unknown[]).length, 1)
  await db.close()
})

test('sqlite: every table is strict, also one made by hand', async () => {
  const db = openSqlite(':memory:')
  await db.raw('create table a (id text primary key, n integer)', [])
  await db.raw('create table b (id text primary key, n integer) without rowid', [])
  await assert.rejects(db.raw("insert into a values ('x', 'y')", []))
  await assert.rejects(db.raw("insert into b values ('x', 'y')", []))
  await db.close()
})

const url = process.env['INNGANG_TEST_DATABASE_URL']
if (url !== undefined) {
  // A schema of its own, so that other tests may use the same database at the same time.
  const own = new URL(url)
  own.searchParams.set('options', '-c search_path=conformance_db')
  const empty = async (): Promise<void> => {
    const db = openPostgres(url)
    await db.raw('drop schema if exists conformance_db cascade', [])
    await db.raw('create schema conformance_db', [])
    await db.close()
  }
  conformance('postgres', {
    open: () => openPostgres(own.href, { connections: 4 }),
    opening: () => `openPostgres(${JSON.stringify(own.href)})`,
    empty,
  })
  test('postgres: a server that may forget what it confirmed is warned of', async () => {
    const warnings: string[] = []
    const careless = new URL(url)
    careless.searchParams.set('options', '-c synchronous_commit=off')
    for (const address of [careless.href, url]) {
      const db = openPostgres(address)
      await checkDurability(db, (sentence) => warnings.push(sentence))
      await db.close()
    }
    assert.equal(warnings.length, 1)
    assert.match(warnings[0] ?? '', /synchronous_commit = off/)
  })
} else if (process.env['INNGANG_TEST_PEERS'] === 'required') {
  test('postgres', () => assert.fail('INNGANG_TEST_DATABASE_URL is not set, and INNGANG_TEST_PEERS=required'))
} else {
  test('postgres', { skip: 'INNGANG_TEST_DATABASE_URL is not set: no PostgreSQL to test with' }, () => undefined)
}

/** Many statements on few connections: each gets its own answer, whatever becomes of those beside it. Needs PostgreSQL. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownSchema, peer } from '#db/each-database.ts'
import { DatabaseUnavailable, type Step } from '#db/db.ts'
import { openWire } from '#db/test-wire.ts'
import { openPostgres } from '#db/postgres.ts'
import { randomCode } from '#base/secrets.ts'
import { CompiledQuery, sql } from 'kysely'

const postgres = peer('INNGANG_TEST_DATABASE_URL')
const options = 'skip' in postgres ? { skip: postgres.skip } : {}
const url = 'url' in postgres ? postgres.url : ''

const step = (text: string, must?: string): Step => ({
  query: CompiledQuery.raw(text),
  ...(must === undefined ? {} : { must }),
})

/** Nobody is answered at this moment; whatever else goes wrong is a fault. */
const unlessAway = (error: unknown): undefined => {
  if (!(error instanceof DatabaseUnavailable)) throw error
}

test('of 2,000 statements at once, each is answered its own, between others that fail', options, async () => {
  const own = await ownSchema(url)
  try {
    await own.database.raw('create table answer (id integer primary key, text text not null)', [])
    const asked = Array.from({ length: 2000 }, (_, i) => i)
    const answers = await Promise.allSettled(
      asked.map((i) => {
        // Other columns in each, a new text among them now and then, errors of planning and of running, rows and none.
        if (i % 7 === 0)
          return own.database.raw(`select ${i % 5}::text as n, 'fails' as of where 1 / ($1 - ${i}) = 1`, [i])
        if (i % 11 === 0) return own.database.raw(`select nothing from nowhere where $1 = ${i % 3}`, [i])
        if (i % 5 === 0)
          return own.database.raw('insert into answer (id, text) values ($1, $2) returning id, text', [i, `t${i}`])
        if (i % 3 === 0)
          return own.database.raw('select $1::text as text, $2::integer as other where $2::integer < 0', [`t${i}`, i])
        return own.database.raw(`select $1::integer as id, 'c${i % 13}' as c${i % 13}`, [i])
      }),
    )
    for (const [i, answer] of answers.entries()) {
      if (i % 7 === 0 || i % 11 === 0) {
        assert.equal(answer.status, 'rejected', String(i))
        continue
      }
      assert.equal(answer.status, 'fulfilled', String(i))
      const rows = answer.status === 'fulfilled' ? answer.value.map((row) => ({ ...(row as object) })) : []
      if (i % 5 === 0) assert.deepEqual(rows, [{ id: i, text: `t${i}` }])
      else if (i % 3 === 0) assert.deepEqual(rows, [])
      else assert.deepEqual(rows, [{ id: i, [`c${i % 13}`]: `c${i % 13}` }])
    }
  } finally {
    await own.drop()
  }
})

test('a connection that breaks fails who waits on it, and nobody after', options, async () => {
  const lost: Error[] = []
  const database = openPostgres(url, { connections: 2, onLost: (cause) => lost.push(cause) })
  const killer = openPostgres(url, { connections: 1 })
  try {
    const [mine] = await database.raw<{ pid: number }>('select pg_backend_pid() as pid', [])
    const waiting = assert.rejects(database.raw('select pg_sleep(20)', []))
    const behind = assert.rejects(database.raw('select 1 as behind', []))
    await killer.raw('select pg_terminate_backend($1)', [mine?.pid ?? 0])
    await Promise.all([waiting, behind])
    assert.equal(lost.length, 1)
    const [next] = await database.raw<{ pid: number }>('select pg_backend_pid() as pid', [])
    assert.ok(next !== undefined && next.pid !== mine?.pid)
  } finally {
    await Promise.all([database.close(), killer.close()])
  }
})

test('closing answers what was asked, and nothing after', options, async () => {
  const database = openPostgres(url, { connections: 2 })
  const asked = Array.from({ length: 50 }, (_, i) => database.raw<{ n: number }>('select $1::integer as n', [i]))
  const answered = Promise.all(asked)
  await asked[0]
  await database.close()
  assert.deepEqual(
    (await answered).map(([row]) => row?.n),
    Array.from({ length: 50 }, (_, i) => i),
  )
  await assert.rejects(database.raw('select 1', []), /closed/)
})

test(
  'a table that was changed beside it is asked anew, also where the connections knew the old one',
  options,
  async () => {
    const own = await ownSchema(url)
    try {
      const { database } = own
      await database.raw('create table changing (id integer primary key, word text)', [])
      await database.raw("insert into changing values (1, 'one')", [])
      const read = (): Promise<Record<string, unknown>[]> => database.raw('select * from changing where id = $1', [1])
      // Two connections, and both have prepared it.
      await Promise.all([read(), read(), read()])
      for (const change of [
        'alter table changing add column more text',
        'alter table changing alter column id type bigint',
      ]) {
        await database.raw(change, [])
        const rows = (await Promise.all([read(), read(), read(), read()])).flat()
        assert.equal(rows.length, 4)
        for (const row of rows) assert.deepEqual({ ...row }, { id: 1, word: 'one', more: null })
      }
    } finally {
      await own.drop()
    }
  },
)

test(
  'a statement that could not be prepared fails itself, and none that is the same beside it by its name',
  options,
  async () => {
    const own = await ownSchema(url)
    try {
      const ask = (): Promise<unknown> => own.database.raw('select $1::integer as n from later', [1])
      const told = await Promise.allSettled([ask(), ask(), ask(), ask(), ask()])
      for (const one of told)
        assert.match(one.status === 'rejected' ? String(one.reason) : '', /"later" does not exist/)
      await own.database.raw('create table later (id integer)', [])
      assert.deepEqual(await Promise.all([ask(), ask(), ask()]), [[], [], []])
    } finally {
      await own.drop()
    }
  },
)

test('where the server takes few connections, those that there are serve all', options, async () => {
  const admin = openPostgres(url, { connections: 1 })
  const few = new URL(url)
  few.username = `few_${randomCode(8).toLowerCase()}`
  await admin.raw(`create role ${few.username} login connection limit 1`, [])
  const database = openPostgres(few.href, { connections: 8 })
  try {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => database.raw<{ n: number }>('select $1::integer as n', [i])),
    )
    assert.deepEqual(
      answers.map(([row]) => row?.n),
      Array.from({ length: 40 }, (_, i) => i),
    )
  } finally {
    await database.close()
    await admin.raw(`drop role ${few.username}`, [])
    await admin.close()
  }
})

test(
  'connections that fall silent: who comes next is answered, who waits is told, and closing ends',
  options,
  async () => {
    const wire = await openWire(url)
    const database = openPostgres(wire.url, { connections: 4, beat: 20 })
    const one = async (): Promise<unknown> => (await database.raw<{ n: number }>('select 1 as n', []))[0]?.n
    try {
      await Promise.all([one(), one(), one()])
      wire.silence()
      const waiting = Promise.allSettled([one(), one(), one()])
      let answered: unknown
      for (let tries = 0; answered === undefined && tries < 40; tries += 1)
        answered = await Promise.race([one().catch(unlessAway), new Promise((done) => setTimeout(done, 50))])
      assert.equal(answered, 1)
      for (const told of await waiting)
        assert.ok(told.status === 'rejected' && told.reason instanceof DatabaseUnavailable, told.status)
      assert.equal(await one(), 1)
      await Promise.all([one(), one()])
      wire.silence()
      await assert.rejects(one(), DatabaseUnavailable)
      assert.equal(await one(), 1)
      await Promise.all([one(), one(), sql`select 1`.execute(database.queries)])
      wire.silence()
      const left = Promise.allSettled([one()])
      await database.close()
      assert.equal((await left)[0]?.status, 'rejected')
    } finally {
      wire.close()
    }
  },
)

test(
  'a query of the pool whose connection falls silent is told so; a transaction may take its time',
  options,
  async () => {
    const wire = await openWire(url)
    const database = openPostgres(wire.url, { connections: 4, beat: 4 })
    const beside = openPostgres(url, { connections: 2, beat: 4 })
    const one = async (): Promise<unknown> =>
      (await sql<{ n: number }>`select 1 as n`.execute(database.queries)).rows[0]?.n
    try {
      await one()
      const long = beside.transaction(async (tx) => sql`select pg_sleep(1.6)`.execute(tx))
      wire.silence()
      const told = await Promise.allSettled([one()])
      assert.ok(told[0]?.status === 'rejected' && told[0].reason instanceof DatabaseUnavailable)
      assert.equal(await one(), 1)
      await long
      await Promise.all([database.close(), beside.close()])
    } finally {
      wire.close()
    }
  },
)

test('a connection that is cut under a query or a transaction fails it, and not the process', options, async () => {
  const wire = await openWire(url)
  const lost: Error[] = []
  const database = openPostgres(wire.url, { connections: 4, onLost: (cause) => lost.push(cause) })
  try {
    const begun = Promise.withResolvers<void>()
    const waiting = Promise.allSettled([
      sql`select pg_sleep(20)`.execute(database.queries),
      database.transaction(async (tx) => {
        await sql`select 1`.execute(tx)
        begun.resolve()
        await sql`select pg_sleep(20)`.execute(tx)
      }),
    ])
    await begun.promise
    wire.leadTo(Number(new URL(url).port))
    for (const told of await waiting)
      assert.ok(told.status === 'rejected' && told.reason instanceof DatabaseUnavailable, told.status)
    assert.equal(lost.length, 2)
    await sql`select 1`.execute(database.queries)
    await database.close()
  } finally {
    wire.close()
  }
})

test('connections to a server that may not write any more are left', options, async () => {
  const own = await ownSchema(url)
  const address = new URL(own.url)
  const name = address.searchParams.get('options')
  await own.database.raw('create table written (n integer)', [])
  const readOnly = new URL(own.url)
  readOnly.searchParams.set('options', `${name} -c default_transaction_read_only=on`)
  const database = openPostgres(readOnly.href, { connections: 2 })
  try {
    const pid = async (): Promise<unknown> =>
      (await database.raw<{ pid: number }>('select pg_backend_pid() as pid', []))[0]?.pid
    const before = await pid()
    await assert.rejects(database.raw('insert into written values (1)', []), DatabaseUnavailable)
    assert.notEqual(await pid(), before)
  } finally {
    await database.close()
    await own.drop()
  }
})

test('a slow statement is no silent connection: it is answered, and nobody waits behind it', options, async () => {
  const database = openPostgres(url, { connections: 2, beat: 40 })
  try {
    const slow = database.raw<{ n: number }>('select 1 as n from pg_sleep(0.5)', [])
    const behind = database.raw('select 2 as n', [])
    await new Promise((resolve) => setTimeout(resolve, 300))
    const after = Promise.race([
      database.raw<{ n: number }>('select 3 as n', []).then(() => 'after'),
      slow.then(() => 'slow'),
    ])
    assert.equal(await after, 'after')
    assert.equal((await slow)[0]?.n, 1)
    await behind
  } finally {
    await database.close()
  }
})

test('a server that is not there is a DatabaseUnavailable, whatever was asked', options, async () => {
  const database = openPostgres('postgres://nobody@127.0.0.1:1/nothing')
  const asked = [
    database.raw('select 1', []),
    database.hold([step('select 1')]),
    database.batch([step('select 1', 'a'), step('select 1', 'b')]),
    database.transaction(async () => undefined),
    sql`select 1`.execute(database.queries),
  ]
  for (const one of await Promise.allSettled(asked))
    assert.ok(
      one.status === 'rejected' && one.reason instanceof DatabaseUnavailable && one.reason.cause instanceof Error,
    )
  await database.close()
})

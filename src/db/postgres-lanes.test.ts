/** Many statements on few connections: each gets its own answer, whatever becomes of those beside it. Needs PostgreSQL. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownSchema, peer } from '#db/each-database.ts'
import { openPostgres } from '#db/postgres.ts'

const postgres = peer('INNGANG_TEST_DATABASE_URL')
const options = 'skip' in postgres ? { skip: postgres.skip } : {}
const url = 'url' in postgres ? postgres.url : ''

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

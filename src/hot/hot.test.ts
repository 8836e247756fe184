/** SQLite always; PostgreSQL and Redis when INNGANG_TEST_DATABASE_URL and INNGANG_TEST_REDIS_URL say where. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fixedClock, systemClock } from '#base/clock.ts'
import { ownSchema, peer } from '#db/each-database.ts'
import { openPostgres } from '#db/postgres.ts'
import { openSqlite } from '#db/sqlite.ts'
import { openWire } from '#db/test-wire.ts'
import { conformance } from '#hot/conformance.ts'
import { EvictingStore, HotUnavailable } from '#hot/hot.ts'
import { connectRedis, masters, readClusterUrl } from '#hot/redis-client.ts'
import { openHotRedis } from '#hot/redis.ts'
import { openHotSql, openHotSqlite } from '#hot/sql.ts'
import { startSweep } from '#hot/sweep.ts'

const folder = mkdtempSync(join(tmpdir(), 'inngang-hot-'))
after(() => rmSync(folder, { recursive: true }))

const file = join(folder, 'hot.db')
conformance('hot in sqlite', {
  open: async (clock) => ({ one: await openHotSqlite(file, clock), two: await openHotSqlite(file, clock) }),
  async empty() {
    const db = openSqlite(file)
    await db.raw('delete from hot', [])
    await db.close()
  },
  done: async () => undefined,
})

test('the sweep takes what expired and nothing else, however much there is', async () => {
  const db = openSqlite(':memory:')
  const clock = fixedClock(1_800_000_000_000)
  const hot = await openHotSql(db, clock)
  for (let i = 0; i < 1200; i++) await hot.put(`short:${i}`, i, 10)
  for (let i = 0; i < 300; i++) await hot.put(`long:${i}`, i, 60)
  await hot.once('floor-row', 60)
  clock.advance(10_000)
  const sweep = startSweep(db, clock, (cause) => assert.fail(String(cause)))
  await sweep.now()
  const keys = await db.raw<{ key: string }>('select key from hot', [])
  assert.equal(keys.filter(({ key }) => key.startsWith('short:')).length, 0)
  assert.equal(keys.length, 300 + 2)
  await sweep.stop()
  await hot.close()
  await db.close()
})

test('a store that cannot answer says HotUnavailable', async () => {
  const db = openSqlite(':memory:')
  const hot = await openHotSql(db, fixedClock(1))
  await db.close()
  await assert.rejects(hot.get('x'), HotUnavailable)
  const nobody = openHotRedis('redis://127.0.0.1:1', fixedClock(1))
  const asked = [nobody.get('x'), nobody.take('x'), nobody.once('x', 1), nobody.floor(), nobody.ping()]
  await Promise.all(asked.map((answer) => assert.rejects(answer, HotUnavailable)))
  await nobody.close()
})

for (const [url, nodes, options] of [
  [
    'redis+cluster://a:7000,b:7001',
    [
      { host: 'a', port: 7000 },
      { host: 'b', port: 7001 },
    ],
    {},
  ],
  [
    'rediss+cluster://me:p%40ss@a,[::1]:7',
    [
      { host: 'a', port: 6379 },
      { host: '::1', port: 7 },
    ],
    { username: 'me', password: 'p@ss', tls: {} },
  ],
  ['redis+cluster://:word@a/', [{ host: 'a', port: 6379 }], { password: 'word' }],
] as const) {
  test(`cluster address ${url}`, () => assert.deepEqual(readClusterUrl(url), { nodes, options }))
}

test('an address that is none is refused without being repeated', () => {
  assert.throws(
    () => readClusterUrl('redis+cluster://me:secret@'),
    (error) => error instanceof TypeError && !error.message.includes('secret'),
  )
})

const postgres = peer('INNGANG_TEST_DATABASE_URL')
if ('skip' in postgres) {
  test('hot in postgres', { skip: postgres.skip }, () => undefined)
} else {
  const own = await ownSchema(postgres.url)
  const second = openPostgres(own.url, { connections: 4 })
  conformance('hot in postgres', {
    open: async (clock) => ({ one: await openHotSql(own.database, clock), two: await openHotSql(second, clock) }),
    empty: async () => void (await own.database.raw('truncate hot', [])),
    async done() {
      await second.close()
      await own.drop()
    },
  })
}

const redis = peer('INNGANG_TEST_REDIS_URL')
if ('skip' in redis) {
  test('hot in redis', { skip: redis.skip }, () => undefined)
} else {
  conformance('hot in redis', {
    open: async (clock) => ({ one: openHotRedis(redis.url, clock), two: openHotRedis(redis.url, clock) }),
    async empty() {
      const client = connectRedis(redis.url)
      await client.get('connected')
      for (const node of masters(client)) await node.flushall()
      client.disconnect()
    },
    done: async () => undefined,
  })
  // A cluster's servers are spoken with straight, past any wire.
  const alone = redis.url.includes('+cluster') ? { skip: 'INNGANG_TEST_REDIS_URL is a cluster' } : {}
  test(
    'redis: a connection that falls silent is given up, and who only reads is answered on the next',
    alone,
    async () => {
      const wire = await openWire(redis.url)
      const hot = openHotRedis(wire.url, systemClock)
      try {
        await hot.put('silent', 'said', 60)
        wire.silence()
        const [read, taken] = await Promise.allSettled([hot.get('silent'), hot.take('silent')])
        assert.equal(read.status === 'fulfilled' ? read.value?.value : read.reason, 'said')
        assert.ok(taken.status === 'rejected' && taken.reason instanceof HotUnavailable)
        assert.equal(await hot.take('silent'), 'said')
      } finally {
        await hot.close()
        wire.close()
      }
    },
  )
  test('redis: a server that may throw records away is refused', async () => {
    const hot = openHotRedis(redis.url, fixedClock(1))
    const client = connectRedis(redis.url)
    await client.get('connected')
    const set = (policy: string) =>
      Promise.all(masters(client).map((node) => node.config('SET', 'maxmemory-policy', policy)))
    await set('noeviction')
    await hot.checkPolicy()
    await set('allkeys-lru')
    await assert.rejects(hot.checkPolicy(), EvictingStore)
    await set('noeviction')
    client.disconnect()
    await hot.close()
  })
}

test('a count that a clock far ahead has begun is begun anew; one of a clock a little ahead goes on', async () => {
  const clock = fixedClock(1_800_000_000_000)
  const hot = await openHotSqlite(':memory:', clock)
  clock.advance(24 * 3600_000)
  for (let i = 0; i < 7; i += 1) await hot.count('codes', 3600)
  clock.advance(-24 * 3600_000)
  assert.equal(await hot.count('codes', 3600), 1)
  clock.advance(30_000)
  await hot.count('others', 3600)
  clock.advance(-30_000)
  assert.equal(await hot.count('others', 3600), 2)
  await hot.close()
})

/** I4: fifty callers at once with what counts once, over one gateway or two processes on one database and one Redis. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peer } from '#db/each-database.ts'
import { seeded } from '#sandbox/population/random.ts'
import { endsAtOnce } from './ends-at-once.ts'
import { type Gateways, oneGateway, severalGateways } from './gateways.ts'
import { openRun } from './run.ts'
import { singles } from './singles.ts'

const callers = 50
const people = 1500

async function each(gateways: Gateways): Promise<void> {
  try {
    const run = await openRun(gateways, seeded(1), people)
    for (const { name, play } of [...singles, ...endsAtOnce]) {
      await play(run, callers)
      assert.deepEqual(run.faults, [], name)
    }
  } finally {
    await gateways.close()
  }
}

test('I4 fifty at once with what counts once, in one process', { timeout: 120_000 }, async () =>
  each(await oneGateway(people)),
)

const database = peer('INNGANG_TEST_DATABASE_URL')
const redis = peer('INNGANG_TEST_REDIS_URL')
const skip = 'skip' in database ? database.skip : 'skip' in redis ? redis.skip : false

test('I4 fifty at once with what counts once, over two processes', { timeout: 120_000, skip }, async () => {
  if ('skip' in database || 'skip' in redis) return
  await each(await severalGateways({ databaseUrl: database.url, redisUrl: redis.url }, 2, people, seeded(1)))
})

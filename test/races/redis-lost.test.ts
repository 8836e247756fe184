/** I4 I3: the hot store is killed under two processes, with fifty callers on what counts once, and an empty one takes its place. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peer } from '#db/each-database.ts'
import { seeded } from '#sandbox/population/random.ts'
import { severalGateways } from './gateways.ts'
import { acrossLoss } from './lost.ts'
import { whatStays } from './lost-stays.ts'
import { noRedis, ownRedis } from './own-redis.ts'
import { openRun } from './run.ts'
import { singles } from './singles.ts'

const callers = 51
const people = 1500
const losses = 2
const database = peer('INNGANG_TEST_DATABASE_URL')
const skip = 'skip' in database ? database.skip : (noRedis ?? false)

test(
  'I4 I3 Redis killed and replaced by an empty one in the middle: nothing counts twice, and no process needs a restart',
  { timeout: 120_000, skip },
  async () => {
    if ('skip' in database) return
    const redis = await ownRedis()
    const gateways = await severalGateways({ databaseUrl: database.url, redisUrl: redis.url }, 2, people, seeded(1))
    try {
      const run = await openRun(gateways, seeded(1), people)
      for (let loss = 0; loss < losses; loss++) {
        const holds = await whatStays(run)
        await acrossLoss(run, callers, () => redis.replace())
        await holds()
        assert.deepEqual(run.faults, [])
      }
      for (const { name, play } of singles) {
        await play(run, 10)
        assert.deepEqual(run.faults, [], `${name}, after it`)
      }
    } finally {
      await gateways.close()
      await redis.close()
    }
  },
)

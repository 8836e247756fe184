/** Invariant I1 under load: see `race.ts`. Longer or shorter with INNGANG_RACE_LOGINS; the same again with INNGANG_RACE_SEED. */
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { test } from 'node:test'
import { peer } from '#db/each-database.ts'
import { type Outcome, race, told } from './race.ts'

const set = (name: string): number | undefined => (process.env[name] ? Number(process.env[name]) : undefined)
const seed = set('INNGANG_RACE_SEED') ?? randomInt(1_000_000)
const logins = (usual: number): number => set('INNGANG_RACE_LOGINS') ?? usual

function judge(outcome: Outcome, wanted: number): void {
  process.stdout.write(`${told(outcome, seed)}\n`)
  assert.deepEqual(outcome.run.faults.slice(0, 20), [])
  assert.ok(outcome.logins >= wanted, `${outcome.logins} logins of ${wanted}`)
}

test('I1 I2 I4 the race, in one process on SQLite', { timeout: 120_000 }, async () => {
  const wanted = logins(200)
  judge(await race({ logins: wanted, seed }), wanted)
})

const database = peer('INNGANG_TEST_DATABASE_URL')
const redis = peer('INNGANG_TEST_REDIS_URL')
const skip = 'skip' in database ? database.skip : 'skip' in redis ? redis.skip : false

test('I1 I2 I4 the race over two processes, each killed and started again', { timeout: 220_000, skip }, async () => {
  if ('skip' in database || 'skip' in redis) return
  const wanted = logins(2000)
  const outcome = await race({ logins: wanted, seed, peers: { databaseUrl: database.url, redisUrl: redis.url } })
  judge(outcome, wanted)
  assert.equal(outcome.kills.length, 2)
  assert.ok(
    outcome.kills.some(({ inside }) => inside > 0),
    'somebody was inside',
  )
})

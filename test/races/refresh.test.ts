/** I4: fifty callers at once with one refresh token, over one gateway or two processes on one database. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peer } from '#db/each-database.ts'
import { seeded } from '#sandbox/population/random.ts'
import { type Gateways, oneGateway, severalGateways } from './gateways.ts'
import { codeOf, redeem, type Redeemed, refresh, userinfo } from './relying-party.ts'
import { openRun } from './run.ts'
import { logIn } from './scenes.ts'
import { type RaceService, shared } from './services.ts'

const callers = 50
const rounds = 4
const people = 200
const [service] = shared as [RaceService]

async function fifty(gateways: Gateways): Promise<void> {
  const run = await openRun(gateways, seeded(1), people)
  const { asked, landed } = await logIn(run, run.jar(), service)
  let last = await redeem(run, asked, { code: codeOf(run, asked, landed) })
  for (let round = 0; round < rounds; round++) {
    const token = String(last.body['refresh_token'])
    const answers = await Promise.all(
      Array.from({ length: callers }, (_, i) => refresh(run, service, token, i % gateways.processes)),
    )
    const right = answers.filter(({ status }) => status === 200)
    const others = answers.filter(({ status, body }) => status === 400 && body['error'] === 'invalid_grant')
    assert.deepEqual([right.length, others.length], [1, callers - 1])
    last = right[0] as Redeemed
    assert.equal(await userinfo(run, String(last.body['access_token'])), 200, 'the family lives')
  }
  assert.deepEqual(run.faults, [])
}

test('I4 fifty at once with one refresh token: one new token, in one process', { timeout: 60_000 }, async () => {
  const gateways = await oneGateway(people)
  try {
    await fifty(gateways)
  } finally {
    await gateways.close()
  }
})

const database = peer('INNGANG_TEST_DATABASE_URL')
const redis = peer('INNGANG_TEST_REDIS_URL')
const skip = 'skip' in database ? database.skip : 'skip' in redis ? redis.skip : false

test(
  'I4 fifty at once with one refresh token: one new token, over two processes',
  { timeout: 90_000, skip },
  async () => {
    if ('skip' in database || 'skip' in redis) return
    const peers = { databaseUrl: database.url, redisUrl: redis.url }
    const gateways = await severalGateways(peers, 2, people, seeded(1))
    try {
      await fifty(gateways)
    } finally {
      await gateways.close()
    }
  },
)

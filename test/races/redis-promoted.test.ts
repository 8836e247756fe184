/** Two Redis servers that take each other's place: what the one had not handed on when the other came counts for nobody. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '#base/clock.ts'
import { openWire } from '#db/test-wire.ts'
import { connectRedis, type RedisClient } from '#hot/redis-client.ts'
import { openHotRedis } from '#hot/redis.ts'
import { noRedis, ownRedis } from './own-redis.ts'

const required = process.env['INNGANG_TEST_PEERS'] === 'required'
const options = noRedis !== undefined && !required ? { skip: noRedis } : {}
const portOf = (url: string): number => Number(new URL(url).port)

/** Follows and has all that the other one has. */
async function follow(follower: RedisClient, url: string): Promise<void> {
  await follower.replicaof('127.0.0.1', String(portOf(url)))
  while (!/^master_link_status:up/m.test(await follower.info('replication')))
    await new Promise((resolve) => setTimeout(resolve, 20))
}

test(
  'I4 a Redis server that is promoted again is another one: what was used is not new without anybody knowing',
  options,
  async () => {
    const [one, two] = await Promise.all([ownRedis(), ownRedis()])
    const [atOne, atTwo] = [connectRedis(one.url), connectRedis(two.url)]
    for (const client of [atOne, atTwo]) {
      await client.config('SET', 'repl-diskless-sync-delay', '0')
      // What it follows is taken over without a file.
      await client.config('SET', 'repl-diskless-load', 'swapdb')
    }
    const wire = await openWire(one.url)
    const hot = openHotRedis(wire.url, systemClock)
    const floorAt = async (url: string): Promise<number> => {
      wire.leadTo(portOf(url))
      // Read again after the cut, as by anybody: the next one to ask.
      await hot.get('somebody')
      return (await hot.floor()) ?? 0
    }
    try {
      await follow(atTwo, one.url)
      await hot.once('before', 60)
      const first = await hot.floor()
      assert.ok(first !== undefined)
      while ((await atTwo.get('~floor')) === null) await new Promise((resolve) => setTimeout(resolve, 5))
      await atTwo.replicaof('NO', 'ONE')
      await follow(atOne, two.url)
      const second = await floorAt(two.url)
      assert.ok(second > first, 'promoted')
      while ((await atOne.get('~floor')) !== (await atTwo.get('~floor')))
        await new Promise((resolve) => setTimeout(resolve, 5))
      // The network parts here: what is used now, the first server never hears of.
      await atOne.replicaof('NO', 'ONE')
      assert.equal(await hot.once('used', 60), true)
      const third = await floorAt(one.url)
      assert.equal(await hot.once('used', 60), true, 'it was lost')
      assert.ok(third > second, 'and the floor says so')
    } finally {
      await hot.close()
      for (const client of [atOne, atTwo]) client.disconnect()
      wire.close()
      await Promise.all([one.close(), two.close()])
    }
  },
)

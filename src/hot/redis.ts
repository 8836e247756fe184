/** Hot state in Redis or Valkey. One key for each operation, so it shards; a record is stamp, expiry and JSON in one text. */
import type { Clock } from '#base/clock.ts'
import { randomToken } from '#base/secrets.ts'
import { EvictingStore, type Hot, HotUnavailable, type Stamp } from '#hot/hot.ts'
import { connectRedis, masters, type RedisClient } from '#hot/redis-client.ts'
import { redisFloor } from '#hot/redis-floor.ts'

export interface RedisHot extends Hot {
  /** For production's start. @throws EvictingStore when the server may throw records away to make room */
  checkPolicy(): Promise<void>
}

/** Characters of the stamp, and of stamp and expiry together; JSON follows. */
const stampLength = 22
const headLength = 35
/** For records that nobody swaps. */
const noStamp = '0'.repeat(stampLength)

export function openHotRedis(url: string, clock: Clock): RedisHot {
  const client = connectRedis(url)
  const floor = redisFloor(client, clock)
  const until = (seconds: number): string =>
    String(clock.now() + seconds * 1000).padStart(headLength - stampLength, '0')
  const alive = (record: string): boolean => Number(record.slice(stampLength, headLength)) > clock.now()

  return {
    async put(key, value, seconds) {
      const stamp = newStamp()
      const record = stamp + until(seconds) + JSON.stringify(value)
      await askAgain(client, () => client.set(key, record, 'PX', milliseconds(seconds)))
      return stamp
    },
    async get<T>(key: string) {
      const record = await askAgain(client, () => client.get(key))
      if (record === null || !alive(record)) return undefined
      return { value: JSON.parse(record.slice(headLength)) as T, stamp: record.slice(0, stampLength) as Stamp }
    },
    async take<T>(key: string) {
      const record = await ask(() => client.getdel(key))
      return record !== null && alive(record) ? (JSON.parse(record.slice(headLength)) as T) : undefined
    },
    async once(key, seconds) {
      const record = `${noStamp}${until(seconds)}true`
      if ((await ask(() => client.set(key, record, 'PX', milliseconds(seconds), 'NX'))) !== null) return true
      // There is one: it may be over by the house's clock and not yet by the server's.
      return (await ask(() => client.hotOnce(key, clock.now(), record, milliseconds(seconds)))) === 1
    },
    async swap(key, was, now, seconds) {
      const stamp = newStamp()
      const record = stamp + until(seconds) + JSON.stringify(now)
      const swapped = await ask(() => client.hotSwap(key, was, clock.now(), record, milliseconds(seconds)))
      return swapped === 1 ? stamp : undefined
    },
    count: (key, seconds) =>
      ask(() => client.hotCount(key, clock.now(), noStamp + until(seconds), milliseconds(seconds))),
    remove: async (key) => void (await askAgain(client, () => client.del(key))),
    floor: () => ask(floor),
    ping: async () => void (await Promise.all(masters(client).map((node) => ask(() => node.ping())))),
    close: async () => client.disconnect(),
    checkPolicy: () => ask(() => checkPolicy(client)),
  }
}

const newStamp = (): Stamp => randomToken(16) as Stamp
const milliseconds = (seconds: number): number => Math.max(1, Math.ceil(seconds * 1000))

/** Every failure here is one for the caller: no answer, or an answer that cannot be known. */
async function ask<T>(command: () => Promise<T>): Promise<T> {
  try {
    return await command()
  } catch (cause) {
    if (cause instanceof EvictingStore) throw cause
    throw new HotUnavailable('the hot store did not answer', { cause })
  }
}

/** Long enough for a connection to be made again, milliseconds. */
const breath = 200

/** For what may be done twice with the same outcome: once more after a connection was lost. */
async function askAgain<T>(client: RedisClient, command: () => Promise<T>): Promise<T> {
  try {
    return await command()
  } catch (cause) {
    if (cause instanceof Error && /timed out/.test(cause.message))
      throw new HotUnavailable('the hot store did not answer', { cause })
    if ('refreshSlotsCache' in client) client.refreshSlotsCache()
    await new Promise((resolve) => setTimeout(resolve, breath))
    return ask(command)
  }
}

async function checkPolicy(client: RedisClient): Promise<void> {
  for (const node of masters(client)) {
    const policy = /^maxmemory_policy:(\S+)/m.exec(await node.info('memory'))?.[1]
    if (policy === 'noeviction') continue
    throw new EvictingStore(`the hot store runs with maxmemory-policy ${policy ?? 'unknown'}: set it to noeviction`)
  }
}

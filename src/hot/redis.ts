/** Hot state in Redis or Valkey. One key for each operation, so it shards; a record is stamp, expiry and JSON in one text. */
import type { Clock } from '#base/clock.ts'
import { randomToken } from '#base/secrets.ts'
import { EvictingStore, type Hot, HotUnavailable, type Stamp } from '#hot/hot.ts'
import { connectRedis, type RedisClient } from '#hot/redis-client.ts'
import { redisFloor } from '#hot/redis-floor.ts'
import { runScript } from '#hot/redis-scripts.ts'
import { TooSlow } from '#hot/redis-wire.ts'
import type { Answer } from '#hot/resp.ts'

export interface RedisHot extends Hot {
  /** For production's start. @throws EvictingStore when the server may throw records away to make room */
  checkPolicy(): Promise<void>
}

/** Characters of the stamp, and of stamp and expiry together; JSON follows. */
const stampLength = 22
const headLength = 35
/** For records that nobody swaps. */
const noStamp = '0'.repeat(stampLength)

export async function openHotRedis(url: string, clock: Clock): Promise<RedisHot> {
  const client = await connectRedis(url)
  const floor = redisFloor(client, clock)
  const until = (seconds: number): string =>
    String(clock.now() + seconds * 1000).padStart(headLength - stampLength, '0')
  const alive = (record: Answer): record is string =>
    typeof record === 'string' && Number(record.slice(stampLength, headLength)) > clock.now()
  const now = (): string => String(clock.now())

  return {
    async put(key, value, seconds) {
      const stamp = newStamp()
      const record = stamp + until(seconds) + JSON.stringify(value)
      await askAgain(client, ['SET', key, record, 'PX', milliseconds(seconds)])
      return stamp
    },
    async get<T>(key: string) {
      const record = await askAgain(client, ['GET', key])
      if (!alive(record)) return undefined
      return { value: JSON.parse(record.slice(headLength)) as T, stamp: record.slice(0, stampLength) as Stamp }
    },
    async take<T>(key: string) {
      const record = await ask(() => client.ask(['GETDEL', key]))
      return alive(record) ? (JSON.parse(record.slice(headLength)) as T) : undefined
    },
    async once(key, seconds) {
      const record = `${noStamp}${until(seconds)}true`
      if ((await ask(() => client.ask(['SET', key, record, 'PX', milliseconds(seconds), 'NX']))) !== null) return true
      // There is one: it may be over by the house's clock and not yet by the server's.
      return (await ask(() => runScript(client.ask, 'once', key, [now(), record, milliseconds(seconds)]))) === 1
    },
    async swap(key, was, next, seconds) {
      const stamp = newStamp()
      const record = stamp + until(seconds) + JSON.stringify(next)
      const args = [was, now(), record, milliseconds(seconds)]
      return (await ask(() => runScript(client.ask, 'swap', key, args))) === 1 ? stamp : undefined
    },
    count: async (key, seconds) =>
      Number(
        await ask(() => runScript(client.ask, 'count', key, [now(), noStamp + until(seconds), milliseconds(seconds)])),
      ),
    remove: async (key) => void (await askAgain(client, ['DEL', key])),
    floor: () => ask(floor),
    ping: async () => void (await ask(() => client.everywhere(['PING']))),
    close: async () => client.close(),
    checkPolicy: () => ask(() => checkPolicy(client)),
  }
}

const newStamp = (): Stamp => randomToken(16) as Stamp
const milliseconds = (seconds: number): string => String(Math.max(1, Math.ceil(seconds * 1000)))

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
async function askAgain(client: RedisClient, command: readonly string[]): Promise<Answer> {
  try {
    return await client.ask(command)
  } catch (cause) {
    if (cause instanceof TooSlow || (cause instanceof Error && /timed out/.test(cause.message)))
      throw new HotUnavailable('the hot store did not answer', { cause })
    client.refresh()
    await new Promise((resolve) => setTimeout(resolve, breath))
    return ask(() => client.ask(command))
  }
}

async function checkPolicy(client: RedisClient): Promise<void> {
  for (const info of await client.everywhere(['INFO', 'memory'])) {
    const policy = /^maxmemory_policy:(\S+)/m.exec(String(info))?.[1]
    if (policy === 'noeviction') continue
    throw new EvictingStore(`the hot store runs with maxmemory-policy ${policy ?? 'unknown'}: set it to noeviction`)
  }
}

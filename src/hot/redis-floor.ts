/** Since when Redis has had its content: raised when the marker is gone, or when a server is there that nobody knew. */
import type { Clock } from '#base/clock.ts'
import { firstFloor } from '#hot/hot.ts'
import { masters, type RedisClient } from '#hot/redis-client.ts'

const floorKey = '~floor'
/** How long a look is good for, milliseconds; a lost connection ends it at once. */
const good = 1000
/** Servers remembered: more than a cluster has masters over a few fail-overs. */
const remembered = 64

interface Floor {
  /** Milliseconds. */
  readonly at: number
  /** The runs of servers that the content has been seen in: another one on restart and after a fail-over. */
  readonly runs: readonly string[]
}

export function redisFloor(client: RedisClient, clock: Clock): () => Promise<number> {
  let known: { readonly at: number; readonly looked: number } | undefined
  let found = false
  let looking: Promise<number> | undefined
  for (const event of ['close', '-node', '+node']) client.on(event, () => (known = undefined))

  const look = async (): Promise<number> => {
    const looked = clock.now()
    const at = await settle(client, found ? looked : firstFloor(looked))
    found = true
    known = { at, looked }
    return at
  }
  return async () => {
    if (known !== undefined && Math.abs(clock.now() - known.looked) < good) return known.at
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }
}

async function settle(client: RedisClient, now: number): Promise<number> {
  const [marker, ...infos] = await Promise.all([
    client.get(floorKey),
    ...masters(client).map((node) => node.info('server')),
  ])
  const runs = infos.map((info) => /^run_id:(\S+)/m.exec(info)?.[1] ?? 'unknown')
  const floor = marker === null ? undefined : (JSON.parse(marker) as Floor)
  if (floor !== undefined && runs.every((run) => floor.runs.includes(run))) return floor.at
  const raised: Floor = { at: now, runs: [...new Set([...runs, ...(floor?.runs ?? [])])].slice(0, remembered) }
  await client.set(floorKey, JSON.stringify(raised))
  return raised.at
}

/** Since when Redis has had its content: raised when the marker is gone, or when a server is there that nobody knew. */
import type { Clock } from '#base/clock.ts'
import { firstFloor } from '#hot/hot.ts'
import { masters, type RedisClient } from '#hot/redis-client.ts'

const floorKey = '~floor'
/** How long a look is good for, milliseconds; a lost connection ends it at once. */
const good = 1000
/** Histories remembered: more than a cluster has masters over a few fail-overs. */
const remembered = 64

interface Floor {
  /** Milliseconds. */
  readonly at: number
  /** The histories that the content has been seen in: another one on restart and with each promotion. */
  readonly runs: readonly string[]
}

export function redisFloor(client: RedisClient, clock: Clock): () => Promise<number> {
  let known: { readonly at: number; readonly looked: number } | undefined
  let found = false
  let looking: Promise<number> | undefined
  let changes = 0
  const changed = (): void => {
    changes += 1
    known = undefined
    looking = undefined
  }
  for (const event of ['close', '-node', '+node']) client.on(event, changed)

  const look = async (): Promise<number> => {
    const looked = clock.now()
    const before = changes
    const at = await settle(client, found ? looked : firstFloor(looked))
    found = true
    // What was asked of a server that has gone meanwhile says nothing of the one that came.
    if (changes === before) known = { at, looked }
    return at
  }
  return async () => {
    if (known !== undefined && Math.abs(clock.now() - known.looked) < good) return known.at
    if (looking !== undefined) return looking
    const mine = look().finally(() => {
      if (looking === mine) looking = undefined
    })
    return (looking = mine)
  }
}

async function settle(client: RedisClient, now: number): Promise<number> {
  const [marker, ...infos] = await Promise.all([
    client.get(floorKey),
    ...masters(client).map((node) => node.info('server', 'replication')),
  ])
  const runs = infos.map(historyIn)
  const floor = marker === null ? undefined : (JSON.parse(marker) as Floor)
  if (floor !== undefined && runs.every((run) => floor.runs.includes(run))) return floor.at
  const raised: Floor = { at: now, runs: [...new Set([...runs, ...(floor?.runs ?? [])])].slice(0, remembered) }
  await client.set(floorKey, JSON.stringify(raised))
  return raised.at
}

/**
 * A server's run ends with its process. Its replication id is another one each time it is promoted, and with it what the server
 * before it had not handed on is lost: also where a server becomes the one that it was before.
 */
function historyIn(info: string): string {
  const value = (name: string): string => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? 'unknown'
  return `${value('run_id')}/${value('master_replid')}`
}

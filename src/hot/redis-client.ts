/** How we speak with Redis or Valkey, alone or as a cluster: what is sent again, how long we wait, our three scripts. */
import { gatherWrites } from '#base/gather.ts'
import { Cluster, Redis, type RedisOptions } from 'ioredis'

export interface Scripts {
  /** 1 when the stamp was still `was` and the record not expired; then it holds `record`. */
  hotSwap(key: string, was: string, now: number, record: string, milliseconds: number): Promise<number>
  /** 1 when there was nothing, or an expired record. */
  hotOnce(key: string, now: number, record: string, milliseconds: number): Promise<number>
  /** The sum. */
  hotCount(key: string, now: number, head: string, milliseconds: number): Promise<number>
}

export type RedisClient = (Redis | Cluster) & Scripts

const isDead = `local function dead(v, now) return not v or tonumber(string.sub(v, 23, 35)) <= tonumber(now) end\n`

const scripts = {
  hotSwap: `local v = redis.call('GET', KEYS[1])
if dead(v, ARGV[2]) or string.sub(v, 1, 22) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
return 1`,
  hotOnce: `if not dead(redis.call('GET', KEYS[1]), ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`,
  hotCount: `local v = redis.call('GET', KEYS[1])
if dead(v, ARGV[1]) then
  redis.call('SET', KEYS[1], ARGV[2] .. '1', 'PX', ARGV[3])
  return 1
end
local n = tonumber(string.sub(v, 36)) + 1
redis.call('SET', KEYS[1], string.sub(v, 1, 35) .. n, 'KEEPTTL')
return n`,
} as const

// No auto-pipelining: measured, ioredis 6 gathers the writes of a tick by itself, and its pipelines cost 1 to 10 µs more a command.
const common = {
  commandTimeout: 2000,
  connectTimeout: 2000,
  // Nothing is sent a second time by itself: a `take` whose answer was lost may have been done (security.md 25).
  autoResendUnfulfilledCommands: false,
  // 0: what was under way when the connection broke fails at once, instead of after its two seconds.
  maxRetriesPerRequest: 0,
} satisfies RedisOptions

const retryStrategy = (times: number): number => Math.min(times * 50, 1000)

/** `redis://`, `rediss://`, `redis+cluster://host:port,host:port`, `rediss+cluster://…`; user and password as usual. */
export function connectRedis(url: string): RedisClient {
  const client = url.includes('+cluster://') ? connectCluster(url) : new Redis(url, { ...common, retryStrategy })
  for (const [name, lua] of Object.entries(scripts)) client.defineCommand(name, { numberOfKeys: 1, lua: isDead + lua })
  // Every command tells its own caller that it failed; without a listener ioredis would print the same beside the log.
  client.on('error', () => undefined)
  if (client instanceof Cluster) client.on('+node', gathered)
  else gathered(client)
  return client as RedisClient
}

/** What many requests ask in one turn of the event loop goes out together. */
function gathered(client: Redis): void {
  client.on('connect', () => {
    const { stream } = client
    const write = stream.write.bind(stream) as (...arguments_: unknown[]) => boolean
    const asked = breakWhenSilent(stream)
    const gather = gatherWrites(stream)
    stream.write = (...what: unknown[]) => {
      asked()
      gather()
      return write(...what)
    }
  })
}

/** Milliseconds between two looks at a connection; how many in a row without an answer break it. Sooner than a command gives up. */
const look = 250
const silent = 5

/**
 * A server that has gone without a word leaves a connection that looks whole for a quarter of an hour. ioredis' own watch
 * (`socketTimeout`) costs a timer for each answer. Gives what is to be called whenever something is asked.
 */
function breakWhenSilent(stream: Redis['stream']): () => void {
  let read = 0
  let readWhenAsked = -1
  let looks = 0
  const watch = setInterval(() => {
    const { bytesRead } = stream
    looks = bytesRead === read && bytesRead === readWhenAsked ? looks + 1 : 0
    read = bytesRead
    if (looks >= silent) stream.destroy(new Error('the hot store has fallen silent'))
  }, look).unref()
  stream.once('close', () => clearInterval(watch))
  return () => {
    readWhenAsked = stream.bytesRead
  }
}

function connectCluster(url: string): Cluster {
  const { nodes, options } = readClusterUrl(url)
  return new Cluster(nodes, {
    redisOptions: { ...common, ...options },
    // Masters only: a replica may not have heard yet that something was taken.
    scaleReads: 'master',
    // 0: as above, a broken connection fails its commands. `hot/redis.ts` repeats those that may be.
    retryDelayOnFailover: 0,
    slotsRefreshInterval: 5000,
    clusterRetryStrategy: retryStrategy,
  })
}

/** Not an URL by the letter of the standard (several hosts), so it is read here. */
export function readClusterUrl(url: string): {
  nodes: { host: string; port: number }[]
  options: Pick<RedisOptions, 'username' | 'password' | 'tls'>
} {
  const parts = /^(rediss?)\+cluster:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/?#]+)\/?$/.exec(url)
  // The address is not repeated: it may hold a password.
  if (parts === null) throw new TypeError('not a cluster address: redis+cluster://[user:password@]host:port,host:port')
  const [, scheme, user, password, hosts = ''] = parts
  const nodes = hosts.split(',').map((address) => {
    const { hostname, port } = new URL(`redis://${address}`)
    return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 6379 : Number(port) }
  })
  return {
    nodes,
    options: {
      ...(user ? { username: decodeURIComponent(user) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
      ...(scheme === 'rediss' ? { tls: {} } : {}),
    },
  }
}

/** The servers that hold the data: one, or a cluster's masters. */
export const masters = (client: Redis | Cluster): Redis[] =>
  client instanceof Cluster ? client.nodes('master') : [client]

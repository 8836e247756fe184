/** A cluster of Redis or Valkey servers: ioredis knows which of them holds a key. */
import { Cluster, type RedisOptions } from 'ioredis'
import type { RedisClient } from '#hot/redis-client.ts'
import type { Answer } from '#hot/resp.ts'

const common = {
  commandTimeout: 2000,
  connectTimeout: 2000,
  // Nothing is sent a second time by itself: a `take` whose answer was lost may have been done (security.md 25).
  autoResendUnfulfilledCommands: false,
  // 0: what was under way when the connection broke fails at once, instead of after its two seconds.
  maxRetriesPerRequest: 0,
} satisfies RedisOptions

export function connectCluster(url: string): RedisClient {
  const { nodes, options } = readClusterUrl(url)
  const cluster = new Cluster(nodes, {
    redisOptions: { ...common, ...options },
    // Masters only: a replica may not have heard yet that something was taken.
    scaleReads: 'master',
    // 0: as above, a broken connection fails its commands. `hot/redis.ts` repeats those that may be.
    retryDelayOnFailover: 0,
    slotsRefreshInterval: 5000,
    clusterRetryStrategy: (times) => Math.min(times * 50, 1000),
  })
  // Every command tells its own caller that it failed; without a listener ioredis would print the same beside the log.
  cluster.on('error', () => undefined)
  return {
    ask: ([name = '', ...rest]) => cluster.call(name, ...rest) as Promise<Answer>,
    async everywhere([name = '', ...rest]) {
      // The masters are known once a command has been answered.
      if (cluster.status !== 'ready') await cluster.get('connected')
      return Promise.all(cluster.nodes('master').map((node) => node.call(name, ...rest) as Promise<Answer>))
    },
    onChange(listener) {
      for (const event of ['close', '-node', '+node']) cluster.on(event, listener)
    },
    refresh: () => cluster.refreshSlotsCache(),
    close: () => cluster.disconnect(),
  }
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

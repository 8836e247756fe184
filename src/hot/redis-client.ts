/** How we speak with Redis or Valkey: one server over our own wire, a cluster through ioredis. */
import { openWire } from '#hot/redis-wire.ts'
import type { Answer } from '#hot/resp.ts'

export interface RedisClient {
  /** A command on the key that is its second word, or on none. Sent once: what becomes of it when the connection breaks is not known. */
  ask(command: readonly string[]): Promise<Answer>
  /** The same command to every server that holds data: one, or a cluster's masters. */
  everywhere(command: readonly string[]): Promise<readonly Answer[]>
  /** Hears of a lost connection, and of servers that come and go. */
  onChange(listener: () => void): void
  /** After a failure: look again who serves what. */
  refresh(): void
  close(): void
}

/** `redis://`, `rediss://`, `redis+cluster://host:port,host:port`, `rediss+cluster://…`; user and password as usual. */
export async function connectRedis(url: string): Promise<RedisClient> {
  if (url.includes('+cluster://')) return (await import('#hot/redis-cluster.ts')).connectCluster(url)
  const wire = openWire(url)
  return {
    ask: wire.ask,
    everywhere: async (command) => [await wire.ask(command)],
    onChange: wire.onLost,
    refresh: () => undefined,
    close: wire.close,
  }
}

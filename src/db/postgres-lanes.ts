/**
 * Single statements share a few connections of their own and never wait for a connection to be free: PostgreSQL answers in the
 * order in which it was asked, and `pg` gives each its own answer (its pipelining). Each is a transaction of its own, so one that
 * fails takes no other with it.
 */
import { Socket } from 'node:net'
import pg from 'pg'
import { gatherWrites } from '#base/gather.ts'
import { DatabaseUnavailable } from '#db/db.ts'
import { isReadOnly, isStale, unavailable } from '#db/postgres-faults.ts'

export interface Lanes {
  /** @throws DatabaseUnavailable when there was no answer */
  run(statement: pg.QueryConfig): Promise<pg.QueryResult>
  /** What was asked is answered first. */
  close(): Promise<void>
}

export interface LaneOptions {
  readonly config: pg.ClientConfig
  /** Connections at once. */
  readonly most: number
  /** Hears of a connection that broke: whoever waited there is told, whoever comes next gets another one. */
  readonly onLost: (cause: Error) => void
  /** Milliseconds between two looks at whether answers come. */
  readonly beat: number
}

/** Looks at a lane in which nothing was answered: from then on nobody new is sent there. */
const passedBy = 5
/** And from then on it is dead: a network that drops everything would not say so for a quarter of an hour. */
const dead = 30

interface Lane {
  readonly client: Promise<pg.Client>
  readonly socket: Socket
  /** Before each statement: those of one turn go out together. */
  readonly gather: () => void
  connected: boolean
  /** Takes no more statements, and is closed when those that it has are answered. */
  leaving: boolean
  /** It was said good-bye to. */
  ending: boolean
  /** Statements that are not answered yet. */
  waiting: number
  /** Looks in a row that found the same statements waiting. */
  silent: number
}

export function openLanes({ config, most, onLost, beat }: LaneOptions): Lanes {
  const lanes = new Set<Lane>()
  let closed = false
  /** The server takes no more connections at this moment: those that there are must do. */
  let full = false

  const open = (): Lane => {
    const socket = new Socket()
    const client = new pg.Client({ ...config, pipeline: true, stream: () => socket })
    const connecting = client.connect().then(() => {
      lane.connected = true
      return client
    })
    const lane: Lane = {
      client: connecting,
      socket,
      gather: gatherWrites(socket),
      connected: false,
      leaving: false,
      ending: false,
      waiting: 0,
      silent: 0,
    }
    lanes.add(lane)
    client.on('error', (cause) => {
      if (lanes.delete(lane)) onLost(cause)
      socket.destroy()
    })
    client.on('end', () => lanes.delete(lane))
    // Whoever waits for it hears why; the next statement tries anew.
    connecting.catch(() => {
      lanes.delete(lane)
      socket.destroy()
      full = true
    })
    return lane
  }

  /** One that nobody waits on, if there is or may be one; else the shortest row, so that a slow statement holds up few. */
  const shortest = (): Lane => {
    let found: Lane | undefined
    let use = 0
    for (const lane of lanes) {
      if (lane.leaving) continue
      use += 1
      if (found === undefined || lane.waiting < found.waiting) found = lane
    }
    return found === undefined || (found.waiting > 0 && use < most && !full) ? open() : found
  }

  const leave = (lane: Lane): void => {
    if (lane.leaving) return
    lane.leaving = true
    if (lane.waiting === 0) void end(lane)
  }

  const ask = async (lane: Lane, statement: pg.QueryConfig): Promise<pg.QueryResult> => {
    lane.waiting += 1
    try {
      const client = await lane.client
      lane.gather()
      return await client.query(statement)
    } finally {
      lane.waiting -= 1
      lane.silent = 0
      if (lane.leaving && lane.waiting === 0) void end(lane)
    }
  }

  /** Only where the statement has surely done nothing. */
  const mayAskAgain = (lane: Lane, error: unknown): boolean => {
    if (isReadOnly(error)) leave(lane)
    // Nothing was sent; another connection may be there, or come.
    if (!lane.connected) return lanes.size > 0
    if (!isStale(error)) return false
    leave(lane)
    return true
  }

  /** Those that nobody waits on would not say that they are dead, too: what replaces them costs little. */
  const passBy = (lane: Lane): void => {
    for (const other of lanes) if (other === lane || other.waiting === 0) leave(other)
  }

  const watch = setInterval(() => {
    full = false
    for (const lane of lanes) {
      if ((lane.waiting === 0 && !lane.ending) || !lane.connected) continue
      lane.silent += 1
      if (lane.silent >= (lane.waiting === 0 ? passedBy : dead))
        lane.socket.destroy(new DatabaseUnavailable('a connection gave no answer for too long'))
      else if (lane.silent >= passedBy && !lane.leaving && lanes.size < 2 * most) passBy(lane)
    }
  }, beat).unref()

  return {
    async run(statement) {
      for (let tries = 0; ; tries += 1) {
        if (closed) throw new Error('the database is closed')
        const lane = shortest()
        try {
          return await ask(lane, statement)
        } catch (error) {
          if (tries > most || !mayAskAgain(lane, error)) throw unavailable(error)
        }
      }
    },
    async close() {
      closed = true
      await Promise.all(Array.from(lanes, end))
      clearInterval(watch)
    },
  }
}

/** What was sent is answered first. Whoever asked where there was no connection was told so, and there is nothing to end. */
async function end(lane: Lane): Promise<void> {
  const client = await lane.client.catch(() => undefined)
  lane.ending = true
  await client?.end()
}

/**
 * Single statements share a few connections of their own and never wait for a connection to be free: PostgreSQL answers in the
 * order in which it was asked, and `pg` gives each its own answer (its pipelining). Each is a transaction of its own, so one that
 * fails takes no other with it.
 */
import pg from 'pg'

export interface Lanes {
  run(statement: pg.QueryConfig): Promise<pg.QueryResult>
  /** What was asked is answered first. */
  close(): Promise<void>
}

interface Lane {
  readonly client: Promise<pg.Client>
  /** Statements that are not answered yet. */
  waiting: number
}

/** `onLost` hears of a connection that broke: whoever waited there is told, whoever comes next gets another one. */
export function openLanes(config: pg.ClientConfig, most: number, onLost: (cause: Error) => void): Lanes {
  const lanes = new Set<Lane>()
  let closed = false

  const open = (): Lane => {
    const client = new pg.Client({ ...config, pipeline: true })
    const lane: Lane = { client: client.connect().then(() => client), waiting: 0 }
    lanes.add(lane)
    client.on('error', (cause) => {
      if (lanes.delete(lane)) onLost(cause)
    })
    client.on('end', () => lanes.delete(lane))
    // Whoever waits for it hears why; the next statement tries anew.
    lane.client.catch(() => lanes.delete(lane))
    return lane
  }

  /** One that nobody waits on, if there is or may be one; else the shortest row, so that a slow statement holds up few. */
  const shortest = (): Lane => {
    let found: Lane | undefined
    for (const lane of lanes) if (found === undefined || lane.waiting < found.waiting) found = lane
    return found === undefined || (found.waiting > 0 && lanes.size < most) ? open() : found
  }

  return {
    async run(statement) {
      if (closed) throw new Error('the database is closed')
      const lane = shortest()
      lane.waiting += 1
      try {
        const client = await lane.client
        return await client.query(statement)
      } finally {
        lane.waiting -= 1
      }
    },
    async close() {
      closed = true
      await Promise.all(
        Array.from(lanes, ({ client }) =>
          client.then(
            (open) => open.end(),
            // Never connected: whoever asked was told so, and there is nothing to close.
            () => undefined,
          ),
        ),
      )
    },
  }
}

/** Which service is to be told of which logout, and how it answered. A row is written once for a session and a service. */
import { sql } from 'kysely'
import type { Sid } from '#base/ids.ts'
import { randomToken } from '#base/secrets.ts'
import type { Database, Migration, Step } from '#db/db.ts'

/**
 * `waiting`: not told yet. `accepted`: any 2xx. `refused`: any other status. `unreachable`: no answer. `gave-up`: the service
 * was not called to the end, because it has no address any more or too much time had passed.
 */
export const deliveryStates = ['waiting', 'accepted', 'refused', 'unreachable', 'gave-up'] as const
export type DeliveryState = (typeof deliveryStates)[number]

interface DeliveryTable {
  id: string
  sid: string
  client_id: string
  /** Pairwise; gone when the row is done. */
  sub: string | null
  state: string
  /** The last answer's. */
  status: number | null
  /** How often a courier took it, and how many of its calls brought nothing. */
  taken: number
  failed: number
  queued: number
  /** When it may be taken next. A courier that takes it moves this ahead: its lease. */
  due: number
  ended: number | null
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-logout-delivery',
    async up(tx, column) {
      await tx.schema
        .createTable('logout_delivery')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('sid', 'text', (c) => c.notNull())
        .addColumn('client_id', 'text', (c) => c.notNull())
        .addColumn('sub', 'text')
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('status', column.integer)
        .addColumn('taken', column.integer, (c) => c.notNull())
        .addColumn('failed', column.integer, (c) => c.notNull())
        .addColumn('queued', column.integer, (c) => c.notNull())
        .addColumn('due', column.integer, (c) => c.notNull())
        .addColumn('ended', column.integer)
        .addUniqueConstraint('logout_delivery_once', ['sid', 'client_id'])
        .execute()
      await tx.schema.createIndex('logout_delivery_due').on('logout_delivery').columns(['state', 'due']).execute()
      await tx.schema
        .createIndex('logout_delivery_client')
        .on('logout_delivery')
        .columns(['client_id', 'queued'])
        .execute()
    },
  },
]

export interface NewDelivery {
  readonly sid: Sid
  readonly clientId: string
  readonly sub: string
}

/** A delivery that one courier has for the length of its lease. */
export interface TakenDelivery extends NewDelivery {
  readonly id: string
  /** This time counted. */
  readonly taken: number
  readonly failed: number
  readonly queued: number
}

/** For the service's owner and the operator. */
export interface Delivery {
  readonly sid: Sid
  readonly clientId: string
  readonly state: DeliveryState
  readonly status: number | undefined
  /** Calls that were made to the end. */
  readonly calls: number
  /** Milliseconds: when the session ended, and when the state was reached. */
  readonly queued: number
  readonly ended: number | undefined
}

export interface Asked {
  /** Milliseconds. */
  readonly since?: number
  readonly most?: number
  readonly states?: readonly DeliveryState[]
}

export type Summary = ReadonlyMap<string, Readonly<Record<DeliveryState, number>>>

export interface DeliveryStore {
  /** Once for a session and a service: a second time changes nothing. */
  insert(delivery: NewDelivery, now: number): Step
  /** Takes what is due for `lease` milliseconds, leaving out some services: of two couriers, one gets each row. */
  take(now: number, lease: number, most: number, except: readonly string[]): Promise<readonly TakenDelivery[]>
  again(id: string, due: number, status: number | undefined): Promise<void>
  done(id: string, state: Exclude<DeliveryState, 'waiting'>, now: number, status: number | undefined): Promise<void>
  waiting(): Promise<number>
  /** A service's own, newest first. */
  deliveriesOf(clientId: string, asked?: Asked): Promise<readonly Delivery[]>
  /** All services', newest first. */
  deliveries(asked?: Asked): Promise<readonly Delivery[]>
  /** How many of each state, by service. */
  summary(asked: { readonly since?: number; readonly clientId?: string | undefined }): Promise<Summary>
  /** Removes what is done and older. */
  sweep(before: number): Promise<void>
}

export function openDeliveryStore(database: Database): DeliveryStore {
  const q = database.queries.withTables<{ logout_delivery: DeliveryTable }>()

  const read = async (clientId: string | undefined, asked: Asked = {}): Promise<readonly Delivery[]> => {
    let query = q.selectFrom('logout_delivery').selectAll().orderBy('queued', 'desc').orderBy('id')
    if (clientId !== undefined) query = query.where('client_id', '=', clientId)
    if (asked.since !== undefined) query = query.where('queued', '>=', asked.since)
    if (asked.states !== undefined) query = query.where('state', 'in', asked.states)
    return (await query.limit(asked.most ?? 100).execute()).map(deliveryOf)
  }

  return {
    insert: ({ sid, clientId, sub }, now) => ({
      query: q
        .insertInto('logout_delivery')
        .values({
          id: randomToken(16),
          sid,
          client_id: clientId,
          sub,
          state: 'waiting',
          ...untouched,
          queued: now,
          due: now,
        })
        .onConflict((oc) => oc.columns(['sid', 'client_id']).doNothing())
        .compile(),
    }),

    async take(now, lease, most, except) {
      let due = q.selectFrom('logout_delivery').select('id').where('state', '=', 'waiting').where('due', '<=', now)
      if (except.length > 0) due = due.where('client_id', 'not in', except)
      const rows = await q
        .updateTable('logout_delivery')
        .set({ due: now + lease, taken: sql`taken + 1` })
        // Asked for twice: a courier that waited for another's row lock reads the row again, finds it taken, and leaves it.
        .where('state', '=', 'waiting')
        .where('due', '<=', now)
        .where('id', 'in', due.orderBy('due').limit(most))
        .returning(['id', 'sid', 'client_id', 'sub', 'taken', 'failed', 'queued'])
        .execute()
      return rows.map((row) => ({ ...row, clientId: row.client_id, sid: row.sid as Sid, sub: row.sub ?? '' }))
    },

    async again(id, due, status) {
      await q
        .updateTable('logout_delivery')
        .set({ due, status: status ?? null, failed: sql`failed + 1` })
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .execute()
    },

    async done(id, state, now, status) {
      const failed = state === 'refused' || state === 'unreachable' ? 1 : 0
      await q
        .updateTable('logout_delivery')
        .set({ state, ended: now, status: status ?? null, sub: null, failed: sql`failed + ${failed}` })
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .execute()
    },

    async waiting() {
      const [row] = await database.raw<{ n: number }>(
        "select count(*) as n from logout_delivery where state = 'waiting'",
        [],
      )
      return Number(row?.n)
    },

    deliveriesOf: (clientId, asked) => read(clientId, asked),
    deliveries: (asked) => read(undefined, asked),

    async summary({ since = 0, clientId }) {
      let query = q
        .selectFrom('logout_delivery')
        .select(({ fn }) => ['client_id', 'state', fn.countAll<number>().as('n')])
        .where('queued', '>=', since)
        .groupBy(['client_id', 'state'])
        .orderBy('client_id')
      if (clientId !== undefined) query = query.where('client_id', '=', clientId)
      const counted = new Map<string, Record<DeliveryState, number>>()
      for (const row of await query.execute()) {
        const one = counted.get(row.client_id) ?? { waiting: 0, accepted: 0, refused: 0, unreachable: 0, 'gave-up': 0 }
        one[row.state as DeliveryState] = Number(row.n)
        counted.set(row.client_id, one)
      }
      return counted
    },

    async sweep(before) {
      await database.raw("delete from logout_delivery where queued < $1 and state <> 'waiting'", [before])
    },
  }
}

const untouched = { status: null, taken: 0, failed: 0, ended: null } as const

const deliveryOf = (row: DeliveryTable): Delivery => ({
  sid: row.sid as Sid,
  clientId: row.client_id,
  state: row.state as DeliveryState,
  status: row.status ?? undefined,
  calls: row.failed + (row.state === 'accepted' ? 1 : 0),
  queued: row.queued,
  ended: row.ended ?? undefined,
})

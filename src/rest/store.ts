/** Sessions in the database, which has the last word on how each ended. What they hold is sealed (`handles.ts`). */
import { lifetimes } from '#base/lifetimes.ts'
import type { Database, Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { Status } from '#rest/shape.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0001-rest-session',
    async up(tx, column) {
      await tx.schema
        .createTable('rest_session')
        .addColumn('place', 'text', (c) => c.primaryKey())
        .addColumn('client_id', 'text', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('asked', 'text', (c) => c.notNull())
        .addColumn('result', 'text')
        .addColumn('created', column.integer, (c) => c.notNull())
        .addColumn('expires', column.integer, (c) => c.notNull())
        .execute()
      await tx.schema.createIndex('rest_session_expires').on('rest_session').column('expires').execute()
    },
  },
]

/** As it is written; that a session has expired is read from the clock. */
export type KeptStatus = Exclude<Status, 'EXPIRED'>
export type Ending = Exclude<KeptStatus, 'CREATED' | 'WAITING_FOR_USER'>

export interface SessionRow {
  readonly place: string
  readonly clientId: string
  readonly status: KeptStatus
  readonly asked: string
  readonly result: string | undefined
  /** Milliseconds. */
  readonly created: number
  readonly expires: number
}

export interface SessionStore {
  insert(row: SessionRow): Step
  find(place: string): Promise<SessionRow | undefined>
  /** The user has opened the address. */
  opened(place: string): Promise<void>
  /** The one end of a session. Fails as `session-closed`: it has ended already, one way or another, or its time is over. */
  close(
    place: string,
    end: { readonly status: Ending; readonly result: string | null; readonly expires: number; readonly now: number },
  ): Step
  sweep(now: number): Promise<void>
}

const insert = written(
  'insert into rest_session (place, client_id, status, asked, result, created, expires) values ($1, $2, $3, $4, $5, $6, $7)',
)
const close = written(
  `update rest_session set status = $2, result = $3, expires = $4
    where place = $1 and status in ('CREATED', 'WAITING_FOR_USER') and expires > $5`,
)

interface FoundRow {
  client_id: string
  status: KeptStatus
  asked: string
  result: string | null
  created: number
  expires: number
}

export const openSessionStore = (database: Database): SessionStore => ({
  insert: (row) => ({
    query: insert(row.place, row.clientId, row.status, row.asked, row.result ?? null, row.created, row.expires),
  }),
  async find(place) {
    const [row] = await database.raw<FoundRow>(
      'select client_id, status, asked, result, created, expires from rest_session where place = $1',
      [place],
    )
    if (row === undefined) return undefined
    const { client_id: clientId, result, ...rest } = row
    return { ...rest, place, clientId, result: result ?? undefined }
  },
  async opened(place) {
    await database.raw(`update rest_session set status = 'WAITING_FOR_USER' where place = $1 and status = 'CREATED'`, [
      place,
    ])
  },
  close: (place, { status, result, expires, now }) => ({
    must: 'session-closed',
    query: close(place, status, result, expires, now),
  }),
  async sweep(now) {
    // What nobody may read any more is not kept.
    await database.raw('update rest_session set result = null where expires < $1 and result is not null', [now])
    await database.raw('delete from rest_session where expires < $1', [now - lifetimes.restSessionKept * 1000])
  },
})

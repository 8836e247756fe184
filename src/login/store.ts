/** What the database knows of logins: who is in which session, and which sessions have ended. It has the last word (security.md 1, 22). */
import type { AttemptId, GrantId, PersonId, Sid } from '#base/ids.ts'
import { lifetimes } from '#base/lifetimes.ts'
import type { Database, Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { InSession } from '#oidc/logout/back-channel.ts'

interface LoginTable {
  /** One answer for each attempt, whatever the hot store says. */
  attempt: string
  sid: string
  client_id: string
  person_id: string
  grant_id: string
  method: string
  level: string
  at: number
}

interface SessionEndTable {
  sid: string
  at: number
  why: string
  /** When it was settled who is told of it. */
  settled: number | null
}

export interface LoginRow {
  readonly attempt: AttemptId
  readonly sid: Sid
  readonly clientId: string
  readonly person: PersonId
  readonly grant: GrantId
  readonly method: string
  readonly level: string
  readonly at: number
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-login',
    async up(tx, column) {
      await tx.schema
        .createTable('login')
        .addColumn('attempt', 'text', (c) => c.primaryKey())
        .addColumn('sid', 'text', (c) => c.notNull())
        .addColumn('client_id', 'text', (c) => c.notNull())
        .addColumn('person_id', 'text', (c) => c.notNull())
        .addColumn('grant_id', 'text', (c) => c.notNull())
        .addColumn('method', 'text', (c) => c.notNull())
        .addColumn('level', 'text', (c) => c.notNull())
        .addColumn('at', column.integer, (c) => c.notNull())
        .execute()
      await tx.schema.createIndex('login_sid').on('login').column('sid').execute()
      await tx.schema
        .createTable('session_end')
        .addColumn('sid', 'text', (c) => c.primaryKey())
        .addColumn('at', column.integer, (c) => c.notNull())
        .addColumn('why', 'text', (c) => c.notNull())
        .execute()
    },
  },
  {
    name: '0002-session-settled',
    async up(tx, column) {
      await tx.schema.alterTable('session_end').addColumn('settled', column.integer).execute()
      await tx
        .withTables<{ session_end: SessionEndTable }>()
        .updateTable('session_end')
        .set((eb) => ({ settled: eb.ref('at') }))
        .execute()
      await tx.schema.createIndex('session_end_settled').on('session_end').columns(['settled', 'at']).execute()
      await tx.schema.createIndex('login_person').on('login').column('person_id').execute()
    },
  },
]

/** Why the database would not have an answer written. */
export type AnswerGuard = 'already-answered' | 'session-ended'

export interface LoginStore {
  /** Fails as `already-answered`: this attempt has had its answer. */
  login(row: LoginRow): Step
  /** Fails as `session-ended`. */
  sessionLive(sid: Sid): Step
  /** Fails as `ended-before`. */
  end(sid: Sid, why: string, at: number): Step
  /** Every session of a person that nobody ended. */
  endAll(person: PersonId, why: string, at: number): Step
  /** When it ended, milliseconds. */
  endedAt(sid: Sid): Promise<number | undefined>
  /** The services that were logged in to in a session, each once. */
  servicesOf(sid: Sid): Promise<readonly InSession[]>
  /** Writes who is told of a session's end, and that this is settled. */
  settle(sid: Sid, at: number, steps: readonly Step[]): Promise<void>
  /** Sessions whose end stands since before that time, and nobody settled who is told. */
  unsettled(before: number, most: number): Promise<readonly Sid[]>
  /** What a person logged in to lately, in sessions that nobody ended; oldest first. */
  loginsOf(person: PersonId): Promise<readonly LoginRow[]>
  /**
   * Removes what no living session, attempt or token can ask for any more. `forgotten` hears of ended sessions before nobody knows
   * of their end any longer.
   */
  sweep(now: number, forgotten: (sids: readonly Sid[]) => Promise<void>): Promise<void>
}

const insertLogin = written(
  'insert into login (attempt, sid, client_id, person_id, grant_id, method, level, at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
)
// Each with nobody told yet: whoever settles what is left tells the services (`end.ts`).
const endAll = written(`insert into session_end (sid, at, why, settled)
  select distinct sid, cast($3 as bigint), $2, cast(null as bigint) from login where person_id = $1
  on conflict (sid) do nothing`)
const selectLive = written('select 1 as live where not exists (select 1 from session_end where sid = $1)')

export function openLoginStore(database: Database): LoginStore {
  const q = database.queries.withTables<{ login: LoginTable; session_end: SessionEndTable }>()
  return {
    login: (row) => ({
      must: 'already-answered' satisfies AnswerGuard,
      query: insertLogin(row.attempt, row.sid, row.clientId, row.person, row.grant, row.method, row.level, row.at),
    }),
    sessionLive: (sid) => ({ must: 'session-ended' satisfies AnswerGuard, query: selectLive(sid) }),
    end: (sid, why, at) => ({
      must: 'ended-before',
      query: q
        .insertInto('session_end')
        .values({ sid, at, why, settled: null })
        .onConflict((oc) => oc.column('sid').doNothing())
        .compile(),
    }),
    endAll: (person, why, at) => ({ query: endAll(person, why, at) }),
    async endedAt(sid) {
      const [row] = await database.raw<{ at: number }>('select at from session_end where sid = $1', [sid])
      return row?.at
    },
    async servicesOf(sid) {
      const rows = await q
        .selectFrom('login')
        .select(['client_id', 'person_id'])
        .where('sid', '=', sid)
        .distinct()
        .orderBy('client_id')
        .execute()
      return rows.map((row) => ({ clientId: row.client_id, person: row.person_id as PersonId }))
    },
    async settle(sid, at, steps) {
      const settled = q
        .updateTable('session_end')
        .set({ settled: at })
        .where('sid', '=', sid)
        .where('settled', 'is', null)
      await database.batch([...steps, { query: settled.compile() }])
    },
    async unsettled(before, most) {
      const rows = await q
        .selectFrom('session_end')
        .select('sid')
        .where('settled', 'is', null)
        .where('at', '<', before)
        .orderBy('at')
        .limit(most)
        .execute()
      return rows.map((row) => row.sid as Sid)
    },
    async loginsOf(person) {
      const rows = await q
        .selectFrom('login')
        .selectAll()
        .where('person_id', '=', person)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('session_end').select('at').whereRef('session_end.sid', '=', 'login.sid'))),
        )
        .orderBy('at')
        .execute()
      return rows.map(loginRow)
    },
    async sweep(now, forgotten) {
      const before = now - lifetimes.sessionKept * 1000
      await database.raw('delete from login where at < $1', [before])
      await forgetEnds(database, before, forgotten)
    },
  }
}

/** So many at a time that a statement stays short. */
const endsAtOnce = 500

async function forgetEnds(
  database: Database,
  before: number,
  forgotten: (sids: readonly Sid[]) => Promise<void>,
): Promise<void> {
  for (;;) {
    const rows = await database.raw<{ sid: Sid }>('select sid from session_end where at < $1 limit $2', [
      before,
      endsAtOnce,
    ])
    if (rows.length === 0) return
    await forgotten(rows.map(({ sid }) => sid))
    const places = rows.map((_row, i) => `$${i + 1}`).join(', ')
    await database.raw(
      `delete from session_end where sid in (${places})`,
      rows.map(({ sid }) => sid),
    )
  }
}

const loginRow = (row: LoginTable): LoginRow => ({
  attempt: row.attempt as AttemptId,
  sid: row.sid as Sid,
  clientId: row.client_id,
  person: row.person_id as PersonId,
  grant: row.grant_id as GrantId,
  method: row.method,
  level: row.level,
  at: row.at,
})

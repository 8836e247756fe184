/** The tables behind the switches: what is off, and how many logins each eID has answered. */
import type { Database, Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { Text } from '#i18n/text.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0001-eid-switch',
    async up(tx, column) {
      await tx.schema
        .createTable('eid_switch')
        .addColumn('method', column.text, (c) => c.notNull())
        // Empty: for every service.
        .addColumn('client_id', column.text, (c) => c.notNull())
        .addColumn('since', column.integer, (c) => c.notNull())
        // A sentence for users in four languages, JSON; empty: none.
        .addColumn('message', column.text, (c) => c.notNull())
        .addPrimaryKeyConstraint('eid_switch_pk', ['method', 'client_id'])
        .execute()
      await tx.schema
        .createTable('login_tally')
        // Days since 1970, UTC.
        .addColumn('day', column.integer, (c) => c.notNull())
        .addColumn('method', column.text, (c) => c.notNull())
        .addColumn('client_id', column.text, (c) => c.notNull())
        .addColumn('logins', column.integer, (c) => c.notNull())
        .addPrimaryKeyConstraint('login_tally_pk', ['day', 'method', 'client_id'])
        .execute()
    },
  },
]

/** One switch that is off. */
export interface EidSwitch {
  readonly method: string
  /** Undefined: for every service. */
  readonly clientId: string | undefined
  /** Milliseconds. */
  readonly since: number
  readonly message: Text | undefined
}

export interface Tallied {
  readonly method: string
  readonly clientId: string
  readonly logins: number
}

export interface SwitchStore {
  all(): Promise<readonly EidSwitch[]>
  turnOff(one: EidSwitch): Step
  /** Fails as `was-on`. */
  turnOn(method: string, clientId: string | undefined): Step
  /** A guard for an answer: fails as `eid-off`. */
  isOn(method: string, clientId: string): Step
  add(day: number, tallied: Tallied): Step
  /** Since that day, each eID and service once. */
  tallied(method: string, since: number): Promise<readonly Tallied[]>
  sweep(before: number): Promise<void>
}

interface SwitchRow {
  readonly method: string
  readonly client_id: string
  readonly since: number
  readonly message: string
}

const everywhere = ''
const insert = written(`insert into eid_switch (method, client_id, since, message) values ($1, $2, $3, $4)
  on conflict (method, client_id) do update set message = excluded.message`)
const remove = written('delete from eid_switch where method = $1 and client_id = $2')
const guard = written(
  `select 1 where not exists (select 1 from eid_switch where method = $1 and client_id in ('', $2))`,
)
const addTo = written(`insert into login_tally (day, method, client_id, logins) values ($1, $2, $3, $4)
  on conflict (day, method, client_id) do update set logins = login_tally.logins + excluded.logins`)
const selectTally = `select client_id, sum(logins) as logins from login_tally where method = $1 and day >= $2
  group by client_id order by client_id`

export function switchStore(database: Database): SwitchStore {
  return {
    async all() {
      const rows = await database.raw<SwitchRow>('select * from eid_switch order by method, client_id', [])
      return rows.map(({ method, client_id: clientId, since, message }) => ({
        method,
        clientId: clientId === everywhere ? undefined : clientId,
        since,
        message: message === '' ? undefined : (JSON.parse(message) as Text),
      }))
    },
    turnOff: ({ method, clientId = everywhere, since, message }) => ({
      query: insert(method, clientId, since, message === undefined ? '' : JSON.stringify(message)),
    }),
    turnOn: (method, clientId = everywhere) => ({ query: remove(method, clientId), must: 'was-on' }),
    isOn: (method, clientId) => ({ query: guard(method, clientId), must: 'eid-off' }),
    add: (day, { method, clientId, logins }) => ({ query: addTo(day, method, clientId, logins) }),
    async tallied(method, since) {
      const rows = await database.raw<{ client_id: string; logins: number | string }>(selectTally, [method, since])
      // PostgreSQL gives a sum as a text.
      return rows.map(({ client_id: clientId, logins }) => ({ method, clientId, logins: Number(logins) }))
    },
    sweep: async (before) => void (await database.raw('delete from login_tally where day < $1', [before])),
  }
}

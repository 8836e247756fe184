/** What owners register themselves: beside each client how it came to be, scopes of their own, and who may use whose scopes. */
import type { Migration, Step, Tx } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { KeptScope } from '#services/store.ts'

/** Beside a service that came by the API or by dynamic registration. */
export interface ClientRecord {
  readonly clientId: string
  readonly integrationType: string
  /** Its internal name, where another one is shown to users. */
  readonly name: string | undefined
  readonly description: string | undefined
  /** The organisation that registered it for its owner. */
  readonly supplier: string | undefined
  /** Milliseconds. */
  readonly created: number
  readonly updated: number
  readonly keysCreated: number | undefined
  readonly keysUpdated: number | undefined
  /** Goes up with each change: what `ETag` says. */
  readonly revision: number
  /** SHA-256 of the registration access token (RFC 7592). */
  readonly tokenHash: string | undefined
}

export interface OwnScope {
  readonly owner: string
  readonly active: boolean
  readonly scope: KeptScope
  readonly longDescription: string | undefined
  readonly created: number
  readonly updated: number
}

export interface Access {
  readonly scope: string
  readonly consumer: string
  readonly state: 'APPROVED' | 'DENIED'
  readonly created: number
  readonly updated: number
}

export interface SelfService {
  readonly records: ReadonlyMap<string, ClientRecord>
  readonly ownScopes: ReadonlyMap<string, OwnScope>
  /** By `accessKey`. */
  readonly access: ReadonlyMap<string, Access>
}

/** Neither has a space in it. */
export const accessKey = (scope: string, consumer: string): string => `${scope} ${consumer}`

export const selfServiceTables: Migration = {
  name: '0003-service-self-service',
  up: async (tx, column) => {
    await tx.schema
      .createTable('service_record')
      .addColumn('client_id', column.text, (c) => c.primaryKey())
      .addColumn('json', column.text, (c) => c.notNull())
      .execute()
    await tx.schema
      .createTable('service_scope')
      .addColumn('name', column.text, (c) => c.primaryKey())
      .addColumn('json', column.text, (c) => c.notNull())
      .execute()
    await tx.schema
      .createTable('service_access')
      .addColumn('scope', column.text, (c) => c.notNull())
      .addColumn('consumer', column.text, (c) => c.notNull())
      .addColumn('json', column.text, (c) => c.notNull())
      .addPrimaryKeyConstraint('service_access_once', ['scope', 'consumer'])
      .execute()
  },
}

type Tables = {
  readonly service_record: { readonly client_id: string; readonly json: string }
  readonly service_scope: { readonly name: string; readonly json: string }
  readonly service_access: { readonly scope: string; readonly consumer: string; readonly json: string }
}

export async function readSelfService(tx: Tx): Promise<SelfService> {
  const inside = tx.withTables<Tables>()
  const read = async <T>(table: keyof Tables): Promise<readonly T[]> =>
    (await inside.selectFrom(table).select('json').execute()).map(({ json }) => JSON.parse(json) as T)
  const records = await read<ClientRecord>('service_record')
  const scopes = await read<OwnScope>('service_scope')
  const access = await read<Access>('service_access')
  return {
    records: new Map(records.map((one) => [one.clientId, one])),
    ownScopes: new Map(scopes.map((one) => [one.scope.name, one])),
    access: new Map(access.map((one) => [accessKey(one.scope, one.consumer), one])),
  }
}

// Whoever writes holds the version (`nextVersion`), so what is there is what was read.
const putRecordQuery = written(
  'insert into service_record (client_id, json) values ($1, $2) on conflict (client_id) do update set json = excluded.json',
)
const putScopeQuery = written(
  'insert into service_scope (name, json) values ($1, $2) on conflict (name) do update set json = excluded.json',
)
const putAccessQuery = written(
  'insert into service_access (scope, consumer, json) values ($1, $2, $3) on conflict (scope, consumer) do update set json = excluded.json',
)

export const putRecord = (record: ClientRecord): Step => ({
  query: putRecordQuery(record.clientId, JSON.stringify(record)),
})
export const putOwnScope = (one: OwnScope): Step => ({ query: putScopeQuery(one.scope.name, JSON.stringify(one)) })
export const putAccess = (one: Access): Step => ({
  query: putAccessQuery(one.scope, one.consumer, JSON.stringify(one)),
})

/** The tables of service owners and services. What was registered is kept as it was declared, secrets only as their hash. */
import { sha256 } from '#base/secrets.ts'
import type { Database, Migration, Queries, Step } from '#db/db.ts'
import { type KeptDetailType, keptDetailType } from '#services/detail-types.ts'
import type { OwnerEntry, ScopeEntry, ServiceEntry } from '#services/shape.ts'
import { readSelfService, type SelfService, selfServiceTables } from '#services/self-service.ts'
import { textOf } from '#services/texts-shape.ts'
import type { Text } from '#i18n/text.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0001-service',
    up: async (tx, column) => {
      await tx.schema
        .createTable('service_owner')
        .addColumn('org_number', column.text, (c) => c.primaryKey())
        .addColumn('json', column.text, (c) => c.notNull())
        .addColumn('changed', column.integer, (c) => c.notNull())
        .execute()
      await tx.schema
        .createTable('service')
        .addColumn('client_id', column.text, (c) => c.primaryKey())
        .addColumn('owner', column.text, (c) => c.notNull())
        // Who declared it: what one source leaves out is no reason to switch off what another declared.
        .addColumn('source', column.text, (c) => c.notNull())
        .addColumn('json', column.text, (c) => c.notNull())
        .addColumn('active', column.integer, (c) => c.notNull())
        .addColumn('changed', column.integer, (c) => c.notNull())
        .execute()
      // Goes up with every change: processes look at this one row, and of two writers at once one begins again.
      await tx.schema
        .createTable('service_version')
        .addColumn('only_one', column.integer, (c) => c.primaryKey())
        .addColumn('version', column.integer, (c) => c.notNull())
        .execute()
      const db = tx.withTables<Tables>()
      await db.insertInto('service_version').values({ only_one: 1, version: 0 }).execute()
    },
  },
  {
    name: '0002-service-owner-source',
    up: async (tx, column) => {
      await tx.schema
        .alterTable('service_owner')
        .addColumn('source', column.text, (c) => c.notNull().defaultTo('file'))
        .execute()
      await tx.schema
        .alterTable('service_owner')
        .addColumn('active', column.integer, (c) => c.notNull().defaultTo(1))
        .execute()
    },
  },
  selfServiceTables,
]

type Tables = {
  readonly service_owner: {
    readonly org_number: string
    readonly json: string
    readonly changed: number
    readonly source: Source
    readonly active: number
  }
  readonly service: {
    readonly client_id: string
    readonly owner: string
    readonly source: Source
    readonly json: string
    readonly active: number
    readonly changed: number
  }
  readonly service_version: { readonly only_one: number; readonly version: number }
}

/**
 * `file`: the operator's declaration; `sandbox`: the twin's example services; `api`: registered by an owner itself or its
 * supplier; `dynamic`: by the client itself (RFC 7591). What one of them declares, no other changes.
 */
export type Source = 'file' | 'sandbox' | 'api' | 'dynamic'

/** A service as it is kept: every default filled in, the secret as its SHA-256 in base64url. */
export type KeptService = Omit<ServiceEntry, 'client_secret' | 'client_name'> & { readonly client_name: Text }
export interface KeptOwner {
  readonly org_number: string
  readonly name: Text
  readonly role: OwnerEntry['role']
  readonly suppliers: readonly string[]
  readonly scope_prefixes: readonly string[]
  readonly scopes: readonly KeptScope[]
  readonly delegations: OwnerEntry['delegations']
  readonly authorization_details_types: readonly KeptDetailType[]
}
export type KeptScope = Omit<ScopeEntry, 'description'> & { readonly description: Text }

export interface Registration {
  readonly owner: string
  readonly source: Source
  readonly active: boolean
  readonly service: KeptService
}

/** Everything that is registered, and the version it was read at. */
export interface Registered extends SelfService {
  readonly version: number
  /** Those that are approved now. */
  readonly owners: ReadonlyMap<string, KeptOwner>
  readonly ownerSources: ReadonlyMap<string, Source>
  readonly services: ReadonlyMap<string, Registration>
}

export function keptService(entry: ServiceEntry): KeptService {
  const { client_secret, client_secret_sha256, client_name, ...rest } = entry
  const hash = client_secret === undefined ? inBase64url(client_secret_sha256) : sha256(client_secret)
  return { ...rest, client_name: textOf(client_name), ...(hash === undefined ? {} : { client_secret_sha256: hash }) }
}

export const keptOwner = (owner: OwnerEntry): KeptOwner => ({
  org_number: owner.org_number,
  name: textOf(owner.name),
  role: owner.role,
  suppliers: owner.suppliers,
  scope_prefixes: owner.scope_prefixes,
  scopes: owner.scopes.map((scope) => ({ ...scope, description: textOf(scope.description) })),
  delegations: owner.delegations,
  authorization_details_types: owner.authorization_details_types.map(keptDetailType),
})

const inBase64url = (hash: string | undefined): string | undefined =>
  hash !== undefined && hash.length === 64 ? Buffer.from(hash, 'hex').toString('base64url') : hash

export interface ServiceStore {
  version(): Promise<number>
  read(): Promise<Registered>
  putOwner(owner: KeptOwner, source: Source, now: number): Step
  /** No longer approved: what it registered itself is as if it were off, and back when the owner is. */
  dropOwner(orgNumber: string, now: number): Step
  put(registration: Registration, now: number): Step
  /** Switched off, not forgotten: its id is not given to somebody else. */
  switchOff(clientId: string, now: number): Step
  /** A guard: fails as `changed-meanwhile` when somebody else wrote since `was`. */
  nextVersion(was: number): Step
  /** A guard: fails as `client-inactive`. */
  active(clientId: string): Step
}

export function serviceStore(database: Database): ServiceStore {
  const db = database.queries.withTables<Tables>()
  return {
    version: () => versionOf(database.queries),
    // One transaction, so that version, owners and services belong together.
    read: () =>
      database.transaction(async (tx) => {
        const inside = tx.withTables<Tables>()
        const version = await versionOf(tx)
        const owners = await inside
          .selectFrom('service_owner')
          .select(['org_number', 'json', 'source'])
          .where('active', '=', 1)
          .execute()
        const services = await inside
          .selectFrom('service')
          .select(['client_id', 'owner', 'source', 'json', 'active'])
          .execute()
        return {
          version,
          owners: new Map(owners.map((row) => [row.org_number, keptSince<KeptOwner>(ownerDefaults, row.json)])),
          ownerSources: new Map(owners.map((row) => [row.org_number, row.source])),
          services: new Map(services.map((row) => [row.client_id, registrationOf(row)])),
          ...(await readSelfService(tx)),
        }
      }),
    putOwner: (owner, source, now) => {
      const row = { org_number: owner.org_number, json: JSON.stringify(owner), changed: now, source, active: 1 }
      const { org_number: _, ...change } = row
      const query = db
        .insertInto('service_owner')
        .values(row)
        .onConflict((c) => c.column('org_number').doUpdateSet(change))
      return { query: query.compile() }
    },
    dropOwner: (orgNumber, now) => ({
      query: db
        .updateTable('service_owner')
        .set({ active: 0, changed: now })
        .where('org_number', '=', orgNumber)
        .compile(),
    }),
    put: ({ owner, source, active, service }, now) => {
      const change = { owner, source, json: JSON.stringify(service), active: active ? 1 : 0, changed: now }
      const query = db
        .insertInto('service')
        .values({ client_id: service.client_id, ...change })
        .onConflict((c) => c.column('client_id').doUpdateSet(change))
      return { query: query.compile() }
    },
    switchOff: (clientId, now) => ({
      query: db.updateTable('service').set({ active: 0, changed: now }).where('client_id', '=', clientId).compile(),
    }),
    nextVersion: (was) => ({
      query: db
        .updateTable('service_version')
        .set({ version: was + 1 })
        .where('only_one', '=', 1)
        .where('version', '=', was)
        .compile(),
      must: 'changed-meanwhile',
    }),
    // A read, not an update: every login of a service passes here, and none shall wait for another.
    active: (clientId) => ({
      query: db
        .selectFrom('service')
        .select('active')
        .where('client_id', '=', clientId)
        .where('active', '=', 1)
        .compile(),
      must: 'client-inactive',
    }),
  }
}

async function versionOf(queries: Queries): Promise<number> {
  const row = await queries
    .withTables<Tables>()
    .selectFrom('service_version')
    .select('version')
    .executeTakeFirstOrThrow()
  return row.version
}

const registrationOf = (row: Pick<Tables['service'], 'owner' | 'source' | 'json' | 'active'>): Registration => ({
  owner: row.owner,
  source: row.source,
  active: row.active === 1,
  service: keptSince<KeptService>(serviceDefaults, row.json),
})

/** What was kept before a field existed has its default. */
const keptSince = <T extends object>(defaults: Partial<T>, json: string): T => ({
  ...defaults,
  ...(JSON.parse(json) as T),
})

const ownerDefaults: Partial<KeptOwner> = {
  suppliers: [],
  scope_prefixes: [],
  scopes: [],
  delegations: [],
  authorization_details_types: [],
}
const serviceDefaults: Partial<KeptService> = {
  profile: 'idporten',
  grant_types: ['authorization_code'],
  refresh_token_lifetime: 600,
  authorization_lifetime: 7200,
  refresh_token_usage: 'ONETIME',
  require_pushed_authorization_requests: false,
  require_signed_request_object: false,
  dpop_bound_access_tokens: false,
  tls_client_certificate_bound_access_tokens: false,
  backchannel_logout_session_required: true,
  authorization_details_types: [],
  onbehalfof: [],
  rest_callback_uris: [],
  subjects: ['person'],
}

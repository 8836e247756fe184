/**
 * Families of refresh tokens: one row for each grant that may be refreshed, changed by one conditional statement at each use.
 * Whether the grant was taken back stands in the row of the grant alone.
 */
import type { GrantId, PersonId, Sid } from '#base/ids.ts'
import type { Database, Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0002-refresh-family',
    async up(tx, column) {
      await tx.schema
        .createTable('refresh_family')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('hash', 'text', (c) => c.notNull())
        .addColumn('previous_hash', 'text')
        .addColumn('rotated', column.integer)
        .addColumn('sealed', 'text', (c) => c.notNull())
        .addColumn('client_id', 'text', (c) => c.notNull())
        .addColumn('person_id', 'text', (c) => c.notNull())
        .addColumn('ends_with_sid', 'text')
        .addColumn('idle_until', column.integer, (c) => c.notNull())
        .addColumn('absolute_until', column.integer, (c) => c.notNull())
        .addColumn('sweep_day', column.integer, (c) => c.notNull())
        .execute()
      await tx.schema.createIndex('refresh_family_sid').on('refresh_family').column('ends_with_sid').execute()
      await tx.schema.createIndex('refresh_family_day').on('refresh_family').column('sweep_day').execute()
      // Grants that are refreshed stay for as long as their family may, so they are no longer few.
      await tx.schema.createIndex('grant_expires').on('grant').column('expires').execute()
    },
  },
]

export interface FamilyRow {
  readonly id: GrantId
  readonly hash: string
  readonly sealed: string
  readonly clientId: string
  readonly person: PersonId
  /** The session whose end is the family's too; undefined: it outlives the logout. */
  readonly endsWith: Sid | undefined
  /** Milliseconds. The idle end moves at each use and never passes the absolute one, which never moves. */
  readonly idleUntil: number
  readonly absoluteUntil: number
}

export type KnownFamily = FamilyRow & {
  /** The secret before this one, and since when it no longer counts. */
  readonly previousHash: string | undefined
  readonly rotated: number | undefined
  /** The grant was taken back. */
  readonly revoked: boolean
}

export interface FamilyUse {
  readonly id: GrantId
  /** As it was found. */
  readonly hash: string
  readonly now: number
  readonly idleUntil: number
  /** Undefined: the secret stays. */
  readonly next: Pick<FamilyRow, 'hash' | 'sealed'> | undefined
}

export interface FamilyStore {
  insert(row: FamilyRow): Step
  /** Fails as `refresh-moved`: used, taken back or over since it was found. Of two callers one passes where the secret changes. */
  use(use: FamilyUse): Step
  find(id: GrantId): Promise<KnownFamily | undefined>
  /** Takes back the grants that end with these sessions. */
  endWith(sids: readonly Sid[], at: number): Promise<void>
  /** Removes what has been over for a day or two. */
  sweep(now: number): Promise<void>
}

/**
 * In days, so that a use on the same day changes no indexed column: PostgreSQL then writes the row alone, and none of its
 * indexes.
 */
const dayOf = (ms: number): number => Math.floor(ms / 86_400_000)

const insert = written(`insert into refresh_family
  (id, hash, sealed, client_id, person_id, ends_with_sid, idle_until, absolute_until, sweep_day)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`)

const asFound = `where id = $1 and hash = $2 and idle_until > $3 and absolute_until > $3
  and exists (select 1 from "grant" where "grant".id = refresh_family.id and "grant".revoked is null)`
const prolong = written(`update refresh_family set idle_until = $4, sweep_day = $5 ${asFound}`)
const rotate = written(`update refresh_family set idle_until = $4, sweep_day = $5,
  hash = $6, sealed = $7, previous_hash = hash, rotated = $3 ${asFound}`)

const find = `select f.hash, f.previous_hash, f.rotated, f.sealed, f.client_id, f.person_id, f.ends_with_sid, f.idle_until,
  f.absolute_until, g.revoked from refresh_family f join "grant" g on g.id = f.id where f.id = $1`

interface FoundRow {
  hash: string
  previous_hash: string | null
  rotated: number | null
  sealed: string
  client_id: string
  person_id: string
  ends_with_sid: string | null
  idle_until: number
  absolute_until: number
  revoked: number | null
}

export function openFamilyStore(database: Database): FamilyStore {
  return {
    insert: (row) => ({
      query: insert(
        row.id,
        row.hash,
        row.sealed,
        row.clientId,
        row.person,
        row.endsWith ?? null,
        row.idleUntil,
        row.absoluteUntil,
        dayOf(row.idleUntil),
      ),
    }),
    use: ({ id, hash, now, idleUntil, next }) => ({
      must: 'refresh-moved',
      query:
        next === undefined
          ? prolong(id, hash, now, idleUntil, dayOf(idleUntil))
          : rotate(id, hash, now, idleUntil, dayOf(idleUntil), next.hash, next.sealed),
    }),
    find: (id) => findFamily(database, id),
    async endWith(sids, at) {
      const places = sids.map((_sid, i) => `$${i + 2}`).join(', ')
      await database.raw(
        `update "grant" set revoked = $1, claims = null where revoked is null
          and id in (select id from refresh_family where ends_with_sid in (${places}))`,
        [at, ...sids],
      )
    },
    async sweep(now) {
      await database.raw('delete from refresh_family where sweep_day < $1', [dayOf(now)])
    },
  }
}

async function findFamily(database: Database, id: GrantId): Promise<KnownFamily | undefined> {
  const [row] = await database.raw<FoundRow>(find, [id])
  return (
    row && {
      id,
      hash: row.hash,
      previousHash: row.previous_hash ?? undefined,
      rotated: row.rotated ?? undefined,
      sealed: row.sealed,
      clientId: row.client_id,
      person: row.person_id as PersonId,
      endsWith: (row.ends_with_sid ?? undefined) as Sid | undefined,
      idleUntil: row.idle_until,
      absoluteUntil: row.absolute_until,
      revoked: row.revoked !== null,
    }
  )
}

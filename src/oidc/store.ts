/**
 * What codes gave, and which pushed requests have had their answer. The database has the last word on both: a hot store that
 * lost or brought back a code changes nothing here.
 */
import { CompiledQuery } from 'kysely'
import type { GrantId, PersonId, Sid } from '#base/ids.ts'
import type { Database, Migration, Step } from '#db/db.ts'
import { migrations as families } from '#oidc/family-store.ts'

/** A row of `grant`, as far as it is read. */
interface FoundRow {
  secret_hash: string
  client_id: string
  person_id: string
  sid: string
  locale: string
  claims: string | null
  revoked: number | null
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-grant',
    async up(tx, column) {
      await tx.schema
        .createTable('grant')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('secret_hash', 'text', (c) => c.notNull())
        .addColumn('client_id', 'text', (c) => c.notNull())
        .addColumn('person_id', 'text', (c) => c.notNull())
        .addColumn('sid', 'text', (c) => c.notNull())
        .addColumn('locale', 'text', (c) => c.notNull())
        .addColumn('claims', 'text')
        .addColumn('issued', column.integer, (c) => c.notNull())
        .addColumn('expires', column.integer, (c) => c.notNull())
        .addColumn('revoked', column.integer)
        .execute()
      await tx.schema
        .createTable('pushed_use')
        .addColumn('hash', 'text', (c) => c.primaryKey())
        .addColumn('at', column.integer, (c) => c.notNull())
        .execute()
    },
  },
  ...families,
]

export interface GrantRow {
  readonly id: GrantId
  readonly secretHash: string
  readonly clientId: string
  readonly person: PersonId
  readonly sid: Sid
  readonly locale: string
  /** Claims about the person beside the token's own, sealed under the token. */
  readonly claims: string | undefined
  /** Milliseconds. */
  readonly issued: number
  /** From then on nobody needs the row: its tokens are over, and a code that comes again is long too old. */
  readonly expires: number
}

export type KnownGrant = Pick<GrantRow, 'id' | 'secretHash' | 'clientId' | 'person' | 'sid' | 'locale' | 'claims'> & {
  readonly revoked: boolean
}

export interface GrantStore {
  /** Fails as `code-used`. */
  insert(row: GrantRow): Step
  /** Revoked, or written as revoked when its first use has not got that far: then that one's `insert` fails. */
  revoke(row: GrantRow): Step
  /** Fails as `taken-back`: it was already. */
  takeBack(id: GrantId, at: number): Step
  find(id: GrantId): Promise<KnownGrant | undefined>
  /** Fails as `request-used`: this pushed request has had its answer. */
  usePushed(hash: string, at: number): Step
  /** Removes what nobody needs any more. */
  sweep(now: number): Promise<void>
}

/**
 * True for the first caller only: for an assertion whose use a lost hot store would forget. Beside the pushed requests: what it
 * must outlive is as short. Its key has a mark of its own.
 */
export async function firstUse(database: Database, hash: string, at: number): Promise<boolean> {
  const query = CompiledQuery.raw(sql.usePushed, [`jti:${hash}`, at])
  return (await database.batch([{ must: 'assertion-used', query }])).ok
}

/** A pushed request lives two minutes, a login that it began at most an hour: after a day none can come back. */
const pushedKept = 24 * 3600 * 1000

const sql = {
  insert: `insert into "grant" (id, secret_hash, client_id, person_id, sid, locale, claims, issued, expires, revoked)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do nothing`,
  revoke: `insert into "grant" (id, secret_hash, client_id, person_id, sid, locale, claims, issued, expires, revoked)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (id) do update set revoked = excluded.revoked, claims = null where "grant".revoked is null`,
  takeBack: 'update "grant" set revoked = $2, claims = null where id = $1 and revoked is null',
  find: 'select secret_hash, client_id, person_id, sid, locale, claims, revoked from "grant" where id = $1',
  usePushed: 'insert into pushed_use (hash, at) values ($1, $2) on conflict (hash) do nothing',
  sweepGrants: 'delete from "grant" where expires < $1',
  sweepPushed: 'delete from pushed_use where at < $1',
} as const

/** By hand: every login passes here, and putting the same text together each time costs more than running it. */
export function openGrantStore(database: Database): GrantStore {
  return {
    insert: (row) => ({ must: 'code-used', query: CompiledQuery.raw(sql.insert, columns(row, null)) }),
    revoke: (row) => ({ query: CompiledQuery.raw(sql.revoke, columns(row, row.issued)) }),
    takeBack: (id, at) => ({ must: 'taken-back', query: CompiledQuery.raw(sql.takeBack, [id, at]) }),
    find: (id) => findGrant(database, id),
    usePushed: (hash, at) => ({ must: 'request-used', query: CompiledQuery.raw(sql.usePushed, [hash, at]) }),
    async sweep(now) {
      await database.raw(sql.sweepGrants, [now])
      await database.raw(sql.sweepPushed, [now - pushedKept])
    },
  }
}

const columns = (row: GrantRow, revoked: number | null): unknown[] => [
  row.id,
  row.secretHash,
  row.clientId,
  row.person,
  row.sid,
  row.locale,
  row.claims ?? null,
  row.issued,
  row.expires,
  revoked,
]

async function findGrant(database: Database, id: GrantId): Promise<KnownGrant | undefined> {
  const [row] = await database.raw<FoundRow>(sql.find, [id])
  return (
    row && {
      id,
      secretHash: row.secret_hash,
      clientId: row.client_id,
      person: row.person_id as PersonId,
      sid: row.sid as Sid,
      locale: row.locale,
      claims: row.claims ?? undefined,
      revoked: row.revoked !== null,
    }
  )
}

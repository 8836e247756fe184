/** MinID's tables: accounts, and the count of wrong passwords. */
import type { PersonId } from '#base/ids.ts'
import type { Database, Migration, Step } from '#db/db.ts'
import type { Vault } from '#keys/keys.ts'
import { type LockRule, lockSeconds, personRule } from '#methods/minid/lock.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0001-minid',
    up: async (tx, column) => {
      await tx.schema
        .createTable('minid_account')
        .addColumn('person_id', column.text, (c) => c.primaryKey())
        .addColumn('password_hash', column.text, (c) => c.notNull())
        .addColumn('mobile_cipher', column.text, (c) => c.notNull())
        .addColumn('channel', column.text, (c) => c.notNull())
        .addColumn('created', column.integer, (c) => c.notNull())
        .addColumn('changed', column.integer, (c) => c.notNull())
        .execute()
      // `who` is a person, or the look-up hash of a number that nobody has: both are counted, so both look alike.
      await tx.schema
        .createTable('minid_failures')
        .addColumn('who', column.text, (c) => c.primaryKey())
        .addColumn('failures', column.integer, (c) => c.notNull())
        .addColumn('locked_until', column.integer, (c) => c.notNull())
        .addColumn('changed', column.integer, (c) => c.notNull())
        .execute()
      await tx.schema.createIndex('minid_failures_changed').on('minid_failures').column('changed').execute()
    },
  },
]

// A type, not an interface: Kysely asks for an index signature, which only a type has.
type Tables = {
  readonly minid_account: {
    readonly person_id: string
    readonly password_hash: string
    readonly mobile_cipher: string
    readonly channel: 'sms'
    readonly created: number
    readonly changed: number
  }
  readonly minid_failures: {
    readonly who: string
    readonly failures: number
    readonly locked_until: number
    readonly changed: number
  }
}

export interface Account {
  readonly passwordHash: string
  /** E.164. Read only when it is needed. */
  mobile(): string
}

/** `ok: false`: nothing may be tried before `until`. */
export type Reserved = { readonly ok: boolean; readonly until: number }

export interface MinidStore {
  /** Undefined: nobody known; asks all the same. */
  account(person: PersonId | undefined): Promise<Account | undefined>
  /** An account that is there already stays as it is. */
  create(person: PersonId, passwordHash: string, mobile: string, now: number): Promise<void>
  /**
   * Counts a try before it is made: of any number at the same time, no more get through than the rule allows.
   * `until` of a counted try is when the next one may come, should this one be wrong.
   */
  reserve(who: string, now: number): Promise<Reserved>
  /** The password was right. */
  forget(who: string): Step
  /** Removes what no longer counts. */
  sweep(now: number): Promise<void>
}

export function minidStore(db: Database, vault: Vault, rule: LockRule = personRule): MinidStore {
  const queries = db.queries.withTables<Tables>()
  const reserving = reserveStatement(rule)
  return {
    account: async (person) => {
      const row = await queries
        .selectFrom('minid_account')
        .select(['password_hash', 'mobile_cipher'])
        .where('person_id', '=', person ?? 'nobody')
        .executeTakeFirst()
      if (row === undefined || person === undefined) return undefined
      return { passwordHash: row.password_hash, mobile: () => vault.decrypt(mobilePlace(person), row.mobile_cipher) }
    },
    create: async (person, passwordHash, mobile, now) => {
      const row = {
        person_id: person,
        password_hash: passwordHash,
        mobile_cipher: vault.encrypt(mobilePlace(person), mobile),
        channel: 'sms' as const,
        created: now,
        changed: now,
      }
      await queries
        .insertInto('minid_account')
        .values(row)
        .onConflict((c) => c.column('person_id').doNothing())
        .execute()
    },
    reserve: async (who, now) => {
      const [counted] = await db.raw<{ locked_until: number }>(reserving, [who, now, now - rule.forget * 1000])
      if (counted !== undefined) return { ok: true, until: counted.locked_until }
      const locked = await queries
        .selectFrom('minid_failures')
        .select('locked_until')
        .where('who', '=', who)
        .executeTakeFirst()
      return { ok: false, until: locked?.locked_until ?? now }
    },
    forget: (who) => ({ query: queries.deleteFrom('minid_failures').where('who', '=', who).compile() }),
    sweep: async (now) => {
      const old = now - rule.forget * 1000
      await queries.deleteFrom('minid_failures').where('changed', '<', old).where('locked_until', '<=', now).execute()
    },
  }
}

const mobilePlace = (person: PersonId): string => `minid_account:mobile:${person}`

/** $1 who, $2 now, $3 failures before this are forgotten. The waits are `lockSeconds`, written out as a table. */
function reserveStatement(rule: LockRule): string {
  const from = rule.free
  const waits = Array.from({ length: rule.steps.length + 1 }, (_, i) => from + i).map(
    (failures) => `when f.failures + 1 <= ${failures} then ${lockSeconds(rule, failures) * 1000}`,
  )
  const longest = lockSeconds(rule, Number.MAX_SAFE_INTEGER) * 1000
  return `insert into minid_failures as f (who, failures, locked_until, changed) values ($1, 1, 0, $2)
    on conflict (who) do update set
      failures = case when f.changed < $3 then 1 else f.failures + 1 end,
      locked_until = case when f.changed < $3 or f.failures + 1 < ${from} then 0
        else cast($2 as bigint) + case ${waits.join(' ')} else ${longest} end end,
      changed = $2
    where f.locked_until <= $2
    returning locked_until`
}

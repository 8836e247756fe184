/** MinID's first tables, and the count of wrong passwords. What accounts are: `accounts-store.ts`. */
import type { Database, Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import type { Vault } from '#keys/keys.ts'
import { type AccountStore, accountStore, migrations as accounts } from '#methods/minid/accounts-store.ts'
import { migrations as temporaries } from '#methods/minid/recover/store.ts'
import { migrations as pending } from '#methods/minid/pending/store.ts'
import { migrations as registrations } from '#methods/minid/register/store.ts'
import { migrations as devices } from '#methods/minid/second/store.ts'
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
  ...accounts,
  ...temporaries,
  ...pending,
  ...registrations,
  ...devices,
]

const selectLock = 'select failures, locked_until from minid_failures where who = $1'
const forget = written('delete from minid_failures where who = $1')
const sweep = 'delete from minid_failures where changed < $1 and locked_until <= $2'

/** `ok: false`: nothing may be tried before `until`; is that over, there have been too many `failures`. */
export interface Reserved {
  readonly ok: boolean
  readonly until: number
  readonly failures: number
}

export interface MinidStore extends AccountStore {
  /**
   * Counts a try before it is made: of any number at the same time, no more get through than the rule allows.
   * `until` of a counted try is when the next one may come, should this one be wrong; `failures` are with this one.
   * With `below` a try counts only where fewer have failed.
   */
  reserve(who: string, now: number, below?: number): Promise<Reserved>
  /** The password was right. */
  forget(who: string): Step
  /** Removes what no longer counts. */
  sweep(now: number): Promise<void>
}

export function minidStore(db: Database, vault: Vault, rule: LockRule = personRule): MinidStore {
  const reserve = reserveStatement(rule)
  return {
    ...accountStore(db, vault),
    reserve: async (who, now, below = many) => {
      const [counted] = await db.raw<FailuresRow>(reserve, [who, now, now - rule.forget * 1000, below])
      if (counted !== undefined) return { ok: true, until: counted.locked_until, failures: counted.failures }
      const [locked] = await db.raw<FailuresRow>(selectLock, [who])
      return { ok: false, until: locked?.locked_until ?? now, failures: locked?.failures ?? 0 }
    },
    forget: (who) => ({ query: forget(who) }),
    sweep: async (now) => {
      await db.raw(sweep, [now - rule.forget * 1000, now])
    },
  }
}

/** More than anybody fails: waits come long before. */
const many = 1_000_000_000

interface FailuresRow {
  readonly failures: number
  readonly locked_until: number
}

/** $1 who, $2 now, $3 failures before this are forgotten, $4 so many and no try counts. The waits are `lockSeconds`, written out as a table. */
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
    where f.locked_until <= $2 and (f.changed < $3 or f.failures < $4)
    returning failures, locked_until`
}

/** MinID's first tables, and all that came after them. What accounts are: `accounts-store.ts`. */
import type { Database, Migration } from '#db/db.ts'
import type { Vault } from '#keys/keys.ts'
import { type AccountStore, accountStore, migrations as accounts } from '#methods/minid/accounts-store.ts'
import { migrations as marks } from '#methods/minid/marks/store.ts'
import { migrations as temporaries } from '#methods/minid/recover/store.ts'
import { migrations as pending } from '#methods/minid/pending/store.ts'
import { migrations as registrations } from '#methods/minid/register/store.ts'
import { migrations as devices } from '#methods/minid/second/store.ts'

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
  ...marks,
  {
    // Guesses are counted with all others (`guessing/`).
    name: '0005-minid-failures-moved',
    up: async (tx) => {
      await tx.schema.dropTable('minid_failures').execute()
    },
  },
]

/** MinID's accounts; other tables have stores of their own. */
export type MinidStore = AccountStore

export const minidStore = (db: Database, vault: Vault): MinidStore => accountStore(db, vault)

/** For the tests of stores: the same test on SQLite, and on PostgreSQL when INNGANG_TEST_DATABASE_URL says where. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomCode } from '#base/secrets.ts'
import type { Database, Migration } from '#db/db.ts'
import { migrate } from '#db/migrate.ts'
import { openPostgres } from '#db/postgres.ts'
import { openSqlite } from '#db/sqlite.ts'

/** An address in a variable, or why there is none. A missing peer is a failure where all are required. */
export type Peer = { readonly url: string } | { readonly skip: string }

export function peer(variable: 'INNGANG_TEST_DATABASE_URL' | 'INNGANG_TEST_REDIS_URL'): Peer {
  const url = process.env[variable]
  if (url !== undefined && url !== '') return { url }
  const skip = `${variable} is not set`
  if (process.env['INNGANG_TEST_PEERS'] === 'required')
    test(variable, () => assert.fail(`${skip}, and all peers are required`))
  return { skip }
}

/** `check` gets an empty, migrated database of its own. */
export function onEachDatabase(
  migrations: readonly Migration[],
): (name: string, check: (database: Database) => Promise<void>) => void {
  const postgres = peer('INNGANG_TEST_DATABASE_URL')
  return (name, check) => {
    test(`${name} (sqlite)`, async () => {
      const database = openSqlite(':memory:')
      try {
        await migrate(database, migrations)
        await check(database)
      } finally {
        await database.close()
      }
    })
    const options = 'skip' in postgres ? { skip: postgres.skip } : {}
    test(`${name} (postgres)`, options, async () => {
      if (!('url' in postgres)) return
      const own = await ownSchema(postgres.url)
      // Also when the check fails: open connections would keep the test's process from ending.
      try {
        await migrate(own.database, migrations)
        await check(own.database)
      } finally {
        await own.drop()
      }
    })
  }
}

/** A schema that nobody else uses, so that tests may run side by side in one database. */
export async function ownSchema(url: string): Promise<{ database: Database; url: string; drop(): Promise<void> }> {
  const name = `test_${randomCode(12).toLowerCase()}`
  const outside = openPostgres(url, { connections: 1 })
  await outside.raw(`create schema ${name}`, [])
  const own = new URL(url)
  own.searchParams.set('options', `-c search_path=${name}`)
  const database = openPostgres(own.href, { connections: 4 })
  return {
    database,
    url: own.href,
    async drop() {
      await database.close()
      await outside.raw(`drop schema ${name} cascade`, [])
      await outside.close()
    },
  }
}

/** A trail to try things on, for the tests beside it. PostgreSQL when INNGANG_TEST_DATABASE_URL says where, else SQLite. */
import { generateKeyPairSync } from 'node:crypto'
import { fixedClock } from '#base/clock.ts'
import { newPersonId, type PersonId } from '#base/ids.ts'
import type { Database } from '#db/db.ts'
import { migrate } from '#db/migrate.ts'
import { openPostgres } from '#db/postgres.ts'
import { openSqlite } from '#db/sqlite.ts'
import { vaultInMemory } from '#keys/vault.ts'
import type { AuditEvent } from '#audit/events.ts'
import { openSealer } from '#audit/sealer.ts'
import { auditQueries, migrations } from '#audit/store.ts'
import { openAudit } from '#audit/trail.ts'
import { auditSource, verifyAudit, type VerifyOptions } from '#audit/verify.ts'

interface Test {
  after(done: () => Promise<void>): void
}

const url = process.env['INNGANG_TEST_DATABASE_URL']

async function openDatabase(t: Test, embedded: boolean): Promise<Database> {
  if (url === undefined || embedded) {
    const database = openSqlite(':memory:')
    t.after(() => database.close())
    return database
  }
  const schema = `audit_${process.pid}`
  const own = new URL(url)
  own.searchParams.set('options', `-c search_path=${schema}`)
  const admin = openPostgres(url)
  await admin.raw(`drop schema if exists ${schema} cascade`, [])
  await admin.raw(`create schema ${schema}`, [])
  const database = openPostgres(own.href)
  t.after(async () => {
    await database.close()
    await admin.raw(`drop schema if exists ${schema} cascade`, [])
    await admin.close()
  })
  return database
}

const fail = (error: unknown): never => {
  throw error
}

/** `embedded`: SQLite in any case, for tests that hold the timers (a pool of connections has timers of its own). */
export async function openTestbed(t: Test, { embedded = false } = {}) {
  const database = await openDatabase(t, embedded)
  await migrate(database, migrations)
  const clock = fixedClock(1_800_000_000_000)
  const vault = vaultInMemory()
  const process = (strand: string, through: Database = database) =>
    openAudit({ database: through, vault, clock, strand, trouble: fail })
  const sealer = (secondPlace?: string) =>
    openSealer({ database, vault, clock, trouble: fail, ...(secondPlace === undefined ? {} : { secondPlace }) })
  const verify = (options: VerifyOptions = {}) => verifyAudit(auditSource(database), vault.sealPublicKey, options)
  return { database, queries: auditQueries(database), clock, vault, process, sealer, verify }
}

/** A database that can be told to fail or to hang. */
export function troubled(database: Database) {
  const state: { mode: 'well' | 'fails' | 'fails-after' | 'hangs' } = { mode: 'well' }
  const through: Database = {
    ...database,
    get queries() {
      if (state.mode === 'fails') throw new Error('database is away')
      return database.queries
    },
    async batch(steps) {
      if (state.mode === 'fails') throw new Error('database is away')
      if (state.mode === 'hangs') return new Promise(() => undefined)
      const result = await database.batch(steps)
      // Committed, and the answer got lost on its way.
      if (state.mode === 'fails-after') throw new Error('connection lost')
      return result
    },
  }
  return { database: through, state }
}

export const wrongCode = (person?: PersonId): AuditEvent => ({
  type: 'minid.code.refused',
  why: 'wrong',
  ...(person === undefined ? {} : { person }),
})

export const somebody = newPersonId
export const otherSealKey = () => generateKeyPairSync('ed25519')

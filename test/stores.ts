/**
 * Which stores the whole-app tests run on: INNGANG_TEST_STORES is `sqlite` (default), `postgres` or `postgres+redis`; `npm test`
 * runs them once on each, where INNGANG_TEST_DATABASE_URL and INNGANG_TEST_REDIS_URL say that there is one.
 */
import { randomCode } from '#base/secrets.ts'
import type { Database } from '#db/db.ts'
import { migrate } from '#db/migrate.ts'
import { openPostgres } from '#db/postgres.ts'
import { connectRedis } from '#hot/redis-client.ts'
import { migrations } from '#migrations.ts'

export type StorePair = 'sqlite' | 'postgres' | 'postgres+redis'

export interface TestStores {
  /** Settings that lead to them. */
  readonly settings: Readonly<Record<string, string>>
  /** After everything that used them is closed. Somebody else may get them, emptied. */
  giveBack(): Promise<void>
}

export function storePair(): StorePair {
  const named = process.env['INNGANG_TEST_STORES'] ?? ''
  if (named === '') return 'sqlite'
  if (named === 'sqlite' || named === 'postgres' || named === 'postgres+redis') return named
  throw new Error(`INNGANG_TEST_STORES is "${named}"`)
}

/** Empty stores that nobody else uses. */
export async function testStores(): Promise<TestStores> {
  const pair = storePair()
  if (pair === 'sqlite') return { settings: {}, giveBack: () => Promise.resolve() }
  const schema = emptied.pop() ?? (await ownSchema(address('INNGANG_TEST_DATABASE_URL')))
  if (pair === 'postgres') return { settings: { INNGANG_DATABASE_URL: schema.url }, giveBack: schema.empty }
  const redis = await emptyRedis(address('INNGANG_TEST_REDIS_URL'))
  return { settings: { INNGANG_DATABASE_URL: schema.url, INNGANG_REDIS_URL: redis }, giveBack: schema.empty }
}

function address(variable: string): string {
  const url = process.env[variable] ?? ''
  if (url === '') throw new Error(`INNGANG_TEST_STORES asks for what ${variable} does not name`)
  return url
}

interface Schema {
  readonly url: string
  empty(): Promise<void>
  drop(): Promise<void>
}

/** Those that a world is done with, for the next: a hundred changes of a schema take longer than most tests. No test changes one. */
const emptied: Schema[] = []
let over = false
/** At the end of a process. What somebody still has goes when it is given back: a file's own hooks come after this. */
export async function dropStores(): Promise<void> {
  over = true
  for (const schema of emptied.splice(0)) await schema.drop()
}

async function alone<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openPostgres(url, { connections: 1 })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

async function ownSchema(server: string): Promise<Schema> {
  const name = `test_${randomCode(12).toLowerCase()}`
  await alone(server, (outside) => outside.raw(`create schema ${name}`, []))
  const own = new URL(server)
  own.searchParams.set('options', `-c search_path=${name}`)
  const first = await alone(own.href, async (database) => {
    await migrate(database, migrations)
    return contentOf(database)
  })
  const empty = async (database: Database): Promise<void> => {
    await database.raw(emptying(await tablesOf(database)), [])
    for (const { table, rows } of first)
      await database.raw(`insert into "${table}" select * from jsonb_populate_recordset(null::"${table}", $1)`, [rows])
    emptied.push(schema)
  }
  const schema: Schema = {
    url: own.href,
    empty: () => (over ? schema.drop() : alone(own.href, empty)),
    drop: async () => void (await alone(server, (outside) => outside.raw(`drop schema ${name} cascade`, []))),
  }
  return schema
}

async function tablesOf(database: Database): Promise<readonly string[]> {
  const rows = await database.raw<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = current_schema() and tablename <> 'schema_migration'`,
    [],
  )
  return rows.map(({ name }) => name)
}

/** In one statement, whose references are looked at when it is done. */
const emptying = (tables: readonly string[]): string =>
  `with ${tables.map((table, i) => `t${i} as (delete from "${table}")`).join(', ')} select 1`

/** What migrations have put in. */
async function contentOf(database: Database): Promise<readonly { readonly table: string; readonly rows: string }[]> {
  const found = []
  for (const table of await tablesOf(database)) {
    const [row] = await database.raw<{ rows: string | null }>(
      `select cast(jsonb_agg(to_jsonb(t)) as text) as rows from "${table}" t`,
      [],
    )
    if (row !== undefined && row.rows !== null) found.push({ table, rows: row.rows })
  }
  return found
}

/** A database of the server that the other tests leave alone. Emptied: the tests' clock goes back, and a store's floor does not. */
async function emptyRedis(url: string): Promise<string> {
  const own = new URL(url)
  own.pathname = '/7'
  const client = connectRedis(own.href)
  await client.flushdb()
  client.disconnect()
  return own.href
}

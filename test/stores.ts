/**
 * Which stores the whole-app tests run on: INNGANG_TEST_STORES is `sqlite` (default), `postgres` or `postgres+redis`; `npm test`
 * runs them once on each, where INNGANG_TEST_DATABASE_URL and INNGANG_TEST_REDIS_URL say that there is one.
 */
import { randomCode } from '#base/secrets.ts'
import { openPostgres } from '#db/postgres.ts'
import { connectRedis } from '#hot/redis-client.ts'

export type StorePair = 'sqlite' | 'postgres' | 'postgres+redis'

export interface TestStores {
  /** Settings that lead to them. */
  readonly settings: Readonly<Record<string, string>>
  /** After everything that used them is closed. */
  remove(): Promise<void>
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
  if (pair === 'sqlite') return { settings: {}, remove: () => Promise.resolve() }
  const schema = await ownSchema(address('INNGANG_TEST_DATABASE_URL'))
  if (pair === 'postgres') return { settings: { INNGANG_DATABASE_URL: schema.url }, remove: schema.remove }
  const redis = await emptyRedis(address('INNGANG_TEST_REDIS_URL'))
  return { settings: { INNGANG_DATABASE_URL: schema.url, INNGANG_REDIS_URL: redis }, remove: schema.remove }
}

function address(variable: string): string {
  const url = process.env[variable] ?? ''
  if (url === '') throw new Error(`INNGANG_TEST_STORES asks for what ${variable} does not name`)
  return url
}

async function ownSchema(url: string): Promise<{ readonly url: string; remove(): Promise<void> }> {
  const name = `test_${randomCode(12).toLowerCase()}`
  const run = async (sql: string): Promise<void> => {
    const outside = openPostgres(url, { connections: 1 })
    await outside.raw(sql, [])
    await outside.close()
  }
  await run(`create schema ${name}`)
  const own = new URL(url)
  own.searchParams.set('options', `-c search_path=${name}`)
  return { url: own.href, remove: () => run(`drop schema ${name} cascade`) }
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

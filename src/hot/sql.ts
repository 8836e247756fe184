/** Hot state as a table: the default. On SQLite a file of its own, on PostgreSQL an unlogged table. One statement for each operation. */
import { sql as raw } from 'kysely'
import type { Clock } from '#base/clock.ts'
import { randomToken } from '#base/secrets.ts'
import type { Database } from '#db/db.ts'
import { underSchemaLock } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { firstFloor, type Hot, HotUnavailable, type Stamp } from '#hot/hot.ts'
import { startSweep, type Trouble, warn } from '#hot/sweep.ts'

/** The row that tells since when the table has had its content. No caller's key begins with `~`. */
const floorKey = '~floor'
/** Later than any clock: the floor's row does not expire. */
const never = Number.MAX_SAFE_INTEGER

/** Over, or begun by a clock that ran far ahead: nobody waits until that time has come. */
const countOver = '(hot.expires <= $3 or hot.expires > cast($2 as bigint) + 60000)'

const sql = {
  put: `insert into hot (key, stamp, value, expires) values ($1, $2, $3, $4)
    on conflict (key) do update set stamp = excluded.stamp, value = excluded.value, expires = excluded.expires`,
  get: 'select stamp, value from hot where key = $1 and expires > $2',
  take: 'delete from hot where key = $1 returning value, expires',
  // Without the floor's row the table has been emptied since somebody looked: nothing is new then (security.md 5).
  once: `insert into hot (key, stamp, value, expires) select $1, '', 'true', $2 where exists (select 1 from hot where key = '${floorKey}')
    on conflict (key) do update set expires = excluded.expires where hot.expires <= $3
    returning (select value from hot where key = '${floorKey}') as floor`,
  swap: 'update hot set stamp = $3, value = $4, expires = $5 where key = $1 and stamp = $2 and expires > $6 returning key',
  count: `insert into hot (key, stamp, value, expires) values ($1, '', '1', $2)
    on conflict (key) do update set
      value = case when ${countOver} then '1' else cast(cast(hot.value as bigint) + 1 as text) end,
      expires = case when ${countOver} then excluded.expires else hot.expires end
    returning value`,
  remove: 'delete from hot where key = $1',
  setFloor: `insert into hot (key, stamp, value, expires) values ('${floorKey}', '', $1, ${never}) on conflict (key) do nothing`,
  floor: `select value from hot where key = '${floorKey}'`,
} as const

/** Opens the table in a database that is there for other things, too; closing it leaves the database open. */
export async function openHotSql(database: Database, clock: Clock, trouble = warn): Promise<Hot> {
  await createTable(database)
  return hotOver(database, clock, trouble, () => Promise.resolve())
}

/** A file of its own: what is lost at a power cut may be lost, so it need not wait for the disk. */
export async function openHotSqlite(file: string, clock: Clock, trouble = warn): Promise<Hot> {
  const database = openSqlite(file, { synchronous: 'normal' })
  await createTable(database)
  return hotOver(database, clock, trouble, () => database.close())
}

/** Not a migration: the table may be in another file, and may be thrown away. */
async function createTable(database: Database): Promise<void> {
  const columns = (key: string, integer: string): string =>
    `(key ${key} primary key, stamp text not null, value text not null, expires ${integer} not null)`
  const create = {
    // With row ids: records of a kilobyte or two would overflow the leaves of an index tree, at twice the cost.
    sqlite: `create table if not exists hot ${columns('text', 'integer')}`,
    postgres: `create unlogged table if not exists hot ${columns('text collate "C"', 'bigint')}`,
  }
  await underSchemaLock(database, (tx) => raw.raw(create[database.engine]).execute(tx))
}

type Run = <Row>(text: string, parameters: readonly (string | number)[]) => Promise<Row[]>

const newStamp = (): Stamp => randomToken(16) as Stamp

/** Since when the table has had its content, as this process last heard it. */
function floorOf(run: Run, clock: Clock) {
  let known: number | undefined
  const read = async (): Promise<number> => {
    await run(sql.setFloor, [String(known === undefined ? firstFloor(clock.now()) : clock.now())])
    const [row] = await run<{ value: string }>(sql.floor, [])
    return (known = Number(row?.value))
  }
  return {
    heard: (value: string): void => {
      known = Number(value)
    },
    read: async (): Promise<number> => known ?? read(),
    /** Asks the table itself; a row that had gone is written again, with the time of now. */
    again: read,
  }
}

function hotOver(database: Database, clock: Clock, trouble: Trouble, close: () => Promise<void>): Hot {
  const run: Run = async <Row>(text: string, parameters: readonly (string | number)[]) => {
    try {
      return await database.raw<Row>(text, parameters)
    } catch (cause) {
      throw new HotUnavailable('the hot table did not answer', { cause })
    }
  }
  const until = (seconds: number): number => clock.now() + seconds * 1000
  const floor = floorOf(run, clock)
  const sweep = startSweep(database, clock, trouble)
  return {
    async put(key, value, seconds) {
      const stamp = newStamp()
      await run(sql.put, [key, stamp, JSON.stringify(value), until(seconds)])
      return stamp
    },
    async get<T>(key: string) {
      const [row] = await run<{ stamp: Stamp; value: string }>(sql.get, [key, clock.now()])
      return row && { value: JSON.parse(row.value) as T, stamp: row.stamp }
    },
    async take<T>(key: string) {
      const [row] = await run<{ value: string; expires: number }>(sql.take, [key])
      return row !== undefined && row.expires > clock.now() ? (JSON.parse(row.value) as T) : undefined
    },
    async once(key, seconds) {
      const first = async (): Promise<boolean> => {
        const [row] = await run<{ floor: string }>(sql.once, [key, until(seconds), clock.now()])
        if (row !== undefined) floor.heard(row.floor)
        return row !== undefined
      }
      if (await first()) return true
      // Used before, or the floor's row had gone: many may find that at once, and any of them may have written it since.
      await floor.again()
      return first()
    },
    async swap(key, was, now, seconds) {
      const stamp = newStamp()
      const rows = await run(sql.swap, [key, was, stamp, JSON.stringify(now), until(seconds), clock.now()])
      return rows.length === 1 ? stamp : undefined
    },
    async count(key, seconds) {
      const [row] = await run<{ value: string }>(sql.count, [key, until(seconds), clock.now()])
      return Number(row?.value)
    },
    remove: async (key) => void (await run(sql.remove, [key])),
    floor: floor.read,
    ping: async () => void (await run('select 1', [])),
    async close() {
      await sweep.stop()
      await close()
    },
  }
}

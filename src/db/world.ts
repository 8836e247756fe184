/** Which world a database belongs to: the twin's synthetic people and the real ones never share one. */
import { sql } from 'kysely'
import type { Database } from '#db/db.ts'
import { underSchemaLock } from '#db/migrate.ts'

export type World = 'twin' | 'production'

export class OtherWorld extends Error {
  override readonly name = 'OtherWorld'
}

/** Marks an unmarked database; the first thing a process does with it, before `migrate`. @throws OtherWorld */
export async function stampWorld(database: Database, world: World): Promise<void> {
  const found = await underSchemaLock(database, async (tx) => {
    await sql`create table if not exists world (only_one integer primary key check (only_one = 1), name text not null)`.execute(
      tx,
    )
    await sql`insert into world (only_one, name) values (1, ${world}) on conflict (only_one) do nothing`.execute(tx)
    const { rows } = await sql<{ name: string }>`select name from world`.execute(tx)
    return rows[0]?.name
  })
  if (found !== world)
    throw new OtherWorld(`this database belongs to the ${found} world, this process to the ${world} world`)
}

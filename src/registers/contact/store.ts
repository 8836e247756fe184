/** Opt-outs in the database: owner of `reservation`. */
import type { Database, Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0001-reservation',
    up: async (tx, column) =>
      void (await tx.schema
        .createTable('reservation')
        // The look-up hash of the number: whoever has it, and whether or not they are known here.
        .addColumn('who', column.text, (c) => c.primaryKey())
        // Since when; null: taken back.
        .addColumn('reserved', column.integer)
        .addColumn('changed', column.integer, (c) => c.notNull())
        .addColumn('set_by', column.text, (c) => c.notNull())
        .execute()),
  },
]

export type SetBy = 'helpdesk' | 'self'

export interface ReservationRow {
  readonly reserved: number | null
  readonly changed: number
  readonly set_by: SetBy
}

export interface ReservationStore {
  /** Who had opted out already did so when they did. */
  set(who: string, out: boolean, by: SetBy, now: number): Step
  /** The newest of somebody's numbers; undefined: nothing was ever asked for. */
  newest(hashes: readonly string[]): Promise<ReservationRow | undefined>
}

const upsert = written(`insert into reservation as r (who, reserved, changed, set_by) values ($1, $2, $3, $4)
  on conflict (who) do update set changed = excluded.changed, set_by = excluded.set_by,
    reserved = case when excluded.reserved is null then null else coalesce(r.reserved, excluded.reserved) end`)

export const reservationStore = (database: Database): ReservationStore => ({
  set: (who, out, by, now) => ({ query: upsert(who, out ? now : null, now, by) }),
  async newest(hashes) {
    const places = hashes.map((_, i) => `$${i + 1}`).join(', ')
    const [row] =
      hashes.length === 0
        ? []
        : await database.raw<ReservationRow>(
            `select reserved, changed, set_by from reservation where who in (${places}) order by changed desc limit 1`,
            hashes,
          )
    return row
  },
})

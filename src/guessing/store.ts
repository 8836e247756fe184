/** Owner of `guess_count`: guesses at anything, counted in the database before they are looked at, by one statement each. */
import type { Database, Migration, Step } from '#db/db.ts'
import { written } from '#db/written.ts'
import { aheadMs, type Count, type GuessRule, nextAt, nothing } from '#guessing/rule.ts'

export const migrations: readonly Migration[] = [
  {
    name: '0001-guess-count',
    up: async (tx, column) => {
      await tx.schema
        .createTable('guess_count')
        // A person, or the look-up hash of a number that nobody has: both are counted, so both look alike.
        .addColumn('owner', column.text, (c) => c.notNull())
        // What is guessed at: `password`, `letter:7K2MX-9QWRT`.
        .addColumn('what', column.text, (c) => c.notNull())
        .addColumn('changed', column.integer, (c) => c.notNull())
        .addColumn('ends', column.integer, (c) => c.notNull())
        .addColumn('locked', column.integer, (c) => c.notNull())
        .addPrimaryKeyConstraint('guess_count_pk', ['owner', 'what'])
        .execute()
      await tx.schema.createIndex('guess_count_ends').on('guess_count').column('ends').execute()
    },
  },
]

/** `ok: false`: nothing may be guessed before `until`. Else when the next one may come, should this one be wrong; not past now: at once. */
export interface Reserved {
  readonly ok: boolean
  readonly until: number
  /** What `giveBack` knows it by. */
  readonly locked: number
}

/** `about`: which of an owner's secrets of this kind. `weight`: how many guesses one is worth. */
export interface Counts {
  /** Counts a guess before it is made: of any number at the same time, no more get through than the rule allows. */
  reserve(owner: string, now: number, about?: string, weight?: number): Promise<Reserved>
  /** It was right, or nobody looked at it: this one is taken back, and nothing else. Whatever others counted meanwhile stays. */
  giveBack(owner: string, reserved: Reserved, about?: string, weight?: number): Step
  /** Counts one that has been looked at already. */
  count(owner: string, now: number): Promise<void>
  /** When the next one may come; 0: at once. */
  until(owner: string, now: number, about?: string, weight?: number): Promise<number>
}

const select = 'select changed, ends, locked from guess_count where owner = $1 and what = $2'
const giveBack = written(`update guess_count set
  ends = case when ends - changed > cast($4 as bigint) then ends - cast($4 as bigint) else changed end,
  locked = case when locked = $3 then 0 else locked end where owner = $1 and what = $2`)
const sweep = 'delete from guess_count where ends <= $1 and changed <= $1 and locked <= $1'

/** What has not come back at $3 (`filledAt`), milliseconds. */
const filled = `(case when g.changed > $3 then g.ends - g.changed when g.ends > $3 then g.ends - $3 else 0 end)`

export function openCounts(database: Database, kind: string, rule: GuessRule): Counts {
  const [reserve, count] = [reserveStatement(rule), countStatement(rule)]
  const back = rule.backSeconds * 1000
  const what = (about: string | undefined): string => (about === undefined ? kind : `${kind}:${about}`)
  const read = async (owner: string, about: string | undefined): Promise<Count> =>
    (await database.raw<Count>(select, [owner, what(about)]))[0] ?? nothing
  return {
    reserve: async (owner, now, about, weight = 1) => {
      const [counted] = await database.raw<Count>(reserve, [owner, what(about), now, weight * back])
      const state = counted ?? (await read(owner, about))
      return { ok: counted !== undefined, until: nextAt(rule, state, now, weight), locked: state.locked }
    },
    giveBack: (owner, { locked }, about, weight = 1) => ({
      query: giveBack(owner, what(about), locked, weight * back),
    }),
    count: async (owner, now) => void (await database.raw(count, [owner, what(undefined), now, back])),
    until: async (owner, now, about, weight = 1) => {
      const next = nextAt(rule, await read(owner, about), now, weight)
      return next > now ? next : 0
    },
  }
}

/** All that was counted of these kinds begins anew: the secret is another one. Kinds are words of ours. */
export function forgetting(kinds: readonly string[]): (owner: string) => Step {
  const forget = written(
    `delete from guess_count where owner = $1 and what in (${kinds.map((kind) => `'${kind}'`).join(', ')})`,
  )
  return (owner) => ({ query: forget(owner) })
}

/** Removes what has come back. Of a clock that ran ahead: when that time has come. */
export const sweepCounts = async (database: Database, now: number): Promise<void> =>
  void (await database.raw(sweep, [now]))

/** $1 owner, $2 what, $3 now, $4 how far one guess fills it. `afterGuess`, where `nextAt` is now. */
function reserveStatement(rule: GuessRule): string {
  const back = rule.backSeconds * 1000
  const after = `(${filled} + cast($4 as bigint))`
  const free = rule.most - (rule.waits?.length ?? 0)
  const waits = (rule.waits ?? []).map(
    (seconds, i) => `when ${after} <= ${(free + i) * back} then cast($3 as bigint) + ${seconds * 1000}`,
  )
  const locked =
    waits.length === 0 ? '0' : `case when ${after} <= ${(free - 1) * back} then 0 ${waits.join(' ')} else 0 end`
  return `insert into guess_count as g (owner, what, changed, ends, locked)
      values ($1, $2, $3, cast($3 as bigint) + cast($4 as bigint), 0)
    on conflict (owner, what) do update set changed = $3, ends = cast($3 as bigint) + ${after}, locked = ${locked}
    where (g.locked <= $3 or g.changed > cast($3 as bigint) + ${aheadMs}) and ${after} <= ${rule.most * back}
    returning changed, ends, locked`
}

function countStatement({ most, backSeconds, remembered = most }: GuessRule): string {
  const after = `(${filled} + cast($4 as bigint))`
  const all = remembered * backSeconds * 1000
  return `insert into guess_count as g (owner, what, changed, ends, locked)
      values ($1, $2, $3, cast($3 as bigint) + cast($4 as bigint), 0)
    on conflict (owner, what) do update set changed = $3,
      ends = cast($3 as bigint) + case when ${after} > ${all} then ${all} else ${after} end, locked = 0`
}

/**
 * Seals what is new, every second. Any process may: the number of a seal is unique, so of several that try one wins, and
 * the strand of a process that was killed is sealed by the others.
 */
import type { Clock } from '#base/clock.ts'
import type { Database, Step } from '#db/db.ts'
import type { Vault } from '#keys/keys.ts'
import { type AuditRow, voidRow } from '#audit/row.ts'
import { makeSeal, type Range, type Seal, type Sealed } from '#audit/seal.ts'
import { appendSeal } from '#audit/second-place.ts'
import { auditQueries, insertMissing, newestSeal, readRows } from '#audit/store.ts'

export interface SealerDeps {
  readonly database: Database
  readonly vault: Vault
  readonly clock: Clock
  /** A file on other storage; every seal of this process is appended to it. */
  readonly secondPlace?: string
  /** Hears when a seal could not be made or appended; it is tried again every second. */
  readonly trouble: (error: unknown) => void
}

export interface Sealer {
  /** Every second from now on. */
  start(): void
  /** Seals all there is, now. The newest seal that it made, or undefined: nothing was new, or another process was first. */
  seal(): Promise<Seal | undefined>
  /** Stops, after a last seal; where that fails `trouble` hears it, and another process will seal. */
  close(): Promise<void>
}

/** Milliseconds. */
const every = 1000
/** A seal over nothing shows that nothing was cut off. Milliseconds. */
const emptyEvery = 60 * 1000
/** A number that is missing this long before a row that is there was lost with its process. Milliseconds. */
const lostAfter = 60 * 1000
/** Rows of one strand in one seal. */
const most = 1000

export function openSealer(deps: SealerDeps): Sealer {
  const { database, clock, trouble } = deps
  let timer: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()
  /** Made, and not in the second place yet. */
  let toAppend: readonly Seal[] = []

  async function append(): Promise<void> {
    while (deps.secondPlace !== undefined && toAppend[0] !== undefined) {
      await appendSeal(deps.secondPlace, toAppend[0])
      toAppend = toAppend.slice(1)
    }
  }
  async function sealAll(): Promise<Seal | undefined> {
    let newest: Seal | undefined
    for (;;) {
      const made = await sealOnce(deps)
      if (made === undefined) break
      newest = made
      if (deps.secondPlace !== undefined) toAppend = [...toAppend, made]
      if (made.count === 0) break
    }
    await append()
    return newest
  }
  function seal(): Promise<Seal | undefined> {
    const mine = last.then(sealAll, sealAll)
    last = mine
    return mine
  }
  async function tick(): Promise<void> {
    try {
      const newest = await newestSeal(database)
      // Another process is at it: leave it the work, and come when it stops.
      if (newest === undefined || clock.now() - newest.at >= every * 0.9) await seal()
      else await append()
    } catch (error) {
      trouble(error)
    }
  }
  function arm(): void {
    timer = setTimeout(() => void tick().then(() => (timer === undefined ? undefined : arm())), every).unref()
  }
  return {
    start: () => {
      if (timer === undefined) arm()
    },
    seal,
    async close() {
      clearTimeout(timer)
      timer = undefined
      await seal().catch(trouble)
    },
  }
}

async function sealOnce({ database, vault, clock }: SealerDeps): Promise<Seal | undefined> {
  const before = await newestSeal(database)
  const now = clock.now()
  const sealed = await unsealed(database, vault, now)
  if (sealed.rows.length === 0 && before !== undefined && now - before.at < emptyEvery) return undefined
  const seal = makeSeal(vault.sealKey, before, sealed, now)
  const result = await database.batch([
    { query: auditQueries(database).insertInto('audit_seal').values(seal).compile(), must: 'taken' },
    ...sealed.ranges.map((range) => moveHead(database, range)),
    dropHeads(database),
  ])
  return result.ok ? seal : undefined
}

/** What no seal covers yet, strand by strand, up to the first number that is missing. */
async function unsealed(database: Database, vault: Vault, now: number): Promise<Sealed> {
  const rows: AuditRow[] = []
  const ranges: Range[] = []
  for (const { strand, next } of await headsWithNews(database)) {
    const found = await readRows(database, strand, next, Number.MAX_SAFE_INTEGER, most)
    const hole = found.findIndex((row, i) => row.n !== next + i)
    const ready = hole < 0 ? found : found.slice(0, hole)
    const after = hole < 0 ? undefined : found[hole]
    if (after !== undefined && now - after.at > lostAfter) await declareLost(database, vault, after, next + hole)
    if (ready.length === 0) continue
    rows.push(...ready)
    ranges.push([strand, next, next + ready.length - 1])
  }
  return { rows, ranges }
}

/** Only the heads with something behind them: strands of killed processes stay, and cost one look each. */
const headsWithNews = (database: Database) =>
  auditQueries(database)
    .selectFrom('audit_head as h')
    .select(['h.strand', 'h.next'])
    .where((e) =>
      e.exists(
        e
          .selectFrom('audit_row as r')
          .select('r.n')
          .whereRef('r.strand', '=', 'h.strand')
          .whereRef('r.n', '>=', 'h.next'),
      ),
    )
    .orderBy('h.strand')
    .execute()

/**
 * Fills the numbers from `from` to the row `after`. Should the lost transaction come to life after all, it meets these
 * rows and is undone as a whole: an event and what it tells of are never apart.
 */
async function declareLost(database: Database, vault: Vault, after: AuditRow, from: number): Promise<void> {
  const { strand, at, n } = after
  const macKey = vault.macKey('audit')
  const numbers = Array.from({ length: Math.min(n - from, most) }, (_, i) => from + i)
  const lost = numbers.map((number) => voidRow(macKey, { strand, n: number, at }, 'lost'))
  for (let i = 0; i < lost.length; i += 100) await insertMissing(database, lost.slice(i, i + 100))
}

/** A guard, although the seal's number is one already: a head never moves twice over the same rows. */
const moveHead = (database: Database, [strand, from, to]: Range): Step => ({
  query: auditQueries(database)
    .updateTable('audit_head')
    .set({ next: to + 1 })
    .where('strand', '=', strand)
    .where('next', '=', from)
    .compile(),
  must: 'taken',
})

/** Heads of strands that ended in good order and are sealed to their end. */
const dropHeads = (database: Database): Step => ({
  query: auditQueries(database)
    .deleteFrom('audit_head')
    .where('closed', '=', 1)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('audit_row as r')
            .select('r.n')
            .whereRef('r.strand', '=', 'audit_head.strand')
            .whereRef('r.n', '>=', 'audit_head.next'),
        ),
      ),
    )
    .compile(),
})

/** Rows with no transaction of their own: gathered for a second at most, written together, kept until they are written. */
import type { Database } from '#db/db.ts'
import type { AuditEvent } from '#audit/events.ts'
import { insertKeys, insertMissing, readRows } from '#audit/store.ts'
import { type Entry, keysStored, newKeys, type Strand } from '#audit/strand.ts'

export interface Backlog {
  note(event: AuditEvent, at: number): void
  add(entries: readonly Entry[]): void
  /** @throws what the database threw; what was to be written is kept for the next time */
  flush(): Promise<void>
  close(): Promise<void>
}

interface BacklogDeps {
  readonly database: Database
  readonly strand: Strand
  readonly trouble: (error: unknown) => void
  /** Events that are kept while the database is away; what comes on top is counted, and the count is written. */
  readonly bound?: number
}

interface Noted {
  readonly event: AuditEvent
  /** Milliseconds. */
  readonly at: number
}

/** Milliseconds until what was noted is written. */
const patience = 1000
/** Rows in one statement. */
const together = 100
export function openBacklog({ database, strand, trouble, bound = 50_000 }: BacklogDeps): Backlog {
  /** Not numbered before they are written: a process that dies leaves no hole for them. */
  const noted: Noted[] = []
  let dropped = 0
  /** Numbered; written under these numbers, or seen to be there already. */
  let entries: Entry[] = []
  let timer: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  function arm(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      flush().catch((error: unknown) => {
        trouble(error)
        arm()
      })
    }, patience).unref()
  }

  function numberNoted(): void {
    const events = noted.splice(0, together)
    entries.push(...events.map(({ event, at }) => strand.entry(event, at)))
    const at = events.at(-1)?.at
    if (dropped === 0 || at === undefined) return
    entries.push(strand.entry({ type: 'audit.overflowed', dropped }, at))
    dropped = 0
  }

  /** What is left from a failure goes first: nothing new is numbered while that does not go through. */
  async function writeAll(): Promise<void> {
    while (entries.length + noted.length > 0) {
      if (entries.length === 0) numberNoted()
      const some = entries.slice(0, together)
      const outdone = await writeSome(database, some)
      entries = entries.slice(some.length)
      noted.unshift(...outdone)
    }
  }

  /** One after the other; a failure is its own caller's. */
  function flush(): Promise<void> {
    const mine = last.then(writeAll, writeAll)
    last = mine
    return mine
  }
  return {
    note(event, at) {
      if (noted.length < bound) noted.push({ event, at })
      else dropped += 1
      arm()
    },
    add(more) {
      entries.push(...more)
      arm()
    },
    flush,
    async close() {
      await flush()
      clearTimeout(timer)
      timer = undefined
    },
  }
}

/** Gives back the events whose number was declared lost in the meantime: they need another one. */
async function writeSome(database: Database, entries: readonly Entry[]): Promise<readonly Noted[]> {
  const [first] = entries
  if (first === undefined) return []
  await insertKeys(
    database,
    newKeys(entries).map((key) => key.row),
  )
  keysStored(entries)
  const fresh = await insertMissing(
    database,
    entries.map(({ row }) => row),
  )
  // What was there already is ours from a time whose answer got lost, or it says that the number is lost.
  const there = entries.filter(({ row }) => !fresh.has(row.n))
  if (there.length === 0) return []
  const numbers = there.map(({ row }) => row.n)
  const { strand } = first.row
  const rows = await readRows(database, strand, Math.min(...numbers), Math.max(...numbers), Number.MAX_SAFE_INTEGER)
  const written = new Set(rows.map(({ mac }) => mac))
  return there.flatMap(({ event, row }) => (event === undefined || written.has(row.mac) ? [] : [{ event, at: row.at }]))
}

/**
 * Writing the trail. Each process writes a strand of its own, so writers never wait for one another; numbers are given
 * out in memory, and one that was not used after all is declared by a `void` row.
 */
import type { Clock } from '#base/clock.ts'
import { randomToken } from '#base/secrets.ts'
import type { Database, Step } from '#db/db.ts'
import type { Vault } from '#keys/keys.ts'
import type { Audit } from '#audit/audit.ts'
import { openBacklog } from '#audit/backlog.ts'
import { closeHead, inserts, openHead } from '#audit/store.ts'
import { type Entry, keysStored, newKeys, openStrand } from '#audit/strand.ts'

export interface AuditDeps {
  readonly database: Database
  readonly vault: Vault
  readonly clock: Clock
  /** The name of this run of this process; made up when left out. Never used twice. */
  readonly strand?: string
  /** Hears when what was noted could not be written; it is tried again every second. */
  readonly trouble?: (error: unknown) => void
}

export interface OpenAudit extends Audit {
  /** Writes what is left and says that no more will come. The sealer closes after it. */
  close(): Promise<void>
}

export async function openAudit(deps: AuditDeps): Promise<OpenAudit> {
  const { database, clock } = deps
  // Begins with the time, so that strands lie in the order of their starts.
  const name = deps.strand ?? `${clock.now().toString(36)}-${randomToken(9)}`
  await openHead(database, name)
  const strand = openStrand(deps, name)
  const backlog = openBacklog({ database, strand, trouble: deps.trouble ?? warn })
  const insert = inserts(database)

  const stepsOf = (entries: readonly Entry[]): readonly Step[] => [
    ...newKeys(entries).map((key) => insert.key(key.row)),
    ...entries.map(({ row }) => insert.row(row)),
  ]
  return {
    async write(steps, events) {
      const at = clock.now()
      const entries = events.map((event) => strand.entry(event, at))
      let written = false
      try {
        const result = await database.batch([...steps, ...stepsOf(entries)])
        written = result.ok
        return result
      } finally {
        // Undone, or unknown: where the batch was written after all, its rows stand and the void ones give way.
        if (written) keysStored(entries)
        else backlog.add(entries.map((entry) => strand.voided(entry)))
      }
    },
    note: (event) => backlog.note(event, clock.now()),
    flush: () => backlog.flush(),
    async close() {
      await backlog.close()
      await closeHead(database, name)
    },
  }
}

const warn = (error: unknown): void => {
  process.emitWarning(`the audit trail could not be written: ${error instanceof Error ? error.name : 'unknown'}`)
}

/** One run of one process: it gives out the numbers of its rows, in memory. */
import type { Clock } from '#base/clock.ts'
import type { Vault } from '#keys/keys.ts'
import type { AuditEvent } from '#audit/events.ts'
import { type PersonKey, personKeys } from '#audit/person-keys.ts'
import { type AuditRow, eventRow, voidRow } from '#audit/row.ts'

/** A row on its way to the database. */
export interface Entry {
  readonly row: AuditRow
  /** The key that its payload is encrypted under. */
  readonly key: PersonKey | undefined
  /** What it tells; undefined: that its number was not used. */
  readonly event: AuditEvent | undefined
}

export interface Strand {
  /** Takes the next number. */
  entry(event: AuditEvent, at: number): Entry
  /** Declares that the entry's number was not used. */
  voided(entry: Entry): Entry
}

export function openStrand({ vault, clock }: { readonly vault: Vault; readonly clock: Clock }, strand: string): Strand {
  const macKey = vault.macKey('audit')
  const keyOf = personKeys({ vault, clock })
  let last = 0
  return {
    entry(event, at) {
      last += 1
      const key = event.person === undefined ? undefined : keyOf(event.person)
      return { row: eventRow(macKey, { strand, n: last, at }, event, key), key, event }
    },
    voided: ({ row: { n, at } }) => ({
      row: voidRow(macKey, { strand, n, at }, 'undone'),
      key: undefined,
      event: undefined,
    }),
  }
}

/** The keys that the rows need and the database may not have yet, each once. */
export const newKeys = (entries: readonly Entry[]): readonly PersonKey[] => [
  ...new Set(entries.flatMap(({ key }) => (key === undefined || key.stored ? [] : [key]))),
]

export function keysStored(entries: readonly Entry[]): void {
  for (const { key } of entries) if (key !== undefined) key.stored = true
}

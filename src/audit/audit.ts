/** The audit trail as its users see it: typed events, written with what they tell about. */
import type { AuditEvent } from '#audit/events.ts'
import type { BatchResult, Step } from '#db/db.ts'

export interface Audit {
  /** Runs the steps as one batch together with the events' rows: written with what they tell about, or not at all. */
  write(steps: readonly Step[], events: readonly AuditEvent[]): Promise<BatchResult>
  /** For what has no transaction of its own (wrong codes, refused requests): written in batches, at most a second later. */
  note(event: AuditEvent): void
  /** Waits until what was noted is written: at drain, and in tests. @throws what the database threw; it is tried again later */
  flush(): Promise<void>
}

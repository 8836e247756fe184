/** The audit trail as its users see it: a typed event becomes a step of the transaction that it tells about. */
import type { Step } from '#db/db.ts'
import type { AuditEvent } from '#audit/events.ts'

export interface Audit {
  /** Puts the event into a guarded batch: written with what it tells about, or not at all. */
  step(event: AuditEvent): Step
  /** For what has no transaction of its own (wrong codes, refused requests): written in batches, at most a second later. */
  note(event: AuditEvent): void
  /** Waits until what was noted is written: at drain, and in tests. */
  flush(): Promise<void>
}

/** The table of events in `docs/audit.md`, made from the list. `node src/audit/document.ts` prints it. */
import { auditEvents } from '#audit/events.ts'
import type { Field } from '#audit/fields.ts'

export function eventTable(): string {
  const rows = Object.entries(auditEvents).map(([type, { says, fields }]) => {
    const described = Object.entries<Field<never>>(fields).map(([name, field]) => `\`${name}\`: ${field.describe}`)
    return `| \`${type}\` | ${says} | ${described.join('; ') || '–'} |`
  })
  return ['| event | what happened | fields |', '| --- | --- | --- |', ...rows].join('\n')
}

if (import.meta.main) process.stdout.write(`${eventTable()}\n`)

/** A person's own part of the audit trail: what they logged in to and with, what others did for them, what was done with their eIDs. */
import type { PersonId } from '#base/ids.ts'
import type { AuditRecord } from '#audit/read.ts'
import type { AuditEventType } from '#audit/events.ts'
import type { Text } from '#i18n/text.ts'
import { happened } from '#mypage/happened.ts'

export interface LoggedIn {
  readonly kind: 'login'
  /** Milliseconds. */
  readonly at: number
  readonly clientId: string
  readonly method: string
  readonly level: string
}

/** `others`: somebody else did it for the person. */
export interface Happened {
  readonly kind: 'own' | 'others'
  readonly at: number
  readonly says: Text
}

export type Entry = LoggedIn | Happened

/** The trail, as far as the page needs it. */
export type ReadOwn = (
  person: PersonId,
  since: number,
  limit: number,
  types: readonly AuditEventType[],
) => Promise<readonly AuditRecord[]>

/** Longer back nobody looks on a page; the trail keeps it. */
const days = 400

/** What anybody brings about who knows a number. */
const byAnybody = ['letter.ordered', 'minid.locked', 'minid.password.refused', 'minid.temporary.sent'] as const
const isByAnybody = (type: AuditEventType): boolean => byAnybody.some((one) => one === type)

/** Each with room of its own: neither others' tries nor one's own logins push out what was changed, and who did it. */
const groups: readonly { readonly types: readonly AuditEventType[]; readonly most: number }[] = [
  { types: ['login.answered'], most: 150 },
  { types: byAnybody, most: 50 },
  { types: (Object.keys(happened) as AuditEventType[]).filter((type) => !isByAnybody(type)), most: 150 },
]

/** The newest first. What nobody but the operator understands is left out. */
export async function activityOf(read: ReadOwn, person: PersonId, now: number): Promise<readonly Entry[]> {
  const since = now - days * 24 * 3600_000
  const records = await Promise.all(groups.map(({ types, most }) => read(person, since, most, types)))
  return records
    .flat()
    .toSorted((a, b) => b.at - a.at)
    .flatMap((record) => entryOf(record) ?? [])
}

function entryOf({ type, at, fields }: AuditRecord): Entry | undefined {
  if (fields === undefined) return undefined
  const said = (name: string): string => {
    const value = fields[name]
    return typeof value === 'string' ? value : ''
  }
  if (type === 'login.answered')
    return { kind: 'login', at, clientId: said('client'), method: said('method'), level: said('level') }
  const found = happened[type as AuditEventType]?.(said)
  return found === undefined ? undefined : { ...found, at }
}

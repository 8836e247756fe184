/**
 * Every event of the audit trail: a closed list with typed fields and no free text.
 * `person` is the internal id; personal fields (`pii`) are encrypted under that person's own key, so that destroying the key erases them.
 */
import type { AttemptId, GrantId, PersonId, Sid } from '#base/ids.ts'

interface Common {
  readonly person?: PersonId
  readonly attempt?: AttemptId
  /** The service's client id. */
  readonly client?: string
}

/** One entry for each outcome. Add here first: `docs/audit.md` is made from it. */
export type AuditEvent =
  | (Common & { readonly type: 'login.started'; readonly asked: string })
  | (Common & { readonly type: 'login.answered'; readonly sid: Sid; readonly method: string; readonly level: string; readonly sso: boolean; readonly grant: GrantId })
  | (Common & { readonly type: 'login.refused'; readonly why: string })
  | (Common & { readonly type: 'login.cancelled' })
  | (Common & { readonly type: 'eid.proved'; readonly method: string; readonly level: string; readonly amr: readonly string[] })
  | (Common & { readonly type: 'eid.failed'; readonly method: string; readonly why: string })
  | (Common & { readonly type: 'person.confirmed'; readonly other: boolean })
  | (Common & { readonly type: 'minid.password.accepted' })
  | (Common & { readonly type: 'minid.password.refused'; readonly why: 'unknown' | 'wrong' | 'locked' })
  | (Common & { readonly type: 'minid.code.sent'; readonly channel: 'sms' })
  | (Common & { readonly type: 'minid.code.refused'; readonly why: 'wrong' | 'expired' | 'spent' })
  | (Common & { readonly type: 'minid.locked'; readonly until: number })
  | (Common & { readonly type: 'token.issued'; readonly grant: GrantId; readonly sid: Sid })
  | (Common & { readonly type: 'token.refused'; readonly why: string })
  | (Common & { readonly type: 'code.replayed'; readonly grant: GrantId })
  | (Common & { readonly type: 'session.started'; readonly sid: Sid })
  | (Common & { readonly type: 'session.ended'; readonly sid: Sid; readonly why: 'logout' | 'other-person' | 'replaced' })
  | (Common & { readonly type: 'identity.mismatch' })
  | (Common & { readonly type: 'key.created' | 'key.activated' | 'key.retired'; readonly kid: string })
  | (Common & { readonly type: 'services.applied'; readonly added: number; readonly changed: number; readonly removed: number })
  | (Common & { readonly type: 'process.started' | 'process.stopped' })

export type AuditEventType = AuditEvent['type']

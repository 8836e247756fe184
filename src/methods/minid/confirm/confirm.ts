/**
 * A code to a phone or a mail address, typed back. What is kept of it lies sealed with whoever asked, and changes by
 * compare-and-set alone: whoever is judged must have written the judgement before it is told.
 */
import { lifetimes } from '#base/lifetimes.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Step } from '#db/db.ts'
import type { Language } from '#i18n/text.ts'
import {
  codeEnded,
  codeMatches,
  codeRules,
  type CodeShape,
  freshCode,
  mayRenew,
  readCode,
  type SentCode,
  smsShape,
} from '#methods/minid/codes.ts'
import { mailSubjects, mailTexts, smsTexts } from '#methods/minid/confirm/texts.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { lastLine } from '#methods/minid/send-code.ts'

/** Whose it is, is what the code shows. */
export interface Receiver {
  readonly kind: 'sms' | 'mail'
  /** E.164, or a mail address. */
  readonly to: string
}

export type ConfirmationNotice =
  | { readonly kind: 'unreadable'; readonly why: 'missing' | 'length' | 'look-alike' | 'characters' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'renewed' }
  | { readonly kind: 'not-yet'; readonly until: number }
  | { readonly kind: 'too-many' }

/** What is kept: plain JSON, never the code. */
export interface Confirmation extends SentCode {
  readonly receiver: Receiver
  readonly notice?: ConfirmationNotice
}

/**
 * `contact`: a new number or address is the person's. `change`: the owner of an old one wants what is about to be done.
 * `recovery`: a new password for one that is forgotten.
 */
export type ConfirmationFor = 'contact' | 'change' | 'recovery'

export interface Asking {
  /** Of the errand, or of the visit: the code counts there alone. */
  readonly id: string
  readonly receiver: Receiver
  readonly language: Language
  readonly why: ConfirmationFor
}

/** A mail is often read on another screen, and written down: one character more, and a longer life. */
export const confirmationShapes: Readonly<Record<Receiver['kind'], CodeShape>> = {
  sms: smsShape,
  mail: { length: codeRules.length + 1, seconds: lifetimes.mailCode },
}

type MinidForCodes = Pick<Minid, 'codeKey' | 'clock'>

/** For the caller's batch; then `m.outbox.nudge()`. Keep `state` first: of two clicks one sends. `before`: what a renewed one was. */
export function sendConfirmation(
  m: MinidForCodes & Pick<Minid, 'outbox' | 'host'>,
  { id, receiver, language, why }: Asking,
  before?: Confirmation,
): { readonly step: Step; readonly event: AuditEvent; readonly state: Confirmation } {
  const { kind, to } = receiver
  const shape = confirmationShapes[kind]
  const now = m.clock.now()
  const { code, state } = freshCode(m.codeKey, bound(id, receiver), now, before?.sent ?? 0, shape)
  const common = { to, about: 'minid-code', useless: now + shape.seconds * 1000 } as const
  const step =
    kind === 'sms'
      ? m.outbox.step({ ...common, kind, text: `${smsTexts[why][language](code)}${lastLine(m, code)}` })
      : m.outbox.step({
          ...common,
          kind,
          language,
          subject: mailSubjects[why][language],
          text: mailTexts[why][language](code),
        })
  const notice = before === undefined ? {} : { notice: { kind: 'renewed' } as const }
  return { step, event: { type: 'minid.confirmation.sent', channel: kind }, state: { ...state, receiver, ...notice } }
}

export type Judged =
  | { readonly ok: true }
  /** What to keep instead; `why` for the audit trail, where a guess was made. */
  | { readonly ok: false; readonly state: Confirmation; readonly why?: 'wrong' | 'expired' | 'spent' }

/**
 * Of many guesses at once one is written, and only what is written is told: so each wrong one costs a guess. What cannot be a code
 * costs none.
 */
export function judgeConfirmation(m: MinidForCodes, id: string, state: Confirmation, typed: string): Judged {
  const shape = confirmationShapes[state.receiver.kind]
  const read = readCode(typed, shape)
  if ('fault' in read) {
    const why = typed.trim() === '' ? 'missing' : read.fault
    return { ok: false, state: { ...state, notice: { kind: 'unreadable', why } } }
  }
  const ended = codeEnded(state, m.clock.now(), shape)
  if (ended !== undefined) return { ok: false, state, why: ended }
  if (confirmationHolds(m, id, state, read.code)) return { ok: true }
  return { ok: false, state: { ...state, tries: state.tries + 1, notice: { kind: 'wrong' } }, why: 'wrong' }
}

/** The comparison alone. */
export const confirmationHolds = (m: MinidForCodes, id: string, state: Confirmation, code: string): boolean =>
  codeEnded(state, m.clock.now(), confirmationShapes[state.receiver.kind]) === undefined &&
  codeMatches(m.codeKey, bound(id, state.receiver), state, code)

/** Undefined: a new code may be sent. Else what to keep: it says when one may. */
export function renewalRefused(state: Confirmation, now: number): Confirmation | undefined {
  const renewal = mayRenew(state, now)
  if (renewal.ok) return undefined
  // `none-left` stands on the page anyway.
  return renewal.why === 'wait' ? { ...state, notice: { kind: 'not-yet', until: renewal.until } } : state
}

/** A code for one receiver confirms no other, and nothing elsewhere. */
const bound = (id: string, { kind, to }: Receiver): string => `${id}\n${kind}\n${to}`

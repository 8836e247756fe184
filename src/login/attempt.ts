/**
 * One user on the way through a login: what was asked, what is proved, for whom. Sealed under a key that only this
 * browser's cookie for this attempt holds, and changed by compare-and-set alone, so tabs and browsers cannot mix (I1).
 */
import type { AttemptId, LegId, PersonId } from '#base/ids.ts'
import type { Level, Vocabulary } from '#login/levels.ts'
import type { MethodProof } from '#login/method.ts'

/** What the login must bring, whichever door it came through. Plain JSON. */
export interface Ask {
  readonly clientId: string
  /** The service's floor is counted in already. */
  readonly atLeast: Level
  readonly vocabulary: Vocabulary
  /** The service's own narrowing list of eIDs; undefined: all that reach the level. */
  readonly eids: readonly string[] | undefined
  /** Only proofs of this attempt at or after this count, and the session's after this (prompt=login, max_age). Milliseconds. */
  readonly freshAfter: number | undefined
  /** No page may be shown (prompt=none). */
  readonly silent: boolean
  /** The service expects this subject (id_token_hint), in its own pairwise name. */
  readonly expectedSub: string | undefined
  readonly uiLocales: readonly string[]
  readonly loginHint: string | undefined
  /** An identity number that the service has of its user: a form of ours has it filled in already, and proves nothing by it. */
  readonly prefilledNumber?: string | undefined
  /** Gone to at once, past the chooser, where it is offered. */
  readonly eid: string | undefined
  /** The service is shown by this name instead of its own: it asks on somebody's behalf. */
  readonly shownName?: string | undefined
  /** The user must be asked for what the request wants besides the login. */
  readonly consent?: boolean
  /** The user must say for whom they log in: the service asked by what powers of attorney. */
  readonly party?: boolean
  /** Which single sign-on session it may use and begin: all services' common one, this service's own (isolated), none at all. */
  readonly session: 'shared' | 'own' | 'none'
  /** The trust groups whose proofs count: see `Method.group`. */
  readonly groups: readonly string[]
}

/** A method's assertion as the door accepted it. */
export interface Proof extends MethodProof {
  readonly method: string
  /** The method's trust group. */
  readonly group: string
}

/** The attempt's newest transaction with an eID. */
export interface LegState {
  readonly id: LegId
  readonly method: string
  readonly secret: string
  readonly data: unknown
}

/** A person's answer to what a service asked for, by the ids that its door gave. */
export interface Consented {
  readonly person: PersonId
  readonly agreed: readonly string[]
  readonly refused: readonly string[]
}

export type NoticeKind = 'refused' | 'expired' | 'unavailable' | 'began-again' | 'too-weak' | 'too-old'
/** Why the last eID did not work out; with its own word for it, where it has one. */
export type Notice = NoticeKind | { readonly kind: NoticeKind; readonly method: string; readonly said: string }

/** For whom a person said that they log in; no party: for themself. */
export interface Acting {
  readonly person: PersonId
  readonly party: Party | undefined
}

/** Somebody who gave the person a power of attorney. What it is belongs to the door that asked. */
export interface Party {
  readonly id: string
  readonly name: string
  readonly power: unknown
}

/** How the login ended, kept so that a second click gets the very same answer (security.md 8). */
export type AnswerRecord =
  | { readonly kind: 'redirect'; readonly location: string }
  | {
      readonly kind: 'form_post'
      readonly action: string
      readonly fields: Readonly<Record<string, string>>
      readonly byHand: boolean
    }
  | { readonly kind: 'app'; readonly clientId: string; readonly location: string }
  /** Back to a page of the house's own, with the secret of its session for this browser. */
  | { readonly kind: 'house'; readonly page: string; readonly secret: string; readonly location: string }

/** A service's request, in the words of the door it came through; what was asked is opaque here. */
export interface DoorRequest {
  readonly door: string
  readonly asked: unknown
}

export interface Attempt {
  readonly id: AttemptId
  /** Grows with every change: forms carry a MAC of it. */
  readonly revision: number
  readonly began: number
  readonly ask: Ask
  readonly request: DoorRequest
  readonly leg: LegState | undefined
  /** Proved in this very attempt. */
  readonly proved: Proof | undefined
  /** What was agreed to in this very attempt. */
  readonly consented: Consented | undefined
  /** Said in this very attempt. */
  readonly acting?: Acting | undefined
  readonly notice: Notice | undefined
  readonly answer: { readonly record: AnswerRecord; readonly until: number } | undefined
}

export const newAttempt = (id: AttemptId, ask: Ask, request: DoorRequest, now: number): Attempt => ({
  id,
  revision: 0,
  began: now,
  ask,
  request,
  leg: undefined,
  proved: undefined,
  consented: undefined,
  notice: undefined,
  answer: undefined,
})

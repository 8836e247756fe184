/** What MinID keeps in the attempt between its pages: plain JSON, sealed with it. */
import type { PersonId } from '#base/ids.ts'
import type { Refused } from '#human/human.ts'
import type { LetterId } from '#letters/books.ts'
import type { Question } from '#letters/codes.ts'
import type { SentCode } from '#methods/minid/codes.ts'
import type { NumberProblem } from '#methods/minid/number.ts'

/** What was wrong with the last post of the first page. */
export type PasswordNotice =
  | {
      readonly kind: 'fields'
      readonly number?: NumberProblem
      readonly password?: 'missing'
    }
  /** Nothing more is ever said: not whether the number has MinID. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'wait'; readonly until: number; readonly by: 'number' | 'address' }
  /** Not tried: the human check was missing, or failed. */
  | { readonly kind: 'human'; readonly why: Refused }
  | { readonly kind: 'too-many-codes' }

export interface PasswordStage {
  readonly stage: 'password'
  readonly notice?: PasswordNotice
  /** The form has a human check. */
  readonly human?: true
}

/** Whose password was right: what every page after the first knows. */
export interface Known {
  readonly person: PersonId
  readonly numberHash: string
  /** When the password was typed in, milliseconds: what ends the person's proofs after it ends this login, too. */
  readonly began: number
  /** Since when it has been the password: the browser is known by it from the second factor on. */
  readonly passwordSince: number
  /** Their newest letter came back undelivered: they are told until they have logged in. */
  readonly cameBack?: true
  /** A guess is spent and being compared at this moment; another click must not be told anything before that is over. */
  readonly comparing?: true
}

/** A code by SMS, and the phone number's last two digits: all that a page tells of it. */
export interface SentSms extends SentCode {
  readonly phoneEnding: string
}

/** What a code cannot be, whichever it is. */
export interface Unreadable {
  readonly kind: 'unreadable'
  readonly why: 'missing' | 'length' | 'look-alike' | 'characters'
}

export type CodeNotice =
  | Unreadable
  | { readonly kind: 'wrong' }
  | { readonly kind: 'renewed' }
  | { readonly kind: 'not-yet'; readonly until: number }
  | { readonly kind: 'too-many-codes' }
  /** The profile says letter, and there is none whose codes count. */
  | { readonly kind: 'no-letter' }

/** The code by SMS. */
export interface CodeStage extends Known, SentSms {
  readonly stage: 'code'
  readonly notice?: CodeNotice
}

/** What the stages of other ways keep: going back to the SMS begins nothing anew. */
export interface Aside extends Known {
  readonly sms?: SentSms
}

export type LetterNotice =
  | Unreadable
  | { readonly kind: 'wrong' }
  /** Nothing is looked at before `until`. */
  | { readonly kind: 'locked'; readonly until: number }
  /** That number was answered elsewhere, or its letter counts no more: another is asked for. */
  | { readonly kind: 'another' }

/** The code with the number that is asked for, from a letter. */
export interface LetterStage extends Aside {
  readonly stage: 'letter'
  readonly question: Question
  /** Codes left on the letter. */
  readonly left: number
  readonly low: boolean
  /** Other letters whose codes count: the old one until the new one is used, and the other way round. */
  readonly others: readonly LetterId[]
  readonly notice?: LetterNotice
}

export type TotpNotice =
  | { readonly kind: 'unreadable'; readonly why: 'missing' | 'length' | 'characters' }
  | { readonly kind: 'wrong' }
  /** Right, and used before: the next one comes within half a minute. */
  | { readonly kind: 'used' }
  /** So many were wrong that two codes in a row are wanted: nothing was looked at. */
  | { readonly kind: 'two' }
  | { readonly kind: 'locked'; readonly until: number }

/** The code that an app shows. */
export interface TotpStage extends Aside {
  readonly stage: 'totp'
  readonly notice?: TotpNotice
}

/** Why a passkey's answer was not taken, as far as the page tells. */
export type PasskeyNotice = { readonly kind: 'nothing' | 'late' | 'refused' }

export interface PasskeyStage extends Aside {
  readonly stage: 'passkey'
  /** base64url; may be answered once, and until then. */
  readonly challenge: string
  readonly until: number
  readonly notice?: PasskeyNotice
}

/** Nothing is asked for yet: what would come first cannot be had. */
export interface WaysStage extends Aside {
  readonly stage: 'ways'
  readonly notice?: { readonly kind: 'too-many-codes' | 'gone' }
}

export type SecondStage = CodeStage | LetterStage | TotpStage | PasskeyStage | WaysStage

export type MinidState = PasswordStage | SecondStage

/** Only this folder writes `leg.data`, sealed: what is not a state is a transaction that has just begun. */
export function stateOf(data: unknown): MinidState {
  const known = typeof data === 'object' && data !== null && 'stage' in data
  return known ? (data as MinidState) : { stage: 'password' }
}

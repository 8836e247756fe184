/** What MinID keeps in the attempt between its pages: plain JSON, sealed with it. */
import type { PersonId } from '#base/ids.ts'
import type { Refused } from '#human/human.ts'
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

export type CodeNotice =
  | { readonly kind: 'unreadable'; readonly why: 'missing' | 'length' | 'look-alike' | 'characters' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'renewed' }
  | { readonly kind: 'not-yet'; readonly until: number }
  | { readonly kind: 'too-many-codes' }

export interface CodeStage extends SentCode {
  readonly stage: 'code'
  readonly person: PersonId
  readonly numberHash: string
  /** The phone number's last two digits: all that a page tells of it. */
  readonly phoneEnding: string
  readonly notice?: CodeNotice
  /** A guess is spent and being compared at this moment; another click must not be told anything before that is over. */
  readonly comparing?: true
}

export type MinidState = PasswordStage | CodeStage

/** Only this folder writes `leg.data`, sealed: what is not a state is a transaction that has just begun. */
export function stateOf(data: unknown): MinidState {
  const known = typeof data === 'object' && data !== null && 'stage' in data
  return known ? (data as MinidState) : { stage: 'password' }
}

/** What the browser holds between the pages of a block: plain JSON, sealed. */
import type { PersonId } from '#base/ids.ts'
import type { Refused } from '#human/human.ts'
import type { LetterId } from '#letters/books.ts'
import type { Question } from '#letters/codes.ts'
import type { SentCode } from '#methods/minid/codes.ts'
import type { KeptNumber } from '#methods/minid/errands/kept-number.ts'
import type { NumberProblem } from '#methods/minid/number.ts'

/** What somebody proves with whose codes they are. */
export const proofs = ['password', 'message', 'letter'] as const
export type ProofWith = (typeof proofs)[number]

export interface NumberStage {
  readonly stage: 'number'
  readonly notice?:
    | { readonly kind: 'fields'; readonly number?: NumberProblem; readonly proof?: 'missing' }
    | { readonly kind: 'human'; readonly why: Refused }
    | { readonly kind: 'crowd' }
    /** The password: each try has a human check of its own, as at a login. */
    | { readonly kind: 'refused' }
    | { readonly kind: 'wait'; readonly until: number; readonly by: 'number' | 'address' }
}

interface OnTheWay {
  readonly number: KeptNumber
  /** Being looked at at this moment: another click is told nothing before that is over. */
  readonly busy?: true
}

export type Unreadable = 'missing' | 'length' | 'look-alike' | 'characters'

export interface PasswordStage extends OnTheWay {
  readonly stage: 'password'
  readonly notice?: 'missing'
}

/** A code that went to every channel of the account, if there is one. Strangers have one that nobody was told. */
export interface MessageStage extends OnTheWay {
  readonly stage: 'message'
  readonly code: SentCode
  readonly person?: PersonId
  readonly notice?: { readonly kind: 'wrong' } | { readonly kind: 'unreadable'; readonly why: Unreadable }
}

/** The letter's id first, so that one of its codes can be asked for by its number. */
export interface LetterStage extends OnTheWay {
  readonly stage: 'letter'
  readonly notice?: 'missing' | 'unreadable'
}

export interface LetterCodeStage extends OnTheWay {
  readonly stage: 'letter-code'
  readonly letter: LetterId
  readonly question: Question
  readonly notice?:
    | { readonly kind: 'wrong'; readonly until: number }
    | { readonly kind: 'unreadable'; readonly why: Unreadable }
}

/** Only `prove-step.ts` and `letter-step.ts` make one. */
export interface ProvedStage extends OnTheWay {
  readonly stage: 'proved'
  readonly person: PersonId
  readonly by: ProofWith
  /** There is an account to close besides. */
  readonly open: boolean
}

export interface EndStage {
  readonly stage: 'blocked' | 'closed'
}

/** The codes are blocked; the rest happens then, milliseconds, unless it is stopped. */
export interface ClosingStage {
  readonly stage: 'closing'
  readonly from: number
}

export type BlockState =
  | NumberStage
  | PasswordStage
  | MessageStage
  | LetterStage
  | LetterCodeStage
  | ProvedStage
  | EndStage
  | ClosingStage

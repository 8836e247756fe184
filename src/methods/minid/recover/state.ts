/** What the browser holds between the pages of a recovery: plain JSON, sealed. */
import type { PersonId } from '#base/ids.ts'
import type { Refused } from '#human/human.ts'
import type { Question } from '#letters/codes.ts'
import type { Confirmation } from '#methods/minid/confirm/confirm.ts'
import type { NumberProblem } from '#methods/minid/number.ts'
import type { ChoiceFaults } from '#methods/minid/passwords/fields.ts'
import type { TemporaryFault } from '#methods/minid/recover/temporary.ts'

/** The first form came back, and nothing was done. */
export interface NumberStage {
  readonly stage: 'number'
  readonly notice?:
    | { readonly kind: 'number'; readonly problem: NumberProblem }
    | { readonly kind: 'human'; readonly why: Refused }
    /** So many were asked for, from this network or in all, that none is sent now. */
    | { readonly kind: 'crowd' }
}

/** Whether anything was sent is not known here: the database knows. */
export interface SentStage {
  readonly stage: 'sent'
  /** Of the number that was typed, whoever has it. */
  readonly numberHash: string
  /** Where it was sent, if it was. */
  readonly by?: 'sms' | 'mail'
  /** Milliseconds. */
  readonly until: number
  readonly notice?:
    | { readonly kind: 'unreadable'; readonly why: TemporaryFault }
    | { readonly kind: 'wrong'; readonly left: number }
    | { readonly kind: 'over' }
  /** Being compared at this moment: another click is told nothing before that is over. */
  readonly busy?: true
}

/** Whoever typed in the temporary password. Only `temporary-step.ts` makes one. */
export interface Proved {
  readonly person: PersonId
  readonly numberHash: string
  /** When the temporary password was asked for: a password that is newer than that stays. Milliseconds, as all times here. */
  readonly asked: number
  /** When the way to a new password ends. */
  readonly until: number
  readonly busy?: true
}

/** A code to the channel that the temporary password did not go to. */
export interface CodeStage extends Proved {
  readonly stage: 'code'
  readonly confirmation: Confirmation
}

/** A code from the letter, where there is no other channel. */
export interface LetterStage extends Proved {
  readonly stage: 'letter'
  readonly question: Question
  readonly notice?:
    | { readonly kind: 'unreadable'; readonly why: 'missing' | 'length' | 'look-alike' | 'characters' }
    | { readonly kind: 'wrong'; readonly until: number }
}

export interface ChooseStage extends Proved {
  readonly stage: 'choose'
  readonly faults?: ChoiceFaults
}

/**
 * `over`: too late, or the account was closed, or its password changed meanwhile. `alone`: all that was proved is a phone whose
 * number was changed lately.
 */
export interface EndStage {
  readonly stage: 'done' | 'over' | 'alone'
}

export type RecoverState = NumberStage | SentStage | CodeStage | LetterStage | ChooseStage | EndStage

/** What the browser holds between the pages of a registration: plain JSON, sealed. */
import type { PersonId } from '#base/ids.ts'
import type { Refused } from '#human/human.ts'
import type { LetterId } from '#letters/books.ts'
import type { Question } from '#letters/codes.ts'
import type { Details as AccountDetails } from '#methods/minid/accounts-store.ts'
import type { Confirmation } from '#methods/minid/confirm/confirm.ts'
import type { ContactFaults } from '#methods/minid/contact/fields.ts'
import type { KeptNumber } from '#methods/minid/errands/kept-number.ts'
import type { NumberProblem } from '#methods/minid/number.ts'
import type { ChoiceFaults } from '#methods/minid/passwords/fields.ts'

/** The first form came back, and nothing was done. */
export interface LetterStage {
  readonly stage: 'letter'
  /** As it was typed. */
  readonly letter?: string | undefined
  readonly notice?:
    | { readonly kind: 'fields'; readonly number?: NumberProblem; readonly letter?: 'missing' | 'unreadable' }
    | { readonly kind: 'human'; readonly why: Refused }
    | { readonly kind: 'crowd' }
}

/** Nothing is proved yet: the number may be nobody's, and the letter none. */
export interface CodeStage {
  readonly stage: 'code'
  readonly number: KeptNumber
  readonly numberHash: string
  readonly person?: PersonId
  readonly question: Question
  readonly notice?:
    | { readonly kind: 'unreadable'; readonly why: 'missing' | 'length' | 'look-alike' | 'characters' }
    | { readonly kind: 'wrong'; readonly until: number }
    /** The code was right and is used up: another one is asked for. */
    | { readonly kind: 'another' }
  /** Being compared at this moment: another click is told nothing before that is over. */
  readonly busy?: true
}

/** Whoever has the letter. Only `code-step.ts` makes one. */
export interface Known {
  readonly person: PersonId
  readonly number: KeptNumber
  readonly letter: LetterId
  /** Over an account that is open: it waits, and its owner hears of it. */
  readonly anew: boolean
  /** Their newest letter came back, and they have not heard of it. */
  readonly cameBack: boolean
  /** Where a code was sent and typed back. */
  readonly confirmed: { readonly mobile?: string; readonly email?: string }
  /** Something is being written at this moment. */
  readonly busy?: true
}

/** What was typed: who has both of them, and where codes and passwords go. */
export interface Contact extends Pick<AccountDetails, 'mobile' | 'channel' | 'recovery'> {
  readonly email: string
}

/** There is an account, and it is open. */
export interface OpenStage extends Known {
  readonly stage: 'open'
}

export interface ContactStage extends Known {
  readonly stage: 'contact'
  /** As it was typed. */
  readonly typed?: Contact
  readonly faults?: ContactFaults
  /** So many codes were sent that no more are sent now. */
  readonly tooMany?: true
}

/** A code to one of them. */
export interface ConfirmStage extends Known {
  readonly stage: 'confirm'
  readonly contact: Contact
  readonly confirmation: Confirmation
}

export interface Shared {
  readonly mobile: boolean
  readonly email: boolean
}

/** Somebody else has one of them, too. Seen only after it was confirmed: nobody learns of others' numbers here. */
export interface SharedStage extends Known {
  readonly stage: 'shared'
  readonly contact: Contact
  readonly shared: Shared
}

export interface ChooseStage extends Known {
  readonly stage: 'choose'
  readonly contact: Contact
  readonly shared: Shared
  readonly faults?: ChoiceFaults
}

export interface DoneStage {
  readonly stage: 'done'
  /** When it counts, milliseconds; undefined: now. */
  readonly from?: number
  readonly cameBack: boolean
}

export interface OverStage {
  readonly stage: 'over'
  /** `late`: too late, or finished elsewhere. `letter`: it no longer counts. `waits`: another one waits. `blocked`: the person is. */
  readonly why: 'late' | 'letter' | 'waits' | 'blocked'
}

export type Proved = OpenStage | ContactStage | ConfirmStage | SharedStage | ChooseStage
export type RegisterState = LetterStage | CodeStage | Proved | DoneStage | OverStage

export const knownOf = ({ person, number, letter, anew, cameBack, confirmed }: Known): Known => ({
  person,
  number,
  letter,
  anew,
  cameBack,
  confirmed,
})

/** What a change of one's MinID keeps between its pages: plain JSON, sealed in the hands of one browser. */
import type { PersonId } from '#base/ids.ts'
import type { Held } from '#http/held.ts'
import type { Question } from '#letters/codes.ts'
import type { Channel, Recovery } from '#methods/minid/accounts-store.ts'
import type { Confirmation } from '#methods/minid/confirm/confirm.ts'
import type { EmailFault } from '#methods/minid/contact/email.ts'
import type { MobileFault } from '#methods/minid/contact/mobile.ts'
import type { ChoiceFaults } from '#methods/minid/passwords/fields.ts'

/** What is to be. */
export type Wanted =
  | { readonly what: 'mobile'; readonly to: string }
  | { readonly what: 'email'; readonly to: string }
  | { readonly what: 'channels'; readonly channel: Channel; readonly recovery: Recovery }

export type WantedContact = Extract<Wanted, { readonly to: string }>

/** `old`: a code to what stood before. `higher`: logged in by a stronger eID. `letter`: what stood before is lost, so it waits. */
export type By = 'old' | 'higher' | 'letter'

/** The form has come back. */
export interface ContactStage {
  readonly stage: 'contact'
  readonly what: WantedContact['what']
  readonly typed: string
  readonly by: By
  /** `same`: it is what stands already. `too-many`: no more codes in this hour. */
  readonly fault: MobileFault | EmailFault | 'same' | 'too-many'
}

export type OldPasswordFault = 'missing' | 'wrong' | { readonly until: number }

export interface PasswordStage {
  readonly stage: 'password'
  readonly old?: OldPasswordFault
  readonly faults: ChoiceFaults
}

/** A code to what stood before. */
export interface OldStage {
  readonly stage: 'old'
  readonly wanted: Wanted
  readonly confirmation: Confirmation
}

/** A code to the new number or address. */
export interface NewStage {
  readonly stage: 'new'
  readonly wanted: WantedContact
  readonly by: By
  /** What stood before, where a code to it was shown. */
  readonly was?: string
  readonly confirmation: Confirmation
}

export type LetterNotice =
  | { readonly kind: 'unreadable'; readonly why: 'missing' | 'length' | 'look-alike' | 'characters' }
  | { readonly kind: 'wrong' | 'another' }
  | { readonly kind: 'locked'; readonly until: number }

/** Last: with the code's use the change is asked for, in one batch. */
export interface LetterStage {
  readonly stage: 'letter'
  readonly wanted: WantedContact
  /** Somebody else has the same one (row M5). Seen only after it was confirmed. */
  readonly shared: boolean
  readonly question: Question
  readonly notice?: LetterNotice
}

export type ChangeState = ContactStage | PasswordStage | OldStage | NewStage | LetterStage

export interface Change extends Held {
  /** Whose: another person who logs in in this browser has nothing to do with it. */
  readonly person: PersonId
  readonly state: ChangeState
}

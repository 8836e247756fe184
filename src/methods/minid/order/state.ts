/** What the browser holds between the pages of an order: plain JSON, sealed. */
import type { Refused } from '#human/human.ts'
import type { KeptNumber } from '#methods/minid/errands/kept-number.ts'
import type { NumberProblem } from '#methods/minid/number.ts'

/** The first form came back, and nothing was done. */
export interface NumberStage {
  readonly stage: 'number'
  readonly notice?:
    | { readonly kind: 'number'; readonly problem: NumberProblem }
    | { readonly kind: 'human'; readonly why: Refused }
    /** So many were ordered from this network, or in all, that no more are taken now. */
    | { readonly kind: 'crowd' }
}

/** Order or cancel. */
export interface ConfirmStage {
  readonly stage: 'confirm'
  readonly number: KeptNumber
}

export interface EndStage {
  readonly stage: 'ordered' | 'cancelled'
}

export type OrderState = NumberStage | ConfirmStage | EndStage

/** How an eID from outside is tried (row E10): what `inngang/trial` exports, types alone. */
import type { Person } from '#sandbox/population/person.ts'
import type { Walk } from './conformance.ts'

export interface TrialAround {
  /** Those who log in, all of them synthetic. */
  readonly people: readonly Person[]
  /** Empty; the operator's file lies in it while the trials run. */
  readonly folder: string
}

/** What the module that is tried exports, as `trial`. */
export type Trial = (around: TrialAround) => {
  /** As in the operator's file. */
  readonly plugins: readonly {
    readonly id: string
    readonly from: string
    readonly highest: string
    readonly group?: string
    readonly settings?: unknown
  }[]
  readonly walk: Walk
}

/** People as the house knows them: a random id, the number stored once and encrypted, a keyed hash for look-up (I6). */
import type { PersonId } from '#base/ids.ts'
import type { NationalId } from '#base/national-id.ts'
import type { Step } from '#db/db.ts'

export interface KnownPerson {
  readonly id: PersonId
  readonly numberHash: string
}

export interface Persons {
  /** Known by any number they ever had. */
  find(number: NationalId): Promise<KnownPerson | undefined>
  /** Finds or makes; two callers at once get the same person. @throws WrongWorld for a synthetic number in production, a real one in the twin */
  ensure(number: NationalId): Promise<KnownPerson>
  /** Of every number they have and have had. */
  hashesOf(person: PersonId): Promise<readonly string[]>
  /** The look-up hash alone: costs no round trip. */
  hashOf(number: NationalId): string
  /**
   * Asks the register now and then whether a number that was proved is still this person's: what it has replaced is written down, and
   * either number finds them from then on. `not-theirs`: it is somebody else's by now. Where the register is away, what stands stands.
   */
  settleNumber(proved: { readonly person: PersonId; readonly numberHash: string }): Promise<'theirs' | 'not-theirs'>
  /**
   * The number that they have now, for the claim. @throws IdentityMismatch when `numberHash` is neither its hash nor that of one that it
   * has replaced (security.md 10)
   */
  numberOf(person: PersonId, numberHash: string): Promise<NationalId>
  /**
   * A guard for a batch: fails as `person-blocked`. With the time of a proof (milliseconds) also when it no longer counts, since
   * something happened after it that ends all that was proved before: a new password, blocked codes.
   */
  notBlocked(person: PersonId, provedAt?: number): Step
  /** Ends all that the person has proved until now, wherever it stands and whoever holds it. */
  endProofs(person: PersonId, now: number): Step
  /** Whether a proof of that time no longer counts: for whoever met `person-blocked`. */
  proofEnded(person: PersonId, provedAt: number): Promise<boolean>
}

/** What the population register says of a number: those of whoever has it or has had it. */
export interface NumbersOfOne {
  readonly inUse: NationalId | undefined
  readonly former: readonly NationalId[]
}

/** Undefined: nobody has it. `away`: it cannot be asked now. */
export type AskNumbers = (number: NationalId) => Promise<NumbersOfOne | undefined | 'away'>

/** A synthetic number in production, or a real one in the twin: refused at entry and at the answer. */
export class WrongWorld extends Error {
  override readonly name = 'WrongWorld'
  constructor(world: 'twin' | 'production') {
    super(world === 'twin' ? 'the twin takes synthetic numbers only' : 'production takes no synthetic numbers')
  }
}

/** The number that is stored is not the one that was proved: nothing may be told. Raise the alarm. */
export class IdentityMismatch extends Error {
  override readonly name = 'IdentityMismatch'
}

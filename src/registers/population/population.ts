/** The population register as the house knows it: one person by number. Whoever connects to a real one answers in these words. */
import type { NationalId } from '#base/national-id.ts'
import type { Language } from '#i18n/text.ts'
import type { SealedAddresses } from '#registers/population/sealed.ts'

/** The register's own states of a person (bosatt, utflyttet, forsvunnet, død, opphørt, fødselsregistrert, midlertidig, inaktiv, ikke bosatt, aktiv). */
export const personStatuses = [
  'resident',
  'emigrated',
  'missing',
  'dead',
  'ceased',
  'birth-registered',
  'temporary',
  'inactive',
  'not-resident',
  'active',
] as const
export type PersonStatus = (typeof personStatuses)[number]

/** How an address, or a person with all of theirs, is protected (ugradert, klientadresse, fortrolig, strengt fortrolig). */
export const gradings = ['open', 'client', 'confidential', 'strictly-confidential'] as const
export type Grading = (typeof gradings)[number]

export interface PersonName {
  readonly given: string
  readonly middle?: string | undefined
  readonly family: string
}

export interface RegisteredPerson {
  /** The number in use, which may be another than the one that was asked for (a D number that a birth number has replaced). */
  readonly number: NationalId
  /** Other numbers of theirs, no longer in use, as far as the question showed them. */
  readonly formerNumbers?: readonly NationalId[]
  readonly status: PersonStatus
  readonly name: PersonName | undefined
  /** The register's: it cannot be read from numbers that are issued from 2032. */
  readonly birthYear: number | undefined
  /** `YYYY-MM-DD`, where the register has the day. */
  readonly birthDate?: string | undefined
  readonly protection: Grading
  readonly addresses: SealedAddresses
  /** Where the register knows it. */
  readonly language?: Language | undefined
}

export interface PopulationRegister {
  /** Undefined: nobody has the number. @throws RegisterAway */
  person(number: NationalId): Promise<RegisteredPerson | undefined>
}

/** Who somebody is, without where they live: less is asked of the register, and the answer is kept for a minute. */
export type PersonInBrief = Omit<RegisteredPerson, 'addresses'>

export interface PersonDirectory {
  /** Undefined: nobody has the number. `fresh`: asks anew. @throws RegisterAway */
  who(number: NationalId, options?: { readonly fresh?: boolean }): Promise<PersonInBrief | undefined>
}

/** A person's numbers, past and present. */
export interface Numbers {
  /** Undefined: none is in use any more (somebody had two, or was none). */
  readonly inUse: NationalId | undefined
  readonly former: readonly NationalId[]
}

export interface NumberHistory {
  /** Of whoever has the number or has had it; no name and no address is asked for. Undefined: nobody. @throws RegisterAway */
  numbers(number: NationalId): Promise<Numbers | undefined>
}

/** The register does not answer, or not as it should: ask again later. Says nothing of whom it was asked about. */
export class RegisterAway extends Error {
  override readonly name = 'RegisterAway'
}

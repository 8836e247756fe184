/** An eID behind an issuer, as the operator describes it or as it is known here. */
import type { Language, Text } from '#i18n/text.ts'
import type { Level } from '#login/levels.ts'
import type { Asset } from '#ui/assets.ts'

/** How what an issuer asserts is read. Names of claims are the issuer's. */
export interface Mapping {
  /** The first of these that is there is the identity number. */
  readonly number: readonly string[]
  readonly given: string
  readonly family: string
  /**
   * Only what stands here counts, letter by letter: `acr` → our level. A level alone: the issuer knows no other, and whatever
   * login it vouches for reached it.
   */
  readonly levels: Readonly<Record<string, Level>> | Level
  /** Looked through in order: the first whose value stands in the issuer's `amr` gives ours. */
  readonly amr: readonly { readonly has: string; readonly ours: string }[]
  /** Where none of them fits. */
  readonly amrElse: string
}

export interface Eid {
  /** Lower-case letters, digits and dashes: in paths, audit and metrics. */
  readonly id: string
  readonly name: Text
  readonly needs: Text
  /** Two or three letters beside the name. */
  readonly mark: string
  /** Undefined: the letters do. */
  readonly logo?: Asset | undefined
  readonly highest: Level
  readonly mapping: Mapping
  /** What is asked for at each level, best first; a level that is missing asks for nothing. */
  readonly ask: Partial<Readonly<Record<Level, string>>>
  readonly locales: Partial<Readonly<Record<Language, string>>>
  /** Sent with each request: the user proves themself anew, whatever session they have there. Undefined: left to the issuer. */
  readonly prompt: 'login' | undefined
  /** Finds the issuer's own code in what it says of a failed login: its help pages know it. Its first group is the code. */
  readonly code: RegExp | undefined
}

/** What is said to a user whom the issuer sent back without a login. */
export const saidWords = ['not-there', 'no-number', 'wrong-number', 'unknown-level', 'untrue', 'busy'] as const
export type SaidWord = (typeof saidWords)[number]
export const isSaidWord = (word: string): word is SaidWord => (saidWords as readonly string[]).includes(word)

/** From `acr_values` and the service's floor to the level that must be reached (row E3). */
import type { AcrNames } from '#oidc/ports.ts'

export interface AskedLevel {
  readonly level: string
  /** The names that the answer uses. */
  readonly vocabulary: string
}

/**
 * None asked: the floor. Several: the lowest known one, raised to the floor. Only unknown ones: undefined, to be refused.
 * OpenID Connect Core §3.1.2.1 calls `acr_values` a wish in order of preference; here it is a minimum, so order says nothing.
 */
export function askedLevel(acr: AcrNames, values: readonly string[], floor: string): AskedLevel | undefined {
  if (values.length === 0) return { level: floor, vocabulary: ownVocabulary(acr) }
  let lowest: AskedLevel | undefined
  for (const value of values) {
    const known = acr.read(value)
    if (known !== undefined && (lowest === undefined || acr.rank(known.level) < acr.rank(lowest.level))) lowest = known
  }
  if (lowest === undefined || acr.rank(lowest.level) >= acr.rank(floor)) return lowest
  return { level: floor, vocabulary: lowest.vocabulary }
}

/** What is answered when nothing was asked: the names that discovery lists first. */
const ownVocabulary = (acr: AcrNames): string => acr.read(acr.values[0] ?? '')?.vocabulary ?? ''

/** From `acr_values` and the service's floor to the level that must be reached (row E3). */
import type { AcrNames } from '#oidc/ports.ts'

export interface AskedLevel {
  readonly level: string
  /** The names that the answer uses, where the level reached is none of those asked for. */
  readonly vocabulary: string
  /** Those that were asked for and are known, the preferred first. */
  readonly names: readonly string[]
}

const idpPrefix = 'idp:'
/** All eIDs in one word, as clients say it that came to ID-porten through a broker. */
const everyIdp = 'idporten'

/**
 * Services that came through a broker name an eID among the levels: `acr_values=idp:minid loa:high`, each part alone or
 * together. `onlyEids`: undefined where they name none, or all of them at once.
 */
export function splitAcrValues(values: readonly string[]): {
  readonly levels: readonly string[]
  readonly onlyEids: readonly string[] | undefined
} {
  const eids = values.filter((one) => one.startsWith(idpPrefix)).map((one) => one.slice(idpPrefix.length))
  return {
    levels: values.filter((one) => !one.startsWith(idpPrefix)),
    onlyEids: eids.length === 0 || eids.includes(everyIdp) ? undefined : eids,
  }
}

/**
 * None asked: the floor. Several: the lowest known one, raised to the floor. Only unknown ones: undefined, to be refused.
 * OpenID Connect Core §3.1.2.1 calls `acr_values` a wish in order of preference; here it is a minimum, so order says only by which of several names a level is answered.
 */
export function askedLevel(acr: AcrNames, values: readonly string[], floor: string): AskedLevel | undefined {
  if (values.length === 0) return { level: floor, vocabulary: ownVocabulary(acr), names: [] }
  let lowest: ReturnType<AcrNames['read']>
  for (const value of values) {
    const known = acr.read(value)
    if (known !== undefined && (lowest === undefined || acr.rank(known.level) < acr.rank(lowest.level))) lowest = known
  }
  if (lowest === undefined) return undefined
  const { level, vocabulary } = lowest
  const names = values.filter((value) => acr.read(value) !== undefined)
  return { level: acr.rank(level) >= acr.rank(floor) ? level : floor, vocabulary, names }
}

/** The name that the client used for the very level reached, the preferred one of several (OpenID Connect Core §3.1.2.1). */
export const nameAsked = (acr: AcrNames, names: readonly string[], reached: string): string | undefined =>
  names.find((name) => acr.read(name)?.level === reached)

/** What is answered when nothing was asked: the names that discovery lists first. */
const ownVocabulary = (acr: AcrNames): string => acr.read(acr.values[0] ?? '')?.vocabulary ?? ''

/** What an issuer asserted, in our words. Pure: claims in, an assertion or why there is none out. */
import { NationalId } from '#base/national-id.ts'
import { type Level, lower } from '#login/levels.ts'
import type { Eid } from '#methods/federated/eid.ts'
import type { Claims } from '#upstream/provider.ts'

export interface Asserted {
  readonly number: NationalId
  readonly level: Level
  readonly amr: readonly string[]
  /** When the user proved themself, milliseconds; undefined: not told. */
  readonly at: number | undefined
  readonly name: { readonly given: string; readonly family: string } | undefined
}

export type NotAsserted = { readonly fault: 'no-number' | 'wrong-number' | 'unknown-level' }

export function assertedBy({ mapping, highest }: Eid, claims: Claims): Asserted | NotAsserted {
  const typed = mapping.number.map((name) => claims[name]).find((value) => value !== undefined)
  if (typeof typed !== 'string') return { fault: 'no-number' }
  const number = NationalId.read(typed)
  if (typeof number === 'string') return { fault: 'wrong-number' }
  const level = levelOf(mapping.levels, claims['acr'])
  // I2: what was answered, by the table alone; an answer that is not in it is worth nothing, not the lowest.
  if (level === undefined) return { fault: 'unknown-level' }
  const at = claims['auth_time']
  return {
    number,
    level: lower(level, highest),
    amr: [amrOf(mapping, claims['amr'])],
    at: typeof at === 'number' && Number.isFinite(at) ? at * 1000 : undefined,
    name: nameOf(claims[mapping.given], claims[mapping.family]),
  }
}

function levelOf(levels: Eid['mapping']['levels'], acr: unknown): Level | undefined {
  if (typeof levels === 'string') return levels
  return typeof acr === 'string' && Object.hasOwn(levels, acr) ? levels[acr] : undefined
}

function amrOf({ amr, amrElse }: Eid['mapping'], told: unknown): string {
  const methods: readonly unknown[] = Array.isArray(told) ? told : [told]
  return amr.find(({ has }) => methods.includes(has))?.ours ?? amrElse
}

/** Row E5: both halves, or none. */
function nameOf(given: unknown, family: unknown): Asserted['name'] {
  if (typeof given !== 'string' || typeof family !== 'string') return undefined
  const name = { given: given.trim(), family: family.trim() }
  return name.given === '' || name.family === '' ? undefined : name
}

/** What a shape finds at fault, in our words: where, and what to do. Values are never repeated, because some of them are secrets. */
import type { z } from 'zod'
import type { Fault } from '#services/rules.ts'

export type Issue = z.core.$ZodIssue

export interface FormFault {
  readonly path: readonly PropertyKey[]
  /** A member that is not known; it stands at `path`. */
  readonly unknown?: string
  /** The rest of the sentence. */
  readonly says: string
}

export function faultsOfIssue(issue: Issue, content: unknown): readonly FormFault[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((unknown) => ({ path, unknown, says: 'is not known here' }))
  const missing = path.length > 0 && valueAt(content, path) === undefined
  return [{ path, says: missing ? 'is missing' : sentenceOf(issue) }]
}

/** Faults of what was sent by itself, each at its member: `redirect_uris[0]`. Names are cut to what a name may be. */
export const memberFaults = (issues: readonly Issue[], content: unknown): readonly Fault[] =>
  issues
    .flatMap((issue) => faultsOfIssue(issue, content))
    .map(({ path, unknown, says }) => ({
      at: writtenPath(unknown === undefined ? path : [...path, unknown])
        .toWellFormed()
        .slice(0, 100),
      says,
    }))

function sentenceOf(issue: Issue): string {
  // A shape that has words of its own knows better.
  if (issue.message.startsWith('must ')) return issue.message
  if (issue.code === 'invalid_type') return `must be ${kinds[issue.expected] ?? `a ${issue.expected}`}`
  if (issue.code === 'invalid_value')
    return `must be ${issue.values
      .map(String)
      .join(', ')
      .replace(/, ([^,]+)$/, ' or $1')}`
  if (issue.code === 'too_small') return `is too short or too small (at least ${issue.minimum})`
  if (issue.code === 'too_big') return `is too long or too large (at most ${issue.maximum})`
  if (issue.code === 'invalid_union') return 'must be one text, or an object with nb, nn, se and en'
  return 'is not as it should be'
}

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  record: 'an object',
  int: 'a whole number',
}

export const valueAt = (content: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    content,
  )

/** `redirect_uris[0]`, `jwks.keys[1].kid` */
export const writtenPath = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')

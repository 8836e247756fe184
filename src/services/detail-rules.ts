/** What declared types of authorization details must fulfil: among themselves, and against the services that use them. */
import { nearest } from '#base/near.ts'
import type { DetailTypeEntry } from '#services/detail-shape.ts'
import type { Fault } from '#services/rules.ts'
import { reservedPrefixes } from '#services/scope-rules.ts'

/** A name of a scope or type with the place of its owner in the file. */
export interface DeclaredName {
  readonly name: string
  readonly owner: number
}

const prefixOf = (name: string): string => name.split(':', 1)[0] ?? ''

/** The faults of one owner's types, each at `authorization_details_types[i]`. Prefixes are those of its scopes. */
export function* detailTypeFaults(mine: readonly DeclaredName[], all: readonly DeclaredName[]): Generator<Fault> {
  for (const [i, { name, owner }] of mine.entries()) {
    const at = `authorization_details_types[${i}].type`
    const prefix = prefixOf(name)
    const holder = all.find((one) => prefixOf(one.name) === prefix)?.owner ?? owner
    if (reservedPrefixes.includes(prefix)) yield { at, says: `must not begin with ${prefix}: it is the house’s own` }
    else if (holder !== owner)
      yield { at, says: `must not begin with ${prefix}: the prefix belongs to owners[${holder}]` }
    if (mine.findIndex((one) => one.name === name) < i) yield { at, says: 'stands twice' }
  }
}

export function* detailFieldFaults(types: readonly DetailTypeEntry[]): Generator<Fault> {
  for (const [i, { fields }] of types.entries())
    for (const [name, { kind, values }] of Object.entries(fields))
      if (values !== undefined && (kind === 'number' || kind === 'boolean'))
        yield {
          at: `authorization_details_types[${i}].fields.${name}.values`,
          says: `is not used with ${kind}: remove it`,
        }
}

/** The types that a service registered and nobody has: each would be refused when it is asked for. */
export function* unknownTypeFaults(types: readonly string[], declared: readonly DeclaredName[]): Generator<Fault> {
  const known = declared.map(({ name }) => name)
  for (const [i, type] of types.entries()) {
    if (known.includes(type)) continue
    const near = nearest(type, known)
    const hint = near === undefined ? '' : `: did you mean ${near}?`
    yield { at: `authorization_details_types[${i}]`, says: `is a type that nobody has declared${hint}` }
  }
}

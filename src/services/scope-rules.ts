/** What the declared scopes must fulfil: among themselves, and against the services that use them. */
import { nearest } from '#base/near.ts'
import { apiScopes, introspectionScope, ownScopes } from '#oidc/scopes.ts'
import type { Fault } from '#services/rules.ts'

/** What opens the self-service API to its registrars (facts of ID-porten's). The operator alone gives them, in the file. */
export const registrarScopes = {
  read: 'idporten:dcr.read',
  modify: 'idporten:dcr.modify',
  write: 'idporten:dcr.write',
  supplier: 'idporten:dcr.supplier',
  onBehalfOf: 'idporten:dcr/onbehalfof:write',
  scopes: 'idporten:scopes.write',
} as const

/** Scopes of the house itself. */
export const houseScopes: readonly string[] = [
  ...ownScopes,
  introspectionScope,
  ...apiScopes.sessions,
  ...Object.values(registrarScopes),
]

/** Prefixes that no owner may take: what begins with them opens the house. */
export const reservedPrefixes: readonly string[] = ['idporten', 'inngang']

/** A declared scope, as far as it could be read. */
export interface DeclaredScope {
  readonly name: string
  readonly introspectedBy: string | undefined
  readonly delegable?: boolean
  /** The owner's place in the file, for whose prefix it is. */
  readonly owner: number
}

export const prefixOf = (name: string): string => name.split(':', 1)[0] ?? ''

/** The faults of the prefixes that the operator gave to one owner, each at `scope_prefixes[i]`. */
export function* prefixFaults(
  owner: number,
  given: readonly (readonly string[])[],
  scopes: readonly DeclaredScope[],
): Generator<Fault> {
  for (const [i, prefix] of (given[owner] ?? []).entries()) {
    const at = `scope_prefixes[${i}]`
    const first = given.findIndex((prefixes) => prefixes.includes(prefix))
    const used = scopes.find((scope) => prefixOf(scope.name) === prefix && scope.owner !== owner)?.owner
    if (reservedPrefixes.includes(prefix)) yield { at, says: `must not be ${prefix}: it is the house’s own` }
    else if (first < owner) yield { at, says: `belongs to owners[${first}]` }
    else if (used !== undefined) yield { at, says: `belongs to owners[${used}], which has scopes that begin so` }
  }
}

/** The faults of one owner's scopes, each at `scopes[i]`. */
export function* scopeFaults(
  mine: readonly DeclaredScope[],
  all: readonly DeclaredScope[],
  clientIds: readonly string[],
): Generator<Fault> {
  for (const [i, scope] of mine.entries()) {
    const at = `scopes[${i}]`
    const prefix = prefixOf(scope.name)
    const holder = all.find((one) => prefixOf(one.name) === prefix)?.owner ?? scope.owner
    if (reservedPrefixes.includes(prefix))
      yield { at: `${at}.name`, says: `must not begin with ${prefix}: it is the house’s own` }
    else if (holder !== scope.owner)
      yield { at: `${at}.name`, says: `must not begin with ${prefix}: the prefix belongs to owners[${holder}]` }
    if (mine.findIndex(({ name }) => name === scope.name) < i) yield { at: `${at}.name`, says: 'stands twice' }
    const asker = scope.introspectedBy
    if (asker !== undefined && !clientIds.includes(asker))
      yield { at: `${at}.enforced_aud_for_introspection`, says: `names no service${didYouMean(asker, clientIds)}` }
  }
}

/** The scopes that a service registered and nobody has: each would be refused when it is asked for. */
export function* unknownScopeFaults(scopes: readonly string[], declared: readonly DeclaredScope[]): Generator<Fault> {
  const known = [...houseScopes, ...declared.map(({ name }) => name)]
  for (const [i, scope] of scopes.entries()) {
    if (known.includes(scope)) continue
    yield { at: `scopes[${i}]`, says: `is a scope that nobody has declared${didYouMean(scope, known)}` }
  }
}

const didYouMean = (word: string, known: readonly string[]): string => {
  const near = nearest(word, known)
  return near === undefined ? '' : `: did you mean ${near}?`
}

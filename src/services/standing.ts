/** What of a registration counts now: its owner is approved, and whoever owns the scopes that it names lets it use them. */
import { houseScopes, prefixOf, registrarScopes } from '#services/scope-rules.ts'
import { accessKey, type OwnScope } from '#services/self-service.ts'
import type { Registered, Registration, Source } from '#services/store.ts'

/** Owners, their suppliers and clients registered these themselves; the rest is the operator's word. */
export const isSelfMade = (source: Source): boolean => source === 'api' || source === 'dynamic'

export const isServed = ({ owners }: Registered, { active, source, owner }: Registration): boolean =>
  active && (!isSelfMade(source) || owners.has(owner))

/** A scope that somebody took back is gone from the service at once, without a change to the service. */
export const standingScopes = (registered: Registered, { source, owner, service }: Registration): readonly string[] =>
  isSelfMade(source)
    ? service.scopes.filter((scope) => scopeStanding(registered, scope, owner) === 'granted')
    : service.scopes

export type Standing = 'granted' | 'unknown' | 'operator' | 'denied'

const operators: readonly string[] = Object.values(registrarScopes)

/** May services of this organisation register the scope by themselves? */
export function scopeStanding(registered: Registered, scope: string, consumer: string): Standing {
  if (operators.includes(scope)) return 'operator'
  if (houseScopes.includes(scope)) return 'granted'
  const found = findScope(registered, scope)
  if (found === undefined) return 'unknown'
  if (found.owner === consumer || found.forAll) return 'granted'
  return registered.access.get(accessKey(scope, consumer))?.state === 'APPROVED' ? 'granted' : 'denied'
}

/** Declared by the operator or registered by its owner, and in force. */
export function findScope(
  { owners, ownScopes }: Registered,
  name: string,
): { readonly owner: string; readonly forAll: boolean } | undefined {
  for (const owner of owners.values()) {
    const scope = owner.scopes.find((one) => one.name === name)
    if (scope !== undefined) return { owner: owner.org_number, forAll: scope.accessible_for_all }
  }
  const own = ownScopes.get(name)
  if (own === undefined || !inForce({ owners }, own)) return undefined
  return { owner: own.owner, forAll: own.scope.accessible_for_all }
}

/** An owner has what it registered for as long as the operator lets it have the prefix. */
export const inForce = ({ owners }: Pick<Registered, 'owners'>, { active, owner, scope }: OwnScope): boolean =>
  active && owners.get(owner)?.scope_prefixes.includes(prefixOf(scope.name)) === true

/** What of a registration counts now: its owner is approved, and whoever owns the scopes that it names lets it use them. */
import type { HandingOn } from '#oidc/ports.ts'
import { houseScopes, prefixOf, registrarScopes } from '#services/scope-rules.ts'
import { accessKey, type OwnScope } from '#services/self-service.ts'
import type { KeptScope, Registered, Registration, Source } from '#services/store.ts'

/** Owners, their suppliers and clients registered these themselves; the rest is the operator's word. */
export const isSelfMade = (source: Source): boolean => source === 'api' || source === 'dynamic'

export const isServed = ({ owners }: Registered, { active, source, owner }: Registration): boolean =>
  active && (!isSelfMade(source) || owners.has(owner))

/** A scope that somebody took back is gone from the service at once, without a change to the service. */
export const standingScopes = (registered: Registered, registration: Registration): readonly string[] =>
  isSelfMade(registration.source) ? scopesThat(registered, registration, 'granted') : registration.service.scopes

const scopesThat = (registered: Registered, { owner, service }: Registration, wanted: Standing): readonly string[] => {
  const type = registered.records.get(service.client_id)?.integrationType
  return service.scopes.filter((scope) => scopeStanding(registered, scope, owner, type) === wanted)
}

/** `delegable`: not for itself, but for those who hand it on. `other-type`: for clients of other types. */
export type Standing = 'granted' | 'delegable' | 'unknown' | 'operator' | 'denied' | 'other-type'

const operators: readonly string[] = Object.values(registrarScopes)

/** May services of this organisation, and of this type where they have one, register the scope by themselves? */
export function scopeStanding(registered: Registered, scope: string, consumer: string, type?: string): Standing {
  if (operators.includes(scope)) return 'operator'
  if (houseScopes.includes(scope)) return 'granted'
  const found = findScope(registered, scope)
  if (found === undefined) return 'unknown'
  if (type !== undefined && found.types.length > 0 && !found.types.includes(type)) return 'other-type'
  if (found.owner === consumer || found.forAll) return 'granted'
  if (registered.access.get(accessKey(scope, consumer))?.state === 'APPROVED') return 'granted'
  return found.delegable ? 'delegable' : 'denied'
}

/** What services of an organisation may ask for in others' names alone. */
export const scopesForOthers = (registered: Registered, registration: Registration): readonly string[] =>
  isSelfMade(registration.source) ? scopesThat(registered, registration, 'delegable') : []

/**
 * May the consumer use the scope, and has the operator recorded that it hands it on to this supplier? Whose scope the operator
 * declared, for that the record is enough; who registered its own decides who uses it.
 */
export function handedOn(
  registered: Registered,
  { scope, consumer, supplier }: HandingOn,
): 'given' | 'no-access' | 'not-handed-on' {
  const own = registered.ownScopes.has(scope) && !isDeclared(registered, scope)
  const state = registered.access.get(accessKey(scope, consumer))?.state
  if (state === 'DENIED' || (own && scopeStanding(registered, scope, consumer) !== 'granted')) return 'no-access'
  const given = registered.owners.get(consumer)?.delegations ?? []
  return given.some((one) => one.supplier === supplier && one.scopes.includes(scope)) ? 'given' : 'not-handed-on'
}

const isDeclared = ({ owners }: Registered, name: string): boolean =>
  [...owners.values()].some(({ scopes }) => scopes.some((one) => one.name === name))

interface FoundScope {
  readonly owner: string
  readonly forAll: boolean
  readonly delegable: boolean
  /** Integration types; empty: all. */
  readonly types: readonly string[]
}

/** Declared by the operator or registered by its owner, and in force. */
export function findScope({ owners, ownScopes }: Registered, name: string): FoundScope | undefined {
  for (const owner of owners.values()) {
    const scope = owner.scopes.find((one) => one.name === name)
    if (scope !== undefined) return foundScope(owner.org_number, scope)
  }
  const own = ownScopes.get(name)
  if (own === undefined || !inForce({ owners }, own)) return undefined
  return foundScope(own.owner, own.scope)
}

const foundScope = (owner: string, scope: KeptScope): FoundScope => ({
  owner,
  forAll: scope.accessible_for_all,
  delegable: scope.delegation_source !== undefined,
  types: scope.allowed_integration_types ?? [],
})

/** An owner has what it registered for as long as the operator lets it have the prefix. */
export const inForce = ({ owners }: Pick<Registered, 'owners'>, { active, owner, scope }: OwnScope): boolean =>
  active && owners.get(owner)?.scope_prefixes.includes(prefixOf(scope.name)) === true

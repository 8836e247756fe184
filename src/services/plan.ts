/** What applying a declaration would change: added, changed field by field, removed. Printed before it is done; no secret is in it. */
import { differences, quoted, same } from '#services/difference.ts'
import {
  keptOwner,
  type KeptOwner,
  keptService,
  type Registered,
  type Registration,
  type Source,
} from '#services/store.ts'
import type { OwnerEntry } from '#services/shape.ts'

export interface Change {
  readonly kind: 'added' | 'changed' | 'removed'
  readonly clientId: string
  /** `field a → b`; for what was added, the name of the service and its owner. */
  readonly details: readonly string[]
}

export interface OwnerChange {
  readonly kind: 'added' | 'changed'
  readonly number: string
  readonly details: readonly string[]
}

export interface Plan {
  /** The version it was made against. */
  readonly version: number
  readonly owners: readonly KeptOwner[]
  readonly put: readonly Registration[]
  readonly remove: readonly string[]
  /** Owners that are no longer declared: what they registered themselves is off while they are away. */
  readonly dropped: readonly string[]
  readonly changes: readonly Change[]
  readonly ownerChanges: readonly OwnerChange[]
  /** Client ids that another source has declared: the plan cannot be applied. */
  readonly taken: readonly string[]
}

export function plan(registered: Registered, declared: readonly OwnerEntry[], source: Source): Plan {
  const wanted = declared.flatMap((owner) =>
    owner.services.map((entry): Registration => ({
      owner: owner.org_number,
      source,
      active: true,
      service: keptService(entry),
    })),
  )
  const names = new Set(wanted.map(({ service }) => service.client_id))
  const mine = [...registered.services.values()].filter((one) => one.source === source && one.active)
  const remove = mine.map(({ service }) => service.client_id).filter((id) => !names.has(id))
  const kept = new Set(declared.map((owner) => owner.org_number))
  const dropped = [...registered.ownerSources]
    .filter(([number, of]) => of === source && !kept.has(number))
    .map(([number]) => number)
  const compared = wanted.map((want) => ({
    want,
    change: changeOf(registered.services.get(want.service.client_id), want, declared),
  }))
  return {
    version: registered.version,
    owners: declared
      .map(keptOwner)
      .filter(
        (owner) =>
          !same(registered.owners.get(owner.org_number), owner) ||
          registered.ownerSources.get(owner.org_number) !== source,
      ),
    put: compared.filter(({ change }) => change !== undefined).map(({ want }) => want),
    remove,
    dropped,
    changes: [
      ...compared.flatMap(({ change }) => (change === undefined ? [] : [change])),
      ...remove.map((clientId): Change => ({ kind: 'removed', clientId, details: [] })),
    ],
    ownerChanges: declared.flatMap(
      (owner) => ownerChangeOf(registered.owners.get(owner.org_number), keptOwner(owner), owner.services.length) ?? [],
    ),
    taken: wanted.map(({ service }) => service.client_id).filter((id) => isTaken(registered.services.get(id), source)),
  }
}

export const isTaken = (known: Registration | undefined, source: Source): boolean =>
  known !== undefined && known.source !== source && known.active

function changeOf(
  known: Registration | undefined,
  want: Registration,
  declared: readonly OwnerEntry[],
): Change | undefined {
  const clientId = want.service.client_id
  if (known === undefined || !known.active) {
    const owner = declared.find((one) => one.org_number === want.owner)
    const of = owner === undefined ? want.owner : keptOwner(owner).name.nb
    return { kind: 'added', clientId, details: [`${want.service.client_name.nb} (${of})`] }
  }
  const details = [
    ...(known.owner === want.owner ? [] : [`owner ${known.owner} → ${want.owner}`]),
    ...differences(known.service, want.service),
  ]
  return details.length === 0 ? undefined : { kind: 'changed', clientId, details }
}

/** What an owner may do: what is given to it here, its services aside. */
function ownerChangeOf(known: KeptOwner | undefined, want: KeptOwner, services: number): OwnerChange | undefined {
  const number = want.org_number
  if (known !== undefined) {
    const details = differences(known, want)
    return details.length === 0 ? undefined : { kind: 'changed', number, details }
  }
  const powers = differences(
    { ...want, suppliers: [], scope_prefixes: [], scopes: [], delegations: [], authorization_details_types: [] },
    want,
  )
  // Its name stands beside its services.
  return powers.length === 0 && services > 0
    ? undefined
    : { kind: 'added', number, details: [quoted(want.name), ...powers] }
}

const signs: Readonly<Record<Change['kind'], string>> = { added: '+ added', changed: '~ changed', removed: '- removed' }

/** One line for each owner and service, ready to print. */
export const planLines = (p: Plan): readonly string[] => [
  ...p.ownerChanges.map(({ kind, number, details }) => `${signs[kind]} owner ${number}: ${details.join('; ')}`),
  ...p.changes.map(
    ({ kind, clientId, details }) =>
      `${signs[kind]} ${clientId}${details.length === 0 ? '' : `: ${details.join('; ')}`}`,
  ),
  ...p.dropped.map((number) => `- removed owner ${number}: what it registered itself is off, too`),
]

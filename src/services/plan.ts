/** What applying a declaration would change: added, changed field by field, removed. Printed before it is done; no secret is in it. */
import type { Language, Text } from '#i18n/text.ts'
import {
  keptOwner,
  type KeptOwner,
  keptService,
  type KeptService,
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

export interface Plan {
  /** The version it was made against. */
  readonly version: number
  readonly owners: readonly KeptOwner[]
  readonly put: readonly Registration[]
  readonly remove: readonly string[]
  /** Owners that are no longer declared: what they registered themselves is off while they are away. */
  readonly dropped: readonly string[]
  readonly changes: readonly Change[]
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
    ...fieldsOf(known.service, want.service).map((field) =>
      differenceOf(field, known.service[field], want.service[field]),
    ),
  ]
  return details.length === 0 ? undefined : { kind: 'changed', clientId, details }
}

type Field = keyof KeptService
export const fieldsOf = (a: KeptService, b: KeptService): readonly Field[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)] as Field[])].filter((field) => !same(a[field], b[field]))

export function differenceOf(field: Field, from: unknown, to: unknown): string {
  if (field === 'client_secret_sha256')
    return `client_secret ${from === undefined ? 'set' : to === undefined ? 'removed' : 'changed'}`
  if (Array.isArray(from) && Array.isArray(to)) return `${field}${listChange(from, to)}`
  return `${field} ${shown(field, from)} → ${shown(field, to)}`
}

/** Lists by what came and went; the order of addresses means nothing. */
function listChange(from: readonly unknown[], to: readonly unknown[]): string {
  const gone = from.filter((one) => !to.includes(one)).map((one) => ` -${String(one)}`)
  const come = to.filter((one) => !from.includes(one)).map((one) => ` +${String(one)}`)
  return gone.length + come.length === 0 ? ' in another order' : [...gone, ...come].join('')
}

function shown(field: Field, value: unknown): string {
  if (value === undefined) return '(none)'
  if (field === 'jwks') return (value as NonNullable<KeptService['jwks']>).keys.map((key) => key.kid).join(', ')
  if (field === 'client_name') return quoted(value as Text)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const quoted = (text: Text): string => {
  const all = Object.values(text)
  return all.every((one) => one === all[0])
    ? `"${text.nb}"`
    : (Object.entries(text) as [Language, string][]).map(([language, one]) => `${language} "${one}"`).join(' ')
}

/** Key by key, whatever their order. */
export function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
}

const signs: Readonly<Record<Change['kind'], string>> = { added: '+ added', changed: '~ changed', removed: '- removed' }

/** One line for each service, ready to print. */
export const planLines = (p: Plan): readonly string[] => [
  ...p.changes.map(
    ({ kind, clientId, details }) =>
      `${signs[kind]} ${clientId}${details.length === 0 ? '' : `: ${details.join('; ')}`}`,
  ),
  ...p.dropped.map((number) => `- removed owner ${number}: what it registered itself is off, too`),
]

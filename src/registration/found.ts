/** The client that an address names, as far as the caller may see and change it. */
import { requireConsent, type Registrar, sees } from '#registration/caller.ts'
import { ApiProblem } from '#registration/problem.ts'
import type { ClientRecord } from '#services/self-service.ts'
import { isSelfMade } from '#services/standing.ts'
import type { Registered, Registration } from '#services/store.ts'

export interface Found {
  readonly registration: Registration
  /** None for what the operator declared. */
  readonly record: ClientRecord | undefined
}

/** One that may be changed here. */
export interface Changeable {
  readonly registration: Registration
  readonly record: ClientRecord
}

export const visible = (registered: Registered, who: Registrar): readonly Found[] =>
  [...registered.services.values()]
    .map((registration) => ({ registration, record: registered.records.get(registration.service.client_id) }))
    .filter((found) => sees(who, targetOf(found)))

export const targetOf = ({ registration, record }: Found) => ({
  owner: registration.owner,
  supplier: record?.supplier,
})

/** @throws ApiProblem */
export function findClient(registered: Registered, who: Registrar, id: string): Found {
  const registration = registered.services.get(id)
  const found = registration && { registration, record: registered.records.get(id) }
  if (found === undefined || !sees(who, targetOf(found)))
    throw new ApiProblem('client_not_found', 'no client of this organisation has this id')
  return found
}

/** @throws ApiProblem */
export function findChangeable(registered: Registered, who: Registrar, id: string): Changeable {
  const { registration, record } = findClient(registered, who, id)
  if (record === undefined || !isSelfMade(registration.source))
    throw new ApiProblem('declared_elsewhere', 'the operator declared this client: ask the operator to change it')
  requireConsent(who, targetOf({ registration, record }), registered)
  return { registration, record }
}

/** @throws ApiProblem */
export function findActive(registered: Registered, who: Registrar, id: string): Changeable {
  const found = findChangeable(registered, who, id)
  if (!found.registration.active)
    throw new ApiProblem('inactive', 'the client was deactivated: register a new one, or ask the operator')
  return found
}

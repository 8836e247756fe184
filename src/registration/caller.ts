/** Who calls, and what they may do to whose clients: a registrar to its own organisation's, a supplier to those of organisations that consented. */
import type { Request } from '#http/routes.ts'
import { OAuthError } from '#oidc/errors.ts'
import type { MachineCaller } from '#oidc/machine-caller.ts'
import { ApiProblem } from '#registration/problem.ts'
import { registrarScopes } from '#services/scope-rules.ts'
import type { Registered } from '#services/store.ts'

export type Right = 'read' | 'modify' | 'write' | 'customers' | 'readCustomers'

const { read, modify, write, supplier, onBehalfOf } = registrarScopes

/** Who may create may change, and who may change may read. */
export const opens: Readonly<Record<Right, readonly string[]>> = {
  read: [read, modify, write],
  modify: [modify, write],
  write: [write],
  customers: [onBehalfOf, modify, write],
  readCustomers: [onBehalfOf, read, modify, write],
}

export interface Registrar {
  /** The registrar's own client id: who did it. */
  readonly clientId: string
  readonly org: string
  /** For its own organisation's clients. */
  readonly own: boolean
  /** For those that it registers as a supplier. */
  readonly supplier: boolean
}

export type Caller = (c: Request, scopes: readonly string[]) => Promise<MachineCaller>

/** @throws OAuthError */
export async function registrarOf(caller: Caller, c: Request, right: Right): Promise<Registrar> {
  const { client, scopes } = await caller(c, [...opens[right], supplier])
  return {
    clientId: client.id,
    org: client.ownerOrgNumber,
    own: opens[right].some((scope) => scopes.includes(scope)),
    supplier: scopes.includes(supplier),
  }
}

export interface Target {
  readonly owner: string
  readonly supplier: string | undefined
}

/** Clients that are neither the organisation's own nor made by it are as if they were not there. */
export const sees = (who: Registrar, target: Target): boolean =>
  (who.own && target.owner === who.org) || (who.supplier && target.supplier === who.org)

/** For whom a new client is made. @throws ApiProblem, OAuthError */
export function ownerFor(who: Registrar, asked: string | undefined, registered: Registered): Target {
  const owner = asked ?? who.org
  if (owner === who.org) {
    if (who.own) return { owner, supplier: undefined }
    if (asked !== undefined || !who.supplier) throw lacks(write)
    throw new ApiProblem('invalid_request_parameter', 'see invalidParams', [
      { at: 'client_orgno', says: 'is missing: whose client is it?' },
    ])
  }
  if (!who.supplier) throw lacks(supplier)
  const target = { owner, supplier: who.org }
  requireConsent(who, target, registered)
  return target
}

const lacks = (scope: string): OAuthError =>
  new OAuthError('insufficient_scope', `this needs the scope ${scope}`, { challenge: 'Bearer' })

/** The operator recorded that the organisation lets this supplier act for it; withdrawn, nothing more is changed. @throws ApiProblem */
export function requireConsent(who: Registrar, { owner, supplier: by }: Target, { owners }: Registered): void {
  if (who.own && owner === who.org) return
  if (by === who.org && owners.get(owner)?.suppliers.includes(who.org) === true) return
  throw new ApiProblem(
    'no_consent',
    'the operator has recorded no consent of this organisation to its supplier: ask it to tell the operator',
  )
}

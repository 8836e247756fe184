/** Clients by the API: list, register, read, replace, deactivate. */
import { readOrgNumber } from '#base/org-number.ts'
import { sha256 } from '#base/secrets.ts'
import type { Database } from '#db/db.ts'
import type { Log } from '#http/answer.ts'
import type { Request } from '#http/routes.ts'
import type { DeliveryStore } from '#oidc/logout/store.ts'
import { bodyOf, etagOf, requireVersion, told } from '#registration/body.ts'
import { type Caller, ownerFor, type Registrar, registrarOf } from '#registration/caller.ts'
import { asSent, clientOf, grantsOf, writtenOf } from '#registration/client-object.ts'
import { combinationFaults } from '#registration/combinations.ts'
import { findActive, findChangeable, findClient, type Found, visible } from '#registration/found.ts'
import { invalid } from '#registration/problem.ts'
import type { Registry } from '#registration/registry.ts'
import {
  deactivation,
  hasSecret,
  newClientId,
  newSecret,
  type NewSecret,
  settle,
  type Settled,
} from '#registration/settle.ts'
import { clientRequest, type ClientRequest } from '#registration/shape.ts'
import { needsKeys } from '#services/check.ts'
import type { Fault, Surroundings } from '#services/rules.ts'

export interface ApiDeps {
  readonly issuer: string
  readonly database: Database
  readonly log: Log
  readonly registry: Registry
  readonly around: Surroundings
  readonly caller: Caller
  readonly deliveries: Pick<DeliveryStore, 'deliveriesOf'>
}

export const settlingOf = ({ database, around }: Pick<ApiDeps, 'database' | 'around'>, request?: ClientRequest) => ({
  database,
  around,
  // Keys have an address of their own.
  keysLater: true,
  refuse: (faults: readonly Fault[]) => invalid(asSent(faults, request)),
})

/** As many at once unless fewer are asked for. */
const pageSize = 500

/** @throws OAuthError, ApiProblem */
export async function listClients({ caller, registry, issuer }: ApiDeps, c: Request): Promise<Response> {
  const who = await registrarOf(caller, c, 'read')
  const { inactive, client_orgno: owner, after = '', limit } = c.req.query()
  const most = limit === undefined ? pageSize : Number(limit)
  if (!Number.isInteger(most) || most < 1 || most > pageSize)
    throw invalid([{ at: 'limit', says: `must be a whole number from 1 to ${pageSize}` }])
  const all = visible(await registry.read(), who)
    .filter(({ registration }) => registration.active || inactive === 'true')
    .filter(({ registration }) => owner === undefined || registration.owner === readOrgNumber(owner))
    .filter(({ registration }) => registration.service.client_id > after)
    .toSorted((a, b) => (a.registration.service.client_id < b.registration.service.client_id ? -1 : 1))
  const page = all.slice(0, most)
  const next = new URL(`${issuer}${c.req.path}`)
  for (const [name, value] of Object.entries({
    ...c.req.query(),
    after: page.at(-1)?.registration.service.client_id ?? '',
  }))
    next.searchParams.set(name, value)
  return told(
    200,
    page.map((found) => clientOf(found.registration, found.record)),
    // RFC 8288 §3
    page.length < all.length ? { link: `<${next.href}>; rel="next"` } : {},
  )
}

/** @throws OAuthError, ApiProblem */
export async function readClient({ caller, registry }: ApiDeps, c: Request): Promise<Response> {
  const who = await registrarOf(caller, c, 'read')
  const found = findClient(await registry.read(), who, idIn(c))
  return tellClient(200, found)
}

export const idIn = (c: Request): string => c.req.param('id') ?? ''

/** @throws OAuthError, ApiProblem */
export async function createClient(deps: ApiDeps, c: Request): Promise<Response> {
  const who = await registrarOf(deps.caller, c, 'write')
  const request = await bodyOf(c, clientRequest)
  const clientId = newClientId()
  let made: NewSecret | undefined
  const settled = await deps.registry.change((registered, now) => {
    const target = ownerFor(who, orgIn(request.client_orgno), registered)
    const faults = [...combinationFaults({ ...request, grant_types: grantsOf(request) }), ...givenByServer(request)]
    if (faults.length > 0) throw invalid(faults)
    made ??= hasSecret(request.token_endpoint_auth_method) ? newSecret(now) : undefined
    const held = { clientId, secretHash: made && sha256(made.secret), secretExpires: made?.expires }
    return settle(settlingOf(deps, request), registered, now, {
      written: writtenOf(request, { ...held, jwks: undefined, onbehalfof: [] }),
      owner: target.owner,
      source: 'api',
      before: undefined,
      by: who.clientId,
      what: 'created',
      record: {
        clientId,
        ...namesOf(request),
        integrationType: request.integration_type,
        supplier: target.supplier,
        created: now,
        keysCreated: undefined,
        keysUpdated: undefined,
        tokenHash: undefined,
      },
    })
  })
  return tellClient(201, settled, made?.secret, { location: `${deps.issuer}/clients/${clientId}` })
}

function* givenByServer({ client_id, active: _active }: ClientRequest): Generator<Fault> {
  if (client_id !== undefined) yield { at: 'client_id', says: 'is given by the server: leave it out' }
}

const namesOf = ({ client_name, display_name, description }: ClientRequest) => ({
  name: display_name === undefined || display_name === client_name ? undefined : client_name,
  description,
})

const orgIn = (written: string | undefined): string | undefined => {
  if (written === undefined) return undefined
  const number = readOrgNumber(written)
  if (number === undefined)
    throw invalid([{ at: 'client_orgno', says: 'is no organisation number (nine digits, the last one a check digit)' }])
  return number
}

/** @throws OAuthError, ApiProblem */
export async function replaceClient(deps: ApiDeps, c: Request): Promise<Response> {
  const who = await registrarOf(deps.caller, c, 'modify')
  const request = await bodyOf(c, clientRequest)
  let made: NewSecret | undefined
  const settled = await deps.registry.change((registered, now) => {
    const found = findActive(registered, who, idIn(c))
    requireVersion(c.req.header('if-match'), found.record.revision)
    const faults = [
      ...unchangeable(request, found),
      ...combinationFaults({ ...request, grant_types: grantsOf(request) }),
    ]
    if (faults.length > 0) throw invalid(faults)
    made ??= secretOfNewMethod(request, found, now)
    return settle(settlingOf(deps, request), registered, now, {
      ...replacing(found, who),
      before: found,
      what: 'changed',
      written: writtenOf(request, heldAfter(request, found, made)),
      record: { ...recordOf(found), ...namesOf(request), ...(keepsKeys(request) ? {} : noKeys) },
    })
  })
  return tellClient(200, settled, made?.secret)
}

export const replacing = ({ registration }: Settled, who: Pick<Registrar, 'clientId'>) => ({
  owner: registration.owner,
  source: registration.source,
  by: who.clientId,
})

const noKeys = { keysCreated: undefined, keysUpdated: undefined } as const
const keepsKeys = (request: ClientRequest): boolean => request.jwks_uri === undefined && needsKeys(request)

export function recordOf({ record }: Settled) {
  const { revision: _revision, updated: _updated, ...rest } = record
  return rest
}

/** ID-porten: the secret belongs to the method of authentication, and is gone with it. */
function secretOfNewMethod(request: ClientRequest, { registration }: Settled, now: number): NewSecret | undefined {
  const method = request.token_endpoint_auth_method
  return hasSecret(method) && method !== registration.service.token_endpoint_auth_method ? newSecret(now) : undefined
}

function heldAfter(request: ClientRequest, { registration: { service } }: Settled, made: NewSecret | undefined) {
  const keeps = hasSecret(request.token_endpoint_auth_method)
  return {
    clientId: service.client_id,
    secretHash: made === undefined ? (keeps ? service.client_secret_sha256 : undefined) : sha256(made.secret),
    secretExpires: made?.expires ?? (keeps ? service.client_secret_expires_at : undefined),
    jwks: keepsKeys(request) ? service.jwks : undefined,
    onbehalfof: service.onbehalfof,
  }
}

function* unchangeable(request: ClientRequest, { registration, record }: Settled): Generator<Fault> {
  if (request.client_id !== undefined && request.client_id !== record.clientId)
    yield { at: 'client_id', says: 'is not the one of the address' }
  if (request.integration_type !== record.integrationType)
    yield { at: 'integration_type', says: `stays ${record.integrationType}: register another client` }
  const owner = orgIn(request.client_orgno)
  if (owner !== undefined && owner !== registration.owner)
    yield { at: 'client_orgno', says: 'stays as it was made: register another client' }
}

/** @throws OAuthError, ApiProblem */
export async function deleteClient(deps: ApiDeps, c: Request): Promise<Response> {
  const who = await registrarOf(deps.caller, c, 'modify')
  await deps.registry.change((registered, now) => {
    const found = findChangeable(registered, who, idIn(c))
    requireVersion(c.req.header('if-match'), found.record.revision)
    return deactivation(deps.database, now, found, who.clientId)
  })
  return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
}

export const tellClient = (
  status: number,
  { registration, record }: Found,
  secret?: string,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  told(status, clientOf(registration, record, secret), {
    ...headers,
    ...(record === undefined ? {} : { etag: etagOf(record.revision) }),
  })

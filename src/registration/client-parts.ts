/** What belongs to a client and has an address of its own: keys, secret, customers of a supplier, and what came of its logouts. */
import { lifetimes } from '#base/lifetimes.ts'
import { sha256 } from '#base/secrets.ts'
import type { Request } from '#http/routes.ts'
import { bodyOf, etagOf, requireVersion, told } from '#registration/body.ts'
import { type Registrar, registrarOf, type Right } from '#registration/caller.ts'
import { asSent, keptOnBehalfOf, shownOnBehalfOf, timeOf } from '#registration/client-object.ts'
import { type ApiDeps, idIn, recordOf, replacing, settlingOf } from '#registration/clients.ts'
import { type Changeable, findActive, findClient, type Found } from '#registration/found.ts'
import { ApiProblem, invalid } from '#registration/problem.ts'
import { hasSecret, newSecret, type NewSecret, settle, type Settled, type What } from '#registration/settle.ts'
import { type Jwks, jwksRequest, onBehalfOfRequest } from '#registration/shape.ts'
import type { Fault } from '#services/rules.ts'
import type { ClientRecord } from '#services/self-service.ts'
import type { KeptService } from '#services/store.ts'

interface Edit {
  readonly service: Partial<KeptService>
  readonly record?: Partial<ClientRecord>
}

interface Editing {
  readonly what: What
  readonly edit: (found: Changeable, now: number) => Edit
  /** A fault's place as the body has it. */
  readonly place?: (at: string) => string
}

async function editClient(deps: ApiDeps, c: Request, who: Registrar, { what, edit, place }: Editing): Promise<Settled> {
  const settling = settlingOf(deps)
  const refuse = (faults: readonly Fault[]): Error =>
    invalid(asSent(faults).map(({ at, says }) => ({ at: place?.(at) ?? at, says })))
  return deps.registry.change((registered, now) => {
    const before = findActive(registered, who, idIn(c))
    requireVersion(c.req.header('if-match'), before.record.revision)
    const { service, record } = edit(before, now)
    return settle({ ...settling, refuse }, registered, now, {
      ...replacing(before, who),
      before,
      what,
      written: { ...before.registration.service, ...service },
      record: { ...recordOf(before), ...record },
    })
  })
}

async function readFound({ caller, registry }: ApiDeps, c: Request, right: Right): Promise<Found> {
  const who = await registrarOf(caller, c, right)
  return findClient(await registry.read(), who, idIn(c))
}

const etag = ({ record }: Found): Readonly<Record<string, string>> =>
  record === undefined ? {} : { etag: etagOf(record.revision) }

/** @throws OAuthError, ApiProblem */
export async function readJwks(deps: ApiDeps, c: Request): Promise<Response> {
  const found = await readFound(deps, c, 'read')
  return told(200, jwksOf(found), etag(found))
}

const jwksOf = ({ registration, record }: Found): Jwks => ({
  keys: registration.service.jwks?.keys ?? [],
  ...(record?.keysCreated === undefined ? {} : { created: timeOf(record.keysCreated) }),
  ...(record?.keysUpdated === undefined ? {} : { last_updated: timeOf(record.keysUpdated) }),
})

/** The whole set; each key counts for a year from now at most, so sending it again renews it. @throws OAuthError, ApiProblem */
export async function replaceJwks(deps: ApiDeps, c: Request): Promise<Response> {
  const who = await registrarOf(deps.caller, c, 'modify')
  const { keys } = await bodyOf(c, jwksRequest)
  const settled = await editClient(deps, c, who, {
    what: 'keys',
    place: (at) => at.replace(/^jwks(?:\.|$)/, '') || 'keys',
    edit: ({ record }, now) => ({
      service: { jwks: { keys: keys.map((key) => ({ ...key, exp: endOf(key['exp'], now) })) } },
      record: { keysCreated: record.keysCreated ?? now, keysUpdated: now },
    }),
  })
  return told(200, jwksOf(settled), etag(settled))
}

/** What is no time stays as it is, for the judge of keys to say so. */
function endOf(exp: unknown, now: number): unknown {
  const latest = Math.floor(now / 1000) + lifetimes.clientKey
  return exp === undefined || (typeof exp === 'number' && exp > latest) ? latest : exp
}

/** @throws OAuthError, ApiProblem */
export async function rotateSecret(deps: ApiDeps, c: Request): Promise<Response> {
  let made: NewSecret | undefined
  const who = await registrarOf(deps.caller, c, 'modify')
  const settled = await editClient(deps, c, who, {
    what: 'secret',
    edit: ({ registration: { service } }, now) => {
      if (!hasSecret(service.token_endpoint_auth_method))
        throw new ApiProblem('invalid_request_parameter', 'see invalidParams', [
          { at: 'token_endpoint_auth_method', says: 'is one without a secret: change it first' },
        ])
      made ??= newSecret(now)
      return { service: { client_secret_sha256: sha256(made.secret), client_secret_expires_at: made.expires } }
    },
  })
  if (made === undefined) throw new Error('no secret was made')
  const { secret, expires } = made
  return told(
    200,
    { client_id: settled.record.clientId, client_secret: secret, client_secret_expires_at: expires },
    etag(settled),
  )
}

const valueIn = (c: Request): string => c.req.param('value') ?? ''

const customer = ({ registration }: Found, value: string): KeptService['onbehalfof'][number] => {
  const found = registration.service.onbehalfof.find((one) => one.value === value)
  if (found === undefined) throw new ApiProblem('onbehalfof_not_found', 'the client has no such value')
  return found
}

/** @throws OAuthError, ApiProblem */
export async function listOnBehalfOf(deps: ApiDeps, c: Request): Promise<Response> {
  const found = await readFound(deps, c, 'readCustomers')
  return told(200, found.registration.service.onbehalfof.map(shownOnBehalfOf), etag(found))
}

/** @throws OAuthError, ApiProblem */
export async function readOnBehalfOf(deps: ApiDeps, c: Request): Promise<Response> {
  const found = await readFound(deps, c, 'readCustomers')
  return told(200, shownOnBehalfOf(customer(found, valueIn(c))), etag(found))
}

/** Of the list the one that is meant: others' faults cannot come from this request. */
const ofOne = (at: string): string => at.replace(/^onbehalfof\[\d+\]\./, '')

/** @throws OAuthError, ApiProblem */
export async function addOnBehalfOf(deps: ApiDeps, c: Request): Promise<Response> {
  const who = await registrarOf(deps.caller, c, 'customers')
  const added = keptOnBehalfOf(await bodyOf(c, onBehalfOfRequest))
  const settled = await editClient(deps, c, who, {
    what: 'onbehalfof',
    place: ofOne,
    edit: ({ registration: { service } }) => {
      if (service.onbehalfof.some(({ value }) => value === added.value))
        throw new ApiProblem('already_exists', 'the client has this value already: PUT changes it')
      return { service: { onbehalfof: [...service.onbehalfof, added] } }
    },
  })
  return told(201, shownOnBehalfOf(added), etag(settled))
}

/** @throws OAuthError, ApiProblem */
export async function replaceOnBehalfOf(deps: ApiDeps, c: Request): Promise<Response> {
  const who = await registrarOf(deps.caller, c, 'customers')
  const wanted = keptOnBehalfOf(await bodyOf(c, onBehalfOfRequest))
  if (wanted.value !== valueIn(c)) throw invalid([{ at: 'onbehalfof', says: 'is not the one of the address' }])
  const settled = await editClient(deps, c, who, {
    what: 'onbehalfof',
    place: ofOne,
    edit: (found) => {
      const old = customer(found, wanted.value)
      return {
        service: { onbehalfof: found.registration.service.onbehalfof.map((one) => (one === old ? wanted : one)) },
      }
    },
  })
  return told(200, shownOnBehalfOf(wanted), etag(settled))
}

/** @throws OAuthError, ApiProblem */
export async function deleteOnBehalfOf(deps: ApiDeps, c: Request): Promise<Response> {
  const who = await registrarOf(deps.caller, c, 'customers')
  await editClient(deps, c, who, {
    what: 'onbehalfof',
    edit: (found) => {
      const old = customer(found, valueIn(c))
      return { service: { onbehalfof: found.registration.service.onbehalfof.filter((one) => one !== old) } }
    },
  })
  return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
}

/** Which of its logouts the service was told of by back channel, newest first. @throws OAuthError, ApiProblem */
export async function listLogouts(deps: ApiDeps, c: Request): Promise<Response> {
  const { registration } = await readFound(deps, c, 'read')
  const since = c.req.query('since')
  const from = since === undefined ? undefined : Date.parse(since)
  if (Number.isNaN(from)) throw invalid([{ at: 'since', says: 'must be a time such as 2026-11-24T08:00:00Z' }])
  const found = await deps.deliveries.deliveriesOf(registration.service.client_id, {
    most: 500,
    ...(from === undefined ? {} : { since: from }),
  })
  return told(
    200,
    found.map(({ sid, state, status, calls, queued, ended }) => ({
      sid,
      state,
      ...(status === undefined ? {} : { status }),
      calls,
      logged_out: timeOf(queued),
      ...(ended === undefined ? {} : { ended: timeOf(ended) }),
    })),
  )
}

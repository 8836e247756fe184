/** Clients register themselves (RFC 7591) and manage what they registered (RFC 7592), where the operator opened it. */
import { constantTimeEqual, randomToken, sha256 } from '#base/secrets.ts'
import type { Clock } from '#base/clock.ts'
import type { Database } from '#db/db.ts'
import type { Log } from '#http/answer.ts'
import type { Request } from '#http/routes.ts'
import { tokenInHeader } from '#oidc/bearer.ts'
import { jsonBody, noStore, told, withoutNulls } from '#registration/body.ts'
import { faultAt, MetadataFault, metadataOf, methodOf, writtenOf } from '#registration/dynamic-metadata.ts'
import { ApiProblem } from '#registration/problem.ts'
import { GuardFailed, type Registry } from '#registration/registry.ts'
import {
  deactivation,
  hasSecret,
  newClientId,
  newSecret,
  type NewSecret,
  settle,
  type Settled,
} from '#registration/settle.ts'
import { findTicket, type Ticket, ticketSpent, useTicket } from '#registration/tickets.ts'
import type { Fault, Surroundings } from '#services/rules.ts'
import { isServed } from '#services/standing.ts'
import type { Registered } from '#services/store.ts'

export const registrationPath = '/register'

export interface DynamicDeps {
  readonly issuer: string
  readonly clock: Clock
  readonly database: Database
  readonly log: Log
  readonly registry: Registry
  readonly around: Surroundings
}

class Unauthorized extends Error {
  override readonly name = 'Unauthorized'
}

/** RFC 7591 §3.2.2, RFC 7592 §2: JSON with `error`, and 401 where the token does not open it (RFC 6750 §3.1). */
export const dynamicEndpoint =
  (log: Log, endpoint: (c: Request) => Promise<Response>) =>
  async (c: Request): Promise<Response> => {
    try {
      return await endpoint(c)
    } catch (error) {
      if (error instanceof Unauthorized) return unauthorized()
      if (error instanceof GuardFailed && error.guard === ticketSpent) return unauthorized()
      if (error instanceof MetadataFault) return refusal(log, c, error)
      if (error instanceof ApiProblem) return refusal(log, c, new MetadataFault('invalid_request', error.detail))
      throw error
    }
  }

function refusal(log: Log, c: Request, { code, description }: MetadataFault): Response {
  log('info', 'refused', { code, method: c.req.method, path: c.req.path })
  return told(400, { error: code, error_description: description })
}

const unauthorized = (): Response =>
  told(
    401,
    { error: 'invalid_token', error_description: 'the token does not open this, or no longer' },
    { 'www-authenticate': 'Bearer realm="inngang", error="invalid_token"' },
  )

/** RFC 7591 §3. @throws MetadataFault, Unauthorized */
export async function registerClient(deps: DynamicDeps, c: Request): Promise<Response> {
  const ticket = await findTicket(deps.database, tokenOf(c), deps.clock.now())
  if (ticket === undefined) throw new Unauthorized()
  const sent = await objectIn(c)
  const clientId = newClientId()
  const token = randomToken(32)
  let made: NewSecret | undefined
  const settled = await deps.registry.change((registered, now) => {
    // The organisation may have left since the token was made.
    if (!registered.owners.has(ticket.owner)) throw new Unauthorized()
    made ??= hasSecret(methodOf(sent)) ? newSecret(now) : undefined
    const change = settle(settlingOf(deps), registered, now, {
      ...firstRecord(clientId, ticket, now, token),
      written: writtenOf(sent, {
        clientId,
        profile: ticket.profile,
        secretHash: made && sha256(made.secret),
        secretExpires: made?.expires,
      }),
    })
    return { ...change, steps: [useTicket(ticket.hash, now), ...change.steps] }
  })
  return told(201, informationOf(deps, settled, { token, secret: made?.secret }))
}

const firstRecord = (clientId: string, { owner }: Ticket, now: number, token: string) =>
  ({
    owner,
    source: 'dynamic',
    before: undefined,
    by: clientId,
    what: 'created',
    record: {
      clientId,
      name: undefined,
      description: undefined,
      integrationType: 'api_klient',
      supplier: undefined,
      created: now,
      keysCreated: undefined,
      keysUpdated: undefined,
      tokenHash: sha256(token),
    },
  }) as const

const settlingOf = ({ database, around }: DynamicDeps) => ({
  database,
  around,
  // §2: there is no other address for them.
  keysLater: false,
  // One sentence is what the answer has room for: the first, and how many more there are.
  refuse: (faults: readonly Fault[]): Error => {
    const [first] = [...faults].toSorted((a, b) => rankOf(a) - rankOf(b))
    const more = faults.length === 1 ? '' : ` (and ${faults.length - 1} more)`
    return faultAt(asSent(first?.at ?? ''), `${first?.says ?? ''}${more}`)
  },
})

const rankOf = ({ at }: Fault): number => (at.startsWith('redirect_uris') ? 0 : 1)
const asSent = (at: string): string =>
  at.replace(/^scopes(?:\[(\d+)\])?$/, (_at, index?: string) =>
    index === undefined ? 'scope' : `scope (word ${Number(index) + 1} of it)`,
  )

const tokenOf = (c: Request): string => {
  const shown = tokenInHeader(c.req.header('authorization') ?? '')
  if (shown?.scheme !== 'Bearer') throw new Unauthorized()
  return shown.token
}

async function objectIn(c: Request): Promise<Readonly<Record<string, unknown>>> {
  const sent = withoutNulls(await jsonBody(c))
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent))
    throw new MetadataFault('invalid_client_metadata', 'the body must be an object')
  return sent as Readonly<Record<string, unknown>>
}

/** RFC 7592 §2: whoever holds the token of this very client. @throws Unauthorized */
function ownClient(registered: Registered, c: Request): Settled {
  const token = tokenOf(c)
  const id = c.req.param('id') ?? ''
  const registration = registered.services.get(id)
  const record = registered.records.get(id)
  if (registration === undefined || record?.tokenHash === undefined) throw new Unauthorized()
  if (!constantTimeEqual(sha256(token), record.tokenHash) || !isServed(registered, registration))
    throw new Unauthorized()
  return { registration, record }
}

/** RFC 7592 §2.1. @throws Unauthorized */
export async function readOwnClient(deps: DynamicDeps, c: Request): Promise<Response> {
  const settled = ownClient(await deps.registry.read(), c)
  return told(200, informationOf(deps, settled, { token: tokenOf(c), secret: undefined }))
}

/** §2.2: given by the server, and not to be sent back. */
const serverGiven = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
]

/** RFC 7592 §2.2: the whole, what is left out is gone. @throws MetadataFault, Unauthorized */
export async function replaceOwnClient(deps: DynamicDeps, c: Request): Promise<Response> {
  ownClient(await deps.registry.read(), c)
  const sent = await objectIn(c)
  const wrong = serverGiven.find((name) => name in sent)
  if (wrong !== undefined) throw new MetadataFault('invalid_request', `${wrong} is given by the server: leave it out`)
  let made: NewSecret | undefined
  const settled = await deps.registry.change((registered, now) => {
    const before = ownClient(registered, c)
    const { service, owner, source } = before.registration
    if (sent['client_id'] !== service.client_id)
      throw new MetadataFault('invalid_request', 'client_id must be the one of the address')
    checkSentSecret(sent, service.client_secret_sha256)
    const method = methodOf(sent)
    const stays = hasSecret(method) && method === service.token_endpoint_auth_method
    made ??= hasSecret(method) && !stays ? newSecret(now) : undefined
    const { revision: _revision, updated: _updated, ...record } = before.record
    return settle(settlingOf(deps), registered, now, {
      owner,
      source,
      before,
      by: service.client_id,
      what: 'changed',
      record,
      written: writtenOf(sent, {
        clientId: service.client_id,
        profile: service.profile,
        secretHash: stays ? service.client_secret_sha256 : made && sha256(made.secret),
        secretExpires: stays ? service.client_secret_expires_at : made?.expires,
      }),
    })
  })
  return told(200, informationOf(deps, settled, { token: tokenOf(c), secret: made?.secret }))
}

/** §2.2: the client may not choose one; the one that it has may be sent along. */
function checkSentSecret({ client_secret: sent }: Readonly<Record<string, unknown>>, hash: string | undefined): void {
  if (sent === undefined) return
  if (typeof sent !== 'string' || hash === undefined || !constantTimeEqual(sha256(sent), hash))
    throw new MetadataFault('invalid_request', 'client_secret is not the one that the client has')
}

/** RFC 7592 §2.3. @throws Unauthorized */
export async function deleteOwnClient(deps: DynamicDeps, c: Request): Promise<Response> {
  await deps.registry.change((registered, now) => {
    const before = ownClient(registered, c)
    return deactivation(deps.database, now, before, before.record.clientId)
  })
  return new Response(null, { status: 204, headers: { ...noStore, pragma: 'no-cache' } })
}

interface Told {
  readonly token: string
  /** In the answer that made it alone. */
  readonly secret: string | undefined
}

/** RFC 7591 §3.2.1, RFC 7592 §3 */
function informationOf({ issuer }: DynamicDeps, { registration, record }: Settled, { token, secret }: Told): object {
  const { service } = registration
  return {
    ...metadataOf(service),
    client_id_issued_at: Math.floor(record.created / 1000),
    ...(secret === undefined ? {} : { client_secret: secret }),
    ...(service.client_secret_expires_at === undefined
      ? {}
      : { client_secret_expires_at: service.client_secret_expires_at }),
    registration_access_token: token,
    registration_client_uri: `${issuer.replace(/\/$/, '')}${registrationPath}/${service.client_id}`,
  }
}

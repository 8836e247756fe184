/** What servers call: make a session, read it, cancel it. Each is its owner's alone. */
import type { Clock } from '#base/clock.ts'
import type { Audit } from '#audit/audit.ts'
import type { Step } from '#db/db.ts'
import { readBody } from '#http/forms.ts'
import type { Request } from '#http/routes.ts'
import type { Level } from '#login/levels.ts'
import type { Method } from '#login/method.ts'
import type { Client } from '#oidc/client.ts'
import { apiScopes } from '#oidc/scopes.ts'
import type { Handles } from '#rest/handles.ts'
import { ApiProblem } from '#rest/problem.ts'
import { readSession } from '#rest/read.ts'
import type { Session, Status } from '#rest/shape.ts'
import type { SessionRow, SessionStore } from '#rest/store.ts'
import { type Begun, type Result, viewOf } from '#rest/view.ts'

/** A service as far as this door needs it. */
export interface RestService {
  readonly floor: Level
  readonly eids: readonly string[] | undefined
  readonly restCallbackUris: readonly string[]
}

export interface ApiDeps {
  readonly issuer: string
  readonly clock: Clock
  readonly audit: Pick<Audit, 'write' | 'note'>
  readonly store: SessionStore
  readonly handles: Handles
  readonly methods: readonly Pick<Method, 'id' | 'group' | 'highest'>[]
  /** Who calls, by a machine's token. @throws OAuthError */
  readonly caller: (c: Request, scopes: readonly string[]) => Promise<{ readonly client: Client }>
  /** A guard: fails as `client-inactive`. */
  readonly active: (clientId: string) => Step
  readonly service: (clientId: string) => RestService | undefined
}

/** @throws OAuthError, ApiProblem */
export async function createSession(deps: ApiDeps, c: Request): Promise<Response> {
  const { client } = await deps.caller(c, apiScopes.sessions)
  const service = deps.service(client.id)
  if (service === undefined) throw gone()
  const asked = readSession(await jsonBody(c), {
    floor: service.floor,
    eids: service.eids,
    clientId: client.id,
    callbackUris: service.restCallbackUris,
    methods: deps.methods,
  })
  const { handles, store, clock } = deps
  const handle = handles.newHandle()
  const id = idOf(handles, handle)
  const created = clock.now()
  const expires = created + asked.request.sessionLifetime * 1000
  const begun: Begun = { ...asked, accountId: accountOf(c, client), handle }
  const row: SessionRow = {
    place: handles.placeOf(id),
    clientId: client.id,
    status: 'CREATED',
    asked: handles.seal(id, 'asked', begun),
    result: undefined,
    created,
    expires,
  }
  const written = await deps.audit.write(
    [store.insert(row), deps.active(client.id)],
    [{ type: 'rest.created', client: client.id, asked: asked.atLeast }],
  )
  if (!written.ok) throw gone()
  return told(viewOf(deps.issuer, begun, { id, status: 'CREATED', expires, result: undefined }))
}

/** @throws OAuthError, ApiProblem */
export async function readOwnSession(deps: ApiDeps, c: Request): Promise<Response> {
  const owned = await owner(deps, c)
  const { row, begun, id } = owned
  const status = statusNow(row, deps.clock.now())
  const result = status === 'EXPIRED' ? undefined : resultOf(deps, owned)
  if (result !== undefined && result.kind !== 'error')
    deps.audit.note({ type: 'rest.read', client: row.clientId, encrypted: result.kind === 'encrypted' })
  if (result?.kind === 'encrypted')
    return new Response(result.jwe, { headers: { ...noStore, 'content-type': 'application/jose' } })
  return told(viewOf(deps.issuer, begun, { id, status, expires: row.expires, result }))
}

/** @throws OAuthError, ApiProblem `session_closed` */
export async function cancelSession(deps: ApiDeps, c: Request): Promise<Response> {
  const { row, begun, id } = await owner(deps, c)
  const now = deps.clock.now()
  const end = { status: 'CANCELLED', result: null, expires: row.expires, now } as const
  const written = await deps.audit.write(
    [deps.store.close(row.place, end)],
    [{ type: 'rest.cancelled', client: row.clientId }],
  )
  if (!written.ok) {
    const found = await deps.store.find(row.place)
    // Asked twice: it is cancelled, as was asked.
    if (found?.status !== 'CANCELLED')
      throw new ApiProblem('session_closed', 'the session has had its result, or its time is over: read it')
  }
  return told(viewOf(deps.issuer, begun, { id, status: 'CANCELLED', expires: row.expires, result: undefined }))
}

interface Owned {
  readonly id: string
  readonly row: SessionRow
  readonly begun: Begun
}

/** The session behind the address, if it is the caller's. Others' sessions are as if they were not there. */
async function owner(deps: ApiDeps, c: Request): Promise<Owned> {
  const { client } = await deps.caller(c, apiScopes.sessions)
  const id = c.req.param('id') ?? ''
  const row = await deps.store.find(deps.handles.placeOf(id))
  if (row === undefined || row.clientId !== client.id)
    throw new ApiProblem('session_not_found', 'no session of this client has this id')
  return { id, row, begun: begunOf(deps.handles, id, row) }
}

/** @throws when the store gave another session's row, or the key file is another */
export function begunOf(handles: Handles, id: string, row: SessionRow): Begun {
  const begun = handles.unseal<Begun>(id, 'asked', row.asked)
  if (begun === undefined) throw new Error('a session that does not open')
  return begun
}

function resultOf({ handles }: ApiDeps, { id, row }: Owned): Result | undefined {
  if (row.result === undefined) return undefined
  const result = handles.unseal<Result>(id, 'result', row.result)
  if (result === undefined) throw new Error('a result that does not open')
  return result
}

/** Open too long, or its result lay there for as long as results do. */
export const statusNow = ({ status, expires }: SessionRow, now: number): Status =>
  expires <= now && (status === 'CREATED' || status === 'WAITING_FOR_USER' || status === 'SUCCESS') ? 'EXPIRED' : status

function idOf(handles: Handles, handle: string): string {
  const id = handles.idOf(handle)
  if (id === undefined) throw new Error('a handle of our own is none')
  return id
}

/** Clients of the API that this one is made after name an account; here it says nothing and is given back. */
function accountOf(c: Request, client: Client): string {
  const named = c.req.query('signicat-accountId')
  return named !== undefined && /^[\w-]{1,100}$/.test(named) ? named : `0192:${client.ownerOrgNumber}`
}

async function jsonBody(c: Request): Promise<string> {
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(c.req.header('content-type') ?? ''))
    throw new ApiProblem('invalid_request_body', 'the content type must be application/json')
  const text = await readBody(c)
  if (text === undefined) throw new ApiProblem('invalid_request_body', 'the body is too large')
  return text
}

const gone = (): ApiProblem => new ApiProblem('invalid_token', 'the client is not active')

const noStore = { 'cache-control': 'no-store' } as const
const told = (view: Session): Response => Response.json(view, { headers: noStore })

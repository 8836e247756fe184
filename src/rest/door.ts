/** How a login ends for a REST session: the result, or a no, written once, whichever browser comes first. */
import type { KeyObject } from 'node:crypto'
import { type GrantId, newGrantId, type PersonId } from '#base/ids.ts'
import type { Clock } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import type { Audit } from '#audit/audit.ts'
import type { BatchResult, Database, Step } from '#db/db.ts'
import { Refusal } from '#http/trouble.ts'
import { encryptJwe, jweAlgorithmsOf } from '#keys/jwe.ts'
import type { AnswerRecord } from '#login/attempt.ts'
import { acrName, reaches } from '#login/levels.ts'
import type { AnswerDoor, LoginService, Reached } from '#login/login.ts'
import { wayBackTo } from '#login/way.ts'
import { withParameters } from '#oidc/redirect-uri.ts'
import type { Handles } from '#rest/handles.ts'
import { encryptionKeyOf, wholeGateway } from '#rest/read.ts'
import type { Nin, SessionError, Subject } from '#rest/shape.ts'
import type { Ending, KeptStatus, SessionStore } from '#rest/store.ts'
import { type Begun, type Result, viewOf } from '#rest/view.ts'

/** What a login that came through this door is about; sealed with the login. */
export interface RestAsked {
  readonly id: string
  readonly clientId: string
  readonly begun: Begun
  readonly expires: number
}

export interface DoorDeps {
  readonly issuer: string
  readonly clock: Clock
  readonly database: Database
  readonly store: SessionStore
  readonly handles: Handles
  readonly audit: Pick<Audit, 'note'>
  readonly service: (clientId: string) => LoginService | undefined
  readonly sub: (clientId: string, person: PersonId) => string
  /** The number that the eID asserted. @throws IdentityMismatch when it is not the one that is stored (security.md 10) */
  readonly nin: (person: PersonId, numberHash: string) => Promise<Nin>
}

export const restDoor = (deps: DoorDeps): AnswerDoor<RestAsked> => ({
  answer: (_c, asked, reached, _ask, record) => answerSession(deps, asked, reached, record),
  refuse: (asked, error, description) => refuseSession(deps, asked, error, description),
  // Of several kinds of address the one that is harder to lead to: browsers hold forms against it (security.md 2).
  returnAddress: ({ begun }) =>
    Object.values(begun.request.callbackUrls).find((address) => address.startsWith('http:')) ??
    begun.request.callbackUrls.success,
})

type Recording = (grant: GrantId, more?: readonly Step[]) => Promise<BatchResult>

/** @throws Refusal when the session has ended already; an error when the level is too low */
async function answerSession(
  deps: DoorDeps,
  asked: RestAsked,
  reached: Reached,
  record: Recording,
): Promise<{ readonly ok: true; readonly record: AnswerRecord } | { readonly ok: false; readonly failed: string }> {
  const { begun, clientId, id } = asked
  // I2, the last of three places.
  if (!reaches(reached.level, begun.atLeast)) {
    deps.audit.note({ type: 'login.refused', person: reached.person, client: clientId, why: 'level-too-low' })
    throw new Error(`level ${reached.level} cannot answer a request for ${begun.atLeast}`)
  }
  const nin = await ninOf(deps, asked, reached)
  const now = deps.clock.now()
  const expires = Math.max(asked.expires, now + lifetimes.restResult * 1000)
  const result = await encrypted(deps, asked, expires, resultOf(deps, asked, reached, nin))
  const end = { status: 'SUCCESS', result: deps.handles.seal(id, 'result', result), expires, now } as const
  const recorded = await record(newGrantId(), [deps.store.close(deps.handles.placeOf(id), end)])
  if (!recorded.ok && recorded.failed === 'session-closed') throw await ended(deps, asked)
  return recorded.ok ? { ok: true, record: landing(asked, 'success') } : recorded
}

/** The one place of this door that writes a level (`loa`). */
function resultOf(deps: DoorDeps, { begun, clientId }: RestAsked, reached: Reached, nin: Nin): PlainResult {
  const { requestedAttributes: wanted, allowedProviders: named = [] } = begun.request
  const sub = deps.sub(clientId, reached.person)
  const { name, level, amr, method } = reached
  const loa = acrName(level, 'loa').slice('loa:'.length) as PlainResult['loa']
  const subject: Subject = {
    id: sub,
    ...(name && wanted.includes('name') ? { name: `${name.given} ${name.family}` } : {}),
    ...(name && wanted.includes('firstName') ? { firstName: name.given } : {}),
    ...(name && wanted.includes('lastName') ? { lastName: name.family } : {}),
    ...(wanted.includes('nin') ? { nin } : {}),
    idportenSub: sub,
    idportenLoa: acrName(level, 'idporten'),
    ...(amr[0] === undefined ? {} : { idportenIdp: amr[0] }),
  }
  // In the words of the request, as levels are.
  return { kind: 'user', loa, provider: named.includes(method) ? method : wholeGateway, subject }
}

type PlainResult = Extract<Result, { kind: 'user' }>

/** The whole answer for the holder of the key alone, made now: from here on nobody else can read it, we neither. */
async function encrypted(deps: DoorDeps, asked: RestAsked, expires: number, result: PlainResult): Promise<Result> {
  const key = encryptionKeyOf(asked.begun.request)
  if (key === undefined) return result
  if (typeof key === 'string') throw new Error('a key that was good is none now')
  const view = viewOf(deps.issuer, asked.begun, { id: asked.id, status: 'SUCCESS', expires, result })
  const recipient = {
    key: key.key,
    alg: key.algorithm ?? firstOf(key.key),
    enc: 'A256GCM',
    kid: key.kid,
    cty: undefined,
  } as const
  return { kind: 'encrypted', jwe: await encryptJwe(recipient, JSON.stringify(view)) }
}

function firstOf(key: KeyObject): ReturnType<typeof jweAlgorithmsOf>[number] {
  const [first] = jweAlgorithmsOf(key)
  if (first === undefined) throw new Error('a key without an algorithm')
  return first
}

/** I1: the stored number must be the one that was proved, whether it is asked for or not. Else nobody is told anything. */
async function ninOf(deps: DoorDeps, asked: RestAsked, reached: Reached): Promise<Nin> {
  try {
    return await deps.nin(reached.person, reached.numberHash)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'IdentityMismatch') throw error
    deps.audit.note({ type: 'identity.mismatch', person: reached.person, client: asked.clientId })
    await close(deps, asked, 'ERROR', errorOf('server_error', 'the login could not be completed'))
    throw new Refusal('IN-12', { ...wayOn(deps, asked, 'error'), detail: 'identity-mismatch' })
  }
}

async function refuseSession(
  deps: DoorDeps,
  asked: RestAsked,
  error: string,
  description: string,
): Promise<AnswerRecord> {
  // The user said no; everything else is a fault.
  const aborted = error === 'access_denied'
  const status = aborted ? 'ABORT' : 'ERROR'
  const closed = await close(deps, asked, status, aborted ? undefined : errorOf(error, description))
  // A second click of the same no is the same no.
  if (!closed && (await statusOf(deps, asked)) !== status) throw await ended(deps, asked)
  return landing(asked, aborted ? 'abort' : 'error')
}

const errorOf = (code: string, detail: string): SessionError => ({
  type: 'about:blank',
  title: 'The login failed',
  detail,
  code,
})

async function close(
  deps: DoorDeps,
  { id, expires }: RestAsked,
  status: Ending,
  error?: SessionError,
): Promise<boolean> {
  const now = deps.clock.now()
  const result = error === undefined ? null : deps.handles.seal(id, 'result', { kind: 'error', error } satisfies Result)
  const end = { status, result, expires: Math.max(expires, now + lifetimes.restResult * 1000), now }
  return (await deps.database.batch([deps.store.close(deps.handles.placeOf(id), end)])).ok
}

const statusOf = async (deps: DoorDeps, { id }: RestAsked): Promise<KeptStatus | undefined> =>
  (await deps.store.find(deps.handles.placeOf(id)))?.status

/** The session ended while the user was on the way: in another browser, by its server, or because it took too long. */
const ended = async (deps: DoorDeps, asked: RestAsked): Promise<Refusal> =>
  endedPage(deps, asked, await statusOf(deps, asked))

/** Says what happened, with a way on. */
export const endedPage = (
  deps: Pick<DoorDeps, 'service'>,
  asked: Pick<RestAsked, 'clientId' | 'begun'>,
  status: KeptStatus | undefined,
): Refusal =>
  new Refusal(status === 'CANCELLED' ? 'IN-13' : 'IN-01', { ...wayOn(deps, asked, 'abort'), detail: 'session-closed' })

type Land = 'success' | 'abort' | 'error'

const landing = ({ begun }: Pick<RestAsked, 'begun'>, where: Land): Extract<AnswerRecord, { kind: 'redirect' }> => {
  const { callbackUrls, externalReference } = begun.request
  const address = callbackUrls[where]
  return {
    kind: 'redirect',
    location: externalReference === undefined ? address : withParameters(address, { externalReference }),
  }
}

/** The service's front page; where it has none, the address that it named itself. The server looks at the session there in any case. */
function wayOn(
  deps: Pick<DoorDeps, 'service'>,
  asked: Pick<RestAsked, 'clientId' | 'begun'>,
  where: Land,
): { way?: NonNullable<Refusal['way']> } {
  const service = deps.service(asked.clientId)
  return wayBackTo(service && { ...service, home: service.home ?? landing(asked, where).location })
}

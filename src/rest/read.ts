/** From a body to a checked request: its form by `shape.ts`, then what it means here. Every fault is told at once. */
import { parseJson } from '#base/json.ts'
import { NationalId } from '#base/national-id.ts'
import type { EncryptionKey } from '#keys/jwe.ts'
import { readEncryptionKey } from '#keys/public-jwk.ts'
import { higher, type Level } from '#login/levels.ts'
import { type Method, nationalGroup } from '#login/method.ts'
import { allowed as isAllowed, offers } from '#login/offer.ts'
import { ApiProblem, type InvalidParam } from '#rest/problem.ts'
import { type SessionRequest, sessionRequest } from '#rest/shape.ts'
import { memberFaults } from '#services/form.ts'

/** What the client's registration allows, and what there is here. */
export interface Allowed {
  readonly clientId: string
  /** The service's own floor. */
  readonly floor: Level
  /** The service's own narrowing list; undefined: all. */
  readonly eids: readonly string[] | undefined
  readonly callbackUris: readonly string[]
  readonly methods: readonly Pick<Method, 'id' | 'group' | 'highest' | 'off'>[]
}

/** Kept with the session until it is over: plain JSON. */
export interface AskedSession {
  /** What the server sent and hears again; without what is personal. */
  readonly request: Omit<SessionRequest, 'prefilledInput' | 'additionalParameters'>
  /** The floor is counted in. */
  readonly atLeast: Level
  /** The eIDs that may be used; undefined: all that reach the level. */
  readonly eids: readonly string[] | undefined
  /** The one thing of `prefilledInput` that a page of ours asks for. */
  readonly prefilledNumber?: string | undefined
}

/** All eIDs of the gateway in one word, as clients know it that came to them through a broker. */
export const wholeGateway = 'idporten'

/** @throws ApiProblem */
export function readSession(body: string, allowed: Allowed): AskedSession {
  const sent = withoutNulls(parse(body))
  const read = sessionRequest.safeParse(sent)
  if (!read.success)
    throw invalid(memberFaults(read.error.issues, sent).map(({ at, says }) => ({ name: at, reason: says })))
  const { prefilledInput, additionalParameters: _unused, ...request } = read.data
  const asked: AskedSession = {
    request,
    atLeast: higher(request.requestedLoa ?? 'low', allowed.floor),
    eids: narrowed(request.allowedProviders ?? [], allowed.eids),
    prefilledNumber: prefilledInput?.nin,
  }
  const faults = [...meaningFaults(asked, allowed)]
  if (faults.length > 0) throw invalid(faults)
  return asked
}

const invalid = (faults: readonly InvalidParam[]): ApiProblem =>
  new ApiProblem('invalid_request_parameter', 'see invalidParams', faults)

function parse(body: string): unknown {
  const read = parseJson(body)
  if (read === undefined) throw new ApiProblem('invalid_request_body', 'the body is not JSON, or nested too deep')
  return read
}

/** Generated clients write members that they do not use as null. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null)
      .map(([name, one]) => [name, withoutNulls(one)]),
  )
}

/** What both the request and the registration let in. */
function narrowed(
  providers: readonly string[],
  registered: readonly string[] | undefined,
): readonly string[] | undefined {
  if (providers.length === 0 || providers.includes(wholeGateway)) return registered
  return registered === undefined ? providers : providers.filter((one) => registered.includes(one))
}

function* meaningFaults(
  { request, atLeast, eids, prefilledNumber }: AskedSession,
  allowed: Allowed,
): Generator<InvalidParam> {
  for (const [name, address] of Object.entries(request.callbackUrls)) {
    if (!allowed.callbackUris.includes(address))
      yield { name: `callbackUrls.${name}`, reason: 'is not registered for this client, letter by letter' }
  }
  for (const [i, id] of (request.allowedProviders ?? []).entries()) {
    if (id !== wholeGateway && !allowed.methods.some((method) => method.id === id))
      yield { name: `allowedProviders[${i}]`, reason: `is no eID here; there are ${idsOf(allowed)}` }
  }
  const ask = { clientId: allowed.clientId, groups: [nationalGroup], eids, atLeast }
  if (!allowed.methods.some((method) => isAllowed(ask, method)))
    yield { name: 'allowedProviders', reason: 'leaves no eID that the client may use' }
  else if (!allowed.methods.some((method) => offers(ask, method)))
    yield { name: 'requestedLoa', reason: 'is not reached by any eID that may be used here' }
  // It comes back in an address, where no identity number may stand.
  if (holdsNumber(request.externalReference ?? ''))
    yield { name: 'externalReference', reason: 'must not hold an identity number' }
  if (prefilledNumber !== undefined && !(NationalId.read(prefilledNumber) instanceof NationalId))
    yield { name: 'prefilledInput.nin', reason: 'is no identity number' }
  const key = encryptionKeyOf(request)
  if (typeof key === 'string') yield { name: 'encryptionPublicKey', reason: key }
}

const idsOf = ({ methods }: Allowed): string => [...methods.map(({ id }) => id), wholeGateway].join(', ')

/** Eleven digits that check, however they are grouped. */
const holdsNumber = (text: string): boolean =>
  [...text.matchAll(/(?<!\d)\d(?:[ .-]?\d){10}(?!\d)/g)].some(
    ([digits]) => NationalId.read(digits) instanceof NationalId,
  )

/** Whom the result is encrypted for; what is wrong with the key, as the rest of a sentence. */
export const encryptionKeyOf = ({ encryptionPublicKey }: AskedSession['request']): EncryptionKey | string | undefined =>
  encryptionPublicKey === undefined ? undefined : readEncryptionKey(encryptionPublicKey)

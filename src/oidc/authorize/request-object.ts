/**
 * Request objects by value (RFC 9101, JAR): the parameters of an authorization request in a token that the client signed, and that it
 * may have encrypted for us.
 * Where one came, nothing beside it counts (§6.3). By address they are not taken: what is pushed (PAR) needs none.
 */
import { seconds } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { algorithmsOf, type JwsHeader, type JwsPayload } from '#keys/jws.ts'
import { isEncrypted, openToken } from '#keys/open-token.ts'
import { type Choice, type ClientSignedDeps, readClientSigned } from '#oidc/client-signed.ts'
import type { Client, ClientKey } from '#oidc/client.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { type Fault, fault } from '#oidc/errors.ts'
import { profileOf } from '#oidc/profiles.ts'
import type { Sent } from '#oidc/sent.ts'

export type RequestObjectDeps = Pick<OidcDeps, 'issuer' | 'clock' | 'keys'> & ClientSignedDeps

/** The parameters that count, and what is wrong with the object that they came in. */
export interface Counted {
  readonly sent: Sent
  readonly fault?: Fault
}

const refused = (description: string): Fault => fault('invalid_request_object', description)

export const notBoth = 'request and request_uri must not both be sent'

/** What counts of an authorization request, wherever it was sent to. */
export async function openRequestObject(deps: RequestObjectDeps, client: Client, sent: Sent): Promise<Counted> {
  const request = sent.values.get('request')
  if (request === undefined) {
    // RFC 9101 §10.5
    if (!client.requestObject.required) return { sent }
    return { sent, fault: fault('invalid_request', 'a signed request object is required for this client') }
  }
  // RFC 9101 §5
  if (sent.values.has('request_uri')) return { sent, fault: fault('invalid_request', notBoth) }
  if (!mayUse(client)) return { sent, fault: notRegisteredFor }
  const token = await signedToken(deps, request)
  if (typeof token !== 'string') return { sent, fault: token }
  const choose = (keys: readonly ClientKey[], header: JwsHeader): Choice => keyFor(client, keys, header)
  const read = await readClientSigned(deps, client, token, { name: 'the request object', choose })
  if (typeof read === 'string') return { sent, fault: refused(read) }
  const inner = parametersOf(read.payload, sent)
  const found = claimFault(deps, client, read.payload) ?? inner.fault
  // It is the client's own word from here on, so a fault is told where it says.
  return found === undefined ? { sent: inner.sent } : { sent: inner.sent, fault: found }
}

/** Registered for it; or, where specifications know no registration, in possession of a key. */
export function mayUse(client: Client): boolean {
  const { requestObject, keys, jwksUri } = client
  if (requestObject.required || requestObject.algorithm !== undefined) return true
  return !profileOf(client).requestObjectsRegistered && (keys.length > 0 || jwksUri !== undefined)
}

export const notRegisteredFor = fault('request_not_supported', 'request objects are not registered for this client')

/** What the client signed: as it came, or opened (RFC 9101 §6.1). */
async function signedToken({ keys }: RequestObjectDeps, request: string): Promise<string | Fault> {
  const token = isEncrypted(request) ? await openToken(keys, request) : request
  if (token === undefined) return refused('the request object cannot be opened with a key of ours and its alg and enc')
  // §10.1: `none` says nothing about who wrote it; nor does being encrypted, which anybody can.
  const parts = token.split('.', 4)
  return parts.length === 3 && parts[2] === '' ? refused('the request object must be signed') : token
}

/** RFC 9101 §10.8.1 names the first; libraries leave it out or say what every token is. */
const types: ReadonlySet<unknown> = new Set(['oauth-authz-req+jwt', 'jwt', undefined])

/** By `kid`, or the one key that fits; never another algorithm than the one that is registered. */
export function keyFor(client: Client, keys: readonly ClientKey[], { kid, alg, typ }: JwsHeader): Choice {
  if (!types.has(typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : typ)) return otherType
  const algorithm = profileOf(client).signs.find((one) => one === alg)
  if (algorithm === undefined || algorithm !== (client.requestObject.algorithm ?? algorithm)) return otherAlgorithm
  const fitting = keys.filter(
    (key) =>
      (kid === undefined || key.kid === kid) &&
      (key.algorithm ?? algorithm) === algorithm &&
      algorithmsOf(key.key).includes(algorithm),
  )
  const [only] = fitting
  if (fitting.length > 1) return severalKeys
  return only === undefined ? notRegistered : { key: only, algorithm }
}

const otherType = { fault: 'typ of the request object must be oauth-authz-req+jwt, JWT, or left out' }
const otherAlgorithm = { fault: 'alg of the request object is not one that is taken from this client' }
const severalKeys = { fault: 'the request object must have kid: several of the registered keys fit' }
const notRegistered = { unknown: 'the request object is not signed with a registered key' }

/** What the token says about itself (RFC 9101 §4, §6.3; FAPI 2.0 Message Signing §5.3.1). */
export function claimFault(
  { issuer, clock }: Pick<OidcDeps, 'issuer' | 'clock'>,
  client: Client,
  claims: JwsPayload,
): Fault | undefined {
  const { iss, aud, sub, exp, nbf, iat, client_id: clientId } = claims
  if (clientId !== client.id) return refused('client_id in the request object must be the client_id of the request')
  if (iss !== client.id) return refused('iss of the request object must be the client_id')
  if (aud !== issuer && !(Array.isArray(aud) && aud.includes(issuer)))
    return refused('aud of the request object must hold the issuer')
  // §10.8.1: so that no client assertion is a request object, nor the other way about.
  if (sub === client.id) return refused('the request object must not have the client_id as its sub')
  if ('request' in claims || 'request_uri' in claims)
    return refused('a request object must not hold request or request_uri')
  return timeFault(client, { exp, nbf, iat }, seconds(clock))
}

type Times = Readonly<Record<'exp' | 'nbf' | 'iat', unknown>>

function timeFault(client: Client, { exp, nbf, iat }: Times, now: number): Fault | undefined {
  if (![exp, nbf, iat].every((time) => time === undefined || isTime(time)))
    return refused('exp, nbf and iat of the request object must be times')
  const missing = profileOf(client).requestObjectsTell.find((name) => (name === 'exp' ? exp : nbf) === undefined)
  if (missing !== undefined) return refused(`the request object must have ${missing}`)
  if (isTime(exp) && exp <= now) return refused('the request object has expired')
  if (isTime(nbf) && nbf > now + lifetimes.assertionFutureSkew) return refused('the request object is not valid yet')
  const from = nbf ?? iat
  if (isTime(from) && from < now - lifetimes.requestObject) return refused('the request object is too old')
  const life = isTime(exp) ? exp - (isTime(from) ? from : now) : 0
  return life > lifetimes.requestObject ? refused('the request object lives too long') : undefined
}

const isTime = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1e11

/** RFC 9101 §4, OpenID Connect Core §6.1: what is JSON by its nature stands as JSON. */
const jsonMembers: ReadonlySet<string> = new Set(['max_age', 'claims', 'authorization_details', 'registration'])
/** The token's own (RFC 7519 §4.1), and what is read apart. */
const notParameters: ReadonlySet<string> = new Set(['iss', 'aud', 'sub', 'exp', 'nbf', 'iat', 'jti', 'resource'])
/** What must be text where it stands: anything else would be taken for absent. */
const textMembers: ReadonlySet<string> = new Set([
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'acr_values',
  'prompt',
  'login_hint',
  'id_token_hint',
  'ui_locales',
  'onbehalfof',
  'dpop_jkt',
])

/** As if it had been sent plainly. What came twice beside it stays a fault. */
export function parametersOf(payload: JwsPayload, { twice }: Sent): Counted {
  const values = new Map<string, string>()
  let wrong: string | undefined
  for (const [name, value] of Object.entries(payload)) {
    if (notParameters.has(name)) continue
    if (typeof value === 'string') {
      if (value !== '') values.set(name, value)
    } else if (jsonMembers.has(name)) values.set(name, JSON.stringify(value))
    else if (textMembers.has(name)) wrong = name
  }
  const resource = resourcesIn(payload['resource'])
  if (resource === undefined) wrong = 'resource'
  const sent: Sent = { values, twice, resource: resource ?? [] }
  return wrong === undefined ? { sent } : { sent, fault: refused(`${wrong} in the request object must be text`) }
}

/** RFC 8707 §2: one, or a list. */
function resourcesIn(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === '') return []
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.every((one) => typeof one === 'string' && one !== '') ? (list as readonly string[]) : undefined
}

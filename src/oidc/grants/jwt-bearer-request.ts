/** The assertion of a signed request for a machine's token, from its signature to its single use. */
import { lifetimes } from '#base/lifetimes.ts'
import { sha256 } from '#base/secrets.ts'
import type { JwsHeader, JwsPayload } from '#keys/jws.ts'
import { type AssertionKind, keyFor } from '#oidc/assertion-key.ts'
import { useFault } from '#oidc/assertion-use.ts'
import { keyTimeFault } from '#oidc/client-jwk.ts'
import { type AssertionDeps, type SignedBy, signedByKey } from '#oidc/client-assertion.ts'
import type { Client, ClientKey } from '#oidc/client.ts'
import { type Choice, readClientSigned } from '#oidc/client-signed.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { grantFault, type GrantTrouble } from '#oidc/grants/jwt-bearer-faults.ts'
import { isByOrganisation, readOrganisationSigned } from '#oidc/organisation-signed.ts'
import { listOf } from '#oidc/sent.ts'

/** What the client signed that it wants. */
export interface SignedRequest {
  readonly scope: readonly string[]
  readonly resource: readonly string[]
  /** The organisation in whose name it asks; undefined: its own. As it was written. */
  readonly consumer: string | undefined
}

export interface Asking {
  readonly signedBy: SignedBy
  readonly found: SignedRequest
}

const kind: AssertionKind = { name: 'the assertion', type: 'authorization-grant+jwt' }

/** @throws OAuthError */
export async function checkRequest(deps: AssertionDeps, client: Client, assertion: string): Promise<Asking> {
  if (client.authMethod !== 'private_key_jwt')
    throw grantFault('client', 'the client is not registered with a key or a certificate of its organisation')
  const { payload, signedBy } = await readSigned(deps, client, assertion)
  const now = deps.clock.now() / 1000
  const times = checkClaims(deps, client, payload, now)
  const found = requestIn(payload)
  // Without a jti the token itself must not come again: what was signed is compared, since one signature can be written in several ways.
  const jti = times.jti ?? sha256(assertion.slice(0, assertion.lastIndexOf('.')))
  const reused = await useFault(deps, client, { ...times, jti }, now)
  if (reused !== undefined) throw grantFault('used', `the assertion ${reused}`)
  return { signedBy, found }
}

interface Signed {
  readonly payload: JwsPayload
  readonly signedBy: SignedBy
}

async function readSigned(deps: AssertionDeps, client: Client, assertion: string): Promise<Signed> {
  if (isByOrganisation(client)) {
    const read = await readOrganisationSigned(deps, client, assertion, kind)
    if ('fault' in read) throw grantFault(troubles[read.about], read.fault)
    return { payload: read.payload, signedBy: 'virksomhetssertifikat' }
  }
  let last: Choice | undefined
  const choose = (keys: readonly ClientKey[], header: JwsHeader): Choice => {
    last = keyFor(client, keys, header, kind)
    return last
  }
  const read = await readClientSigned(deps, client, assertion, { name: kind.name, choose })
  if (typeof read === 'string') throw grantFault(troubleOf(last, deps.clock.now()), read)
  return { payload: read.payload, signedBy: signedByKey(read) }
}

const troubles = {
  form: 'form',
  algorithm: 'signature',
  signature: 'signature',
  chain: 'chain',
  certificate: 'certificate',
  organisation: 'organisation',
} as const satisfies Readonly<Record<string, GrantTrouble>>

/** What was wrong, by the key that was chosen: with a good one it was the signature. */
function troubleOf(choice: Choice | undefined, now: number): GrantTrouble {
  if (choice === undefined) return 'form'
  if ('key' in choice) return keyTimeFault(choice.key, now) === undefined ? 'signature' : 'keyEnded'
  return choice.about === undefined ? 'signature' : troubles[choice.about]
}

interface Times {
  readonly iat: number
  readonly exp: number
  readonly jti: string | undefined
}

function checkClaims({ issuer }: Pick<OidcDeps, 'issuer'>, client: Client, payload: JwsPayload, now: number): Times {
  const { iss, sub, aud, iat, exp, nbf, jti } = payload
  if (iss !== client.id) throw grantFault('client', 'iss of the assertion must be the client_id')
  // RFC 7523 §3: whom the token would be about. A machine asks for itself alone.
  if (sub !== undefined && sub !== client.id)
    throw grantFault('form', 'sub of the assertion must be the client_id, or left out')
  // One audience only: what also counts elsewhere could be replayed here from there.
  const audience: unknown = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud
  if (audience !== issuer) throw grantFault('audience', 'aud of the assertion must be the issuer')
  if (!isTime(iat) || !isTime(exp)) throw grantFault('form', 'the assertion must hold iat and exp')
  if (nbf !== undefined && !isTime(nbf)) throw grantFault('form', 'nbf of the assertion must be a time')
  if (jti !== undefined && (typeof jti !== 'string' || jti === '' || jti.length > 256))
    throw grantFault('form', 'jti of the assertion must be 1 to 256 characters')
  const late = timeFault({ iat, exp, nbf }, now)
  if (late !== undefined) throw grantFault('time', late)
  return { iat, exp, jti }
}

const isTime = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1e11

function timeFault(
  { iat, exp, nbf }: { readonly iat: number; readonly exp: number; readonly nbf: number | undefined },
  now: number,
): string | undefined {
  if (exp <= now) return 'the assertion has expired'
  if (Math.abs(now - iat) > lifetimes.grantSkew) return 'iat of the assertion is more than ten seconds from our time'
  if (nbf !== undefined && nbf > now + lifetimes.grantSkew) return 'the assertion is not valid yet'
  return exp - iat > lifetimes.clientAssertion ? 'the assertion lives too long' : undefined
}

/** What it asks for. A restriction that is not understood is refused: a token without it would say more than was asked for. */
function requestIn(payload: JwsPayload): SignedRequest {
  const { scope, resource, consumer_org: consumer } = payload
  // RFC 8725 §3.12: without client_id no request object counts (`request-object.ts`), and each passes through its user’s hands.
  if (payload['client_id'] !== undefined || payload['response_type'] !== undefined)
    throw grantFault('form', 'the assertion is a request for a user: client_id and response_type have no place in it')
  if (typeof scope !== 'string' || listOf(scope).length === 0)
    throw grantFault('form', 'scope of the assertion is required')
  const resources: unknown = typeof resource === 'string' ? [resource] : (resource ?? [])
  if (!isTexts(resources)) throw grantFault('resource', 'resource of the assertion must be a list of URIs')
  if (consumer !== undefined && typeof consumer !== 'string') throw grantFault('form', 'consumer_org must be a text')
  for (const name of ['pid', 'iss_onbehalfof'])
    if (payload[name] !== undefined) throw grantFault('form', `${name} is not supported`)
  if (payload['authorization_details'] !== undefined)
    throw grantFault('details', 'authorization_details are not granted to a client itself')
  return { scope: listOf(scope), resource: resources, consumer }
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

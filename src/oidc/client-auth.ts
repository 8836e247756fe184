/** Client authentication (RFC 6749 §2.3, RFC 7523 §2.2, RFC 8705 §2): by the registered method and no other. */
import { constantTimeEqual, sha256 } from '#base/secrets.ts'
import type { Request } from '#http/routes.ts'
import type { Client, ClientAuthMethod } from '#oidc/client.ts'
import { type AssertionDeps, checkAssertion, claimedClient, type SignedBy } from '#oidc/client-assertion.ts'
import { checkCertificate, isByCertificate } from '#oidc/client-certificate.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'
import { profileOf } from '#oidc/profiles.ts'
import type { Sent } from '#oidc/sent.ts'

declare const authenticated: unique symbol
/** Made here alone: its type is the proof that the check was done. */
export type AuthenticatedClient = Client & { readonly [authenticated]: true; readonly signedBy?: SignedBy }

/** `client_amr` of access tokens (ID-porten): how the client authenticated. */
export const clientAmr = ({ signedBy, authMethod }: AuthenticatedClient): string => signedBy ?? authMethod

export type ClientAuthDeps = AssertionDeps & Pick<OidcDeps, 'clients' | 'audit' | 'count' | 'clientIssuers'>

/** @throws OAuthError `invalid_client`, or `invalid_request` when more than one way was tried */
export async function authenticateClient(deps: ClientAuthDeps, c: Request, sent: Sent): Promise<AuthenticatedClient> {
  const sentWith = presented(c, sent.values, deps.certificates?.certificateOf(c) !== undefined)
  const client = deps.clients.find(sentWith.clientId)
  const tried = client === undefined ? sentWith : byConnection(client, sentWith)
  try {
    if (client === undefined) throw invalidClient(tried, 'client_id is not known here')
    if (client.authMethod !== tried.method)
      throw invalidClient(tried, 'this is not the registered authentication method')
    if (!profileOf(client).authMethods.includes(tried.method))
      throw invalidClient(tried, 'the profile of this client does not allow its authentication method')
    if (tried.nameless === true && profileOf(client).assertionsBesideId) throw noClientId()
    return await checked(deps, c, client, tried)
  } catch (error) {
    if (client !== undefined && error instanceof OAuthError) {
      deps.audit.note({ type: 'token.refused', client: client.id, why: 'client-authentication' })
    }
    deps.count?.('oidc_client_refused', { method: tried.method })
    throw error
  }
}

export interface ByGrant<Found> {
  /** Whom the grant says that it is from. */
  readonly claimed: string
  readonly unknown: () => OAuthError
  /** Whether that is true. @throws OAuthError */
  check(client: Client): Promise<{ readonly signedBy: SignedBy; readonly found: Found }>
}

/**
 * Who asks by a grant that it signed itself (RFC 7523 §2.1): no authentication need stand beside it, unless the client's profile
 * has it otherwise. What does stand there must hold, too (RFC 7521 §4.1).
 * @throws OAuthError
 */
export async function authenticateByGrant<Found>(
  deps: ClientAuthDeps,
  c: Request,
  sent: Sent,
  { claimed, unknown, check }: ByGrant<Found>,
): Promise<{ readonly client: AuthenticatedClient; readonly found: Found }> {
  const client = deps.clients.find(claimed)
  const method = 'private_key_jwt'
  if (client === undefined) {
    deps.count?.('oidc_client_refused', { method })
    throw unknown()
  }
  if ((sent.values.get('client_id') ?? claimed) !== claimed)
    throw new OAuthError('invalid_request', 'client_id is not the one that signed')
  if (isBeside(c, sent) || !profileOf(client).signedGrants) {
    const beside = await authenticateClient(deps, c, sent)
    if (beside.id !== claimed)
      throw invalidClient({ method }, 'the client that authenticates is not the one that signed')
  }
  try {
    const { signedBy, found } = await check(client)
    return { client: (signedBy === method ? client : { ...client, signedBy }) as AuthenticatedClient, found }
  } catch (error) {
    if (error instanceof OAuthError) {
      deps.audit.note({ type: 'token.refused', client: client.id, why: error.why })
      deps.count?.('oidc_client_refused', { method })
    }
    throw error
  }
}

const isBeside = (c: Request, { values }: Sent): boolean =>
  c.req.header('authorization') !== undefined ||
  ['client_secret', 'client_assertion', 'client_assertion_type'].some((name) => values.has(name))

/** RFC 8705 §2: with a certificate nothing but the `client_id` stands in the request. */
const byConnection = (client: Client, tried: Tried): Tried =>
  tried.method === 'none' && isByCertificate(client) ? { ...tried, method: client.authMethod } : tried

async function checked(deps: ClientAuthDeps, c: Request, client: Client, tried: Tried): Promise<AuthenticatedClient> {
  if (tried.method === 'private_key_jwt') {
    const signedBy = await checkAssertion(deps, client, tried.credential)
    return (signedBy === 'private_key_jwt' ? client : { ...client, signedBy }) as AuthenticatedClient
  }
  if (isByCertificate(client)) await checkCertificate(deps, c, client)
  else if (tried.method !== 'none') checkSecret(deps, client, tried)
  return client as AuthenticatedClient
}

interface Tried {
  readonly method: ClientAuthMethod
  readonly clientId: string
  /** The secret or the assertion; empty for `none`. */
  readonly credential: string
  /** Nothing but the assertion says who it is from. */
  readonly nameless?: boolean
}

const invalidClient = (tried: Pick<Tried, 'method'>, description: string): OAuthError =>
  new OAuthError('invalid_client', description, tried.method === 'client_secret_basic' ? { challenge: 'Basic' } : {})

function presented(c: Request, values: Sent['values'], certified: boolean): Tried {
  const header = c.req.header('authorization')
  const secret = values.get('client_secret')
  const assertion = values.get('client_assertion')
  const asserts = assertion !== undefined || values.has('client_assertion_type')
  // RFC 6749 §2.3: not more than one method in a request.
  if (Number(header !== undefined) + Number(secret !== undefined) + Number(asserts) > 1) {
    throw new OAuthError('invalid_request', 'more than one way of client authentication')
  }
  const clientId = values.get('client_id')
  if (header !== undefined) return basic(header, clientId)
  if (asserts) return asserted(values)
  if (clientId === undefined) {
    // RFC 6749 §5.2: nothing came that could be a client's; else what came lacks whose it is (RFC 8705 §2).
    if (secret !== undefined || certified) throw noClientId()
    throw new OAuthError('invalid_client', 'no client authentication came, and no client_id')
  }
  return secret === undefined
    ? { method: 'none', clientId, credential: '' }
    : { method: 'client_secret_post', clientId, credential: secret }
}

const noClientId = (): OAuthError => new OAuthError('invalid_request', 'client_id is required')

/** RFC 7521 §4.2, RFC 7523 §2.2. */
function asserted(values: Sent['values']): Tried {
  const assertion = values.get('client_assertion')
  if (assertion === undefined || values.get('client_assertion_type') !== assertionType) {
    throw new OAuthError('invalid_client', 'client_assertion and client_assertion_type belong together')
  }
  const named = values.get('client_id')
  const clientId = named ?? claimedClient(assertion)
  if (clientId === undefined)
    throw new OAuthError('invalid_client', 'neither client_id nor the client assertion tells who the client is')
  return { method: 'private_key_jwt', clientId, credential: assertion, nameless: named === undefined }
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** RFC 6749 §2.3.1: identifier and secret are form-urlencoded before RFC 7617 puts a colon between them. */
function basic(header: string, clientId: string | undefined): Tried {
  const malformed = invalidClient({ method: 'client_secret_basic' }, 'the Authorization header is not readable')
  const base64 = /^basic +([\w+/-]+=*) *$/i.exec(header)?.[1]
  if (base64 === undefined) throw malformed
  const pair = Buffer.from(base64, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon < 1) throw malformed
  const id = formDecoded(pair.slice(0, colon))
  const secret = formDecoded(pair.slice(colon + 1))
  if (id === undefined || secret === undefined) throw malformed
  if (clientId !== undefined && clientId !== id)
    throw new OAuthError('invalid_request', 'client_id is not the one that authenticates')
  return { method: 'client_secret_basic', clientId: id, credential: secret }
}

function formDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    // A per cent sign that encodes nothing: the caller refuses.
    return undefined
  }
}

function checkSecret(deps: Pick<OidcDeps, 'clock'>, client: Client, tried: Tried): void {
  if (client.secretHash === undefined || !constantTimeEqual(sha256(tried.credential), client.secretHash)) {
    throw invalidClient(tried, 'the client secret is wrong')
  }
  if (client.secretExpires !== undefined && client.secretExpires <= deps.clock.now()) {
    throw invalidClient(tried, 'the client secret has expired')
  }
}

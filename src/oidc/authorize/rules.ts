/**
 * What every authorization request must hold, in order. The first rule that does not hold is the answer.
 * The first two decide whom to trust: while they fail there is nowhere to send a fault, so it is shown (RFC 6749 §4.1.2.1).
 */
import type { Client } from '#oidc/client.ts'
import { type Fault, fault, OAuthError, type OAuthErrorCode } from '#oidc/errors.ts'
import { isChallenge } from '#oidc/pkce.ts'
import type { AuthorizationRequest, Clients } from '#oidc/ports.ts'
import { mustProveKey, profileOf } from '#oidc/profiles.ts'
import { isRegistered } from '#oidc/redirect-uri.ts'
import type { Sent } from '#oidc/sent.ts'
import { rightsRules } from '#oidc/authorize/rights-rules.ts'
import { type Counted, openRequestObject, type RequestObjectDeps } from '#oidc/authorize/request-object.ts'
import { type Asked, type Held, keepRequest, type ReadDeps, readRequest } from '#oidc/authorize/request.ts'

/** The client, where it may be answered, and what counts of what it sent. */
export interface Trusted extends Counted {
  readonly client: Client
  readonly redirectUri: string
}

export type TrustDeps = RequestObjectDeps & { readonly clients: Pick<Clients, 'find'> }

/** @throws OAuthError with `redirect: false` */
export async function trust(deps: TrustDeps, sent: Sent): Promise<Trusted> {
  const shown = (code: OAuthErrorCode, description: string): OAuthError =>
    new OAuthError(code, description, { redirect: false })
  if (sent.twice.includes('client_id')) throw shown('invalid_request', 'client_id was sent twice')
  const clientId = sent.values.get('client_id')
  if (clientId === undefined) throw shown('invalid_request', 'client_id is required')
  const client = deps.clients.find(clientId)
  if (client === undefined) throw shown('invalid_client', 'client_id is not known here')
  return trustRedirect(deps, client, sent)
}

/** The same for a client that is known. @throws OAuthError with `redirect: false` */
export async function trustRedirect(deps: RequestObjectDeps, client: Client, sent: Sent): Promise<Trusted> {
  const counted = await openRequestObject(deps, client, sent)
  return { client, redirectUri: trustedRedirect(client, counted), ...counted }
}

function trustedRedirect(client: Client, { sent, fault: before }: Counted): string {
  // What is wrong with the request object says more than that the address in it cannot be read.
  const shown = (description: string): OAuthError =>
    new OAuthError(before?.code ?? 'invalid_request', before?.description ?? description, { redirect: false })
  // RFC 6749 §4.1.2.1. Such a client has registered no address to be told at.
  if (!client.grantTypes.includes('authorization_code')) {
    const says = 'the grant authorization_code is not registered for this client'
    throw new OAuthError('unauthorized_client', says, { redirect: false })
  }
  if (sent.twice.includes('redirect_uri')) throw shown('redirect_uri was sent twice')
  const redirectUri = sent.values.get('redirect_uri')
  if (redirectUri === undefined) throw shown('redirect_uri is required')
  // RFC 9700 §2.1: exact string comparison.
  if (!isRegistered(redirectUri, client.redirectUris, client))
    throw shown('redirect_uri is not registered for this client')
  return redirectUri
}

export interface Rule {
  readonly name: string
  readonly check: (asked: Asked) => Fault | undefined
}

const invalid = (description: string): Fault => fault('invalid_request', description)
const refuseWhen = (bad: boolean, found: Fault): Fault | undefined => (bad ? found : undefined)
const isPublic = (client: Client): boolean => client.authMethod === 'none'

/** Longest `state` and `nonce`, characters: some clients put whole records into them. */
const longest = 4096

export const rules: readonly Rule[] = [
  {
    // RFC 6749 §3.1
    name: 'no parameter twice',
    check: ({ sent }) => refuseWhen(sent.twice.length > 0, invalid('a parameter was sent twice')),
  },
  {
    // OpenID Connect Core §6.2; an address that was pushed here never comes this way
    name: 'no request object by address',
    check: ({ sent }) =>
      refuseWhen(
        sent.values.has('request_uri'),
        fault('request_uri_not_supported', 'only a pushed request_uri is supported'),
      ),
  },
  {
    // OpenID Connect Core §7.2.1
    name: 'no registration in the request',
    check: ({ sent }) =>
      refuseWhen(sent.values.has('registration'), fault('registration_not_supported', 'registration is not supported')),
  },
  {
    // RFC 6749 §3.1.1
    name: 'response type is code',
    check: ({ sent }) => {
      const type = sent.values.get('response_type')
      if (type === undefined) return invalid('response_type is required')
      return refuseWhen(type !== 'code', fault('unsupported_response_type', 'only response_type code is supported'))
    },
  },
  {
    name: 'response mode is known',
    check: ({ responseMode }) =>
      refuseWhen(
        responseMode === undefined,
        invalid('response_mode must be query, form_post, query.jwt, form_post.jwt or jwt'),
      ),
  },
  {
    name: 'scopes may be asked for',
    check: ({ scopeFault }) => (scopeFault === undefined ? undefined : fault('invalid_scope', scopeFault)),
  },
  {
    // A public client has nothing else that binds the answer to the browser that asked
    name: 'public clients send state',
    check: ({ sent, client }) =>
      refuseWhen(
        isPublic(client) && profileOf(client).stateOfPublicClients && !sent.values.has('state'),
        invalid('state is required for public clients'),
      ),
  },
  {
    name: 'state and nonce are of reasonable length',
    check: ({ sent }) =>
      refuseWhen(
        [sent.values.get('state'), sent.values.get('nonce')].some(
          (value) => value !== undefined && value.length > longest,
        ),
        invalid('state or nonce is too long'),
      ),
  },
  {
    // RFC 9700 §2.1.1: without PKCE only the nonce guards against an injected code
    name: 'nonce where PKCE is off',
    check: ({ sent, client }) =>
      refuseWhen(
        profileOf(client).nonceWithoutPkce &&
          !mustProveKey(client) &&
          !sent.values.has('code_challenge') &&
          !sent.values.has('nonce'),
        invalid('nonce is required when code_challenge is not sent'),
      ),
  },
  {
    // RFC 7636 §4.3, §4.4.1; a missing method means plain, which is not supported
    name: 'PKCE with S256',
    check: ({ sent, client }) => {
      const challenge = sent.values.get('code_challenge')
      const method = sent.values.get('code_challenge_method')
      if (challenge === undefined) {
        if (method !== undefined) return invalid('code_challenge_method came without code_challenge')
        return refuseWhen(mustProveKey(client), invalid('code_challenge is required'))
      }
      if (method !== 'S256') return invalid('code_challenge_method must be S256')
      return refuseWhen(!isChallenge(challenge), invalid('code_challenge must be 43 characters of base64url'))
    },
  },
  {
    // RFC 9449 §10; a thumbprint is as long as a challenge
    name: 'dpop_jkt is a thumbprint',
    check: ({ sent }) => {
      const jkt = sent.values.get('dpop_jkt')
      return refuseWhen(
        jkt !== undefined && !isChallenge(jkt),
        invalid('dpop_jkt must be a SHA-256 thumbprint, 43 characters of base64url'),
      )
    },
  },
  {
    // OpenID Connect Core §3.1.2.1
    name: 'prompt is known, and none stands alone',
    check: ({ prompt }) => {
      if (!prompt.every((one) => knownPrompts.has(one))) return invalid('prompt holds a value that is not supported')
      return refuseWhen(prompt.includes('none') && prompt.length > 1, invalid('prompt none cannot be combined'))
    },
  },
  {
    name: 'max_age is a number of seconds',
    check: ({ maxAge }) => refuseWhen(Number.isNaN(maxAge), invalid('max_age must be a number of seconds')),
  },
  {
    // Never a downgrade: a service that names only levels from elsewhere is told so
    name: 'some level in acr_values is known',
    check: ({ level }) =>
      refuseWhen(
        level === undefined,
        fault('unmet_authentication_requirements', 'no value in acr_values is known here'),
      ),
  },
  {
    name: 'some eID in acr_values can be offered',
    check: ({ onlyEids }) =>
      refuseWhen(
        onlyEids?.length === 0,
        fault('unmet_authentication_requirements', 'no idp in acr_values can be used here at this level'),
      ),
  },
  {
    name: 'login_hint is of reasonable length',
    check: ({ sent }) =>
      refuseWhen((sent.values.get('login_hint')?.length ?? 0) > 256, invalid('login_hint is too long')),
  },
  {
    // The subject is pairwise, so another client's token says nothing about this one's user
    name: 'id_token_hint is ours and this client’s',
    check: ({ hint, client }) =>
      refuseWhen(
        hint === 'wrong' || (hint !== undefined && hint.clientId !== client.id),
        invalid('id_token_hint was not issued to this client by this provider'),
      ),
  },
  {
    // RFC 8707 §2
    name: 'resource is an absolute address',
    check: ({ sent }) =>
      refuseWhen(
        sent.resource.length > 10 || !sent.resource.every(isResource),
        fault('invalid_target', 'resource must be an absolute URI without fragment'),
      ),
  },
  ...rightsRules,
]

const knownPrompts: ReadonlySet<string> = new Set(['none', 'login', 'consent', 'select_account'])

export const isResource = (uri: string): boolean =>
  uri.length <= 500 && /^[a-z][a-z0-9+.-]*:[\x21\x24-\x7e]+$/i.test(uri)

/** Applies the list. @throws OAuthError */
export function checkRequest(
  deps: ReadDeps,
  { client, redirectUri, sent, fault: before }: Trusted,
): AuthorizationRequest {
  if (before !== undefined) throw new OAuthError(before.code, before.description, { why: 'request object' })
  const asked = readRequest(deps, sent, client, redirectUri)
  for (const rule of rules) {
    const found = rule.check(asked)
    if (found !== undefined) throw new OAuthError(found.code, found.description, { why: rule.name })
  }
  return keepRequest(asked as Held)
}

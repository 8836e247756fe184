/** What a client did wrong, as the specifications name it: a closed list, one class, one place that answers. */
import { StoreUnavailable } from '#base/store-unavailable.ts'
import type { OwnFault, Request } from '#http/routes.ts'
import { anyOrigin } from '#oidc/cors.ts'
import { proofAlgorithms } from '#oidc/profiles.ts'

/** Code → status where it is answered directly (RFC 6749 §5.2, RFC 6750 §3.1, RFC 9126 §2.3). */
const statuses = {
  // RFC 6749 §4.1.2.1 and §5.2
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  unsupported_response_type: 400,
  invalid_scope: 400,
  access_denied: 403,
  server_error: 500,
  temporarily_unavailable: 503,
  // OpenID Connect Core §3.1.2.6
  login_required: 400,
  interaction_required: 400,
  consent_required: 400,
  request_not_supported: 400,
  request_uri_not_supported: 400,
  registration_not_supported: 400,
  // RFC 9101 §7
  invalid_request_object: 400,
  // OpenID Connect Core Error Code unmet_authentication_requirements 1.0
  unmet_authentication_requirements: 400,
  // RFC 8707 §2, RFC 9396 §5, RFC 6750 §3.1
  invalid_target: 400,
  invalid_authorization_details: 400,
  invalid_token: 401,
  insufficient_scope: 403,
  // RFC 7009 §2.2.1
  unsupported_token_type: 400,
  // RFC 9449 §5, §8; 401 where a token was shown (§7.1, §9)
  invalid_dpop_proof: 400,
  use_dpop_nonce: 400,
} as const

export type OAuthErrorCode = keyof typeof statuses

/** A code and a sentence for the client's developers: ours alone, nothing that was sent, characters as RFC 6749 §5.2 allows. */
export interface Fault {
  readonly code: OAuthErrorCode
  readonly description: string
}
export const fault = (code: OAuthErrorCode, description: string): Fault => ({ code, description })
export const isFault = (found: object | undefined): found is Fault =>
  found !== undefined && 'code' in found && 'description' in found

/** Of the Authorization header. */
export type Scheme = 'Basic' | 'Bearer' | 'DPoP'

interface Circumstances {
  /** False: the redirect address cannot be trusted, so it is shown, never sent (RFC 6749 §4.1.2.1). */
  readonly redirect?: boolean
  /** The scheme for `WWW-Authenticate`, when the client used it or should. */
  readonly challenge?: Scheme
  /** Where the code's own status would say too little. */
  readonly status?: number
  /** For audit and metrics: a short word where the code says too little. */
  readonly why?: string
}

export class OAuthError extends Error implements Fault {
  override readonly name = 'OAuthError'
  readonly code: OAuthErrorCode
  readonly description: string
  readonly redirect: boolean
  readonly challenge: Scheme | undefined
  readonly status: number
  readonly why: string

  constructor(code: OAuthErrorCode, description: string, circumstances: Circumstances = {}) {
    super(`${code}: ${description}`)
    this.code = code
    this.description = description
    this.redirect = circumstances.redirect ?? true
    this.challenge = circumstances.challenge
    this.status = circumstances.status ?? statuses[code]
    this.why = circumstances.why ?? code
  }
}

export const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' } as const

/** RFC 6749 §5.1: JSON that nobody keeps. Endpoints that scripts call add `cors`. */
export const sendJson = (status: number, body: object, headers: Readonly<Record<string, string>> = noStore): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: headers === noStore ? jsonNoStore : { 'content-type': 'application/json', ...headers },
  })

const jsonNoStore = { 'content-type': 'application/json', ...noStore, ...anyOrigin }

/** An endpoint for programs: what it throws is answered as JSON. Mistakes of our own go on to the one place for them. */
export const jsonEndpoint =
  (endpoint: (c: Request) => Promise<Response>) =>
  async (c: Request): Promise<Response> => {
    c.set('tellFault', ownFault)
    try {
      return await endpoint(c)
    } catch (error) {
      return answerFault(error)
    }
  }

/** RFC 6749 §4.1.2.1 and §5.2 have no other word for it. The incident number stands in the log with the whole of it. */
const ownFault = ({ status, incident }: OwnFault): Response =>
  sendJson(status, { error: 'server_error', error_description: `something went wrong here, reference ${incident}` })

function answerFault(error: unknown): Response {
  if (error instanceof StoreUnavailable) {
    const body = { error: 'temporarily_unavailable', error_description: 'try again' }
    return sendJson(503, body, { ...noStore, ...anyOrigin, 'retry-after': '1' })
  }
  if (!(error instanceof OAuthError)) throw error
  const body = { error: error.code, error_description: error.description }
  const { status } = error
  if (error.challenge === undefined) return sendJson(status, body)
  // RFC 9449 §7.1: a proof that does not hold, or lacks a nonce, is answered by 401 where a token was shown.
  return sendJson(error.challenge === 'DPoP' ? Math.max(status, 401) : status, body, {
    ...noStore,
    ...anyOrigin,
    'www-authenticate': challengeOf(error),
  })
}

// RFC 6749 §5.2 asks for the scheme that the client used; RFC 6750 §3 for the error within it.
export function challengeOf({ challenge, code, description, why }: OAuthError): string {
  if (challenge === 'Basic' || challenge === undefined) return 'Basic realm="inngang", charset="UTF-8"'
  // RFC 6750 §3.1: who shows no token is told the schemes and no error.
  if (why === 'no-token') return bothSchemes
  const fault = `error="${code}", error_description="${description}"`
  return challenge === 'DPoP' ? `${dpopScheme}, ${fault}` : `Bearer realm="inngang", ${fault}`
}

/** RFC 9449 §7.1 */
const dpopScheme = `DPoP realm="inngang", algs="${proofAlgorithms.join(' ')}"`
export const bothSchemes = `Bearer realm="inngang", ${dpopScheme}`

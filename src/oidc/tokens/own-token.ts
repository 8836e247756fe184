/** Reads tokens that we signed ourselves. Their expiry is the caller's business: a logout takes an expired hint. */
import { sha256 } from '#base/secrets.ts'
import { type JwsPayload, verifyJws } from '#keys/jws.ts'
import type { SigningKeys } from '#keys/keys.ts'

export interface OwnTokenDeps {
  readonly issuer: string
  readonly keys: SigningKeys
}

/** `types`: those that the caller takes (RFC 8725 §3.11); none given: any. */
export function readOwnToken(
  { issuer, keys }: OwnTokenDeps,
  token: string,
  types?: readonly string[],
): JwsPayload | undefined {
  const read = verifyJws(token, ({ kid, typ }) => {
    if (types !== undefined && !types.some((one) => one === typ)) return undefined
    const known = typeof kid === 'string' ? keys.verifier(kid) : undefined
    return known && { key: known.publicKey, algorithm: known.algorithm }
  })
  return read?.payload['iss'] === issuer ? read.payload : undefined
}

/** Access tokens that this process signed a moment ago: whoever brings the very same characters needs no second look at the signature. */
export interface RecentTokens {
  issued(token: string, claims: JwsPayload): void
  claimsOf(token: string): JwsPayload | undefined
}

/** Most tokens are shown to userinfo within seconds, and most are shown once. Kept under their hash: bearers are not. */
export function recentTokens(most = 2000): RecentTokens {
  const known = new Map<string, JwsPayload>()
  return {
    issued(token, claims) {
      if (known.size >= most) known.delete(known.keys().next().value ?? '')
      known.set(sha256(token), claims)
    },
    claimsOf: (token) => known.get(sha256(token)),
  }
}

export interface IdTokenHint {
  readonly clientId: string
  readonly sub: string
  readonly sid: string | undefined
}

/**
 * An `id_token_hint` (OpenID Connect Core §3.1.2.1): one of our ID tokens, expired or not. An access token is none: it tells its
 * `client_id`. Nor is what we sign for a client besides (userinfo, answers, logouts): none of that tells when the user logged in.
 */
export function readIdTokenHint(deps: OwnTokenDeps, token: string): IdTokenHint | undefined {
  const claims = readOwnToken(deps, token, ['JWT'])
  if (claims === undefined || 'client_id' in claims || !('auth_time' in claims)) return undefined
  const { aud, sub, sid } = claims
  if (typeof aud !== 'string' || typeof sub !== 'string') return undefined
  return { clientId: aud, sub, sid: typeof sid === 'string' ? sid : undefined }
}

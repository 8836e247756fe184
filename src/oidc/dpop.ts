/**
 * Demonstrating proof of possession (RFC 9449): who asks for a token, or shows one, proves with each request to hold a key.
 * What a proof may be, in order: readable, for this request, fresh, never seen before.
 */
import { lifetimes } from '#base/lifetimes.ts'
import { constantTimeEqual, sha256 } from '#base/secrets.ts'
import type { Request } from '#http/routes.ts'
import type { Client } from '#oidc/client.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { nonceTime } from '#oidc/dpop-nonce.ts'
import { isSameAddress, type Proof, readProof } from '#oidc/dpop-proof.ts'
import { OAuthError, type OAuthErrorCode } from '#oidc/errors.ts'
import { profileOf, proofAlgorithms } from '#oidc/profiles.ts'

export type DpopDeps = Pick<OidcDeps, 'clock' | 'hot' | 'vault'>

/** What a proof must be for. */
export interface Proving {
  readonly client: Pick<Client, 'profile' | 'authMethod'>
  /** The endpoint as clients know it, from the issuer: never what `Host` says. */
  readonly address: string
  /** An access token that is shown with it. */
  readonly token?: string
  /** A nonce of ours is required, not only offered. */
  readonly nonceNeeded?: boolean
}

export const bringsProof = (c: Request): boolean => c.req.header('dpop') !== undefined

/**
 * The thumbprint of the key that this request proves to hold.
 * @throws OAuthError `invalid_dpop_proof`, `use_dpop_nonce`
 */
export async function provenKey(deps: DpopDeps, c: Request, proving: Proving): Promise<string> {
  const refuse = refusalFor(proving)
  const text = c.req.header('dpop')
  if (text === undefined) throw refuse('invalid_dpop_proof', 'a DPoP proof is required')
  const algorithms = proofAlgorithms.filter((one) => profileOf(proving.client).signs.includes(one))
  // RFC 9449 §4.3, 1: two headers come joined by a comma, which no JWT has.
  const proof = readProof(text, algorithms)
  if (typeof proof === 'string') throw refuse('invalid_dpop_proof', `the DPoP proof ${proof}`)
  const fault = targetFault(proof, c.req.method, proving)
  if (fault !== undefined) throw refuse('invalid_dpop_proof', `the DPoP proof ${fault}`)
  const fresh = freshness(deps, proof, proving)
  if ('code' in fresh) throw refuse(fresh.code, fresh.says)
  await useOnce(deps, proof, fresh, refuse)
  return proof.jkt
}

type Refuse = (code: OAuthErrorCode, description: string) => OAuthError

/** RFC 9449 §5 at the endpoints that give tokens, §7.1 where one is shown. */
const refusalFor =
  ({ token }: Proving): Refuse =>
  (code, description) =>
    new OAuthError(code, description, token === undefined ? {} : { challenge: 'DPoP' })

/** RFC 9449 §4.3, 8, 9 and 12. */
function targetFault(proof: Proof, method: string, { address, token }: Proving): string | undefined {
  if (proof.htm !== method) return 'is for another method: htm must be that of the request'
  if (!isSameAddress(proof.htu, address)) return 'is for another address: htu must be that of the endpoint'
  if (token === undefined) return undefined
  if (proof.ath === undefined) return 'must have ath, the hash of the access token'
  return constantTimeEqual(proof.ath, sha256(token)) ? undefined : 'is for another access token: ath does not match'
}

/** Milliseconds: not made before, and not good after. */
interface Fresh {
  readonly madeAfter: number
  readonly until: number
}
interface Stale {
  readonly code: OAuthErrorCode
  readonly says: string
}
const askForNonce = (says: string): Stale => ({ code: 'use_dpop_nonce', says })
const invalid = (says: string): Stale => ({ code: 'invalid_dpop_proof', says: `the DPoP proof ${says}` })

/**
 * RFC 9449 §4.3, 10 and 11; §8. A client that authenticates is a server, and keeps its clock right. A public client is somebody's
 * phone or browser: with a nonce of ours its clock does not count, and without one it is asked for it.
 */
function freshness(deps: DpopDeps, { nonce, iat, exp, nbf }: Proof, { client, nonceNeeded }: Proving): Fresh | Stale {
  const now = deps.clock.now()
  const given = nonce === undefined ? undefined : nonceTime(deps, nonce)
  if (nonce !== undefined && (given === undefined || given + nonceLife <= now))
    return askForNonce('the nonce of the DPoP proof is too old, or not ours: use the one in DPoP-Nonce')
  if (given === undefined && nonceNeeded === true)
    return askForNonce('the DPoP proof must have a nonce: use the one in DPoP-Nonce')
  if (given !== undefined && client.authMethod === 'none') return { madeAfter: given, until: given + nonceLife }
  const made = iat * 1000
  if (made > now + futureSkew || made + proofLife <= now) {
    return client.authMethod === 'none'
      ? askForNonce('iat of the DPoP proof is not now: use the nonce in DPoP-Nonce')
      : invalid('is too old or from the future: iat must be now')
  }
  if (exp !== undefined && exp * 1000 <= now) return invalid('has expired')
  if (nbf !== undefined && nbf * 1000 > now + futureSkew) return invalid('is not valid yet')
  // Its clock may be ahead by the skew that is forgiven: so much earlier it may have been made.
  return { madeAfter: Math.max(given ?? 0, made - futureSkew), until: made + proofLife }
}

const nonceLife = lifetimes.dpopNonce * 1000
const proofLife = lifetimes.dpopProof * 1000
const futureSkew = lifetimes.assertionFutureSkew * 1000

/**
 * RFC 9449 §11.1. Validity by absence, so it must not trust a store that has been emptied (security.md 5): what may have been used
 * before that is asked to come again with a nonce, which proves that it is newer.
 */
async function useOnce(
  deps: DpopDeps,
  { jkt, jti }: Proof,
  { madeAfter, until }: Fresh,
  refuse: Refuse,
): Promise<void> {
  const seconds = Math.ceil((until - deps.clock.now()) / 1000) + lifetimes.replayMargin
  const isFirst = await deps.hot.once(`dpop:${sha256(`${jkt}\0${jti}`)}`, seconds)
  if (!isFirst) throw refuse('invalid_dpop_proof', 'the DPoP proof was used before: make a new one for each request')
  // After `once`, which hears of an emptied store: this costs no trip of its own.
  const floor = await deps.hot.floor()
  if (floor !== undefined && madeAfter < floor)
    throw refuse('use_dpop_nonce', 'the DPoP proof must have a nonce now: use the one in DPoP-Nonce')
}

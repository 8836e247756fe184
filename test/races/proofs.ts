/** The service that says who it is by assertions, and whose tokens are bound to its key. */
import { sign } from 'node:crypto'
import { systemClock } from '#base/clock.ts'
import { randomToken } from '#base/secrets.ts'
import { ath, proof } from '#oidc/test-proofs.ts'
import { type Asked, type Redeemed, send } from './relying-party.ts'
import type { Run } from './run.ts'
import { issuer, signing, signingKey } from './services.ts'

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** `ahead`: by a clock that goes so many seconds before ours. */
export function clientAssertion(ahead = 0): URLSearchParams {
  const now = Math.floor(systemClock.now() / 1000) + ahead
  const claims = { iss: signing.id, sub: signing.id, aud: issuer, iat: now, exp: now + 60, jti: randomToken(16) }
  const input = `${part({ alg: 'ES256', kid: 'signing-1' })}.${part(claims)}`
  const signature = sign('sha256', Buffer.from(input), { key: signingKey.privateKey, dsaEncoding: 'ieee-p1363' })
  return new URLSearchParams({
    client_id: signing.id,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${input}.${signature.toString('base64url')}`,
  })
}

/** A request that is pushed: the shortest way to show an assertion. */
export function pushWith(run: Run, assertion: URLSearchParams, at?: number): Promise<Redeemed> {
  const parameters = new URLSearchParams({
    ...Object.fromEntries(assertion),
    response_type: 'code',
    redirect_uri: signing.callback,
    scope: 'openid',
    state: 'state-of-the-race',
    nonce: 'nonce-of-the-race',
    code_challenge: randomToken(32),
    code_challenge_method: 'S256',
  })
  return send(run, '/par', parameters, {}, at)
}

/** As that process gives it out with any answer to a proof. */
export async function nonceFrom(run: Run, at?: number): Promise<string> {
  const headers = { dpop: proof({ at: systemClock.now(), htu: `${issuer}/token` }) }
  const response = await run.gateways.send(new Request(`${issuer}/token`, { method: 'POST', headers }), at)
  await response.text()
  const nonce = response.headers.get('dpop-nonce')
  if (nonce === null) throw new Error('no nonce was given out')
  return nonce
}

/** A code for tokens that are bound to the key of the proofs. Once more where a newer nonce is asked for (RFC 9449 §8). */
export async function redeemBound(run: Run, asked: Asked, code: string, again = true): Promise<Redeemed> {
  const parameters = new URLSearchParams({
    ...Object.fromEntries(clientAssertion()),
    grant_type: 'authorization_code',
    code,
    redirect_uri: asked.service.callback,
    code_verifier: asked.verifier,
  })
  const claims = { nonce: await nonceFrom(run) }
  const dpop = proof({ at: systemClock.now(), htu: `${issuer}/token`, claims })
  const told = await send(run, '/token', parameters, { dpop })
  return again && told.body['error'] === 'use_dpop_nonce' ? redeemBound(run, asked, code, false) : told
}

export const proofFor = (token: string, nonce?: string): string =>
  proof({
    at: systemClock.now(),
    htm: 'GET',
    htu: `${issuer}/userinfo`,
    claims: { ath: ath(token), ...(nonce === undefined ? {} : { nonce }) },
  })

/** What the endpoint says to a token with its proof: the error stands in the challenge. */
export async function userinfoBound(run: Run, token: string, dpop: string, at?: number): Promise<Redeemed> {
  const headers = { authorization: `DPoP ${token}`, dpop }
  const response = await run.gateways.send(new Request(`${issuer}/userinfo`, { headers }), at)
  await response.text()
  const error = /error="(\w+)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1]
  return { status: response.status, body: { error } }
}

/** For tests: requests as clients make them, and tokens signed by hand. */
import { createHash, type KeyObject, sign } from 'node:crypto'
import { randomToken } from '#base/secrets.ts'
import { callback, challenge, issuer, pair, secret, start, verifier } from '#oidc/test-clients.ts'
import type { TestProvider } from '#oidc/test-provider.ts'

export type Fields = Readonly<Record<string, string>>

/** A request that every rule lets through. */
export const good = (clientId: string, over: Fields = {}): Fields => ({
  client_id: clientId,
  redirect_uri: callback,
  response_type: 'code',
  scope: 'openid profile',
  state: 'st=1&2',
  nonce: 'n-1',
  code_challenge: challenge,
  code_challenge_method: 'S256',
  ...over,
})

export const post = (p: TestProvider, path: string, fields: Fields | string, headers: Fields = {}): Promise<Response> =>
  Promise.resolve(
    p.routes.request(`${issuer}${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    }),
  )

export const get = (
  p: TestProvider,
  path: string,
  fields: Fields | string = {},
  headers: Fields = {},
): Promise<Response> =>
  Promise.resolve(p.routes.request(`${issuer}${path}?${new URLSearchParams(fields).toString()}`, { headers }))

/** The parameters of the redirect that an answer is. */
export function sentBack(response: Response): Fields {
  const location = new URL(response.headers.get('location') ?? 'about:blank')
  return Object.fromEntries(location.searchParams)
}

/** An authorization code for a client. */
export async function codeFor(p: TestProvider, clientId: string, over: Fields = {}): Promise<string> {
  return sentBack(await get(p, '/authorize', good(clientId, over)))['code'] ?? 'none'
}

export const exchange = (code: string, over: Fields = {}): Fields => ({
  grant_type: 'authorization_code',
  client_id: 'post',
  client_secret: secret,
  redirect_uri: callback,
  code,
  code_verifier: verifier,
  ...over,
})

export const body = async (response: Response): Promise<Record<string, unknown>> =>
  (await response.json()) as Record<string, unknown>

export function claimsOf(token: unknown): Record<string, unknown> {
  return JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Signs a token by hand, so that a test may put anything into it. */
export function signed(header: object, payload: object, key: KeyObject = pair.privateKey): string {
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

export const assertion = (claims: object = {}, header: object = {}, key?: KeyObject): Fields => {
  const now = start / 1000 + 1
  const payload = { iss: 'jwt', sub: 'jwt', aud: issuer, iat: now, exp: now + 120, jti: randomToken(16), ...claims }
  return {
    client_id: 'jwt',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: signed({ alg: 'ES256', kid: 'k1', ...header }, payload, key),
  }
}

export const basicAuth = (id: string, password: string): Fields => ({
  authorization: `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}`,
})

export const s256 = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** Requests to the gateway written out by hand, for what no client library would send. */
import { createHash, type KeyObject, sign } from 'node:crypto'
import assert from 'node:assert/strict'
import { randomToken } from '#base/secrets.ts'
import { type Browser, landed, type Visit } from './browser.ts'
import { callback, secret, taxKey } from './services.ts'
import { issuer, type World } from './world.ts'

/** What a request needs of a world: the one in this process, or a program of its own. */
export type Wired = Pick<World, 'fetch' | 'browser' | 'clock' | 'people'>

/** Undefined: not sent. */
export type Fields = Readonly<Record<string, string | undefined>>

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Readonly<Record<string, unknown>>
}

export const s256 = (text: string): string => createHash('sha256').update(text).digest('base64url')
export const verifier = 'a-verifier-of-forty-three-characters-or-more'
export const challenge = s256(verifier)

export const query = (fields: Fields): string =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString()

/** An authorization request that every rule lets through. */
export const good = (clientId: string, over: Fields = {}): Fields => ({
  client_id: clientId,
  redirect_uri: callback(clientId),
  response_type: 'code',
  scope: 'openid profile',
  state: 'state-of-the-client',
  nonce: 'nonce-of-the-client',
  code_challenge: challenge,
  code_challenge_method: 'S256',
  ...over,
})

/** To the authorization endpoint; nothing is followed. */
export const authorize = (
  world: Wired,
  fields: Fields | string,
  { method = 'GET', browser = world.browser() }: { method?: 'GET' | 'POST'; browser?: Browser } = {},
): Promise<Visit> => {
  const sent = typeof fields === 'string' ? fields : query(fields)
  return method === 'GET' ? browser.once('GET', `/authorize?${sent}`) : browser.once('POST', '/authorize', sent)
}

export const hint = (world: Wired, index = 0, level = 'high'): string =>
  `testid:${world.people.at(index).number}_idporten-loa-${level}`

/** Logs a person in without pages; gives what the service is sent. */
export const answered = async (
  world: Wired,
  clientId: string,
  over: Fields = {},
  browser?: Browser,
): Promise<URLSearchParams> =>
  landed(await authorize(world, good(clientId, { login_hint: hint(world), ...over }), browser ? { browser } : {}))
    .searchParams

export async function codeFor(world: Wired, clientId: string, over: Fields = {}, browser?: Browser): Promise<string> {
  const code = (await answered(world, clientId, over, browser)).get('code')
  assert.ok(code)
  return code
}

export async function send(
  world: Wired,
  path: string,
  fields: Fields | string,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await world.fetch(issuer + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof fields === 'string' ? fields : query(fields),
  })
  return reply(response)
}

async function reply(response: Response): Promise<Reply> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {}
  return { status: response.status, headers: response.headers, text, json }
}

export const fetchOf = async (world: Wired, path: string, headers: Record<string, string> = {}): Promise<Reply> =>
  reply(await world.fetch(new URL(path, issuer).href, { headers }))

export const basic = (id: string, password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(password)}`).toString('base64')}`,
})

interface Credentials {
  readonly fields: Fields
  readonly headers: Record<string, string>
}

/** What each service of the tests shows at the endpoints for programs. */
export function credentials(world: Wired, clientId: string): Credentials {
  if (clientId === 'tax') return { fields: assertion(world), headers: {} }
  if (clientId === 'library') return { fields: { client_id: clientId, client_secret: secret }, headers: {} }
  if (['spa', 'app', 'ports', 'again-app'].includes(clientId)) return { fields: { client_id: clientId }, headers: {} }
  return { fields: {}, headers: basic(clientId, secret) }
}

/** A code for tokens. */
export async function exchange(world: Wired, clientId: string, code: string, over: Fields = {}): Promise<Reply> {
  const { fields, headers } = credentials(world, clientId)
  const grant = { grant_type: 'authorization_code', code, redirect_uri: callback(clientId), code_verifier: verifier }
  return send(world, '/token', { ...grant, ...fields, ...over }, headers)
}

export interface Tokens {
  readonly access: string
  readonly id: string
  readonly code: string
}

export async function tokensFor(world: Wired, clientId: string, over: Fields = {}, browser?: Browser): Promise<Tokens> {
  const code = await codeFor(world, clientId, over, browser)
  const { status, json, text } = await exchange(world, clientId, code)
  assert.equal(status, 200, text)
  return { access: String(json['access_token']), id: String(json['id_token']), code }
}

export async function push(world: Wired, clientId: string, over: Fields = {}): Promise<Reply> {
  const { fields, headers } = credentials(world, clientId)
  return send(world, '/par', { ...good(clientId), ...fields, ...over }, headers)
}

export const userinfo = (world: Wired, token: string): Promise<Reply> =>
  fetchOf(world, '/userinfo', { authorization: `Bearer ${token}` })

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Signs a token by hand, so that anything may stand in it. */
export function signed(header: object, payload: object, key: KeyObject = taxKey.privateKey): string {
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

/** The service `tax` says who it is (RFC 7523 §2.2). Members that are undefined are left out. */
export function assertion(world: Wired, claims: object = {}, header: object = {}, key?: KeyObject): Fields {
  const now = Math.floor(world.clock.now() / 1000)
  const payload = { iss: 'tax', sub: 'tax', aud: issuer, iat: now, exp: now + 60, jti: randomToken(16), ...claims }
  return {
    client_id: 'tax',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: signed({ alg: 'ES256', kid: 'tax-1', ...header }, payload, key),
  }
}

export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>

/** Refused in JSON, as RFC 6749 §5.2 wants it. */
export function refused({ status, json, headers, text }: Reply, expected: number, error: string): void {
  assert.deepEqual([status, json['error']], [expected, error], text)
  assert.match(String(json['error_description']), /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
  assert.equal(headers.get('cache-control'), 'no-store')
  for (const name of ['access_token', 'id_token', 'code', 'request_uri']) assert.ok(!(name in json), name)
}

/** Refused at the client's address, by its parameters. */
export function refusedTo(visit: Visit, clientId: string, error: string): URLSearchParams {
  const url = landed(visit)
  assert.equal(url.origin + url.pathname, callback(clientId))
  assert.equal(url.searchParams.get('error'), error, url.href)
  assert.equal(url.searchParams.get('code'), null)
  // RFC 6749 §4.1.2.1
  assert.match(url.searchParams.get('error_description') ?? '', /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
  return url.searchParams
}

/** Refused on a page of ours; nobody is sent anywhere. */
export function refusedHere(visit: Visit, id: string): void {
  assert.equal(visit.headers.get('location'), null)
  assert.ok(visit.status >= 400 && visit.status < 500, String(visit.status))
  assert.ok(visit.body.includes(id), `${id} is not on the page`)
}

/** Many at once; how many of them were right. */
export async function atOnce<T>(count: number, ask: () => Promise<T>, right: (answer: T) => boolean): Promise<T[]> {
  return (await Promise.all(Array.from({ length: count }, ask))).filter(right)
}

/** The services' side: asks, redeems, and looks at what it got. Small and by hand, so that it can also do everything wrong. */
import { randomToken, sha256 } from '#base/secrets.ts'
import { type RaceService, issuer } from './services.ts'
import type { Jar, Run } from './run.ts'

export interface Asked {
  readonly service: RaceService
  readonly url: string
  readonly verifier: string
  readonly state: string
  readonly nonce: string
}

/** `pushed`: by a pushed request. */
export async function ask(
  run: Run,
  service: RaceService,
  parameters: Readonly<Record<string, string>> = {},
  pushed = false,
): Promise<Asked> {
  const [verifier, state, nonce] = [randomToken(32), randomToken(16), randomToken(16)]
  const all = new URLSearchParams({
    client_id: service.id,
    response_type: 'code',
    redirect_uri: service.callback,
    scope: 'openid',
    state,
    nonce,
    code_challenge: sha256(verifier),
    code_challenge_method: 'S256',
    ...parameters,
  })
  const query = pushed ? await push(run, service, all) : all
  return { service, url: `${issuer}/authorize?${query}`, verifier, state, nonce }
}

async function push(run: Run, service: RaceService, parameters: URLSearchParams): Promise<URLSearchParams> {
  const { status, body } = await post(run, '/par', service, service.secret, parameters)
  if (status !== 201 || typeof body['request_uri'] !== 'string') throw new Error(`pushing was refused: ${status}`)
  return new URLSearchParams({ client_id: service.id, request_uri: body['request_uri'] })
}

export interface Redeemed {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

export interface Redeeming {
  readonly code: string
  readonly verifier?: string | undefined
  readonly redirectUri?: string
  readonly service?: RaceService
  readonly secret?: string
  /** Which process; any where none is named. */
  readonly at?: number
}

export function redeem(run: Run, asked: Asked, how: Redeeming): Promise<Redeemed> {
  const service = how.service ?? asked.service
  const verifier = 'verifier' in how ? how.verifier : asked.verifier
  const parameters = new URLSearchParams({
    grant_type: 'authorization_code',
    code: how.code,
    redirect_uri: how.redirectUri ?? asked.service.callback,
    ...(verifier === undefined ? {} : { code_verifier: verifier }),
  })
  return post(run, '/token', service, how.secret ?? service.secret, parameters, how.at)
}

/** At one process, any where none is named. */
export const refresh = (run: Run, service: RaceService, token: string, at?: number): Promise<Redeemed> =>
  post(
    run,
    '/token',
    service,
    service.secret,
    new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token }),
    at,
  )

function post(
  run: Run,
  path: string,
  service: RaceService,
  secret: string,
  parameters: URLSearchParams,
  at?: number,
): Promise<Redeemed> {
  return send(run, path, parameters, basic(service.id, secret), at)
}

export const basic = (id: string, secret: string): Readonly<Record<string, string>> => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
})

/** A form, or JSON as it is written. */
export async function send(
  run: Run,
  path: string,
  body: URLSearchParams | string,
  more: Readonly<Record<string, string>> = {},
  at?: number,
): Promise<Redeemed> {
  const type = typeof body === 'string' ? 'application/json' : 'application/x-www-form-urlencoded'
  const headers = { 'content-type': type, ...more }
  const request = new Request(issuer + path, { method: 'POST', headers, body: body.toString() })
  const response = await run.gateways.send(request, at)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** 200 while the token counts. */
export async function userinfo(run: Run, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  const response = await run.gateways.send(new Request(`${issuer}/userinfo`, { headers }))
  await response.text()
  return response.status
}

/** The code of an answer that belongs to this request, or why it does not. */
export function codeOf(run: Run, asked: Asked, landed: URL): string {
  const { searchParams: query } = landed
  if (`${landed.origin}${landed.pathname}` !== asked.service.callback || query.get('state') !== asked.state)
    run.fault('an answer at the wrong request', `${landed.host} instead of ${asked.service.id}`)
  const code = query.get('code')
  if (code === null) throw new Error(`answered with ${query.get('error') ?? 'nothing'} instead of a code`)
  return code
}

export interface Claims {
  readonly pid: string
  readonly sid: string
  readonly acr: string
  readonly amr: readonly string[]
}

/** What every token must hold, whoever it is about. */
export async function claimsOf(run: Run, asked: Asked, jar: Jar, { status, body }: Redeemed): Promise<Claims> {
  const { id_token: jwt } = body
  if (status !== 200 || typeof jwt !== 'string')
    throw new Error(`redeeming was refused: ${status} ${String(body['error_description'])}`)
  const claims = await run.verify(jwt)
  const { pid, sub, sid, acr, amr, aud, nonce } = claims
  if (aud !== asked.service.id || nonce !== asked.nonce)
    run.fault('an answer at the wrong request', `token for ${String(aud)}`)
  if (typeof pid !== 'string' || typeof sid !== 'string' || typeof sub !== 'string' || typeof acr !== 'string')
    throw new Error('a token without its claims')
  if (acr === 'idporten-loa-substantial' ? asked.service.floor === 'high' : acr !== 'idporten-loa-high')
    run.fault('a level lower than asked for', `${acr} for ${asked.service.id}`)
  belongs(run, jar, { pid, sid, sub: `${asked.service.id} ${sub}` })
  return { pid, sid, acr, amr: amr as string[] }
}

/** A session is one person's in one browser; a subject is one person's at one service. */
function belongs(run: Run, jar: Jar, { pid, sid, sub }: { pid: string; sid: string; sub: string }): void {
  const known = run.sids.get(sid)
  if (known !== undefined && (known.pid !== pid || known.jar !== jar.id))
    run.fault('a session of somebody else', known.jar === jar.id ? 'two people in one' : 'one in two browsers')
  run.sids.set(sid, { pid, jar: jar.id })
  const owner = run.subs.get(sub)
  if (owner !== undefined && owner !== pid) run.fault('a subject of somebody else', sub.split(' ')[0] ?? '')
  run.subs.set(sub, pid)
}

/** The whole end of a login: redeemed, looked at, and about this person. */
export async function expectPerson(run: Run, asked: Asked, jar: Jar, landed: URL, number: string): Promise<Claims> {
  const claims = await claimsOf(run, asked, jar, await redeem(run, asked, { code: codeOf(run, asked, landed) }))
  if (claims.pid !== number) run.fault('the wrong person', `at ${asked.service.id}`)
  return claims
}

export function expectRefusal(run: Run, kind: string, { status, body }: Redeemed, error: string): void {
  if (status === 200) run.fault(kind, 'gave tokens')
  else if (body['error'] !== error) run.fault(kind, `${status} ${String(body['error'])} instead of ${error}`)
}

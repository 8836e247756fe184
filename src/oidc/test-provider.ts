/** For tests: the whole provider in one process, with a real embedded database, and fakes where the rest of the house would be. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { Hono } from 'hono'
import { CompiledQuery } from 'kysely'
import type { AuditEvent } from '#audit/events.ts'
import { fixedClock } from '#base/clock.ts'
import type { PersonId, Sid } from '#base/ids.ts'
import { randomToken, sha256 } from '#base/secrets.ts'
import type { Database, Step } from '#db/db.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { openHotSql } from '#hot/sql.ts'
import type { HouseEnv } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import type { PublicJwk, SigningKeys } from '#keys/keys.ts'
import type { Client } from '#oidc/client.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import type { AcrNames, AuthorizationRequest, LogoutRequest, Reached } from '#oidc/ports.ts'
import { mountOidc, type OidcParts } from '#oidc/routes.ts'
import { migrations } from '#oidc/store.ts'

export const issuer = 'https://login.example.no'
export const callback = 'https://service.example.no/callback'
export const start = Date.UTC(2026, 10, 21, 12)
export const verifier = 'xyo94uhy3zKvgB0NJwLms86SwcjtWviEOpkBnGgaLlo'
export const challenge = 'b7elB7ZyxIXgFyvBznKvxl7wOB-H17Pz0a3B62NIMFI'
export const secret = 'a secret with : % + and ø'

/** The key of the client `jwt`. */
export const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const otherPair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const house = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const houseRsa = generateKeyPairSync('rsa', { modulusLength: 2048 })

export const testClient = (id: string, over: Partial<Client> = {}): Client => ({
  id,
  applicationType: 'web',
  authMethod: 'client_secret_post',
  secretHash: sha256(secret),
  secretExpires: undefined,
  keys: [],
  redirectUris: [callback],
  postLogoutRedirectUris: ['https://service.example.no/bye'],
  frontchannelLogoutUri: undefined,
  frontchannelLogoutSessionRequired: false,
  scopes: ['openid', 'profile'],
  pkceRequired: true,
  idTokenAlgorithm: 'ES256',
  accessTokenLifetime: 120,
  floor: 'substantial',
  ownerOrgNumber: '991825827',
  ssoDisabled: false,
  localeAlways: false,
  ...over,
})

const clients: Readonly<Record<string, Client>> = Object.fromEntries(
  [
    testClient('post'),
    testClient('other'),
    testClient('basic', { authMethod: 'client_secret_basic' }),
    testClient('jwt', {
      authMethod: 'private_key_jwt',
      secretHash: undefined,
      keys: [{ kid: 'k1', algorithm: 'ES256', key: pair.publicKey }],
      scopes: ['openid', 'profile', 'acme:things'],
      frontchannelLogoutSessionRequired: true,
      idTokenAlgorithm: 'RS256',
    }),
    testClient('spa', { applicationType: 'browser', authMethod: 'none', secretHash: undefined }),
    testClient('app', {
      applicationType: 'native',
      authMethod: 'none',
      secretHash: undefined,
      redirectUris: ['http://127.0.0.1:0/cb', 'no.example.app:/cb'],
    }),
    testClient('old', { pkceRequired: false }),
    testClient('expired', { secretExpires: start - 1 }),
    testClient('high', { floor: 'high', localeAlways: true }),
  ].map((client) => [client.id, client]),
)

const order = ['low', 'substantial', 'high']
const prefixes = { idporten: 'idporten-loa-', loa: 'loa:', altinn: 'Level' } as const
const wire = (level: string, vocabulary: string): string =>
  vocabulary === 'altinn' ? `Level${order.indexOf(level) + 2}` : prefixes[vocabulary as 'loa'] + level

/** Three levels, in three vocabularies. */
export const acrNames: AcrNames = {
  read(acr) {
    for (const vocabulary of Object.keys(prefixes)) {
      for (const level of order) if (wire(level, vocabulary) === acr) return { level, vocabulary }
    }
    return undefined
  },
  name: wire,
  rank: (level) => order.indexOf(level),
  values: ['idporten-loa-substantial', 'idporten-loa-high', 'loa:substantial', 'loa:high', 'Level3', 'Level4'],
}

const jwk = (key: KeyObject, kid: string, alg: string): PublicJwk =>
  ({ ...key.export({ format: 'jwk' }), kid, alg, use: 'sig' }) as unknown as PublicJwk

const keys: SigningKeys = {
  signer: (algorithm) =>
    algorithm === 'ES256'
      ? { kid: 'es', algorithm, privateKey: house.privateKey }
      : { kid: 'rs', algorithm, privateKey: houseRsa.privateKey },
  verifier: (kid) => {
    if (kid === 'es') return { kid, algorithm: 'ES256', publicKey: house.publicKey }
    return kid === 'rs' ? { kid, algorithm: 'RS256', publicKey: houseRsa.publicKey } : undefined
  },
  published: () => ({ keys: [jwk(house.publicKey, 'es', 'ES256'), jwk(houseRsa.publicKey, 'rs', 'RS256')] }),
  refresh: () => Promise.resolve(),
  rotate: () => Promise.reject(new Error('not here')),
}

export class IdentityMismatch extends Error {
  override readonly name = 'IdentityMismatch'
}

/** What a test may look at and change. */
export interface State {
  readonly events: AuditEvent[]
  readonly started: AuthorizationRequest[]
  readonly logouts: LogoutRequest[]
  reached: Reached
  mismatch: boolean
}

const reached: Reached = {
  person: 'per_1' as PersonId,
  numberHash: 'hash',
  level: 'high',
  amr: ['TestID'],
  authTime: start - 5000,
  sid: 's'.repeat(43) as Sid,
  name: { given: 'Kari', family: 'Nordmann' },
  locale: 'nn',
  method: 'test',
}

/** A guard that fails while the name stands in the table `stop`. */
const unlessStopped = (must: string, name: string): Step => ({
  must,
  query: CompiledQuery.raw('select 1 where not exists (select 1 from stop where name = $1)', [name]),
})

export type TestProvider = Awaited<ReturnType<typeof testProvider>>

export async function testProvider(over: Partial<OidcDeps> = {}) {
  const clock = fixedClock(start)
  const database = openSqlite(':memory:')
  await migrate(database, migrations)
  await database.raw('create table stop (name text primary key)', [])
  const hot = await openHotSql(database, clock)
  clock.advance(1000)
  const state: State = { events: [], started: [], logouts: [], reached, mismatch: false }
  const audit = fakeAudit(database, state)
  const routes = new Hono<HouseEnv>()
  const parts: OidcParts = mountOidc(routes, {
    issuer,
    clock,
    hot,
    database,
    keys,
    acr: acrNames,
    audit,
    clients: { find: (id) => clients[id], active: (id) => unlessStopped('client-inactive', id) },
    login: {
      async start(c, request) {
        state.started.push(request)
        const answered = await parts.answer(request, state.reached, (_grant, more = []) => audit.write(more, []))
        if (answered === undefined || !answered.ok)
          throw new Refusal('IN-01', { forDevelopers: answered?.failed ?? '' })
        return parts.respond(c, answered.record)
      },
      sessionLive: (sid) => [unlessStopped('session-ended', sid)],
      logout(c, request) {
        state.logouts.push(request)
        return Promise.resolve(c.text('logged out'))
      },
    },
    subjects: {
      sub: (clientId, person) => sha256(clientId + person),
      pid: () => (state.mismatch ? Promise.reject(new IdentityMismatch()) : Promise.resolve('11898299999')),
      notBlocked: (person) => unlessStopped('person-blocked', person),
    },
    formPost: (c, action, fields) => c.json({ action, fields }),
    ...over,
  })
  routes.onError((error, c) => {
    if (!(error instanceof Refusal)) return c.text(error.name, 500)
    return c.text(`${error.id} ${error.forDevelopers ?? ''}`, 400)
  })
  return {
    state,
    clock,
    hot,
    database,
    routes,
    parts,
    stop: (name: string) => database.raw('insert into stop (name) values ($1)', [name]),
    close: async () => {
      await hot.close()
      await database.close()
    },
  }
}

const fakeAudit = (database: Database, state: State): OidcDeps['audit'] => ({
  note: (event) => void state.events.push(event),
  async write(steps, events) {
    const outcome = await database.batch(steps)
    if (outcome.ok) state.events.push(...events)
    return outcome
  },
})

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

/** For tests: a provider whose clients have refresh tokens, and what such clients do. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Client } from '#oidc/client.ts'
import { clients, pair, secret, testClient, testScope } from '#oidc/test-clients.ts'
import { testProvider, type TestProvider, unlessStopped } from '#oidc/test-provider.ts'
import { assertion, body, codeFor, exchange, type Fields, get, post } from '#oidc/test-requests.ts'

export const refreshes = { grantTypes: ['authorization_code', 'refresh_token'] } as const

const own: readonly Client[] = [
  testClient('once', refreshes),
  testClient('reuse', { ...refreshes, refreshTokenUsage: 'REUSE' }),
  testClient('public', { ...refreshes, authMethod: 'none', secretHash: undefined, refreshTokenUsage: 'REUSE' }),
  testClient('plain', { ...refreshes, profile: 'plain' }),
  testClient('api', { ...refreshes, scopes: ['openid', 'profile', 'acme:things', 'acme:short'] }),
  testClient('jwt', {
    ...refreshes,
    authMethod: 'private_key_jwt',
    secretHash: undefined,
    keys: [{ kid: 'k1', algorithm: 'ES256', key: pair.publicKey }],
    frontchannelLogoutSessionRequired: true,
  }),
]
const scopes = new Map(
  [testScope('acme:things'), testScope('acme:short', { authorizationAtMost: 900 })].map((one) => [one.name, one]),
)

export type Tokens = Readonly<Record<string, unknown>> & { readonly refresh_token: string }

/** One test's own provider, and its clients. */
export interface Refreshing {
  readonly p: TestProvider
  readonly registered: Map<string, Client>
  /** A login and its tokens. */
  begin(client: string, over?: Fields): Promise<Tokens>
  refreshed(client: string, token: unknown, over?: Fields): Promise<Response>
  /** It must be given. */
  next(client: string, token: unknown, over?: Fields): Promise<Tokens>
  /** It must not. */
  refused(client: string, token: unknown, error?: string, over?: Fields): Promise<void>
  events(): readonly string[]
  /** The newest reason in the audit trail. */
  why(): unknown
  userinfo(tokens: Readonly<Record<string, unknown>>): Promise<number>
}

export const check = (name: string, use: (r: Refreshing) => Promise<void>): void =>
  void test(name, async () => {
    const r = await opened()
    try {
      await use(r)
    } finally {
      await r.p.close()
    }
  })

async function opened(): Promise<Refreshing> {
  const registered = new Map([...Object.values(clients), ...own].map((client) => [client.id, client]))
  const p = await testProvider({
    clients: { find: (id) => registered.get(id), active: (id) => unlessStopped('client-inactive', id) },
    scopes: { find: (name) => scopes.get(name) },
  })
  const refreshed = (client: string, token: unknown, over: Fields = {}): Promise<Response> =>
    post(p, '/token', {
      grant_type: 'refresh_token',
      refresh_token: String(token),
      ...authenticated(p, client),
      ...over,
    })
  return {
    p,
    registered,
    async begin(client, over = {}) {
      const { client_secret: _secret, client_id: _id, ...fields } = exchange(await codeFor(p, client, over))
      return given(await post(p, '/token', { ...fields, ...authenticated(p, client) }))
    },
    refreshed,
    next: async (client, token, over) => given(await refreshed(client, token, over)),
    async refused(client, token, error = 'invalid_grant', over = {}) {
      const response = await refreshed(client, token, over)
      assert.deepEqual([response.status, (await body(response))['error']], [400, error])
    },
    events: () => p.state.events.map(({ type }) => type),
    why: () => p.state.events.flatMap((event) => ('why' in event ? [event.why] : [])).at(-1),
    userinfo: async (tokens) =>
      (await get(p, '/userinfo', {}, { authorization: `Bearer ${String(tokens['access_token'])}` })).status,
  }
}

async function given(response: Response): Promise<Tokens> {
  const tokens = await body(response)
  assert.equal(response.status, 200, JSON.stringify(tokens))
  return tokens as Tokens
}

function authenticated(p: TestProvider, client: string): Fields {
  if (client === 'public') return { client_id: client }
  if (client !== 'jwt') return { client_id: client, client_secret: secret }
  const now = Math.floor(p.clock.now() / 1000)
  return assertion({ iat: now, exp: now + 60 })
}

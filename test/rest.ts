/** A server that uses the REST door, written by hand: its token, its sessions, its user's way. */
import assert from 'node:assert/strict'
import { type Browser, type Visit } from './browser.ts'
import { byTestEid } from './client.ts'
import { secret } from './services.ts'
import { basic, type Fields, type Reply, send } from './wire.ts'
import { issuer, type World } from './world.ts'

export const callbacks = (client: string): { success: string; abort: string; error: string } => ({
  success: `https://${client}.example.no/logged-in`,
  abort: `https://${client}.example.no/cancelled?from=login`,
  error: `https://${client}.example.no/failed`,
})

/** As a service owner would register it. */
export const restService = (client_id: string, changed: Record<string, unknown> = {}): Record<string, unknown> => ({
  client_id,
  client_name: {
    nb: `Tjenesten ${client_id}`,
    nn: `Tenesta ${client_id}`,
    se: `Bálvalus ${client_id}`,
    en: `The ${client_id} service`,
  },
  client_uri: `https://${client_id}.example.no/`,
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  grant_types: ['client_credentials'],
  scopes: ['signicat-api'],
  rest_callback_uris: Object.values(callbacks(client_id)),
  minimum_level: 'substantial',
  ...changed,
})

export async function tokenOf(world: World, client: string, scope = 'signicat-api'): Promise<string> {
  const fields: Fields = { grant_type: 'client_credentials', scope }
  const { status, json, text } = await send(world, '/auth/open/connect/token', fields, basic(client, secret))
  assert.equal(status, 200, text)
  return String(json['access_token'])
}

export interface Made {
  readonly id: string
  readonly authenticationUrl: string
  readonly [member: string]: unknown
}

export class RestServer {
  readonly #world: World
  readonly client: string
  readonly #scope: string
  readonly #bearers = new Map<number, string>()

  constructor(world: World, client: string, scope = 'signicat-api') {
    this.#world = world
    this.client = client
    this.#scope = scope
  }

  /** A token lives two minutes. */
  async #token(): Promise<string> {
    const now = this.#world.clock.now()
    const known = this.#bearers.get(now) ?? (await tokenOf(this.#world, this.client, this.#scope))
    this.#bearers.set(now, known)
    return known
  }

  async call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Reply> {
    return call(this.#world, await this.#token(), method, path, body)
  }

  readonly asks = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
    flow: 'redirect',
    requestedAttributes: ['nin', 'firstName', 'lastName', 'name'],
    callbackUrls: callbacks(this.client),
    ...over,
  })

  async make(over: Record<string, unknown> = {}): Promise<Made> {
    const { status, json, text } = await this.call('POST', '/auth/rest/sessions', this.asks(over))
    assert.equal(status, 200, text)
    return json as Made
  }

  /** Undefined: the answer was not JSON. */
  async read(id: string): Promise<Record<string, unknown>> {
    const { status, json, text } = await this.call('GET', `/auth/rest/sessions/${id}`)
    assert.equal(status, 200, text)
    return { ...json }
  }

  readonly cancel = (id: string): Promise<Reply> => this.call('POST', `/auth/rest/sessions/${id}/cancel`)
}

export async function call(
  world: World,
  token: string | undefined,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<Reply> {
  const response = await world.fetch(issuer + path, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? (JSON.parse(text) as Reply['json']) : {},
  }
}

/** The user opens the address and proves themself. */
export async function logIn(
  browser: Browser,
  { authenticationUrl }: Made,
  number: string,
  level = 'high',
): Promise<Visit> {
  return byTestEid(browser, await browser.get(authenticationUrl), number, level)
}

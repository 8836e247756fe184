/** Organisations that register their services themselves: their registrars, a supplier, and what they send. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { registrarScopes } from '#services/scope-rules.ts'
import { secret } from './services.ts'
import { basic, type Reply, send, verifier } from './wire.ts'
import { issuer, type World } from './world.ts'

export const orgs = {
  /** Has a registrar, a prefix, and a supplier that it consented to. */
  agency: '974760673',
  /** Another one, without any supplier. */
  other: '889640782',
  supplier: '315000017',
} as const

const registrar = (client_id: string, scopes: readonly string[]): object => ({
  client_id,
  client_name: client_id,
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  grant_types: ['client_credentials'],
  scopes,
})

const { read, modify, write, supplier, onBehalfOf, scopes } = registrarScopes

export const registrars: readonly unknown[] = [
  {
    org_number: orgs.agency,
    name: 'Etaten',
    suppliers: [orgs.supplier],
    scope_prefixes: ['acme'],
    scopes: [{ name: 'agency:declared', description: 'Av operatøren' }],
    services: [
      registrar('agency', [read, modify, write, scopes]),
      registrar('agency-reads', [read]),
      registrar('agency-modifies', [modify]),
      registrar('agency-customers', [onBehalfOf]),
      {
        client_id: 'agency-declared',
        client_name: 'Fra filen',
        token_endpoint_auth_method: 'client_secret_basic',
        client_secret: secret,
        redirect_uris: ['https://declared.example.no/cb'],
      },
    ],
  },
  {
    org_number: orgs.other,
    name: 'En annen',
    scope_prefixes: ['other'],
    services: [registrar('other', [read, modify, write, scopes])],
  },
  { org_number: orgs.supplier, name: 'Leverandøren', role: 'supplier', services: [registrar('supplier', [supplier])] },
]

/** As little as there can be: a web service with a secret. */
export const minimal = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  integration_type: 'idporten',
  client_name: 'Min tjeneste',
  token_endpoint_auth_method: 'client_secret_basic',
  redirect_uris: ['https://my.example.no/cb'],
  ...over,
})

export const newKey = (kid: string, over: object = {}) => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    pair,
    jwk: { ...pair.publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256', ...over } as Record<
      string,
      unknown
    >,
  }
}

export class Registrar {
  readonly #world: World
  readonly client: string
  readonly #scope: string
  readonly #bearers = new Map<number, string>()

  constructor(world: World, client: string, ...scope: string[]) {
    this.#world = world
    this.client = client
    this.#scope = scope.join(' ')
  }

  /** A token lives two minutes. */
  async token(): Promise<string> {
    const now = this.#world.clock.now()
    const known = this.#bearers.get(now)
    if (known !== undefined) return known
    const fields = { grant_type: 'client_credentials', scope: this.#scope }
    const { status, json, text } = await send(this.#world, '/token', fields, basic(this.client, secret))
    assert.equal(status, 200, text)
    this.#bearers.set(now, String(json['access_token']))
    return String(json['access_token'])
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return callApi(this.#world, method, path, body, { authorization: `Bearer ${await this.token()}`, ...headers })
  }

  async made(over: Record<string, unknown> = {}): Promise<Record<string, unknown> & { readonly client_id: string }> {
    const { status, json, text } = await this.call('POST', '/clients', minimal(over))
    assert.equal(status, 201, text)
    return json as Record<string, unknown> & { readonly client_id: string }
  }
}

export const registrarOf = (world: World, client = 'agency'): Registrar => {
  const asked: Readonly<Record<string, readonly string[]>> = {
    agency: [read, modify, write, scopes],
    other: [read, modify, write, scopes],
    'agency-reads': [read],
    'agency-modifies': [modify],
    'agency-customers': [onBehalfOf],
    supplier: [supplier],
  }
  return new Registrar(world, client, ...(asked[client] ?? []))
}

/** With whatever is sent, or without a token. */
export async function callApi(
  world: World,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await world.fetch(new URL(path, issuer), {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {}
  return { status: response.status, headers: response.headers, text, json }
}

/** What the API says is wrong: the names of the members. */
export const faultNames = ({ json }: Reply): readonly string[] =>
  ((json['invalidParams'] ?? []) as readonly { readonly name: string }[]).map(({ name }) => name)

/** Refused in the API's own form. */
export function refusedBy(reply: Reply, status: number, code: string): void {
  assert.deepEqual([reply.status, reply.json['code']], [status, code], reply.text)
  assert.equal(reply.headers.get('content-type'), 'application/problem+json')
}

/** A code that is none, from a service that was registered here: what is refused tells whether it authenticated. */
export const nameless = {
  grant_type: 'authorization_code',
  code: 'x.y',
  code_verifier: verifier,
  redirect_uri: 'https://my.example.no/cb',
}

export const authenticates = async (world: World, id: string, password: string): Promise<string> =>
  String((await send(world, '/token', nameless, basic(id, password))).json['error'])

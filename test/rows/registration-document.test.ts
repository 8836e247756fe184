/** E8: the description of the registration API is of what there is: real answers fit it, and what it asks for is what the API asks for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openDeliveryStore } from '#oidc/logout/store.ts'
import { newSid } from '#base/ids.ts'
import { registrarScopes } from '#services/scope-rules.ts'
import { type Document, faultsIn, operationFor, operationsOf } from '../openapi.ts'
import { callApi, minimal, newKey, orgs, Registrar, registrarOf, registrars } from '../registrar.ts'
import { owners } from '../services.ts'
import { fetchOf, type Reply } from '../wire.ts'
import { issuer, type World, worldForEach } from '../world.ts'

let world: World
let agency: Registrar
let document: Document
worldForEach(import.meta.filename, [...owners, ...registrars], (opened) => {
  world = opened
  agency = registrarOf(world)
})

const describe = async (): Promise<void> => {
  document = (await fetchOf(world, '/docs/registration/openapi.json')).json as unknown as Document
}

const tried = new Set<string>()
function fits(method: string, path: string, reply: Reply): Reply {
  const operation = operationFor(document, method, path)
  const where = `${operation?.operationId} ${reply.status}`
  const described = operation?.responses[reply.status]
  assert.ok(described, `${method} ${path} ${reply.status} is not described`)
  tried.add(where)
  const type = (reply.headers.get('content-type') ?? '').split(';')[0] ?? ''
  if (described.content === undefined) {
    assert.equal(reply.text, '', where)
    return reply
  }
  const schema = described.content[type]?.schema
  assert.ok(schema, `${where} as ${type}`)
  assert.deepEqual(faultsIn(document, schema, reply.json), [], `${where} ${reply.text}`)
  if (!Array.isArray(reply.json))
    assert.notDeepEqual(faultsIn(document, schema, { ...reply.json, colour: 'blue' }), [], where)
  return reply
}

const customer = { onbehalfof: 'v', name: 'V', orgno: orgs.other }
const old = { 'if-match': '"0"' }
const scope = { name: 'acme:a', description: 'A', long_description: 'Lang' }
const access = `/scopes/access/${orgs.other}`

type Asked = readonly [method: string, path: string, body?: unknown, headers?: Record<string, string>]

/** So that every answer that is described is given: `one` has a secret, `k` keys. */
const requests = (one: string, k: string): readonly Asked[] => [
  ['GET', '/clients'],
  ['GET', '/clients?limit=0'],
  ['POST', '/clients', {}],
  ['GET', one],
  ['GET', '/clients/agency-declared'],
  ['PUT', one, minimal()],
  ['PUT', one, {}],
  ['PUT', one, minimal(), old],
  ['GET', `${one}/logouts`],
  ['GET', `${one}/logouts?since=never`],
  ['POST', `${one}/secret`],
  ['POST', `/clients/${k}/secret`],
  ['POST', `${one}/secret`, undefined, old],
  ['GET', `/clients/${k}/jwks`],
  ['POST', `/clients/${k}/jwks`, { keys: [newKey('a').jwk] }],
  ['PUT', `/clients/${k}/jwks`, { keys: [newKey('a').jwk] }],
  ['POST', `/clients/${k}/jwks`, {}],
  ['PUT', `/clients/${k}/jwks`, {}],
  ['GET', `${one}/onbehalfof`],
  ['POST', `${one}/onbehalfof`, customer],
  ['POST', `${one}/onbehalfof`, customer],
  ['POST', `${one}/onbehalfof`, {}],
  ['GET', `${one}/onbehalfof`],
  ['GET', `${one}/onbehalfof/v`],
  ['GET', `${one}/onbehalfof/w`],
  ['PUT', `${one}/onbehalfof/v`, customer],
  ['PUT', `${one}/onbehalfof/v`, {}],
  ['PUT', `${one}/onbehalfof/w`, { ...customer, onbehalfof: 'w' }],
  ['DELETE', `${one}/onbehalfof/w`],
  ['DELETE', `${one}/onbehalfof/v`, undefined, old],
  ['PUT', `${one}/onbehalfof/v`, customer, old],
  ['POST', `${one}/onbehalfof`, customer, old],
  ['DELETE', `${one}/onbehalfof/v`],
  ['POST', `/clients/${k}/jwks`, { keys: [newKey('b').jwk] }, old],
  ['PUT', `/clients/${k}/jwks`, { keys: [newKey('b').jwk] }, old],
  ['DELETE', one, undefined, old],
  ['DELETE', one],
  ['GET', '/clients?inactive=true'],
  ['PUT', one, minimal()],
  ['POST', `${one}/secret`],
  ['POST', `${one}/jwks`, { keys: [newKey('b').jwk] }],
  ['PUT', `${one}/jwks`, { keys: [newKey('b').jwk] }],
  ['PUT', `${one}/onbehalfof/v`, customer],
  ['DELETE', `${one}/onbehalfof/v`],
  ['DELETE', '/clients/agency-declared'],
  ...['GET', 'PUT', 'DELETE'].map((how) => [how, '/clients/nobody', how === 'PUT' ? minimal() : undefined] as const),
  ['GET', '/clients/nobody/jwks'],
  ['POST', '/clients/nobody/jwks', { keys: [newKey('b').jwk] }],
  ['PUT', '/clients/nobody/jwks', { keys: [newKey('b').jwk] }],
  ['POST', '/clients/nobody/secret'],
  ['GET', '/clients/nobody/onbehalfof'],
  ['POST', '/clients/nobody/onbehalfof', customer],
  ['GET', '/clients/nobody/logouts'],
  ['GET', '/scopes'],
  ['POST', '/scopes', scope],
  ['POST', '/scopes', scope],
  ['POST', '/scopes', {}],
  ['GET', '/scopes?scope=acme:a'],
  ['GET', '/scopes?scope=acme:b'],
  ['PUT', '/scopes?scope=acme:a', { ...scope, description: 'B' }],
  ['PUT', '/scopes?scope=acme:a', {}],
  ['PUT', '/scopes?scope=acme:b', { ...scope, name: 'acme:b' }],
  ['PUT', '/scopes?scope=agency:declared', { description: 'x' }],
  ['GET', '/scopes/all'],
  ['PUT', `${access}?scope=acme:a`],
  ['PUT', `${access}?scope=acme:b`],
  ['PUT', '/scopes/access/1?scope=acme:a'],
  ['GET', '/scopes/access?scope=acme:a'],
  ['GET', '/scopes/access?scope=acme:b'],
  ['GET', '/scopes/access/all'],
  ['DELETE', `${access}?scope=acme:a`],
  ['DELETE', `${access}?scope=acme:b`],
  ['DELETE', '/scopes/access/1?scope=acme:a'],
  ['DELETE', '/scopes?scope=acme:a'],
  ['DELETE', '/scopes?scope=acme:b'],
  ['DELETE', '/scopes?scope=agency:declared'],
]

test('E8 the description is OpenAPI 3.1, and every answer that it lists is given and fits it', async () => {
  await describe()
  assert.match(document.openapi, /^3\.1\./)
  assert.deepEqual(document.servers, [{ url: issuer }, { url: `${issuer}/api/v1` }])
  const ask = async (method: string, path: string, body?: unknown, headers = {}): Promise<Reply> =>
    fits(method, path, await agency.call(method, path, body, headers))
  const id = String((await ask('POST', '/clients', minimal({ description: 'x' }))).json['client_id'])
  const one = `/clients/${id}`
  const keyed = minimal({ token_endpoint_auth_method: 'private_key_jwt' })
  const k = String((await ask('POST', '/clients', keyed)).json['client_id'])
  const logout = openDeliveryStore(world.database).insert({ sid: newSid(), clientId: id, sub: 's' }, world.clock.now())
  await world.database.batch([logout])
  for (const [method, path, body, headers] of requests(one, k)) await ask(method, path, body, headers)
  for (const { method, path } of operationsOf(document).filter(({ path: at }) => at !== '/scopes/all')) {
    const at = path.replace(/\{\w+\}/g, 'x')
    fits(method, at, await callApi(world, method, at))
    const token = await (path.startsWith('/scopes') ? registrarOf(world, 'supplier') : onlyScopes()).token()
    fits(method, at, await callApi(world, method, at, undefined, { authorization: `Bearer ${token}` }))
  }
  const listed = operationsOf(document).flatMap(({ operation }) =>
    // A store that is away is the same for every operation.
    Object.keys(operation.responses)
      .filter((status) => status !== '503')
      .map((status) => `${operation.operationId} ${status}`),
  )
  assert.deepEqual(
    listed.filter((where) => !tried.has(where)),
    [],
  )
})

/** Of the same organisation, for its scopes and not for its clients. */
const onlyScopes = (): Registrar => new Registrar(world, 'agency', registrarScopes.scopes)

test('E8 each operation asks for the scopes that it lists, and the API has no other addresses', async () => {
  await describe()
  for (const { operation, path, method } of operationsOf(document)) {
    const listed = (operation.security ?? []).flatMap(({ token }) => token)
    const reply = await callApi(world, method, path.replace(/\{\w+\}/g, 'x'))
    assert.equal(listed.length === 0, reply.status !== 401, operation.operationId)
  }
})

test('E8 what the description asks for is what the API asks for', async () => {
  await describe()
  const schema = { $ref: '#/components/schemas/ClientRequest' }
  const shaped = fc.record(
    {
      client_name: fc.oneof(fc.string({ maxLength: 5 }), fc.integer()),
      application_type: fc.constantFrom('web', 'browser', 'native', 'desktop'),
      integration_type: fc.constantFrom('idporten', 'api_klient', 'maskinporten', 'other'),
      token_endpoint_auth_method: fc.constantFrom('client_secret_basic', 'private_key_jwt', 'none', 'password'),
      redirect_uris: fc.oneof(fc.array(fc.webUrl(), { maxLength: 2 }), fc.string()),
      access_token_lifetime: fc.oneof(fc.integer({ min: -1, max: 4000 }), fc.double()),
      grant_types: fc.subarray(['authorization_code', 'refresh_token', 'jwt_bearer_token', 'password']),
      scopes: fc.array(fc.constantFrom('openid', 'profile', 'a b', '')),
      sso_disabled: fc.oneof(fc.boolean(), fc.string()),
      onbehalfof: fc.array(fc.record({ onbehalfof: fc.string({ maxLength: 3 }), orgno: fc.string() }), {
        maxLength: 1,
      }),
      colour: fc.constant('blue'),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(shaped, async (body) => {
      const reply = await agency.call('POST', '/clients', body)
      assert.ok(reply.status === 201 || reply.status === 400, reply.text)
      // Whatever does not fit the description is refused; what is taken fits it.
      if (faultsIn(document, schema, body).length > 0) assert.equal(reply.status, 400, JSON.stringify(body))
      if (reply.status === 201) {
        assert.deepEqual(faultsIn(document, schema, body), [], JSON.stringify(body))
        // What is taken is what is read, and can be sent back without a change.
        const { client_secret: _secret, ...read } = reply.json
        const again = await agency.call('PUT', `/clients/${String(reply.json['client_id'])}`, read)
        assert.deepEqual([again.status, again.json], [200, read])
      } else assert.ok(((reply.json['invalidParams'] ?? []) as unknown[]).length > 0, reply.text)
    }),
    { numRuns: 150 },
  )
})

test('E8 garbage is refused, never met with a fault of ours, and never sent back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.constantFrom('/clients', '/scopes', '/clients/x/jwks'), async (body, path) => {
      const reply = await agency.call('POST', path, body)
      assert.ok([400, 404].includes(reply.status), reply.text)
    }),
    { numRuns: 100 },
  )
  const marked = minimal({
    description: 'reflected-marker'.repeat(100),
    'reflected-name': 1,
    client_uri: 'reflected-marker',
  })
  const reply = await agency.call('POST', '/clients', marked)
  assert.ok(reply.status === 400 && !reply.text.includes('reflected-marker'))
})

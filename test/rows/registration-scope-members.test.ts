/** E8: the members of ID-porten's scope object that say who finds a scope, and which kinds of clients may have it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { landed } from '../browser.ts'
import { callApi, faultNames, minimal, type Registrar, registrarOf, registrars, refusedBy } from '../registrar.ts'
import { owners } from '../services.ts'
import { authorize, good, hint, type Reply } from '../wire.ts'
import { type World, worldForEach } from '../world.ts'

let world: World
let agency: Registrar
worldForEach(import.meta.filename, [...owners, ...registrars], (opened) => {
  world = opened
  agency = registrarOf(world)
})

const made = async (over: object): Promise<Reply> => {
  const reply = await agency.call('POST', '/scopes', { description: 'Ting', ...over })
  assert.equal(reply.status, 201, reply.text)
  return reply
}
const machine = { integration_type: 'maskinporten', token_endpoint_auth_method: 'private_key_jwt', redirect_uris: [] }
const web = { integration_type: 'api_klient' }
const register = (kind: object, ...scopes: string[]): Promise<Reply> =>
  agency.call('POST', '/clients', minimal({ ...kind, scopes }))

test('E8 a scope that is not public is listed to its owner alone', async () => {
  for (const visibility of ['PUBLIC', 'PRIVATE', 'INTERNAL', undefined])
    assert.equal((await made({ name: `acme:${visibility}`, visibility })).json['visibility'], visibility)
  const names = ({ json }: Reply): readonly string[] => (json as unknown as { name: string }[]).map(({ name }) => name)
  const all = names(await callApi(world, 'GET', '/scopes/all')).filter((name) => name.startsWith('acme:'))
  assert.deepEqual(all, ['acme:PUBLIC', 'acme:undefined'])
  assert.ok(names(await agency.call('GET', '/scopes')).includes('acme:INTERNAL'))
  const wrong = await agency.call('POST', '/scopes', { name: 'acme:x', description: 'X', visibility: 'SECRET' })
  assert.deepEqual(faultNames(wrong), ['visibility'])
})

test('E8 a scope for some integration types is for clients of those alone, and a change counts at once', async () => {
  const scope = { name: 'acme:machines', description: 'Ting', allowed_integration_types: ['maskinporten'] }
  assert.deepEqual((await made(scope)).json['allowed_integration_types'], ['maskinporten'])
  assert.equal((await register(machine, 'acme:machines')).status, 201)
  const refused = await register(web, 'acme:machines')
  refusedBy(refused, 400, 'invalid_request_parameter')
  assert.deepEqual(refused.json['invalidParams'], [
    { name: 'scopes[0]', reason: 'is for clients of the type maskinporten' },
  ])
  // Opened to both, and closed again.
  const path = '/scopes?scope=acme:machines'
  assert.equal((await agency.call('PUT', path, { ...scope, allowed_integration_types: [] })).status, 200)
  const user = await register(web, 'acme:machines')
  assert.equal(user.status, 201, user.text)
  const ask = good(String(user.json['client_id']), {
    redirect_uri: 'https://my.example.no/cb',
    scope: 'openid acme:machines',
    login_hint: hint(world),
  })
  assert.ok(landed(await authorize(world, ask)).searchParams.has('code'))
  assert.equal((await agency.call('PUT', path, scope)).status, 200)
  assert.equal(landed(await authorize(world, ask)).searchParams.get('error'), 'invalid_scope')
})

test('E8 open to all and for some types: it has to be registered, so that the type is known', async () => {
  const open = { name: 'acme:open', accessible_for_all: true }
  await made({ ...open, allowed_integration_types: ['api_klient'] })
  const ask = good('tax', { scope: 'openid acme:open', login_hint: hint(world) })
  assert.equal(landed(await authorize(world, ask)).searchParams.get('error'), 'invalid_scope')
  const theirs = await registrarOf(world, 'other').call('POST', '/clients', minimal({ ...web, scopes: ['acme:open'] }))
  assert.equal(theirs.status, 201, theirs.text)
  assert.equal((await register(machine, 'acme:open')).status, 400)
  const wrong = await agency.call('POST', '/scopes', {
    ...open,
    description: 'X',
    allowed_integration_types: ['toaster'],
  })
  assert.deepEqual(faultNames(wrong), ['allowed_integration_types[0]'])
})

test('E8 a scope is replaced by the name in the address, or by the one in the body', async () => {
  await made({ name: 'acme:things' })
  for (const [path, body, status] of [
    ['/scopes', { name: 'acme:things', description: 'Nytt' }, 200],
    ['/scopes', { prefix: 'acme', subscope: 'things', description: 'Nyere' }, 200],
    ['/scopes?scope=acme:things', { description: 'Nyest' }, 200],
    ['/scopes?scope=acme:things', { name: 'acme:others', description: 'Andre' }, 400],
    ['/scopes', { description: 'Ingen' }, 400],
  ] as const) {
    const reply = await agency.call('PUT', path, body)
    assert.equal(reply.status, status, reply.text)
    if (status === 200) assert.equal(reply.json['description'], body.description)
    else assert.deepEqual(faultNames(reply), ['name'])
  }
})

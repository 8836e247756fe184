/** E8: an owner's scopes are its own; another organisation's services have them only for as long as the owner lets them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyServices } from '#services/apply.ts'
import { checkServices } from '#services/file.ts'
import { landed } from '../browser.ts'
import {
  callApi,
  faultNames,
  minimal,
  newKey,
  orgs,
  type Registrar,
  registrarOf,
  registrars,
  refusedBy,
} from '../registrar.ts'
import { owners } from '../services.ts'
import { assertion, authorize, good, hint, type Reply, send } from '../wire.ts'
import { openWorld, type World, worldForEach } from '../world.ts'

let world: World
let agency: Registrar
let other: Registrar
worldForEach(import.meta.filename, [...owners, ...registrars], (opened) => {
  world = opened
  agency = registrarOf(world)
  other = registrarOf(world, 'other')
})

const things = { name: 'acme:things', description: 'Ting' }
const names = (reply: Reply): readonly string[] => (reply.json as unknown as { name: string }[]).map(({ name }) => name)

/** A service that logs users in and asks for the scope. */
const asking = (scope: string, over: object = {}): Record<string, unknown> =>
  minimal({ integration_type: 'api_klient', scopes: [scope], ...over })

test('E8 a scope is registered under a prefix that the operator gave, and counts at once', async () => {
  const made = await agency.call('POST', '/scopes', { ...things, at_max_age: 45 })
  assert.equal(made.status, 201, made.text)
  assert.deepEqual(
    [made.json['prefix'], made.json['subscope'], made.json['owner_orgno'], made.json['token_type']],
    ['acme', 'things', orgs.agency, 'SELF_CONTAINED'],
  )
  assert.equal(world.parts.services.scope('acme:things')?.accessTokenAtMost, 45)
  const service = await agency.call(
    'POST',
    '/clients',
    asking('acme:things', { token_endpoint_auth_method: 'none', application_type: 'browser' }),
  )
  assert.equal(service.status, 201, service.text)
  const id = String(service.json['client_id'])
  const asked = good(id, {
    redirect_uri: 'https://my.example.no/cb',
    scope: 'openid acme:things',
    login_hint: hint(world),
  })
  assert.ok(landed(await authorize(world, asked)).searchParams.get('code'))
})

test('E8 prefix and subscope do for a name; names that do not fit, others’ prefixes and the house’s are refused', async () => {
  const parts = { prefix: 'acme', subscope: 'deep/er', description: 'Mer' }
  assert.equal((await agency.call('POST', '/scopes', parts)).json['name'], 'acme:deep/er')
  for (const [body, status, code, faults] of [
    [things, 201, undefined, []],
    [things, 409, 'already_exists', []],
    [{ ...things, name: 'other:things' }, 403, 'prefix_not_yours', []],
    [{ ...things, name: 'idporten:dcr.write' }, 403, 'prefix_not_yours', []],
    [{ ...things, name: 'agency:more' }, 403, 'prefix_not_yours', []],
    [{ ...things, name: 'openid' }, 400, 'invalid_request_parameter', ['name']],
    [{ description: 'x' }, 400, 'invalid_request_parameter', ['name']],
    [{ ...things, prefix: 'other' }, 400, 'invalid_request_parameter', ['prefix']],
    [{ ...things, name: 'acme:b', subscope: 'c' }, 400, 'invalid_request_parameter', ['subscope']],
    [{ ...things, name: 'acme:b', at_max_age: -1 }, 400, 'invalid_request_parameter', ['at_max_age']],
    [
      { ...things, name: 'acme:b', enforced_aud_for_introspection: 'nobody' },
      400,
      'invalid_request_parameter',
      ['enforced_aud_for_introspection'],
    ],
  ] as const) {
    const reply = await agency.call('POST', '/scopes', body)
    assert.deepEqual([reply.status, reply.json['code'], faultNames(reply)], [status, code, faults], reply.text)
  }
})

test('E8 a scope is replaced and deactivated by its owner alone, and its name is not given again', async () => {
  await agency.call('POST', '/scopes', things)
  const path = '/scopes?scope=acme:things'
  refusedBy(await other.call('PUT', path, things), 404, 'scope_not_found')
  refusedBy(await other.call('DELETE', path), 404, 'scope_not_found')
  const changed = await agency.call('PUT', path, { description: 'Andre ting', token_type: 'OPAQUE' })
  assert.deepEqual([changed.status, changed.json['description']], [200, 'Andre ting'])
  assert.deepEqual((await agency.call('PUT', path, changed.json)).json, changed.json)
  assert.equal(world.parts.services.scope('acme:things')?.opaque, true)
  refusedBy(await agency.call('PUT', path, { ...things, name: 'acme:b' }), 400, 'invalid_request_parameter')
  for (let i = 0; i < 2; i++) assert.equal((await agency.call('DELETE', path)).status, 204)
  assert.equal(world.parts.services.scope('acme:things'), undefined)
  refusedBy(await agency.call('PUT', path, things), 409, 'inactive')
  refusedBy(await agency.call('POST', '/scopes', things), 409, 'inactive')
  refusedBy(await agency.call('GET', path), 404, 'scope_not_found')
  assert.equal((await agency.call('GET', `${path}&inactive=true`)).status, 200)
})

test('E8 a prefix that the operator takes back takes its scopes with it, and gives them to nobody else', async (t) => {
  const own = await openWorld([...owners, ...registrars])
  t.after(() => own.close())
  const [first, second] = [registrarOf(own), registrarOf(own, 'other')]
  assert.equal((await first.call('POST', '/scopes', things)).status, 201)
  assert.equal((await first.call('PUT', `/scopes/access/${orgs.other}?scope=acme:things`)).status, 200)
  const machine = asking('acme:things')
  const { json: client } = await second.call('POST', '/clients', machine)
  const has = (): boolean | undefined =>
    own.parts.services.find(String(client['client_id']))?.scopes.includes('acme:things')
  assert.equal(has(), true)
  const given = async (prefixes: Readonly<Record<string, readonly string[]>>): Promise<void> => {
    const list = [...owners, ...registrars].map((one) => {
      const owner = one as { readonly org_number: string }
      return { ...owner, scope_prefixes: prefixes[owner.org_number] ?? [] }
    })
    const declared = checkServices(list, { world: 'twin', eids: ['minid', 'test'] })
    await applyServices(own.parts.stores, declared, 'sandbox')
    await own.parts.services.refresh()
  }
  await given({ [orgs.other]: ['acme', 'other'] })
  assert.equal(own.parts.services.scope('acme:things'), undefined)
  assert.equal(has(), false)
  assert.deepEqual(names(await first.call('GET', '/scopes')), ['agency:declared'])
  refusedBy(await first.call('PUT', '/scopes?scope=acme:things', things), 403, 'prefix_not_yours')
  refusedBy(await first.call('PUT', `/scopes/access/${orgs.supplier}?scope=acme:things`), 404, 'scope_not_found')
  // What its services may do was never decided by who has the prefix now.
  refusedBy(await second.call('POST', '/scopes', things), 409, 'already_exists')
  assert.ok(!names(await second.call('GET', '/scopes')).includes('acme:things'))
  await given({ [orgs.agency]: ['acme'], [orgs.other]: ['other'] })
  assert.equal(has(), true, 'and back when it is given back')
})

test('E8 what the operator declared is listed and not changed', async () => {
  assert.deepEqual(names(await agency.call('GET', '/scopes')), ['agency:declared'])
  const path = '/scopes?scope=agency:declared'
  assert.equal((await agency.call('GET', path)).status, 200)
  refusedBy(await agency.call('PUT', path, { description: 'Min' }), 409, 'declared_elsewhere')
  refusedBy(await agency.call('DELETE', path), 409, 'declared_elsewhere')
})

test('E8 everybody may see what scopes there are', async () => {
  await agency.call('POST', '/scopes', things)
  await agency.call('POST', '/scopes', { name: 'acme:open', description: 'For alle', accessible_for_all: true })
  const all = async (query: string): Promise<readonly string[]> =>
    names(await callApi(world, 'GET', `/scopes/all${query}`))
  assert.ok((await all('')).includes('acme:things'))
  assert.deepEqual(await all('?accessible_for_all=true'), ['acme:open'])
  assert.ok(!(await all('?accessible_for_all=false')).includes('acme:open'))
})

test('E8 another’s scope: refused without access, registered with it, gone from the service when it is taken back', async () => {
  await agency.call('POST', '/scopes', things)
  const denied = await other.call('POST', '/clients', asking('acme:things'))
  refusedBy(denied, 400, 'invalid_request_parameter')
  assert.deepEqual(faultNames(denied), ['scopes[0]'])
  const path = `/scopes/access/${orgs.other}?scope=acme:things`
  refusedBy(await other.call('PUT', path), 404, 'scope_not_found')
  refusedBy(await agency.call('PUT', '/scopes/access/123?scope=acme:things'), 400, 'invalid_request_parameter')
  refusedBy(await agency.call('PUT', `/scopes/access/${orgs.other}?scope=acme:none`), 404, 'scope_not_found')
  const granted = await agency.call('PUT', path)
  assert.deepEqual(
    [granted.status, granted.json['state'], granted.json['consumer_orgno']],
    [200, 'APPROVED', orgs.other],
  )
  assert.deepEqual((await agency.call('PUT', path)).json, granted.json)
  const service = await other.call('POST', '/clients', asking('acme:things'))
  assert.equal(service.status, 201, service.text)
  const id = String(service.json['client_id'])
  const asked = good(id, {
    redirect_uri: 'https://my.example.no/cb',
    scope: 'openid acme:things',
    login_hint: hint(world),
  })
  assert.ok(landed(await authorize(world, asked)).searchParams.get('code'))
  assert.equal((await agency.call('DELETE', path)).json['state'], 'DENIED')
  assert.equal(landed(await authorize(world, asked)).searchParams.get('error'), 'invalid_scope')
  const listed = (await agency.call('GET', '/scopes/access/all')).json as unknown as { state: string }[]
  assert.deepEqual(
    listed.map(({ state }) => state),
    ['DENIED'],
  )
  assert.deepEqual((await agency.call('GET', '/scopes/access?scope=acme:things')).json, listed)
  refusedBy(await other.call('GET', '/scopes/access?scope=acme:things'), 404, 'scope_not_found')
  // Back again it has it back.
  await agency.call('PUT', path)
  assert.ok(landed(await authorize(world, asked)).searchParams.get('code'))
})

test('E8 a scope that is open to all needs no access; an operator’s scope of another owner does', async () => {
  await agency.call('POST', '/scopes', { name: 'acme:open', description: 'For alle', accessible_for_all: true })
  assert.equal((await other.call('POST', '/clients', asking('acme:open'))).status, 201)
  refusedBy(await other.call('POST', '/clients', asking('agency:declared')), 400, 'invalid_request_parameter')
  assert.equal((await agency.call('PUT', `/scopes/access/${orgs.other}?scope=agency:declared`)).status, 200)
  assert.equal((await other.call('POST', '/clients', asking('agency:declared'))).status, 201)
})

test('E8 scopes are not for who only registers clients, nor without a token', async () => {
  for (const [method, path, body] of [
    ['GET', '/scopes', undefined],
    ['POST', '/scopes', things],
    ['PUT', '/scopes?scope=agency:declared', things],
    ['DELETE', '/scopes?scope=agency:declared', undefined],
    ['GET', '/scopes/access?scope=agency:declared', undefined],
    ['GET', '/scopes/access/all', undefined],
    ['PUT', `/scopes/access/${orgs.other}?scope=agency:declared`, undefined],
    ['DELETE', `/scopes/access/${orgs.other}?scope=agency:declared`, undefined],
  ] as const) {
    refusedBy(await callApi(world, method, path, body), 401, 'invalid_token')
    refusedBy(await registrarOf(world, 'supplier').call(method, path, body), 403, 'insufficient_scope')
    refusedBy(await registrarOf(world, 'agency-modifies').call(method, path, body), 403, 'insufficient_scope')
  }
})

test('E8 a machine’s client has another’s scope at the token endpoint for as long as it is let', async () => {
  // jwt-bearer is not built as a grant; what the client may ask for is what counts here.
  await agency.call('POST', '/scopes', things)
  await agency.call('PUT', `/scopes/access/${orgs.other}?scope=acme:things`)
  const made = await other.call(
    'POST',
    '/clients',
    minimal({
      integration_type: 'maskinporten',
      token_endpoint_auth_method: 'private_key_jwt',
      redirect_uris: [],
      scopes: ['acme:things'],
    }),
  )
  assert.equal(made.status, 201, made.text)
  const id = String(made.json['client_id'])
  const key = newKey('k')
  await other.call('POST', `/clients/${id}/jwks`, { keys: [key.jwk] })
  const fields = assertion(world, { iss: id, sub: id }, { kid: 'k' }, key.pair.privateKey)
  const { json } = await send(world, '/token', {
    ...fields,
    client_id: id,
    grant_type: 'client_credentials',
    scope: 'acme:things',
  })
  assert.equal(json['error'], 'unauthorized_client', 'the grant is another')
  assert.deepEqual(world.parts.services.find(id)?.scopes, ['acme:things'])
  await agency.call('DELETE', `/scopes/access/${orgs.other}?scope=acme:things`)
  assert.deepEqual(world.parts.services.find(id)?.scopes, [])
})

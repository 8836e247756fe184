/** E8: who may register, read and change whose services; and who hears of it. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { readAudit } from '#audit/read.ts'
import { proof } from '#oidc/test-proofs.ts'
import { problems } from '#registration/problem.ts'
import { applyServices } from '#services/apply.ts'
import { openServices } from '#services/clients.ts'
import { checkServices } from '#services/file.ts'
import { registrarScopes } from '#services/scope-rules.ts'
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
  authenticates,
} from '../registrar.ts'
import { owners, secret } from '../services.ts'
import { basic, type Reply, fetchOf, hint, s256, send, tokensFor } from '../wire.ts'
import { issuer, openWorld, type World, worldForEach } from '../world.ts'

let world: World
let agency: Registrar
worldForEach(import.meta.filename, [...owners, ...registrars], (opened) => {
  world = opened
  agency = registrarOf(world)
})

test('E8 what the operator declared can be read and not changed', async () => {
  const path = '/clients/agency-declared'
  const { status, json } = await agency.call('GET', path)
  assert.deepEqual([status, json['source'], json['integration_type']], [200, 'sandbox', 'idporten'])
  for (const [method, at, body] of [
    ['PUT', path, minimal()],
    ['DELETE', path, undefined],
    ['POST', `${path}/secret`, undefined],
    ['POST', `${path}/jwks`, { keys: [newKey('k').jwk] }],
    ['POST', `${path}/onbehalfof`, { onbehalfof: 'a', name: 'A', orgno: orgs.other }],
  ] as const)
    refusedBy(await agency.call(method, at, body), 409, 'declared_elsewhere')
  assert.equal(await authenticates(world, 'agency-declared', secret), 'invalid_grant')
})

const everything = (id: string): readonly (readonly [string, string, unknown])[] => [
  ['GET', `/clients/${id}`, undefined],
  ['PUT', `/clients/${id}`, minimal()],
  ['DELETE', `/clients/${id}`, undefined],
  ['GET', `/clients/${id}/jwks`, undefined],
  ['POST', `/clients/${id}/jwks`, { keys: [newKey('k').jwk] }],
  ['PUT', `/clients/${id}/jwks`, { keys: [newKey('k').jwk] }],
  ['POST', `/clients/${id}/secret`, undefined],
  ['GET', `/clients/${id}/onbehalfof`, undefined],
  ['POST', `/clients/${id}/onbehalfof`, { onbehalfof: 'a', name: 'A', orgno: orgs.other }],
  ['GET', `/clients/${id}/onbehalfof/a`, undefined],
  ['PUT', `/clients/${id}/onbehalfof/a`, { onbehalfof: 'a', name: 'B', orgno: orgs.other }],
  ['DELETE', `/clients/${id}/onbehalfof/a`, undefined],
  ['GET', `/clients/${id}/logouts`, undefined],
]

test('E8 another organisation’s services are as if they were not there', async () => {
  const made = await agency.made()
  for (const client of ['other', 'supplier'])
    for (const [method, path, body] of everything(made.client_id))
      refusedBy(await registrarOf(world, client).call(method, path, body), 404, 'client_not_found')
  const listed = (await registrarOf(world, 'other').call('GET', '/clients')).text
  assert.ok(!listed.includes(made.client_id) && listed.includes('"other"'))
  assert.equal(await authenticates(world, made.client_id, String(made['client_secret'])), 'invalid_grant')
  const reply = await registrarOf(world, 'other').call('POST', '/clients', minimal({ client_orgno: orgs.agency }))
  refusedBy(reply, 403, 'insufficient_scope')
})

test('E8 without a token, with a made-up one, with a user’s, or with another scope nothing is told or changed', async () => {
  const made = await agency.made()
  const user = await tokensFor(world, 'health')
  const calls = [
    ...everything(made.client_id),
    ['GET', '/clients', undefined],
    ['POST', '/clients', minimal()],
  ] as const
  for (const [method, path, body] of calls) {
    refusedBy(await callApi(world, method, path, body), 401, 'invalid_token')
    for (const token of ['made-up', user.access, user.id])
      refusedBy(await callApi(world, method, path, body, { authorization: `Bearer ${token}` }), 401, 'invalid_token')
  }
  const may = {
    'agency-reads': /^GET/,
    'agency-modifies': /^(GET|(?!POST \/clients$))/,
    'agency-customers': /onbehalfof/,
  }
  for (const [client, what] of Object.entries(may)) {
    for (const [method, path, body] of calls) {
      if (method === 'DELETE' && !/onbehalfof/.test(path)) continue
      const { json } = await registrarOf(world, client).call(method, path, body)
      const refused = json['code'] === 'insufficient_scope'
      assert.equal(refused, !what.test(`${method} ${path}`), `${client} ${method} ${path}`)
    }
  }
})

test('E8 a token that is bound to a key opens it with a proof alone, and the answer has the next nonce', async () => {
  const proofFor = (htm: string, path: string, claims: object = {}): string =>
    proof({ at: world.clock.now(), htm, htu: issuer + path, claims })
  const ask = (claims?: object): Promise<Reply> => {
    const fields = { grant_type: 'client_credentials', scope: registrarScopes.read }
    return send(world, '/token', fields, { ...basic('agency', secret), dpop: proofFor('POST', '/token', claims) })
  }
  const nonceIn = ({ headers }: Reply): string => headers.get('dpop-nonce') ?? ''
  const given = await ask({ nonce: nonceIn(await ask()) })
  assert.equal(given.json['token_type'], 'DPoP', given.text)
  const token = String(given.json['access_token'])
  const bearer = { authorization: `Bearer ${token}` }
  refusedBy(await callApi(world, 'GET', '/clients', undefined, bearer), 401, 'invalid_token')
  const dpop = proofFor('GET', '/clients', { ath: s256(token), nonce: nonceIn(given) })
  const shown = { authorization: `DPoP ${token}`, dpop }
  const reply = await callApi(world, 'GET', '/clients', undefined, shown)
  assert.equal(reply.status, 200, reply.text)
  assert.ok(nonceIn(reply))
  const again = await callApi(world, 'GET', '/clients', undefined, shown)
  refusedBy(again, 401, 'invalid_token')
  assert.match(again.headers.get('www-authenticate') ?? '', /^DPoP .*invalid_dpop_proof/)
})

test('E8 a supplier acts for organisations that consented, and for its own clients alone', async () => {
  const supplier = registrarOf(world, 'supplier')
  const made = await supplier.call('POST', '/clients', minimal({ client_orgno: orgs.agency }))
  assert.equal(made.status, 201, made.text)
  assert.deepEqual([made.json['client_orgno'], made.json['supplier_orgno']], [orgs.agency, orgs.supplier])
  const id = String(made.json['client_id'])
  assert.equal((await supplier.call('POST', `/clients/${id}/secret`)).status, 200)
  assert.equal((await agency.call('GET', `/clients/${id}`)).status, 200, 'its owner sees it')
  assert.equal(world.parts.services.service(id)?.ownerName.nb, 'Etaten')
  refusedBy(await supplier.call('POST', '/clients', minimal({ client_orgno: orgs.other })), 403, 'no_consent')
  refusedBy(await supplier.call('POST', '/clients', minimal({ client_orgno: '991825827' })), 403, 'no_consent')
  refusedBy(
    await supplier.call('POST', '/clients', minimal({ client_orgno: orgs.supplier })),
    403,
    'insufficient_scope',
  )
  const unnamed = await supplier.call('POST', '/clients', minimal())
  refusedBy(unnamed, 400, 'invalid_request_parameter')
  assert.deepEqual(faultNames(unnamed), ['client_orgno'])
})

test('E8 a consent that is withdrawn: the supplier changes nothing more, and the service goes on', async () => {
  const alone = await openWorld([...owners, ...registrars])
  try {
    const supplier = registrarOf(alone, 'supplier')
    const made = await supplier.call('POST', '/clients', minimal({ client_orgno: orgs.agency }))
    const id = String(made.json['client_id'])
    const [agencyEntry, ...rest] = registrars
    const without = [...owners, { ...(agencyEntry as object), suppliers: [] }, ...rest]
    await applyServices(
      alone.parts.stores,
      checkServices(without, { world: 'twin', eids: ['minid', 'test'] }),
      'sandbox',
    )
    for (const [method, path, body] of everything(id)) {
      const { status, json } = await supplier.call(method, path, body)
      if (method === 'GET') assert.notEqual(status, 403)
      else assert.deepEqual([status, json['code']], [403, 'no_consent'], `${method} ${path}`)
    }
    refusedBy(await supplier.call('POST', '/clients', minimal({ client_orgno: orgs.agency })), 403, 'no_consent')
    assert.ok(alone.parts.services.find(id) !== undefined)
    assert.equal((await registrarOf(alone).call('DELETE', `/clients/${id}`)).status, 204, 'its owner may')
  } finally {
    await alone.close()
  }
})

test('E8 another process knows of a change when it looks, and lets nobody in by a service that is off before that', async () => {
  const elsewhere = await openServices({ database: world.database, log: () => undefined, every: 0 })
  const { client_id: id } = await agency.made()
  assert.equal(elsewhere.find(id), undefined)
  await elsewhere.refresh()
  assert.ok(elsewhere.find(id))
  assert.deepEqual(await world.database.batch([elsewhere.active(id)]), { ok: true })
  await agency.call('DELETE', `/clients/${id}`)
  assert.ok(elsewhere.find(id), 'it has not looked yet')
  assert.deepEqual(await world.database.batch([elsewhere.active(id)]), { ok: false, failed: 'client-inactive' })
  await elsewhere.refresh()
  assert.equal(elsewhere.find(id), undefined)
  elsewhere.close()
})

test('E8 on whose behalf a supplier’s client asks is registered one by one', async () => {
  const { client_id: id } = await agency.made()
  const path = `/clients/${id}/onbehalfof`
  const customers = registrarOf(world, 'agency-customers')
  const one = { onbehalfof: 'kommune', name: 'Kommunen', orgno: orgs.other, client_uri: 'https://kommune.example.no/' }
  const added = await customers.call('POST', `${path}/`, { ...one, client_uri: undefined, url: one.client_uri })
  assert.deepEqual([added.status, added.json], [201, one])
  assert.deepEqual(world.parts.services.find(id)?.onBehalfOf, [
    { value: 'kommune', name: 'Kommunen', orgNumber: orgs.other },
  ])
  refusedBy(await customers.call('POST', path, one), 409, 'already_exists')
  const renamed = { ...one, name: 'Kommunen vår' }
  assert.deepEqual((await customers.call('PUT', `${path}/kommune`, renamed)).json, renamed)
  refusedBy(await customers.call('PUT', `${path}/another`, renamed), 400, 'invalid_request_parameter')
  refusedBy(
    await customers.call('PUT', `${path}/another`, { ...one, onbehalfof: 'another' }),
    404,
    'onbehalfof_not_found',
  )
  const nameless = await customers.call('POST', path, { onbehalfof: 'b', orgno: orgs.other })
  refusedBy(nameless, 400, 'invalid_request_parameter')
  assert.deepEqual(faultNames(nameless), ['name'])
  // A change of the client that says nothing of them leaves them.
  assert.deepEqual((await agency.call('PUT', `/clients/${id}`, minimal())).json['onbehalfof'], [renamed])
  assert.deepEqual((await customers.call('GET', path)).json, [renamed])
  assert.equal((await customers.call('DELETE', `${path}/kommune`)).status, 204)
  refusedBy(await customers.call('DELETE', `${path}/kommune`), 404, 'onbehalfof_not_found')
})

test('E8 what was done stands in the audit trail: who, what, to which client', async () => {
  const { client_id: id } = await agency.made({ token_endpoint_auth_method: 'client_secret_post' })
  await agency.call('POST', `/clients/${id}/secret`)
  await agency.call('PUT', `/clients/${id}`, minimal({ token_endpoint_auth_method: 'private_key_jwt' }))
  await agency.call('POST', `/clients/${id}/jwks`, { keys: [newKey('k').jwk] })
  await agency.call('DELETE', `/clients/${id}`)
  await world.audit.flush()
  const told = (await readAudit(world.parts.stores, { type: 'registration.client' })).map(({ fields }) => fields ?? {})
  assert.deepEqual(
    told.map(({ what }) => what),
    ['created', 'secret', 'changed', 'keys', 'deactivated'],
  )
  assert.ok(told.every(({ by, client }) => by === 'agency' && client === id))
})

test('E8 every code of the API stands in the documentation', () => {
  const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
  const [, part = ''] = text.split('## What a registrar receives')
  const rows = Object.entries(problems).map(([code, [status]]) => `| \`${code}\` | ${status} |`)
  assert.deepEqual(
    rows.filter((row) => !part.includes(row)),
    [],
  )
})

test('E8 addresses and methods that there are not are told in the API’s own form', async () => {
  for (const [method, path] of [
    ['PATCH', '/clients'],
    ['GET', '/clients/x/y/z'],
    ['DELETE', '/api/v1/clients'],
    ['PATCH', '/scopes'],
    ['GET', '/scopes/unknown/place'],
  ] as const)
    refusedBy(await agency.call(method, path), 404, 'not_found')
})

test('E8 an owner that the operator no longer approves has no services of its own making any more; approved again it has them back', async () => {
  const alone = await openWorld([...owners, ...registrars])
  try {
    const { client_id: id } = await registrarOf(alone).made()
    const apply = (list: readonly unknown[]) =>
      applyServices(alone.parts.stores, checkServices(list, { world: 'twin', eids: ['minid', 'test'] }), 'sandbox')
    await apply([...owners, ...registrars.slice(1)])
    await alone.parts.services.refresh()
    assert.equal(alone.parts.services.find(id), undefined)
    await apply([...owners, ...registrars])
    await alone.parts.services.refresh()
    assert.ok(alone.parts.services.find(id) !== undefined)
  } finally {
    await alone.close()
  }
})

test('E8 an outside client library finds a registered service good', async () => {
  const made = await agency.made()
  const config = await oidc.discovery(
    new URL(issuer),
    made.client_id,
    {
      client_secret: String(made['client_secret']),
      [oidc.clockSkew]: Math.round((world.clock.now() - Date.now()) / 1000),
    },
    oidc.ClientSecretBasic(String(made['client_secret'])),
    { execute: [oidc.allowInsecureRequests], [oidc.customFetch]: (url, init) => world.fetch(url, init as RequestInit) },
  )
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: 'https://my.example.no/cb',
    scope: 'openid profile',
    state: 's',
    login_hint: hint(world),
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
  const tokens = await oidc.authorizationCodeGrant(config, landed(await world.browser().get(url.href)), {
    pkceCodeVerifier,
    expectedState: 's',
  })
  assert.equal(tokens.claims()?.['pid'], world.people.at(0).number)
})

test('E8 the page shows every operation, readable without a script, and discovery says nothing of registration by clients', async () => {
  const page = await world.browser().get('/docs/registration')
  assert.equal(page.status, 200)
  for (const word of [
    '/clients/{id}/secret',
    'If-Match',
    'declared_elsewhere',
    'integration_type',
    registrarScopes.supplier,
  ])
    assert.ok(page.body.includes(word), word)
  assert.ok(!/<script(?![^>]+src="\/assets\/)/.test(page.body))
  assert.doesNotMatch(page.body, /\d{16}/, 'limits that are none are not shown as some')
  assert.doesNotMatch(page.body, /anything\. Never here/)
  const { json } = await fetchOf(world, '/.well-known/openid-configuration')
  assert.equal(json['registration_endpoint'], undefined)
  assert.equal((await world.browser().get('/register')).status, 404)
})

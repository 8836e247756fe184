/** E8: service owners register their services themselves, suppliers those of owners that consented, and nobody anybody else's. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
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
  nameless,
  authenticates,
} from '../registrar.ts'
import { owners, secret } from '../services.ts'
import { assertion, atOnce, authorize, basic, good, hint, type Reply, send } from '../wire.ts'
import { createApp } from '../../src/app.ts'
import { issuer, type World, worldForEach } from '../world.ts'

let world: World
let agency: Registrar
worldForEach(import.meta.filename, [...owners, ...registrars], (opened) => {
  world = opened
  agency = registrarOf(world)
})

test('E8 a registered service logs a user in at once, with the secret that was shown once', async () => {
  const made = await agency.made()
  assert.match(made.client_id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(made['client_orgno'], orgs.agency)
  assert.deepEqual(made['scopes'], ['openid', 'profile'])
  assert.equal(Number(made['client_secret_expires_at']), world.clock.now() / 1000 + 360 * 24 * 3600)
  const asked = good(made.client_id, { redirect_uri: 'https://my.example.no/cb', login_hint: hint(world) })
  const code = landed(await authorize(world, asked)).searchParams.get('code')
  assert.ok(code)
  const exchange = { ...nameless, code }
  const { status, json } = await send(world, '/token', exchange, basic(made.client_id, String(made['client_secret'])))
  assert.equal(status, 200)
  assert.ok(json['id_token'])
  const read = await agency.call('GET', `/clients/${made.client_id}`)
  assert.equal(read.status, 200)
  const { client_secret: _shown, ...rest } = made
  assert.deepEqual(read.json, rest, 'and never again')
  assert.match(read.headers.get('etag') ?? '', /^"1"$/)
})

test('E8 secrets lie nowhere: not in the database, the log or the audit trail', async () => {
  const made = await agency.made()
  const rotated = await agency.call('POST', `/clients/${made.client_id}/secret`)
  await world.audit.flush()
  const tables = ['service', 'service_record', 'audit_row']
  const rows = JSON.stringify(await Promise.all(tables.map((one) => world.database.raw(`select * from ${one}`, []))))
  for (const text of [String(made['client_secret']), String(rotated.json['client_secret'])]) {
    assert.equal(text.length, 43)
    assert.ok(!rows.includes(text) && !world.log.some((line) => line.includes(text)))
  }
})

test('E8 a new secret is good and the old one is over; after 360 days it is over, too', async () => {
  const { client_id: id, client_secret: first } = await agency.made()
  assert.equal(await authenticates(world, id, String(first)), 'invalid_grant')
  const { json, status } = await agency.call('POST', `/api/v1/clients/${id}/secret`)
  assert.equal(status, 200)
  assert.equal(await authenticates(world, id, String(first)), 'invalid_client')
  assert.equal(await authenticates(world, id, String(json['client_secret'])), 'invalid_grant')
  world.clock.advance(360 * 24 * 3600_000 - 1000)
  assert.equal(await authenticates(world, id, String(json['client_secret'])), 'invalid_grant')
  world.clock.advance(1000)
  assert.equal(await authenticates(world, id, String(json['client_secret'])), 'invalid_client')
})

test('E8 a service with keys: registered without, keys posted, counted for a year, renewed by posting again', async () => {
  const { client_id: id, client_secret: none } = await agency.made({ token_endpoint_auth_method: 'private_key_jwt' })
  assert.equal(none, undefined)
  const key = newKey('k1')
  const proof = async (): Promise<unknown> => {
    const fields = assertion(world, { iss: id, sub: id }, { kid: 'k1' }, key.pair.privateKey)
    const sent = { ...nameless, ...fields, client_id: id }
    return (await send(world, '/token', sent)).json['error']
  }
  assert.equal(await proof(), 'invalid_client')
  const path = `/clients/${id}/jwks`
  const posted = await agency.call('POST', path, { keys: [key.jwk] })
  assert.equal(posted.status, 200, posted.text)
  const year = 365 * 24 * 3600
  const keys = posted.json['keys'] as readonly Record<string, unknown>[]
  assert.deepEqual(keys, [{ ...key.jwk, exp: world.clock.now() / 1000 + year }])
  assert.ok(posted.json['created'] && posted.json['last_updated'])
  assert.equal(await proof(), 'invalid_grant')
  world.clock.advance(year * 1000 - 1000)
  assert.equal(await proof(), 'invalid_grant')
  world.clock.advance(1000)
  assert.equal(await proof(), 'invalid_client')
  // A time of its own counts where it is earlier, and never beyond the year.
  const now = world.clock.now() / 1000
  const own = await agency.call('PUT', path, {
    keys: [
      { ...key.jwk, exp: now + 10 * year },
      { ...newKey('k2').jwk, exp: now + 60 },
    ],
  })
  assert.deepEqual(
    (own.json['keys'] as { exp: number }[]).map(({ exp }) => exp),
    [now + year, now + 60],
  )
  // As it was read: with its times.
  const read = await agency.call('GET', path)
  assert.equal((await agency.call('PUT', path, { ...read.json, keys: [key.jwk] })).status, 200)
  assert.equal(await proof(), 'invalid_grant')
})

test('E8 keys that are none are refused, each by its place; the set stays as it was', async () => {
  const { client_id: id } = await agency.made({ token_endpoint_auth_method: 'private_key_jwt' })
  const path = `/clients/${id}/jwks`
  const good = newKey('good')
  assert.equal((await agency.call('POST', path, { keys: [good.jwk] })).status, 200)
  const privateJwk = { ...good.pair.privateKey.export({ format: 'jwk' }), kid: 'p' }
  const many = Array.from({ length: 6 }, (_, i) => newKey(`k${i}`).jwk)
  for (const [body, names] of [
    [{ keys: [good.jwk, privateJwk] }, ['keys[1]']],
    [{ keys: [good.jwk, { ...newKey('x').jwk, kid: 'good' }] }, ['keys[1].kid']],
    [{ keys: many }, ['keys']],
    [{ keys: [] }, ['keys']],
    [{ keys: [{ ...good.jwk, kid: 'with space' }] }, ['keys[0].kid']],
    [{ keys: [{ ...good.jwk, exp: 'soon' }] }, ['keys[0]']],
    [{ jwks: [] }, ['keys', 'jwks']],
    [{}, ['keys']],
  ] as const) {
    const reply = await agency.call('PUT', path, body)
    refusedBy(reply, 400, 'invalid_request_parameter')
    assert.deepEqual(faultNames(reply), names)
  }
  const kept = (await agency.call('GET', path)).json['keys'] as readonly { kid: string }[]
  assert.deepEqual(
    kept.map(({ kid }) => kid),
    ['good'],
  )
  const withSecret = await agency.made()
  const reply = await agency.call('POST', `/clients/${withSecret.client_id}/jwks`, { keys: [good.jwk] })
  refusedBy(reply, 400, 'invalid_request_parameter')
})

test('E8 what goes with an integration type is taken, and what does not is refused by its member', async () => {
  const app = {
    token_endpoint_auth_method: 'none',
    application_type: 'native',
    redirect_uris: ['http://127.0.0.1:0/cb'],
  }
  const spa = { token_endpoint_auth_method: 'none', application_type: 'browser' }
  const keyed = { token_endpoint_auth_method: 'private_key_jwt' }
  const machine = { integration_type: 'maskinporten', ...keyed, redirect_uris: [], grant_types: ['jwt_bearer_token'] }
  for (const over of [
    {},
    { token_endpoint_auth_method: 'client_secret_post', grant_types: ['authorization_code', 'refresh_token'] },
    keyed,
    app,
    spa,
    { integration_type: 'api_klient', scopes: ['agency:declared'] },
    { integration_type: 'ansattporten' },
    { ...machine, scopes: ['agency:declared'] },
    { ...machine, grant_types: undefined, scopes: ['agency:declared'] },
    { display_name: { nb: 'Skatt', nn: 'Skatt', se: 'Vearru', en: 'Tax' }, description: 'To linjer\nmed ord' },
  ])
    assert.equal((await agency.call('POST', '/clients', minimal(over))).status, 201, JSON.stringify(over))
  for (const [over, names] of [
    [{ token_endpoint_auth_method: 'none' }, ['token_endpoint_auth_method']],
    [{ token_endpoint_auth_method: 'tls_client_auth' }, ['token_endpoint_auth_method']],
    [{ ...spa, token_endpoint_auth_method: 'client_secret_basic' }, ['token_endpoint_auth_method']],
    [{ scopes: ['agency:declared'] }, ['scopes']],
    [{ grant_types: ['client_credentials'] }, ['grant_types']],
    [{ integration_type: 'eformidling' }, ['integration_type']],
    [{ ...machine, application_type: 'native' }, ['application_type']],
    [{ ...machine, token_endpoint_auth_method: 'client_secret_basic' }, ['token_endpoint_auth_method']],
    [{ ...machine, grant_types: ['authorization_code'] }, ['grant_types']],
    [{ integration_type: 'krr', ...keyed, redirect_uris: [], scopes: ['agency:declared'] }, ['scopes']],
    [{ integration_type: 'nothing' }, ['integration_type']],
    [{ client_id: 'mine' }, ['client_id']],
    [{ client_secret: secret }, ['client_secret']],
    [{ active: false }, ['active']],
    [{ redirect_uris: ['http://my.example.no/cb'] }, ['redirect_uris[0]']],
    [{ frontchannel_logout_uri: 'https://elsewhere.example.no/' }, ['frontchannel_logout_uri']],
    [{ client_orgno: '123' }, ['client_orgno']],
    [{ client_name: undefined }, ['client_name']],
    [{ colour: 'blue', access_token_lifetime: 1 }, ['access_token_lifetime', 'colour']],
    [{ integration_type: 'api_klient', scopes: ['agency:declard'] }, ['scopes[0]']],
    [{ onbehalfof: [{ onbehalfof: 'a', name: 'A', orgno: '1' }] }, ['onbehalfof[0].orgno']],
  ] as const) {
    const reply = await agency.call('POST', '/clients', minimal(over))
    refusedBy(reply, 400, 'invalid_request_parameter')
    assert.deepEqual(new Set(faultNames(reply)), new Set(names), reply.text)
  }
})

test('E8 nobody gives themself what opens registration', async () => {
  for (const scope of Object.values(registrarScopes)) {
    const machine = {
      integration_type: 'maskinporten',
      token_endpoint_auth_method: 'private_key_jwt',
      redirect_uris: [],
    }
    const reply = await agency.call('POST', '/clients', minimal({ ...machine, scopes: [scope] }))
    refusedBy(reply, 400, 'invalid_request_parameter')
    assert.deepEqual(faultNames(reply), ['scopes[0]'])
  }
})

test('E8 a body that cannot be read is refused as such', async () => {
  const token = await agency.token()
  const authorization = `Bearer ${token}`
  refusedBy(await callApi(world, 'POST', '/clients', '{', { authorization }), 400, 'invalid_request_body')
  const form = { authorization, 'content-type': 'application/x-www-form-urlencoded' }
  refusedBy(await callApi(world, 'POST', '/clients', 'a=b', form), 400, 'invalid_request_body')
  refusedBy(
    await callApi(world, 'POST', '/clients', 'x'.repeat(70_000), { authorization }),
    400,
    'invalid_request_body',
  )
  for (const body of ['[]', '"x"', '1', '{}'])
    refusedBy(await callApi(world, 'POST', '/clients', body, { authorization }), 400, 'invalid_request_parameter')
})

test('E8 a change is whole, counts at once, and asking again changes nothing', async () => {
  const made = await agency.made({ minimum_level: 'low' })
  const path = `/clients/${made.client_id}`
  world.clock.advance(60_000)
  const wanted = minimal({ redirect_uris: ['https://my.example.no/new'], description: 'Ny' })
  const { status, json, headers, text } = await agency.call('PUT', path, wanted)
  assert.equal(status, 200, text)
  assert.deepEqual([json['minimum_level'], json['description'], headers.get('etag')], ['substantial', 'Ny', '"2"'])
  assert.equal(json['client_secret'], undefined)
  assert.notEqual(json['last_updated'], json['created'])
  assert.equal(
    await authenticates(world, made.client_id, String(made['client_secret'])),
    'invalid_grant',
    'the secret stays',
  )
  const old = good(made.client_id, { redirect_uri: 'https://my.example.no/cb' })
  assert.equal((await authorize(world, old)).status, 400)
  world.clock.advance(60_000)
  // What was read can be sent back.
  const again = await agency.call('PUT', path, json)
  assert.deepEqual([again.status, again.json, again.headers.get('etag')], [200, json, '"2"'])
})

test('E8 what stays as it was made cannot be changed', async () => {
  const { client_id: id } = await agency.made()
  for (const [over, name] of [
    [{ integration_type: 'api_klient' }, 'integration_type'],
    [{ client_orgno: orgs.other }, 'client_orgno'],
    [{ client_id: 'another' }, 'client_id'],
  ] as const) {
    const reply = await agency.call('PUT', `/clients/${id}`, minimal(over))
    refusedBy(reply, 400, 'invalid_request_parameter')
    assert.deepEqual(faultNames(reply), [name])
  }
})

test('E8 another method of authentication makes another secret, or none', async () => {
  const made = await agency.made()
  const path = `/clients/${made.client_id}`
  const post = await agency.call('PUT', path, minimal({ token_endpoint_auth_method: 'client_secret_post' }))
  assert.ok(post.json['client_secret'] !== undefined && post.json['client_secret'] !== made['client_secret'])
  const keyed = await agency.call('PUT', path, minimal({ token_endpoint_auth_method: 'private_key_jwt' }))
  assert.deepEqual([keyed.json['client_secret'], keyed.json['client_secret_expires_at']], [undefined, undefined])
  refusedBy(await agency.call('POST', `${path}/secret`), 400, 'invalid_request_parameter')
  assert.equal((await agency.call('POST', `${path}/jwks`, { keys: [newKey('k').jwk] })).status, 200)
  const back = await agency.call('PUT', path, minimal())
  assert.equal(back.status, 200, back.text)
  assert.deepEqual((await agency.call('GET', `${path}/jwks`)).json, { keys: [] })
})

test('E8 deactivated: no login, no token, hidden unless asked for, never changed again', async () => {
  const made = await agency.made()
  const path = `/clients/${made.client_id}`
  for (let i = 0; i < 2; i++) assert.equal((await agency.call('DELETE', path)).status, 204)
  assert.equal(await authenticates(world, made.client_id, String(made['client_secret'])), 'invalid_client')
  const listed = async (query: string): Promise<readonly string[]> =>
    ((await agency.call('GET', `/clients${query}`)).json as unknown as { client_id: string }[]).map(
      (one) => one.client_id,
    )
  assert.ok(!(await listed('')).includes(made.client_id))
  assert.ok((await listed('?inactive=true')).includes(made.client_id))
  assert.equal((await agency.call('GET', path)).json['active'], false)
  refusedBy(await agency.call('PUT', path, minimal()), 409, 'inactive')
  refusedBy(await agency.call('POST', `${path}/secret`), 409, 'inactive')
})

test('E8 whoever changes a version that is no longer there is told so', async () => {
  const { client_id: id } = await agency.made()
  const path = `/clients/${id}`
  const version = { 'if-match': '"1"' }
  assert.equal((await agency.call('PUT', path, minimal({ description: 'a' }), version)).status, 200)
  refusedBy(await agency.call('PUT', path, minimal({ description: 'b' }), version), 412, 'changed_meanwhile')
  refusedBy(await agency.call('POST', `${path}/secret`, undefined, version), 412, 'changed_meanwhile')
  refusedBy(await agency.call('DELETE', path, undefined, version), 412, 'changed_meanwhile')
  assert.equal((await agency.call('PUT', path, minimal({ description: 'b' }), { 'if-match': '"1", "2"' })).status, 200)
  assert.equal((await agency.call('PUT', path, minimal({ description: 'c' }), { 'if-match': '*' })).status, 200)
})

test('E8 fifty changes of one version: one wins, and nothing of the others is there', async () => {
  const { client_id: id } = await agency.made({ token_endpoint_auth_method: 'private_key_jwt' })
  await agency.token()
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      agency.call('POST', `/clients/${id}/jwks`, { keys: [newKey(`k${i}`).jwk] }, { 'if-match': '"1"' }),
    ),
  )
  const won = answers.filter(({ status }) => status === 200)
  assert.equal(won.length, 1)
  assert.equal(answers.filter(({ json }) => json['code'] === 'changed_meanwhile').length, 49)
  assert.deepEqual((await agency.call('GET', `/clients/${id}/jwks`)).json, won[0]?.json)
})

test('E8 the same at two gateways on one database: one wins; and what does not meet goes through at both', async () => {
  const second = createApp(world.parts)
  const there = (path: string, init: RequestInit): Promise<Response> =>
    Promise.resolve(
      second.fetch(new Request(issuer + path, { ...init, headers: { ...init.headers, host: new URL(issuer).host } })),
    )
  const { client_id: id } = await agency.made()
  const headers = { authorization: `Bearer ${await agency.token()}`, 'content-type': 'application/json' }
  const here = (path: string, init: RequestInit): Promise<Response> => world.fetch(issuer + path, init)
  const each = (ask: (gateway: typeof here, i: number) => Promise<Response>): Promise<Response[]> =>
    Promise.all(Array.from({ length: 50 }, (_, i) => ask(i % 2 === 0 ? here : there, i)))
  const put = (i: number): RequestInit => ({
    method: 'PUT',
    headers: { ...headers, 'if-match': '"1"' },
    body: JSON.stringify(minimal({ description: `number ${i}` })),
  })
  const changed = await each((gateway, i) => gateway(`/clients/${id}`, put(i)))
  assert.deepEqual(
    [200, 412].map((status) => changed.filter((one) => one.status === status).length),
    [1, 49],
  )
  const body = JSON.stringify(minimal())
  const made = await each((gateway) => gateway('/clients', { method: 'POST', headers, body }))
  assert.equal(made.filter(({ status }) => status === 201).length, 50)
})

test('E8 fifty new services at once are fifty', async () => {
  await agency.token()
  const made = await atOnce(
    50,
    () => agency.call('POST', '/clients', minimal()),
    ({ status }) => status === 201,
  )
  assert.equal(new Set(made.map(({ json }) => json['client_id'])).size, 50)
  assert.ok(made.every(({ json }) => world.parts.services.find(String(json['client_id'])) !== undefined))
})

test('E8 lists go page by page', async () => {
  for (let i = 0; i < 5; i++) await agency.made()
  const seen: string[] = []
  let next: string | undefined = '/clients?limit=2'
  while (next !== undefined) {
    const reply: Reply = await agency.call('GET', next)
    assert.equal(reply.status, 200, reply.text)
    seen.push(...(reply.json as unknown as { client_id: string }[]).map((one) => one.client_id))
    next = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1]?.replace(issuer, '')
  }
  assert.deepEqual(seen, [...new Set(seen)].toSorted())
  assert.equal(seen.length, 5 + 5, 'those of the file, too')
  for (const limit of ['0', '501', 'many'])
    refusedBy(await agency.call('GET', `/clients?limit=${limit}`), 400, 'invalid_request_parameter')
})

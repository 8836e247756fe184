/** E8 E6: servers that log nobody in by themselves are registered by their organisation, too: a portal on the REST API, an API that asks about tokens. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { landed } from '../browser.ts'
import { faultNames, minimal, type Registrar, registrarOf, registrars, refusedBy } from '../registrar.ts'
import { call, logIn, type Made } from '../rest.ts'
import { owners } from '../services.ts'
import { basic, type Reply, send } from '../wire.ts'
import { type World, worldForEach } from '../world.ts'

let world: World
let agency: Registrar
worldForEach(import.meta.filename, [...owners, ...registrars], (opened) => {
  world = opened
  agency = registrarOf(world)
})

const server = { integration_type: 'api_klient', redirect_uris: [], grant_types: ['client_credentials'] }
const register = (over: object): Promise<Reply> => agency.call('POST', '/clients', minimal({ ...server, ...over }))

async function tokenFor({ json }: Reply, scope: string): Promise<Reply> {
  const { client_id: id, client_secret: secret } = json
  return send(world, '/token', { grant_type: 'client_credentials', scope }, basic(String(id), String(secret)))
}

test('E8 E6 a portal on the REST API is registered by its organisation, and logs users in', async () => {
  const callbacks = ['ok', 'abort', 'error'].map((one) => `https://portal.example.no/${one}`)
  const [success, abort, error] = callbacks
  const made = await register({ scopes: ['inngang:sessions'], rest_callback_uris: callbacks })
  assert.equal(made.status, 201, made.text)
  assert.deepEqual(made.json['scopes'], ['inngang:sessions'], 'nobody logs in by the browser flow')
  const token = String((await tokenFor(made, 'inngang:sessions')).json['access_token'])
  const asks = { flow: 'redirect', requestedAttributes: ['nin'], callbackUrls: { success, abort, error } }
  const session = await call(world, token, 'POST', '/auth/rest/sessions', asks)
  assert.equal(session.status, 200, session.text)
  const visit = await logIn(world.browser(), session.json as Made, world.people.at(0).number)
  assert.equal(landed(visit).href, success)
  const { json } = await call(world, token, 'GET', `/auth/rest/sessions/${String(session.json['id'])}`)
  assert.equal(json['status'], 'SUCCESS')
  // As it was read it may be sent back.
  const path = `/clients/${String(made.json['client_id'])}`
  const read = await agency.call('GET', path)
  const again = await agency.call('PUT', path, read.json)
  assert.deepEqual([again.status, again.json], [200, read.json])
})

test('E8 an API that only asks about tokens is registered with the scope for it', async () => {
  const made = await register({ scopes: ['idporten:token.introspection'] })
  assert.equal(made.status, 201, made.text)
  const { client_id: id, client_secret: secret } = made.json
  const asked = await send(world, '/token/introspect', { token: 'none' }, basic(String(id), String(secret)))
  assert.deepEqual([asked.status, asked.json], [200, { active: false }])
})

test('E8 E6 a portal that signs what it asks for has the REST API, too', async () => {
  const portal = {
    integration_type: 'maskinporten',
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: undefined,
  }
  const rest_callback_uris = ['https://portal.example.no/ok']
  const made = await register({ ...portal, scopes: ['inngang:sessions'], rest_callback_uris })
  assert.equal(made.status, 201, made.text)
  const without = await register({ ...portal, rest_callback_uris })
  assert.deepEqual(faultNames(without), ['rest_callback_uris'])
})

test('E8 what goes with users’ logins alone is refused without them, and the other way about', async () => {
  for (const [over, names] of [
    [{ redirect_uris: ['https://my.example.no/cb'] }, ['redirect_uris']],
    [{ token_endpoint_auth_method: 'none', application_type: 'browser' }, ['grant_types']],
    [{ integration_type: 'idporten' }, ['grant_types']],
    [{ integration_type: 'ansattporten' }, ['grant_types']],
    [{ rest_callback_uris: ['https://portal.example.no/ok'] }, ['rest_callback_uris']],
    [{ scopes: ['idporten:dcr.write'] }, ['scopes[0]']],
    [{ grant_types: ['client_credentials', 'refresh_token'] }, ['grant_types']],
  ] as const) {
    const reply = await register(over)
    refusedBy(reply, 400, 'invalid_request_parameter')
    assert.deepEqual(new Set(faultNames(reply)), new Set(names), reply.text)
  }
})

test('E8 what the operator declared for a server is shown as what it works like', async () => {
  const { json } = await agency.call('GET', '/clients/agency-reads')
  assert.equal(json['integration_type'], 'api_klient')
})

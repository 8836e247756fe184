/** OpenID Connect Discovery 1.0 and RFC 8414: the document itself, and who finds it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { byMinid, service } from '../client.ts'
import { owners } from '../services.ts'
import { fetchOf } from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))

const path = '/.well-known/openid-configuration'
const metadata = async (): Promise<Record<string, unknown>> => ({ ...(await fetchOf(world, path)).json })

test('OIDC Discovery §3 what is required is there: also by the words of the specification', async () => {
  const all = await metadata()
  for (const name of [
    'issuer',
    'authorization_endpoint',
    'token_endpoint',
    'jwks_uri',
    'response_types_supported',
    'subject_types_supported',
    'id_token_signing_alg_values_supported',
  ])
    assert.ok(name in all, name)
  assert.ok((all['id_token_signing_alg_values_supported'] as string[]).includes('RS256'))
  assert.ok((all['scopes_supported'] as string[]).includes('openid'))
})

test('OIDC Discovery §4 the document is under the issuer, JSON, for every origin, and may be kept for a while', async () => {
  const { status, headers, json } = await fetchOf(world, path)
  assert.equal(status, 200)
  assert.equal(headers.get('content-type'), 'application/json')
  assert.equal(headers.get('access-control-allow-origin'), '*')
  assert.match(headers.get('cache-control') ?? '', /max-age=\d+/)
  assert.equal(json['issuer'], issuer)
})

test('RFC 8414 §3 the same document for clients that look in the other place', async () => {
  assert.deepEqual((await fetchOf(world, '/.well-known/oauth-authorization-server')).json, await metadata())
})

test('OIDC Discovery §4.3 a document for another issuer is not made, whatever the Host says', async () => {
  const response = await world.app.request(`http://evil.example${path}`, { headers: { host: 'evil.example' } })
  assert.equal(response.status, 421)
  assert.ok(!(await response.text()).includes('evil.example'))
})

test('OIDC Discovery §4.2 an outside client finds its way by it alone, through MinID', async () => {
  const [person] = world.people.withMinid(1)
  assert.ok(person)
  const tax = await service(world, 'tax')
  const asked = await tax.ask({}, { par: true })
  const tokens = await asked.finish(await byMinid(world, world.browser(), asked.url, person))
  const claims = tokens.claims()
  assert.ok(claims)
  assert.equal((await oidc.fetchUserInfo(tax.config, tokens.access_token, claims.sub))['pid'], person.number)
})

/** RFC 9126, OAuth 2.0 Pushed Authorization Requests. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Browser, landed, type Visit } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { callback, owners, secret } from '../services.ts'
import {
  atOnce,
  authorize,
  challenge,
  exchange,
  fetchOf,
  type Fields,
  good,
  hint,
  push,
  query,
  refused,
  refusedHere,
  send,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))

const pushed = async (clientId: string, over: Fields = {}): Promise<string> =>
  String((await push(world, clientId, over)).json['request_uri'])
const open = (clientId: string, request_uri: string, browser?: Browser, more: Fields = {}): Promise<Visit> =>
  authorize(world, { client_id: clientId, request_uri, ...more }, browser ? { browser } : {})

test('RFC 9126 §2.2 every kind of client gets an address for two minutes', async () => {
  for (const clientId of ['tax', 'health', 'library', 'spa']) {
    const { status, json, headers } = await push(world, clientId)
    assert.equal(status, 201)
    assert.match(String(json['request_uri']), /^urn:idporten:[\w-]{43}$/)
    assert.equal(json['expires_in'], 120)
    assert.equal(headers.get('cache-control'), 'no-store')
  }
})

for (const [what, over, status, error] of [
  ['a request_uri inside', { request_uri: 'urn:idporten:x' }, 400, 'invalid_request'],
  ['an address that is not registered', { redirect_uri: 'https://evil.example/' }, 400, 'invalid_request'],
  ['no address', { redirect_uri: undefined }, 400, 'invalid_request'],
  ['a response type that is not built', { response_type: 'token' }, 400, 'unsupported_response_type'],
  ['a scope that is not registered', { scope: 'openid unregistered:right' }, 400, 'invalid_scope'],
  ['levels that nobody knows', { acr_values: 'gold' }, 400, 'unmet_authentication_requirements'],
  ['a request object', { request: 'x.y.z' }, 400, 'request_not_supported'],
  ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
  ['no secret', { client_secret: undefined }, 401, 'invalid_client'],
  ['an unknown client', { client_id: 'nobody' }, 401, 'invalid_client'],
] as [string, Fields, number, string][]) {
  test(`RFC 9126 §2.3 refused as JSON before anybody is sent anywhere: ${what}`, async () => {
    refused(await push(world, 'library', over), status, error)
  })
}

test('RFC 9126 §2.1 a parameter twice, a body that is no form', async () => {
  const fields = query({ ...good('library'), client_secret: secret })
  refused(await send(world, '/par', `${fields}&scope=openid`), 400, 'invalid_request')
  refused(await send(world, '/par', '{}', { 'content-type': 'application/json' }), 400, 'invalid_request')
})

test('RFC 9126 §2.3 405 for another method, 413 for a request that is too large', async () => {
  const fields = query({ ...good('library'), client_secret: secret })
  refused(await fetchOf(world, `/par?${fields}`), 405, 'invalid_request')
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    const { status, headers } = await world.fetch(`${issuer}/par`, { method, body: fields })
    assert.deepEqual([status, headers.get('allow')], [405, 'POST'], method)
  }
  refused(await send(world, '/par', `${fields}&x=${'x'.repeat(70_000)}`), 413, 'invalid_request')
  assert.equal((await send(world, '/par', `${fields}&x=${'x'.repeat(50_000)}`)).status, 201)
})

test('RFC 9126 §4 what was pushed is what counts; what else stands in the address is ignored', async () => {
  const uri = await pushed('library', { login_hint: hint(world), state: 'pushed' })
  const visit = await open('library', uri, undefined, {
    state: 'changed',
    redirect_uri: 'https://evil.example/',
    scope: 'openid',
    code_challenge: challenge.replaceAll(/\w/g, 'A'),
    login_hint: hint(world, 3),
  })
  const back = landed(visit)
  assert.equal(back.origin + back.pathname, callback('library'))
  assert.equal(back.searchParams.get('state'), 'pushed')
  assert.equal((await exchange(world, 'library', back.searchParams.get('code') ?? '')).json['scope'], 'openid profile')
})

test('RFC 9126 §2.2 the address is bound to the client that pushed', async () => {
  const uri = await pushed('library', { login_hint: hint(world) })
  refusedHere(await open('health', uri), 'IN-01')
  refusedHere(await open('nobody', uri), 'IN-04')
  refusedHere(await authorize(world, { request_uri: uri }), 'IN-04')
  refusedHere(await authorize(world, `client_id=library&client_id=health&request_uri=${uri}`), 'IN-04')
  assert.ok(landed(await open('library', uri)).searchParams.get('code'), 'none of that spent it')
})

test('RFC 9126 §2.2 it is good for two minutes to begin with, and the login may take longer', async () => {
  const [young, old] = [await pushed('library'), await pushed('library')]
  world.clock.advance(119_000)
  const browser = world.browser()
  const chooser = await browser.get(`/authorize?${query({ client_id: 'library', request_uri: young })}`)
  world.clock.advance(2000)
  refusedHere(await open('library', old), 'IN-01')
  world.clock.advance(600_000)
  const back = await byTestEid(browser, chooser, world.people.at(0).number, 'high')
  assert.ok(landed(back).searchParams.get('code'))
})

test('RFC 9126 §2.2 an address that was never given out, or was changed', async () => {
  const uri = await pushed('library')
  for (const wrong of [`urn:idporten:${'x'.repeat(43)}`, uri.slice(0, -1), `${uri}A`, 'urn:idporten:'])
    refusedHere(await open('library', wrong), 'IN-01')
})

test('RFC 9126 §7.3 fifty browsers answer one request at once: exactly one code is written', async () => {
  const uri = await pushed('library', { login_hint: hint(world) })
  const got = await atOnce(
    50,
    () => open('library', uri),
    (visit) => visit.headers.get('location') !== null,
  )
  assert.equal(got.length, 1)
  const [visit] = got
  assert.ok(visit)
  assert.equal((await exchange(world, 'library', landed(visit).searchParams.get('code') ?? '')).status, 200)
})

test('RFC 9126 §7.3 the same with browsers that are at the last page of the login', async () => {
  const uri = await pushed('library')
  const ready = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const browser = world.browser()
      const chooser = await browser.get(`/authorize?${query({ client_id: 'library', request_uri: uri })}`)
      return { browser, page: await browser.click(chooser, '/test') }
    }),
  )
  const answers = await Promise.all(
    ready.map(({ browser, page }, index) =>
      browser.submit(page, '/test', { number: world.people.at(index).number, level: 'high' }),
    ),
  )
  assert.equal(answers.filter((visit) => visit.headers.get('location') !== null).length, 1)
  for (const visit of answers.filter(({ headers }) => headers.get('location') === null)) refusedHere(visit, 'IN-01')
})

test('RFC 9126 §2.2 an answer that says no leaves the address to be used again', async () => {
  const uri = await pushed('library', { prompt: 'none' })
  assert.equal(landed(await open('library', uri)).searchParams.get('error'), 'login_required')
  assert.equal(landed(await open('library', uri)).searchParams.get('error'), 'login_required')
})

/** OpenID Connect Core 1.0 §5.3: userinfo. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { landed } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { owners } from '../services.ts'
import { claimsOf, exchange, fetchOf, good, query, type Reply, send, tokensFor, userinfo } from '../wire.ts'
import { type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))

const number = (index: number): string => world.people.at(index).number

const show = (token: string, headers: Record<string, string> = {}): Promise<Reply> =>
  send(world, '/userinfo', {}, { authorization: `Bearer ${token}`, ...headers })

test('OIDC Core §5.3 userinfo by GET and POST, the subject that of the ID token', async () => {
  const { access, id } = await tokensFor(world, 'tax', { ui_locales: 'nn' })
  const person = world.people.at(0)
  for (const { status, json, headers } of [await userinfo(world, access), await show(access)]) {
    assert.equal(status, 200)
    assert.equal(headers.get('content-type'), 'application/json')
    assert.deepEqual(json, {
      sub: claimsOf(id)['sub'],
      pid: person.number,
      locale: 'nn',
      given_name: person.given,
      family_name: person.family,
    })
  }
})

test('OIDC Core §5.4 without the scope profile userinfo tells the subject alone', async () => {
  const { access, id } = await tokensFor(world, 'tax', { scope: 'openid' })
  assert.deepEqual((await userinfo(world, access)).json, { sub: claimsOf(id)['sub'] })
})

test('OIDC Core §5.3.3 refused: no token, an ID token, a changed one, one of another time', async () => {
  const { access, id } = await tokensFor(world, 'tax')
  const without = await fetchOf(world, '/userinfo')
  assert.equal(without.status, 401)
  assert.ok(!(without.headers.get('www-authenticate') ?? '').includes('error'), 'RFC 6750 §3.1')
  const [head = '', body = '', signature = ''] = access.split('.')
  const swapped = Buffer.from(JSON.stringify({ ...claimsOf(access), pid: number(3) })).toString('base64url')
  const wrong = [id, `${head}.${body}.${signature.slice(0, -4)}AAAA`, `${head}.${swapped}.${signature}`, 'x']
  for (const token of wrong) assert.equal((await userinfo(world, token)).status, 401)
  world.clock.advance(119_000)
  assert.equal((await userinfo(world, access)).status, 200)
  world.clock.advance(1000)
  const late = await userinfo(world, access)
  assert.equal(late.status, 401)
  assert.match(late.headers.get('www-authenticate') ?? '', /error="invalid_token"/)
})

test('OIDC Core §5.3.3 refused: the token of a session that was logged out', async () => {
  const browser = world.browser()
  const chooser = await browser.get(`/authorize?${query(good('tax'))}`)
  const back = landed(await byTestEid(browser, chooser, number(0), 'high'))
  const { json } = await exchange(world, 'tax', back.searchParams.get('code') ?? '')
  const access = String(json['access_token'])
  assert.equal((await userinfo(world, access)).status, 200)
  await browser.get('/logout?client_id=tax')
  assert.equal((await userinfo(world, access)).status, 401)
})

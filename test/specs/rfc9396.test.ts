/** RFC 9396, Rich Authorization Requests: types that owners declare, granted in detail. Consent to them: see `oidc-core-consent`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { owners, secret, small } from '../services.ts'
import {
  answered,
  authorize,
  basic,
  claimsOf,
  codeFor,
  exchange,
  fetchOf,
  type Fields,
  good,
  push,
  refused,
  refusedTo,
  type Reply,
  send,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

const web = (client_id: string, over: object = {}): object =>
  small(client_id, {
    authorization_details_types: ['bank:pay', 'bank:look'],
    grant_types: ['authorization_code', 'refresh_token'],
    ...over,
  })
const bank = {
  org_number: '974761076',
  name: 'Banktilsynet',
  scopes: [{ name: 'bank:all', description: 'Alt', enforced_aud_for_introspection: 'api' }],
  authorization_details_types: [
    {
      type: 'bank:pay',
      description: 'Betale',
      fields: {
        amount: { label: 'Beløp', kind: 'number', required: true },
        currency: { label: 'Valuta', values: ['NOK', 'EUR'] },
        instant: { label: 'Straks', kind: 'boolean' },
      },
    },
    {
      type: 'bank:look',
      description: 'Se',
      fields: { actions: { label: 'Hva', kind: 'strings', values: ['list', 'read'] } },
    },
    { type: 'bank:other', description: 'Annet' },
  ],
  services: [
    web('payer', { scopes: ['openid', 'profile', 'bank:all'] }),
    web('stranger', { authorization_details_types: [] }),
    web('api', { scopes: ['openid', 'profile', 'idporten:token.introspection'] }),
    {
      ...web('robot', { grant_types: ['client_credentials'], scopes: ['bank:all'] }),
      redirect_uris: undefined,
      authorization_details_types: [],
    },
  ],
}

let world: World
worldForAll(import.meta.filename, [...owners, bank], (opened) => (world = opened))

const pay = { type: 'bank:pay', amount: 123.5, currency: 'NOK' }
const look = { type: 'bank:look', actions: ['list', 'read'] }
const asking = (...details: unknown[]): Fields => ({ authorization_details: JSON.stringify(details) })
const redeem = async (over: Fields, token: Fields = {}): Promise<Reply> =>
  exchange(world, 'payer', await codeFor(world, 'payer', over), token)
const detailsIn = (token: unknown): unknown => claimsOf(String(token))['authorization_details']

test('RFC 9396 §7, facts of ID-porten §2.12: granted details stand in the token response, the access token and the ID token', async () => {
  const { json, status } = await redeem(asking(pay, look))
  assert.equal(status, 200)
  assert.deepEqual(json['authorization_details'], [pay, look])
  assert.deepEqual(
    [detailsIn(json['access_token']), detailsIn(json['id_token'])],
    [
      [pay, look],
      [pay, look],
    ],
  )
})

test('RFC 9396 §9.1 an API that verifies the access token with another library reads them there', async () => {
  const { json } = await redeem({ ...asking(pay), resource: 'https://bank.example.no/' })
  const keys = createLocalJWKSet((await fetchOf(world, '/jwks.json')).json as unknown as JSONWebKeySet)
  const audience = 'https://bank.example.no/'
  const options = { issuer, audience, currentDate: new Date(world.clock.now()) }
  const { payload } = await jwtVerify(String(json['access_token']), keys, options)
  assert.deepEqual(payload['authorization_details'], [pay])
})

test('RFC 9396 §9.2 introspection tells them', async () => {
  const { json } = await redeem({ ...asking(pay), scope: 'openid bank:all' })
  const told = await send(world, '/token/introspect', { token: String(json['access_token']) }, basic('api', secret))
  assert.equal(told.json['active'], true, told.text)
  assert.deepEqual(told.json['authorization_details'], [pay])
})

test('RFC 9396 §7 nothing is said where nothing was asked', async () => {
  const { json } = await redeem({})
  assert.ok(!('authorization_details' in json))
  assert.equal(detailsIn(json['access_token']), undefined)
  assert.equal(detailsIn(json['id_token']), undefined)
})

for (const [what, details] of [
  ['a type that nobody has declared', [{ type: 'bank:new' }]],
  ['a type that this client has not registered', [{ type: 'bank:other' }]],
  ['a known and an unknown one', [pay, { type: 'bank:new' }]],
  ['a member that the type does not know', [{ ...pay, to: 'x' }]],
  ['a missing member', [{ type: 'bank:pay', currency: 'NOK' }]],
  ['a number that is text', [{ ...pay, amount: '123' }]],
  ['a value that is none', [{ ...pay, currency: 'USD' }]],
  ['a flag that is text', [{ ...pay, instant: 'true' }]],
  ['a list that is text', [{ type: 'bank:look', actions: 'list' }]],
  ['an empty list', [{ type: 'bank:look', actions: [] }]],
  ['a value in a list that is none', [{ type: 'bank:look', actions: ['list', 'delete'] }]],
  ['no type', [{ amount: 1 }]],
  ['no object', ['bank:pay']],
  ['nothing', []],
] as [string, unknown[]][]) {
  test(`RFC 9396 §5 invalid_authorization_details: ${what}`, async () => {
    refusedTo(await authorize(world, good('payer', asking(...details))), 'payer', 'invalid_authorization_details')
    refused(await push(world, 'payer', asking(...details)), 400, 'invalid_authorization_details')
  })
}

for (const text of [
  'x',
  '{}',
  '"bank:pay"',
  'null',
  `[${'['.repeat(5000)}`,
  JSON.stringify([{ ...pay, currency: 'x'.repeat(17_000) }]),
]) {
  test(`RFC 9396 §5 invalid_authorization_details: ${text.slice(0, 30)}`, async () => {
    refused(await push(world, 'payer', { authorization_details: text }), 400, 'invalid_authorization_details')
  })
}

test('RFC 9396 §10 a client that has registered no type may ask for none', async () => {
  refusedTo(await authorize(world, good('stranger', asking(pay))), 'stranger', 'invalid_authorization_details')
})

test('RFC 9396 §3 a pushed request carries them', async () => {
  const { json } = await push(world, 'payer', {
    ...asking(pay),
    login_hint: `testid:${world.people.at(0).number}_idporten-loa-high`,
  })
  const visit = await authorize(world, { client_id: 'payer', request_uri: String(json['request_uri']) })
  const code = new URL(visit.headers.get('location') ?? '').searchParams.get('code') ?? ''
  assert.deepEqual((await exchange(world, 'payer', code)).json['authorization_details'], [pay])
})

test('RFC 9396 §6.1 less may be asked for at the token endpoint, never more', async () => {
  const less = [{ type: 'bank:look', actions: ['read'] }]
  const { json } = await redeem(asking(pay, look), asking(...less))
  assert.deepEqual([json['authorization_details'], detailsIn(json['access_token'])], [less, less])
  for (const more of [
    { ...pay, amount: 1000 },
    { type: 'bank:look' },
    { type: 'bank:other' },
    { ...look, actions: [] },
  ])
    refused(await redeem(asking(pay, look), asking(more)), 400, 'invalid_authorization_details')
  refused(await redeem(asking(pay), { authorization_details: 'x' }), 400, 'invalid_authorization_details')
  refused(await redeem({}, asking(pay)), 400, 'invalid_authorization_details')
})

test('RFC 9396 §6.1 what was granted once is not had twice, at the code and at refresh', async () => {
  refused(await redeem(asking(pay), asking(pay, pay)), 400, 'invalid_authorization_details')
  refused(await redeem(asking(pay, look), asking(pay, look, look)), 400, 'invalid_authorization_details')
  const read = { ...look, actions: ['read'] }
  // Granted twice it may be had twice, whichever part of which was meant.
  const { json } = await redeem(asking(look, read), asking(read, read))
  assert.deepEqual(json['authorization_details'], [read, read])
  const twice = { grant_type: 'refresh_token', refresh_token: String(json['refresh_token']), ...asking(look, look) }
  refused(await send(world, '/token', twice, basic('payer', secret)), 400, 'invalid_authorization_details')
})

test('RFC 9396 §6 they are kept at refresh, whole, and may be narrowed again', async () => {
  const refresh = async (token: unknown, over: Fields = {}): Promise<Reply> =>
    send(
      world,
      '/token',
      { grant_type: 'refresh_token', refresh_token: String(token), ...over },
      basic('payer', secret),
    )
  const first = await redeem(asking(pay, look), asking(pay))
  const second = await refresh(first.json['refresh_token'])
  assert.deepEqual(second.json['authorization_details'], [pay, look])
  const third = await refresh(second.json['refresh_token'], asking(look))
  assert.deepEqual([third.json['authorization_details'], detailsIn(third.json['access_token'])], [[look], [look]])
})

test('RFC 9396 §5 a client that asks in its own name is refused, never given less in silence', async () => {
  const asked = { grant_type: 'client_credentials', scope: 'bank:all' }
  assert.equal((await send(world, '/token', asked, basic('robot', secret))).status, 200)
  refused(
    await send(world, '/token', { ...asked, ...asking(pay) }, basic('robot', secret)),
    400,
    'invalid_authorization_details',
  )
})

test('RFC 9396 §10 discovery lists the types that owners have declared, and the twin’s own', async () => {
  const { json } = await fetchOf(world, '/.well-known/openid-configuration')
  assert.deepEqual(json['authorization_details_types_supported'], [
    'bank:pay',
    'bank:look',
    'bank:other',
    'idporten:fullmakt',
  ])
})

test('RFC 9396 §12 what is refused is not repeated', async () => {
  const back = await answered(world, 'payer', asking({ ...pay, evil: '<script>alert(1)</script>' }))
  assert.ok(!back.toString().includes('alert'))
})

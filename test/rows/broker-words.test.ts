/** E6 by OpenID Connect: the words of services that came to ID-porten through a broker, `acr_values=idp:… loa:…` and the scope `nin`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linksIn } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { callback, owners, secret } from '../services.ts'
import {
  answered,
  authorize,
  claimsOf,
  type Fields,
  good,
  hint,
  push,
  query,
  refusedTo,
  tokensFor,
  userinfo,
} from '../wire.ts'
import { type World, worldForEach } from '../world.ts'

const service = (client_id: string, changed: Record<string, unknown> = {}): Record<string, unknown> => ({
  client_id,
  client_name: client_id,
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback(client_id)],
  scopes: ['openid', 'profile', 'nin'],
  minimum_level: 'substantial',
  ...changed,
})
const extra = {
  org_number: '974760673',
  name: 'En etat',
  scopes: [{ name: 'agency:secret', description: 'Uten nummer', requires_pseudonymous_tokens: true }],
  services: [
    service('broker'),
    service('narrow', { eids: ['minid'] }),
    service('pseudonym', { scopes: ['openid', 'profile', 'nin', 'agency:secret'] }),
  ],
}

let world: World
worldForEach(import.meta.filename, [...owners, extra], (opened) => (world = opened))

const number = (index = 0): string => world.people.at(index).number
const offeredTo = async (clientId: string, over: Fields): Promise<string[]> => {
  const visit = await world.browser().get(`/authorize?${query(good(clientId, over))}`)
  return linksIn(visit).flatMap((href) => /\/login\/att_[\w-]+\/(\w+)$/.exec(href)?.[1] ?? [])
}

test('E6 acr_values names the eID, the level, or both', async () => {
  assert.deepEqual((await offeredTo('broker', {})).toSorted(), ['minid', 'test'])
  assert.deepEqual((await offeredTo('broker', { acr_values: 'idp:idporten loa:substantial' })).toSorted(), [
    'minid',
    'test',
  ])
  for (const [acr_values, acr] of [
    ['idp:test', 'idporten-loa-high'],
    ['idp:test loa:high', 'loa:high'],
    ['loa:high', 'loa:high'],
    ['idp:idporten loa:substantial', 'loa:high'],
  ] as const) {
    const { id } = await tokensFor(world, 'broker', { acr_values })
    assert.equal(claimsOf(id)['acr'], acr, acr_values)
  }
})

test('E6 E2 one eID alone is gone to at once, past the chooser; a hint of one leaves the way to the others', async () => {
  for (const [over, others] of [
    [{ acr_values: 'idp:test' }, false],
    [{ login_hint: 'eid:test' }, true],
  ] as const) {
    const page = await world.browser().get(`/authorize?${query(good('broker', over))}`)
    assert.ok(page.url.endsWith('/test'), page.url)
    assert.equal(
      linksIn(page).some((href) => /\/login\/att_[\w-]+$/.test(href)),
      others,
    )
  }
  for (const login_hint of ['eid:nobody', 'eid:minid'])
    assert.match(
      (await world.browser().get(`/authorize?${query(good('health', { login_hint }))}`)).url,
      /\/att_[\w-]{22}$/,
    )
})

test('E6 I2 an eID that is named and too weak, excluded or unknown is refused, pushed or not', async () => {
  for (const [client, acr_values] of [
    ['broker', 'idp:minid loa:high'],
    ['broker', 'idp:nobody'],
    ['broker', 'idp:'],
    ['narrow', 'idp:test'],
    ['health', 'idp:minid'],
  ] as const) {
    refusedTo(await authorize(world, good(client, { acr_values })), client, 'unmet_authentication_requirements')
    assert.equal((await push(world, client, { acr_values })).json['error'], 'unmet_authentication_requirements')
  }
})

test('E6 the eID that is named is the only one: not another by its address, nor a session of another', async () => {
  const browser = world.browser()
  const chooser = await browser.get(`/authorize?${query(good('broker'))}`)
  await byTestEid(browser, chooser, number(), 'high')
  // The session is there for who names no eID, or this one.
  assert.ok((await answered(world, 'broker', { login_hint: undefined }, browser)).get('code'))
  assert.ok((await answered(world, 'broker', { login_hint: undefined, acr_values: 'idp:test' }, browser)).get('code'))
  const asked = await browser.get(`/authorize?${query(good('broker', { acr_values: 'idp:minid' }))}`)
  assert.match(asked.url, /\/login\/att_/)
  const deep = await browser.get(asked.url.replace(/(att_[\w-]{22}).*$/, '$1/test'))
  assert.ok(!deep.url.endsWith('/test'), 'sent back to what is offered')
  const silent = await authorize(world, good('broker', { acr_values: 'idp:minid', prompt: 'none' }), { browser })
  refusedTo(silent, 'broker', 'login_required')
})

test('E6 the scope nin tells the number in those words, with a name only beside profile', async () => {
  const { given, family } = world.people.at(0)
  const words = { nin: number(), nin_type: 'BIRTH', nin_issuing_country: 'NO', idp: 'idporten' }
  const pick = (claims: Readonly<Record<string, unknown>>): unknown =>
    Object.fromEntries(Object.entries(claims).filter(([name]) => /^(nin|idp|name)/.test(name)))
  const full = await tokensFor(world, 'broker', { scope: 'openid profile nin' })
  assert.deepEqual(pick(claimsOf(full.id)), { name: `${given} ${family}`, ...words })
  assert.deepEqual(pick((await userinfo(world, full.access)).json), { name: `${given} ${family}`, ...words })
  const bare = await tokensFor(world, 'broker', { scope: 'openid nin' })
  assert.deepEqual(pick(claimsOf(bare.id)), words)
  assert.deepEqual(pick((await userinfo(world, bare.access)).json), words)
  const without = await tokensFor(world, 'broker', { scope: 'openid profile' })
  assert.deepEqual([pick(claimsOf(without.id)), pick((await userinfo(world, without.access)).json)], [{}, {}])
})

test('E6 a D number says that it is one', async () => {
  const [person] = world.people.search({ kind: 'd-number' })
  assert.ok(person)
  const login_hint = `testid:${person.number}_idporten-loa-high`
  const { id } = await tokensFor(world, 'broker', { scope: 'openid nin', login_hint })
  assert.deepEqual([claimsOf(id)['nin'], claimsOf(id)['nin_type']], [person.number, 'D_NUMBER'])
})

test('E6 who has not registered nin does not get it, and a pseudonym stays one', async () => {
  refusedTo(
    await authorize(world, good('health', { scope: 'openid nin', login_hint: hint(world) })),
    'health',
    'invalid_scope',
  )
  const { id, access } = await tokensFor(world, 'pseudonym', { scope: 'openid profile nin agency:secret' })
  for (const claims of [claimsOf(id), claimsOf(access), (await userinfo(world, access)).json]) {
    assert.ok(!('nin' in claims) && !('pid' in claims) && !JSON.stringify(claims).includes(number()))
  }
})

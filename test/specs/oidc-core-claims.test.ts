/** OpenID Connect Core 1.0 §5.5: claims asked for one by one; §3.1.2.1: hints; and ID-porten's `onbehalfof`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { landed, linksIn, textOf, type Visit } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { owners, small } from '../services.ts'
import {
  authorize,
  claimsOf,
  codeFor,
  exchange,
  type Fields,
  good,
  hint,
  push,
  query,
  refused,
  refusedTo,
  tokensFor,
  userinfo,
} from '../wire.ts'
import { type World, worldForAll } from '../world.ts'

const customers = [
  { value: 'kommune-a', name: 'Kommune A', orgno: '974761076' },
  { value: 'kommune-b', name: 'Kommune B', orgno: '991825827' },
]
const supplier = {
  org_number: '974761076',
  name: 'Leverandøren',
  services: [small('bare', { scopes: ['openid'] }), small('supplier', { onbehalfof: customers }), small('low')],
}

let world: World
worldForAll(import.meta.filename, [...owners, supplier], (opened) => (world = opened))

const claims = (value: object): Fields => ({ scope: 'openid', claims: JSON.stringify(value) })
const names = { given_name: null, family_name: null, locale: null, pid: { essential: true } }
type Claims = Readonly<Record<string, unknown>>
const told = (all: Claims): readonly string[] =>
  Object.keys(all).filter((name) => ['given_name', 'family_name', 'locale', 'pid'].includes(name))

test('OIDC Core §5.5 claims for the ID token stand in the ID token, and nowhere else', async () => {
  const { id, access } = await tokensFor(world, 'tax', claims({ id_token: names }))
  assert.deepEqual(told(claimsOf(id)).toSorted(), ['family_name', 'given_name', 'locale', 'pid'])
  assert.deepEqual(told((await userinfo(world, access)).json), [])
})

test('OIDC Core §5.5 claims for userinfo stand in userinfo, and nowhere else', async () => {
  const { id, access } = await tokensFor(world, 'tax', claims({ userinfo: { family_name: null, pid: null } }))
  assert.deepEqual(told(claimsOf(id)), ['pid'], 'the number stands in every ID token')
  const { json } = await userinfo(world, access)
  assert.deepEqual(told(json).toSorted(), ['family_name', 'pid'])
  assert.equal(json['pid'], world.people.at(0).number)
  assert.deepEqual(claimsOf(access)['clm'], ['family_name', 'pid'])
})

test('OIDC Core §5.5.1 a service that may not have a claim does not get it, and is told no error', async () => {
  const over = { ...claims({ id_token: names, userinfo: names }), login_hint: hint(world, 0, 'high') }
  const { id, access } = await tokensFor(world, 'bare', over)
  assert.deepEqual(told(claimsOf(id)), ['pid'])
  assert.deepEqual(told((await userinfo(world, access)).json), ['pid'])
})

test('OIDC Core §5.5 what is not understood is ignored: other claims, other members', async () => {
  const strange = { id_token: { email: { essential: true }, address: null, given_name: { purpose: 'x' } }, x: { y: 1 } }
  const { id } = await tokensFor(world, 'tax', claims(strange))
  assert.ok('given_name' in claimsOf(id))
  assert.ok(!('email' in claimsOf(id)))
})

for (const text of [
  '{',
  '[]',
  '{"id_token":5}',
  '{"id_token":{"acr":{"essential":"yes"}}}',
  `{"x":"${'x'.repeat(8192)}"}`,
]) {
  test(`OIDC Core §5.5 malformed claims are invalid_request: ${text.slice(0, 40)}`, async () => {
    refusedTo(await authorize(world, good('tax', { claims: text })), 'tax', 'invalid_request')
    refused(await push(world, 'tax', { claims: text }), 400, 'invalid_request')
  })
}

const acr = (wish: object): Fields => claims({ id_token: { acr: wish } })
const reach = (level: string, over: Fields): Promise<Visit> =>
  authorize(world, good('low', { ...over, login_hint: hint(world, 0, level) }))
const acrOf = async (visit: Visit): Promise<unknown> =>
  claimsOf(String((await exchange(world, 'low', landed(visit).searchParams.get('code') ?? '')).json['id_token']))['acr']

test('OIDC Core §5.5.1.1 an essential level must be reached, and the answer is one of the values', async () => {
  const high = acr({ essential: true, value: 'loa:high' })
  refusedTo(await reach('substantial', high), 'low', 'access_denied')
  assert.equal(await acrOf(await reach('high', high)), 'loa:high')
  const some = acr({ essential: true, values: ['idporten-loa-substantial', 'unheard-of', 'loa:low'] })
  assert.equal(await acrOf(await reach('high', some)), 'idporten-loa-substantial')
  assert.equal(await acrOf(await reach('low', some)), 'loa:low')
})

test('OIDC Core §5.5.1.1 essential and unknown is unmet_authentication_requirements; a wish that is unknown is ignored', async () => {
  const unknown = { essential: true, values: ['urn:mace:gold'] }
  refusedTo(await reach('high', acr(unknown)), 'low', 'unmet_authentication_requirements')
  assert.equal(await acrOf(await reach('low', acr({ values: ['urn:mace:gold'] }))), 'idporten-loa-low')
  refusedTo(await reach('low', acr({ values: ['loa:high'] })), 'low', 'access_denied')
})

test('OIDC Core §5.5.1.1 of acr_values and an essential level the higher counts, and no service’s floor is passed under', async () => {
  const substantial = { essential: true, value: 'loa:substantial' }
  refusedTo(await reach('substantial', { ...acr(substantial), acr_values: 'loa:high' }), 'low', 'access_denied')
  refusedTo(await reach('low', { ...acr(substantial), acr_values: 'loa:low' }), 'low', 'access_denied')
  const floor = { ...acr({ essential: true, value: 'loa:low' }), login_hint: hint(world, 0, 'substantial') }
  refusedTo(await authorize(world, good('health', floor)), 'health', 'access_denied')
})

test('OIDC Core §5.5.1.1 a level that is only wished for in claims takes nothing from acr_values', async () => {
  const wish = (value: string): Fields => acr({ value })
  refusedTo(await reach('substantial', { ...wish('loa:low'), acr_values: 'loa:high' }), 'low', 'access_denied')
  assert.equal(await acrOf(await reach('high', { ...wish('loa:low'), acr_values: 'Level4' })), 'Level4')
  assert.equal(await acrOf(await reach('high', wish('loa:high'))), 'loa:high')
})

test('OIDC Core §3.1.2.1 of names from several vocabularies the one that was asked for is answered, the preferred first', async () => {
  const asked = (values: string): Fields => ({ acr_values: values })
  const mixed = 'idporten-loa-substantial Level4'
  assert.equal(await acrOf(await reach('high', asked(mixed))), 'Level4')
  assert.equal(await acrOf(await reach('substantial', asked(mixed))), 'idporten-loa-substantial')
  assert.equal(await acrOf(await reach('high', asked('loa:low loa:high Level4'))), 'loa:high')
  assert.equal(await acrOf(await reach('high', asked('gold Level4 loa:high'))), 'Level4')
  assert.equal(await acrOf(await reach('high', asked('loa:low'))), 'loa:high')
  // Essential values of claims come before them (§5.5.1.1).
  assert.equal(
    await acrOf(await reach('high', { ...asked(mixed), ...acr({ essential: true, value: 'loa:high' }) })),
    'loa:high',
  )
})

test('OIDC Core §5.5.1 a subject that is named is the only one who is answered for', async () => {
  const { id } = await tokensFor(world, 'tax')
  const mine = claims({ id_token: { sub: { value: String(claimsOf(id)['sub']) } } })
  assert.ok(await codeFor(world, 'tax', mine))
  refusedTo(await authorize(world, good('tax', { ...mine, login_hint: hint(world, 3) })), 'tax', 'access_denied')
  const browser = world.browser()
  const chooser = await browser.get(`/authorize?${query(good('tax', mine))}`)
  refusedTo(await byTestEid(browser, chooser, world.people.at(3).number, 'high'), 'tax', 'login_required')
  const other = (await tokensFor(world, 'tax', { login_hint: hint(world, 3) })).id
  refusedTo(await authorize(world, good('tax', { ...mine, id_token_hint: other })), 'tax', 'login_required')
  assert.ok(await codeFor(world, 'tax', { ...mine, id_token_hint: id }))
})

test('OIDC Core §3.1.2.1 claims_locales and display change nothing, whatever they say', async () => {
  const plain = claimsOf((await tokensFor(world, 'tax')).id)
  for (const over of [
    { claims_locales: 'se fr' },
    { claims_locales: '***' },
    { display: 'wap' },
    { display: 'hologram' },
  ]) {
    const claimed = claimsOf((await tokensFor(world, 'tax', over)).id)
    assert.deepEqual([claimed['given_name'], claimed['locale']], [plain['given_name'], plain['locale']])
  }
})

test('OIDC Core §3.1.2.1 login_hint=eid:… goes straight to the eID, with a way back to the others', async () => {
  const browser = world.browser()
  const page = await browser.get(`/authorize?${query(good('tax', { login_hint: 'eid:minid' }))}`)
  assert.match(page.url, /\/login\/att_[\w-]{22}\/minid$/)
  const chooser = await browser.click(page, /\/login\/att_[\w-]{22}$/)
  assert.ok(linksIn(chooser).some((href) => href.endsWith('/test')))
  const visit = await byTestEid(browser, chooser, world.people.at(0).number, 'high')
  assert.ok(landed(visit).searchParams.get('code'))
})

test('OIDC Core §3.1.2.1 login_hint=eid:… is ignored where the eID is not offered, not known, or not needed', async () => {
  for (const [clientId, login_hint] of [
    ['health', 'eid:minid'],
    ['only-minid', 'eid:test'],
    ['tax', 'eid:bankid'],
    ['tax', 'eid:minid/code'],
    ['tax', 'eid:'],
  ] as const) {
    const page = await world.browser().get(`/authorize?${query(good(clientId, { login_hint }))}`)
    assert.match(page.url, /\/login\/att_[\w-]{22}$/, `${clientId} ${login_hint}`)
  }
  const browser = world.browser()
  await byTestEid(browser, await browser.get(`/authorize?${query(good('tax'))}`), world.people.at(0).number, 'high')
  const again = await authorize(world, good('library', { login_hint: 'eid:minid' }), { browser })
  assert.ok(landed(again).searchParams.get('code'))
})

test('OIDC Core §3.1.2.1 onbehalfof (ID-porten): the pages and the ID token follow it', async () => {
  const browser = world.browser()
  const asked = good('supplier', { onbehalfof: 'kommune-b' })
  const page = await browser.get(`/authorize?${query(asked)}`)
  assert.match(textOf(page), /Kommune B/)
  assert.doesNotMatch(textOf(page), /Leverandøren supplier/)
  const code = landed(await byTestEid(browser, page, world.people.at(0).number, 'high')).searchParams.get('code') ?? ''
  const { json } = await exchange(world, 'supplier', code)
  const id = claimsOf(String(json['id_token']))
  assert.deepEqual([id['client_onbehalfof'], id['aud_onbehalfof'], id['aud']], ['kommune-b', 'kommune-b', 'supplier'])
  const consumer = claimsOf(String(json['access_token']))['consumer']
  assert.deepEqual(consumer, { authority: 'iso6523-actorid-upis', ID: '0192:974761076' }, 'rights stay the supplier’s')
  const plain = claimsOf((await tokensFor(world, 'supplier')).id)
  assert.ok(!('client_onbehalfof' in plain) && !('aud_onbehalfof' in plain))
})

test('OIDC Core §3.1.2.1 onbehalfof (ID-porten): a value that is not registered for this client is invalid_request', async () => {
  for (const onbehalfof of ['kommune-c', 'KOMMUNE-A', 'Kommune A', '974761076'])
    refusedTo(await authorize(world, good('supplier', { onbehalfof })), 'supplier', 'invalid_request')
  refusedTo(await authorize(world, good('tax', { onbehalfof: 'kommune-a' })), 'tax', 'invalid_request')
  refused(await push(world, 'supplier', { onbehalfof: 'kommune-c' }), 400, 'invalid_request')
})

/** OpenID Connect Core 1.0: the request and the ID token. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import { type Browser, landed, linksIn, textOf, type Visit } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { owners, taxKey } from '../services.ts'
import {
  answered,
  authorize,
  claimsOf,
  codeFor,
  exchange,
  fetchOf,
  type Fields,
  good,
  hint,
  query,
  refusedTo,
  signed,
  tokensFor,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))

const minute = 60_000
const number = (index: number): string => world.people.at(index).number

/** Through pages, so that the browser has a session after it. */
async function logIn(browser: Browser, clientId: string, over: Fields = {}, index = 0): Promise<string> {
  const chooser = await browser.get(`/authorize?${query(good(clientId, over))}`)
  return landed(await byTestEid(browser, chooser, number(index), 'high')).searchParams.get('code') ?? ''
}
const ask = (browser: Browser, clientId: string, over: Fields = {}): Promise<Visit> =>
  authorize(world, good(clientId, over), { browser })
const atOnce = (visit: Visit): boolean => visit.headers.get('location')?.startsWith('https://') === true
const idTokenOf = async (clientId: string, code: string): Promise<string> =>
  String((await exchange(world, clientId, code)).json['id_token'])
const seconds = (): number => Math.floor(world.clock.now() / 1000)

/** As a careful client checks it, with the published keys. */
async function checked(token: string, clientId: string, algorithm = 'RS256'): Promise<JWTPayload> {
  const keys = createLocalJWKSet((await fetchOf(world, '/jwks.json')).json as unknown as JSONWebKeySet)
  const options = { issuer, audience: clientId, algorithms: [algorithm], currentDate: new Date(world.clock.now()) }
  return (await jwtVerify(token, keys, options)).payload
}

test('OIDC Core §3.1.2.1 scope openid is required', async () => {
  for (const scope of [undefined, 'profile', 'OpenID'])
    refusedTo(await authorize(world, good('tax', { scope })), 'tax', 'invalid_scope')
})

test('OIDC Core §3.1.2.1 prompt=none answers from the session, or says why it cannot', async () => {
  const browser = world.browser()
  refusedTo(await ask(browser, 'tax', { prompt: 'none' }), 'tax', 'login_required')
  await logIn(browser, 'tax')
  assert.ok(landed(await ask(browser, 'library', { prompt: 'none' })).searchParams.get('code'))
  const low = world.browser()
  await byTestEid(low, await low.get(`/authorize?${query(good('tax'))}`), number(0), 'substantial')
  refusedTo(await ask(low, 'health', { prompt: 'none' }), 'health', 'interaction_required')
})

for (const prompt of ['login', 'select_account']) {
  test(`OIDC Core §3.1.2.1 prompt=${prompt} asks again though there is a session, and auth_time is new`, async () => {
    const browser = world.browser()
    const first = await checked(await idTokenOf('tax', await logIn(browser, 'tax')), 'tax')
    world.clock.advance(5 * minute)
    const visit = await ask(browser, 'tax', { prompt })
    assert.equal(atOnce(visit), false)
    const again = await checked(await idTokenOf('tax', await logIn(browser, 'tax', { prompt })), 'tax')
    assert.equal(Number(again['auth_time']), Number(first['auth_time']) + 300)
  })
}

test('OIDC Core §3.1.2.1 prompt=consent shows a page, also where somebody is logged in', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax')
  assert.equal(atOnce(await ask(browser, 'library', { prompt: 'consent' })), false)
})

for (const prompt of ['none login', 'none consent', 'create', 'NONE']) {
  test(`OIDC Core §3.1.2.1 prompt=${prompt} is invalid_request`, async () => {
    refusedTo(await authorize(world, good('tax', { prompt })), 'tax', 'invalid_request')
  })
}

test('OIDC Core §3.1.2.1 max_age: a login that is older is asked for again, and auth_time tells', async () => {
  const browser = world.browser()
  const first = await checked(await idTokenOf('tax', await logIn(browser, 'tax')), 'tax')
  world.clock.advance(10 * minute)
  const fresh = landed(await ask(browser, 'tax', { max_age: '600' })).searchParams.get('code') ?? ''
  assert.equal((await checked(await idTokenOf('tax', fresh), 'tax'))['auth_time'], first['auth_time'])
  for (const max_age of ['599', '0']) assert.equal(atOnce(await ask(browser, 'tax', { max_age })), false, max_age)
  refusedTo(await ask(browser, 'tax', { max_age: '599', prompt: 'none' }), 'tax', 'login_required')
  const again = await checked(await idTokenOf('tax', await logIn(browser, 'tax', { max_age: '0' })), 'tax')
  assert.equal(Number(again['auth_time']), Number(first['auth_time']) + 600)
})

for (const max_age of ['-1', '1.5', '1e3', 'x', '0x10', '99999999999999999999']) {
  test(`OIDC Core §3.1.2.1 max_age=${max_age} is invalid_request`, async () => {
    refusedTo(await authorize(world, good('tax', { max_age })), 'tax', 'invalid_request')
  })
}

test('OIDC Core §3.1.2.1 id_token_hint: answered for that person alone, also when it has expired', async () => {
  const browser = world.browser()
  const id_token_hint = await idTokenOf('tax', await logIn(browser, 'tax'))
  world.clock.advance(20 * minute)
  const here = landed(await ask(browser, 'tax', { id_token_hint, prompt: 'none' })).searchParams.get('code') ?? ''
  assert.equal((await checked(await idTokenOf('tax', here), 'tax')).sub, claimsOf(id_token_hint)['sub'])
  const other = world.browser()
  await logIn(other, 'library', {}, 3)
  refusedTo(await ask(other, 'tax', { id_token_hint, prompt: 'none' }), 'tax', 'login_required')
})

test('OIDC Core §3.1.2.1 id_token_hint: another client’s, a changed one, an access token, a token of somebody else', async () => {
  const { id, access } = await tokensFor(world, 'tax')
  const library = (await tokensFor(world, 'library')).id
  const forged = signed({ alg: 'ES256', kid: 'tax-1' }, { ...claimsOf(id) }, taxKey.privateKey)
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${id.split('.')[1] ?? ''}.`
  for (const id_token_hint of [library, `${id.slice(0, -6)}AAAAAA`, access, forged, none, 'x'])
    refusedTo(await authorize(world, good('tax', { id_token_hint })), 'tax', 'invalid_request')
})

test('OIDC Core §3.1.2.1 login_hint: what we do not understand changes nothing, what is too long is refused', async () => {
  assert.equal(atOnce(await authorize(world, good('tax', { login_hint: 'kari@example.no' }))), false)
  refusedTo(await authorize(world, good('tax', { login_hint: 'x'.repeat(257) })), 'tax', 'invalid_request')
})

for (const [ui_locales, expected] of [
  ['nn', 'nn'],
  ['se nb', 'se'],
  ['fr de en', 'en'],
  ['en-GB', 'en'],
  ['nb-NO', 'nb'],
  ['fr', 'nb'],
] as const) {
  test(`OIDC Core §3.1.2.1 ui_locales=${ui_locales} is shown in ${expected}`, async () => {
    const visit = await world.browser({ language: 'de' }).get(`/authorize?${query(good('tax', { ui_locales }))}`)
    assert.match(visit.body, new RegExp(`<html[^>]* lang="${expected}"`))
  })
}

for (const [asked, answer] of [
  ['idporten-loa-high', 'idporten-loa-high'],
  ['loa:substantial', 'loa:high'],
  ['Level4', 'Level4'],
  ['unheard-of loa:high', 'loa:high'],
] as const) {
  test(`OIDC Core §3.1.2.1 acr_values=${asked}: the ID token says ${answer}`, async () => {
    const { id } = await tokensFor(world, 'tax', { acr_values: asked })
    assert.equal((await checked(id, 'tax'))['acr'], answer)
  })
}

test('OIDC Core §5.5.1.1 a level that cannot be reached is refused, not lowered', async () => {
  const high = { acr_values: 'idporten-loa-high', login_hint: hint(world, 0, 'substantial') }
  refusedTo(await authorize(world, good('tax', high)), 'tax', 'access_denied')
  const unknown = good('tax', { acr_values: 'gold platinum' })
  refusedTo(await authorize(world, unknown), 'tax', 'unmet_authentication_requirements')
})

for (const [over, error] of [
  [{ request: 'e30.e30.' }, 'request_not_supported'],
  [{ request_uri: 'https://tax.example.no/request' }, 'request_uri_not_supported'],
  [{ registration: '{}' }, 'registration_not_supported'],
] as [Fields, string][]) {
  test(`OIDC Core §3.1.2.6 ${Object.keys(over).join()} is ${error}`, async () => {
    refusedTo(await authorize(world, good('tax', over)), 'tax', error)
  })
}

test('OIDC Core §3.1.2.2 what is optional and not built is ignored: display, claims, claims_locales', async () => {
  const over = { display: 'popup', claims: '{"id_token":{"email":{"essential":true}}}', claims_locales: 'nn' }
  assert.ok((await answered(world, 'tax', over)).get('code'))
})

for (const [clientId, algorithm] of [
  ['tax', 'RS256'],
  ['told', 'ES256'],
] as const) {
  test(`OIDC Core §3.1.3.7 the ID token holds before a careful client: ${clientId} by ${algorithm}`, async () => {
    const nonce = 'n "ø" 1'
    const browser = world.browser()
    const began = seconds()
    const code = await logIn(browser, clientId, { nonce })
    world.clock.advance(30_000)
    const token = await idTokenOf(clientId, code)
    const claims = await checked(token, clientId, algorithm)
    assert.deepEqual(
      [claims['nonce'], claims['auth_time'], claims.iat, claims.exp, claims['azp']],
      [nonce, began, began + 30, began + 150, undefined],
    )
    assert.deepEqual([claims['acr'], claims['amr']], ['idporten-loa-high', ['TestID']])
    assert.equal(claims['pid'], number(0))
    assert.match(claims.sub ?? '', /^[\x21-\x7e]{1,255}$/)
    world.clock.advance(120_001)
    await assert.rejects(checked(token, clientId, algorithm), /exp/)
  })
}

test('OIDC Core §3.1.2.1 without a nonce there is none', async () => {
  const { id } = await tokensFor(world, 'tax', { nonce: undefined })
  assert.ok(!('nonce' in claimsOf(id)))
})

test('OIDC Core §3.1.3.7 each ID token is one of its own, and none is for another client', async () => {
  const [one, two] = [await tokensFor(world, 'tax'), await tokensFor(world, 'tax')]
  assert.notEqual(claimsOf(one.id)['jti'], claimsOf(two.id)['jti'])
  await assert.rejects(checked(one.id, 'library'), /aud/)
})

test('OIDC Core §8.1 the subject is the client’s own for a person, and stays', async () => {
  const subjectOf = async (clientId: string, index: number): Promise<unknown> =>
    claimsOf((await tokensFor(world, clientId, { login_hint: hint(world, index) })).id)['sub']
  const first = await subjectOf('tax', 0)
  world.clock.advance(24 * 60 * minute)
  assert.equal(await subjectOf('tax', 0), first)
  const all = [first, await subjectOf('tax', 3), await subjectOf('library', 0), await subjectOf('health', 0)]
  assert.equal(new Set(all).size, 4)
  assert.ok(!all.join().includes(number(0)))
})

test('OIDC Core §10.1.1 after a rotation new tokens hold before the published keys, and so do those of yesterday', async () => {
  const before = (await tokensFor(world, 'tax')).id
  const kid = (token: string): unknown =>
    (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid
  await world.parts.keys.rotate('RS256', 0)
  const after = (await tokensFor(world, 'tax')).id
  assert.notEqual(kid(after), kid(before))
  for (const token of [before, after]) await checked(token, 'tax')
})

test('OIDC Core §3.1.2.4 the page says who asks and at which level, and offers a way back', async () => {
  const visit = await world.browser().get(`/authorize?${query(good('health'))}`)
  assert.match(textOf(visit), /Tjenesten health/)
  assert.ok(linksIn(visit).some((href) => href.endsWith('/test')))
  assert.match(visit.body, /action="\/login\/att_[\w-]{22}\/cancel"/)
})

test('OIDC Core §3.1.2.5 nobody who has not logged in gets a code, whatever the address holds', async () => {
  for (const over of [
    { code: 'x' },
    { sub: 'x' },
    { login_hint: number(0) },
    { login_hint: `pid:${number(0)}` },
  ] as Fields[])
    assert.equal(atOnce(await authorize(world, good('tax', over))), false)
  assert.ok(await codeFor(world, 'tax'), 'and who has does')
})

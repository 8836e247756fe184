/** OpenID Connect Core 1.0, what a certification tries of a provider beside `oidc-plain.test.ts`: the profile `plain`, each with its refusal. */
import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { type Browser, formIn, landed, type Visit } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { callback, owners, secret } from '../services.ts'
import {
  authorize,
  basic,
  claimsOf,
  fetchOf,
  type Fields,
  good,
  hint,
  query,
  refused,
  refusedHere,
  refusedTo,
  type Reply,
  send,
  signed,
  tokensFor,
  userinfo,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const of = (client_id: string, over: object = {}): object => ({
  client_id,
  client_name: client_id,
  profile: 'plain',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback(client_id)],
  post_logout_redirect_uris: [`https://${client_id}.example.no/bye`],
  grant_types: ['authorization_code', 'refresh_token'],
  minimum_level: 'substantial',
  ...over,
})
const services = [
  of('one'),
  of('two', { token_endpoint_auth_method: 'client_secret_post' }),
  of('keyed', {
    token_endpoint_auth_method: 'private_key_jwt',
    client_secret: undefined,
    jwks: { keys: [{ ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec' }] },
  }),
]
let world: World
worldForAll(
  import.meta.filename,
  [...owners, { org_number: '974761076', name: 'Prøveverket', services }],
  (opened) => (world = opened),
)

const asked = (clientId: string, over: Fields = {}): Fields => ({
  client_id: clientId,
  redirect_uri: callback(clientId),
  response_type: 'code',
  scope: 'openid',
  state: 'st',
  ...over,
})
const asOne = basic('one', secret)
const asTwo: Fields = { client_id: 'two', client_secret: secret }
const redeem = (code: string | null): Promise<Reply> =>
  send(world, '/token', { grant_type: 'authorization_code', code: code ?? '', redirect_uri: callback('one') }, asOne)

/** By pages where they are needed: the browser is logged in from then on. */
async function logIn(browser: Browser, over: Fields = {}): Promise<Reply> {
  const begun = await browser.get(`/authorize?${query(asked('one', over))}`)
  const visit = begun.status === 200 ? await byTestEid(browser, begun, world.people.at(0).number, 'high') : begun
  return redeem(landed(visit).searchParams.get('code'))
}
const idOf = ({ json }: Reply): Record<string, unknown> => claimsOf(String(json['id_token']))
const silent = (browser: Browser, over: Fields = {}) =>
  authorize(world, asked('one', { prompt: 'none', ...over }), { browser })
/** Without pages. */
const straight = async (over: Fields = {}): Promise<Reply> =>
  redeem(landed(await authorize(world, asked('one', { login_hint: hint(world), ...over }))).searchParams.get('code'))
const headerOf = (token: unknown): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(token).split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>

test('OIDC Core §2 a subject of at most 255 characters of ASCII, times in seconds, one audience, and a key that is published', async () => {
  const { json } = await straight()
  const { sub, aud, iat, exp, auth_time } = claimsOf(String(json['id_token']))
  assert.match(String(sub), /^[\x21-\x7e]{1,255}$/)
  assert.equal(aud, 'one')
  for (const time of [iat, exp, auth_time]) assert.ok(Number.isInteger(time))
  const { keys } = (await fetchOf(world, '/jwks.json')).json as { keys: Record<string, unknown>[] }
  const kids = keys.map(({ kid }) => kid)
  assert.equal(new Set(kids).size, kids.length)
  for (const name of ['id_token', 'access_token']) assert.ok(kids.includes(headerOf(json[name])['kid']), name)
  for (const key of keys) for (const secretPart of ['d', 'p', 'q', 'k']) assert.equal(secretPart in key, false)
})

test('OIDC Core §3.1.3.3 token answers, right and wrong, are JSON that nobody keeps', async () => {
  for (const reply of [await straight(), await redeem('nothing')]) {
    assert.match(reply.headers.get('content-type') ?? '', /^application\/json\b/)
    assert.deepEqual([reply.headers.get('cache-control'), reply.headers.get('pragma')], ['no-store', 'no-cache'])
  }
})

test('OIDC Core §5.5.1 name, asked for as essential, stands in userinfo alone; without profile registered it is left out', async () => {
  const claims = JSON.stringify({ userinfo: { name: { essential: true } } })
  const { json } = await straight({ claims })
  const told = (await userinfo(world, String(json['access_token']))).json
  assert.deepEqual(Object.keys(told).toSorted(), ['name', 'sub'])
  assert.match(String(told['name']), /\S \S/)
  assert.equal('name' in claimsOf(String(json['id_token'])), false)
  const inId = await straight({ claims: JSON.stringify({ id_token: { name: null } }) })
  assert.equal(idOf(inId)['name'], told['name'])
  assert.deepEqual(Object.keys((await userinfo(world, String(inId.json['access_token']))).json), ['sub'])
})

test('OIDC Core §5.4 profile tells the name, whole and in parts; ID-porten’s clients have the parts', async () => {
  const { json } = await straight({ scope: 'openid profile' })
  const told = (await userinfo(world, String(json['access_token']))).json
  assert.equal(told['name'], `${String(told['given_name'])} ${String(told['family_name'])}`)
  const tax = (await userinfo(world, (await tokensFor(world, 'tax')).access)).json
  assert.deepEqual(['given_name' in tax, 'name' in tax], [true, false])
})

test('OIDC Core §3.1.2.1 prompt=login: auth_time goes on, and prompt=none answers with the later one', async () => {
  const browser = world.browser()
  const first = idOf(await logIn(browser))
  world.clock.advance(1500)
  const second = idOf(await logIn(browser, { prompt: 'login' }))
  assert.ok(Number(second['auth_time']) > Number(first['auth_time']))
  assert.equal(second['sub'], first['sub'])
  const third = idOf(await redeem(landed(await silent(browser)).searchParams.get('code')))
  assert.equal(third['auth_time'], second['auth_time'])
})

test('OIDC Core §3.1.2.1 max_age: 1 asks again after a moment, 10000 does not', async () => {
  const browser = world.browser()
  const first = idOf(await logIn(browser))
  world.clock.advance(2000)
  const still = idOf(
    await redeem(
      landed(await authorize(world, asked('one', { max_age: '10000' }), { browser })).searchParams.get('code'),
    ),
  )
  assert.equal(still['auth_time'], first['auth_time'])
  refusedTo(await silent(browser, { max_age: '1' }), 'one', 'login_required')
  assert.ok(Number(idOf(await logIn(browser, { max_age: '1' }))['auth_time']) > Number(first['auth_time']))
})

test('OIDC Core §3.1.2.1 id_token_hint with prompt=none: for the person who is logged in, and for no other', async () => {
  const browser = world.browser()
  const mine = String((await logIn(browser)).json['id_token'])
  assert.ok(landed(await silent(browser, { id_token_hint: mine })).searchParams.get('code'))
  const other = String((await straight({ login_hint: hint(world, 1) })).json['id_token'])
  refusedTo(await silent(browser, { id_token_hint: other }), 'one', 'login_required')
  refusedTo(await silent(world.browser(), { id_token_hint: mine }), 'one', 'login_required')
})

test('OIDC Core §3.1.2.1 what is only a wish changes nothing: a hint of somebody, languages, display, a level, a word that nobody knows', async () => {
  for (const over of [
    { login_hint: 'buffy@localhost' },
    { ui_locales: 'se' },
    { claims_locales: 'se' },
    { display: 'page' },
    { display: 'popup' },
    { acr_values: '1 2' },
    { acr_values: 'idporten-loa-high' },
    { extra: 'foobar' },
  ])
    assert.equal((await logIn(world.browser(), over)).status, 200, JSON.stringify(over))
})

for (const [what, over, error] of [
  ['no response_type', { response_type: undefined }, 'invalid_request'],
  ['a response type of the implicit flow', { response_type: 'id_token' }, 'unsupported_response_type'],
  ['a response type of the hybrid flow', { response_type: 'code id_token' }, 'unsupported_response_type'],
  ['a request by address', { request_uri: 'https://one.example.no/request.jwt' }, 'request_uri_not_supported'],
  ['a registration', { registration: '{}' }, 'registration_not_supported'],
  ['a request object of a client without keys', { request: `${btoa('{"alg":"none"}')}.e30.` }, 'request_not_supported'],
  ['nobody logged in, and no page to be shown', { prompt: 'none' }, 'login_required'],
] as [string, Fields, string][]) {
  test(`OIDC Core §3.1.2.6 ${what} is ${error}, with state and iss, in the query and as a form`, async () => {
    const told = refusedTo(await authorize(world, asked('one', over)), 'one', error)
    assert.deepEqual([told.get('state'), told.get('iss')], ['st', issuer])
    const posted = formIn(
      await authorize(world, asked('one', { response_mode: 'form_post', ...over })),
      callback('one'),
    )
    assert.deepEqual([posted.fields.get('error'), posted.fields.get('state')], [error, 'st'])
  })
}

test('OIDC Core §3.1.2.6 an address that is not registered is never gone to, whatever else is asked', async () => {
  for (const redirect_uri of ['https://one.example.no/other', undefined])
    for (const over of [{}, { prompt: 'none' }, { response_type: undefined }, { response_mode: 'form_post' }])
      refusedHere(await authorize(world, asked('one', { redirect_uri, ...over })), 'IN-04')
})

/** Browsers send no Lax cookie with a post from another site, and do send it with the GET that follows. */
async function postFromElsewhere(browser: Browser, over: Fields): Promise<Visit> {
  const elsewhere = { origin: 'https://one.example.no', 'sec-fetch-site': 'cross-site', cookie: '' }
  const first = await browser.once('POST', '/authorize', query(asked('one', over)), elsewhere)
  assert.equal(first.status, 303)
  return landed(first).origin === issuer ? browser.once('GET', landed(first).href) : first
}

test('OIDC Core §3.1.2.1 a form of another site: who is logged in is known, and nothing that was posted is in an address', async () => {
  const browser = world.browser()
  const id_token_hint = String((await logIn(browser)).json['id_token'])
  for (const over of [{}, { prompt: 'none', id_token_hint }]) {
    const { code, state } = Object.fromEntries(landed(await postFromElsewhere(browser, over)).searchParams)
    assert.equal(state, 'st')
    assert.equal((await redeem(code ?? null)).status, 200)
  }
  const body = query(asked('one', { id_token_hint, login_hint: 'testid:x' }))
  const sent = await browser.once('POST', '/authorize', body, { 'sec-fetch-site': 'cross-site', cookie: '' })
  assert.deepEqual([...landed(sent).searchParams.keys()], ['client_id', 'request_uri'])
  refusedTo(await postFromElsewhere(world.browser(), { prompt: 'none' }), 'one', 'login_required')
  refusedTo(await postFromElsewhere(browser, { response_type: 'token' }), 'one', 'unsupported_response_type')
  // What is kept is the client's that sent it.
  const { searchParams } = landed(await browser.once('POST', '/authorize', body, { 'sec-fetch-site': 'cross-site' }))
  searchParams.set('client_id', 'two')
  refusedHere(await authorize(world, searchParams.toString(), { browser }), 'IN-01')
})

test('OIDC Form Post §2 a code by form, and tokens for it', async () => {
  const visit = await authorize(world, asked('one', { response_mode: 'form_post', login_hint: hint(world) }))
  assert.equal((await redeem(formIn(visit, callback('one')).fields.get('code') ?? null)).status, 200)
})

test('OIDC Core §12 a refresh: the ID token is of the same login; another client gets nothing for it', async () => {
  const first = await straight({ scope: 'openid offline_access', prompt: 'consent', login_hint: hint(world) })
  const refresh_token = String(first.json['refresh_token'])
  assert.match(refresh_token, /^[\x20-\x7e]+$/)
  const grant = { grant_type: 'refresh_token', refresh_token }
  refused(await send(world, '/token', { ...grant, ...asTwo }), 400, 'invalid_grant')
  world.clock.advance(1000)
  const next = await send(world, '/token', grant, asOne)
  assert.equal(next.status, 200, next.text)
  const [was, is] = [idOf(first), idOf(next)]
  for (const name of ['iss', 'sub', 'aud', 'auth_time']) assert.equal(is[name], was[name], name)
  assert.ok(Number(is['iat']) > Number(was['iat']))
})

test('OIDC Core §9 a secret in the form, for the client that registered it so; a code of another’s is none of its', async () => {
  const code = landed(await authorize(world, asked('two', { login_hint: hint(world) }))).searchParams.get('code')
  refused(await redeem(code), 400, 'invalid_grant')
  const grant = { grant_type: 'authorization_code', code: code ?? '', redirect_uri: callback('two') }
  refused(await send(world, '/token', grant, basic('two', secret)), 401, 'invalid_client')
  assert.equal((await send(world, '/token', { ...grant, ...asTwo })).status, 200)
})

/** An assertion of `keyed` and nothing beside it. */
const alone = (claims: object = {}, key = ec.privateKey): Fields => {
  const now = Math.floor(world.clock.now() / 1000)
  const payload = { iss: 'keyed', sub: 'keyed', aud: issuer, iat: now, exp: now + 60, jti: randomUUID(), ...claims }
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: signed({ alg: 'ES256', kid: 'ec' }, payload, key),
  }
}

test('RFC 7521 §4.2 an assertion says by itself who the client is: at the token endpoint, for introspection and revocation', async () => {
  const { code } = Object.fromEntries(
    landed(await authorize(world, asked('keyed', { login_hint: hint(world) }))).searchParams,
  )
  const grant = { grant_type: 'authorization_code', code: code ?? '', redirect_uri: callback('keyed') }
  refused(
    await send(world, '/token', {
      ...grant,
      ...alone({}, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
    }),
    401,
    'invalid_client',
  )
  const { status, json, text } = await send(world, '/token', { ...grant, ...alone() })
  assert.equal(status, 200, text)
  const token = String(json['access_token'])
  assert.equal((await send(world, '/token/introspect', { token, ...alone() })).json['active'], true)
  assert.equal((await send(world, '/token/revoke', { token, ...alone() })).status, 200)
  assert.equal((await userinfo(world, token)).status, 401)
})

for (const [what, over] of [
  ['a sub that nobody has', () => alone({ sub: 'nobody' })],
  ['the sub of another client, which has a secret', () => alone({ sub: 'one', iss: 'one' })],
  ['the sub of another client that signs', () => alone({ sub: 'tax', iss: 'tax' })],
  ['no sub', () => alone({ sub: undefined })],
  ['a sub that is no text', () => alone({ sub: ['keyed'] })],
  ['no token at all', () => ({ ...alone(), client_assertion: 'x' })],
  ['a payload that is no JSON', () => ({ ...alone(), client_assertion: 'e30.AAAA.AAAA' })],
] as [string, () => Fields][]) {
  test(`RFC 7521 §4.2 refused: an assertion without client_id, with ${what}`, async () => {
    const reply = await send(world, '/token', { grant_type: 'authorization_code', code: 'x', ...over() })
    assert.ok([400, 401].includes(reply.status))
    assert.match(String(reply.json['error']), /^invalid_(client|request)$/)
  })
}

test('OIDC RP-Initiated Logout §2 after a logout nobody is logged in', async () => {
  const browser = world.browser()
  const id_token_hint = String((await logIn(browser)).json['id_token'])
  assert.ok(landed(await silent(browser)).searchParams.get('code'))
  const back = { id_token_hint, post_logout_redirect_uri: 'https://one.example.no/bye', state: 'out' }
  const visit = await browser.get(`/logout?${query(back)}`)
  assert.equal(landed(visit).href, 'https://one.example.no/bye?state=out')
  refusedTo(await silent(browser), 'one', 'login_required')
})

test('OIDC Core §3.1.2.1 a client of ID-porten’s profile beside it follows ID-porten: no scope openid, no level known, no PKCE are refused', async () => {
  refusedTo(await authorize(world, good('tax', { scope: 'profile' })), 'tax', 'invalid_scope')
  refusedTo(await authorize(world, good('tax', { acr_values: '1 2' })), 'tax', 'unmet_authentication_requirements')
  refusedTo(await authorize(world, asked('tax')), 'tax', 'invalid_request')
})

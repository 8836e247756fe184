/** RFC 9700 §4, the attacks in which something was stolen, slipped in, or made to look like something else. The rest is in `rfc9700.test.ts`, refresh tokens in `rfc6749-refresh.test.ts`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkServices, ServiceFaults } from '#services/file.ts'
import { ath, otherProofKey, proof, type ProofParts } from '#oidc/test-proofs.ts'
import { formsIn, landed } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { begun, refresh, refreshed } from '../refresh.ts'
import { call, RestServer, restService } from '../rest.ts'
import { callback, owners, secret } from '../services.ts'
import {
  answered,
  authorize,
  basic,
  claimsOf,
  codeFor,
  exchange,
  fetchOf,
  good,
  hint,
  query,
  refused,
  refusedTo,
  type Reply,
  send,
  tokensFor,
  userinfo,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'
import { apiOwner, called, introspect, resource, resourceServer } from './apis.ts'

let world: World
const owner = { org_number: '974761076', name: 'Etaten', services: [restService('rest'), restService('rest-too')] }
worldForAll(import.meta.filename, [...owners, apiOwner, owner], (opened) => {
  world = opened
  // A store that was just found empty trusts no proof of before.
  world.clock.advance(20_000)
})

test('RFC 9700 §4.3.1 a code in the browser’s history is used up, and too old after a minute', async () => {
  const used = await codeFor(world, 'tax')
  assert.equal((await exchange(world, 'tax', used)).status, 200)
  refused(await exchange(world, 'tax', used), 400, 'invalid_grant')
  const late = await codeFor(world, 'tax')
  world.clock.advance(60_000)
  refused(await exchange(world, 'tax', late), 400, 'invalid_grant')
  // And who wants none there asks for a form.
  const page = await authorize(world, good('tax', { response_mode: 'form_post', login_hint: hint(world) }))
  assert.ok(formsIn(page)[0]?.fields.get('code'))
  assert.equal(page.headers.get('location'), null)
})

test('RFC 9700 §4.3.2 an access token stands in no address: none is answered with, none is taken from one', async () => {
  for (const response_type of ['token', 'code token', 'id_token token'])
    refusedTo(await authorize(world, good('tax', { response_type })), 'tax', 'unsupported_response_type')
  const { access } = await tokensFor(world, 'tax')
  for (const path of ['/userinfo', '/token/introspect', '/token/revoke'])
    assert.ok((await fetchOf(world, `${path}?access_token=${access}&token=${access}`)).status >= 400, path)
})

test('RFC 9700 §4.5 a stolen code that is slipped into another login: the verifier is another, and so is the nonce', async () => {
  const mine = 'the-verifier-of-the-login-that-the-thief-began-themself'
  const victims = await codeFor(world, 'spa')
  refused(await exchange(world, 'spa', victims, { code_verifier: mine }), 400, 'invalid_grant')
  // Where a client may leave out PKCE its nonce tells: it is that of the victim's login, never the thief's.
  const unproved = { code_challenge: undefined, code_challenge_method: undefined, nonce: 'of-the-victim' }
  const { json } = await exchange(world, 'old', await codeFor(world, 'old', unproved), { code_verifier: undefined })
  assert.equal(claimsOf(String(json['id_token']))['nonce'], 'of-the-victim')
})

test('RFC 9700 §4.5 a code is good for its client and its redirect address alone', async () => {
  refused(await exchange(world, 'health', await codeFor(world, 'library')), 400, 'invalid_grant')
  const elsewhere = { redirect_uri: callback('health') }
  refused(await exchange(world, 'library', await codeFor(world, 'library'), elsewhere), 400, 'invalid_grant')
})

test('RFC 9700 §4.6 an access token cannot be slipped into an answer: there is no answer that holds one', async () => {
  for (const mode of ['query', 'form_post', 'jwt']) {
    const visit = await authorize(world, good('tax', { response_mode: mode, login_hint: hint(world) }))
    const fields = mode === 'form_post' ? formsIn(visit)[0]?.fields : new Map(landed(visit).searchParams)
    const names = [...(fields?.keys() ?? []), ...Object.keys(claimsOf(fields?.get('response') ?? 'x.e30.x'))]
    assert.ok(names.length > 0)
    assert.ok(!names.some((name) => name.endsWith('token')), mode)
  }
})

test('RFC 9700 §4.7 a login that another site began for the user is told by its state; forms of the login take nothing from there', async () => {
  assert.equal((await answered(world, 'tax', { state: 'of-the-attacker' })).get('state'), 'of-the-attacker')
  assert.equal((await answered(world, 'tax', { state: undefined })).get('state'), null)
  const browser = world.browser()
  const chooser = await browser.get(`/authorize?${query(good('tax'))}`)
  const page = await browser.click(chooser, '/test')
  const form = formsIn(page).find(({ action }) => action.includes('/test'))
  assert.ok(form)
  const fields = query({ ...Object.fromEntries(form.fields), number: world.people.at(0).number, level: 'high' })
  const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
  const from = (origin: string): Promise<Reply> =>
    send(world, new URL(form.action, issuer).pathname, fields, { cookie, origin, 'sec-fetch-site': 'cross-site' })
  assert.equal((await from('https://evil.example')).status, 403)
  assert.ok(landed(await byTestEid(browser, chooser, world.people.at(0).number, 'high')).searchParams.get('code'))
})

/** A token that is bound to a key, of a client that brought a proof. */
async function bound(clientId: string): Promise<string> {
  const { fields, headers } = { fields: {}, headers: basic(clientId, secret) }
  const grant = {
    grant_type: 'authorization_code',
    code: await codeFor(world, clientId),
    redirect_uri: callback(clientId),
    code_verifier: 'a-verifier-of-forty-three-characters-or-more',
  }
  const dpop = proof({ at: world.clock.now(), htu: `${issuer}/token` })
  const { json, text } = await send(world, '/token', { ...grant, ...fields }, { ...headers, dpop })
  assert.equal(json['token_type'], 'DPoP', text)
  return String(json['access_token'])
}

test('RFC 9700 §4.9.1 §4.10.1 who got a bound token by a false API, or stole it, cannot use it without the key', async () => {
  const token = await bound('health')
  const shown = { at: world.clock.now(), htm: 'GET', htu: `${issuer}/userinfo`, claims: { ath: ath(token) } }
  const ask = (parts: ProofParts): Promise<Reply> =>
    fetchOf(world, '/userinfo', { authorization: `DPoP ${token}`, dpop: proof(parts) })
  assert.equal((await userinfo(world, token)).status, 401)
  assert.equal((await ask({ ...shown, key: otherProofKey })).status, 401)
  // What the false API was shown was for its own address.
  assert.equal((await ask({ ...shown, htu: 'https://evil.example/userinfo' })).status, 401)
  assert.equal((await ask(shown)).status, 200)
})

test('RFC 9700 §4.9.2 §4.10.2 a token that one API was sent opens no other: it says for whom it is', async () => {
  const server = await resourceServer(world)
  const scope = 'openid register:read'
  const codeOf = async (over: object): Promise<string> =>
    String((await exchange(world, 'portal', await codeFor(world, 'portal', { scope, ...over }))).json['access_token'])
  assert.equal((await called(server, await codeOf({ resource }))).status, 200)
  assert.equal((await called(server, await codeOf({ resource: 'https://other.example.no/' }))).status, 401)
  assert.equal((await called(server, await codeOf({}))).status, 401)
  const asked = { grant_type: 'client_credentials', scope: 'signicat-api' }
  const machines = async (over: object): Promise<string> =>
    String((await send(world, '/token', { ...asked, ...over }, basic('rest', secret))).json['access_token'])
  const begin = (token: string): Promise<Reply> =>
    call(world, token, 'POST', '/auth/rest/sessions', new RestServer(world, 'rest').asks())
  assert.equal((await begin(await machines({}))).status, 200)
  assert.equal((await begin(await machines({ resource: 'https://other.example.no/' }))).status, 401)
})

test('RFC 9700 §4.9.3 an API that must not know is told nothing of a token that it found', async () => {
  const { access } = await tokensFor(world, 'portal', { scope: 'openid register:read' })
  assert.deepEqual((await introspect(world, 'elsewhere', access)).json, { active: false })
  assert.equal((await introspect(world, 'register', access)).json['active'], true)
})

test('RFC 9700 §4.13 what a proxy says is never taken from whoever says it', async () => {
  for (const headers of [
    { forwarded: 'host=evil.example;proto=https' },
    { 'x-forwarded-host': 'evil.example' },
    { 'x-forwarded-for': '127.0.0.1' },
  ])
    assert.equal((await fetchOf(world, '/.well-known/openid-configuration', headers)).status, 421)
  const headers = { 'x-ssl-client-cert': 'x', 'ssl-client-verify': 'SUCCESS', 'client-cert': ':AAAA:', 'x-user': 'tax' }
  const grant = { grant_type: 'authorization_code', code: 'x', client_id: 'health' }
  refused(await send(world, '/token', grant, headers), 401, 'invalid_client')
})

test('RFC 9700 §4.14.2 a stolen refresh token: bound to its client, its scopes and its resources, over with the session', async () => {
  const browser = world.browser()
  const first = await begun(world, 'again-long', {}, browser)
  refused(await refresh(world, 'again', first.refresh), 400, 'invalid_grant')
  refused(
    await refresh(world, 'again-long', first.refresh, { scope: 'openid profile prove:ting' }),
    400,
    'invalid_scope',
  )
  refused(await refresh(world, 'again-long', first.refresh, { resource }), 400, 'invalid_target')
  const second = await refreshed(world, 'again-long', first)
  await browser.get('/logout?client_id=again-long')
  refused(await refresh(world, 'again-long', second.refresh), 400, 'invalid_grant')
})

test('RFC 9700 §4.15 a client is never taken for a user, nor its token for a user’s', async () => {
  const asked = { grant_type: 'client_credentials', scope: 'signicat-api', resource: issuer }
  const own = String((await send(world, '/token', asked, basic('rest', secret))).json['access_token'])
  assert.equal(claimsOf(own)['sub'], 'rest')
  for (const claim of ['pid', 'acr', 'auth_time']) assert.ok(!(claim in claimsOf(own)), claim)
  assert.equal((await userinfo(world, own)).status, 403)
  // Subjects have a shape of their own, and no client is registered with a name of it.
  const { id } = await tokensFor(world, 'tax')
  const subject = String(claimsOf(id)['sub'])
  assert.match(subject, /^[\w-]{43}$/)
  const named = subject.replace(/^[^A-Za-z0-9]/, 'x')
  assert.throws(
    () => checkServices([{ ...owner, services: [restService(named)] }], { world: 'twin', eids: [] }),
    (error: unknown) => error instanceof ServiceFaults && /must not be 43 characters/.test(error.faults.join()),
  )
})

test('RFC 9700 §4.15 one client’s session at the REST door is another’s in no way', async () => {
  const made = await new RestServer(world, 'rest').make()
  const other = new RestServer(world, 'rest-too')
  for (const [method, path] of [
    ['GET', `/auth/rest/sessions/${made.id}`],
    ['POST', `/auth/rest/sessions/${made.id}/cancel`],
  ] as const)
    assert.equal((await other.call(method, path)).status, 404)
})

test('RFC 9700 §4.17 no answer goes through the browser’s messages between windows', async () => {
  refusedTo(await authorize(world, good('tax', { response_mode: 'web_message' })), 'tax', 'invalid_request')
  const browser = world.browser()
  const page = await browser.get(`/authorize?${query(good('tax'))}`)
  assert.doesNotMatch(page.body, /postMessage|window\.opener/)
})

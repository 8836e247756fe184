import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test, { after, before, beforeEach } from 'node:test'
import { written } from '#db/written.ts'
import type { LogoutRequest } from '#oidc/ports.ts'
import { issuer, otherPair, testClient } from '#oidc/test-clients.ts'
import { testProvider, type TestProvider } from '#oidc/test-provider.ts'
import { assertion, body, codeFor, exchange, type Fields, get, post, signed } from '#oidc/test-requests.ts'

let p: TestProvider
let hint: string
let hintWithSid: string
before(async () => {
  p = await testProvider()
  hint = String((await body(await post(p, '/token', exchange(await codeFor(p, 'post')))))['id_token'])
  const jwt = { ...exchange(await codeFor(p, 'jwt')), client_secret: '', ...assertion() }
  hintWithSid = String((await body(await post(p, '/token', jwt)))['id_token'])
  p.clock.advance(3600_000)
})
after(() => p.close())
beforeEach(() => void (p.state.logouts.length = 0))

const bye = 'https://service.example.no/bye'

/** Follows our own 303, as a browser does. */
async function logout(fields: Fields, method: 'GET' | 'POST' = 'GET'): Promise<LogoutRequest | undefined> {
  const first = method === 'GET' ? await get(p, '/logout', fields) : await post(p, '/logout', fields)
  const location = first.headers.get('location')
  if (location !== null) {
    assert.equal(first.status, 303)
    assert.ok(location.startsWith(`${issuer}/logout?continue=`), location)
    assert.equal(p.state.logouts.length, 0)
    await p.routes.request(location)
  }
  assert.equal(p.state.logouts.length, 1)
  return p.state.logouts[0]
}

type Row = readonly [
  what: string,
  fields: () => Fields,
  expected: { clientId?: string; sid?: string; returnTo?: string; uiLocales?: readonly string[] },
]
const sid = 's'.repeat(43)
const rows: readonly Row[] = [
  ['nothing at all', () => ({}), {}],
  ['a hint, though expired', () => ({ id_token_hint: hint }), { clientId: 'post' }],
  ['a hint that names the session', () => ({ id_token_hint: hintWithSid, logout_hint: 'x' }), { clientId: 'jwt', sid }],
  [
    'hint, address and state',
    () => ({ id_token_hint: hint, post_logout_redirect_uri: bye, state: 'a b' }),
    { clientId: 'post', returnTo: `${bye}?state=a%20b` },
  ],
  [
    'client and address without hint',
    () => ({ client_id: 'post', post_logout_redirect_uri: bye }),
    { clientId: 'post', returnTo: bye },
  ],
  ['an address without client leads nowhere', () => ({ post_logout_redirect_uri: bye }), {}],
  ['languages that the service would like', () => ({ ui_locales: 'nn en' }), { uiLocales: ['nn', 'en'] }],
  ['an unknown client', () => ({ client_id: 'nobody', post_logout_redirect_uri: bye }), {}],
  [
    'an address that is not registered leads nowhere',
    () => ({ client_id: 'post', post_logout_redirect_uri: `${bye}/` }),
    { clientId: 'post' },
  ],
  [
    'the login’s address is none for logout',
    () => ({ client_id: 'post', post_logout_redirect_uri: 'https://service.example.no/callback' }),
    { clientId: 'post' },
  ],
  [
    'a hint of another client than named leads nowhere',
    () => ({ client_id: 'other', id_token_hint: hint, post_logout_redirect_uri: bye }),
    {},
  ],
  [
    'a hint that is none leads nowhere',
    () => ({ client_id: 'post', id_token_hint: 'x', post_logout_redirect_uri: bye }),
    {},
  ],
  [
    'a hint that others signed leads nowhere',
    () => ({
      id_token_hint: signed(
        { alg: 'ES256', kid: 'es' },
        { iss: issuer, aud: 'post', sub: 'x', sid: 'x' },
        otherPair.privateKey,
      ),
      post_logout_redirect_uri: bye,
    }),
    {},
  ],
  [
    'a state that is not printable leads nowhere',
    () => ({ client_id: 'post', post_logout_redirect_uri: bye, state: 'a\nb' }),
    { clientId: 'post' },
  ],
]
for (const [what, fields, expected] of rows) {
  for (const method of ['GET', 'POST'] as const) {
    test(`E9 logout by ${method}: ${what}`, async () => {
      const request = await logout(fields(), method)
      // ID-porten's clients ask nobody; who says nothing of itself is met as the services of the session want it.
      const known = 'id_token_hint' in fields() || fields()['client_id'] === 'post'
      assert.equal(request?.manner, known ? 'at once' : 'of the session')
      assert.deepEqual(compact(request), expected)
    })
  }
}
/** Without where it can be had again, and how it is met. */
function compact(request: LogoutRequest | undefined): unknown {
  return JSON.parse(JSON.stringify({ ...request, again: undefined, manner: undefined, sub: undefined }))
}

test('E9 a hint tells the subject, and a request that was parked where it can be had again', async () => {
  const hinted = await logout({ id_token_hint: hint })
  assert.match(hinted?.sub ?? '', /^[\w-]{43}$/)
  assert.match(hinted?.again ?? '', /^\/logout\?continue=[\w-]{43}$/)
  p.state.logouts.length = 0
  const bare = await logout({ client_id: 'post' })
  assert.deepEqual([bare?.sub, bare?.again], [undefined, undefined])
})

test('E9 clients of the other profiles have their users asked: the request can be had again, however it came', async () => {
  const client = testClient('plain', { profile: 'plain' })
  const other = await testProvider({
    clients: {
      find: (id) => (id === 'plain' ? client : undefined),
      active: () => ({ query: written('select 1')() }),
    },
  })
  const sent = { client_id: 'plain', post_logout_redirect_uri: bye }
  for (const first of [await get(other, '/logout', sent), await post(other, '/logout', sent)])
    await other.routes.request(first.headers.get('location') ?? '')
  for (const request of other.state.logouts) {
    assert.deepEqual([request.manner, request.returnTo], ['asked', bye])
    assert.match(request.again ?? '', /^\/logout\?continue=/)
  }
  assert.equal(other.state.logouts.length, 2)
  // A hint that is none vouches for nothing, and does not make the question go away.
  const forged = await get(other, '/logout', { client_id: 'plain', id_token_hint: 'x' })
  await other.routes.request(forged.headers.get('location') ?? '')
  assert.deepEqual([other.state.logouts[2]?.manner, other.state.logouts[2]?.clientId], ['asked', undefined])
  await other.close()
})

test('an identity number in a hint does not stay in the address', async () => {
  const response = await get(p, '/logout', { id_token_hint: hint })
  assert.equal(response.status, 303)
  assert.equal(response.headers.get('cache-control'), 'no-store')
  assert.equal((response.headers.get('location') ?? '').includes('eyJ'), false)
})

test('a post is answered with a GET, which the cookie comes with', async () => {
  assert.equal((await post(p, '/logout', { client_id: 'post' })).status, 303)
})

test('a logout may be reloaded, and ends on a page when it is too old', async () => {
  const location = (await post(p, '/logout', {})).headers.get('location') ?? ''
  for (const _time of [1, 2]) assert.equal((await p.routes.request(location)).status, 200)
  p.clock.advance(301_000)
  assert.match(await (await p.routes.request(location)).text(), /^IN-01 /)
})

test('a parameter twice is shown as a page', async () => {
  const twice = await get(
    p,
    '/logout',
    `client_id=post&client_id=post&post_logout_redirect_uri=${encodeURIComponent(bye)}`,
  )
  assert.match(await twice.text(), /^IN-04 /)
  assert.equal(p.state.logouts.length, 0)
})

test('no payload for open redirects is returned to', async () => {
  const payloads = readFileSync(new URL('../../../test/vectors/open-redirects.txt', import.meta.url), 'utf8').split(
    '\n',
  )
  for (const payload of payloads) {
    p.state.logouts.length = 0
    await get(p, '/logout', { client_id: 'post', post_logout_redirect_uri: payload })
    assert.equal(p.state.logouts[0]?.returnTo, undefined, payload)
  }
})

import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { callback, secret } from '#oidc/test-clients.ts'
import { testProvider, type TestProvider } from '#oidc/test-provider.ts'
import { assertion, body, type Fields, get, good, post, sentBack } from '#oidc/test-requests.ts'

let p: TestProvider
before(async () => void (p = await testProvider()))
after(() => p.close())

const push = (over: Fields = {}): Promise<Response> => post(p, '/par', good('post', { client_secret: secret, ...over }))
const pushed = async (over: Fields = {}): Promise<string> => String((await body(await push(over)))['request_uri'])

test('RFC 9126 §2.2 a pushed request gets an address for 120 seconds', async () => {
  const response = await push()
  assert.equal(response.status, 201)
  assert.equal(response.headers.get('cache-control'), 'no-store')
  const answer = await body(response)
  assert.match(String(answer['request_uri']), /^urn:idporten:[\w-]{43}$/)
  assert.equal(answer['expires_in'], 120)
})

test('the address and the client are all that counts at the authorization endpoint', async () => {
  const uri = await pushed({ acr_values: 'loa:high', login_hint: 'hint' })
  const response = await get(p, '/authorize', {
    client_id: 'post',
    request_uri: uri,
    acr_values: 'loa:low',
    state: 'other',
  })
  const back = sentBack(response)
  assert.ok(back['code'])
  assert.equal(back['state'], 'st=1&2')
  const request = p.state.started.at(-1)
  assert.deepEqual([request?.level, request?.loginHint, request?.redirectUri], ['high', 'hint', callback])
  assert.match(request?.pushed ?? '', /^[\w-]{43}$/)
})

test('security.md 18 any browser may open it, one answer alone is written', async () => {
  const uri = await pushed()
  const first = await get(p, '/authorize', { client_id: 'post', request_uri: uri })
  assert.ok(sentBack(first)['code'])
  const began = p.state.started.length
  const second = await get(p, '/authorize', { client_id: 'post', request_uri: uri })
  assert.equal(p.state.started.length, began + 1)
  assert.equal(await second.text(), 'IN-01 request-used')
})

const refused: readonly (readonly [what: string, over: Fields, status: number, error: string])[] = [
  ['an address inside', { request_uri: 'urn:idporten:x' }, 400, 'invalid_request'],
  ['a redirect address that is not registered', { redirect_uri: 'https://evil.example' }, 400, 'invalid_request'],
  ['an empty redirect address', { redirect_uri: '' }, 400, 'invalid_request'],
  ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
  ['a wrong response type', { response_type: 'token' }, 400, 'unsupported_response_type'],
  ['only unknown levels', { acr_values: 'x' }, 400, 'unmet_authentication_requirements'],
  ['a request object', { request: 'x' }, 400, 'request_not_supported'],
]
for (const [what, over, status, error] of refused) {
  test(`not pushed: ${what}`, async () => {
    const response = await push(over)
    assert.equal(response.status, status)
    assert.equal((await body(response))['error'], error)
  })
}

test('not pushed: a parameter twice', async () => {
  const response = await post(
    p,
    '/par',
    `${new URLSearchParams(good('post', { client_secret: secret })).toString()}&scope=openid`,
  )
  assert.deepEqual([response.status, (await body(response))['error']], [400, 'invalid_request'])
})

test('unknown, expired and other clients’ addresses end on a page', async () => {
  const uri = await pushed()
  const unknown = await get(p, '/authorize', { client_id: 'post', request_uri: `urn:idporten:${'x'.repeat(43)}` })
  assert.match(await unknown.text(), /^IN-01 invalid_request: /)
  const others = await get(p, '/authorize', { client_id: 'other', request_uri: uri })
  assert.match(await others.text(), /^IN-01 /)
  for (const fields of [{ request_uri: uri }, { request_uri: uri, client_id: 'nobody' }] as Fields[]) {
    assert.match(await (await get(p, '/authorize', fields)).text(), /^IN-04 /)
  }
  assert.match(await (await get(p, '/authorize', `client_id=post&client_id=post&request_uri=${uri}`)).text(), /^IN-04 /)
  p.clock.advance(121_000)
  assert.match(await (await get(p, '/authorize', { client_id: 'post', request_uri: uri })).text(), /^IN-01 /)
})

test('what is pushed lies sealed in the store', async () => {
  await pushed({ login_hint: 'testid:canary', state: 'canary' })
  const rows = await p.hot
    .ping()
    .then(() => p.database.raw<{ value: string }>("select value from hot where key like 'par:%'", []))
  assert.ok(rows.length > 0)
  assert.ok(rows.every(({ value }) => !value.includes('canary')))
})

test('private_key_jwt at the pushing endpoint: its own address is an audience', async () => {
  const aud = 'https://login.example.no/par'
  const fields = { ...good('jwt'), ...assertion({ aud, iat: p.clock.now() / 1000, exp: p.clock.now() / 1000 + 60 }) }
  assert.equal((await post(p, '/par', fields)).status, 201)
})

/** RFC 6749, The OAuth 2.0 Authorization Framework: the authorization code grant. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { landed } from '../browser.ts'
import { callback, owners, secret } from '../services.ts'
import {
  answered,
  assertion,
  atOnce,
  authorize,
  basic,
  claimsOf,
  codeFor,
  exchange,
  fetchOf,
  type Fields,
  good,
  hint,
  query,
  refused,
  refusedHere,
  refusedTo,
  send,
  userinfo,
  verifier,
} from '../wire.ts'
import { type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))

const never = `${'g'.repeat(22)}.${'s'.repeat(22)}`

for (const method of ['GET', 'POST'] as const) {
  test(`RFC 6749 §3.1 a request by ${method} begins a login`, async () => {
    const visit = await authorize(world, good('tax'), { method })
    assert.equal(visit.status, 303)
    assert.match(visit.headers.get('location') ?? '', /^\/login\/att_[\w-]{22}$/)
  })
}

for (const name of ['response_type', 'scope', 'nonce', 'code_challenge', 'prompt', 'unheard_of']) {
  test(`RFC 6749 §3.1 the parameter ${name} sent twice is refused`, async () => {
    const twice = `${query(good('tax', { [name]: good('tax')[name] ?? 'x' }))}&${name}=x`
    for (const method of ['GET', 'POST'] as const)
      refusedTo(await authorize(world, twice, { method }), 'tax', 'invalid_request')
  })
}

for (const name of ['client_id', 'redirect_uri']) {
  test(`RFC 6749 §3.1 ${name} sent twice is shown, for nobody can tell where to send it`, async () => {
    for (const value of [good('tax')[name] ?? '', 'https://evil.example/'])
      refusedHere(await authorize(world, `${query(good('tax'))}&${name}=${encodeURIComponent(value)}`), 'IN-04')
  })
}

test('RFC 6749 §3.1 a state sent twice is refused and neither of them returned', async () => {
  const back = refusedTo(await authorize(world, `${query(good('tax'))}&state=other`), 'tax', 'invalid_request')
  assert.equal(back.get('state'), null)
})

test('RFC 6749 §3.1 an empty parameter is as if it was not sent, an unknown one is ignored', async () => {
  const back = await answered(world, 'tax', { state: '', acr_values: '', max_age: '', unheard_of: 'x' })
  assert.ok(back.get('code'))
  assert.equal(back.get('state'), null)
  refusedTo(await authorize(world, good('tax', { scope: '' })), 'tax', 'invalid_scope')
})

for (const [type, error] of [
  [undefined, 'invalid_request'],
  ['token', 'unsupported_response_type'],
  ['id_token', 'unsupported_response_type'],
  ['code token', 'unsupported_response_type'],
  ['Code', 'unsupported_response_type'],
] as const) {
  test(`RFC 6749 §3.1.1 response_type ${type ?? 'left out'} is ${error}`, async () => {
    const back = refusedTo(await authorize(world, good('tax', { response_type: type })), 'tax', error)
    assert.equal(back.get('state'), 'state-of-the-client')
  })
}

test('RFC 6749 §4.1.2 the code comes with the very state that was sent', async () => {
  for (const state of ['a b&c=d#e%20', 'æøå ✓', '"><script>', '{"a":[1]}', '+', '.'.repeat(4096)]) {
    const back = await answered(world, 'tax', { state })
    assert.equal(back.get('state'), state)
    assert.match(back.get('code') ?? '', /^[\w-]{22}\.[\w-]{22}$/)
  }
})

test('RFC 6749 §4.1.2 a code is good for sixty seconds', async () => {
  const [young, old] = [await codeFor(world, 'library'), await codeFor(world, 'library')]
  world.clock.advance(59_000)
  assert.equal((await exchange(world, 'library', young)).status, 200)
  world.clock.advance(1001)
  refused(await exchange(world, 'library', old), 400, 'invalid_grant')
})

test('RFC 6749 §4.1.2 of fifty that bring one code at once at most one gets tokens, and they are taken back', async () => {
  for (const clientId of ['library', 'tax']) {
    const code = await codeFor(world, clientId)
    const got = await atOnce(
      50,
      () => exchange(world, clientId, code),
      ({ status }) => status === 200,
    )
    assert.ok(got.length <= 1, `${got.length} got tokens`)
    refused(await exchange(world, clientId, code), 400, 'invalid_grant')
    for (const { json } of got) assert.equal((await userinfo(world, String(json['access_token']))).status, 401)
  }
})

for (const [what, fields] of [
  ['an unknown client', { client_id: 'nobody' }],
  ['no client', { client_id: undefined }],
  ['no redirect address', { redirect_uri: undefined }],
  ['an address that is not registered', { redirect_uri: 'https://evil.example/callback' }],
  ['another client’s address', { redirect_uri: callback('library') }],
] as [string, Fields][]) {
  test(`RFC 6749 §4.1.2.1 ${what} is told on a page, never by a redirect`, async () => {
    for (const method of ['GET', 'POST'] as const)
      refusedHere(await authorize(world, good('tax', fields), { method }), 'IN-04')
  })
}

test('RFC 6749 §4.1.2.1 other faults go to the client with its state', async () => {
  for (const [over, error] of [
    [{ scope: 'openid unregistered:right' }, 'invalid_scope'],
    [{ scope: 'profile' }, 'invalid_scope'],
    [{ code_challenge: undefined }, 'invalid_request'],
    [{ max_age: 'soon' }, 'invalid_request'],
    [{ request: 'x.y.z' }, 'request_not_supported'],
  ] as [Fields, string][]) {
    const back = refusedTo(await authorize(world, good('tax', over)), 'tax', error)
    assert.equal(back.get('state'), 'state-of-the-client')
    assert.match(back.get('error_description') ?? '', /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
  }
})

test('RFC 6749 §4.1.3 the code gives tokens to the client that it was issued to', async () => {
  for (const clientId of ['tax', 'health', 'library', 'spa']) {
    const { status, json, headers } = await exchange(world, clientId, await codeFor(world, clientId))
    assert.equal(status, 200)
    // §5.1
    assert.equal(headers.get('content-type'), 'application/json')
    assert.deepEqual([headers.get('cache-control'), headers.get('pragma')], ['no-store', 'no-cache'])
    assert.deepEqual([json['token_type'], json['expires_in'], json['scope']], ['Bearer', 120, 'openid profile'])
    assert.equal(claimsOf(String(json['id_token']))['aud'], clientId)
  }
})

test('RFC 6749 §4.1.3 another client gets nothing for it, and does not spoil it', async () => {
  const code = await codeFor(world, 'library')
  for (const thief of ['health', 'tax', 'spa'])
    refused(await exchange(world, thief, code, { redirect_uri: callback('library') }), 400, 'invalid_grant')
  assert.equal((await exchange(world, 'library', code)).status, 200)
})

for (const [what, redirect] of [
  ['another address', 'https://library.example.no/other'],
  ['an address with something added', `${callback('library')}?x=1`],
  ['no address', undefined],
] as const) {
  test(`RFC 6749 §4.1.3 the code with ${what} is refused`, async () => {
    const code = await codeFor(world, 'library')
    refused(await exchange(world, 'library', code, { redirect_uri: redirect }), 400, 'invalid_grant')
  })
}

for (const [what, over, error] of [
  ['no grant type', { grant_type: undefined }, 'invalid_request'],
  ['no code', { code: undefined }, 'invalid_request'],
  ['the password grant', { grant_type: 'password' }, 'unsupported_grant_type'],
  ['the client credentials grant, not registered', { grant_type: 'client_credentials' }, 'unauthorized_client'],
  ['the refresh grant, not registered', { grant_type: 'refresh_token', refresh_token: 'x' }, 'unauthorized_client'],
  ['a code that never was', {}, 'invalid_grant'],
  ['a code of another form', { code: 'x' }, 'invalid_grant'],
] as [string, Fields, string][]) {
  test(`RFC 6749 §5.2 ${what} is ${error}`, async () => {
    for (const clientId of ['tax', 'library']) refused(await exchange(world, clientId, never, over), 400, error)
  })
}

const wrongSecret = 'not-the-secret-but-of-thirty-two-characters'
for (const [what, fields, headers] of [
  ['an unknown client', { client_id: 'nobody', client_secret: secret }, {}],
  ['a wrong secret in the body', { client_id: 'library', client_secret: wrongSecret }, {}],
  ['a wrong secret in the header', {}, basic('health', wrongSecret)],
  ['an unknown client in the header', {}, basic('nobody', secret)],
  ['a header that cannot be read', {}, { authorization: 'Basic !' }],
  ['a secret in the body of a client that has it in the header', { client_id: 'health', client_secret: secret }, {}],
  ['a secret in the header of a client that has it in the body', {}, basic('library', secret)],
  ['a secret of a client that has a key', { client_id: 'tax', client_secret: secret }, {}],
  ['a confidential client without anything', { client_id: 'library' }, {}],
  ['a public client with a secret', { client_id: 'spa', client_secret: secret }, {}],
] as [string, Fields, Record<string, string>][]) {
  test(`RFC 6749 §5.2 ${what} is invalid_client`, async () => {
    for (const path of ['/token', '/par']) {
      const reply = await send(world, path, { grant_type: 'authorization_code', code: never, ...fields }, headers)
      refused(reply, 401, 'invalid_client')
      const challenged = reply.headers.get('www-authenticate')
      if ('authorization' in headers) assert.match(challenged ?? '', /^Basic realm="/)
      else assert.equal(challenged, null)
    }
  })
}

test('RFC 6749 §2.3 more than one way to authenticate is refused', async () => {
  for (const [fields, headers] of [
    [{ client_id: 'library', client_secret: secret }, basic('library', secret)],
    [{ ...assertion(world), client_secret: secret }, {}],
    [assertion(world), basic('tax', secret)],
  ] as [Fields, Record<string, string>][])
    refused(
      await send(world, '/token', { grant_type: 'authorization_code', ...fields }, headers),
      400,
      'invalid_request',
    )
})

test('RFC 6749 §2.3.1 credentials in the address do not count', async () => {
  const code = await codeFor(world, 'library')
  const grant = { grant_type: 'authorization_code', code, redirect_uri: callback('library'), code_verifier: verifier }
  const address = `/token?${query({ client_id: 'library', client_secret: secret })}`
  refused(await send(world, address, grant), 401, 'invalid_client')
})

test('RFC 6749 §3.2 the token endpoint takes posts of forms alone, each parameter once', async () => {
  const code = await codeFor(world, 'library')
  const fields = {
    grant_type: 'authorization_code',
    client_id: 'library',
    client_secret: secret,
    redirect_uri: callback('library'),
    code_verifier: verifier,
    code,
  }
  const got = await fetchOf(world, `/token?${query(fields)}`)
  assert.deepEqual([got.status, got.headers.get('allow')], [405, 'POST'])
  refused(
    await send(world, '/token', JSON.stringify(fields), { 'content-type': 'application/json' }),
    400,
    'invalid_request',
  )
  for (const name of Object.keys(fields))
    refused(await send(world, '/token', `${query(fields)}&${name}=x`), 400, 'invalid_request')
  assert.equal((await send(world, '/token', fields)).status, 200, 'none of it spent the code')
})

test('RFC 6749 §3.3 scopes in any order, what was granted is told', async () => {
  const code = await codeFor(world, 'library', { scope: 'profile  email openid' })
  assert.equal((await exchange(world, 'library', code)).json['scope'], 'profile openid')
})

test('RFC 6749 §10.5 a code is neither in a page nor in a place that is kept', async () => {
  const visit = await authorize(world, good('tax', { login_hint: hint(world) }))
  const code = landed(visit).searchParams.get('code') ?? ''
  assert.equal(visit.body, '')
  assert.deepEqual(
    [visit.headers.get('cache-control'), visit.headers.get('referrer-policy')],
    ['no-store', 'no-referrer'],
  )
  assert.ok(!world.log.join('\n').includes(code.split('.')[1] ?? ''))
})

test('RFC 6749 §5.2 a request without any client authentication is invalid_client; a secret of nobody lacks its client_id', async () => {
  const grant = { grant_type: 'authorization_code', code: never, redirect_uri: callback('health') }
  for (const path of ['/token', '/par', '/token/revoke', '/token/introspect']) {
    refused(await send(world, path, { ...grant, token: 'x' }), 401, 'invalid_client')
    refused(await send(world, path, { ...grant, token: 'x', client_secret: secret }), 400, 'invalid_request')
    refused(await send(world, path, { ...grant, token: 'x', client_id: 'health' }), 401, 'invalid_client')
  }
})

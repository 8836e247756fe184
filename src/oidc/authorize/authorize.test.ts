import assert from 'node:assert/strict'
import test, { after, before, beforeEach } from 'node:test'
import { callback, challenge, issuer, otherPair, start } from '#oidc/test-clients.ts'
import { testProvider, type TestProvider } from '#oidc/test-provider.ts'
import { body, claimsOf, type Fields, get, good, post, sentBack, signed } from '#oidc/test-requests.ts'
import { type OidcDeps } from '#oidc/deps.ts'
import { LevelTooLow } from '#oidc/authorize/answer.ts'

let p: TestProvider
before(async () => void (p = await testProvider()))
after(() => p.close())
beforeEach(() => {
  p.state.started.length = 0
  p.state.events.length = 0
})

const without = (fields: Fields, ...names: string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))

const now = start / 1000
const ownToken = (claims: object): string =>
  signed(
    { alg: 'ES256', kid: 'es' },
    { iss: issuer, aud: 'post', sub: 'x', exp: now - 9999, ...claims },
    otherPair.privateKey,
  )

/** Shown as a page, never sent: the client or its address cannot be trusted. */
const shown: Readonly<Record<string, string | Fields>> = {
  'no client': without(good('post'), 'client_id'),
  'an unknown client': good('nobody'),
  'no redirect address': without(good('post'), 'redirect_uri'),
  'a redirect address of nobody': good('post', { redirect_uri: 'https://evil.example/cb' }),
  'a redirect address with something added': good('post', { redirect_uri: `${callback}?x=1` }),
  'a redirect address in other case': good('post', { redirect_uri: callback.replace('service', 'Service') }),
  'the client twice': `${new URLSearchParams(good('post')).toString()}&client_id=post`,
  'the redirect address twice': `${new URLSearchParams(good('post')).toString()}&redirect_uri=${encodeURIComponent(callback)}`,
  'a fault at an app’s own scheme': good('app', { redirect_uri: 'no.example.app:/cb', response_type: 'token' }),
}

for (const [what, fields] of Object.entries(shown)) {
  test(`shown as a page: ${what}`, async () => {
    for (const response of [await get(p, '/authorize', fields), await post(p, '/authorize', fields)]) {
      assert.equal(response.headers.get('location'), null)
      assert.equal(response.status, 400)
      assert.match(await response.text(), /^IN-04 (invalid_request|invalid_client|unsupported_response_type): /)
    }
    assert.equal(p.state.started.length, 0)
  })
}

type Sent = readonly [what: string, fields: string | Fields, error: string]
const query = (fields: Fields): string => new URLSearchParams(fields).toString()
const detailed = (clientId: string, detail: object): Fields =>
  good(clientId, { authorization_details: JSON.stringify([detail]) })
const essentialLevel = (...values: string[]): string =>
  JSON.stringify({ id_token: { acr: { essential: true, values } } })
const sentToClient: readonly Sent[] = [
  ['a parameter twice', `${query(good('post'))}&scope=openid`, 'invalid_request'],
  ['an unknown parameter twice', `${query(good('post'))}&x=1&x=1`, 'invalid_request'],
  ['a request object', good('post', { request: 'a.b.c' }), 'request_not_supported'],
  [
    'a request object by address',
    good('post', { request_uri: 'https://service.example.no/r' }),
    'request_uri_not_supported',
  ],
  ['registration', good('post', { registration: '{}' }), 'registration_not_supported'],
  ['details of no type', good('rich', { authorization_details: '[{}]' }), 'invalid_authorization_details'],
  ['details that are no list', good('rich', { authorization_details: '{}' }), 'invalid_authorization_details'],
  ['no details in the list', good('rich', { authorization_details: '[]' }), 'invalid_authorization_details'],
  ['details that nobody knows', detailed('rich', { type: 'acme:new' }), 'invalid_authorization_details'],
  ['details that nobody knows any more', detailed('rich', { type: 'acme:gone' }), 'invalid_authorization_details'],
  ['details not registered', detailed('post', { type: 'acme:pay', amount: 1 }), 'invalid_authorization_details'],
  ['details as their type has them not', detailed('rich', { type: 'acme:pay' }), 'invalid_authorization_details'],
  ['claims that are no JSON', good('post', { claims: '{' }), 'invalid_request'],
  ['claims of another shape', good('post', { claims: '{"id_token":{"acr":"high"}}' }), 'invalid_request'],
  [
    'an essential level nobody knows',
    good('post', { claims: essentialLevel('x') }),
    'unmet_authentication_requirements',
  ],
  [
    'a subject that may be two',
    good('post', { claims: '{"id_token":{"sub":{"values":["a","b"]}}}' }),
    'invalid_request',
  ],
  ['on behalf of a stranger', good('rich', { onbehalfof: 'stranger' }), 'invalid_request'],
  ['on behalf of another client’s customer', good('post', { onbehalfof: 'customer' }), 'invalid_request'],
  ['no response type', without(good('post'), 'response_type'), 'invalid_request'],
  ['response type token', good('post', { response_type: 'token' }), 'unsupported_response_type'],
  ['response type code id_token', good('post', { response_type: 'code id_token' }), 'unsupported_response_type'],
  ['response mode fragment', good('post', { response_mode: 'fragment' }), 'invalid_request'],
  ['no scope', without(good('post'), 'scope'), 'invalid_scope'],
  ['scope without openid', good('post', { scope: 'profile' }), 'invalid_scope'],
  ['a scope that is not registered', good('post', { scope: 'openid acme:things' }), 'invalid_scope'],
  ['a public client without state', without(good('spa'), 'state'), 'invalid_request'],
  ['a state that is too long', good('post', { state: 's'.repeat(4097) }), 'invalid_request'],
  ['no PKCE', without(good('post'), 'code_challenge', 'code_challenge_method'), 'invalid_request'],
  ['a public client without PKCE', without(good('spa'), 'code_challenge', 'code_challenge_method'), 'invalid_request'],
  ['PKCE plain', good('post', { code_challenge_method: 'plain' }), 'invalid_request'],
  ['PKCE without method', without(good('post'), 'code_challenge_method'), 'invalid_request'],
  ['a PKCE method alone', without(good('old'), 'code_challenge'), 'invalid_request'],
  ['a padded challenge', good('post', { code_challenge: `${challenge}=` }), 'invalid_request'],
  [
    'neither PKCE nor nonce',
    without(good('old'), 'code_challenge', 'code_challenge_method', 'nonce'),
    'invalid_request',
  ],
  ['an unknown prompt', good('post', { prompt: 'create' }), 'invalid_request'],
  ['prompt none and login', good('post', { prompt: 'none login' }), 'invalid_request'],
  ['a max_age below zero', good('post', { max_age: '-1' }), 'invalid_request'],
  ['a max_age that is no number', good('post', { max_age: '1e3' }), 'invalid_request'],
  [
    'only eIDs that nobody offers',
    good('post', { acr_values: 'idp:nobody loa:high' }),
    'unmet_authentication_requirements',
  ],
  [
    'only eIDs that are too weak',
    good('post', { acr_values: 'idp:weak loa:high' }),
    'unmet_authentication_requirements',
  ],
  ['only unknown levels', good('post', { acr_values: 'eidas-loa-high urn:x' }), 'unmet_authentication_requirements'],
  ['a hint that is no token', good('post', { id_token_hint: 'a.b.c' }), 'invalid_request'],
  ['a hint that somebody else signed', good('post', { id_token_hint: ownToken({}) }), 'invalid_request'],
  ['a resource that is relative', good('post', { resource: '/api' }), 'invalid_target'],
  ['a resource with a fragment', good('post', { resource: 'https://api.no/#a' }), 'invalid_target'],
]

for (const [what, fields, error] of sentToClient) {
  test(`sent to the client: ${what} is ${error}`, async () => {
    const response = await get(p, '/authorize', fields)
    assert.equal(response.status, 303)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    const back = sentBack(response)
    assert.equal(back['error'], error)
    assert.match(back['error_description'] ?? '', /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
    assert.equal(back['iss'], issuer)
    assert.equal(back['code'], undefined)
    assert.ok((response.headers.get('location') ?? '').startsWith(`${callback}?`))
    const asked = new URLSearchParams(fields)
    assert.equal(back['state'], asked.get('state') ?? undefined)
    assert.equal(p.state.started.length, 0)
  })
}

test('a state that came twice is not sent back', async () => {
  const back = sentBack(await get(p, '/authorize', `${query(good('post'))}&state=other`))
  assert.deepEqual([back['error'], back['state']], ['invalid_request', undefined])
})

test('a fault is posted where the client asked for form_post', async () => {
  const answer = await body(await get(p, '/authorize', good('post', { response_mode: 'form_post', scope: 'profile' })))
  assert.equal(answer['action'], callback)
  const fields = answer['fields'] as Fields
  assert.deepEqual([fields['error'], fields['state'], fields['iss']], ['invalid_scope', 'st=1&2', issuer])
})

test('RFC 9207 the code comes with state and iss, by GET and POST, as query and form', async () => {
  for (const response of [await get(p, '/authorize', good('post')), await post(p, '/authorize', good('post'))]) {
    assert.equal(response.status, 303)
    const { code, state, iss } = sentBack(response)
    assert.match(code ?? '', /^[\w-]{22}\.[\w-]{22}$/)
    assert.deepEqual([state, iss], ['st=1&2', issuer])
  }
  const { action, fields } = await body(await get(p, '/authorize', good('post', { response_mode: 'form_post' })))
  assert.equal(action, callback)
  assert.deepEqual(Object.keys(fields as object), ['code', 'state', 'iss'])
})

test('what was asked reaches the login typed and checked', async () => {
  await get(
    p,
    '/authorize',
    [
      ...Object.entries(
        good('post', {
          acr_values: 'loa:high loa:substantial',
          prompt: 'consent login',
          max_age: '0',
          ui_locales: 'se nb',
        }),
      ),
      ['login_hint', 'hint'],
      ['claims', '{"id_token":{}}'],
      ['resource', 'https://a.no'],
      ['resource', 'https://b.no'],
    ]
      .map(([k, v]) => `${k}=${encodeURIComponent(v ?? '')}`)
      .join('&'),
  )
  assert.deepEqual(p.state.started[0], {
    clientId: 'post',
    redirectUri: callback,
    toApp: false,
    responseMode: 'query',
    scope: ['openid', 'profile'],
    state: 'st=1&2',
    nonce: 'n-1',
    codeChallenge: challenge,
    level: 'substantial',
    vocabulary: 'loa',
    levelNames: ['loa:high', 'loa:substantial'],
    prompt: ['login', 'consent'],
    maxAge: 0,
    uiLocales: ['se', 'nb'],
    loginHint: 'hint',
    hint: undefined,
    pushed: undefined,
    resource: ['https://a.no', 'https://b.no'],
    claims: { idToken: [], userinfo: [], levels: [] },
    authorizationDetails: undefined,
    pseudonymous: false,
    onBehalfOf: undefined,
    dpopJkt: undefined,
    eid: undefined,
    onlyEids: undefined,
  })
})

test('E3 the floor of the service is enforced when the request asks for less', async () => {
  for (const acr of [undefined, 'idporten-loa-substantial', 'loa:substantial']) {
    await get(p, '/authorize', good('high', acr === undefined ? {} : { acr_values: acr }))
  }
  assert.deepEqual(
    p.state.started.map(({ level, vocabulary }) => `${vocabulary} ${level}`),
    ['idporten high', 'idporten high', 'loa high'],
  )
})

test('select_account is a login', async () => {
  for (const prompt of ['select_account', 'consent', 'none']) await get(p, '/authorize', good('post', { prompt }))
  assert.deepEqual(
    p.state.started.map(({ prompt }) => prompt),
    [['login'], ['consent'], ['none']],
  )
})

test('a native client may listen on any port of the loopback address', async () => {
  const response = await get(p, '/authorize', good('app', { redirect_uri: 'http://127.0.0.1:53211/cb' }))
  assert.match(await byButton(response), /^http:\/\/127\.0\.0\.1:53211\/cb\?code=/)
})

test('an app’s own scheme gets its code', async () => {
  const response = await get(p, '/authorize', good('app', { redirect_uri: 'no.example.app:/cb' }))
  assert.match(await byButton(response), /^no\.example\.app:\/cb\?code=/)
})

test('a fault at an app’s loopback address waits for the user’s hand, too', async () => {
  const fields = good('app', { redirect_uri: 'http://127.0.0.1:53211/cb', response_type: 'token' })
  assert.match(await byButton(await get(p, '/authorize', fields)), /^http:\/\/127\.0\.0\.1:53211\/cb\?error=/)
})

/** Where the page's button leads: the browser is sent nowhere by itself. */
async function byButton(response: Response): Promise<string> {
  assert.equal(response.headers.get('location'), null)
  return ((await response.json()) as { location: string }).location
}

test('a body of another kind, or too large, is shown as a page', async () => {
  const json = await post(p, '/authorize', good('post'), { 'content-type': 'application/json' })
  const large = await post(p, '/authorize', good('post', { x: 'x'.repeat(70_000) }))
  for (const response of [json, large]) assert.match(await response.text(), /^IN-04 invalid_request: /)
})

test('I2 an answer below what was asked for is never written, and leaves a trace', async () => {
  const was = p.state.reached
  try {
    for (const level of ['low', 'substantial', 'nonsense', '']) {
      p.state.reached = { ...was, level }
      const response = await get(p, '/authorize', good('post', { acr_values: 'idporten-loa-high' }))
      assert.equal(await response.text(), LevelTooLow.name)
      assert.equal(response.headers.get('location'), null)
      const event = p.state.events.at(-1)
      assert.ok(event?.type === 'login.refused' && event.why === 'level-too-low')
    }
  } finally {
    p.state.reached = was
  }
})

test('nothing is released when the transaction does not hold', async () => {
  const request = { ...(await startedRequest()), responseMode: 'query' } as const
  const outcome = await p.parts.answer(request, p.state.reached, () =>
    Promise.resolve({ ok: false, failed: 'session-ended' }),
  )
  assert.deepEqual(outcome, { ok: false, failed: 'session-ended' })
})

test('a store that is away records nothing', async () => {
  const request = await startedRequest()
  const away: Partial<OidcDeps> = { hot: { ...p.hot, put: () => Promise.reject(new Error('away')) } }
  const broken = await testProvider(away)
  let recorded = false
  await assert.rejects(
    broken.parts.answer(request, p.state.reached, () => {
      recorded = true
      return Promise.resolve({ ok: true })
    }),
    /away/,
  )
  assert.equal(recorded, false)
  await broken.close()
})

async function startedRequest() {
  await get(p, '/authorize', good('post'))
  const request = p.state.started.at(-1)
  assert.ok(request)
  return request
}

test('a hint of our own, also an expired one, says whom the service expects', async () => {
  const tokens = await import('#oidc/test-requests.ts')
  const code = await tokens.codeFor(p, 'post')
  const { id_token: idToken, access_token: accessToken } = await body(await post(p, '/token', tokens.exchange(code)))
  p.clock.advance(24 * 3600 * 1000)
  const accepted = await get(p, '/authorize', good('post', { id_token_hint: String(idToken) }))
  assert.ok(sentBack(accepted)['code'])
  assert.deepEqual(p.state.started.at(-1)?.hint, { sub: claimsOf(idToken)['sub'], sid: undefined })
  const others = await get(p, '/authorize', good('other', { id_token_hint: String(idToken) }))
  assert.equal(sentBack(others)['error'], 'invalid_request')
  const wrongKind = await get(p, '/authorize', good('post', { id_token_hint: String(accessToken) }))
  assert.equal(sentBack(wrongKind)['error'], 'invalid_request')
})

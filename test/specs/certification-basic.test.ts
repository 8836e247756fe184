/**
 * The modules of oidcc-basic-certification-test-plan and oidcc-formpost-basic, by their names: what each sends and what it expects, tried
 * with a client of the profile `plain`. What a module only asks a person to look at is looked at here as far as a program can.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { landed } from '../browser.ts'
import { callback, owners, secret } from '../services.ts'
import { basic, challenge, fetchOf, type Fields, refused, refusedHere, send, userinfo, verifier } from '../wire.ts'
import { type World, worldForAll } from '../world.ts'
import { certified, random, tester } from './certified.ts'

const special = `s&c=r+t %/${secret}`
let world: World
worldForAll(
  import.meta.filename,
  [
    ...owners,
    {
      org_number: '974761076',
      name: 'Prøveverket',
      services: [
        certified('oidf'),
        certified('oidf-two'),
        certified('oidf-post', { token_endpoint_auth_method: 'client_secret_post' }),
        certified('oidf-odd', { client_secret: special }),
      ],
    },
  ],
  (opened) => (world = opened),
)
const { asked, visit, redeem, flow, failure } = tester(() => world, 'oidf')
const post = tester(() => world, 'oidf-post')
const listed = async (name: string): Promise<unknown> =>
  (await fetchOf(world, '/.well-known/openid-configuration')).json[name]
const secretInForm: Fields = { client_id: 'oidf-post', client_secret: secret }

for (const mode of [undefined, 'form_post']) {
  const of = mode === undefined ? '' : ' (form_post)'
  test(`oidcc-server: a code, tokens, userinfo about the same subject${of}`, async () => {
    const { access, claims } = await flow({ response_mode: mode })
    assert.equal((await userinfo(world, access)).json['sub'], claims.sub)
  })
  test(`oidcc-prompt-none-not-logged-in: an error that a page would have been needed for${of}`, async () => {
    assert.equal(await failure({ prompt: 'none', response_mode: mode }), 'login_required')
  })
}

test('oidcc-response-type-missing: invalid_request, or a page', async () => {
  assert.equal(await failure({ response_type: undefined }), 'invalid_request')
})

test('oidcc-idtoken-signature: RS256, with a kid that is published', async () => {
  const { id } = await flow()
  const { alg, kid } = JSON.parse(Buffer.from(id.split('.')[0] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >
  const { keys } = (await fetchOf(world, '/jwks.json')).json as { keys: Record<string, unknown>[] }
  assert.equal(alg, 'RS256')
  assert.equal(keys.filter((key) => key['kid'] === kid).length, 1)
})

test('oidcc-idtoken-unsigned: skipped, since none is not listed', async () => {
  assert.ok(!((await listed('id_token_signing_alg_values_supported')) as string[]).includes('none'))
})

test('oidcc-userinfo-get, oidcc-userinfo-post-header, oidcc-userinfo-post-body: JSON with the ID token’s sub', async () => {
  const { access, claims } = await flow()
  const headers = { authorization: `Bearer ${access}` }
  for (const reply of [
    await fetchOf(world, '/userinfo', headers),
    await send(world, '/userinfo', '', headers),
    await send(world, '/userinfo', { access_token: access }),
  ]) {
    assert.deepEqual([reply.status, reply.json['sub']], [200, claims.sub])
    assert.match(reply.headers.get('content-type') ?? '', /^application\/json/)
  }
})

test('oidcc-ensure-request-without-nonce-succeeds-for-code-flow: and the ID token has none', async () => {
  assert.equal('nonce' in (await flow({ nonce: undefined })).claims, false)
})

test('oidcc-scope-profile: the claims that are known stand in userinfo; email, address, phone and all are skipped', async () => {
  const { access } = await flow({ scope: 'openid profile' })
  const told = (await userinfo(world, access)).json
  for (const name of ['name', 'given_name', 'family_name', 'locale']) assert.equal(typeof told[name], 'string', name)
  const scopes = (await listed('scopes_supported')) as string[]
  for (const name of ['email', 'address', 'phone']) assert.ok(!scopes.includes(name), name)
})

test('oidcc-ensure-other-scope-order-succeeds: profile before openid', async () => {
  await flow({ scope: 'profile openid' })
  await flow({ scope: 'email openid' })
})

for (const [module, over] of [
  ['display-page', { display: 'page' }],
  ['display-popup', { display: 'popup' }],
  ['login-hint', { login_hint: 'buffy@localhost' }],
  ['ui-locales', { ui_locales: 'se' }],
  ['claims-locales', { claims_locales: 'se' }],
  ['ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }],
  ['ensure-request-with-acr-values-succeeds', { acr_values: '1 2' }],
] as [string, Fields][]) {
  test(`oidcc-${module}: ${JSON.stringify(over)} changes nothing`, async () => {
    await flow(over)
  })
}

test('oidcc-prompt-login: a second login page, and a later auth_time', async () => {
  const { browser, claims: first } = await flow()
  world.clock.advance(1000)
  const { shown, claims: second } = await flow({ prompt: 'login' }, { browser })
  assert.ok(shown)
  assert.ok(Number(second['auth_time']) > Number(first['auth_time']))
})

test('oidcc-prompt-none-logged-in, oidcc-id-token-hint: no page, the same sub and auth_time', async () => {
  const { browser, claims: first, id } = await flow()
  world.clock.advance(1000)
  for (const over of [{ prompt: 'none' }, { prompt: 'none', id_token_hint: id }]) {
    const { shown, claims } = await flow(over, { browser })
    assert.deepEqual([shown, claims.sub, claims['auth_time']], [false, first.sub, first['auth_time']])
  }
})

test('oidcc-max-age-1: after two seconds a second login page, and a later auth_time', async () => {
  const { browser, claims: first } = await flow()
  world.clock.advance(2000)
  const { shown, claims: second } = await flow({ max_age: '1' }, { browser })
  assert.ok(shown)
  assert.ok(Number(second['auth_time']) > Number(first['auth_time']))
})

test('oidcc-max-age-10000: no second login page, and the same auth_time', async () => {
  const { browser, claims: first } = await flow({ max_age: '15000' })
  world.clock.advance(1000)
  const { shown, claims } = await flow({ max_age: '10000' }, { browser })
  assert.deepEqual([shown, claims['auth_time']], [false, first['auth_time']])
})

for (const [module, seconds] of [
  ['codereuse', 0],
  ['codereuse-30seconds', 30],
] as const) {
  test(`oidcc-${module}: invalid_grant, and what the code gave is taken back`, async () => {
    const { answer, access, tokens } = await flow({ scope: 'openid offline_access', prompt: 'consent' })
    world.clock.advance(seconds * 1000)
    refused(await redeem(answer.get('code') ?? ''), 400, 'invalid_grant')
    assert.equal((await userinfo(world, access)).status, 401)
    const grant = { grant_type: 'refresh_token', refresh_token: String(tokens.json['refresh_token']) }
    refused(await send(world, '/token', grant, basic('oidf', secret)), 400, 'invalid_grant')
  })
}

test('oidcc-ensure-registered-redirect-uri: a page, and nobody is sent anywhere', async () => {
  const { end } = await visit(asked({ redirect_uri: `${callback('oidf')}/${random()}` }))
  refusedHere(end, 'IN-04')
})

test('oidcc-ensure-post-request-succeeds: by a form, with no session before', async () => {
  const { shown } = await flow({}, { method: 'POST' })
  assert.ok(shown)
})

test('oidcc-server-client-secret-post: the secret in the form', async () => {
  await post.flow({}, { token: secretInForm, headers: {} })
})

test('oidcc-server with a secret of characters that RFC 6749 §2.3.1 encodes', async () => {
  const odd = tester(() => world, 'oidf-odd')
  await odd.flow({}, { headers: basic('oidf-odd', special) })
  const { answer } = await odd.flow({}, { headers: basic('oidf-odd', special) })
  const bare = { authorization: `Basic ${btoa(`oidf-odd:${special}`)}` }
  const reply = await odd.redeem(answer.get('code') ?? '', { headers: bare })
  refused(reply, 401, 'invalid_client')
  assert.match(reply.headers.get('www-authenticate') ?? '', /^Basic /)
})

/** RFC 9101 §10.1, `alg` none: what a client makes without any key. */
const unsigned = (fields: Fields): string =>
  [{ alg: 'none' }, { ...fields, iss: 'oidf', aud: 'http://localhost:8700' }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
    .concat('.')

test('oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported: request_uri_not_supported', async () => {
  assert.equal(await failure({ request_uri: 'https://oidf.example.no/request_uri.jwt#x' }), 'request_uri_not_supported')
  assert.equal(await listed('request_uri_parameter_supported'), false)
})

test('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported: request_not_supported', async () => {
  assert.equal(await failure({ request: unsigned(asked()) }), 'request_not_supported')
  assert.ok(!((await listed('request_object_signing_alg_values_supported')) as string[]).includes('none'))
})

test('oidcc-ensure-request-object-with-redirect-uri: the address inside counts, or request_not_supported at a registered one', async () => {
  const { end } = await visit({ ...asked({ redirect_uri: 'https://evil.example/' }), request: unsigned(asked()) })
  refusedHere(end, 'IN-04')
})

test('oidcc-claims-essential: name stands in userinfo and not in the ID token', async () => {
  const { access, claims } = await flow({ claims: JSON.stringify({ userinfo: { name: { essential: true } } }) })
  assert.equal(typeof (await userinfo(world, access)).json['name'], 'string')
  assert.equal('name' in claims, false)
})

test('oidcc-refresh-token: other tokens about the same login; another client gets nothing for it', async () => {
  const first = await flow({ scope: 'openid offline_access', prompt: 'consent' })
  const two = await tester(() => world, 'oidf-two').flow({ scope: 'openid offline_access', prompt: 'consent' })
  const grant = (tokens: typeof first.tokens): Fields => {
    const refresh_token = String(tokens.json['refresh_token'])
    assert.match(refresh_token, /^[\x20-\x7e]+$/)
    return { grant_type: 'refresh_token', refresh_token }
  }
  world.clock.advance(1000)
  const next = await send(world, '/token', grant(first.tokens), basic('oidf', secret))
  assert.equal(next.status, 200, next.text)
  assert.notEqual(next.json['access_token'], first.access)
  refused(await send(world, '/token', grant(two.tokens), basic('oidf', secret)), 400, 'invalid_grant')
})

test('oidcc-ensure-request-with-valid-pkce-succeeds: and not with another verifier', async () => {
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' }
  await flow(pkce, { token: { code_verifier: verifier } })
  const { end } = await visit(asked(pkce))
  const code = landed(end).searchParams.get('code') ?? ''
  refused(await redeem(code, { token: { code_verifier: `${verifier}x` } }), 400, 'invalid_grant')
})

test('oidcc-server with values as long as the suite makes them: a state of 128, a nonce of 384 characters', async () => {
  const { claims, state } = await flow({ state: random(128), nonce: random(384) })
  assert.deepEqual([state.length, String(claims['nonce']).length], [128, 384])
})

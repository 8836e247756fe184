import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { house, issuer, otherPair } from '#oidc/test-clients.ts'
import { decrypted, granted, readers, testApis } from '#oidc/test-apis.ts'
import { testProvider, type TestProvider } from '#oidc/test-provider.ts'
import {
  assertion,
  body,
  claimsOf,
  codeFor,
  exchange,
  type Fields,
  get,
  good,
  post,
  sentBack,
  signed,
} from '#oidc/test-requests.ts'

let p: TestProvider
before(async () => void (p = await testProvider()))
after(() => p.close())

async function tokens(over: Fields = {}): Promise<{ access: string; id: string; grant: string }> {
  const answer = await body(await post(p, '/token', exchange(await codeFor(p, 'post', over))))
  const access = String(answer['access_token'])
  return { access, id: String(answer['id_token']), grant: String(claimsOf(access)['jti']).slice(0, 22) }
}
const bearer = (token: string): Fields => ({ authorization: `Bearer ${token}` })

test('profile gives number, language and names, by GET and POST, the subject the same as in the ID token', async () => {
  const { access, id } = await tokens()
  for (const response of [
    await get(p, '/userinfo', {}, bearer(access)),
    await post(p, '/userinfo', {}, bearer(access)),
    await post(p, '/userinfo', { access_token: access }),
  ]) {
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('access-control-allow-origin'), '*')
    assert.deepEqual(await body(response), {
      sub: claimsOf(id)['sub'],
      pid: '11898299999',
      locale: 'nn',
      given_name: 'Kari',
      family_name: 'Nordmann',
    })
  }
})

test('openid alone gives the subject alone', async () => {
  const { access, id } = await tokens({ scope: 'openid' })
  assert.deepEqual(await body(await get(p, '/userinfo', {}, bearer(access))), { sub: claimsOf(id)['sub'] })
})

test('names are nowhere in the database to be read', async () => {
  await tokens()
  const rows = await p.database.raw<Record<string, unknown>>('select * from "grant"', [])
  assert.ok(rows.some(({ claims }) => typeof claims === 'string'))
  assert.equal(JSON.stringify(rows).includes('Kari'), false)
})

const told = 'Bearer realm="inngang", DPoP realm="inngang"'

test('RFC 6750 §3.1 without a token the schemes are told and no error', async () => {
  const { access } = await tokens()
  const none: readonly Response[] = [
    await get(p, '/userinfo'),
    await get(p, '/userinfo', { access_token: access }),
    await post(p, '/userinfo', { access_token: access }, { 'content-type': 'text/plain' }),
    await get(p, '/userinfo', {}, { authorization: 'Basic eDp5' }),
  ]
  for (const response of none) {
    const challenge = response.headers.get('www-authenticate') ?? ''
    assert.deepEqual([response.status, challenge.replace(/, algs="[^"]+"$/, '')], [401, told])
  }
})

test('RFC 6750 §3.1 refused: a token in more than one way, or twice in one', async () => {
  const { access } = await tokens()
  const wrong: readonly Response[] = [
    await post(p, '/userinfo', { access_token: access }, bearer(access)),
    await get(p, '/userinfo', { access_token: access }, bearer(access)),
    await post(p, `/userinfo?access_token=${access}`, { access_token: access }),
    await post(p, '/userinfo', `access_token=${access}&access_token=${access}`),
  ]
  for (const response of wrong) {
    assert.equal(response.status, 400)
    assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer realm="inngang", error="invalid_request"/)
  }
})

const refuses = async (token: string, what: string): Promise<void> => {
  const response = await get(p, '/userinfo', {}, bearer(token))
  assert.equal(response.status, 401, what)
  assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer realm="inngang", error="invalid_token"/)
  assert.equal((await body(response))['error'], 'invalid_token')
}

test('refused: other tokens than a living access token of ours', async () => {
  const { access, id, grant } = await tokens()
  await refuses(id, 'an ID token')
  await refuses(`${access.slice(0, -4)}AAAA`, 'a changed signature')
  await refuses('x', 'no token')
  const claims = { ...claimsOf(access), jti: `${grant}.${'x'.repeat(22)}` }
  await refuses(signed({ alg: 'ES256', kid: 'es' }, claims, otherPair.privateKey), 'another’s signature')
  await refuses(String(assertion({ iss: issuer })['client_assertion']), 'a client’s assertion')
})

test('RFC 8725 §3.11 refused: the claims of an access token in what we signed as something else', async () => {
  const claims = claimsOf((await tokens()).access)
  const as = (typ: string): string => signed({ alg: 'ES256', kid: 'es', typ }, claims, house.privateKey)
  assert.equal((await get(p, '/userinfo', {}, bearer(as('at+jwt')))).status, 200)
  await refuses(as('logout+jwt'), 'a logout token')
  await refuses(as('token-introspection+jwt'), 'an answer about a token')
})

test('refused: revoked, logged out, expired', async () => {
  const { access, grant } = await tokens()
  const kept = (await tokens()).access
  await p.database.raw('update "grant" set revoked = 1 where id = $1', [grant])
  await refuses(access, 'revoked')
  assert.equal((await get(p, '/userinfo', {}, bearer(kept))).status, 200)
  await p.stop(p.state.reached.sid)
  await refuses(kept, 'logged out')
  await p.database.raw('delete from stop', [])
  assert.equal((await get(p, '/userinfo', {}, bearer(kept))).status, 200)
  p.clock.advance(120_000)
  await refuses(kept, 'expired')
})

test('OIDC Core §5.3.2 as the client registered it: signed, encrypted, or signed and then encrypted', async () => {
  const apis = await testApis()
  const ask = async (clientId: string): Promise<readonly [Response, string]> => {
    const { access_token: token } = await granted(apis, clientId)
    const response = await get(apis, '/userinfo', {}, bearer(String(token)))
    return [response, await response.text()]
  }
  const said = { pid: '11898299999', locale: 'nn', given_name: 'Kari', family_name: 'Nordmann' }
  const [signed, jwt] = await ask('signed')
  assert.deepEqual([signed.status, signed.headers.get('content-type')], [200, 'application/jwt'])
  assert.equal(signed.headers.get('access-control-allow-origin'), '*')
  assert.partialDeepStrictEqual(claimsOf(jwt), { iss: issuer, aud: 'signed', ...said })
  const sealed = await decrypted((await ask('sealed'))[1], readers.ec.privateKey)
  assert.partialDeepStrictEqual(sealed.header, { alg: 'ECDH-ES', enc: 'A256GCM' })
  assert.ok(!('cty' in sealed.header))
  assert.partialDeepStrictEqual(JSON.parse(sealed.text), said)
  const nested = await decrypted((await ask('nested'))[1], readers.rsa.privateKey)
  assert.partialDeepStrictEqual(nested.header, { alg: 'RSA-OAEP-256', enc: 'A128CBC-HS256', cty: 'JWT' })
  assert.partialDeepStrictEqual(claimsOf(nested.text), { iss: issuer, aud: 'nested', ...said })
  const [keyless, text] = await ask('keyless-userinfo')
  assert.equal(keyless.status, 500)
  assert.partialDeepStrictEqual(JSON.parse(text), { error: 'server_error' })
  assert.ok(!text.includes('11898299999'))
  await apis.close()
})

test('signed userinfo is no access token and no id_token_hint', async () => {
  const apis = await testApis()
  const { access_token: token } = await granted(apis, 'signed')
  const jwt = await (await get(apis, '/userinfo', {}, bearer(String(token)))).text()
  assert.equal((await get(apis, '/userinfo', {}, bearer(jwt))).status, 401)
  const refused = sentBack(await get(apis, '/authorize', good('signed', { id_token_hint: jwt })))
  assert.equal(refused['error'], 'invalid_request')
  await apis.close()
})

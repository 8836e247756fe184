import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { clients, issuer } from '#oidc/test-clients.ts'
import { testProvider, type TestProvider } from '#oidc/test-provider.ts'
import { assertion, body, claimsOf, codeFor, exchange, type Fields, get, good, post } from '#oidc/test-requests.ts'
import { ath, otherProofKey, proof, proofKey, type ProofParts } from '#oidc/test-proofs.ts'
import { newNonce } from '#oidc/dpop-nonce.ts'
import { vaultInMemory } from '#keys/vault.ts'

let p: TestProvider
const vault = vaultInMemory()
before(async () => {
  p = await testProvider({ vault })
  // The store is found empty now: what could be older than that would be asked for a nonce.
  await p.hot.floor()
  p.clock.advance(120_000)
})
after(() => p.close())

const tokenAddress = `${issuer}/token`
const nonce = (): string => newNonce({ clock: p.clock, vault })
const written = (over: Partial<ProofParts> = {}): string => proof({ at: p.clock.now(), htu: tokenAddress, ...over })
const seconds = (): number => p.clock.now() / 1000
const redeem = async (dpop: string | undefined, over: Fields = {}, asked: Fields = {}): Promise<Response> => {
  const code = await codeFor(p, over['client_id'] ?? 'post', asked)
  return post(p, '/token', exchange(code, over), dpop === undefined ? {} : { dpop })
}
const spa = { client_id: 'spa', client_secret: '' }
const told = async (response: Response): Promise<unknown[]> => [response.status, (await body(response))['error']]

test('RFC 9449 §5 a proof makes the token a bound one, and every answer offers the next nonce', async () => {
  const response = await redeem(written())
  const tokens = await body(response)
  assert.deepEqual([response.status, tokens['token_type']], [200, 'DPoP'])
  assert.deepEqual(claimsOf(tokens['access_token'])['cnf'], { jkt: proofKey.jkt })
  assert.ok(response.headers.get('dpop-nonce'))
  const without = await redeem(undefined)
  assert.equal((await body(without))['token_type'], 'Bearer')
  assert.equal(without.headers.get('dpop-nonce'), null)
})

for (const [what, over] of [
  ['for another method', () => ({ htm: 'GET' })],
  ['for the method in small letters', () => ({ htm: 'post' })],
  ['for another endpoint', () => ({ htu: `${issuer}/userinfo` })],
  ['for another server', () => ({ htu: 'https://evil.example/token' })],
  ['a minute old', () => ({ claims: { iat: seconds() - 60 } })],
  ['from the future', () => ({ claims: { iat: seconds() + 11 } })],
  ['that has expired', () => ({ claims: { exp: seconds() } })],
  ['that is not valid yet', () => ({ claims: { nbf: seconds() + 11 } })],
  ['of another type', () => ({ header: { typ: 'JWT' } })],
] as [string, () => Partial<ProofParts>][]) {
  test(`RFC 9449 §5 refused: a proof ${what}; the code stays`, async () => {
    const code = await codeFor(p, 'post')
    const wrong = await post(p, '/token', exchange(code), { dpop: written(over()) })
    assert.deepEqual(await told(wrong), [400, 'invalid_dpop_proof'])
    assert.equal((await post(p, '/token', exchange(code), { dpop: written() })).status, 200)
  })
}

for (const [what, claims] of [
  ['with a query in htu', () => ({ htu: `${tokenAddress}?x=1` })],
  ['59 seconds old', () => ({ iat: seconds() - 59 })],
  ['ten seconds ahead', () => ({ iat: seconds() + 10 })],
  ['with a nonce of ours', () => ({ nonce: nonce() })],
] as [string, () => object][]) {
  test(`RFC 9449 §4.3 accepted: a proof ${what}`, async () => {
    assert.equal((await redeem(written({ claims: claims() }))).status, 200)
  })
}

test('RFC 9449 §4.3, 1 refused: two headers', async () => {
  const response = await redeem(`${written()}, ${written()}`)
  assert.deepEqual(await told(response), [400, 'invalid_dpop_proof'])
})

test('RFC 9449 §11.1 a proof is used once, at any endpoint, and a jti once by its key', async () => {
  const dpop = written()
  assert.equal((await redeem(dpop)).status, 200)
  assert.deepEqual(await told(await redeem(dpop)), [400, 'invalid_dpop_proof'])
  const jti = 'the-same'
  assert.equal((await redeem(written({ claims: { jti } }))).status, 200)
  assert.deepEqual(await told(await redeem(written({ claims: { jti, nonce: nonce() } }))), [400, 'invalid_dpop_proof'])
  assert.equal((await redeem(written({ claims: { jti }, key: otherProofKey }))).status, 200, 'another key has its own')
})

test('RFC 9449 §11.1 a proof stays used for as long as it could be used', async () => {
  const ahead = written({ claims: { iat: seconds() + 10 } })
  assert.equal((await redeem(ahead)).status, 200)
  p.clock.advance(69_000)
  assert.deepEqual(await told(await redeem(ahead)), [400, 'invalid_dpop_proof'])
})

test('RFC 9449 §8 a nonce that is not ours, or too old, is answered by a new one that works', async () => {
  const old = nonce()
  p.clock.advance(300_000)
  for (const wrong of ['x', old, newNonce({ clock: p.clock, vault: vaultInMemory() })]) {
    const response = await redeem(written({ claims: { nonce: wrong } }))
    assert.deepEqual(await told(response), [400, 'use_dpop_nonce'])
    const given = response.headers.get('dpop-nonce')
    assert.match(response.headers.get('access-control-expose-headers') ?? '', /DPoP-Nonce/)
    assert.equal((await redeem(written({ claims: { nonce: given } }))).status, 200)
  }
})

test('RFC 9449 §8 a public client’s clock does not count when it brings a nonce; without one it is asked for it', async () => {
  const wrongClock = { iat: seconds() - 86_400 }
  const response = await redeem(written({ claims: wrongClock }), spa)
  assert.deepEqual(await told(response), [400, 'use_dpop_nonce'])
  const given = response.headers.get('dpop-nonce')
  assert.equal((await redeem(written({ claims: { ...wrongClock, nonce: given } }), spa)).status, 200)
  assert.equal((await redeem(written(), spa)).status, 200, 'and with a right clock it needs none')
  // A server keeps its clock right.
  const server = await redeem(written({ claims: { ...wrongClock, nonce: given } }))
  assert.deepEqual(await told(server), [400, 'invalid_dpop_proof'])
})

test('RFC 9449 §11.2 a public client’s refresh must have a nonce', async () => {
  const known = clients as Record<string, (typeof clients)[string]>
  const registered = known['spa']
  assert.ok(registered)
  known['spa'] = { ...registered, grantTypes: ['authorization_code', 'refresh_token'] }
  try {
    const { refresh_token } = await body(await redeem(written(), spa))
    const refresh = (token: unknown, dpop: string): Promise<Response> =>
      post(p, '/token', { grant_type: 'refresh_token', client_id: 'spa', refresh_token: String(token) }, { dpop })
    const first = await refresh(refresh_token, written())
    assert.deepEqual(await told(first), [400, 'use_dpop_nonce'])
    const given = first.headers.get('dpop-nonce')
    const other = await refresh(refresh_token, written({ claims: { nonce: given }, key: otherProofKey }))
    assert.deepEqual(await told(other), [400, 'invalid_grant'])
    const good = await refresh(refresh_token, written({ claims: { nonce: given } }))
    const tokens = await body(good)
    assert.deepEqual([good.status, tokens['token_type']], [200, 'DPoP'])
    assert.deepEqual(claimsOf(tokens['access_token'])['cnf'], { jkt: proofKey.jkt })
  } finally {
    known['spa'] = registered
  }
})

test('security.md 5 after an emptied store an old proof is asked for a nonce, and is refused with it when it is used twice', async () => {
  const floors: (number | undefined)[] = [undefined]
  const hot = { ...p.hot, floor: () => Promise.resolve(floors[0]) }
  const q = await testProvider({ vault, hot, clock: p.clock })
  const ask = async (dpop: string): Promise<Response> => post(q, '/token', exchange(await codeFor(q, 'post')), { dpop })
  const before = newNonce({ clock: p.clock, vault })
  const seen = written()
  p.clock.advance(5000)
  floors[0] = p.clock.now()
  const emptied = await ask(seen)
  assert.deepEqual(await told(emptied), [400, 'use_dpop_nonce'])
  assert.deepEqual(await told(await ask(written({ claims: { nonce: before } }))), [400, 'use_dpop_nonce'])
  // Its clock may be ahead: by itself a proof says too little for as long.
  p.clock.advance(9000)
  assert.deepEqual(await told(await ask(written())), [400, 'use_dpop_nonce'])
  const fresh = written({ claims: { nonce: emptied.headers.get('dpop-nonce') } })
  assert.equal((await ask(fresh)).status, 200)
  assert.deepEqual(await told(await ask(fresh)), [400, 'invalid_dpop_proof'])
  p.clock.advance(1000)
  assert.equal((await ask(written())).status, 200)
  await q.close()
})

test('RFC 9449 §5.2 a client that is registered for bound tokens gets no others', async () => {
  const known = clients as Record<string, (typeof clients)[string]>
  const registered = known['post']
  assert.ok(registered)
  known['post'] = { ...registered, dpopBound: true }
  try {
    assert.deepEqual(await told(await redeem(undefined)), [400, 'invalid_request'])
    assert.equal((await redeem(written())).status, 200)
  } finally {
    known['post'] = registered
  }
})

test('RFC 9449 §10 a code that was asked for with dpop_jkt is given to that key alone', async () => {
  const asked = { dpop_jkt: proofKey.jkt }
  assert.equal((await redeem(written(), {}, asked)).status, 200)
  const code = await codeFor(p, 'post', asked)
  const other = await post(p, '/token', exchange(code), { dpop: written({ key: otherProofKey }) })
  assert.deepEqual(await told(other), [400, 'invalid_grant'])
  assert.equal((await post(p, '/token', exchange(code), { dpop: written() })).status, 400, 'it stays burnt')
  assert.deepEqual(await told(await redeem(undefined, {}, asked)), [400, 'invalid_grant'])
  const malformed = await get(p, '/authorize', good('post', { dpop_jkt: 'x' }))
  assert.match(malformed.headers.get('location') ?? '', /error=invalid_request/)
})

test('RFC 9449 §10.1 a proof with a pushed request binds the code as dpop_jkt does, and both must agree', async () => {
  const htu = `${issuer}/par`
  const push = (over: Fields, key = proofKey): Promise<Response> =>
    post(
      p,
      '/par',
      { ...good('jwt'), ...assertion({ iat: seconds(), exp: seconds() + 60 }), ...over },
      { dpop: proof({ at: p.clock.now(), htu, key }) },
    )
  const codeOf = async (pushed: Response): Promise<string> => {
    const { request_uri } = await body(pushed)
    const answered = await get(p, '/authorize', { client_id: 'jwt', request_uri: String(request_uri) })
    return new URL(answered.headers.get('location') ?? '').searchParams.get('code') ?? ''
  }
  const use = (code: string, key = proofKey): Promise<Response> =>
    post(
      p,
      '/token',
      { ...exchange(code), client_secret: '', ...assertion({ iat: seconds(), exp: seconds() + 60 }) },
      { dpop: written({ key }) },
    )
  assert.equal((await use(await codeOf(await push({})))).status, 200)
  assert.equal((await use(await codeOf(await push({ dpop_jkt: proofKey.jkt })))).status, 200)
  assert.deepEqual(await told(await use(await codeOf(await push({})), otherProofKey)), [400, 'invalid_grant'])
  assert.deepEqual(await told(await push({ dpop_jkt: proofKey.jkt }, otherProofKey)), [400, 'invalid_request'])
  const atToken = await post(
    p,
    '/par',
    { ...good('jwt'), ...assertion({ iat: seconds(), exp: seconds() + 60 }) },
    { dpop: written() },
  )
  assert.deepEqual(await told(atToken), [400, 'invalid_dpop_proof'], 'a proof for the token endpoint is none here')
})

const show = (scheme: string, token: unknown, dpop?: string): Promise<Response> =>
  get(p, '/userinfo', {}, { authorization: `${scheme} ${String(token)}`, ...(dpop === undefined ? {} : { dpop }) })
const shown = (token: unknown, over: Partial<ProofParts> = {}): string => {
  const claims = { ath: ath(String(token)), ...over.claims }
  return proof({ at: p.clock.now(), htm: 'GET', htu: `${issuer}/userinfo`, ...over, claims })
}

test('RFC 9449 §7 a bound token is shown with its proof, and with that alone', async () => {
  const { access_token: token } = await body(await redeem(written()))
  const response = await show('DPoP', token, shown(token))
  assert.deepEqual([response.status, (await body(response))['pid']], [200, '11898299999'])
  assert.ok(response.headers.get('dpop-nonce'))
  assert.equal((await show('dpop', token, shown(token))).status, 200, 'RFC 9110 §11.1: the scheme in any case')
  const other = String((await body(await redeem(written())))['access_token'])
  const wrong: readonly (readonly [string, string, string | undefined])[] = [
    ['Bearer', 'invalid_token', undefined],
    ['Bearer', 'invalid_token', shown(token)],
    ['DPoP', 'invalid_dpop_proof', undefined],
    ['DPoP', 'invalid_dpop_proof', written()],
    ['DPoP', 'invalid_dpop_proof', shown(token, { claims: { ath: undefined } })],
    ['DPoP', 'invalid_dpop_proof', shown(other)],
    ['DPoP', 'invalid_dpop_proof', shown(token, { htm: 'POST' })],
    ['DPoP', 'invalid_token', shown(token, { key: otherProofKey })],
    ['DPoP', 'use_dpop_nonce', shown(token, { claims: { nonce: 'old' } })],
  ]
  for (const [scheme, error, dpop] of wrong) {
    const refused = await show(scheme, token, dpop)
    assert.deepEqual(await told(refused), [401, error], scheme)
    const challenge = refused.headers.get('www-authenticate') ?? ''
    assert.match(challenge, new RegExp(`^DPoP realm="inngang", algs="ES256 PS256 EdDSA RS256", error="${error}"`))
    assert.equal(refused.headers.get('dpop-nonce') !== null, dpop !== undefined)
  }
})

test('RFC 9449 §7.2 a bearer’s token under the scheme DPoP is refused', async () => {
  const { access_token: token } = await body(await redeem(undefined))
  assert.equal((await show('Bearer', token)).status, 200)
  assert.deepEqual(await told(await show('DPoP', token, shown(token))), [401, 'invalid_token'])
})

test('scripts of other origins may send a proof', async () => {
  const preflight = await p.routes.request(tokenAddress, {
    method: 'OPTIONS',
    headers: { origin: 'https://spa.example' },
  })
  assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /\bdpop\b/)
})

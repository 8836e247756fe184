/** An issuer as its client: what is believed, and each thing that is not (OpenID Connect Core §3.1.3.7, RFC 9207, RFC 9700 §4). */
import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { OutboundFailed } from '#http/outbound.ts'
import { openUpstream, type UpstreamRules } from '#upstream/provider.ts'
import { UpstreamAway, UpstreamRefused, UpstreamUntrue } from '#upstream/trouble.ts'
import { address, clientId, fakeIssuer, type Lies } from '../../test/fakes/issuer.ts'

const redirectUri = 'https://login.example.no/callback/eid'
const going = { state: `att_${'a'.repeat(22)}.${'b'.repeat(22)}`, redirectUri }

const rules: UpstreamRules = {
  issuer: address,
  clientId,
  auth: { kind: 'client_secret_basic', secret: 'a secret with : and %' },
  scopes: ['openid', 'profile'],
  par: 'offered',
  responseMode: 'query',
  idTokenAlgorithm: 'RS256',
  userinfo: false,
  clockTolerance: 10,
  answerWithin: 10,
  atOnce: 2,
  parameters: {},
  plain: false,
}

const now = 1_800_000_000_000

function world(lies: Lies = {}, over: Partial<UpstreamRules> = {}) {
  const clock = fixedClock(now)
  const issuer = fakeIssuer(clock, lies)
  const upstream = openUpstream({ clock, send: issuer.send }, { ...rules, ...over })
  /** Out and back, with what the issuer says besides. */
  const login = async (claims: object = {}, returned?: (all: URLSearchParams) => URLSearchParams) => {
    const { url, transaction } = await upstream.leave(going)
    const back = issuer.answer(url, { ...claims })
    return upstream.comeBack(returned?.(back) ?? back, going, transaction)
  }
  return { clock, issuer, upstream, login }
}

test('out and back: pushed, with PKCE, state and nonce, and the claims of a signed ID token come back', async () => {
  const { issuer, login } = world()
  const claims = await login({ acr: 'high', number: '12345678901' })
  assert.deepEqual([claims['acr'], claims['number'], claims['sub']], ['high', '12345678901', 'subject'])
  const wanted = issuer.wanted[0]
  assert.equal(wanted?.get('state'), going.state)
  assert.equal(wanted?.get('redirect_uri'), redirectUri)
  assert.equal(wanted?.get('code_challenge_method'), 'S256')
  assert.deepEqual(issuer.asked, ['GET /.well-known/openid-configuration', 'POST /par', 'POST /token', 'GET /jwks'])
})

test('a hint is told where the request is pushed, and never in an address', async () => {
  const { upstream, issuer } = world()
  const { url } = await upstream.leave({ ...going, loginHint: 'BID:12345678901' })
  issuer.answer(url, {})
  assert.doesNotMatch(url, /12345678901/)
  assert.equal(issuer.wanted[0]?.get('login_hint'), 'BID:12345678901')
  const plain = world({ metadata: { pushed_authorization_request_endpoint: undefined } })
  const open = new URL((await plain.upstream.leave({ ...going, loginHint: 'BID:12345678901' })).url)
  assert.equal(open.searchParams.get('login_hint'), null)
  assert.equal(open.searchParams.get('code_challenge_method'), 'S256')
  const must = world({ metadata: { pushed_authorization_request_endpoint: undefined } }, { par: 'required' })
  await assert.rejects(must.upstream.leave(going), UpstreamAway)
})

/** What the OpenID certification asks of a client, and some more. */
const untrue: readonly (readonly [what: string, lies: Lies])[] = [
  ['another issuer', { claims: { iss: 'https://evil.example' } }],
  ['another audience', { claims: { aud: 'somebody-else' } }],
  ['several audiences and another party', { claims: { aud: [clientId, 'other'], azp: 'other' } }],
  ['another party', { claims: { azp: 'other' } }],
  ['no subject', { claims: { sub: undefined } }],
  ['another nonce', { claims: { nonce: 'nonce-of-another-login' } }],
  ['no nonce', { claims: { nonce: undefined } }],
  ['a time that is over', { claims: { exp: Math.floor(now / 1000) - 11 } }],
  ['a time that is not yet', { claims: { nbf: Math.floor(now / 1000) + 11 } }],
  ['a time of issue that is to come', { claims: { iat: Math.floor(now / 1000) + 11 } }],
  ['no end', { claims: { exp: undefined } }],
  ['no beginning', { claims: { iat: undefined } }],
  ['another key under the same name', { otherKey: true }],
  ['a key that is not published', { header: { kid: 'not-there' } }],
  ['no signature', { none: true }],
  ['another algorithm than the settings say', { header: { alg: 'PS256' } }],
]
for (const [what, lies] of untrue) {
  test(`an ID token with ${what} is not believed`, async () => {
    await assert.rejects(world(lies).login(), UpstreamUntrue)
  })
}

const returns: readonly (readonly [what: string, change: (all: URLSearchParams) => void])[] = [
  ['the state of another login', (all) => all.set('state', `att_${'c'.repeat(22)}.${'d'.repeat(22)}`)],
  ['no state', (all) => all.delete('state')],
  // RFC 9207: the mix-up attack.
  ['the name of another issuer', (all) => all.set('iss', 'https://other.example')],
  ['no name of the issuer where it said that it gives one', (all) => all.delete('iss')],
  ['a code that nobody gave', (all) => all.set('code', 'made-up')],
  ['no code', (all) => all.delete('code')],
  ['two codes', (all) => all.append('code', 'another')],
]
for (const [what, change] of returns) {
  test(`a return with ${what} is not believed`, async () => {
    const { login } = world()
    await assert.rejects(
      login({}, (all) => {
        change(all)
        return all
      }),
      UpstreamUntrue,
    )
  })
}

test('a code counts once, and for the transaction that it was asked for', async () => {
  const { upstream, issuer } = world()
  const [mine, theirs] = [await upstream.leave(going), await upstream.leave(going)]
  const back = issuer.answer(mine.url, {})
  await assert.rejects(upstream.comeBack(back, going, theirs.transaction), UpstreamUntrue)
  await assert.rejects(upstream.comeBack(back, going, mine.transaction), UpstreamUntrue)
})

test('a clock that is off a little is forgiven, in both directions', async () => {
  const seconds = Math.floor(now / 1000)
  await world({ claims: { exp: seconds - 5 } }).login()
  await world({ claims: { nbf: seconds + 5 } }).login()
})

test('userinfo adds what the ID token has not, about the same subject and no other', async () => {
  const asked = await world({ userinfo: { sub: 'subject', number: '1', acr: 'low' } }, { userinfo: true }).login({
    acr: 'high',
  })
  assert.deepEqual([asked['number'], asked['acr']], ['1', 'high'])
  const other = world({ userinfo: { sub: 'another', number: '2' } }, { userinfo: true })
  await assert.rejects(other.login(), UpstreamUntrue)
})

test('metadata in another issuer’s name is not believed', async () => {
  await assert.rejects(world({ metadata: { issuer: 'https://other.example' } }).login(), UpstreamUntrue)
})

test('an issuer that says no is heard, with its own code; one that cannot now is away', async () => {
  const said = (error: string, description?: string) => () =>
    new URLSearchParams({
      error,
      ...(description === undefined ? {} : { error_description: description }),
      state: going.state,
      iss: address,
    })
  await assert.rejects(world().login({}, said('access_denied', 'code:17')), (error) => {
    assert.ok(error instanceof UpstreamRefused)
    assert.deepEqual([error.error, error.description], ['access_denied', 'code:17'])
    return true
  })
  await assert.rejects(world().login({}, said('temporarily_unavailable')), UpstreamAway)
})

const down: readonly (readonly [what: string, answer: () => Response | Promise<Response>])[] = [
  ['does not answer', () => Promise.reject(new OutboundFailed('timeout'))],
  ['sends more than is read', () => Promise.reject(new OutboundFailed('too-large'))],
  ['answers 503', () => new Response('down', { status: 503 })],
]
for (const [what, answer] of down) {
  for (const where of ['discovery', 'par', 'token', 'jwks'] as const) {
    test(`an issuer whose ${where} ${what} is away, and nobody is logged in`, async () => {
      await assert.rejects(world({ instead: { [where]: answer } }).login(), UpstreamAway)
    })
  }
}

test('after five failures it is left in peace, then one tries for all', async () => {
  const { clock, issuer, upstream, login } = world({ instead: { par: () => new Response('', { status: 502 }) } })
  for (let i = 0; i < 5; i++) await assert.rejects(login(), UpstreamAway)
  const asked = issuer.asked.length
  assert.equal(upstream.state(), 'open')
  await assert.rejects(login(), /left-in-peace/)
  assert.equal(issuer.asked.length, asked)
  clock.advance(10_001)
  issuer.lies = {}
  await login()
  assert.equal(upstream.state(), 'closed')
})

test('an issuer that sends users on their way and answers for none of them: nobody more is sent there, and who is out is heard', async () => {
  const { clock, issuer, upstream, login } = world({ instead: { token: () => new Response('', { status: 502 }) } })
  const early = await upstream.leave(going)
  for (let i = 0; i < 5; i++) await assert.rejects(login(), /status-502/)
  assert.equal(upstream.state(), 'open')
  const pushed = issuer.asked.length
  await assert.rejects(upstream.leave(going), /left-in-peace/)
  assert.equal(issuer.asked.length, pushed)
  issuer.lies = {}
  await upstream.comeBack(issuer.answer(early.url, {}), going, early.transaction)
  clock.advance(10_001)
  assert.equal(upstream.state(), 'half-open')
  // As many as come are sent out; the first to come back tells how it is.
  const [one, two] = [await upstream.leave(going), await upstream.leave(going)]
  await upstream.comeBack(issuer.answer(one.url, {}), going, one.transaction)
  assert.equal(upstream.state(), 'closed')
  await upstream.comeBack(issuer.answer(two.url, {}), going, two.transaction)
})

test('what users do wrong does not make an issuer one in trouble', async () => {
  const { upstream, login } = world()
  for (let i = 0; i < 10; i++)
    await assert.rejects(
      login({}, (all) => new URLSearchParams({ ...Object.fromEntries(all), code: 'made-up' })),
      UpstreamUntrue,
    )
  assert.equal(upstream.state(), 'closed')
})

test('what comes through a browser says nothing of the issuer: one user’s errors close it for nobody', async () => {
  const { upstream, login } = world()
  const down = (): URLSearchParams =>
    new URLSearchParams({ error: 'temporarily_unavailable', state: going.state, iss: address })
  for (let i = 0; i < 10; i++) await assert.rejects(login({}, down), UpstreamAway)
  assert.equal(upstream.state(), 'closed')
})

test('more users at once than it may have are told that it is busy, and the others go on', async () => {
  let open: (() => void) | undefined
  const waits = new Promise<void>((done) => (open = done))
  const { issuer, upstream } = world()
  const { send } = issuer
  const slow = openUpstream(
    {
      clock: fixedClock(now),
      send: async (url, options) => {
        await waits
        return send(url, options)
      },
    },
    rules,
  )
  const two = [slow.leave(going), slow.leave(going)]
  await assert.rejects(slow.leave(going), /busy/)
  open?.()
  await Promise.all(two)
  await upstream.leave(going)
})

test('rp-key-rotation-op-sign-key: a new key is looked for when a token names it, and a made-up one is not asked after again and again', async () => {
  const { clock, issuer, login } = world()
  const looked = (): number => issuer.asked.filter((one) => one === 'GET /jwks').length
  await login()
  await login()
  assert.equal(looked(), 1)
  clock.advance(11_000)
  issuer.rotate()
  await login()
  assert.equal(looked(), 2)
  // Who fetched a moment ago does not look again at once.
  issuer.lies = { header: { kid: 'made-up' } }
  for (let i = 0; i < 3; i++) await assert.rejects(login(), UpstreamUntrue)
  assert.equal(looked(), 2)
  clock.advance(11_000)
  for (let i = 0; i < 3; i++) await assert.rejects(login(), UpstreamUntrue)
  assert.equal(looked(), 3)
  issuer.lies = {}
  await login()
  assert.equal(looked(), 3)
  // And anew now and then, for keys that were withdrawn.
  clock.advance(300_000)
  await login()
  assert.equal(looked(), 4)
})

test('a clock that is set ahead afterwards leaves what is known of the issuer in use', async () => {
  const { clock, issuer, login } = world()
  await login()
  clock.advance(20 * 60_000)
  await login()
  assert.equal(issuer.asked.filter((one) => one.endsWith('openid-configuration')).length, 1)
})

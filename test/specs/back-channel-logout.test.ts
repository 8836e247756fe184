/** OpenID Connect Back-Channel Logout 1.0. */
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose'
import type { PersonId, Sid } from '#base/ids.ts'
import { type EndDeps, logoutEverywhere } from '#login/end.ts'
import { openLoginStore } from '#login/store.ts'
import type { Delivery } from '#oidc/logout/store.ts'
import { type Browser, landed, textOf } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { type Listener, listener, type Told } from '../listener.ts'
import { callback, owners, secret } from '../services.ts'
import { claimsOf, exchange, fetchOf, good, hint, query, userinfo } from '../wire.ts'
import { issuer, openWorld, type World, worldForAll } from '../world.ts'

const far: Listener = await listener()
after(() => far.close())
beforeEach(() => far.forget())

const service = (client_id: string, over: object = {}): Record<string, unknown> => ({
  client_id,
  client_name: `Tjenesten ${client_id}`,
  client_uri: `https://${client_id}.example.no/`,
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback(client_id), `${far.origin}/callback`],
  post_logout_redirect_uris: [`https://${client_id}.example.no/bye`],
  frontchannel_logout_session_required: false,
  backchannel_logout_uri: `${far.origin}/${client_id}`,
  ...over,
})
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const
const declared = [
  ...owners,
  {
    org_number: '974761076',
    name: 'En annen etat',
    services: [
      service('bank'),
      service('post', { backchannel_logout_session_required: false }),
      service('both', { frontchannel_logout_uri: 'https://both.example.no/frontchannel' }),
      service('quiet', { backchannel_logout_uri: undefined }),
      ...algorithms.map((alg) => service(`takes-${alg}`, { id_token_signed_response_alg: alg })),
    ],
  },
]

let world: World
worldForAll(import.meta.filename, declared, (opened) => {
  world = opened
})

interface LoggedIn {
  readonly id: Record<string, unknown>
  readonly idToken: string
  readonly access: string
}

/** Logs in to each, by the test eID where there is no session yet; gives the last one's ID token claims and access token. */
async function logInTo(
  browser: Browser,
  clientIds: readonly string[],
  { index = 0, at = world }: { index?: number; at?: World } = {},
): Promise<LoggedIn> {
  let json: Readonly<Record<string, unknown>> = {}
  for (const clientId of clientIds) {
    const begun = await browser.get(`/authorize?${query(good(clientId))}`)
    const visit = begun.status === 200 ? await byTestEid(browser, begun, at.people.at(index).number, 'high') : begun
    json = (await exchange(at, clientId, landed(visit).searchParams.get('code') ?? '')).json
  }
  const idToken = String(json['id_token'])
  return { id: claimsOf(idToken), idToken, access: String(json['access_token']) }
}

const tell = (at = world): Promise<void> => at.parts.backChannel.courier.drain()
/** What is reported of a service for the session of that ID token. */
const reported = async (clientId: string, { id }: LoggedIn, at = world): Promise<readonly Delivery[]> =>
  (await at.parts.backChannel.store.deliveriesOf(clientId)).filter(({ sid }) => sid === id['sid'])
const outcome = ({ state, status }: Delivery): string => (status === undefined ? state : `${state} ${status}`)

/** As a service does it (§2.6), with another's library. */
async function checked(told: Told, clientId: string, at = world): Promise<JWTPayload> {
  const token = told.form.get('logout_token') ?? ''
  const keys = createLocalJWKSet((await fetchOf(at, '/jwks.json')).json as never)
  const { payload } = await jwtVerify(token, keys, {
    typ: 'logout+jwt',
    issuer,
    audience: clientId,
    requiredClaims: ['iat', 'exp', 'jti', 'events', 'sub', 'sid'],
    currentDate: new Date(at.clock.now()),
  })
  return payload
}

for (const alg of algorithms) {
  test(`OIDC Back-Channel Logout §2.4 the logout token, signed with ${alg} as the ID tokens are`, async () => {
    const clientId = `takes-${alg}`
    const { id } = await logInTo(world.browser(), [clientId])
    const browser = world.browser()
    const mine = await logInTo(browser, [clientId])
    await browser.get('/logout')
    await tell()
    const [told, ...more] = far.told(`/${clientId}`)
    assert.ok(told)
    assert.equal(more.length, 0)
    const claims = await checked(told, clientId)
    assert.equal(claims.sub, id['sub'], 'pairwise, as in the ID token')
    assert.equal(claims['sid'], mine.id['sid'])
    assert.deepEqual(claims['events'], { 'http://schemas.openid.net/event/backchannel-logout': {} })
    assert.equal((claims.exp ?? 0) - (claims.iat ?? 0), 300)
    assert.equal(claims.aud, clientId)
    assert.deepEqual(Object.keys(claims).toSorted(), ['aud', 'events', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub'])
    const header = JSON.parse(
      Buffer.from((told.form.get('logout_token') ?? '').split('.')[0] ?? '', 'base64url').toString(),
    ) as Record<string, unknown>
    assert.equal(header['alg'], alg)
  })
}

test('OIDC Back-Channel Logout §2.4 no nonce, no number, and no token for another: it is no ID token and no access token', async () => {
  const browser = world.browser()
  const { idToken } = await logInTo(browser, ['bank'])
  await browser.get('/logout')
  await tell()
  const token = far.told('/bank')[0]?.form.get('logout_token') ?? ''
  assert.ok(!JSON.stringify(claimsOf(token)).includes(world.people.at(0).number))
  assert.equal((await userinfo(world, token)).status, 401)
  // As a hint it names nobody's session, though it is signed by us.
  const other = world.browser()
  await logInTo(other, ['bank'])
  const page = await other.get(
    `/logout?${query({ id_token_hint: token, post_logout_redirect_uri: 'https://bank.example.no/bye' })}`,
  )
  assert.equal(page.status, 200)
  assert.ok(idToken.length > 0)
})

test('OIDC Back-Channel Logout §2.5 a form is posted, with the token and nothing else, and no cookie', async () => {
  const browser = world.browser()
  await logInTo(browser, ['bank'])
  await browser.get('/logout')
  await tell()
  const [told] = far.told('/bank')
  assert.equal(told?.method, 'POST')
  assert.equal(told.headers['content-type'], 'application/x-www-form-urlencoded')
  assert.equal(told.headers.cookie, undefined)
  assert.deepEqual([...told.form.keys()], ['logout_token'])
})

test('OIDC Back-Channel Logout §2.1 sid is in the ID tokens of who is told so, whatever else was registered', async () => {
  const browser = world.browser()
  const { id } = await logInTo(browser, ['bank'])
  assert.match(String(id['sid']), /^[\w-]{43}$/)
  assert.equal((await logInTo(browser, ['post'])).id['sid'], id['sid'])
  assert.ok(!('sid' in (await logInTo(browser, ['quiet'])).id))
})

test('OIDC Back-Channel Logout §2.2 it is listed in the metadata', async () => {
  const { json } = await fetchOf(world, '/.well-known/openid-configuration')
  assert.equal(json['backchannel_logout_supported'], true)
  assert.equal(json['backchannel_logout_session_supported'], true)
})

test('OIDC Back-Channel Logout §2.5 every service of the session is told once, the one that began it too, and nobody else', async () => {
  const [browser, elsewhere] = [world.browser(), world.browser()]
  await logInTo(elsewhere, ['both'])
  const { idToken } = await logInTo(browser, ['bank', 'post', 'bank', 'quiet'])
  const hinted = query({ id_token_hint: idToken, client_id: 'quiet' })
  await browser.get(`/logout?${hinted}`)
  await browser.get(`/logout?${hinted}`)
  await tell()
  assert.deepEqual(
    ['/bank', '/post', '/both', '/quiet'].map((path) => far.told(path).length),
    [1, 1, 0, 0],
  )
})

test('OIDC Back-Channel Logout §2.3 a session that runs out is told to nobody', async () => {
  const browser = world.browser()
  await logInTo(browser, ['bank'])
  world.clock.advance(31 * 60_000)
  await browser.get('/logout')
  await world.tidy()
  await tell()
  assert.equal(far.told('/bank').length, 0)
})

const answers: readonly [status: number, outcome: string][] = [
  [200, 'accepted 200'],
  [204, 'accepted 204'],
  [202, 'accepted 202'],
  [400, 'refused 400'],
  [404, 'refused 404'],
  [500, 'refused 500'],
  [503, 'refused 503'],
]
for (const [status, expected] of answers) {
  test(`OIDC Back-Channel Logout §2.8 a service that answers ${status}: ${expected}, and one attempt is all`, async () => {
    far.answers('/bank', status)
    const browser = world.browser()
    const mine = await logInTo(browser, ['bank'])
    await browser.get('/logout')
    await tell()
    assert.deepEqual((await reported('bank', mine)).map(outcome), [expected])
    world.clock.advance(30 * 60_000)
    await tell()
    assert.equal(far.told('/bank').length, 1)
  })
}

test('OIDC Back-Channel Logout §2.5 a redirect is a refusal, and not followed', async () => {
  far.answers('/bank', (response) => response.writeHead(307, { location: `${far.origin}/post` }).end())
  const browser = world.browser()
  const mine = await logInTo(browser, ['bank'])
  await browser.get('/logout')
  await tell()
  assert.deepEqual((await reported('bank', mine)).map(outcome), ['refused 307'])
  assert.equal(far.told('/post').length, 0)
})

test('OIDC Back-Channel Logout §2.5 a body without end is not read', async () => {
  far.answers('/bank', (response) => {
    response.writeHead(200)
    const more = (): void => {
      if (!response.destroyed) response.write('x'.repeat(10_000), () => setImmediate(more))
    }
    more()
  })
  const browser = world.browser()
  const mine = await logInTo(browser, ['bank'])
  await browser.get('/logout')
  await tell()
  assert.deepEqual((await reported('bank', mine)).map(outcome), ['accepted 200'])
})

test('OIDC Back-Channel Logout §2.5 the page waits for nobody: a service that never answers holds up neither it nor the others', async () => {
  let hungUp = (): void => undefined
  far.answers('/bank', (response) => {
    hungUp = () => response.destroy()
  })
  const browser = world.browser()
  const mine = await logInTo(browser, ['bank', 'post'])
  const page = await browser.get('/logout')
  assert.equal(page.status, 200)
  await Promise.all([far.heard('/bank', 1), far.heard('/post', 1)])
  assert.deepEqual((await reported('bank', mine)).map(outcome), ['waiting'])
  hungUp()
  await tell()
  assert.deepEqual((await reported('bank', mine)).map(outcome), ['unreachable'])
  assert.deepEqual((await reported('post', mine)).map(outcome), ['accepted 200'])
})

test('OIDC Back-Channel Logout §2.7 who was told needs no page: the user goes on at once; a frame beside it still has its page', async () => {
  const browser = world.browser()
  await logInTo(browser, ['bank', 'post'])
  const away = query({ client_id: 'bank', post_logout_redirect_uri: 'https://bank.example.no/bye' })
  assert.equal(landed(await browser.get(`/logout?${away}`)).href, 'https://bank.example.no/bye')
  await logInTo(browser, ['bank', 'both', 'told', 'quiet'])
  const page = await browser.get(`/logout?${away}`)
  assert.equal(page.status, 200)
  const text = textOf(page)
  assert.match(text, /Vi har sendt beskjed til Tjenesten told Vi gir beskjed direkte til Tjenesten bank Tjenesten both/)
  assert.match(text, /Disse kunne vi ikke gi beskjed Tjenesten quiet/)
  await tell()
})

test('OIDC Back-Channel Logout §2.3 somebody else logs in: the services of the first person hear of it', async () => {
  const browser = world.browser()
  const { id } = await logInTo(browser, ['bank'])
  const chooser = await browser.get(`/authorize?${query(good('library', { prompt: 'login' }))}`)
  const asks = await byTestEid(browser, chooser, world.people.at(3).number, 'high')
  await browser.submit(asks, '/person', { 'go-on': 'yes' })
  await tell()
  const [told] = far.told('/bank')
  assert.ok(told)
  assert.equal((await checked(told, 'bank'))['sid'], id['sid'])
})

test('OIDC Back-Channel Logout §2.3 the same where no page could ask', async () => {
  const browser = world.browser()
  await logInTo(browser, ['bank'])
  await browser.get(`/authorize?${query(good('library', { login_hint: hint(world, 3) }))}`)
  await tell()
  assert.equal(far.told('/bank').length, 1)
})

test('OIDC Back-Channel Logout §2.3 an ID token of the session ends it from another browser, and its services are told', async () => {
  const browser = world.browser()
  const { idToken } = await logInTo(browser, ['post', 'bank'])
  const page = await world.browser().get(`/logout?${query({ id_token_hint: idToken })}`)
  assert.doesNotMatch(textOf(page), /Tjenesten post/, 'whom else it knew is not told to whoever holds a token')
  await tell()
  assert.deepEqual([far.told('/bank').length, far.told('/post').length], [1, 1])
})

/** What the composition root hands to the login. */
const endDeps = ({ parts, clock, database, audit }: World): EndDeps => ({
  audit,
  clock,
  store: openLoginStore(database),
  backChannel: parts.backChannel,
  count: parts.metrics.count,
  trouble: (_message, cause) => {
    throw cause
  },
})
const personOf = async (sid: unknown): Promise<PersonId> => {
  const [row] = await world.database.raw<{ person_id: PersonId }>('select person_id from login where sid = $1', [
    String(sid),
  ])
  assert.ok(row)
  return row.person_id
}

test('OIDC Back-Channel Logout §2.3 logout everywhere: each session of the person ends, and nobody else’s', async () => {
  const index = 5
  const [one, two, other] = [world.browser(), world.browser(), world.browser()]
  const mine = await logInTo(one, ['bank'], { index })
  const mineToo = await logInTo(two, ['bank', 'post'], { index })
  const theirs = await logInTo(other, ['bank'], { index: 6 })
  assert.equal(await logoutEverywhere(endDeps(world), await personOf(mine.id['sid'])), 2)
  await tell()
  const sids = await Promise.all(far.told('/bank').map(async (told) => (await checked(told, 'bank'))['sid']))
  assert.deepEqual(new Set(sids), new Set([mine.id['sid'], mineToo.id['sid']]))
  assert.equal(far.told('/post').length, 1)
  for (const browser of [one, two]) {
    const silent = await browser.get(`/authorize?${query(good('bank', { prompt: 'none' }))}`)
    assert.equal(landed(silent).searchParams.get('error'), 'login_required')
  }
  assert.equal((await userinfo(world, mine.access)).status, 401)
  assert.equal((await userinfo(world, theirs.access)).status, 200)
  assert.equal(await logoutEverywhere(endDeps(world), await personOf(mine.id['sid'])), 0, 'once')
})

test('OIDC Back-Channel Logout §2.5 an end that nobody settled is told by whoever looks next', async () => {
  const { id } = await logInTo(world.browser(), ['bank', 'post'])
  const ended = openLoginStore(world.database).end(id['sid'] as Sid, 'logout', world.clock.now())
  assert.deepEqual(await world.database.batch([ended]), { ok: true })
  await world.tidy()
  await tell()
  assert.equal(far.told('/bank').length, 0, 'whoever ended it may still be about it')
  world.clock.advance(6000)
  for (const _time of [1, 2]) await world.tidy()
  await tell()
  assert.deepEqual([far.told('/bank').length, far.told('/post').length], [1, 1])
})

test('OIDC Back-Channel Logout: the report says who was told and when, keeps nothing of the person, and goes with its time', async () => {
  world.clock.advance(1000)
  const at = world.clock.now()
  const browser = world.browser()
  const mine = await logInTo(browser, ['bank'])
  const { id } = mine
  await browser.get('/logout')
  const { store } = world.parts.backChannel
  await tell()
  const [row] = await reported('bank', mine)
  assert.deepEqual(row, {
    sid: id['sid'],
    clientId: 'bank',
    state: 'accepted',
    status: 200,
    calls: 1,
    queued: at,
    ended: at,
  })
  assert.ok((await store.deliveries({ since: at })).some(({ clientId }) => clientId === 'bank'))
  assert.equal((await store.summary({ since: at })).get('bank')?.accepted, 1)
  const kept = await world.database.raw<{ sub: unknown }>('select sub from logout_delivery where client_id = $1', [
    'bank',
  ])
  assert.ok(kept.length > 0 && kept.every(({ sub }) => sub === null))
  world.clock.advance(31 * 24 * 3600_000)
  await world.tidy()
  assert.deepEqual(await reported('bank', mine), [])
})

test('OIDC Back-Channel Logout: with more attempts by setting, each with a token of its own, after growing delays', async (t) => {
  const retrying = await openWorld(declared, { INNGANG_LOGOUT_ATTEMPTS: '3' })
  t.after(() => retrying.close())
  far.answers('/bank', 503)
  const browser = retrying.browser()
  await logInTo(browser, ['bank'], { at: retrying })
  await browser.get('/logout')
  await tell(retrying)
  assert.equal(far.told('/bank').length, 1)
  const since = retrying.clock.now()
  const { store } = retrying.parts.backChannel
  assert.deepEqual((await store.deliveriesOf('bank', { since })).map(outcome), ['waiting 503'])
  await tell(retrying)
  assert.equal(far.told('/bank').length, 1, 'not at once')
  for (const wait of [2000, 4000, 60_000]) {
    retrying.clock.advance(wait)
    await tell(retrying)
  }
  assert.equal(far.told('/bank').length, 3)
  const ids = await Promise.all(far.told('/bank').map(async (told) => (await checked(told, 'bank', retrying)).jti))
  assert.equal(new Set(ids).size, 3)
  assert.deepEqual(
    (await store.deliveriesOf('bank', { since })).map((one) => [outcome(one), one.calls]),
    [['refused 503', 3]],
  )
})

test('OIDC Back-Channel Logout: what is an hour late is given up', async () => {
  const mine = await logInTo(world.browser(), ['bank'])
  const logins = openLoginStore(world.database)
  const sid = mine.id['sid'] as Sid
  await logins.settle(sid, world.clock.now(), world.parts.backChannel.steps(sid, await logins.servicesOf(sid)))
  world.clock.advance(3600_000)
  await tell()
  assert.equal(far.told('/bank').length, 0)
  assert.deepEqual((await reported('bank', mine)).map(outcome), ['gave-up'])
})

test('OIDC Back-Channel Logout: nothing inside the operator’s network is called unless the operator says so', async (t) => {
  const guarded = await openWorld(declared, { INNGANG_OUTBOUND_ALLOW: '10.99.0.0/16' })
  t.after(() => guarded.close())
  const browser = guarded.browser()
  await logInTo(browser, ['bank'], { at: guarded })
  await browser.get('/logout')
  await tell(guarded)
  assert.equal(far.told('/bank').length, 0)
  assert.deepEqual((await guarded.parts.backChannel.store.deliveriesOf('bank')).map(outcome), ['unreachable'])
  assert.match(guarded.log.join('\n'), /"client":"bank","why":"inside"/)
})

test('OIDC Back-Channel Logout: neither the log nor the metrics tell a token, a session or a person', async () => {
  far.answers('/bank', 500)
  const browser = world.browser()
  const { id } = await logInTo(browser, ['bank'])
  await browser.get('/logout')
  await tell()
  const token = far.told('/bank')[0]?.form.get('logout_token') ?? ''
  const seen = world.log.join('\n') + (await world.parts.metrics.page())
  for (const secret of [token, token.split('.')[2], id['sid'], id['sub']]) assert.ok(!seen.includes(String(secret)))
  assert.match(seen, /inngang_logout_delivery_total\{state="refused"\} \d/)
  assert.match(seen, /^inngang_logout_waiting 0$/m)
})

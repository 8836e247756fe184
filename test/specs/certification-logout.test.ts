/**
 * The modules of oidcc-rp-initiated-logout, -frontchannel-rp-initiated-logout and -backchannel-rp-initiated-logout, by their names, and why
 * those of two more plans are not for us.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { type Browser, landed, textOf, type Visit } from '../browser.ts'
import { listener } from '../listener.ts'
import { callback, owners } from '../services.ts'
import { fetchOf, type Fields, query, signed, tokensFor } from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'
import { certified, type Flow, random, tester } from './certified.ts'

const far = await listener()
after(() => far.close())
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
        certified('oidf-front', { frontchannel_logout_uri: 'https://oidf-front.example.no/frontchannel_logout' }),
        certified('oidf-back', {
          redirect_uris: [callback('oidf-back'), `${far.origin}/callback`],
          backchannel_logout_uri: `${far.origin}/backchannel_logout`,
        }),
      ],
    },
  ],
  (opened) => (world = opened),
)
const { flow, failure } = tester(() => world, 'oidf')
const bye = (clientId = 'oidf'): string => `https://${clientId}.example.no/post_logout_redirect`

interface Asked {
  readonly was: Flow
  readonly state: string
}
/** The suite's states of a logout are 128 characters long. */
async function out(
  make: (asked: Asked) => Fields,
): Promise<{ readonly was: Flow; readonly end: Visit; readonly state: string }> {
  const was = await flow()
  const state = random(128)
  return { was, state, end: await was.browser.get(`/logout?${query(make({ was, state }))}`) }
}
const usual = ({ was, state }: Asked): Fields => ({ id_token_hint: was.id, post_logout_redirect_uri: bye(), state })
const isOut = async (browser: Browser): Promise<void> =>
  assert.equal(await failure({ prompt: 'none' }, { browser }), 'login_required')
const saysOut = (visit: Visit): void => {
  assert.equal(visit.status, 200)
  assert.match(textOf(visit), /Du er logget ut|logga ut|logget ut/i)
}
/** What the suite wants where something is wrong: nobody is sent back, and the user is asked, or told. */
const asksUser = (visit: Visit): void => {
  assert.equal(visit.headers.get('location'), null)
  assert.match(textOf(visit), /Vil du logge ut\?/)
}

test('oidcc-rp-initiated-logout-discovery-endpoint-verification: the endpoint is listed', async () => {
  const { json } = await fetchOf(world, '/.well-known/openid-configuration')
  assert.equal(json['end_session_endpoint'], `${issuer}/logout`)
})

test('oidcc-rp-initiated-logout: back with the state and nothing more, and logged out', async () => {
  const { was, end, state } = await out(usual)
  const url = landed(end)
  assert.equal(url.origin + url.pathname, bye())
  assert.deepEqual([...url.searchParams], [['state', state]])
  await isOut(was.browser)
})

test('oidcc-rp-initiated-logout-no-state: back without one', async () => {
  const { was, end } = await out((asked) => ({ ...usual(asked), state: undefined }))
  assert.equal(landed(end).href, bye())
  await isOut(was.browser)
})

test('oidcc-rp-initiated-logout-no-post-logout-redirect-uri: a page that says so', async () => {
  const { was, end } = await out((asked) => ({ ...usual(asked), post_logout_redirect_uri: undefined }))
  saysOut(end)
  await isOut(was.browser)
})

for (const [module, make] of [
  ['no-params', () => ({})],
  ['only-state', ({ state }: Asked) => ({ state })],
  ['no-id-token-hint', ({ state }: Asked) => ({ post_logout_redirect_uri: bye(), state })],
] as [string, (asked: Asked) => Fields][])
  test(`oidcc-rp-initiated-logout-${module}: the user is asked, and a yes logs out, on a page of ours`, async () => {
    const { was, end } = await out(make)
    asksUser(end)
    saysOut(await was.browser.submit(end, /^\/logout\?continue=/, { 'log-out': 'yes' }))
    await isOut(was.browser)
  })

for (const [module, make] of [
  [
    'bad-post-logout-redirect-uri',
    (asked: Asked) => ({ ...usual(asked), post_logout_redirect_uri: `${bye()}/${random()}` }),
  ],
  [
    'query-added-to-post-logout-redirect-uri',
    (asked: Asked) => ({ ...usual(asked), post_logout_redirect_uri: `${bye()}?foo=bar` }),
  ],
  [
    'modified-id-token-hint',
    (asked: Asked) => ({ ...usual(asked), id_token_hint: `${asked.was.id.slice(0, -6)}AAAAAA` }),
  ],
  [
    'bad-id-token-hint',
    (asked: Asked) => ({ ...usual(asked), id_token_hint: signed({ alg: 'ES256', kid: 'tax-1' }, asked.was.claims) }),
  ],
] as [string, (asked: Asked) => Fields][])
  test(`oidcc-rp-initiated-logout-${module}: nobody is sent back, and nobody is logged out unasked`, async () => {
    const { was, end } = await out(make)
    asksUser(end)
    assert.equal((await flow({ prompt: 'none' }, { browser: was.browser })).shown, false)
    saysOut(await was.browser.submit(end, /^\/logout\?continue=/, { 'log-out': 'yes' }))
    await isOut(was.browser)
  })

test('oidcc-rp-initiated-logout-no-params in a session with a service of ID-porten’s profile: at once, as that has it', async () => {
  const { browser } = await flow()
  await tokensFor(world, 'tax', { login_hint: undefined }, browser)
  saysOut(await browser.get('/logout'))
  await isOut(browser)
})

test('oidcc-frontchannel-rp-initiated-logout: the frame has iss and sid, and the page leads back with the state', async () => {
  const front = tester(() => world, 'oidf-front')
  const { browser, id, claims } = await front.flow()
  const state = random(128)
  const back = bye('oidf-front')
  const page = await browser.get(`/logout?${query({ id_token_hint: id, post_logout_redirect_uri: back, state })}`)
  const frame = new URL(/<iframe[^>]*\ssrc="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&') ?? '')
  assert.equal(frame.origin + frame.pathname, 'https://oidf-front.example.no/frontchannel_logout')
  assert.deepEqual(Object.fromEntries(frame.searchParams), { iss: issuer, sid: claims['sid'] })
  assert.ok(
    page.body.includes(`href="${back}?state=${state}" data-after-frames`),
    'the script goes on, and so does the button',
  )
  assert.equal(await front.failure({ prompt: 'none' }, { browser }), 'login_required')
})

test('oidcc-backchannel-rp-initiated-logout: a logout token that says who, of which session, without nonce; then back', async () => {
  const back = tester(() => world, 'oidf-back')
  const { browser, id, claims } = await back.flow()
  far.forget()
  const state = random(128)
  const end = await browser.get(
    `/logout?${query({ id_token_hint: id, post_logout_redirect_uri: bye('oidf-back'), state })}`,
  )
  assert.equal(landed(end).searchParams.get('state'), state)
  const [told] = await far.heard('/backchannel_logout', 1)
  assert.deepEqual([...(told?.form.keys() ?? [])], ['logout_token'])
  const keys = createLocalJWKSet((await fetchOf(world, '/jwks.json')).json as unknown as JSONWebKeySet)
  const { payload } = await jwtVerify(told?.form.get('logout_token') ?? '', keys, {
    issuer,
    audience: 'oidf-back',
    algorithms: ['RS256'],
    currentDate: new Date(world.clock.now()),
    requiredClaims: ['iat', 'jti', 'events', 'exp'],
  })
  assert.deepEqual([payload.sub, payload['sid'], 'nonce' in payload], [claims.sub, claims['sid'], false])
  assert.deepEqual(payload['events'], { 'http://schemas.openid.net/event/backchannel-logout': {} })
  // Back-Channel Logout §4: at most two minutes, so that whoever catches one has little of it.
  assert.equal(Number(payload.exp) - Number(payload.iat), 120)
  assert.equal(await back.failure({ prompt: 'none' }, { browser }), 'login_required')
})

test('oidcc-session-management: not offered, since a frame of another site has no cookie any more; nothing pretends that it is', async () => {
  const { json } = await fetchOf(world, '/.well-known/openid-configuration')
  assert.equal('check_session_iframe' in json, false)
  assert.equal((await flow()).answer.has('session_state'), false)
})

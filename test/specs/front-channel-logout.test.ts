/** OpenID Connect Front-Channel Logout 1.0. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Browser, landed, linksIn, textOf, type Visit } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { callback, owners, secret } from '../services.ts'
import { authorize, claimsOf, exchange, good, query } from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

const bare = {
  client_id: 'bare',
  client_name: 'Uten sid',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback('bare')],
  frontchannel_logout_uri: 'https://bare.example.no/frontchannel?own=1',
  frontchannel_logout_session_required: false,
}
let world: World
worldForAll(
  import.meta.filename,
  [...owners, { org_number: '974761076', name: 'En annen etat', services: [bare] }],
  (opened) => {
    world = opened
  },
)

/** Logs in to each, by the test eID where there is no session yet; gives the last one's ID token claims. */
async function logInTo(browser: Browser, ...clientIds: readonly string[]): Promise<Record<string, unknown>> {
  let claims: Record<string, unknown> = {}
  for (const clientId of clientIds) {
    const begun = await browser.get(`/authorize?${query(good(clientId))}`)
    const visit = begun.status === 200 ? await byTestEid(browser, begun, world.people.at(0).number, 'high') : begun
    const { json } = await exchange(world, clientId, landed(visit).searchParams.get('code') ?? '')
    claims = claimsOf(String(json['id_token']))
  }
  return claims
}
const framesIn = (visit: Visit): URL[] =>
  [...visit.body.matchAll(/<iframe[^>]*\ssrc="([^"]+)"/g)].map(([, src = '']) => new URL(src.replaceAll('&amp;', '&')))

test('OIDC Front-Channel Logout §3 each service of the session gets a frame, with iss and sid where it asked for them', async () => {
  const browser = world.browser()
  await logInTo(browser, 'bare', 'library')
  const { sid } = await logInTo(world.browser(), 'told')
  const claims = await logInTo(browser, 'told')
  assert.notEqual(claims['sid'], sid)
  const frames = framesIn(await browser.get('/logout?client_id=library'))
  assert.deepEqual(frames.map(({ host }) => host).toSorted(), ['bare.example.no', 'told.example.no'])
  const told = frames.find(({ host }) => host === 'told.example.no')
  assert.deepEqual(Object.fromEntries(told?.searchParams ?? []), { iss: issuer, sid: claims['sid'] })
  const other = frames.find(({ host }) => host === 'bare.example.no')
  assert.equal(other?.href, bare.frontchannel_logout_uri, 'its own query is kept, nothing added')
})

test('OIDC Front-Channel Logout §2 the service that began it is told by its frame as well', async () => {
  const browser = world.browser()
  await logInTo(browser, 'told')
  assert.equal(framesIn(await browser.get('/logout?client_id=told')).length, 1)
})

test('OIDC Front-Channel Logout §3 sid is in the ID token of who is told by it, the same for all of the session', async () => {
  const browser = world.browser()
  const first = await logInTo(browser, 'told')
  assert.match(String(first['sid']), /^[\w-]{43}$/)
  assert.equal((await logInTo(browser, 'library', 'told'))['sid'], first['sid'])
  assert.ok(!('sid' in (await logInTo(world.browser(), 'bare'))))
})

test('OIDC Front-Channel Logout §3 services of other browsers’ sessions get no frame', async () => {
  const [mine, theirs] = [world.browser(), world.browser()]
  await logInTo(mine, 'library')
  await logInTo(theirs, 'told')
  assert.deepEqual(framesIn(await mine.get('/logout')), [])
})

test('OIDC Front-Channel Logout §4 the page may show those frames and no others, and ends in a way on', async () => {
  const browser = world.browser()
  await logInTo(browser, 'told', 'tax')
  const address = `/logout?${query({ client_id: 'tax', post_logout_redirect_uri: 'https://tax.example.no/logged-out', state: 's' })}`
  const page = await browser.get(address)
  assert.equal(page.status, 200)
  assert.match(page.headers.get('content-security-policy') ?? '', /frame-src https:\/\/told\.example\.no(;|$)/)
  assert.ok(linksIn(page).includes('https://tax.example.no/logged-out?state=s'))
  assert.match(textOf(page), /Tjenesten told/)
})

test('OIDC Front-Channel Logout §3 the session is over before anybody is told', async () => {
  const browser = world.browser()
  await logInTo(browser, 'told')
  await browser.get('/logout')
  const again = await authorize(world, good('told', { prompt: 'none' }), { browser })
  assert.equal(landed(again).searchParams.get('error'), 'login_required')
  assert.deepEqual(framesIn(await browser.get('/logout')), [], 'once')
})

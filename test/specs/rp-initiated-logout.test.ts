/** OpenID Connect RP-Initiated Logout 1.0. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Browser, landed, textOf, type Visit } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { owners, taxKey } from '../services.ts'
import {
  authorize,
  claimsOf,
  exchange,
  type Fields,
  good,
  query,
  refused,
  refusedHere,
  refusedTo,
  signed,
  userinfo,
} from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))

const bye = 'https://tax.example.no/logged-out'

interface LoggedIn {
  readonly browser: Browser
  readonly id: string
  readonly access: string
}

async function logIn(clientId = 'tax', index = 0, browser = world.browser()): Promise<LoggedIn> {
  const chooser = await browser.get(`/authorize?${query(good(clientId))}`)
  const back = landed(await byTestEid(browser, chooser, world.people.at(index).number, 'high'))
  const { json } = await exchange(world, clientId, back.searchParams.get('code') ?? '')
  return { browser, id: String(json['id_token']), access: String(json['access_token']) }
}
const logout = (browser: Browser, fields: Fields, method: 'GET' | 'POST' = 'GET'): Promise<Visit> =>
  method === 'GET'
    ? browser.get(`/logout?${query(fields)}`)
    : browser.post('/logout', new URLSearchParams(query(fields)), {
        origin: 'https://tax.example.no',
        'sec-fetch-site': 'cross-site',
      })
const isLoggedIn = async (browser: Browser): Promise<boolean> =>
  landed(await authorize(world, good('tax', { prompt: 'none' }), { browser })).searchParams.has('code')

for (const method of ['GET', 'POST'] as const) {
  test(`OIDC RP-Initiated Logout §2 by ${method}: the session ends, the user comes back with the state`, async () => {
    const { browser, id, access } = await logIn()
    assert.ok(await isLoggedIn(browser))
    const fields = {
      id_token_hint: id,
      post_logout_redirect_uri: bye,
      state: 'a b&c',
      logout_hint: 'x',
      ui_locales: 'nn',
    }
    assert.equal(landed(await logout(browser, fields, method)).href, `${bye}?state=a%20b%26c`)
    assert.equal(await isLoggedIn(browser), false)
    assert.equal((await userinfo(world, access)).status, 401)
  })
}

test('OIDC RP-Initiated Logout §2 the client’s id does for the hint, and both for both', async () => {
  for (const fields of [() => ({ client_id: 'tax' }), (id: string) => ({ client_id: 'tax', id_token_hint: id })] as ((
    id: string,
  ) => Fields)[]) {
    const { browser, id } = await logIn()
    assert.equal(landed(await logout(browser, { ...fields(id), post_logout_redirect_uri: bye })).href, bye)
    assert.equal(await isLoggedIn(browser), false)
  }
})

test('OIDC RP-Initiated Logout §2 a hint that has expired is one', async () => {
  const { browser, id } = await logIn()
  world.clock.advance(25 * 60_000)
  assert.equal(landed(await logout(browser, { id_token_hint: id, post_logout_redirect_uri: bye })).href, bye)
  assert.equal(await isLoggedIn(browser), false)
})

test('OIDC RP-Initiated Logout §2 the hint is taken out of the address at once', async () => {
  const { browser, id } = await logIn()
  const first = await browser.once('GET', `/logout?${query({ id_token_hint: id })}`)
  assert.equal(first.status, 303)
  assert.ok(!(first.headers.get('location') ?? '').includes('eyJ'))
  assert.ok(!world.log.join('\n').includes(id.slice(0, 40)))
})

test('OIDC RP-Initiated Logout §2 a token of a session is enough to end it, also without the browser’s cookie', async () => {
  const { browser, access } = await logIn()
  const told = await byTold(browser)
  const page = await logout(world.browser(), { id_token_hint: told })
  assert.equal(page.status, 200)
  assert.equal(await isLoggedIn(browser), false)
  assert.equal((await userinfo(world, access)).status, 401)
})

/** The ID token of a service that hears of logouts: it names the session. */
async function byTold(browser: Browser): Promise<string> {
  const back = landed(await authorize(world, good('told'), { browser }))
  return String((await exchange(world, 'told', back.searchParams.get('code') ?? '')).json['id_token'])
}

for (const [what, uri] of [
  ['one that is not registered', 'https://evil.example/'],
  ['another service’s', 'https://library.example.no/logged-out'],
  ['the login’s own', 'https://tax.example.no/callback'],
  ['one with a slash more', `${bye}/`],
  ['one with a query', `${bye}?x=1`],
  ['a script', 'javascript:alert(1)'],
] as const) {
  test(`OIDC RP-Initiated Logout §3 an address to return to is never followed: ${what}`, async () => {
    for (const known of [{ client_id: 'tax' }, 'hint'] as const) {
      const { browser, id } = await logIn()
      const fields = known === 'hint' ? { id_token_hint: id } : known
      const page = await logout(browser, { ...fields, post_logout_redirect_uri: uri })
      assert.equal(page.status, 200)
      assert.ok(!page.body.includes(uri), 'nor offered')
      assert.equal(await isLoggedIn(browser), false, 'but the logout is done')
    }
  })
}

test('OIDC RP-Initiated Logout §3 without hint and client nobody is sent anywhere, and the logout is done', async () => {
  const { browser } = await logIn()
  const page = await logout(browser, { post_logout_redirect_uri: bye })
  assert.deepEqual([page.status, page.headers.get('location')], [200, null])
  assert.equal(await isLoggedIn(browser), false)
})

test('OIDC RP-Initiated Logout §4 a hint of another client, a forged one, an access token: logged out, sent nowhere', async () => {
  for (const make of [
    ({ id }: LoggedIn) => ({
      client_id: 'library',
      id_token_hint: id,
      post_logout_redirect_uri: 'https://library.example.no/logged-out',
    }),
    ({ id }: LoggedIn) => ({
      id_token_hint: signed({ alg: 'ES256', kid: 'x' }, claimsOf(id), taxKey.privateKey),
      post_logout_redirect_uri: bye,
    }),
    ({ access }: LoggedIn) => ({ id_token_hint: access, post_logout_redirect_uri: bye }),
    () => ({ id_token_hint: 'x', post_logout_redirect_uri: bye }),
    () => ({ client_id: 'nobody', post_logout_redirect_uri: bye }),
  ] as ((was: LoggedIn) => Fields)[]) {
    const was = await logIn()
    const page = await logout(was.browser, make(was))
    assert.deepEqual([page.status, page.headers.get('location')], [200, null])
    assert.equal(await isLoggedIn(was.browser), false)
  }
})

test('OIDC RP-Initiated Logout §4 another person’s hint ends that session, not only this browser’s', async () => {
  const [mine, theirs] = [await logIn('told', 0), await logIn('told', 3)]
  await logout(mine.browser, { id_token_hint: theirs.id })
  assert.equal(await isLoggedIn(theirs.browser), false, 'whoever holds the token may end its session')
})

test('OIDC RP-Initiated Logout §2 a parameter sent twice is shown, and nothing is logged out', async () => {
  const { browser } = await logIn()
  refusedHere(await browser.get(`/logout?client_id=tax&client_id=tax`), 'IN-04')
  assert.ok(await isLoggedIn(browser))
})

test('OIDC RP-Initiated Logout §2 a code and a login on the way do not outlive it', async () => {
  const { browser } = await logIn()
  const code = landed(await authorize(world, good('library'), { browser })).searchParams.get('code') ?? ''
  await logout(browser, { client_id: 'tax' })
  refused(await exchange(world, 'library', code), 400, 'invalid_grant')
  refusedTo(await authorize(world, good('library', { prompt: 'none' }), { browser }), 'library', 'login_required')
})

test('OIDC RP-Initiated Logout §2 once more, without a session: a page and a way on, no error', async () => {
  const { browser, id } = await logIn()
  const fields = { id_token_hint: id, post_logout_redirect_uri: bye }
  await logout(browser, fields)
  const again = await logout(browser, fields)
  assert.ok(again.status === 200 || landed(again).href === bye)
  const bare = await logout(world.browser(), {})
  assert.equal(bare.status, 200)
  assert.match(textOf(bare), /logget ut|ikke logget inn/i)
})

test('OIDC RP-Initiated Logout §2 it is listed in the metadata', async () => {
  const metadata = (await (await world.fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Record<
    string,
    unknown
  >
  assert.equal(metadata['end_session_endpoint'], `${issuer}/logout`)
})

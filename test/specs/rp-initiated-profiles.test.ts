/** OpenID Connect RP-Initiated Logout 1.0 as the profiles have it: ID-porten acts at once, the others ask where no hint vouches. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Browser, formIn, landed, linksIn, textOf, type Visit } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { callback, owners, secret } from '../services.ts'
import { authorize, exchange, type Fields, good, query, refusedHere, signed } from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

const standard = {
  client_id: 'standard',
  client_name: 'Standardtjenesten',
  client_uri: 'https://standard.example.no/',
  token_endpoint_auth_method: 'client_secret_basic',
  client_secret: secret,
  redirect_uris: [callback('standard')],
  post_logout_redirect_uris: ['https://standard.example.no/bye'],
  profile: 'plain',
}
/** A hint of its own names no session. */
const sidless = {
  ...standard,
  client_id: 'sidless',
  client_uri: undefined,
  frontchannel_logout_session_required: false,
}
let world: World
worldForAll(
  import.meta.filename,
  [
    ...owners,
    {
      org_number: '974761076',
      name: 'En annen etat',
      services: [standard, { ...sidless, redirect_uris: [callback('sidless')] }],
    },
  ],
  (opened) => (world = opened),
)

const bye = 'https://standard.example.no/bye'
const away = { post_logout_redirect_uri: bye, state: 's' }
const taxBye = 'https://tax.example.no/logged-out'

interface LoggedIn {
  readonly browser: Browser
  readonly id: string
}
async function logIn(clientId: string, index = 0, browser = world.browser()): Promise<LoggedIn> {
  const begun = await browser.get(`/authorize?${query(good(clientId))}`)
  const visit = begun.status === 200 ? await byTestEid(browser, begun, world.people.at(index).number, 'high') : begun
  const { json } = await exchange(world, clientId, landed(visit).searchParams.get('code') ?? '')
  return { browser, id: String(json['id_token']) }
}
const logout = (browser: Browser, fields: Fields, method: 'GET' | 'POST' = 'GET'): Promise<Visit> =>
  method === 'GET'
    ? browser.get(`/logout?${query(fields)}`)
    : browser.post('/logout', new URLSearchParams(query(fields)), {
        origin: 'https://standard.example.no',
        'sec-fetch-site': 'cross-site',
      })
const isLoggedIn = async (browser: Browser): Promise<boolean> =>
  landed(await authorize(world, good('standard', { prompt: 'none' }), { browser })).searchParams.has('code')
const asks = (visit: Visit): boolean => visit.status === 200 && textOf(visit).includes('Vil du logge ut?')
const sayTo = (browser: Browser, visit: Visit, answer: 'yes' | 'no'): Promise<Visit> =>
  browser.submit(visit, /^\/logout\?continue=/, { 'log-out': answer })

for (const method of ['GET', 'POST'] as const) {
  test(`OIDC RP-Initiated Logout §2 by ${method}: a hint of this session asks nobody`, async () => {
    for (const clientId of ['standard', 'sidless']) {
      const { browser, id } = await logIn(clientId)
      const sent = {
        id_token_hint: id,
        post_logout_redirect_uri: clientId === 'standard' ? bye : undefined,
        state: 's',
      }
      const visit = await logout(browser, sent, method)
      if (clientId === 'standard') assert.equal(landed(visit).href, `${bye}?state=s`)
      else assert.equal(visit.status, 200)
      assert.equal(await isLoggedIn(browser), false)
    }
  })

  test(`OIDC RP-Initiated Logout §2 by ${method}: without a hint the user is asked; yes ends it and leads back`, async () => {
    const { browser } = await logIn('standard')
    const question = await logout(browser, { client_id: 'standard', ...away }, method)
    assert.ok(asks(question))
    assert.match(textOf(question), /Standardtjenesten ber om at du blir logget ut/)
    assert.ok(await isLoggedIn(browser), 'nothing has happened yet')
    assert.match(question.headers.get('content-security-policy') ?? '', /form-action 'self' https:/)
    assert.equal(landed(await sayTo(browser, question, 'yes')).href, `${bye}?state=s`)
    assert.equal(await isLoggedIn(browser), false)
  })
}

test('OIDC RP-Initiated Logout §2 no: nothing ends, and there is a way on', async () => {
  const { browser } = await logIn('standard')
  const still = await sayTo(browser, await logout(browser, { client_id: 'standard', ...away }), 'no')
  assert.equal(still.status, 200)
  assert.match(textOf(still), /Du er fortsatt logget inn/)
  assert.ok(linksIn(still).includes('https://standard.example.no/'))
  assert.ok(await isLoggedIn(browser))
})

test('OIDC RP-Initiated Logout §2 a hint of somebody else, of nobody, or forged does not make the question go away', async () => {
  const other = await logIn('standard', 3)
  const forged = signed({ alg: 'ES256', kid: 'tax-1' }, { iss: issuer, aud: 'standard', sub: 'x' })
  for (const hint of [other.id, forged, 'x']) {
    const { browser } = await logIn('standard')
    assert.ok(asks(await logout(browser, { client_id: 'standard', id_token_hint: hint, ...away })), hint.slice(0, 20))
    assert.ok(await isLoggedIn(browser))
  }
  assert.ok(await isLoggedIn(other.browser), 'nor is anybody else logged out unasked')
})

test('OIDC RP-Initiated Logout §2 an older session’s hint of the same person asks nobody', async () => {
  const { browser, id } = await logIn('standard')
  await browser.get('/logout')
  await logIn('standard', 0, browser)
  assert.equal(landed(await logout(browser, { id_token_hint: id, ...away })).href, `${bye}?state=s`)
  assert.equal(await isLoggedIn(browser), false)
})

test('OIDC RP-Initiated Logout §2 the answer counts from our page, by who holds the session, and made for this session', async () => {
  const { browser } = await logIn('standard')
  const question = await logout(browser, { client_id: 'standard', ...away })
  const form = formIn(question, /^\/logout\?continue=/)
  const fields = { ...Object.fromEntries(form.fields), 'log-out': 'yes' }
  refusedHere(
    await browser.post(form.action, fields, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }),
    'IN-05',
  )
  assert.ok(asks(await browser.post(form.action, { ...fields, stamp: 'x' })), 'asked again')
  const { browser: other } = await logIn('standard', 3)
  assert.ok(asks(await other.post(form.action, fields)), 'another browser’s answer is none')
  assert.ok((await isLoggedIn(browser)) && (await isLoggedIn(other)))
  const elsewhere = formIn(await logout(browser, { client_id: 'standard' }), /^\/logout\?continue=/)
  assert.ok(asks(await browser.post(elsewhere.action, fields)), 'nor is the answer to another question')
})

test('OIDC RP-Initiated Logout §2 a question that has become too old is shown as such', async () => {
  const { browser } = await logIn('standard')
  const question = await logout(browser, { client_id: 'standard', ...away })
  world.clock.advance(301_000)
  refusedHere(await sayTo(browser, question, 'yes'), 'IN-01')
  assert.ok(await isLoggedIn(browser))
})

test('OIDC RP-Initiated Logout §2 in the user’s language: the question, its switch, and what the service would like', async () => {
  const { browser } = await logIn('standard')
  const question = await logout(browser, { client_id: 'standard', ui_locales: 'nn', ...away })
  assert.match(question.body, /<html lang="nn"/)
  const switched = await browser.click(question, /^\/language\/en/)
  assert.match(textOf(switched), /Do you want to log out\?/)
  assert.equal(landed(await sayTo(browser, switched, 'yes')).href, `${bye}?state=s`)
})

test('OIDC RP-Initiated Logout §2 with nobody logged in nobody is asked: the standard leads back, ID-porten stays with a way on', async () => {
  const browser = world.browser()
  assert.equal(landed(await logout(browser, { client_id: 'standard', ...away })).href, `${bye}?state=s`)
  const page = await logout(browser, { client_id: 'tax', post_logout_redirect_uri: taxBye, state: 's' })
  assert.equal(page.status, 200)
  assert.match(textOf(page), /Du var ikke logget inn/)
  assert.ok(linksIn(page).includes(`${taxBye}?state=s`))
})

test('OIDC RP-Initiated Logout §2 a session that has run out is no session: ID-porten stays, also with a hint', async () => {
  const { browser, id } = await logIn('tax')
  await browser.get('/logout')
  const page = await logout(browser, { id_token_hint: id, post_logout_redirect_uri: taxBye })
  assert.equal(page.status, 200)
  assert.ok(linksIn(page).includes(taxBye))
})

test('OIDC RP-Initiated Logout §2 ID-porten’s clients ask nobody, whatever they send', async () => {
  for (const fields of [{}, { client_id: 'tax' }, { client_id: 'tax', id_token_hint: 'x' }]) {
    const { browser } = await logIn('tax')
    assert.ok(!asks(await logout(browser, fields)))
    assert.equal(await isLoggedIn(browser), false)
  }
})

test('OIDC RP-Initiated Logout §2 logout_hint is no hint: whoever is logged in here is asked, or logged out', async () => {
  const { browser } = await logIn('standard')
  assert.ok(asks(await logout(browser, { client_id: 'standard', logout_hint: world.people.at(0).number })))
  await logout(browser, { client_id: 'tax', logout_hint: 'somebody else' })
  assert.equal(await isLoggedIn(browser), false)
})

const states: readonly [state: string, kept: boolean][] = [
  ['a b', true],
  ['~!*()', true],
  ['x'.repeat(4096), true],
  ['x'.repeat(4097), false],
  ['a\nb', false],
  ['blåbær', false],
]
for (const [state, kept] of states)
  test(`OIDC RP-Initiated Logout §2 a state of ${state.length} characters, ${JSON.stringify(state.slice(0, 10))}, ${kept ? 'comes back' : 'leads nowhere'}`, async () => {
    const { browser } = await logIn('tax')
    const visit = await logout(browser, { client_id: 'tax', post_logout_redirect_uri: taxBye, state }, 'POST')
    if (kept) assert.equal(landed(visit).searchParams.get('state'), state)
    else assert.deepEqual([visit.status, visit.headers.get('location')], [200, null])
    assert.equal(await isLoggedIn(browser), false)
  })

/** Parts E and A of the mission: step-up, single sign-on, logout. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { type Browser, landed, linksIn, textOf, type Visit } from '../browser.ts'
import { byMinid, byTestEid, service } from '../client.ts'
import { owners } from '../services.ts'
import { issuer, type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => (world = opened))

const minute = 60_000
const number = (index: number): string => world.people.at(index).number

/** Logs in to a service with the test eID; gives the checked claims. */
async function logIn(
  browser: Browser,
  clientId: string,
  index = 0,
  level = 'substantial',
  parameters: Record<string, string> = {},
): Promise<oidc.IDToken> {
  const asked = await (await service(world, clientId)).ask(parameters)
  const back = await byTestEid(browser, await browser.get(asked.url), number(index), level)
  return claimsOf(await asked.finish(back))
}

/** Asks and expects the answer without a page. */
async function ssoIn(
  browser: Browser,
  clientId: string,
  parameters: Record<string, string> = {},
): Promise<oidc.IDToken> {
  const asked = await (await service(world, clientId)).ask(parameters)
  return claimsOf(await asked.finish(await browser.get(asked.url)))
}

const claimsOf = (tokens: { claims(): oidc.IDToken | undefined }): oidc.IDToken => {
  const claims = tokens.claims()
  assert.ok(claims)
  return claims
}

const isChooser = (visit: Visit): boolean => visit.status === 200 && /\/login\/att_[\w-]{22}$/.test(visit.url)
const silent = { prompt: 'none' }
const errorOf = (visit: Visit): string | null => landed(visit).searchParams.get('error')

test('E9 the second service logs in by itself, the same person in the same session', async () => {
  const browser = world.browser()
  const first = await logIn(browser, 'tax')
  const second = await ssoIn(browser, 'library')
  assert.equal(second['pid'], first['pid'])
  assert.equal(second['sid'], first['sid'])
  assert.equal(second.auth_time, first.auth_time)
  assert.notEqual(second.sub, first.sub, 'the subject is pairwise')
})

test('E9 the session ends 30 minutes after the last login, and lives on when it is used', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax')
  world.clock.advance(29 * minute)
  await ssoIn(browser, 'library')
  world.clock.advance(29 * minute)
  await ssoIn(browser, 'tax')
  world.clock.advance(31 * minute)
  assert.ok(isChooser(await browser.get((await (await service(world, 'library')).ask()).url)))
})

test('E9 the session ends 120 minutes after it began, however much it is used', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax')
  for (let i = 0; i < 5; i++) {
    world.clock.advance(23 * minute)
    await ssoIn(browser, 'library')
  }
  world.clock.advance(6 * minute)
  assert.ok(isChooser(await browser.get((await (await service(world, 'library')).ask()).url)))
})

test('E4 A6 a user at substantial who opens a high service is asked to step up, and comes back to that place', async () => {
  const browser = world.browser()
  const [person] = world.people.withMinid(1)
  assert.ok(person)
  const tax = await (await service(world, 'tax')).ask()
  const low = claimsOf(await tax.finish(await byMinid(world, browser, tax.url, person)))
  const asked = await (await service(world, 'health')).ask({ state: 'the-very-booking' })
  const chooser = await browser.get(asked.url)
  assert.ok(isChooser(chooser))
  assert.match(textOf(chooser), /sterkere/i)
  assert.match(textOf(chooser), /MinID/)
  const back = await byTestEid(browser, chooser, person.number, 'high')
  assert.equal(landed(back).searchParams.get('state'), 'the-very-booking')
  const url = landed(back)
  assert.ok(url.searchParams.get('code'))
  const after = await ssoIn(browser, 'tax')
  assert.equal(after['acr'], 'idporten-loa-high')
  assert.equal(after['sid'], low['sid'], 'the session keeps its name through a step-up')
})

test('E4 without a page the step-up is refused as interaction_required, and nothing is answered', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax')
  assert.equal(
    errorOf(await browser.get((await (await service(world, 'health')).ask(silent)).url)),
    'interaction_required',
  )
})

test('E4 another person in the step-up is a new login, said so, never a mixture', async () => {
  const browser = world.browser()
  const first = await logIn(browser, 'tax', 0)
  const asked = await (await service(world, 'health')).ask()
  const page = await byTestEid(browser, await browser.get(asked.url), number(3), 'high')
  assert.match(textOf(page), /annen|en annen person|noen andre/i)
  const back = await browser.submit(page, '/person', { 'go-on': 'yes' })
  const done = back.headers.get('location') === null ? await browser.click(back, /\/login\/att_/) : back
  const claims = claimsOf(await asked.finish(done))
  assert.equal(claims['pid'], number(3))
  assert.notEqual(claims['sid'], first['sid'])
  assert.equal((await ssoIn(browser, 'library'))['pid'], number(3))
})

test('E4 who does not go on as another is sent back with access_denied, and stays who they were', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax', 0)
  const asked = await (await service(world, 'health')).ask()
  const page = await byTestEid(browser, await browser.get(asked.url), number(3), 'high')
  assert.equal(errorOf(await browser.submit(page, '/person', { 'go-on': 'no' })), 'access_denied')
  assert.equal((await ssoIn(browser, 'library'))['pid'], number(0))
})

test('E9 prompt=login asks again, and auth_time is new', async () => {
  const browser = world.browser()
  const first = await logIn(browser, 'tax')
  world.clock.advance(5 * minute)
  const again = await logIn(browser, 'tax', 0, 'substantial', { prompt: 'login' })
  assert.ok((again.auth_time ?? 0) > (first.auth_time ?? 0))
  assert.equal(again['sid'], first['sid'])
})

test('E9 prompt=none: answered from the session, login_required without one', async () => {
  const browser = world.browser()
  assert.equal(errorOf(await browser.get((await (await service(world, 'tax')).ask(silent)).url)), 'login_required')
  await logIn(browser, 'tax')
  assert.ok((await ssoIn(browser, 'library', silent))['pid'])
})

test('E9 max_age: an older login does not count, max_age=0 never', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax')
  world.clock.advance(10 * minute)
  assert.ok((await ssoIn(browser, 'library', { max_age: '900' }))['pid'])
  assert.ok(isChooser(await browser.get((await (await service(world, 'library')).ask({ max_age: '300' })).url)))
  assert.ok(isChooser(await browser.get((await (await service(world, 'library')).ask({ max_age: '0' })).url)))
})

test('E9 id_token_hint: the service names the person it expects', async () => {
  const browser = world.browser()
  const asked = await (await service(world, 'tax')).ask()
  const tokens = await asked.finish(await byTestEid(browser, await browser.get(asked.url), number(0), 'high'))
  const hint = { id_token_hint: tokens.id_token ?? '' }
  assert.ok((await ssoIn(browser, 'tax', { ...silent, ...hint }))['pid'])
  const other = world.browser()
  await logIn(other, 'library', 3)
  assert.equal(
    errorOf(await other.get((await (await service(world, 'tax')).ask({ ...silent, ...hint })).url)),
    'login_required',
  )
  const wrong = await byTestEid(
    other,
    await other.get((await (await service(world, 'tax')).ask({ ...hint, prompt: 'login' })).url),
    number(3),
    'high',
  )
  assert.equal(errorOf(wrong), 'login_required')
})

test('E9 max_age: the very second counts, and what is answered says when the user proved themself', async () => {
  const browser = world.browser()
  const first = await logIn(browser, 'tax')
  world.clock.advance(300_000)
  const asked = await (await service(world, 'library')).ask({ max_age: '300' }, { maxAge: 300 })
  const claims = claimsOf(await asked.finish(await browser.get(asked.url)))
  assert.equal(claims.auth_time, first.auth_time)
  world.clock.advance(1000)
  const late = await (await service(world, 'library')).ask({ max_age: '300', ...silent })
  assert.equal(errorOf(await browser.get(late.url)), 'login_required')
})

test('E9 logout with the hint: the session ends, and the user comes back to the service with its state', async () => {
  const browser = world.browser()
  const tax = await service(world, 'tax')
  const asked = await tax.ask()
  const tokens = await asked.finish(await byTestEid(browser, await browser.get(asked.url), number(0), 'high'))
  const url = oidc.buildEndSessionUrl(tax.config, {
    id_token_hint: tokens.id_token ?? '',
    post_logout_redirect_uri: 'https://tax.example.no/logged-out',
    state: 'bye',
  })
  const back = await browser.get(url.href)
  assert.equal(landed(back).href, 'https://tax.example.no/logged-out?state=bye')
  assert.ok(isChooser(await browser.get((await tax.ask()).url)))
})

test('E9 logout with the client id alone works, and an unregistered return address is never followed', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax')
  const bad = await browser.get('/logout?client_id=tax&post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F')
  assert.ok(!(bad.headers.get('location') ?? '').includes('evil'))
  const other = world.browser()
  await logIn(other, 'tax')
  const back = await other.get(
    '/logout?client_id=tax&post_logout_redirect_uri=https%3A%2F%2Ftax.example.no%2Flogged-out',
  )
  assert.equal(landed(back).href, 'https://tax.example.no/logged-out')
})

test('E9 every service of the session is told by a frame, and what could not be told is shown', async () => {
  const browser = world.browser()
  const claims = await logIn(browser, 'told')
  await ssoIn(browser, 'library')
  await ssoIn(browser, 'tax')
  const page = await browser.get(
    '/logout?client_id=tax&post_logout_redirect_uri=https%3A%2F%2Ftax.example.no%2Flogged-out',
  )
  assert.equal(page.status, 200)
  const frame = /<iframe[^>]*\ssrc="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&')
  assert.ok(frame)
  const told = new URL(frame)
  assert.equal(told.origin, 'https://told.example.no')
  assert.equal(told.searchParams.get('iss'), issuer)
  assert.equal(told.searchParams.get('sid'), claims['sid'])
  assert.match(page.headers.get('content-security-policy') ?? '', /frame-src https:\/\/told\.example\.no/)
  assert.match(textOf(page), /Tjenesten library/, 'could not be told')
  assert.ok(linksIn(page).includes('https://tax.example.no/logged-out'))
})

test('E9 a code that was not redeemed before the logout gives nothing after it', async () => {
  const browser = world.browser()
  const tax = await service(world, 'tax')
  const asked = await tax.ask()
  const back = await byTestEid(browser, await browser.get(asked.url), number(0), 'high')
  await browser.get('/logout?client_id=tax')
  await assert.rejects(asked.finish(back), /invalid_grant|response body/)
})

test('E9 E7 the page after logout is in the language that the service asked for, and its language switch comes back to it', async () => {
  const browser = world.browser({ language: 'de' })
  await logIn(browser, 'told')
  const page = await browser.get('/logout?client_id=told&ui_locales=nn')
  assert.match(page.body, /<html lang="nn"/)
  const switched = await browser.click(page, /^\/language\/en/)
  assert.equal(switched.status, 200)
  assert.equal(new URL(switched.url).pathname, '/logout')
  assert.match(switched.body, /<html lang="en"/)
})

test('E9 logging out without a session is no dead end', async () => {
  const visit = await world.browser().get('/logout')
  assert.equal(visit.status, 200)
})

test('T2 a login without a browser by login_hint', async () => {
  const browser = world.browser()
  const health = await service(world, 'health')
  const asked = await health.ask({ login_hint: `testid:${number(0)}_idporten-loa-high` })
  const claims = claimsOf(await asked.finish(await browser.get(asked.url)))
  assert.equal(claims['pid'], number(0))
  const tooLow = await health.ask({ login_hint: `testid:${number(0)}_idporten-loa-substantial` })
  assert.equal(errorOf(await world.browser().get(tooLow.url)), 'access_denied')
})

test('E9 what a session left behind is removed a day later, and not while anything could ask for it', async () => {
  const browser = world.browser()
  await logIn(browser, 'told')
  await browser.get('/logout?client_id=told')
  const kept = async (): Promise<number[]> =>
    Promise.all(
      ['login', 'session_end'].map(async (table) => {
        const [row] = await world.database.raw<{ n: number }>(`select count(*) as n from ${table}`, [])
        return Number(row?.n)
      }),
    )
  world.clock.advance(23 * 60 * minute)
  await world.tidy()
  assert.deepEqual(await kept(), [1, 1])
  world.clock.advance(2 * 60 * minute)
  await world.tidy()
  assert.deepEqual(await kept(), [0, 0])
})

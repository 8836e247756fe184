/** Single sign-on of services that have it with themselves alone, and what a person is logged in to. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PersonId } from '#base/ids.ts'
import { type HeldSession, sessionsOf } from '#login/sessions-of.ts'
import { openLoginStore } from '#login/store.ts'
import { type Browser, landed, textOf, type Visit } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { owners } from '../services.ts'
import { claimsOf, exchange, type Fields, good, query } from '../wire.ts'
import { type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => (world = opened))

const minute = 60_000
const number = (index: number): string => world.people.at(index).number
const silent = { prompt: 'none' }

const open = (browser: Browser, clientId: string, over: Fields = {}): Promise<Visit> =>
  browser.get(`/authorize?${query(good(clientId, over))}`)
const isChooser = (visit: Visit): boolean => visit.status === 200 && /\/login\/att_[\w-]{22}$/.test(visit.url)
const asksAnew = async (browser: Browser, clientId: string): Promise<boolean> =>
  isChooser(await open(browser, clientId))

async function claimsAt(clientId: string, visit: Visit): Promise<Record<string, unknown>> {
  const { json } = await exchange(world, clientId, landed(visit).searchParams.get('code') ?? '')
  return claimsOf(String(json['id_token']))
}

/** By the test eID; gives the claims. */
const logIn = async (browser: Browser, clientId: string, index = 0, level = 'substantial') =>
  claimsAt(clientId, await byTestEid(browser, await open(browser, clientId), number(index), level))
/** Asks and expects the answer without a page. */
const ssoIn = async (browser: Browser, clientId: string, over: Fields = {}) =>
  claimsAt(clientId, await open(browser, clientId, over))

test('E9 an isolated service neither uses nor makes a session that others share', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax')
  assert.ok(await asksAnew(browser, 'alone'))
  const fresh = world.browser()
  await logIn(fresh, 'alone')
  assert.ok(await asksAnew(fresh, 'tax'))
  assert.ok(await asksAnew(fresh, 'apart'), 'nor do isolated services share one')
})

test('E9 an isolated service has single sign-on with itself, beside the session of all others', async () => {
  const browser = world.browser()
  const shared = await logIn(browser, 'tax')
  const own = await logIn(browser, 'alone', 0, 'high')
  assert.notEqual(own['sid'], shared['sid'])
  const again = await ssoIn(browser, 'alone', silent)
  assert.deepEqual([again['sid'], again['auth_time'], again['acr']], [own['sid'], own['auth_time'], own['acr']])
  const other = await ssoIn(browser, 'library', silent)
  assert.deepEqual(
    [other['sid'], other['acr']],
    [shared['sid'], 'idporten-loa-substantial'],
    'the strong proof stays there',
  )
})

test('E9 an isolated service’s session lives 30 minutes from its own last login, and 120 in all', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax')
  await logIn(browser, 'alone')
  world.clock.advance(29 * minute)
  await ssoIn(browser, 'tax')
  world.clock.advance(2 * minute)
  assert.ok(await asksAnew(browser, 'alone'), 'what others do does not keep it alive')
  await ssoIn(browser, 'tax', silent)
  const fresh = world.browser()
  await logIn(fresh, 'alone')
  for (let i = 0; i < 5; i++) {
    world.clock.advance(23 * minute)
    await ssoIn(fresh, 'alone')
  }
  world.clock.advance(6 * minute)
  assert.ok(await asksAnew(fresh, 'alone'))
})

test('E9 a logout is for all: begun by one of the shared or by an isolated one', async () => {
  for (const beginner of ['tax', 'alone', 'apart']) {
    const browser = world.browser()
    for (const clientId of ['tax', 'alone', 'apart']) await logIn(browser, clientId)
    await browser.get(`/logout?client_id=${beginner}`)
    for (const clientId of ['tax', 'library', 'alone', 'apart']) assert.ok(await asksAnew(browser, clientId), clientId)
  }
})

test('E9 I1 somebody else at an isolated service: two people side by side, never mixed; asked about where it is the same service', async () => {
  const browser = world.browser()
  await logIn(browser, 'tax', 0)
  assert.equal((await logIn(browser, 'alone', 3))['pid'], number(3))
  assert.equal((await ssoIn(browser, 'library', silent))['pid'], number(0))
  assert.equal((await ssoIn(browser, 'alone', silent))['pid'], number(3))
  const page = await byTestEid(browser, await open(browser, 'alone', { prompt: 'login' }), number(5), 'high')
  assert.match(textOf(page), /annen/)
  const back = await browser.submit(page, '/person', { 'go-on': 'yes' })
  assert.equal((await claimsAt('alone', back))['pid'], number(5))
  assert.equal((await ssoIn(browser, 'alone', silent))['pid'], number(5))
  assert.equal((await ssoIn(browser, 'tax', silent))['pid'], number(0), 'the shared session is not touched')
})

test('E9 I1 an isolated session’s secret under another cookie’s name opens nothing', async () => {
  const browser = world.browser()
  await logIn(browser, 'alone')
  const [name, own] = [...browser.cookies].find(([cookie]) => /^s-[\w-]{11}-\d+$/.test(cookie)) ?? []
  assert.ok(name !== undefined && own !== undefined)
  const thief = world.browser()
  thief.cookies.set('s-8700', own)
  assert.ok(await asksAnew(thief, 'tax'))
  assert.ok(await asksAnew(thief, 'alone'))
  thief.cookies.set(name, own)
  assert.equal((await ssoIn(thief, 'alone', silent))['pid'], number(0), 'under its own it does')
})

test('E9 what a person is logged in to: each session with its services, how and how strongly, and until when', async () => {
  const logins = openLoginStore(world.database)
  const [one, two] = [world.browser(), world.browser()]
  const first = await logIn(one, 'tax', 7)
  const began = world.clock.now()
  world.clock.advance(10 * minute)
  await ssoIn(one, 'library')
  const own = await logIn(one, 'alone', 7, 'high')
  await logIn(two, 'tax', 8)
  const [row] = await world.database.raw<{ person_id: PersonId }>('select person_id from login where sid = $1', [
    String(first['sid']),
  ])
  assert.ok(row)
  const held = (): Promise<readonly HeldSession[]> => sessionsOf(logins, row.person_id, world.clock.now())
  const [newest, oldest, ...more] = await held()
  assert.deepEqual(more, [])
  assert.deepEqual(
    [newest?.sid, newest?.level, newest?.services.map((one) => one.clientId)],
    [own['sid'], 'high', ['alone']],
  )
  assert.deepEqual(oldest, {
    sid: first['sid'],
    began,
    used: began + 10 * minute,
    ends: began + 40 * minute,
    method: 'test',
    level: 'substantial',
    services: [
      { clientId: 'tax', first: began, last: began },
      { clientId: 'library', first: began + 10 * minute, last: began + 10 * minute },
    ],
  })
  world.clock.advance(31 * minute)
  assert.deepEqual(await held(), [], 'they have run out, and the browser agrees')
  assert.ok(await asksAnew(one, 'tax'))
  await logIn(one, 'tax', 7)
  assert.equal((await held()).length, 1)
  await one.get('/logout')
  assert.deepEqual(await held(), [])
})

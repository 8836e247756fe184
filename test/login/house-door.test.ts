/** The house's own pages log people in through the gateway itself. Two pages of the test's own: `/desk` at high, `/mine` at substantial. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PersonId } from '#base/ids.ts'
import type { HouseDoor, PageDoor } from '#house-door/house-door.ts'
import type { HousePage, Needed } from '#house-door/page.ts'
import type { Routes } from '#http/routes.ts'
import { checkServices, ServiceFaults } from '#services/file.ts'
import { form, primaryButton } from '#ui/fields.ts'
import { html } from '#ui/html.ts'
import { page as shell } from '#ui/page.ts'
import { createApp } from '../../src/app.ts'
import { Browser, formIn, landed, textOf, type Visit } from '../browser.ts'
import { byTestEid, service } from '../client.ts'
import { owners } from '../services.ts'
import { issuer, type World, worldForEach } from '../world.ts'

const named = (name: string): HousePage['name'] => ({ nb: name, nn: name, se: name, en: name })
const desk: HousePage = { id: 'desk', name: named('Skranken'), home: '/desk', atLeast: 'high', freshLogin: true }
const mine: HousePage = { id: 'mine', name: named('Mitt'), home: '/mine', atLeast: 'substantial' }

let world: World
let send: (request: Request) => Response | Promise<Response>
/** What the pages did, by whom. */
let done: string[]
worldForEach(import.meta.filename, owners, (opened) => {
  world = opened
  done = []
  const pages = (routes: Routes, { houseDoor }: { readonly houseDoor: HouseDoor }) => {
    mount(routes, desk, houseDoor.open(routes, desk))
    mount(routes, mine, houseDoor.open(routes, mine))
    return () => undefined
  }
  const app = createApp({ ...world.parts, sandbox: pages })
  send = (request) => app.fetch(request)
})

const weighty: Needed = { atLeast: 'high', within: 60 }

function mount(routes: Routes, page: HousePage, door: PageDoor): void {
  routes.get(page.home, async (c) => {
    const inside = await door.require(c)
    if (inside instanceof Response) return inside
    const { me } = inside
    const body = html`<p>person=${me.person} level=${me.level} method=${me.method} sid=${me.sid} q=${c.req.query('q') ?? ''}</p>
${form(`${page.home}/act`, inside.stamp, primaryButton('Act'))}${inside.logOut(c)}`
    return shell(c, { language: 'nb', title: 'Inside', here: page.home, body })
  })
  routes.post(`${page.home}/act`, async (c) => {
    const inside = await door.require(c)
    if (inside instanceof Response) return inside
    await door.posted(c, inside)
    done.push(inside.me.person)
    return c.redirect(page.home, 303)
  })
  routes.get(`${page.home}/weighty`, async (c) => {
    const inside = await door.require(c, weighty)
    return inside instanceof Response ? inside : c.text(`weighty ${inside.me.level}`)
  })
}

const browser = (cookies?: Map<string, string>): Browser =>
  new Browser(send, issuer, cookies === undefined ? {} : { cookies })
const number = (index: number): string => world.people.at(index).number
const isChooser = (visit: Visit): boolean => visit.status === 200 && /\/login\/att_[\w-]{22}$/.test(visit.url)
const isInside = (visit: Visit): boolean => visit.status === 200 && /person=per_/.test(visit.body)
const fact = (visit: Visit, name: string): string => new RegExp(`${name}=([\\w-]+)`).exec(visit.body)?.[1] ?? ''

async function into(b: Browser, path: string, index = 0, level = 'high'): Promise<Visit> {
  const visit = await byTestEid(b, await b.get(path), number(index), level)
  assert.ok(isInside(visit), textOf(visit))
  return visit
}

test('house door: in through the gateway, by the page’s name, and back to the very address', async () => {
  const b = browser()
  const chooser = await b.get('/mine?q=two')
  assert.ok(isChooser(chooser))
  assert.match(textOf(chooser), /Mitt/)
  const visit = await byTestEid(b, chooser, number(0), 'substantial')
  assert.equal(visit.url, `${issuer}/mine?q=two`)
  assert.equal(fact(visit, 'level'), 'substantial')
  assert.equal(fact(visit, 'method'), 'test')
  assert.match(fact(visit, 'person'), /^per_/)
  assert.ok(isInside(await b.get('/mine')))
  const [row] = await world.database.raw<{ client_id: string; level: string }>('select client_id, level from login', [])
  assert.deepEqual({ ...row }, { client_id: '@mine', level: 'substantial' })
})

test('house door: neither address, page nor store holds the secret in clear, and the cookie says everything', async () => {
  const b = browser()
  const page = await b.click(await b.get('/mine'), '/test')
  const { action, fields } = formIn(page, '/test')
  const sent = { ...Object.fromEntries(fields), number: number(0), level: 'high' }
  const answer = await b.once('POST', action, new URLSearchParams(sent).toString())
  assert.equal(answer.status, 303)
  assert.equal(answer.headers.get('location'), '/mine')
  const set = answer.headers.getSetCookie().find((one) => one.startsWith('p-mine-8700=')) ?? ''
  assert.match(set, /^p-mine-8700=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
  const secret = b.cookies.get('p-mine-8700') ?? ''
  assert.ok(!world.log.some((line) => line.includes(secret)))
  assert.ok(!(await b.get('/mine')).body.includes(secret))
})

test('house door: the last form sent twice gives the same visit twice', async () => {
  const b = browser()
  const page = await b.click(await b.get('/mine'), '/test')
  const { action, fields } = formIn(page, '/test')
  const sent = new URLSearchParams({ ...Object.fromEntries(fields), number: number(0), level: 'high' }).toString()
  const cookie = [...b.cookies].map(([n, v]) => `${n}=${v}`).join('; ')
  const visits = await Promise.all([1, 2, 3].map(() => b.once('POST', action, sent, { cookie })))
  const secrets = visits.flatMap(({ headers }) => headers.getSetCookie().filter((one) => one.startsWith('p-mine')))
  assert.ok(visits.every(({ status }) => status === 303))
  assert.equal(new Set(secrets).size, 1)
  const rows = await world.database.raw('select 1 as one from login', [])
  assert.equal(rows.length, 1)
  assert.ok(isInside(await b.get('/mine')))
})

test('house door: single sign-on from a service, and to one', async () => {
  const b = browser()
  const tax = await (await service(world, 'tax')).ask()
  await byTestEid(b, await b.get(tax.url), number(0), 'substantial')
  const visit = await b.get('/mine')
  assert.ok(isInside(visit))
  const library = await (await service(world, 'library')).ask()
  const claims = (await library.finish(await b.get(library.url))).claims()
  assert.equal(claims?.['sid'], fact(visit, 'sid'))
})

test('house door: a page that wants a login of its own does not take single sign-on', async () => {
  const b = browser()
  const health = await (await service(world, 'health')).ask()
  await byTestEid(b, await b.get(health.url), number(0), 'high')
  world.clock.advance(1000)
  assert.ok(isChooser(await b.get('/desk')))
  assert.ok(isInside(await byTestEid(b, await b.get('/desk'), number(0), 'high')))
})

test('I2 house door: a lower level opens no page that wants more, and a page’s session no other page', async () => {
  const b = browser()
  await into(b, '/mine', 0, 'substantial')
  const chooser = await b.get('/desk')
  assert.ok(isChooser(chooser))
  const low = await byTestEid(b, chooser, number(0), 'substantial')
  assert.ok(!isInside(low))
  assert.ok(!isInside(await b.get('/desk')))
  // The one page's secret under the other's name.
  const high = browser()
  await into(high, '/mine', 0, 'high')
  high.cookies.set('p-desk-8700', high.cookies.get('p-mine-8700') ?? '')
  assert.ok(isChooser(await high.get('/desk')))
})

test('I2 house door: what needs more than the page asks for it, and only what is new enough counts', async () => {
  const b = browser()
  await into(b, '/mine', 0, 'substantial')
  const chooser = await b.get('/mine/weighty')
  assert.ok(isChooser(chooser))
  assert.equal((await byTestEid(b, chooser, number(0), 'high')).body, 'weighty high')
  world.clock.advance(59_000)
  assert.equal((await b.get('/mine/weighty')).body, 'weighty high')
  world.clock.advance(2000)
  assert.ok(isChooser(await b.get('/mine/weighty')))
  assert.ok(isInside(await b.get('/mine')))
})

test('house door: another browser with the address alone is not inside, nor one that takes over the login', async () => {
  const b = browser()
  const chooser = await b.get('/mine')
  const other = browser()
  assert.match(textOf(await other.get(chooser.url)), /IN-02/)
  await byTestEid(b, chooser, number(0), 'high')
  assert.ok(isChooser(await other.get('/mine')))
  other.cookies.set('p-mine-8700', 'A'.repeat(43))
  assert.ok(isChooser(await other.get('/mine')))
})

test('house door: a logout at a service ends the page’s session at once, whatever the hot store says', async () => {
  const b = browser()
  await into(b, '/mine')
  const kept = new Map(b.cookies)
  await b.get('/logout')
  assert.ok(isChooser(await b.get('/mine')))
  assert.ok(isChooser(await browser(kept).get('/mine')), 'the cookie from before opens nothing')
})

test('house door: its own log out ends the gateway’s session, also where the browser has lost that one’s cookie', async () => {
  const b = browser()
  const visit = await into(b, '/mine')
  const kept = new Map(b.cookies)
  b.cookies.delete('s-8700')
  const out = await b.submit(visit, '/log-out')
  assert.match(textOf(out), /logget ut/)
  assert.doesNotMatch(textOf(out), /direkte til/)
  assert.ok(isChooser(await browser(kept).get('/mine')))
  const tax = await (await service(world, 'tax')).ask()
  assert.ok(isChooser(await browser(kept).get(tax.url)))
})

test('house door: whoever is blocked is out at once, and does not come in again', async () => {
  const b = browser()
  const visit = await into(b, '/mine')
  await world.database.raw('update person set blocked = 1 where id = $1', [fact(visit, 'person')])
  const chooser = await b.get('/mine')
  assert.ok(!isInside(chooser))
  const page = isChooser(chooser) ? await byTestEid(b, chooser, number(0), 'high') : chooser
  assert.match(textOf(page), /IN-12/)
})

test('house door: what was proved before a new password or blocked codes lets nobody stay', async () => {
  const b = browser()
  const visit = await into(b, '/mine')
  world.clock.advance(1000)
  await world.database.batch([world.parts.persons.endProofs(fact(visit, 'person') as PersonId, world.clock.now())])
  assert.ok(!isInside(await b.get('/mine')))
  world.clock.advance(1000)
  assert.ok(isInside(await into(browser(), '/mine')))
})

test('house door: idle for 30 minutes and 120 in all', async () => {
  const b = browser()
  await into(b, '/mine')
  for (let i = 0; i < 4; i++) {
    world.clock.advance(29 * 60_000)
    assert.ok(isInside(await b.get('/mine')), `after ${29 * (i + 1)} minutes`)
  }
  world.clock.advance(5 * 60_000)
  assert.ok(isChooser(await b.get('/mine')))
  const idle = browser()
  await into(idle, '/mine')
  world.clock.advance(30 * 60_000)
  assert.ok(isChooser(await idle.get('/mine')))
})

test('house door: another person’s login in the same browser ends the first one’s visit', async () => {
  const b = browser()
  const first = await into(b, '/mine', 0)
  const asks = await byTestEid(b, await b.get('/desk'), number(3), 'high')
  assert.match(textOf(asks), /annen/i)
  const visit = await b.submit(asks, '/person', { 'go-on': 'yes' })
  assert.ok(isInside(visit))
  const mineNow = await b.get('/mine')
  assert.ok(isInside(mineNow))
  assert.equal(fact(mineNow, 'person'), fact(visit, 'person'))
  assert.notEqual(fact(mineNow, 'person'), fact(first, 'person'))
})

test('house door: a form is taken from the page that it was made for, and from no other', async () => {
  const b = browser()
  const visit = await into(b, '/mine')
  const { fields } = formIn(visit, '/act')
  const sent = Object.fromEntries(fields)
  await b.post('/mine/act', sent)
  assert.deepEqual(done, [fact(visit, 'person')])
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }] as const) {
    const foreign = await b.post('/mine/act', sent, headers)
    assert.match(textOf(foreign), /IN-05/)
  }
  const unstamped = await b.once('POST', '/mine/act', 'stamp=')
  assert.equal(unstamped.headers.get('location'), '/mine')
  const other = browser()
  const theirs = await into(other, '/mine', 3)
  const stolen = await other.once('POST', '/mine/act', new URLSearchParams(sent).toString())
  assert.equal(stolen.headers.get('location'), '/mine')
  assert.ok(!done.includes(fact(theirs, 'person')))
  assert.equal(done.length, 1)
  await b.get('/logout')
  const late = await b.once('POST', '/mine/act', new URLSearchParams(sent).toString())
  assert.match(late.headers.get('location') ?? '', /^\/login\/att_/)
  assert.equal(done.length, 1)
})

test('house door: who cancels ends on a page with a way on, not in a circle', async () => {
  const b = browser()
  const chooser = await b.get('/desk')
  const page = await b.submit(chooser, '/cancel')
  assert.equal(page.url, `${issuer}/desk/not-logged-in`)
  assert.match(textOf(page), /Du er ikke logget inn/)
  assert.ok(isChooser(await b.click(page, '/desk')))
})

test('house door: nothing is begun by a browser that guesses ahead, and the same cookie twice is said', async () => {
  const b = browser()
  assert.equal((await b.once('GET', '/mine', undefined, { 'sec-purpose': 'prefetch' })).status, 503)
  await into(b, '/mine')
  const secret = b.cookies.get('p-mine-8700') ?? ''
  const twice = await b.once('GET', '/mine', undefined, { cookie: `p-mine-8700=${secret}; p-mine-8700=x` })
  assert.match(textOf(twice), /IN-11/)
})

test('house door: no service can be registered under a page’s client id, and none asks in its name', async () => {
  const b = browser()
  const asked = await b.get(`/authorize?client_id=@mine&response_type=code&scope=openid&redirect_uri=${issuer}/mine`)
  assert.match(textOf(asked), /IN-04/)
  const around = { world: 'twin', eids: ['minid'] } as const
  const [owner] = owners as readonly { services: readonly Record<string, unknown>[] }[]
  const registered = { ...owner, services: [{ ...owner?.services[1], client_id: '@mine' }] }
  const refused = (error: unknown): boolean => error instanceof ServiceFaults && /client_id/.test(error.faults.join())
  assert.throws(() => checkServices([registered], around), refused)
})

test('house door: logged in at a service and a page, both are named on the logout page', async () => {
  const b = browser()
  const tax = await (await service(world, 'tax')).ask()
  assert.ok(landed(await byTestEid(b, await b.get(tax.url), number(0), 'high')))
  await b.get('/mine')
  const out = textOf(await b.get('/logout'))
  assert.match(out, /direkte til Mitt/)
})

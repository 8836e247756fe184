/** Invariants I1 and I3: nothing crosses between attempts, browsers and tabs, and every dead end has a way on. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Browser, formIn, landed, linksIn, textOf, type Visit } from '../browser.ts'
import { byMinid, byTestEid, codeIn, service } from '../client.ts'
import { owners } from '../services.ts'
import { issuer, type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => (world = opened))

const number = (index: number): string => world.people.at(index).number
const begin = async (
  browser: Browser,
  clientId = 'tax',
  parameters: Record<string, string> = {},
): Promise<{
  chooser: Visit
  path: string
  asked: Awaited<ReturnType<Awaited<ReturnType<typeof service>>['ask']>>
}> => {
  const asked = await (await service(world, clientId)).ask(parameters)
  const chooser = await browser.get(asked.url)
  return { chooser, path: new URL(chooser.url).pathname, asked }
}
const saysWithWayOn = (visit: Visit, id: string): void => {
  assert.match(textOf(visit), new RegExp(id))
  assert.ok(
    linksIn(visit).some((href) => href.startsWith('https://tax.example.no')),
    'a way back to the service',
  )
}

test('I3 a login that is gone: a page that says so', async () => {
  const visit = await world.browser().get('/login/att_AAAAAAAAAAAAAAAAAAAAAA')
  assert.match(textOf(visit), /IN-01/)
})

test('I3 an attempt that was left for half an hour is over, with help at hand', async () => {
  const browser = world.browser()
  const { path } = await begin(browser)
  world.clock.advance(31 * 60_000)
  assert.match(textOf(await browser.get(path)), /IN-01/)
})

test('I3 an attempt lives an hour at most, however busy it is', async () => {
  const browser = world.browser()
  const { path } = await begin(browser)
  for (let i = 0; i < 5; i++) {
    world.clock.advance(13 * 60_000)
    const page = await browser.get(`${path}/minid`)
    if (i === 4) return assert.match(textOf(page), /IN-01/)
    await browser.submit(page, '/minid', { number: 'wrong', password: 'wrong' })
  }
})

test('I1 I3 another browser with the same address gets nowhere, and the first one goes on', async () => {
  const browser = world.browser()
  const { chooser, path, asked } = await begin(browser)
  const other = world.browser()
  saysWithWayOn(await other.get(path), 'IN-02')
  saysWithWayOn(await other.get(`${path}/test`), 'IN-02')
  const form = formIn(await browser.get(`${path}/test`), '/test')
  saysWithWayOn(
    await other.post(form.action, { ...Object.fromEntries(form.fields), number: number(3), level: 'high' }),
    'IN-02',
  )
  const claims = (await asked.finish(await byTestEid(browser, chooser, number(0), 'high'))).claims()
  assert.equal(claims?.['pid'], number(0))
})

test('I3 lost cookies in the middle of a login', async () => {
  const browser = world.browser()
  const { path } = await begin(browser)
  browser.cookies.clear()
  saysWithWayOn(await browser.get(path), 'IN-02')
})

test('I3 the same cookie twice: cleared, said, and it works again', async () => {
  const browser = world.browser()
  const { path } = await begin(browser)
  const [name, value] = [...browser.cookies].find(([key]) => key.startsWith('a-')) ?? ['', '']
  const planted = await browser.once('GET', path, undefined, { cookie: `${name}=planted; ${name}=${value}` })
  assert.match(textOf(planted), /IN-11/)
  assert.ok(!browser.cookies.has(name), 'cleared')
})

test('I1 a form of one attempt does nothing in another of the same browser', async () => {
  const browser = world.browser()
  const one = await begin(browser)
  const two = await begin(browser)
  const form = formIn(await browser.get(`${one.path}/test`), '/test')
  await browser.get(`${two.path}/test`)
  const crossed = await browser.post(`${two.path}/test`, {
    ...Object.fromEntries(form.fields),
    number: number(3),
    level: 'high',
  })
  assert.equal(crossed.url, `${issuer}${two.path}/test`, 'back at where that login stands')
  assert.equal(crossed.status, 200)
})

test('I1 two tabs, two people: each answer belongs to the tab that proved it', async () => {
  const browser = world.browser()
  const one = await begin(browser)
  const two = await begin(browser, 'health')
  const first = (await one.asked.finish(await byTestEid(browser, one.chooser, number(0), 'high'))).claims()
  const asks = await byTestEid(browser, two.chooser, number(3), 'high')
  const confirmed = await browser.submit(asks, '/person', { 'go-on': 'yes' })
  const second = (
    await two.asked.finish(
      confirmed.headers.get('location') === null ? await browser.click(confirmed, /\/login\/att_/) : confirmed,
    )
  ).claims()
  assert.equal(first?.['pid'], number(0))
  assert.equal(second?.['pid'], number(3))
})

test('I3 two tabs of two services: the one that comes second is answered from the session', async () => {
  const browser = world.browser()
  const one = await begin(browser)
  const two = await begin(browser, 'library')
  await byTestEid(browser, one.chooser, number(0), 'high')
  const back = await browser.get(two.path)
  assert.equal((await two.asked.finish(back)).claims()?.['pid'], number(0))
})

test('I3 a double click on the last form: the same answer twice, one code', async () => {
  const browser = world.browser()
  const { path, asked } = await begin(browser)
  const form = formIn(await browser.get(`${path}/test`), '/test')
  const fields = { ...Object.fromEntries(form.fields), number: number(0), level: 'high' }
  const [first, second] = await Promise.all([browser.post(form.action, fields), browser.post(form.action, fields)])
  assert.equal(landed(first).href, landed(second).href)
  assert.equal((await asked.finish(first)).claims()?.['pid'], number(0))
})

test('I3 the back button after the end: the same answer while its code lives, then a page with a way on', async () => {
  const browser = world.browser()
  const { chooser, path } = await begin(browser)
  const back = await byTestEid(browser, chooser, number(0), 'high')
  assert.equal(landed(await browser.get(path)).href, landed(back).href)
  world.clock.advance(61_000)
  saysWithWayOn(await browser.get(path), 'IN-01')
})

test('I3 an old form after a wrong answer leads to where the login stands', async () => {
  const browser = world.browser()
  const [person] = world.people.withMinid(1)
  assert.ok(person)
  const { path, asked } = await begin(browser)
  const old = formIn(await browser.get(`${path}/minid`), '/minid')
  const fields = Object.fromEntries(old.fields)
  await browser.post(old.action, { ...fields, number: person.number, password: 'wrong' })
  const right = await browser.post(old.action, {
    ...fields,
    number: person.number,
    password: person.minid?.password ?? '',
  })
  assert.match(right.url, /\/minid$/)
  const code = await browser.submit(right, '/minid', { number: person.number, password: person.minid?.password ?? '' })
  const back = await browser.submit(code, '/minid/code', { code: codeIn(await world.sms(person.mobile ?? '')) })
  assert.equal((await asked.finish(back)).claims()?.['pid'], person.number)
})

test('I3 a form that did not come from our own page is refused', async () => {
  const browser = world.browser()
  const { path } = await begin(browser)
  const form = formIn(await browser.get(`${path}/test`), '/test')
  const fields = { ...Object.fromEntries(form.fields), number: number(0), level: 'high' }
  const evil = await browser.post(form.action, fields, { origin: 'https://evil.example' })
  assert.match(textOf(evil), /IN-05/)
  const cross = await browser.post(form.action, fields, { 'sec-fetch-site': 'cross-site' })
  assert.match(textOf(cross), /IN-05/)
})

test('I3 a browser that only looks ahead consumes nothing', async () => {
  const browser = world.browser()
  const asked = await (await service(world, 'tax')).ask()
  assert.equal((await browser.get(asked.url, { 'sec-purpose': 'prefetch' })).status, 503)
  assert.equal((await browser.get(asked.url)).status, 200)
})

test('I3 twenty-one logins begun side by side: the newest twenty work, the oldest says what happened', async () => {
  const browser = world.browser()
  const paths: string[] = []
  for (let i = 0; i < 21; i++) {
    world.clock.advance(60_000 / 2)
    paths.push((await begin(browser)).path)
  }
  assert.match(textOf(await browser.get(paths[0] ?? '')), /IN-02/)
  assert.equal((await browser.get(paths[20] ?? '')).status, 200)
  assert.equal([...browser.cookies.keys()].filter((name) => name.startsWith('a-')).length, 20)
})

test('I1 a pushed request is answered once, in whichever browser answers it first', async () => {
  const asked = await (await service(world, 'tax')).ask({}, { par: true })
  const one = world.browser()
  const two = world.browser()
  const [first, second] = [await one.get(asked.url), await two.get(asked.url)]
  assert.equal((await asked.finish(await byTestEid(one, first, number(0), 'high'))).claims()?.['pid'], number(0))
  const late = await byTestEid(two, second, number(3), 'high')
  assert.equal(late.headers.get('location'), null)
  saysWithWayOn(late, 'IN-01')
})

test('I1 a code by SMS counts in the attempt that asked for it alone', async () => {
  const [person] = world.people.withMinid(1)
  assert.ok(person)
  const victim = world.browser()
  const attacker = world.browser()
  const one = await begin(victim)
  const two = await begin(attacker)
  const enter = async (browser: Browser, path: string): Promise<Visit> =>
    browser.submit(await browser.get(`${path}/minid`), '/minid', {
      number: person.number,
      password: person.minid?.password ?? '',
    })
  const atCode = await enter(victim, one.path)
  const code = codeIn(await world.sms(person.mobile ?? ''))
  world.clock.advance(60_000)
  const atOther = await enter(attacker, two.path)
  const crossed = await attacker.submit(atOther, '/minid/code', { code })
  assert.equal(crossed.headers.get('location'), null)
  assert.match(textOf(crossed), /feil|stemmer ikke/i)
  assert.ok(landed(await victim.submit(atCode, '/minid/code', { code })).searchParams.get('code'))
})

test('I1 form_post: the answer is posted to the registered address and nowhere else', async () => {
  const browser = world.browser()
  const { chooser } = await begin(browser, 'tax', { response_mode: 'form_post' })
  const page = await byTestEid(browser, chooser, number(0), 'high')
  const form = formIn(page, 'https://tax.example.no/callback')
  assert.ok(form.fields.get('code'))
  assert.equal(form.fields.get('iss'), issuer)
})

test('M1 MinID from the chooser to the service', async () => {
  const [person] = world.people.withMinid(1)
  assert.ok(person)
  const asked = await (await service(world, 'only-minid')).ask()
  const claims = (await asked.finish(await byMinid(world, world.browser(), asked.url, person))).claims()
  assert.deepEqual(claims?.['amr'], ['Minid-OTC'])
  assert.equal(claims?.['acr'], 'idporten-loa-substantial')
})

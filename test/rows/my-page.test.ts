/** Row S2, the part that stands on the login: what I logged in to and with, who did something for me, my sessions, log out everywhere. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PersonId } from '#base/ids.ts'
import { NationalId } from '#base/national-id.ts'
import { languages } from '#i18n/text.ts'
import { type Browser, formIn, formsIn, landed, textOf, type Visit } from '../browser.ts'
import { byMinid, byTestEid, service } from '../client.ts'
import { owners } from '../services.ts'
import { issuer, type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => {
  world = opened
})

const home = `${issuer}/my`
const isHome = (visit: Visit): boolean =>
  visit.status === 200 && /\/my(\?.*)?$/.test(visit.url) && visit.body.includes('id="sessions"')
const isChooser = (visit: Visit): boolean => visit.status === 200 && /\/login\/att_[\w-]{22}$/.test(visit.url)

async function into(browser: Browser, index = 0, level = 'substantial'): Promise<Visit> {
  const visit = await byTestEid(browser, await browser.get(home), world.people.at(index).number, level)
  assert.ok(isHome(visit), textOf(visit))
  return visit
}

async function loggedInTo(browser: Browser, client: string, index = 0): Promise<void> {
  const asked = await service(world, client)
  const visit = await byTestEid(
    browser,
    await browser.get((await asked.ask()).url),
    world.people.at(index).number,
    'high',
  )
  assert.equal(landed(visit).hostname, `${client}.example.no`)
}

const section = (visit: Visit, id: string): string =>
  new RegExp(`<section[^>]*aria-labelledby="${id}"[\\s\\S]*?</section>`).exec(visit.body)?.[0] ?? ''
const words = (visit: Visit, id: string): string => textOf({ ...visit, body: section(visit, id) })

test('S2 my page: logged in through the gateway, and back to where one was going', async () => {
  const browser = world.browser()
  const chooser = await browser.get(`${home}/activity`)
  assert.ok(isChooser(chooser))
  assert.match(textOf(chooser), /Min side/)
  const visit = await byTestEid(browser, chooser, world.people.at(0).number, 'substantial')
  assert.equal(visit.url, `${home}/activity`)
  assert.match(textOf(visit), /Min side.*Dette har skjedd/)
})

test('S2 my page: a login that is too low opens nothing', async () => {
  const browser = world.browser()
  const chooser = await browser.get(home)
  const page = await browser.click(chooser, '/test')
  const visit = await browser.submit(page, '/test', { number: world.people.at(0).number, level: 'low' })
  assert.ok(!isHome(visit))
  assert.ok(!isHome(await browser.get(home)))
})

test('S2 my page: what I logged in to, with what and how high, in every browser; nobody else’s', async () => {
  await loggedInTo(world.browser(), 'tax')
  await loggedInTo(world.browser(), 'health', 1)
  const visit = await into(world.browser())
  const logins = words(visit, 'logins')
  assert.match(logins, /Tjenesten tax Med Test-eID, høyt nivå 24\. november 2026/)
  assert.match(logins, /Min side Med Test-eID, betydelig nivå/)
  assert.doesNotMatch(visit.body, /health/)
  assert.match(words(visit, 'sessions'), /Tjenesten tax Test-eID, siden 24\. november 2026.*Logg ut der/)
  assert.ok(!visit.body.includes(world.people.at(0).number))
})

test('S2 my page: out there, and here I stay', async () => {
  const there = world.browser()
  await loggedInTo(there, 'tax')
  const here = world.browser()
  const visit = await into(here)
  assert.equal(formsIn(visit).filter(({ action }) => action === '/my/sessions/end').length, 1)
  const after = await here.submit(visit, '/my/sessions/end')
  assert.ok(isHome(after))
  assert.match(textOf(after), /Du er logget ut der/)
  assert.doesNotMatch(words(after, 'sessions'), /Tjenesten tax/)
  assert.ok(isChooser(await there.get((await (await service(world, 'tax')).ask()).url)))
  // A second click finds nothing to end.
  assert.match(textOf(await here.submit(visit, '/my/sessions/end')), /var alt avsluttet/)
})

test('S2 my page: nobody ends another’s session', async () => {
  const there = world.browser()
  await loggedInTo(there, 'tax', 1)
  const [{ sid } = { sid: '' }] = await world.database.raw<{ sid: string }>(
    "select sid from login where client_id = 'tax'",
    [],
  )
  assert.match(sid, /^[\w-]{43}$/)
  const here = world.browser()
  const visit = await into(here)
  const { fields } = formIn(visit, '/my/everywhere')
  const answer = await here.post(`${home}/sessions/end`, { ...Object.fromEntries(fields), sid })
  assert.match(textOf(answer), /var alt avsluttet/)
  const library = await (await service(world, 'library')).ask()
  assert.equal(landed(await there.get(library.url)).hostname, 'library.example.no')
})

test('S2 my page: out everywhere, in this browser and in all others', async () => {
  const [one, two, other] = [world.browser(), world.browser(), world.browser()]
  await loggedInTo(one, 'told')
  await into(two)
  await loggedInTo(other, 'tax', 1)
  const visit = await one.get(home)
  assert.ok(isHome(visit), 'single sign-on from a service')
  const out = await one.submit(visit, '/my/everywhere')
  assert.match(textOf(out), /Alle innloggingene dine er avsluttet, her og i andre nettlesere/)
  // The services of this browser hear it by their frames.
  assert.match(out.body, /<iframe[^>]*told\.example\.no/)
  for (const browser of [one, two]) assert.ok(isChooser(await browser.get(home)))
  assert.equal(
    landed(await other.get((await (await service(world, 'library')).ask()).url)).hostname,
    'library.example.no',
  )
})

test('S2 my page: forms from elsewhere, without their stamp or from before do nothing', async () => {
  const there = world.browser()
  await loggedInTo(there, 'tax')
  const here = world.browser()
  const visit = await into(here)
  const { fields } = formIn(visit, '/my/sessions/end')
  const sent = Object.fromEntries(fields)
  const foreign = await here.post(`${home}/sessions/end`, sent, { origin: 'https://evil.example' })
  assert.equal(foreign.status, 403)
  assert.match(textOf(foreign), /IN-05/)
  const bare = await here.post(`${home}/everywhere`, { stamp: '' })
  assert.ok(isHome(bare), 'led home')
  // Another person's browser with this one's form.
  const stranger = world.browser()
  await into(stranger, 1)
  assert.ok(isHome(await stranger.post(`${home}/sessions/end`, sent)))
  assert.match(words(await here.get(home), 'sessions'), /Tjenesten tax/)
})

test('S2 my page: what the help desk did for me stands there, whatever came of it', async () => {
  const person = world.people.at(0)
  await into(world.browser())
  const number = NationalId.read(person.number)
  assert.ok(number instanceof NationalId)
  const orders = world.parts.letters.orders
  const staff = `per_${'x'.repeat(22)}` as PersonId
  await orders.looked(number, 'minid', staff)
  await orders.order(number, { book: 'minid', by: 'helpdesk', language: 'nb', staff })
  await world.audit.flush()
  const visit = await into(world.browser())
  assert.match(words(visit, 'others'), /Brukerstøtten bestilte brev med koder til deg/)
  assert.match(words(visit, 'others'), /Brukerstøtten så etter/)
  assert.equal(section(await into(world.browser(), 1), 'others'), '')
  assert.ok(!visit.body.includes(staff))
})

test('S2 my page: a wrong password that somebody typed for my MinID stands there', async () => {
  const person = world.people.at(0)
  const browser = world.browser()
  const asked = await service(world, 'tax')
  const chooser = await browser.get((await asked.ask()).url)
  await browser.submit(await browser.click(chooser, '/minid'), '/minid', {
    number: person.number,
    password: 'not this one',
  })
  await byMinid(world, browser, (await asked.ask()).url, person)
  await world.audit.flush()
  assert.match(textOf(await browser.get(`${home}/activity`)), /Feil passord ble skrevet for MinID-en din/)
})

test('S2 my page: in four languages, kept by nobody', async () => {
  for (const language of languages) {
    const browser = world.browser({ language })
    const visit = await into(browser, 3)
    assert.match(visit.body, new RegExp(`<html lang="${language}"`))
    assert.equal(visit.headers.get('cache-control'), 'no-store')
  }
})

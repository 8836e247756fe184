/** Rows S2, M8 and M9: the browsers that MinID knows somebody by, as their owner sees them; forgotten by their owner, and by nobody else. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Person } from '#sandbox/population/person.ts'
import { type Browser, formsIn, textOf, type Visit } from '../browser.ts'
import { byMinid, byTestEid, minidOwner } from '../client.ts'
import { happened } from '../errands.ts'
import { owners } from '../services.ts'
import { issuer, type World, worldForEach } from '../world.ts'

let world: World
let person: Person
let other: Person
worldForEach(import.meta.filename, owners, (opened) => {
  world = opened
  person = minidOwner(world, 0)
  other = minidOwner(world, 1)
})

const page = `${issuer}/my/minid/browsers`
const forget = '/my/minid/browsers/forget'
const minute = 60_000

async function logIn(who: Person, browser = world.browser({ language: 'en' })): Promise<Browser> {
  assert.match((await byMinid(world, browser, `${issuer}/my`, who)).url, /\/my$/)
  return browser
}
const ids = (visit: Visit): readonly string[] =>
  formsIn(visit).flatMap(({ action, fields }) => (action === forget ? (fields.get('browser') ?? []) : []))
const marks = async (): Promise<number> => (await world.database.raw('select 1 as one from minid_mark', [])).length
async function told(): Promise<readonly string[]> {
  await world.parts.outbox.drain()
  const inbox = world.phone.inbox({ to: person.mobile ?? '' })
  return inbox.flatMap(({ text }) => (/known to your MinID/.test(text) ? text : []))
}

test('S2 M9 browsers that are known stand on the owner’s page: this one and others, the last used first', async () => {
  await logIn(person)
  world.clock.advance(3 * minute)
  await logIn(other)
  const browser = await logIn(person)
  const visit = await browser.click(await browser.get(`${issuer}/my/minid`), '/browsers')
  assert.match(textOf(visit), /This browser Last logged in with MinID on .*09:03.* Another browser .*09:00/)
  assert.equal(ids(visit).length, 2, 'nobody else’s')
  assert.match(textOf(visit), /Forget all/)
})

/** Sends the form of one of the browsers that are listed. */
async function forgetOne(browser: Browser, id = ''): Promise<Visit> {
  const form = formsIn(await browser.get(page)).find(({ action }) => action === forget) ?? assert.fail('no form')
  return browser.post(forget, { ...Object.fromEntries(form.fields), browser: id })
}

test('S2 M9 one is forgotten: it is written down, its owner is told, and that browser alone is like any other', async () => {
  const old = await logIn(person)
  world.clock.advance(minute)
  const browser = await logIn(person)
  const [here, another] = ids(await browser.get(page))
  const done = await forgetOne(browser, another)
  assert.match(textOf(done), /The browser has been forgotten/)
  assert.deepEqual(ids(done), [here])
  assert.equal((await told()).length, 1)
  assert.match((await told())[0] ?? '', /A browser is no longer known to your MinID.*block MinID at .*\/minid\/block/s)
  assert.equal((await happened(world, 'minid.browser.forgotten')).length, 1)
  assert.match(textOf(await browser.get(`${issuer}/my/activity`)), /A browser that MinID knew was forgotten/)
  assert.match(textOf(await forgetOne(browser, another)), /It was no longer known/)
  assert.equal((await told()).length, 1, 'nothing was done, and nobody told')
  assert.equal((await happened(world, 'minid.browser.forgotten')).length, 1)
  assert.doesNotMatch(textOf(await old.get(page)), /This browser/)
  assert.match(textOf(await browser.get(page)), /This browser/)
})

test('S2 M9 all are forgotten at once, and nobody else’s', async () => {
  await logIn(person)
  await logIn(other)
  const browser = await logIn(person)
  const visit = await browser.submit(await browser.get(page), '/browsers/forget-all')
  assert.match(textOf(visit), /All the browsers have been forgotten.*No browsers are known now/)
  assert.equal(await marks(), 1, 'the other person’s')
  assert.match((await told()).join(), /No browser is known to your MinID any more/)
  assert.match(textOf(await browser.get(`${issuer}/my/activity`)), /All browsers that MinID knew were forgotten/)
  const again = formsIn(visit).find(({ action }) => action.endsWith('/forget-all'))
  assert.equal(again, undefined, 'nothing is left to forget')
})

test('S2 M9 refused: another person’s browser, whatever the form says, also in a browser that both use', async () => {
  const browser = await logIn(other)
  const theirs = ids(await browser.get(page))
  assert.equal(theirs.length, 1)
  await browser.submit(await browser.get(`${issuer}/my`), '/my/log-out')
  await logIn(person, browser)
  assert.match(textOf(await forgetOne(browser, theirs[0])), /It was no longer known/)
  for (const id of ['', 'x'.repeat(43)]) assert.match(textOf(await forgetOne(browser, id)), /It was no longer known/)
  assert.equal(await marks(), 2)
  assert.deepEqual([await told(), await happened(world, 'minid.browser.forgotten')], [[], []])
})

test('S2 M9 refused: who is not logged in, or was long ago, or comes from another site, or has no stamp', async () => {
  const stranger = world.browser()
  assert.match((await stranger.get(page)).url, /\/login\/att_/)
  await stranger.post(forget, { browser: 'x' })
  const browser = await logIn(person)
  const [id = ''] = ids(await browser.get(page))
  const form = formsIn(await browser.get(page)).find(({ action }) => action === forget) ?? assert.fail('no form')
  const fields = { ...Object.fromEntries(form.fields), browser: id }
  await browser.post(forget, fields, { origin: 'https://evil.example' })
  await browser.post(forget, { browser: id })
  await browser.post(forget, fields, { cookie: '' })
  assert.equal(await marks(), 1)
  world.clock.advance(20 * minute)
  assert.match((await browser.get(page)).url, /\/login\/att_/)
  assert.match((await browser.post(forget, fields)).url, /\/login\/att_/)
  assert.equal(await marks(), 1)
})

test('S2 who has logged in with another eID sees theirs as well; who has no MinID is told so', async () => {
  await logIn(person)
  const browser = world.browser({ language: 'en' })
  await byTestEid(browser, await browser.get(`${issuer}/my`), person.number, 'high')
  const visit = await browser.get(page)
  assert.match(textOf(visit), /Another browser/)
  assert.doesNotMatch(textOf(visit), /This browser/)
  const without = world.people.search({ kind: 'no-mobile' })[0] ?? assert.fail('nobody')
  const bare = world.browser({ language: 'en' })
  await byTestEid(bare, await bare.get(`${issuer}/my`), without.number, 'high')
  assert.equal((await bare.get(page)).url, `${issuer}/my/minid`)
})

/** Row M3 through its pages: ordering a letter with codes, the same answer whoever the number belongs to; row M9 in front of it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { languages } from '#i18n/text.ts'
import type { Kind } from '#sandbox/population/person.ts'
import { orderCrowd } from '#methods/minid/order/number-step.ts'
import { formsIn, textOf, type Visit } from '../browser.ts'
import { countStores } from '../counted.ts'
import {
  bare,
  bareHeaders,
  happened,
  letterOf,
  numberOf,
  orderLetter,
  send,
  somebody,
  stopPrinting,
} from '../errands.ts'
import { answered, worked } from '../human.ts'
import { syntheticNumber } from '../methods/minid-world.ts'
import { type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, [], (opened) => {
  world = opened
})

test('M3 number, confirm, done: a letter goes to the address that the register has, and when it comes is told', async () => {
  const person = somebody(world, 'adult')
  const browser = world.browser()
  const first = await browser.get('/minid/order')
  assert.match(textOf(first), /Brevet går bare til adressen som Folkeregisteret har/)
  const asked = await send(browser, first, /\/minid\/order$/, { number: person.number })
  assert.match(textOf(asked), /Vil du bestille brevet\?/)
  // A Tuesday, after the day's batch.
  assert.match(textOf(asked), /mellom torsdag 26\. november og onsdag 2\. desember/)
  assert.deepEqual(world.letters.letters(), [], 'nothing is ordered before it is confirmed')
  const done = await browser.submit(asked, /\/confirm$/, { choice: 'order' })
  assert.match(textOf(done), /Bestillingen er mottatt/)
  for (const page of [first, asked, done]) assert.doesNotMatch(page.body + page.url, new RegExp(person.number))
  const letter = await letterOf(world, person)
  assert.equal(letter.codes.length, 20)
  assert.match(textOf(await browser.get(done.url)), /Bestillingen er mottatt/)
})

test('M3 cancel: nothing is ordered, and there is a way on', async () => {
  const browser = world.browser()
  const { number } = somebody(world, 'adult')
  const asked = await send(browser, await browser.get('/minid/order'), /\/minid\/order$/, { number })
  const page = await browser.submit(asked, /\/confirm$/, { choice: 'cancel' })
  assert.match(textOf(page), /Du har ikke bestilt noe brev/)
  assert.match(textOf(await browser.click(page, /\/minid\/order$/)), /Bestill brev med koder/)
  // The form that went before it orders nothing any more.
  await browser.submit(asked, /\/confirm$/, { choice: 'order' })
  await world.parts.letters.settled()
  assert.deepEqual([world.letters.letters(), await happened(world, 'letter.')], [[], []])
})

test('M3 two clicks, and a second order the same day, give one letter', async () => {
  const browser = world.browser()
  const { number } = somebody(world, 'adult')
  const asked = await send(browser, await browser.get('/minid/order'), /\/minid\/order$/, { number })
  const click = (): Promise<Visit> => browser.submit(asked, /\/confirm$/, { choice: 'order' })
  for (const page of await Promise.all([click(), click()])) assert.match(textOf(page), /Bestillingen er mottatt/)
  assert.match(textOf(await orderLetter(world.browser(), number)), /Bestillingen er mottatt/)
  await world.parts.letters.settled()
  assert.equal(world.letters.letters().length, 1)
})

/** Nobody in the twin has it. */
const nobody = syntheticNumber(0)

test('M3 known, unknown, protected, deceased, too young, ordered before: equal pages, headers and questions to the stores', async () => {
  const kinds: readonly Kind[] = ['adult', 'protected', 'deceased', 'minor', 'd-number', 'abroad']
  const known = somebody(world, 'adult', 1).number
  await world.parts.persons.ensure(numberOf(known))
  const numbers = [...kinds.map((kind) => somebody(world, kind).number), nobody, known, known]
  stopPrinting(world)
  const look = countStores(world)
  const seen = []
  for (const number of numbers) {
    const browser = world.browser()
    // Human checks of a range grow dearer for a while, whoever they are for.
    world.clock.advance(1200_000)
    const first = await browser.get('/minid/order')
    const fields = { number, ...(await worked(first)) }
    look()
    const asked = await browser.submit(first, /\/minid\/order$/, fields)
    const done = await browser.submit(asked, /\/confirm$/, { choice: 'order' })
    seen.push({ pages: [asked, done].map(bare), headers: [asked, done].map(bareHeaders), did: look() })
  }
  const [one, ...others] = seen
  for (const other of others) assert.deepEqual(other, one)
})

test('M9 without a human check, with a wrong one, with one used before: no order', async () => {
  const { number } = somebody(world, 'adult')
  const browser = world.browser()
  const none = await browser.submit(await browser.get('/minid/order'), /\/minid\/order$/, { number })
  assert.match(textOf(none), /ikke er et automatisk forsøk/)
  assert.equal(formsIn(none).length, 1)
  const wrong = await browser.submit(none, /\/err_[\w-]+$/, { number, 'human-1': 'banan', 'human-2': 'banan' })
  assert.match(textOf(wrong), /Kontrollen gikk ikke gjennom/)
  const first = await browser.get('/minid/order')
  const check = await worked(first)
  const passed = await browser.submit(first, /\/minid\/order$/, { number, ...check })
  assert.match(textOf(passed), /Vil du bestille/)
  const again = await browser.submit(first, /\/minid\/order$/, { number, ...check })
  assert.match(textOf(again), /Kontrollen gikk ikke gjennom/)
  const other = await browser.get('/minid/order')
  const answers = await browser.submit(other, /\/minid\/order$/, { number, ...answered(other) })
  assert.match(textOf(answers), /Vil du bestille/, 'by questions, as without scripts')
  assert.deepEqual(await happened(world, 'letter.'), [])
})

test('M3 what is no number is said at the field', async () => {
  const browser = world.browser()
  for (const [number, says] of [
    ['', /Skriv inn fødselsnummeret/],
    ['123', /11 siffer/],
    [nobody.slice(0, 10) + ((Number(nobody[10]) + 1) % 10), /Nummeret finnes ikke/],
  ] as const) {
    const page = await send(browser, await browser.get('/minid/order'), /\/minid\/order$/, { number })
    assert.match(textOf(page), says)
    assert.match(page.body, /id="number"[^>]* aria-invalid="true"/)
  }
})

test('M3 so many orders from one network that no more are taken for an hour', async () => {
  const { number } = somebody(world, 'adult')
  let page = ''
  for (let i = 0; i <= orderCrowd.network; i += 1) {
    const browser = world.browser()
    page = textOf(await send(browser, await browser.get('/minid/order'), /\/minid\/order$/, { number }))
    assert.equal(/Vil du bestille/.test(page), i < orderCrowd.network, `order ${i + 1}`)
  }
  assert.match(page, /Vent en time/)
  world.clock.advance(3600_000)
  const browser = world.browser()
  assert.match(textOf(await send(browser, await browser.get('/minid/order'), /\/minid\/order$/, { number })), /Vil du/)
})

test('M3 from a login and back to it; a form from elsewhere orders nothing', async () => {
  const browser = world.browser()
  const login = `att_${'a'.repeat(22)}`
  const first = await browser.get(`/minid/order?login=${login}`)
  const { number } = somebody(world, 'adult')
  const asked = await send(browser, first, /\/minid\/order$/, { number })
  const done = await browser.submit(asked, /\/confirm$/, { choice: 'order' })
  assert.match(done.body, new RegExp(`href="/login/${login}/minid"`))
  const odd = await browser.get('/minid/order?login=//evil.example')
  assert.doesNotMatch(odd.body, /\/login\/|name="login"|href="\/\/evil/)
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  const post = await browser.post('/minid/order', { number }, foreign)
  assert.match(textOf(post), /IN-05/)
  const other = await world.browser().get(asked.url)
  assert.match(textOf(other), /IN-02/)
  assert.ok(other.body.includes('href="/minid/order"'), 'and a way to begin anew')
})

test('M3 four languages: each page says when the letter comes, and none shows an address', async () => {
  for (const language of languages) {
    const browser = world.browser({ language })
    const { number } = somebody(world, 'adult', languages.indexOf(language))
    const asked = await send(browser, await browser.get('/minid/order'), /\/minid\/order$/, { number })
    const done = await browser.submit(asked, /\/confirm$/, { choice: 'order' })
    for (const page of [asked, done]) assert.match(textOf(page), /26/)
    assert.match(done.body, new RegExp(`<html lang="${language}"`))
  }
})

test('M3 where no letters are printed the page says so, and how to get help', async () => {
  const { letters } = world.parts
  Object.assign(letters, { printed: false })
  const browser = world.browser()
  const page = await browser.get('/minid/order')
  assert.match(textOf(page), /Her sendes det ikke brev/)
  assert.equal(formsIn(page).length, 0)
  assert.match(textOf(await browser.click(page, /^\/help/)), /Kontakt brukerstøtten/)
  const post = await browser.post('/minid/order', { number: somebody(world, 'adult').number })
  assert.match(textOf(post), /Her sendes det ikke brev/)
})

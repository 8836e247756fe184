/** Row M5: what registration refuses, says at the field, or tells nobody; row M9 in front of it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { formsIn, textOf, type Visit } from '../browser.ts'
import { countStores } from '../counted.ts'
import {
  bare,
  bareHeaders,
  codeAsked,
  codeSentTo,
  confirmBoth,
  contact,
  happened,
  mobileRead,
  newPassword,
  numberOf,
  send,
  somebody,
  toCode,
  toContact,
  withLetter,
} from '../errands.ts'
import { worked } from '../human.ts'
import { syntheticNumber } from '../methods/minid-world.ts'
import { type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, [], (opened) => {
  world = opened
})

const errorsOn = (visit: Visit): string =>
  textOf({ ...visit, body: /<div class="ds-error-summary"[\s\S]*?<\/div>/.exec(visit.body)?.[0] ?? '' })
const accounts = (): Promise<readonly unknown[]> => world.database.raw('select person_id from minid_account', [])
/** Nobody in the twin has it. */
const nobody = syntheticNumber(0)

test('M5 letter and number: what is none is said at the field, and the letter stays filled in', async () => {
  const { number } = somebody(world, 'adult')
  const browser = world.browser()
  for (const [letter, typed, says] of [
    ['', '', /Skriv inn brevets nummer.*Skriv inn fødselsnummeret/],
    ['7K2MX-9QWRT', '123', /^(?!.*brevets nummer).*11 siffer/i],
    ['7K2MX', number, /ti tegn/],
    ['7K2MX-0QWRT', number, /ti tegn/],
    [`"><script>alert(1)</script>${'x'.repeat(99)}`, number, /ti tegn/],
  ] as const) {
    const page = await send(browser, await browser.get('/minid/register'), /\/minid\/register$/, {
      letter,
      number: typed,
    })
    assert.match(errorsOn(page), says)
    assert.doesNotMatch(page.body, /<script>alert/)
  }
  const odd = await browser.get(`/minid/register?letter=${encodeURIComponent('"><script>alert(1)</script>')}`)
  assert.doesNotMatch(odd.body, /<script>alert/)
})

test('M9 without a human check, or with one that was made for ordering: no question is asked', async () => {
  const { person, letter } = await withLetter(world)
  const browser = world.browser()
  const typed = { letter: letter.letter, number: person.number }
  const none = await browser.submit(await browser.get('/minid/register'), /\/minid\/register$/, typed)
  assert.match(errorsOn(none), /ikke er et automatisk forsøk/)
  assert.match(none.body, new RegExp(`value="${letter.letter}"`))
  const order = await browser.get('/minid/order')
  const { human = '' } = Object.fromEntries(formsIn(order)[0]?.fields ?? [])
  const other = await browser.submit(none, /\/letter$/, { ...typed, human, ...(await worked(order)) })
  assert.match(errorsOn(other), /Kontrollen gikk ikke gjennom/)
  assert.match(textOf(await send(browser, other, /\/letter$/, typed)), /Finn kode nummer/)
})

test('M5 whose number and which letter: known, without a letter, unknown, deceased, no such letter: the same page, headers and questions to the stores', async () => {
  const { person, letter } = await withLetter(world)
  const other = somebody(world, 'adult').number
  await world.parts.persons.ensure(numberOf(other))
  const look = countStores(world)
  const seen = []
  for (const [number, id] of [
    [person.number, letter.letter],
    [other, letter.letter],
    [person.number, '22222-33333'],
    [other, '22222-33333'],
    [nobody, letter.letter],
    [somebody(world, 'deceased').number, '22222-33333'],
  ] as const) {
    const browser = world.browser()
    // Human checks of a range grow dearer for a while, whoever they are for.
    world.clock.advance(1200_000)
    const first = await browser.get('/minid/register')
    const fields = { letter: id, number, ...(await worked(first)) }
    look()
    const asked = await browser.submit(first, /\/minid\/register$/, fields)
    const wrong = await browser.submit(asked, /\/code$/, { code: '22222' })
    assert.match(errorsOn(wrong), /Koden passer ikke med brevet/)
    const pages = [asked, wrong].map((page) =>
      bare(page)
        .replaceAll(id, 'letter')
        .replaceAll(/nummer \d+/g, 'nummer'),
    )
    seen.push({ pages, headers: [asked, wrong].map(bareHeaders), did: look() })
  }
  const [one, ...others] = seen
  for (const [index, run] of others.entries()) assert.deepEqual(run, one, `run ${index + 2}`)
})

test('M5 the same number is asked for until it is answered: reloading and beginning again fish nothing', async () => {
  const { person, letter, browser } = await withLetter(world)
  const numbers = new Set<string>()
  for (let i = 0; i < 4; i += 1) numbers.add(codeAsked(await toCode(browser, letter.letter, person.number), letter))
  assert.equal(numbers.size, 1)
})

test('M5 what cannot be a code is said at the field and costs no guess; after five wrong ones one waits', async () => {
  const { person, letter, browser } = await withLetter(world)
  let page = await toCode(browser, letter.letter, person.number)
  const right = codeAsked(page, letter)
  for (const [code, says] of [
    ['', /Skriv inn koden fra brevet/],
    ['ABC', /fem tegn/],
    ['ABCD0', /aldri 0, 1, I, L eller O/],
    ['ABCDÆ', /A–Z og tall/],
  ] as const) {
    page = await browser.submit(page, /\/code$/, { code })
    assert.match(errorsOn(page), says)
  }
  for (let i = 0; i < 5; i += 1)
    page = await browser.submit(page, /\/code$/, { code: right === '22222' ? '33333' : '22222' })
  assert.match(textOf(page), /Det er skrevet for mange feil koder for dette brevet\. Vent/)
  page = await browser.submit(page, /\/code$/, { code: right })
  assert.match(textOf(page), /Vent/, 'not even the right one')
  world.clock.advance(3600_000)
  const later = world.browser()
  const again = await toCode(later, letter.letter, person.number)
  assert.match(textOf(await later.submit(again, /\/code$/, { code: right })), /Hvordan når vi deg/)
})

test('M5 a code counts once: two clicks go on together, and beginning again asks for another', async () => {
  const { person, letter, browser } = await withLetter(world)
  const asked = await toCode(browser, letter.letter, person.number)
  const code = codeAsked(asked, letter)
  const click = (): Promise<Visit> => browser.submit(asked, /\/code$/, { code })
  for (const page of await Promise.all([click(), click()])) assert.match(textOf(page), /Hvordan når vi deg/)
  const other = world.browser()
  const second = await toCode(other, letter.letter, person.number)
  assert.notEqual(codeAsked(second, letter), code)
  assert.match(textOf(await other.submit(second, /\/code$/, { code })), /Koden passer ikke/)
})

test('M5 two browsers with the same question: who comes second is asked for another code', async () => {
  const { person, letter } = await withLetter(world)
  const [one, two] = [world.browser(), world.browser()]
  const [first, second] = [
    await toCode(one, letter.letter, person.number),
    await toCode(two, letter.letter, person.number),
  ]
  const code = codeAsked(first, letter)
  await one.submit(first, /\/code$/, { code })
  const page = await two.submit(second, /\/code$/, { code })
  assert.match(textOf(page), /Koden er brukt før/)
  assert.match(textOf(await two.submit(page, /\/code$/, { code: codeAsked(page, letter) })), /Hvordan når vi deg/)
})

test('M5 numbers and addresses that cannot be are said at the field, with what was typed', async () => {
  const { person, letter, browser } = await withLetter(world)
  let page = await toContact(browser, letter, person.number)
  for (const [typed, says] of [
    [{ mobile: '', email: '' }, /Skriv inn e-postadressen.*Skriv inn mobilnummeret/],
    [{ mobile: '22 00 00 47', email: 'kari@epost' }, /ikke navnet på et nettsted.*ikke et mobilnummer/],
    [{ mobile: '070 123 45 67', email: 'kari@epost.example' }, /^(?!.*krøllalfa).*landkoden/],
    [{ mobile: '+881 612 345 678', email: 'k@epost.example' }, /ikke et mobilnummer/],
  ] as const) {
    page = await browser.submit(page, /\/contact$/, { ...contact, ...typed })
    assert.match(errorsOn(page), says)
    if (typed.mobile !== '') assert.ok(page.body.includes(`value="${typed.mobile}"`))
  }
  assert.deepEqual(await happened(world, 'minid.confirmation'), [])
})

test('M5 a wrong code to the phone, a new one, another number: the old ones confirm nothing', async () => {
  const { person, letter, browser } = await withLetter(world)
  let page = await browser.submit(await toContact(browser, letter, person.number), /\/contact$/, contact)
  const first = await codeSentTo(world, mobileRead)
  for (let i = 0; i < 3; i += 1)
    page = await browser.submit(page, /\/confirm$/, { code: first === '22222' ? '33333' : '22222' })
  assert.match(textOf(page), /skrevet feil for mange ganger/)
  world.clock.advance(31_000)
  page = await browser.submit(page, /\/confirm\/new$/)
  assert.match(errorsOn(await browser.submit(page, /\/confirm$/, { code: first })), /feil/)
  page = await browser.get(page.url)
  page = await browser.submit(page, /\/confirm\/again$/)
  page = await browser.submit(page, /\/contact$/, { ...contact, mobile: '49 99 99 99' })
  const stale = await codeSentTo(world, mobileRead)
  assert.match(errorsOn(await browser.submit(page, /\/confirm$/, { code: stale })), /feil/)
  page = await browser.get(page.url)
  page = await browser.submit(page, /\/confirm$/, { code: await codeSentTo(world, '+4749999999') })
  assert.match(textOf(page), /kari\.ny@epost\.example/)
})

test('M5 so many codes to one person that no more are sent: said, and nothing is lost', async () => {
  const { person, letter, browser } = await withLetter(world)
  let page = await toContact(browser, letter, person.number)
  for (let i = 0; i < 11; i += 1) {
    page = await browser.submit(page, /\/contact$/, { ...contact, mobile: `4911111${i % 10}` })
    if (i < 10) page = await browser.submit(page, /\/confirm\/again$/)
  }
  assert.match(textOf(page), /kan ikke sende flere nå\. Vent en time/)
  assert.match(page.body, /value="\+4749111110"/)
  await world.parts.outbox.drain()
  assert.equal(world.phone.inbox().filter(({ kind }) => kind === 'sms').length, 10)
})

test('M5 a weak or personal password, or two that differ: said at the field, and never sent out again', async () => {
  const { person, letter, browser } = await withLetter(world)
  let page = await confirmBoth(world, browser, await toContact(browser, letter, person.number))
  for (const [password, again, says] of [
    ['', '', /Skriv inn et nytt passord/],
    ['kort', 'kort', /for kort/],
    ['passordpassord', 'passordpassord', /lett å gjette/],
    [`${person.number}!`, `${person.number}!`, /for andre som kjenner til deg/],
    ['kari.ny@epost.example', 'kari.ny@epost.example', /for andre som kjenner til deg/],
    [newPassword, `${newPassword}!`, /ikke like/],
  ] as const) {
    page = await browser.submit(page, /\/password$/, { password, again })
    assert.match(errorsOn(page), says)
    if (password !== '') assert.doesNotMatch(page.body, new RegExp(`value="${password}`))
  }
  assert.deepEqual(await accounts(), [])
})

test('M5 M7 whoever blocks the letter meanwhile stops what was begun with it', async () => {
  const { person, letter, browser } = await withLetter(world)
  const chosen = await confirmBoth(world, browser, await toContact(browser, letter, person.number))
  const known = await world.parts.persons.find(numberOf(person.number))
  await world.parts.letters.book('minid').block(known?.id, 'self')
  const page = await browser.submit(chosen, /\/password$/, { password: newPassword, again: newPassword })
  assert.match(textOf(page), /Brevet gjelder ikke lenger/)
  assert.ok(page.body.includes('href="/minid/order"'))
  assert.deepEqual(await accounts(), [])
  assert.deepEqual(await happened(world, 'minid.registered'), [])
})

test('M5 two clicks on the last form write one account; what one code began is done once', async () => {
  const { person, letter, browser } = await withLetter(world)
  const chosen = await confirmBoth(world, browser, await toContact(browser, letter, person.number))
  const click = (): Promise<Visit> =>
    browser.submit(chosen, /\/password$/, { password: newPassword, again: newPassword })
  for (const page of await Promise.all([click(), click()])) assert.match(textOf(page), /Du er registrert/)
  assert.deepEqual(await happened(world, 'minid.registered'), ['minid.registered'])
  assert.deepEqual(await world.database.raw('select * from minid_registration', []), [])
})

test('M5 two browsers on the way with two codes: the second finds an open account, and writes nothing over it', async () => {
  const { person, letter } = await withLetter(world)
  const [one, two] = [world.browser(), world.browser()]
  const first = await confirmBoth(world, one, await toContact(one, letter, person.number))
  const typed = { ...contact, email: 'to@epost.example', mobile: '49 22 22 22' }
  const second = await confirmBoth(world, two, await toContact(two, letter, person.number), typed, '+4749222222')
  const password = { password: newPassword, again: newPassword }
  assert.match(textOf(await one.submit(first, /\/password$/, password)), /Du er registrert/)
  assert.match(textOf(await two.submit(second, /\/password$/, password)), /Du har MinID fra før/)
  assert.deepEqual(await happened(world, 'minid.registered'), ['minid.registered'])
})

test("M5 an errand is its browser's own, and too late after an hour; there is a way to begin anew", async () => {
  const { person, letter, browser } = await withLetter(world)
  const reached = await toContact(browser, letter, person.number)
  const other = await world.browser().get(reached.url)
  assert.match(textOf(other), /IN-02/)
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  assert.match(textOf(await browser.post(`${reached.url}/contact`, contact, foreign)), /IN-05/)
  world.clock.advance(3600_001)
  const late = await browser.get(reached.url)
  assert.match(textOf(late), /IN-01/)
  assert.ok(late.body.includes('href="/minid/register"'))
})

test('M5 an old form leads to where the registration stands', async () => {
  const { person, letter, browser } = await withLetter(world)
  const asked = await toCode(browser, letter.letter, person.number)
  const reached = await browser.submit(asked, /\/code$/, { code: codeAsked(asked, letter) })
  const back = await browser.submit(asked, /\/code$/, { code: '22222' })
  assert.equal(back.url, reached.url)
  assert.match(textOf(back), /Hvordan når vi deg/)
  const stamp = formsIn(back)[0]?.fields.get('stamp') ?? ''
  const skipped = await browser.post(`${back.url}/password`, { stamp, password: newPassword, again: newPassword })
  assert.match(textOf(skipped), /Hvordan når vi deg/, 'no page is skipped')
  assert.deepEqual(await accounts(), [])
})

test('M5 I6 nothing of a newcomer stands in a log line or the address', async () => {
  const { person, letter, browser } = await withLetter(world)
  const chosen = await confirmBoth(world, browser, await toContact(browser, letter, person.number))
  await browser.submit(chosen, /\/password$/, { password: newPassword, again: newPassword })
  const said = world.log.join('\n')
  for (const secret of [person.number, mobileRead, contact.email, newPassword, ...letter.codes])
    assert.ok(!said.includes(secret), secret)
})

test('M5 I6 nothing of a newcomer lies readable in the database, neither on the way nor after', async () => {
  const { person, letter, browser } = await withLetter(world)
  const chosen = await confirmBoth(world, browser, await toContact(browser, letter, person.number))
  const secrets = [person.number, mobileRead, contact.email, newPassword, ...letter.codes]
  const readable = async (): Promise<readonly string[]> => {
    await world.audit.flush()
    const tables = [
      'minid_account',
      'minid_registration',
      'message',
      'letter_order',
      'letter_code',
      'audit_row',
      'person_number',
    ]
    const rows = await Promise.all(tables.map((table) => world.database.raw(`select * from ${table}`, [])))
    const said = JSON.stringify(rows)
    return secrets.filter((secret) => said.includes(secret))
  }
  assert.deepEqual(await readable(), [])
  await browser.submit(chosen, /\/password$/, { password: newPassword, again: newPassword })
  assert.equal((await accounts()).length, 1)
  assert.deepEqual(await readable(), [])
})

test('M5 a person who is blocked is not registered, and is told where help is', async () => {
  const { person, letter, browser } = await withLetter(world)
  const chosen = await confirmBoth(world, browser, await toContact(browser, letter, person.number))
  await world.database.raw('update person set blocked = 1', [])
  const page = await browser.submit(chosen, /\/password$/, { password: newPassword, again: newPassword })
  assert.match(textOf(page), /Vi kan ikke registrere deg\. Ta kontakt med brukerstøtten/)
  assert.ok(page.body.includes('href="/help"'))
  assert.deepEqual(await accounts(), [])
})

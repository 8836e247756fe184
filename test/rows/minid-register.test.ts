/** Row M5 through its pages: from a letter to a MinID, for a newcomer, after a closed account, and over an open one. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { readAudit } from '#audit/read.ts'
import type { PersonId } from '#base/ids.ts'
import { languages } from '#i18n/text.ts'
import type { Person } from '#sandbox/population/person.ts'
import { type Browser, formsIn, landed, textOf, type Visit } from '../browser.ts'
import { byMinid, service } from '../client.ts'
import {
  codeAsked,
  codeSentTo,
  confirmBoth,
  contact,
  happened,
  letterOf,
  mobileRead,
  newPassword,
  numberOf,
  orderLetter,
  register,
  somebody,
  toCode,
  toContact,
  withLetter,
} from '../errands.ts'
import { worked } from '../human.ts'
import { owners } from '../services.ts'
import { type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => {
  world = opened
})

const day = 24 * 3600_000
const idOf = async ({ number }: Person): Promise<PersonId> =>
  (await world.parts.persons.find(numberOf(number)))?.id ?? assert.fail('nobody')
/** With the password and mobile number of the pages. */
const registered = (person: Person, mobile = mobileRead): Person => ({
  ...person,
  mobile,
  minid: { password: newPassword },
})
async function logIn(person: Person, browser: Browser = world.browser()): Promise<Visit> {
  const { url } = await (await service(world, 'only-minid')).ask()
  return byMinid(world, browser, url, person)
}
const close = async (person: Person): Promise<unknown> =>
  world.database.raw('update minid_account set closed = 1 where person_id = $1', [await idOf(person)])
const sent = (to: string): readonly string[] => world.phone.inbox({ to }).map(({ text }) => text)
const choose = (browser: Browser, visit: Visit): Promise<Visit> =>
  browser.submit(visit, /\/password$/, { password: newPassword, again: newPassword })

test('M5 letter, code, mail and mobile confirmed, password: then one logs in with it', async () => {
  const { person, browser, letter } = await withLetter(world)
  const first = await browser.get(letter.url)
  assert.match(first.body, new RegExp(`id="letter"[^>]* value="${letter.letter}"`), 'the QR code fills the id in')
  const reached = await toContact(browser, letter, person.number)
  assert.match(textOf(reached), /Bruk ditt eget nummer og din egen adresse/)
  const chosen = await confirmBoth(world, browser, reached)
  const done = await choose(browser, chosen)
  assert.match(textOf(done), /Du er registrert/)
  assert.match(await world.sms(mobileRead), /Du er registrert som bruker av MinID/)
  assert.match(await world.sms(contact.email), /Du er registrert som bruker av MinID/)
  assert.deepEqual(await happened(world, 'minid.'), [
    'minid.confirmation.sent',
    'minid.confirmation.sent',
    'minid.registered',
  ])
  const back = landed(await logIn(registered(person)))
  assert.ok(back.searchParams.get('code'))
  for (const page of [first, reached, chosen, done])
    assert.doesNotMatch(page.url + page.body, new RegExp(person.number))
})

test('M5 nothing is written before the last form: until then nobody has MinID', async () => {
  const { person, browser, letter } = await withLetter(world)
  await confirmBoth(world, browser, await toContact(browser, letter, person.number))
  assert.deepEqual(await world.database.raw('select * from minid_account', []), [])
})

test('M5 a foreign number with its country code, codes from the letter, passwords by SMS', async () => {
  const { person, browser, letter } = await withLetter(world)
  const typed = { ...contact, mobile: '0046 70 123 45 67', channel: 'letter', recovery: 'sms' }
  const chosen = await confirmBoth(
    world,
    browser,
    await toContact(browser, letter, person.number),
    typed,
    '+46701234567',
  )
  assert.match(textOf(await choose(browser, chosen)), /Du er registrert/)
  const [row] = await world.database.raw<{ channel: string; recovery: string }>(
    'select channel, recovery from minid_account where person_id = $1',
    [await idOf(person)],
  )
  assert.deepEqual({ ...row }, { channel: 'letter', recovery: 'sms' })
})

test('M5 from a login and back to it: the newcomer goes on where they were stopped', async () => {
  const { person, letter } = await withLetter(world)
  const browser = world.browser()
  const { url } = await (await service(world, 'only-minid')).ask()
  const password = await browser.click(await browser.get(url), '/minid')
  const order = await browser.click(password, /\/minid\/order\?login=/)
  const first = await browser.click(order, /\/minid\/register\?login=/)
  const asked = await browser.submit(first, /\/minid\/register$/, {
    letter: letter.letter,
    number: person.number,
    ...(await worked(first)),
  })
  const reached = await browser.submit(asked, /\/code$/, { code: codeAsked(asked, letter) })
  const done = await choose(browser, await confirmBoth(world, browser, reached))
  const login = await browser.click(done, /\/login\/att_[\w-]+\/minid$/)
  const code = await browser.submit(login, '/minid', { number: person.number, password: newPassword })
  const back = await browser.submit(code, '/minid/code', { code: await codeSentTo(world, mobileRead) })
  assert.ok(landed(back).searchParams.get('code'))
})

test('M5 a number or address that somebody else has: warned about after it is confirmed, marked, never whose it is', async () => {
  await register(world, somebody(world, 'no-mobile', 1))
  const { person, browser, letter } = await withLetter(world)
  const reached = await toContact(browser, letter, person.number)
  const sms = await browser.submit(reached, /\/contact$/, { ...contact, email: 'kari.ny@EPOST.example' })
  assert.doesNotMatch(textOf(sms), /registrert for en annen/, 'not before somebody has shown that they read there')
  const mail = await browser.submit(sms, /\/confirm$/, { code: await codeSentTo(world, mobileRead) })
  const warned = await browser.submit(mail, /\/confirm$/, { code: await codeSentTo(world, contact.email) })
  assert.match(textOf(warned), /Nummeret som slutter på 56, er registrert for en annen/)
  assert.match(textOf(warned), /k…@E….example er registrert for en annen/i)
  const others = somebody(world, 'no-mobile', 1)
  assert.doesNotMatch(warned.body, new RegExp(`${others.given}|${others.family}`))
  const changed = await browser.submit(warned, /\/shared$/, { choice: 'change' })
  assert.match(changed.body, /id="email"[^>]* value="kari.ny@EPOST.example"/)
  const again = await browser.submit(changed, /\/contact$/, { ...contact, email: 'kari.ny@EPOST.example' })
  assert.match(textOf(again), /Er dette bare ditt/, 'what was confirmed needs no new code')
  const done = await choose(browser, await browser.submit(again, /\/shared$/, { choice: 'keep' }))
  assert.match(textOf(done), /Du er registrert/)
  await world.audit.flush()
  const { database, vault } = world.parts
  const marks = (await readAudit({ database, vault }, { type: 'minid.registered' })).map(({ fields = {} }) => fields)
  assert.deepEqual(
    marks.map((fields) => [fields['sharedMobile'], fields['sharedEmail']]),
    [
      [false, false],
      [true, true],
    ],
  )
})

test('M5 a closed account is opened again: told on the old channels and the new ones, and the old password is dead', async () => {
  const person = somebody(world, 'no-mobile')
  await register(world, person)
  await close(person)
  world.clock.advance(40 * day)
  const browser = world.browser()
  await orderLetter(browser, person.number)
  const reached = await toContact(browser, await letterOf(world, person), person.number)
  assert.match(textOf(reached), /Hvordan når vi deg/)
  const typed = { ...contact, email: 'ny@epost.example', mobile: '49 65 43 21' }
  const chosen = await confirmBoth(world, browser, reached, typed, '+4749654321')
  const password = 'sju blå kaffekopper'
  assert.match(textOf(await browser.submit(chosen, /\/password$/, { password, again: password })), /Du er registrert/)
  await world.parts.outbox.drain()
  for (const to of [mobileRead, contact.email, '+4749654321', 'ny@epost.example'])
    assert.match(sent(to)[0] ?? '', /MinID-en din er åpnet igjen/)
  await assert.rejects(logIn(registered(person, '+4749654321')), /no code in the message/, 'the old one opens nothing')
  const back = await logIn({ ...registered(person, '+4749654321'), minid: { password } })
  assert.ok(landed(back).searchParams.get('code'))
})

async function anew(person: Person): Promise<{ readonly browser: Browser; readonly done: Visit }> {
  const browser = world.browser()
  await orderLetter(browser, person.number)
  const open = await toContact(browser, await letterOf(world, person), person.number)
  assert.match(textOf(open), /Du har MinID fra før/)
  const reached = await browser.submit(open, /\/anew$/)
  const typed = { ...contact, email: 'ny@epost.example', mobile: '49 65 43 21' }
  const chosen = await confirmBoth(world, browser, reached, typed, '+4749654321')
  const password = 'sju blå kaffekopper'
  return { browser, done: await browser.submit(chosen, /\/password$/, { password, again: password }) }
}

test('M5 over an open account: the letter and a wait, told on the old channels; until then all is as it was', async () => {
  const person = world.people.withMinid(1)[0] ?? assert.fail()
  await logIn(person)
  const { done } = await anew(person)
  assert.match(textOf(done), /Registreringen gjelder fra 27\. november 2026/)
  await world.parts.outbox.drain()
  for (const to of [person.mobile ?? '', person.email ?? '']) assert.match(sent(to)[0] ?? '', /\/minid\/cancel\?c=/)
  assert.ok(landed(await logIn(person)).searchParams.get('code'), 'the old password still holds')
  world.clock.advance(3 * day + 1)
  await world.tidy()
  const now = { ...person, mobile: '+4749654321', minid: { password: 'sju blå kaffekopper' } }
  assert.ok(landed(await logIn(now)).searchParams.get('code'))
  await world.parts.outbox.drain()
  assert.match(sent(person.mobile ?? '')[0] ?? '', /Du er registrert/)
})

test('M5 over an open account: whoever reads the old phone stops it, and nothing changes', async () => {
  const person = world.people.withMinid(1)[0] ?? assert.fail()
  await logIn(person)
  await anew(person)
  const link = /http\S+\/minid\/cancel\?c=[\w-]+/.exec(await world.sms(person.mobile ?? ''))?.[0]
  const owner = world.browser()
  const page = await owner.get(link ?? '')
  await owner.submit(page, '/minid/cancel')
  world.clock.advance(5 * day)
  await world.tidy()
  assert.ok(landed(await logIn(person)).searchParams.get('code'))
})

test('M5 whoever opens an account again ends all sessions of that person', async () => {
  const person = somebody(world, 'no-mobile')
  await register(world, person)
  const elsewhere = world.browser()
  await logIn(registered(person), elsewhere)
  const { url } = await (await service(world, 'only-minid')).ask({ prompt: 'none' })
  assert.ok(landed(await elsewhere.get(url)).searchParams.get('code'), 'there is a session')
  await close(person)
  const second = world.browser()
  world.clock.advance(60_000)
  const letter = await letterOf(world, person)
  const asked = await toCode(second, letter.letter, person.number)
  const reached = await second.submit(asked, /\/code$/, { code: codeAsked(asked, letter) })
  await choose(second, await confirmBoth(world, second, reached))
  const later = await (await service(world, 'only-minid')).ask({ prompt: 'none' })
  assert.equal(landed(await elsewhere.get(later.url)).searchParams.get('error'), 'login_required')
})

test('M4 M5 whose newest letter came back is told so when they register with the one before it', async () => {
  const { person, browser, letter } = await withLetter(world)
  world.clock.advance(10 * day)
  await orderLetter(browser, person.number)
  const second = await letterOf(world, person)
  assert.notEqual(second.letter, letter.letter)
  await world.parts.letters.returned([second.letter as never], 'staff')
  const reached = await toContact(browser, letter, person.number)
  assert.match(textOf(reached), /Det siste brevet vi sendte deg, kom i retur/)
  const done = await choose(browser, await confirmBoth(world, browser, reached))
  assert.match(textOf(done), /kom i retur/)
  assert.equal(await world.parts.letters.orders.cameBack(await idOf(person), 'minid'), undefined)
})

test('M5 four languages from the letter to the end', async () => {
  for (const [index, language] of languages.entries()) {
    const person = somebody(world, 'no-mobile', index)
    const browser = world.browser({ language })
    await orderLetter(browser, person.number)
    const letter = await letterOf(world, person)
    assert.equal(letter.language, language)
    const reached = await toContact(browser, letter, person.number)
    const typed = { ...contact, email: `${language}@epost.example`, mobile: `4912345${index}` }
    const chosen = await confirmBoth(world, browser, reached, typed, `+474912345${index}`)
    const done = await choose(browser, chosen)
    assert.match(done.body, new RegExp(`<html lang="${language}"`))
    assert.equal(formsIn(done).length, 0)
  }
})

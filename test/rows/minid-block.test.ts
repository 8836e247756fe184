/** Row M7 in the whole gateway: codes are blocked by their owner, with what they have left, and by nobody else. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { PersonId } from '#base/ids.ts'
import type { Person } from '#sandbox/population/person.ts'
import { type Browser, landed, textOf, type Visit } from '../browser.ts'
import { byMinid, service } from '../client.ts'
import { countStores } from '../counted.ts'
import { bare, codeAsked, happened, letterOf, numberOf, orderLetter, send, stopPrinting, toCode } from '../errands.ts'
import { atDesk, look } from '../helpdesk.ts'
import { owners } from '../services.ts'
import { syntheticNumber } from '../methods/minid-world.ts'
import { worldForEach, type World } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => {
  world = opened
})

const someone = (index = 0): Person => world.people.withMinid(index + 1)[index] ?? assert.fail('nobody with MinID')

interface At {
  readonly browser: Browser
  readonly visit: Visit
}

async function begun(number: string, proof: string): Promise<At> {
  const browser = world.browser({ language: 'en' })
  const visit = await send(browser, await browser.get('/minid/block'), '/minid/block', { number, proof })
  return { browser, visit }
}
const act = ({ browser, visit }: At, what: 'codes' | 'all'): Promise<Visit> => browser.submit(visit, '/act', { what })
const codeIn = (text: string): string => /[2-9A-Z]{6}/.exec(text)?.[0] ?? assert.fail('no code in the message')
const idOf = async ({ number }: Person): Promise<PersonId> => (await world.parts.persons.ensure(numberOf(number))).id
const waiting = async (person: Person): Promise<number> =>
  (await world.parts.letters.book('minid').states(await idOf(person))).length

async function withLetter(person: Person) {
  await orderLetter(world.browser(), person.number)
  const letter = await letterOf(world, person)
  assert.equal(await waiting(person), 1)
  return letter
}

async function byPassword(person: Person): Promise<At> {
  const { browser, visit } = await begun(person.number, 'password')
  return { browser, visit: await browser.submit(visit, '/password', { password: person.minid?.password ?? '' }) }
}

test('M7 by the password: the letter is dead at once, the owner is told, and a new one may be ordered at once', async () => {
  const person = someone()
  await withLetter(person)
  const at = await byPassword(person)
  assert.match(textOf(at.visit), /What do you want to block\?/)
  assert.equal(await waiting(person), 1, 'nothing is blocked before the last click')
  const done = await act(at, 'codes')
  assert.match(textOf(done), /The codes are blocked/)
  assert.equal(await waiting(person), 0)
  assert.match(await world.sms(person.mobile ?? ''), /The codes in your letter for MinID are blocked/)
  assert.match(await world.sms(person.email ?? ''), /\/minid\/order/)
  const order = await at.browser.click(done, '/minid/order')
  assert.match(textOf(order), /letter/i)
  await orderLetter(world.browser(), person.number)
  await letterOf(world, person)
  assert.equal(await waiting(person), 1, 'a new letter, though the limit is days')
})

test('M7 by a code to the phone: sessions end everywhere', async () => {
  const person = someone(1)
  const tax = await service(world, 'tax')
  const logged = world.browser()
  assert.ok(landed(await byMinid(world, logged, (await tax.ask()).url, person)).searchParams.has('code'))
  await withLetter(person)
  const at = await begun(person.number, 'message')
  assert.match(textOf(at.visit), /If the number has MinID, we have sent a code/)
  const mail = await world.sms(person.email ?? '')
  const code = codeIn(await world.sms(person.mobile ?? ''))
  assert.equal(codeIn(mail.slice(mail.indexOf('\n\n'))), code, 'the same to both: one may be what was lost')
  const proved = await at.browser.submit(at.visit, '/code', { code })
  await act({ ...at, visit: proved }, 'codes')
  assert.equal(await waiting(person), 0)
  assert.match((await logged.get((await tax.ask()).url)).url, /\/login\/att_/)
})

test('M7 by the letter: one of its codes, by the number that is asked for', async () => {
  const person = someone(2)
  const letter = await withLetter(person)
  const at = await begun(person.number, 'letter')
  const asked = await at.browser.submit(at.visit, '/letter', { letter: letter.letter.toLowerCase() })
  const number = Number(/Code number (\d+)/.exec(textOf(asked))?.[1])
  const proved = await at.browser.submit(asked, '/letter-code', { code: letter.codes[number - 1] ?? '' })
  await act({ ...at, visit: proved }, 'codes')
  assert.equal(await waiting(person), 0)
})

test('M7 closing: nobody logs in with it, no letter of it counts, and it says nothing to who tries', async () => {
  const person = someone(3)
  await withLetter(person)
  const at = await byPassword(person)
  const done = await act(at, 'all')
  assert.match(textOf(done), /Nobody can log in with your MinID/)
  assert.equal(await waiting(person), 0)
  const browser = world.browser({ language: 'en' })
  const chooser = await browser.get((await (await service(world, 'tax')).ask()).url)
  const form = await browser.click(chooser, '/minid')
  const refused = await browser.submit(form, '/minid', {
    number: person.number,
    password: person.minid?.password ?? '',
  })
  assert.match(textOf(refused), /do not match/)
  assert.match(await world.sms(person.mobile ?? ''), /Your MinID is closed/)
  assert.ok((await happened(world, 'minid.closed')).length === 1)
})

for (const [proof, step, wrong] of [
  ['password', '/password', { password: 'wrong' }],
  ['message', '/code', { code: '222222' }],
  ['letter', '/letter', { letter: '22222-22222' }],
] as const)
  test(`M7 by ${proof}, a wrong one: nothing is blocked, and a number that nobody has gets the same pages for the same work`, async () => {
    const person = someone(4)
    await withLetter(person)
    stopPrinting(world)
    // In the twin an account is made when it is first asked for.
    await begun(person.number, 'message')
    await world.sms(person.mobile ?? '')
    const numbers = [person.number, syntheticNumber(0)]
    const asked = countStores(world)
    const seen = []
    for (const number of numbers) {
      asked()
      const at = await begun(number, proof)
      const first = withoutMessages(asked())
      let visit = await at.browser.submit(at.visit, step, wrong)
      if (proof === 'letter') visit = await at.browser.submit(visit, '/letter-code', { code: '22222' })
      await world.parts.outbox.drain()
      seen.push({ pages: [at.visit, visit].map(withoutNumber), first, then: withoutMessages(asked()) })
    }
    assert.deepEqual(seen[0]?.pages, seen[1]?.pages)
    assert.deepEqual(seen[0], seen[1])
    assert.equal(await waiting(person), 1)
  })

/** The number of the code that is asked for is each letter's own. */
const withoutNumber = (visit: Visit): string => bare(visit).replaceAll(/(Code number )\d+/g, '$1')

/** Whoever has MinID is sent messages: in the batch that is written for everybody, and by the courier afterwards. */
const withoutMessages = (asked: Readonly<Record<string, number>>): readonly (readonly [string, number])[] =>
  Object.entries(asked)
    .map(([what, times]) => [what.replaceAll(/insert into "?message"?\b[^|]*\| /g, ''), times] as const)
    .filter(([what]) => !/\bmessage(_receipt)?\b/.test(what))

test('M7 closing from My page: asked for once more, and then nobody is logged in', async () => {
  const person = someone(0)
  await withLetter(person)
  const browser = world.browser({ language: 'en' })
  const page = await byMinid(world, browser, '/my/minid/close', person)
  assert.match(textOf(page), /nobody can log in with it/)
  assert.match((await world.browser().post('/my/minid/close', {})).url, /\/login\/att_/, 'nobody else')
  const forged = await browser.post('/my/minid/close', {})
  assert.deepEqual([forged.status, await waiting(person)], [200, 1], 'without its stamp a form is led to My page')
  const done = await browser.submit(page, '/my/minid/close')
  assert.match(textOf(done), /Nobody can log in with your MinID/)
  assert.equal(await waiting(person), 0)
  assert.match((await browser.get('/my')).url, /\/login\/att_/)
  assert.match(await world.sms(person.mobile ?? ''), /Your MinID is closed/)
})

test('M7 a visitor whose login is ten minutes old logs in again before MinID is closed', async () => {
  const browser = world.browser({ language: 'en' })
  const page = await byMinid(world, browser, '/my/minid/close', someone(6))
  world.clock.advance(11 * 60_000)
  assert.match((await browser.submit(page, '/my/minid/close')).url, /\/login\/att_/)
  assert.deepEqual(await happened(world, 'minid.closed'), [])
})

test('M7 another browser holds none of a block: its address alone opens nothing', async () => {
  const at = await byPassword(someone())
  assert.equal((await world.browser().get(at.visit.url)).status, 400)
  const other = world.browser({ language: 'en' })
  const refused = await other.submit(at.visit, '/act', { what: 'all' })
  assert.equal(refused.status, 400)
  assert.deepEqual(await happened(world, 'minid.closed'), [])
})

test('M7 three wrong codes end what was sent, and a fourth message in an hour is not sent', async () => {
  const person = someone()
  let at = await begun(person.number, 'message')
  const code = codeIn(await world.sms(person.mobile ?? ''))
  for (let i = 0; i < 3; i++) at = { ...at, visit: await at.browser.submit(at.visit, '/code', { code: '222222' }) }
  assert.match(textOf(at.visit), /can no longer be used/)
  assert.doesNotMatch(at.visit.body, new RegExp(`name="code"|${code}`))
  for (let i = 0; i < 3; i++) await begun(person.number, 'message')
  await world.parts.outbox.drain()
  assert.equal(world.phone.inbox({ to: person.mobile }).length, 3)
})

test('M7 a sent code is too late after a quarter of an hour, and is none in another browser', async () => {
  const person = someone(1)
  const [at, thief] = [await begun(person.number, 'message'), await begun(someone(2).number, 'message')]
  const code = codeIn(await world.sms(person.mobile ?? ''))
  assert.match(textOf(await thief.browser.submit(thief.visit, '/code', { code })), /The code is wrong/)
  world.clock.advance(15 * 60_000)
  assert.match(textOf(await at.browser.submit(at.visit, '/code', { code })), /can no longer be used/)
})

test('M7 M10 what the help desk does for a caller its owner hears of, and a block there ends sessions, too', async () => {
  const person = someone(1)
  const tax = await service(world, 'tax')
  const logged = world.browser()
  assert.ok(landed(await byMinid(world, logged, (await tax.ask()).url, person)).searchParams.has('code'))
  const desk = await atDesk(world)
  const call = await look(desk, person.number)
  const ordered = await desk.browser.submit(call, '/letter', { language: 'en' })
  await letterOf(world, person)
  // In the owner's language, whatever the letter's is.
  assert.match(await world.sms(person.mobile ?? ''), /Brukerstøtten har bestilt et brev.*\/minid\/block/)
  await desk.browser.submit(ordered, '/letter', { language: 'en' })
  await world.parts.outbox.drain()
  const told = world.phone.inbox({ to: person.mobile }).filter(({ text }) => /har bestilt et brev/.test(text))
  assert.equal(told.length, 1, 'what was not ordered is not told')
  const question = await desk.browser.click(ordered, '/block')
  await desk.browser.submit(question, '/block')
  assert.equal(await waiting(person), 0)
  assert.match(await world.sms(person.mobile ?? ''), /Brukerstøtten har sperret kodene/)
  assert.match((await logged.get((await tax.ask()).url)).url, /\/login\/att_/)
})

/** Proved by a code of a letter: whoever holds it, with the owner's number. */
async function byLetter(person: Person): Promise<At> {
  const letter = await withLetter(person)
  const at = await begun(person.number, 'letter')
  const asked = await at.browser.submit(at.visit, '/letter', { letter: letter.letter })
  const number = Number(/Code number (\d+)/.exec(textOf(asked))?.[1])
  return {
    browser: at.browser,
    visit: await at.browser.submit(asked, '/letter-code', { code: letter.codes[number - 1] ?? '' }),
  }
}
const days = 24 * 3600_000
const canLogIn = async (person: Person): Promise<boolean> => {
  const browser = world.browser({ language: 'en' })
  const form = await browser.click(await browser.get((await (await service(world, 'tax')).ask()).url), '/minid')
  const password = person.minid?.password ?? ''
  return (await browser.submit(form, '/minid', { number: person.number, password })).url.endsWith('/code')
}

test('M7 closing with a letter alone waits: the codes die at once, both channels hear of the rest, and the login goes on until then', async () => {
  const person = someone(8)
  await byMinid(world, world.browser(), '/my', person)
  const at = await byLetter(person)
  assert.match(textOf(at.visit), /With a letter alone it happens after 3 days/)
  const asked = await act(at, 'all')
  assert.match(textOf(asked), /MinID will be closed on/)
  assert.equal(await waiting(person), 0, 'the codes are blocked')
  for (const to of [person.mobile, person.email])
    assert.match(await world.sms((to ?? '').toLowerCase()), /Your MinID will be closed on .*\n?.*\/minid\/cancel\?c=/s)
  assert.equal(await canLogIn(person), true)
  world.clock.advance(3 * days - 1)
  await world.tidy()
  assert.equal(await canLogIn(person), true)
  world.clock.advance(1)
  await Promise.all([world.tidy(), world.tidy()])
  assert.equal(await canLogIn(person), false)
  assert.match(await world.sms(person.mobile ?? ''), /Your MinID is closed/)
  assert.equal((await happened(world, 'minid.closed')).length, 1)
})

test('M7 whoever is told stops it by the link, from the old phone, or on My page; then nothing is closed', async () => {
  const person = someone(6)
  await byMinid(world, world.browser(), '/my', person)
  await act(await byLetter(person), 'all')
  const [link = assert.fail('no link')] =
    /\/minid\/cancel\?c=[\w-]{22}/.exec(await world.sms(person.mobile ?? '')) ?? []
  const phone = world.browser({ language: 'en' })
  const page = await phone.get(link)
  assert.match(textOf(page), /Somebody has asked to close your MinID/)
  assert.match(textOf(await phone.submit(page, '/minid/cancel')), /stopped/i)
  world.clock.advance(4 * days)
  await world.tidy()
  assert.equal(await canLogIn(person), true)
  assert.equal((await happened(world, 'minid.closed')).length, 0)
})

test('M7 a thief with one letter after the other does not get past the wait: over an account that is not closed yet, registering waits too', async () => {
  const person = someone(7)
  await byMinid(world, world.browser(), '/my', person)
  await act(await byLetter(person), 'all')
  const letter = await withLetter(person)
  const thief = world.browser()
  const open = await toCode(thief, letter.letter, person.number)
  const visit = await thief.submit(open, /\/code$/, { code: codeAsked(open, letter) })
  assert.match(textOf(visit), /Du har MinID|har allerede|MinID fra før/i)
})

/** Rows M1, M2: the code with the asked-for number from the letter, and going over from one way to the other, as far as the service. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countStores } from '../counted.ts'
import { landed, textOf, type Visit } from '../browser.ts'
import { minidOwner } from '../client.ts'
import {
  about,
  answerFrom,
  askedFor,
  bySms,
  isIn,
  type SecondWorld,
  secondWorld,
  told,
  type Walker,
} from '../second.ts'

const wrong = '22222'

/** From the code by SMS to the letter's. */
async function toLetter({ browser }: Walker, at: Visit): Promise<Visit> {
  const ways = await browser.click(at, '/minid/ways')
  return browser.submit(ways, '/minid/ways', { way: 'letter' })
}

/** Somebody whose profile says letter, with one in the postbox. */
async function withLetter(t: Parameters<typeof secondWorld>[0]) {
  const s = await secondWorld(t)
  await first(s)
  await s.choose('letter')
  return { ...s, printed: await s.letter() }
}

/** The twin makes an account at the first login. */
const first = async (s: SecondWorld): Promise<void> => {
  await s.walk()
  assert.equal(await s.messages(), 1)
}

test('M1 M2 who chose the letter is asked for a numbered code, and no SMS is sent: Minid-PIN, level substantial', async (t) => {
  const s = await withLetter(t)
  const walker = await s.walk()
  assert.match(walker.visit.url, /\/minid\/letter$/)
  const { letter, number } = askedFor(walker.visit)
  assert.equal(letter, s.printed.letter)
  assert.match(textOf(walker.visit), new RegExp(`Enter code ${number} from the letter`))
  const done = await walker.browser.submit(walker.visit, '/minid/letter', { code: answerFrom(walker.visit, s.printed) })
  assert.deepEqual(await amrAndAcr(walker, done), [['Minid-PIN'], 'idporten-loa-substantial'])
  assert.equal(await s.messages(), 1)
})

const amrAndAcr = async (walker: Walker, visit: Visit): Promise<unknown[]> => {
  const { amr, acr } = await told(walker, visit)
  return [amr, acr]
}

test('M2 who chose SMS can still ask for the letter’s code at login, and go back to the SMS that was sent', async (t) => {
  const s = await secondWorld(t)
  await first(s)
  const printed = await s.letter()
  const walker = await s.walk()
  const atLetter = await toLetter(walker, walker.visit)
  const ways = await walker.browser.click(atLetter, '/minid/ways')
  assert.match(textOf(ways), /A code by SMS We have sent a code/)
  const back = await walker.browser.submit(ways, '/minid/ways', { way: 'code' })
  assert.match(back.url, /\/minid\/code$/)
  assert.equal(await s.messages(), 2, 'one for each login, and none for going to and fro')
  const again = await toLetter(walker, back)
  assert.equal(askedFor(again).number, askedFor(atLetter).number)
  const done = await walker.browser.submit(again, '/minid/letter', { code: answerFrom(again, printed) })
  assert.deepEqual(await amrAndAcr(walker, done), [['Minid-PIN'], 'idporten-loa-substantial'])
})

test('M2 who chose the letter can ask for an SMS: one is sent then, and its code opens', async (t) => {
  const s = await withLetter(t)
  const walker = await s.walk()
  const ways = await walker.browser.click(walker.visit, '/minid/ways')
  assert.match(textOf(ways), /We send a code when you choose this/)
  assert.equal(await s.messages(), 1)
  const code = await walker.browser.submit(ways, '/minid/ways', { way: 'code' })
  assert.equal(await s.messages(), 2)
  assert.deepEqual(await amrAndAcr(walker, await bySms(s, walker, code)), [['Minid-OTC'], 'idporten-loa-substantial'])
})

test('M2 going over to SMS counts: after ten codes in an hour none is sent, and the letter still opens', async (t) => {
  const s = await secondWorld(t)
  await first(s)
  const printed = await s.letter()
  for (let i = 0; i < 9; i++) await s.walk()
  assert.equal(await s.messages(), 10)
  const walker = await s.walk()
  assert.match(walker.visit.url, /\/minid\/ways$/)
  assert.match(textOf(walker.visit), /cannot send more codes now/)
  assert.equal(await s.messages(), 10)
  const asked = await walker.browser.submit(walker.visit, '/minid/ways', { way: 'code' })
  assert.match(textOf(asked), /cannot send more codes now/)
  assert.equal(await s.messages(), 10)
  const letter = await walker.browser.submit(asked, '/minid/ways', { way: 'letter' })
  assert.ok(isIn(await walker.browser.submit(letter, '/minid/letter', { code: answerFrom(letter, printed) })))
})

test('M2 with no letter the choice is not offered, and nothing else gives one', async (t) => {
  const s = await secondWorld(t)
  const walker = await s.walk()
  const ways = await walker.browser.click(walker.visit, '/minid/ways')
  assert.doesNotMatch(ways.body, /value="letter"/)
  assert.match(ways.body, /href="\/minid\/order\?login=att_/)
  const forced = await walker.browser.submit(ways, '/minid/ways', { way: 'letter' })
  assert.match(textOf(forced), /can no longer be used/)
  assert.match((await walker.browser.get(new URL('letter', walker.visit.url).href)).url, /\/minid\/ways$/)
  const code = await walker.browser.submit(forced, '/minid/ways', { way: 'code' })
  assert.ok(isIn(await bySms(s, walker, code)), 'the SMS is where it was')
})

test('M2 who chose the letter and has none that counts gets an SMS, and is told why', async (t) => {
  const s = await secondWorld(t)
  await first(s)
  await s.choose('letter')
  const walker = await s.walk()
  assert.match(textOf(walker.visit), /chosen codes from a letter, but have none.*Order a new letter/)
  assert.ok(isIn(await bySms(s, walker, walker.visit)))
})

test('M1 the same number is asked for until it is answered: in every tab, login and after a wrong code', async (t) => {
  const s = await withLetter(t)
  const one = await s.walk()
  const { number } = askedFor(one.visit)
  for (let i = 0; i < 4; i++) assert.equal(askedFor((await s.walk()).visit).number, number)
  const refused = await one.browser.submit(one.visit, '/minid/letter', { code: wrong })
  assert.match(textOf(refused), /The code is wrong/)
  assert.equal(askedFor(refused).number, number)
  assert.equal(askedFor(await one.browser.get(refused.url)).number, number)
})

test('M1 a letter’s code opens once; the next login asks for another', async (t) => {
  const s = await withLetter(t)
  const [one, two] = [await s.walk(), await s.walk()]
  const code = answerFrom(one.visit, s.printed)
  assert.ok(isIn(await one.browser.submit(one.visit, '/minid/letter', { code })))
  const refused = await two.browser.submit(two.visit, '/minid/letter', { code })
  assert.match(textOf(refused), /used elsewhere/)
  assert.notEqual(askedFor(refused).number, askedFor(one.visit).number)
  assert.ok(isIn(await two.browser.submit(refused, '/minid/letter', { code: answerFrom(refused, s.printed) })))
})

test('M1 the code of another number, of another person, and one that is not a code open nothing', async (t) => {
  const s = await withLetter(t)
  const other = about(s.world, minidOwner(s.world, 1))
  await other.walk()
  const theirs = await other.letter()
  const { browser, visit: first } = await s.walk()
  let visit = first
  const { number } = askedFor(visit)
  const beside = s.printed.codes[number % s.printed.codes.length] ?? ''
  for (const code of [beside, theirs.codes[number - 1] ?? '', wrong]) {
    visit = await browser.submit(visit, '/minid/letter', { code })
    assert.match(textOf(visit), /The code is wrong/)
  }
  for (const [code, says] of [
    ['', /Enter the code/],
    ['7KQ2', /five characters/],
    ['7KQ2O', /never have 0, 1, I, L or O/],
    ['7KQ2Å', /only the letters A–Z/],
  ] as const) {
    visit = await browser.submit(visit, '/minid/letter', { code })
    assert.match(textOf(visit), says)
  }
  const spoken = answerFrom(visit, s.printed).toLowerCase().replace(/^(..)/, '$1 ')
  assert.ok(isIn(await browser.submit(visit, '/minid/letter', { code: spoken })), 'what is no code cost no guess')
})

test('M1 five wrong codes of a letter make one wait, in every login; another way stays open', async (t) => {
  const s = await withLetter(t)
  const { browser, visit: first } = await s.walk()
  let visit = first
  for (let i = 0; i < 5; i++) visit = await browser.submit(visit, '/minid/letter', { code: wrong })
  assert.match(textOf(visit), /too many wrong codes. Wait 60 seconds/)
  const elsewhere = await s.walk()
  const code = answerFrom(elsewhere.visit, s.printed)
  const refused = await elsewhere.browser.submit(elsewhere.visit, '/minid/letter', { code })
  assert.match(textOf(refused), /too many wrong codes/)
  const ways = await elsewhere.browser.click(refused, '/minid/ways')
  const sms = await elsewhere.browser.submit(ways, '/minid/ways', { way: 'code' })
  assert.ok(isIn(await bySms(s, elsewhere, sms)))
  s.world.clock.advance(60_000)
  const last = await browser.submit(await browser.get(visit.url), '/minid/letter', { code })
  assert.ok(isIn(last))
})

test('M1 many posts of the right code at once: one login goes on, the code is used once', async (t) => {
  const s = await withLetter(t)
  const walker = await s.walk()
  const code = answerFrom(walker.visit, s.printed)
  const all = await Promise.all(
    Array.from({ length: 8 }, () => walker.browser.submit(walker.visit, '/minid/letter', { code })),
  )
  const codes = new Set(all.filter(isIn).map((visit) => landed(visit).searchParams.get('code')))
  assert.equal(codes.size, 1)
  const [used] = await s.world.database.raw<{ n: number }>(
    'select count(*) as n from letter_code where used is not null',
    [],
  )
  assert.equal(Number(used?.n), 1)
})

test('M1 of two logins that answer with the same code at once, one gets in', async (t) => {
  const s = await withLetter(t)
  const walkers = [await s.walk(), await s.walk(), await s.walk()]
  const code = answerFrom(walkers[0]?.visit ?? assert.fail(), s.printed)
  const ends = await Promise.all(walkers.map(({ browser, visit }) => browser.submit(visit, '/minid/letter', { code })))
  assert.equal(ends.filter(isIn).length, 1)
})

test('M1 a login that was answered elsewhere uses no code up', async (t) => {
  const s = await withLetter(t)
  const walker = await s.walk()
  const old = walker.visit
  const code = answerFrom(old, s.printed)
  const ways = await walker.browser.click(old, '/minid/ways')
  const sms = await walker.browser.submit(ways, '/minid/ways', { way: 'code' })
  assert.ok(isIn(await bySms(s, walker, sms)))
  await walker.browser.submit(old, '/minid/letter', { code })
  const [left] = await s.world.parts.letters.book('minid').states((await s.known()).id)
  assert.equal(left?.left, s.printed.codes.length)
})

test('M1 M2 a wrong password tells nobody what would come after it, and does the same work', async (t) => {
  const s = await withLetter(t)
  const [, bySmsOnly = assert.fail()] = s.world.people.withMinid(2)
  await about(s.world, bySmsOnly).walk()
  const look = countStores(s.world)
  const seen = []
  for (const person of [s.person, bySmsOnly]) {
    const walker = await s.walk({ person: { ...person, minid: { password: 'wrong' } } })
    look()
    const visit = await walker.browser.submit(walker.visit, '/minid', { number: person.number, password: 'wrong' })
    seen.push([textOf(visit), look()])
  }
  assert.deepEqual(seen[1], seen[0])
})

test('M1 the letter’s page before the password is the password’s page', async (t) => {
  const s = await withLetter(t)
  const walker = await s.walk()
  const fresh = s.world.browser()
  const form = await fresh.click(await fresh.get(walker.asked.url), '/minid')
  for (const page of ['letter', 'ways', 'code']) {
    const visit = await fresh.get(`${form.url}/${page}`)
    assert.match(visit.url, /\/minid$/)
  }
})

test('M2 with two letters whose codes count one may use the new one, and the old one dies with that', async (t) => {
  const s = await withLetter(t)
  const [one] = [await s.walk()]
  await one.browser.submit(one.visit, '/minid/letter', { code: answerFrom(one.visit, s.printed) })
  s.world.clock.advance(40 * 24 * 3600_000)
  const fresh = await s.letter()
  const walker = await s.walk()
  assert.equal(askedFor(walker.visit).letter, s.printed.letter)
  const next = await walker.browser.submit(walker.visit, '/minid/ways', { way: 'letter', letter: fresh.letter })
  assert.equal(askedFor(next).letter, fresh.letter)
  assert.ok(isIn(await walker.browser.submit(next, '/minid/letter', { code: answerFrom(next, fresh) })))
  const [left, ...more] = await s.world.parts.letters.book('minid').states((await s.known()).id)
  assert.equal(left?.letter, fresh.letter)
  assert.deepEqual(more, [])
})

test('M2 another person’s letter cannot be named', async (t) => {
  const s = await withLetter(t)
  const other = about(s.world, minidOwner(s.world, 1))
  await other.walk()
  const theirs = await other.letter()
  const walker = await s.walk()
  const ways = await walker.browser.click(walker.visit, '/minid/ways')
  const next = await walker.browser.submit(ways, '/minid/ways', { way: 'letter', letter: theirs.letter })
  assert.equal(askedFor(next).letter, s.printed.letter)
})

test('M1 a letter with few codes left says so, with the way to a new one; the last one used, the SMS comes', async (t) => {
  const s = await withLetter(t)
  for (let left = s.printed.codes.length; left > 0; left--) {
    const walker = await s.walk()
    const said = /The letter has (\d+) codes left|This is the last code/.exec(textOf(walker.visit))
    assert.equal(said?.[1] ?? (said === null ? 'nothing' : '1'), left > 5 ? 'nothing' : String(left))
    if (left <= 5) assert.match(walker.visit.body, /href="\/minid\/order\?login=att_/)
    assert.ok(
      isIn(await walker.browser.submit(walker.visit, '/minid/letter', { code: answerFrom(walker.visit, s.printed) })),
    )
  }
  const last = await s.walk()
  assert.match(last.visit.url, /\/minid\/code$/)
})

test('M2 who blocked the letter meanwhile is led to the other ways', async (t) => {
  const s = await withLetter(t)
  const walker = await s.walk()
  const code = answerFrom(walker.visit, s.printed)
  await s.world.parts.letters.book('minid').block((await s.known()).id, 'self')
  const visit = await walker.browser.submit(walker.visit, '/minid/letter', { code })
  assert.match(textOf(visit), /can no longer be used/)
  const sms = await walker.browser.submit(visit, '/minid/ways', { way: 'code' })
  assert.ok(isIn(await bySms(s, walker, sms)))
})

test('M4 whose letter came back is told at the next login, until they have logged in', async (t) => {
  const s = await withLetter(t)
  await s.world.parts.letters.returned([s.printed.letter as never], 'staff')
  for (let i = 0; i < 2; i++) assert.match(textOf((await s.walk()).visit), /letter we sent you came back/)
  const walker = await s.walk()
  assert.ok(isIn(await bySms(s, walker, walker.visit)))
  assert.doesNotMatch(textOf((await s.walk()).visit), /came back/)
})

test('M4 who gets an SMS first is told on the page of the other ways', async (t) => {
  const s = await secondWorld(t)
  await first(s)
  const printed = await s.letter()
  await s.world.parts.letters.returned([printed.letter as never], 'staff')
  const walker = await s.walk()
  assert.doesNotMatch(textOf(walker.visit), /came back/)
  const ways = await walker.browser.click(walker.visit, '/minid/ways')
  assert.match(textOf(ways), /letter we sent you came back.*Order a new letter/)
})

/** Row M12, MinID's half: a code from an Altinn letter opens none of MinID's doors, and MinID's codes none of Altinn's. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLetterId } from '#letters/books.ts'
import type { PrintedLetter } from '#sandbox/letters.ts'
import { textOf, type Visit } from '../browser.ts'
import { numberOf, send, somebody, toCode } from '../errands.ts'
import { answerFrom, askedFor, isIn, type SecondWorld, secondWorld } from '../second.ts'

async function altinnLetter({ world }: SecondWorld, number: string): Promise<PrintedLetter> {
  const before = new Set(world.letters.letters().map(({ letter }) => letter))
  await world.parts.letters.orders.order(numberOf(number), { book: 'altinn', by: 'self', language: 'nb' })
  await world.parts.letters.settled()
  const printed = world.letters.letters().find(({ letter }) => !before.has(letter))
  assert.ok(printed && printed.book === 'altinn' && printed.codes.length === 30)
  return printed
}

async function opened(t: Parameters<typeof secondWorld>[0]) {
  const s = await secondWorld(t)
  // The twin makes an account at the first login.
  await s.walk()
  return { ...s, altinn: await altinnLetter(s, s.person.number) }
}
/** Of the number that the page asks for, as it stands on that letter. */
function rightCode(visit: Visit, { codes }: PrintedLetter): string {
  const number = Number(/(?:Code number|Kode nummer) (\d+)/.exec(textOf(visit))?.[1])
  return codes[number - 1] ?? assert.fail('no code is asked for')
}
const holderOf = async ({ world, person }: SecondWorld) => {
  const known = await world.parts.persons.find(numberOf(person.number))
  assert.ok(known)
  return { person: known.id, numberHash: known.numberHash }
}

test('M12 a login never asks for a code of an Altinn letter, and takes none', async (t) => {
  const s = await opened(t)
  await s.choose('letter')
  const none = await s.walk()
  assert.match(none.visit.url, /\/minid\/code$/, 'an SMS: there is no letter of MinID’s')
  const printed = await s.letter()
  const walker = await s.walk()
  const asked = askedFor(walker.visit)
  assert.equal(asked.letter, printed.letter)
  let { visit } = walker
  for (const code of s.altinn.codes.slice(0, 3)) {
    visit = await walker.browser.submit(visit, '/minid/letter', { code })
    assert.ok(!isIn(visit) && visit.url.endsWith('/minid/letter'))
  }
  assert.ok(isIn(await walker.browser.submit(visit, '/minid/letter', { code: answerFrom(visit, printed) })))
})

test('M12 an Altinn letter registers nobody: its right code is as wrong as any, and is not used up by it', async (t) => {
  const s = await opened(t)
  const newcomer = somebody(s.world, 'no-mobile')
  const altinn = await altinnLetter(s, newcomer.number)
  const browser = s.world.browser()
  const page = await toCode(browser, altinn.letter, newcomer.number)
  const refused = await browser.submit(page, /\/code$/, { code: rightCode(page, altinn) })
  assert.match(textOf(refused), /Det stemmer ikke|passer ikke|feil/i)
  assert.doesNotMatch(refused.url, /contact/)
  const known = await s.world.parts.persons.find(numberOf(newcomer.number))
  assert.ok(known)
  const book = s.world.parts.letters.book('altinn')
  const question = await book.ask(known.id)
  assert.ok(question)
  const holder = { person: known.id, numberHash: known.numberHash }
  const used = await book.answer(holder, question, altinn.codes[question.number - 1] ?? '')
  assert.ok(used.ok, 'in its own book it counts')
})

test('M12 an Altinn letter proves nobody on the page that blocks MinID', async (t) => {
  const s = await opened(t)
  const browser = s.world.browser({ language: 'en' })
  const { number } = s.person
  const start = await send(browser, await browser.get('/minid/block'), '/minid/block', { number, proof: 'letter' })
  const page = await browser.submit(start, '/letter', { letter: s.altinn.letter })
  const refused = await browser.submit(page, '/letter-code', { code: rightCode(page, s.altinn) })
  assert.match(textOf(refused), /does not match/)
})

test('M12 MinID’s code answers nothing in Altinn’s book, and blocking one leaves the other', async (t) => {
  const s = await opened(t)
  const printed = await s.letter()
  const holder = await holderOf(s)
  const { letters } = s.world.parts
  const [minid, altinn] = [letters.book('minid'), letters.book('altinn')]
  const question = await minid.ask(holder.person)
  const letter = readLetterId(printed.letter)
  assert.ok(question && letter)
  const code = printed.codes[question.number - 1] ?? ''
  const crossed = await altinn.answer(holder, question, code)
  assert.deepEqual([crossed.ok, crossed.ok ? '' : crossed.why], [false, 'wrong'])
  assert.equal(await altinn.ask(holder.person, letter), undefined, 'nor is it one of its letters')
  await minid.block(holder.person, 'self')
  assert.equal(await minid.ask(holder.person), undefined)
  assert.ok(await altinn.ask(holder.person), 'the other stays')
  await s.letter()
  await altinn.block(holder.person, 'self')
  assert.equal(await altinn.ask(holder.person), undefined)
  assert.ok(await minid.ask(holder.person), 'and the other way round')
})

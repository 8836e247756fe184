/** Row M6 in the whole gateway: from a forgotten password to a new one, and what must not get there. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Person } from '#sandbox/population/person.ts'
import { type Browser, landed, textOf, type Visit } from '../browser.ts'
import { byMinid, codeIn, service } from '../client.ts'
import { countStores } from '../counted.ts'
import { bare, bareHeaders, happened, letterOf, numberOf, orderLetter, send, stopPrinting } from '../errands.ts'
import { worked } from '../human.ts'
import { syntheticNumber } from '../methods/minid-world.ts'
import { owners } from '../services.ts'
import { worldForEach, type World } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => {
  world = opened
})

const minutes = 60_000
const fresh = 'Tåkelur bak naustet 4'
const someone = (index = 0): Person => world.people.withMinid(index + 1)[index] ?? assert.fail('nobody with MinID')

/** Sends the number in a browser of its own, or in the one that is given. */
async function asked(number: string, browser = world.browser({ language: 'en' })): Promise<Asked> {
  const visit = await send(browser, await browser.get('/minid/recover'), '/minid/recover', { number })
  return { browser, visit }
}
interface Asked {
  readonly browser: Browser
  readonly visit: Visit
}

const newest = async (to: string | undefined): Promise<string> => world.sms((to ?? '').toLowerCase())
const temporaryIn = (text: string): string =>
  /\b[2-9A-Z]{5}-[2-9A-Z]{5}\b/.exec(text)?.[0] ?? assert.fail('no temporary password in the message')
const typed = ({ browser, visit }: Asked, temporary: string): Promise<Visit> =>
  browser.submit(visit, '/temporary', { temporary })

/** As far as the page that asks for the new password. */
async function choosing(person: Person): Promise<Asked> {
  const at = await asked(person.number)
  const code = await typed(at, temporaryIn(await newest(person.email)))
  const visit = await at.browser.submit(code, '/code', { code: codeIn(await newest(person.mobile)) })
  assert.match(textOf(visit), /Choose a new password/)
  return { browser: at.browser, visit }
}
const choose = ({ browser, visit }: Asked, password: string, again = password): Promise<Visit> =>
  browser.submit(visit, '/password', { password, again })

async function mayLogIn(person: Person, password: string): Promise<boolean> {
  const browser = world.browser({ language: 'en' })
  const chooser = await browser.get((await (await service(world, 'tax')).ask()).url)
  const form = await browser.click(chooser, '/minid')
  const next = await browser.submit(form, '/minid', { number: person.number, password, ...(await worked(form)) })
  return next.url.endsWith('/code')
}

test('M6 from the login to a new password and back: by mail, then a code to the phone, told on both', async () => {
  const person = someone()
  const browser = world.browser({ language: 'en' })
  const chooser = await browser.get((await (await service(world, 'tax')).ask()).url)
  const login = await browser.click(chooser, '/minid')
  const first = await browser.click(login, /\/minid\/recover\?login=att_/)
  const sent = await browser.submit(first, '/minid/recover', { number: person.number, ...(await worked(first)) })
  assert.match(textOf(sent), /If the number has MinID, we have sent/)
  const mail = await newest(person.email)
  const temporary = temporaryIn(mail)
  const second = await typed({ browser, visit: sent }, temporary.toLowerCase().replace('-', ' '))
  assert.match(textOf(second), /Confirm with the code from the SMS/)
  const form = await browser.submit(second, '/code', { code: codeIn(await newest(person.mobile)) })
  const done = await choose({ browser, visit: form }, fresh)
  assert.match(textOf(done), /The new password is valid now/)
  assert.match(await newest(person.mobile), /Your password for MinID has been changed/)
  assert.match(await newest(person.email), /Your password for MinID has been changed.*\/minid\/block/s)
  const back = await browser.click(done, /\/login\/att_[\w-]+\/minid$/)
  const code = await browser.submit(back, '/minid', { number: person.number, password: fresh })
  const last = await browser.submit(code, '/minid/code', { code: codeIn(await newest(person.mobile)) })
  assert.ok(landed(last).searchParams.has('code'))
  assert.equal(await mayLogIn(person, person.minid?.password ?? ''), false)
})

test('M6 I3 who came from no login finds a way on from the last page', async () => {
  const at = await choosing(someone())
  const done = await choose(at, fresh)
  assert.match(textOf(done), /The new password is valid now/)
  assert.match((await at.browser.click(done, '/my')).url, /\/login\/att_/)
})

test('M6 the old password holds until the new one is written, and all sessions end with it', async () => {
  const person = someone(1)
  const tax = await service(world, 'tax')
  const logged = world.browser()
  assert.ok(landed(await byMinid(world, logged, (await tax.ask()).url, person)).searchParams.has('code'))
  assert.ok(landed(await logged.get((await tax.ask()).url)).searchParams.has('code'), 'single sign-on')
  const at = await choosing(person)
  assert.equal(await mayLogIn(person, person.minid?.password ?? ''), true)
  assert.ok(landed(await logged.get((await tax.ask()).url)).searchParams.has('code'), 'still')
  await choose(at, fresh)
  assert.equal(await mayLogIn(person, person.minid?.password ?? ''), false)
  assert.match((await logged.get((await tax.ask()).url)).url, /\/login\/att_/)
})

/** The page says that it is over, and where one begins anew. */
const isOver = (visit: Visit): boolean =>
  /can no longer be used/.test(textOf(visit)) && /href="\/minid\/recover"/.test(visit.body)

test('M6 refused: a temporary password a second time, by a second click or an old page', async () => {
  const person = someone()
  const at = await asked(person.number)
  const temporary = temporaryIn(await newest(person.email))
  const clicks = await Promise.all([typed(at, temporary), typed(at, temporary), typed(at, temporary)])
  for (const click of clicks) assert.match(textOf(click), /Confirm with the code/)
  await world.parts.outbox.drain()
  assert.equal(world.phone.inbox({ to: person.mobile }).length, 1, 'one click went on')
  assert.match(
    textOf(await typed(at, temporary)),
    /Confirm with the code/,
    'an old page leads to where the errand stands',
  )
  assert.equal((await happened(world, 'minid.temporary.used')).length, 1)
})

test('M6 refused: a temporary password whose use is written, though the browser was not told', async () => {
  const person = someone()
  const at = await asked(person.number)
  await world.database.raw('update minid_temporary set used = $1', [world.clock.now()])
  assert.ok(isOver(await typed(at, temporaryIn(await newest(person.email)))))
})

test('M6 refused: too late, by the clock', async () => {
  const person = someone()
  const at = await asked(person.number)
  const temporary = temporaryIn(await newest(person.email))
  world.clock.advance(10 * minutes)
  assert.ok(isOver(await typed(at, temporary)))
  assert.ok(isOver(await at.browser.get(at.visit.url)))
})

test('M6 refused: too late with the new password, a quarter of an hour after the temporary one', async () => {
  const person = someone()
  const at = await choosing(person)
  world.clock.advance(15 * minutes)
  assert.match(textOf(await choose(at, fresh)), /The password has not been changed/)
  assert.equal(await mayLogIn(person, person.minid?.password ?? ''), true)
})

test('M6 refused: in another browser, whether it only saw the message or only began', async () => {
  const [person, thief] = [someone(), world.browser({ language: 'en' })]
  const at = await asked(person.number)
  const temporary = temporaryIn(await newest(person.email))
  const stolen = await thief.get(at.visit.url)
  assert.equal(stolen.status, 400)
  const own = await asked(person.number, thief)
  assert.match(textOf(await typed(own, temporary)), /The temporary password is wrong/)
  assert.match(textOf(await typed(at, temporary)), /Confirm with the code/)
})

test("M6 refused: another person's", async () => {
  const [anna, bjorn] = [someone(), someone(1)]
  await asked(anna.number)
  const hers = temporaryIn(await newest(anna.email))
  assert.match(textOf(await typed(await asked(bjorn.number), hers)), /The temporary password is wrong/)
})

test('M6 refused: guessed at; the fifth wrong one is the last, and then the right one is no better', async () => {
  const person = someone()
  const at = await asked(person.number)
  const temporary = temporaryIn(await newest(person.email))
  let visit = at.visit
  for (const says of [/try four more times/, /try three more/, /try two more/, /try once more/]) {
    visit = await typed({ ...at, visit }, '22222-22222')
    assert.match(textOf(visit), says)
  }
  assert.match(textOf(await typed({ ...at, visit }, '2222')), /has ten characters/, 'what cannot be one costs no guess')
  visit = await at.browser.get(at.visit.url)
  const stamped = await typed({ ...at, visit }, 'ABCDE-FGHJK')
  assert.ok(isOver(stamped))
  assert.ok(isOver(await typed({ ...at, visit }, temporary)))
  assert.deepEqual(await happened(world, 'minid.temporary.used'), [])
})

test('M6 nothing is sent without a human check, and a fourth in an hour is not sent', async () => {
  const person = someone()
  const browser = world.browser({ language: 'en' })
  const first = await browser.get('/minid/recover')
  assert.match(textOf(await browser.submit(first, '/minid/recover', { number: person.number })), /automatic try|check/i)
  await assert.rejects(newest(person.email), /no message/)
  const pages = []
  for (let i = 0; i < 4; i++) pages.push(bare((await asked(person.number)).visit))
  assert.equal(new Set(pages).size, 1)
  await world.parts.outbox.drain()
  assert.equal(world.phone.inbox({ to: person.email }).length, 3)
  world.clock.advance(60 * minutes)
  await asked(person.number)
  await world.parts.outbox.drain()
  assert.equal(world.phone.inbox({ to: person.email }).length, 4)
})

test('M6 a temporary password logs nobody in', async () => {
  const person = someone()
  await asked(person.number)
  const temporary = temporaryIn(await newest(person.email))
  assert.equal(await mayLogIn(person, temporary), false)
  assert.equal(await mayLogIn(person, temporary.replace('-', '')), false)
})

test('M6 the new password is held to the rules, and typed twice', async () => {
  const at = await choosing(someone())
  const short = await choose(at, 'kort', 'noe annet')
  assert.match(textOf(short), /too short/)
  assert.match(textOf(short), /not the same/)
  const common = await choose({ ...at, visit: short }, 'passord123456')
  assert.match(textOf(common), /easy to guess/)
  const personal = await choose({ ...at, visit: common }, `${someone().number}`)
  assert.match(textOf(personal), /easy to guess|too short/)
  assert.match(textOf(await choose({ ...at, visit: personal }, fresh)), /is valid now/)
})

test('M6 known, unknown and closed: the same bytes, hashes and questions to the stores', async () => {
  const [known, closed] = [someone(), someone(1)]
  await asked(closed.number)
  const ids = await world.parts.persons.ensure(numberOf(closed.number))
  await world.database.raw('update minid_account set closed = 1 where person_id = $1', [ids.id])
  await asked(known.number)
  await world.parts.outbox.drain()
  stopPrinting(world)
  const look = countStores(world)
  const seen = []
  for (const number of [known.number, syntheticNumber(0), closed.number]) {
    look()
    const at = await asked(number)
    const sent = look()
    const wrong = await typed(at, '22222-22222')
    await world.parts.outbox.drain()
    seen.push([bare(at.visit), bareHeaders(at.visit), bare(wrong), withoutMessages(sent), withoutMessages(look())])
  }
  assert.deepEqual(seen[1], seen[0])
  assert.deepEqual(seen[2], seen[0])
})

/** Whoever has MinID is sent a message: in the batch that is written for everybody, and by the courier afterwards. */
const withoutMessages = (seen: Readonly<Record<string, number>>): readonly (readonly [string, number])[] =>
  Object.entries(seen)
    .map(([what, times]) => [what.replaceAll(/insert into "?message"?\b[^|]*\| /g, ''), times] as const)
    .filter(([what]) => !/\bmessage(_receipt)?\b/.test(what))

/** An account without an address, as people may have who registered long ago. */
async function byPhone(index: number, letter = false): Promise<Person> {
  const person = someone(index)
  await asked(person.number, world.browser())
  const { id } = await world.parts.persons.ensure(numberOf(person.number))
  await world.database.raw(
    "update minid_account set email_cipher = null, email_hash = null, recovery = 'sms' where person_id = $1",
    [id],
  )
  if (letter) await orderLetter(world.browser(), person.number)
  return person
}

test('M6 a phone alone does not do where there is a letter: one of its codes is asked for', async () => {
  const person = await byPhone(2, true)
  const letter = await letterOf(world, person)
  const at = await asked(person.number)
  const visit = await typed(at, temporaryIn(await newest(person.mobile)))
  const number = Number(/Code number (\d+)/.exec(textOf(visit))?.[1])
  const wrong = await at.browser.submit(visit, '/letter', { code: '22222' })
  assert.match(textOf(wrong), /The code is wrong/)
  const right = await at.browser.submit(wrong, '/letter', { code: letter.codes[number - 1] ?? '' })
  assert.match(textOf(await choose({ ...at, visit: right }, fresh)), /is valid now/)
  assert.equal(await mayLogIn(person, fresh), true)
})

test('M6 where there is nothing but the phone it does, unless its number is new', async () => {
  const person = await byPhone(3)
  const { id } = await world.parts.persons.ensure(numberOf(person.number))
  const until = world.clock.now() + minutes
  await world.database.raw('update minid_account set mobile_alone = $1 where person_id = $2', [until, id])
  const early = await asked(person.number)
  assert.match(
    textOf(await typed(early, temporaryIn(await newest(person.mobile)))),
    /number is new.*has not been changed/s,
  )
  world.clock.advance(minutes)
  const at = await asked(person.number)
  const visit = await typed(at, temporaryIn(await newest(person.mobile)))
  assert.match(textOf(await choose({ ...at, visit }, fresh)), /is valid now/)
})

test('M6 refused: a wrong code as the second proof, three times', async () => {
  const person = someone()
  const at = await asked(person.number)
  let visit = await typed(at, temporaryIn(await newest(person.email)))
  for (let i = 0; i < 3; i++) visit = await at.browser.submit(visit, '/code', { code: '22222' })
  assert.match(textOf(visit), /typed wrong too many times/)
  assert.equal(await mayLogIn(person, person.minid?.password ?? ''), true)
})

test('M6 M7 blocking the codes ends a recovery that somebody else has begun', async () => {
  const person = someone()
  const at = await choosing(person)
  const owner = world.browser({ language: 'en' })
  const proof = await send(owner, await owner.get('/minid/block'), '/minid/block', {
    number: person.number,
    proof: 'password',
  })
  const act = await owner.submit(proof, '/password', { password: person.minid?.password ?? '' })
  await owner.submit(act, '/act', { what: 'codes' })
  assert.match(textOf(await choose(at, fresh)), /The password has not been changed/)
  assert.equal(await mayLogIn(person, fresh), false)
})

test('M6 the waits for guesses at the old password are over with it', async () => {
  const person = someone()
  for (let i = 0; i < 5; i++) await mayLogIn(person, 'wrong')
  assert.equal(await mayLogIn(person, person.minid?.password ?? ''), false, 'has to wait')
  await choose(await choosing(person), fresh)
  assert.equal(await mayLogIn(person, fresh), true)
})

test('M6 refused: a recovery that was begun before the password was changed elsewhere', async () => {
  const person = someone()
  const at = await choosing(person)
  const { id } = await world.parts.persons.ensure(numberOf(person.number))
  await world.database.raw('update minid_account set password_since = $1 where person_id = $2', [
    world.clock.now() + 1,
    id,
  ])
  assert.match(textOf(await choose(at, fresh)), /The password has not been changed/)
})

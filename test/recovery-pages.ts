/** Every page of a forgotten password, of blocking and of closing, for the tests that look at all pages. */
import type { Language } from '#i18n/text.ts'
import type { Visit } from './browser.ts'
import { byMinid, codeIn } from './client.ts'
import { letterOf, numberOf, orderLetter, send } from './errands.ts'
import type { World } from './world.ts'

type Add = (name: string, visit: Visit) => Visit

const fresh = 'Tåkelur bak naustet 4'

export async function recoveryPages(world: World, language: Language, add: Add): Promise<void> {
  await recovery(world, language, add)
  await byLetter(world, language, add)
  await blocking(world, language, add)
}

const someone = (world: World, index: number) => {
  const person = world.people.withMinid(index + 1)[index]
  if (person?.mobile === undefined) throw new Error('too few people with MinID')
  return { ...person, mobile: person.mobile, email: (person.email ?? '').toLowerCase() }
}
const temporaryIn = (text: string): string => /[2-9A-Z]{5}-[2-9A-Z]{5}/.exec(text)?.[0] ?? ''

async function recovery(world: World, language: Language, add: Add): Promise<void> {
  const browser = world.browser({ language })
  const person = someone(world, 10)
  const { number } = person
  const first = add('recover', await browser.get('/minid/recover'))
  add('recover, from a login', await browser.get(`/minid/recover?login=att_${'A'.repeat(22)}`))
  const faulty = add('recover, nothing typed', await browser.submit(first, /\/minid\/recover$/, {}))
  add('recover, no human check', await browser.submit(faulty, '/number', { number }))
  const sent = add('recover, sent', await send(browser, first, /\/minid\/recover$/, { number }))
  const missing = add('recover, nothing typed in', await browser.submit(sent, '/temporary', {}))
  const wrong = add('recover, wrong', await browser.submit(missing, '/temporary', { temporary: '22222-22222' }))
  const temporary = temporaryIn(await world.sms(person.email))
  const code = add('recover, second proof', await browser.submit(wrong, '/temporary', { temporary }))
  const typed = { code: codeIn(await world.sms(person.mobile)) }
  const choose = add('recover, new password', await browser.submit(code, '/code', typed))
  const faults = add('recover, password faults', await browser.submit(choose, '/password', { password: 'kort' }))
  add('recover, done', await browser.submit(faults, '/password', { password: fresh, again: fresh }))
  const late = await send(browser, await browser.get('/minid/recover'), /\/minid\/recover$/, { number })
  world.clock.advance(600_000)
  add('recover, too late', await browser.get(late.url))
}

/** Who has no address is asked for a code from the letter; whose number is new has nothing that proves anything. */
async function byLetter(world: World, language: Language, add: Add): Promise<void> {
  const browser = world.browser({ language })
  const person = someone(world, 12)
  const { number } = person
  const begin = async (): Promise<Visit> =>
    send(browser, await browser.get('/minid/recover'), /\/minid\/recover$/, { number })
  const further = async (visit: Visit): Promise<Visit> =>
    browser.submit(visit, '/temporary', { temporary: temporaryIn(await world.sms(person.mobile)) })
  await begin()
  const { id } = await world.parts.persons.ensure(numberOf(number))
  const without =
    "update minid_account set email_cipher = null, recovery = 'sms', mobile_alone = $2 where person_id = $1"
  await world.database.raw(without, [id, world.clock.now() + 1000])
  add('recover, nothing but a new number', await further(await begin()))
  await orderLetter(browser, number)
  await letterOf(world, person)
  const asked = add('recover, letter', await further(await begin()))
  const missing = add('recover, letter missing', await browser.submit(asked, '/letter', {}))
  add('recover, letter wrong', await browser.submit(missing, '/letter', { code: '22222' }))
}

async function blocking(world: World, language: Language, add: Add): Promise<void> {
  const browser = world.browser({ language })
  const person = someone(world, 14)
  const { number } = person
  const begin = async (proof: string): Promise<Visit> =>
    send(browser, await browser.get('/minid/block'), /\/minid\/block$/, { number, proof })
  const first = add('block', await browser.get('/minid/block'))
  const faulty = add('block, nothing typed', await browser.submit(first, /\/minid\/block$/, {}))
  add('block, no human check', await browser.submit(faulty, '/number', { number, proof: 'password' }))
  const password = add('block, password', await begin('password'))
  const missing = add('block, no password', await browser.submit(password, '/password', {}))
  add('block, refused', await browser.submit(missing, '/password', { password: 'wrong' }))
  const message = add('block, message', await begin('message'))
  let wrong = add('block, message wrong', await browser.submit(message, '/code', { code: '222222' }))
  for (let i = 0; i < 2; i++) wrong = await browser.submit(wrong, '/code', { code: '222222' })
  add('block, message over', wrong)
  const letter = add('block, letter', await begin('letter'))
  const unread = add('block, letter unreadable', await browser.submit(letter, '/letter', { letter: 'x' }))
  const code = add('block, letter code', await browser.submit(unread, '/letter', { letter: '22222-22222' }))
  add('block, letter code wrong', await browser.submit(code, '/letter-code', { code: '22222' }))
  const right = { password: person.minid?.password ?? '' }
  const act = add('block, what', await browser.submit(await begin('password'), '/password', right))
  add('block, blocked', await browser.submit(act, '/act', { what: 'codes' }))
  const again = await browser.submit(await begin('password'), '/password', right)
  add('block, closed', await browser.submit(again, '/act', { what: 'all' }))
  const own = world.browser({ language })
  const close = add('close', await byMinid(world, own, '/my/minid/close', someone(world, 16)))
  add('close, closed', await own.submit(close, '/my/minid/close'))
}

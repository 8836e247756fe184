/** Every page of ordering a letter and of registering with it, for the tests that look at all pages. */
import type { Language } from '#i18n/text.ts'
import type { Visit } from './browser.ts'
import {
  codeAsked,
  codeSentTo,
  confirmBoth,
  contact,
  letterOf,
  mobileRead,
  newPassword,
  numberOf,
  orderLetter,
  send,
  somebody,
  toContact,
} from './errands.ts'
import type { World } from './world.ts'

type Add = (name: string, visit: Visit) => Visit

export async function letterPages(world: World, language: Language, add: Add): Promise<void> {
  const browser = world.browser({ language })
  const person = somebody(world, 'no-mobile')
  const first = add('order', await browser.get('/minid/order'))
  add('order, from a login', await browser.get(`/minid/order?login=att_${'A'.repeat(22)}`))
  const faulty = add('order, nothing typed', await browser.submit(first, /\/minid\/order$/, {}))
  add('order, no human check', await browser.submit(faulty, /\/err_[\w-]+$/, { number: person.number }))
  const confirm = add('order, confirm', await send(browser, first, /\/minid\/order$/, { number: person.number }))
  add('order, received', await browser.submit(confirm, /\/confirm$/, { choice: 'order' }))
  const other = await send(browser, await browser.get('/minid/order'), /\/minid\/order$/, { number: person.number })
  add('order, cancelled', await browser.submit(other, /\/confirm$/, { choice: 'cancel' }))
  await registration(world, language, add)
  await outcomes(world, language, add)
}

async function registration(world: World, language: Language, add: Add): Promise<void> {
  const browser = world.browser({ language })
  const person = somebody(world, 'no-mobile')
  const letter = await letterOf(world, person)
  const first = add('register', await browser.get(`/minid/register?letter=${letter.letter}`))
  add('register, nothing typed', await browser.submit(first, /\/minid\/register$/, { letter: '' }))
  const typed = { letter: letter.letter, number: person.number }
  const asked = add('register, code', await send(browser, await browser.get('/minid/register'), /register$/, typed))
  const code = codeAsked(asked, letter)
  const missing = add('register, code missing', await browser.submit(asked, /\/code$/, {}))
  const wrong = await browser.submit(missing, /\/code$/, { code: code === '22222' ? '33333' : '22222' })
  add('register, code wrong', wrong)
  const reached = add('register, contact', await browser.submit(wrong, /\/code$/, { code }))
  const faults = { ...contact, mobile: '22 00 00 47', email: 'kari' }
  const faulty = add('register, contact faults', await browser.submit(reached, /\/contact$/, faults))
  const sms = add('register, SMS', await browser.submit(faulty, /\/contact$/, contact))
  const again = add('register, SMS wrong', await browser.submit(sms, /\/confirm$/, { code: '22222' }))
  const sent = await codeSentTo(world, mobileRead)
  const mail = add('register, mail', await browser.submit(again, /\/confirm$/, { code: sent }))
  world.clock.advance(901_000)
  const late = add('register, mail too late', await browser.get(mail.url))
  const fresh = add('register, mail renewed', await browser.submit(late, /\/confirm\/new$/))
  const code2 = await codeSentTo(world, contact.email)
  const choose = add('register, password', await browser.submit(fresh, /\/confirm$/, { code: code2 }))
  const weak = await browser.submit(choose, /\/password$/, { password: 'kort', again: 'annet' })
  add('register, password faults', weak)
  add('register, done', await browser.submit(weak, /\/password$/, { password: newPassword, again: newPassword }))
}

/** Shared numbers, an account that is open, a letter that no longer counts. */
async function outcomes(world: World, language: Language, add: Add): Promise<void> {
  const browser = world.browser({ language })
  const first = somebody(world, 'no-mobile')
  const letter = await letterOf(world, first)
  const open = add('register, account is open', await toContact(browser, letter, first.number))
  const anew = add('register, anew', await browser.submit(open, /\/anew$/))
  const sms = await browser.submit(anew, /\/contact$/, contact)
  const mail = await browser.submit(sms, /\/confirm$/, { code: await codeSentTo(world, mobileRead) })
  const choose = await browser.submit(mail, /\/confirm$/, { code: await codeSentTo(world, contact.email) })
  add('register, waits', await browser.submit(choose, /\/password$/, { password: newPassword, again: newPassword }))

  const second = somebody(world, 'no-mobile', 1)
  await orderLetter(browser, second.number)
  const reached = await toContact(browser, await letterOf(world, second), second.number)
  const shared = add('register, shared', await confirmBoth(world, browser, reached))
  const last = await browser.submit(shared, /\/shared$/, { choice: 'keep' })
  const known = await world.parts.persons.find(numberOf(second.number))
  await world.parts.letters.book('minid').block(known?.id, 'self')
  const password = { password: newPassword, again: newPassword }
  add('register, letter blocked', await browser.submit(last, /\/password$/, password))
}

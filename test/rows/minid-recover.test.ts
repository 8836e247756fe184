/** Row M6 in the whole gateway: from a forgotten password to a new one, and what must not get there. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Person } from '#sandbox/population/person.ts'
import { type Browser, landed, textOf, type Visit } from '../browser.ts'
import { byMinid, codeIn, service } from '../client.ts'
import { worked } from '../human.ts'
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
  const first = await browser.get('/minid/recover')
  const visit = await browser.submit(first, '/minid/recover', { number, ...(await worked(first)) })
  return { browser, visit }
}
interface Asked {
  readonly browser: Browser
  readonly visit: Visit
}

const newest = async (to: string | undefined): Promise<string> => world.sms((to ?? '').toLowerCase())
const temporaryIn = (text: string): string =>
  /\b[2-9A-Z]{5}-[2-9A-Z]{5}\b/.exec(text)?.[0] ?? assert.fail('no temporary password in the message')
const mailCode = (text: string): string => /^[2-9A-Z]{6}$/m.exec(text)?.[0] ?? assert.fail('no code in the mail')
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

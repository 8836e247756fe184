/** Every page that is somebody's own (My page, the profile, what a link in a message opens) and the operator's, for the tests that look at all pages. */
import assert from 'node:assert/strict'
import type { Language } from '#i18n/text.ts'
import type { Person } from '#sandbox/population/person.ts'
import { type Browser, formsIn, type Visit } from './browser.ts'
import { byMinid, byTestEid, service } from './client.ts'
import { codeSentTo, letterOf, newPassword, orderLetter } from './errands.ts'
import { staffMember } from './helpdesk.ts'
import { issuer, type World } from './world.ts'

type Add = (name: string, visit: Visit) => Visit

interface Owner {
  readonly world: World
  readonly person: Person
  readonly browser: Browser
  readonly add: Add
}

const my = `${issuer}/my`
const profile = `${my}/minid`
const change = /\/change\/chg_[\w-]{22}$/

/** People whom no other walk meets. */
const from = 30

export async function ownPages(world: World, language: Language, add: Add): Promise<void> {
  const [first, second] = world.people.withMinid(from + 2).slice(from)
  assert.ok(first && second, 'too few people with MinID')
  const owner = (person: Person): Owner => ({ world, person, add, browser: world.browser({ language }) })
  await home(owner(first))
  await byOldPhone(owner(first))
  await byLetter(owner(second))
  await operator(world, language, add)
}

async function home({ world, person, browser, add }: Owner): Promise<void> {
  const { url } = await (await service(world, 'tax')).ask()
  await byMinid(world, world.browser(), url, person)
  add('my page, first time', await byMinid(world, browser, my, person))
  const ended = add('my page, ended there', await browser.submit(await browser.get(my), '/my/sessions/end'))
  add('my page, all that happened', await browser.get(`${my}/activity`))
  add('my page', await browser.get(ended.url.replace(/\?.*/, '')))
}

/** Mobile number and password, proved by what was registered before. */
async function byOldPhone({ world, person, browser, add }: Owner): Promise<void> {
  await byMinid(world, browser, my, person)
  const { mobile = '', minid } = person
  add('profile', await browser.get(profile))
  const known = add('profile, browsers', await browser.get(`${profile}/browsers`))
  add('profile, browser forgotten', await browser.submit(known, '/browsers/forget'))
  const asked = add('profile, mobile', await browser.get(`${profile}/mobile`))
  const faulty = add('profile, mobile faults', await browser.submit(asked, /\/my\/minid\/mobile$/, { mobile: '123' }))
  const typed = { mobile: '40 00 00 13', by: 'old' }
  const old = add('profile, code to the old', await browser.submit(faulty, /\/my\/minid\/mobile$/, typed))
  const wrong = add('profile, code wrong', await browser.submit(old, change, { code: '22222' }))
  const right = { code: await codeSentTo(world, mobile) }
  const fresh = add('profile, code to the new', await browser.submit(wrong, change, right))
  add('profile, changed', await browser.submit(fresh, change, { code: await codeSentTo(world, '+4740000013') }))
  add('profile, channels', await browser.get(`${profile}/channels`))
  const link = /http\S+cancel\?c=[\w-]{22}/.exec(await world.sms(mobile))?.[0] ?? assert.fail('no link')
  const cancel = add('cancel, take back', await browser.get(link))
  add('profile, email', await browser.get(`${profile}/email`))
  const form = add('profile, password', await browser.get(`${profile}/password`))
  const weak = { old: '', password: 'kort', again: 'annet' }
  add('profile, password faults', await browser.submit(form, /\/my\/minid\/password$/, weak))
  const strong = { old: minid?.password ?? '', password: newPassword, again: newPassword }
  add('profile, password changed', await browser.submit(form, /\/my\/minid\/password$/, strong))
  add('cancel, taken back', await browser.submit(cancel, /\/minid\/cancel$/))
  add('cancel, unknown', await browser.get(`${issuer}/minid/cancel?c=AAAAAAAAAAAAAAAAAAAAAA`))
}

/** With a lost phone: a code from the letter, and a wait of days that can be stopped. */
async function byLetter({ world, person, browser, add }: Owner): Promise<void> {
  await byMinid(world, browser, my, person)
  await orderLetter(world.browser(), person.number)
  const letter = await letterOf(world, person)
  const form = await browser.get(`${profile}/email`)
  const typed = { email: 'ny.egen@epost.example', by: 'letter' }
  const asked = await browser.submit(form, /\/my\/minid\/email$/, typed)
  const second = await browser.submit(asked, change, { code: await codeSentTo(world, typed.email) })
  const number = add('profile, code from the letter', second).body.match(/<label[^>]*for="code"[^>]*>\D*(\d+)/)?.[1]
  const waits = await browser.submit(second, change, { code: letter.codes[Number(number) - 1] ?? '' })
  add('profile, waits', waits)
  const link = /http\S+cancel\?c=[\w-]{22}/.exec(await world.sms(person.mobile ?? ''))?.[0] ?? assert.fail('no link')
  add('cancel', await browser.get(link))
  assert.equal(formsIn(waits).filter(({ action }) => action === '/my/minid/stop').length, 1)
  add('profile, stopped', await browser.submit(waits, '/my/minid/stop'))
  add('cancel, stopped', await browser.get(link))
}

async function operator(world: World, language: Language, add: Add): Promise<void> {
  const one = world.browser({ language })
  add('console, keys', await byTestEid(one, await one.get('/console/keys'), staffMember(world).number, 'high'))
  const nobody = world.browser({ language })
  add('console, no role', await byTestEid(nobody, await nobody.get('/console'), world.people.at(0).number, 'high'))
}

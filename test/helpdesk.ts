/** Staff at the twin's help desk, in a browser that remembers every byte it was sent. */
import { checkDigits, NationalId } from '#base/national-id.ts'
import type { Language } from '#i18n/text.ts'
import type { Person } from '#sandbox/population/person.ts'
import type { App } from '../src/app.ts'
import { helpDeskPerson } from '../src/twin-world.ts'
import { Browser, type Visit } from './browser.ts'
import { byTestEid } from './client.ts'
import { issuer, type World } from './world.ts'

export const staffMember = ({ people }: World): Person => people.at(helpDeskPerson)

export interface Desk {
  readonly browser: Browser
  /** The first page. */
  readonly home: Visit
  /** Everything that this browser was sent so far: addresses, headers, bodies. */
  readonly sent: readonly string[]
}

/** `app`: another than the world's own, over the same stores. */
export async function atDesk(world: World, app: App = world.app, language = 'nb'): Promise<Desk> {
  const { browser, sent } = remembering(app, language)
  const home = await byTestEid(browser, await browser.get('/helpdesk'), staffMember(world).number, 'high')
  if (home.url !== `${issuer}/helpdesk` || home.status !== 200) throw new Error(`not at the desk: ${home.url}`)
  // What was sent on the way in is about staff themselves.
  sent.length = 0
  return { browser, home, sent }
}

export function remembering(app: App, language: string): { readonly browser: Browser; readonly sent: string[] } {
  const sent: string[] = []
  const send = async (request: Request): Promise<Response> => {
    const response = await app.fetch(request)
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`)
    sent.push([request.url, ...headers, await response.clone().text()].join('\n'))
    return response
  }
  return { browser: new Browser(send, issuer, { language }), sent }
}

/** Types a number; gives the call's page, or the first page with what was wrong. */
export const look = ({ browser, home }: Pick<Desk, 'browser' | 'home'>, number: string): Promise<Visit> =>
  browser.submit(home, '/helpdesk', { number })

/** The help desk's pages in every state; and those of a login there that its user stopped. */
export async function deskPages(
  world: World,
  language: Language,
  add: (name: string, visit: Visit) => Visit,
): Promise<void> {
  const desk = await atDesk(world, world.app, language)
  const { browser } = desk
  add('help desk', desk.home)
  const typed = { missing: '', length: '123', date: '99999999999', 'check digits': '15819010028', real: '01014560013' }
  for (const [what, number] of Object.entries(typed)) add(`help desk, number: ${what}`, await look(desk, number))
  const call = add('help desk, call', await look(desk, nobodysNumber(world)))
  add('help desk, no language', await browser.submit(call, '/letter'))
  add('help desk, ordered', await browser.submit(call, '/letter', { language: 'nb' }))
  const question = add('help desk, block', await browser.click(call, '/block'))
  add('help desk, blocked', await browser.submit(question, '/block'))
  const opting = add('help desk, opt-out', await browser.click(call, '/reservation'))
  for (const what of ['out', 'in']) add(`help desk, ${what}`, await browser.submit(opting, '/reservation', { what }))
  await browser.submit(call, '/end')
  add('help desk, call over', await browser.get(call.url))
  add('help desk, logged out', await browser.submit(desk.home, '/log-out'))
  await returnedPages(world, language, add)
  const stranger = world.browser({ language })
  const chooser = await stranger.get('/helpdesk')
  add('help desk, not logged in', await stranger.submit(chooser, '/cancel'))
  const nobody = await byTestEid(stranger, await stranger.get('/helpdesk'), world.people.at(0).number, 'high')
  add('help desk, no role', nobody)
}

/** The page of returned letters in every state. */
async function returnedPages(
  world: World,
  language: Language,
  add: (name: string, visit: Visit) => Visit,
): Promise<void> {
  const browser = world.browser({ language })
  const path = '/returned-letters'
  const page = await byTestEid(browser, await browser.get(path), staffMember(world).number, 'high')
  add('returned letters', page)
  for (const letters of ['', 'wrong', '[{}]', '23456-789AB'])
    add(`returned letters, ${letters}`, await browser.submit(page, path, { letters }))
  const nobody = world.browser({ language })
  add('returned letters, no role', await byTestEid(nobody, await nobody.get(path), world.people.at(0).number, 'high'))
}

/** Synthetic, right in every digit, and nobody's. */
export function nobodysNumber({ people }: Pick<World, 'people'>, skip = 0): string {
  let left = skip
  for (let serial = 100; serial < 1000; serial++) {
    const nine = `038675${serial}`
    const digits = checkDigits(nine)
    if (digits !== undefined && people.find(nine + digits) === undefined && left-- === 0) return nine + digits
  }
  throw new RangeError('everybody is somebody')
}

function numberOf({ number }: Person): NationalId {
  const read = NationalId.read(number)
  if (typeof read === 'string') throw new Error('no number')
  return read
}

/** As a whole word: nobody's short name is found inside a random handle. */
export const holds = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\w-])${word.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')}(?![\\w-])`, 'iu').test(text)

/** All that stands in a value, at any depth. */
const leaves = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [String(value)]

/** What the gateway knows of somebody, and what was printed for them. */
export async function secretsOf(world: World, person: Person): Promise<readonly string[]> {
  const known = await world.parts.persons.find(numberOf(person))
  if (known === undefined) throw new Error('nobody here')
  const letters = world.letters.letters().filter(({ to }) => to[0] === `${person.given} ${person.family}`)
  return [
    person.given,
    ...person.family.split(' '),
    person.birthDate,
    ...leaves(person.addresses).filter((one) => one.length > 3),
    ...(person.mobile === undefined ? [] : [person.mobile, person.mobile.slice(3)]),
    ...(person.email === undefined ? [] : [person.email, person.email.split('@')[0] ?? '']),
    ...(person.minid === undefined ? [] : [person.minid.password]),
    known.id,
    known.numberHash,
    ...letters.flatMap(({ letter, to, codes }) => [letter, ...to, ...codes]),
  ].filter((one) => one.length > 2 && one !== 'ugradert')
}

/** MinID's second factor in tests: a person with a letter, on the way to a service of the tests. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { TokenEndpointResponse } from 'openid-client'
import { NationalId } from '#base/national-id.ts'
import type { Language } from '#i18n/text.ts'
import type { Channel } from '#methods/minid/accounts-store.ts'
import { stepAt, totpCode } from '#methods/minid/second/totp.ts'
import { minidStore } from '#methods/minid/store.ts'
import type { KnownPerson } from '#persons/persons.ts'
import type { PrintedLetter } from '#sandbox/letters.ts'
import type { Person } from '#sandbox/population/person.ts'
import { type CreationOptions, createPasskey, optionsOn, type SoftPasskey } from './authenticator.ts'
import { type Browser, landed, type Visit } from './browser.ts'
import { type Asked, codeIn, service } from './client.ts'
import { owners } from './services.ts'
import { issuer, openWorld, type World } from './world.ts'

export interface Walker {
  readonly browser: Browser
  readonly asked: Asked
  /** Where number and password led. */
  readonly visit: Visit
}

export interface SecondWorld {
  /** Of the person's browsers. */
  readonly language: Language
  readonly world: World
  readonly person: Person
  /** Orders a letter and takes it out of the postbox. */
  letter(): Promise<PrintedLetter>
  /** What the profile says comes first. */
  choose(channel: Channel): Promise<void>
  known(): Promise<KnownPerson>
  /** A browser that has given number and password in a login of its own. */
  walk(options?: { readonly person?: Person; readonly service?: string }): Promise<Walker>
  /** Messages to the person so far. */
  messages(): Promise<number>
}

export async function secondWorld(
  t: TestContext,
  settings: Readonly<Record<string, string>> = {},
): Promise<SecondWorld> {
  // As few codes as a letter may have.
  const world = await openWorld(owners, { INNGANG_MINID_LETTER_CODES: '10', ...settings })
  t.after(() => world.close())
  const [person = assert.fail('nobody with MinID')] = world.people.withMinid(1)
  return about(world, person)
}

/** Another person of the same world. */
export function about(world: World, person: Person, language: Language = 'en'): SecondWorld {
  const walk: SecondWorld['walk'] = async ({ person: who = person, service: client = 'tax' } = {}) => {
    const browser = world.browser({ language })
    const asked = await (await service(world, client)).ask()
    const form = await browser.click(await browser.get(asked.url), '/minid')
    const password = who.minid?.password ?? ''
    return { browser, asked, visit: await browser.submit(form, '/minid', { number: who.number, password }) }
  }
  const known = async (): Promise<KnownPerson> => {
    const number = numberOf(person)
    return (await world.parts.persons.find(number)) ?? assert.fail('nobody knows them yet')
  }
  return {
    language,
    world,
    person,
    walk,
    known,
    async letter() {
      const before = new Set(world.letters.letters().map(({ letter }) => letter))
      const { orders, settled } = world.parts.letters
      await orders.order(numberOf(person), { book: 'minid', by: 'self', language: 'nb' })
      await settled()
      return world.letters.letters().find(({ letter }) => !before.has(letter)) ?? assert.fail('no letter came')
    },
    async choose(channel) {
      const store = minidStore(world.database, world.parts.vault)
      const { id } = await known()
      const done = await world.database.batch([store.setChannels(id, { channel, recovery: 'sms' }, world.clock.now())])
      assert.ok(done.ok)
    },
    async messages() {
      await world.parts.outbox.drain()
      return world.phone.inbox({ to: person.mobile ?? '' }).length
    },
  }
}

const numberOf = ({ number }: Person): NationalId => {
  const read = NationalId.read(number)
  assert.ok(read instanceof NationalId)
  return read
}

export const isIn = (visit: Visit): boolean =>
  (visit.headers.get('location') ?? '').startsWith('https://') && landed(visit).searchParams.has('code')

/** What the service is told of how somebody logged in. */
export async function told({ asked }: Walker, visit: Visit): Promise<{ readonly acr: unknown; readonly amr: unknown }> {
  const tokens: TokenEndpointResponse = await asked.finish(visit)
  const [, body = ''] = (tokens.id_token ?? '').split('.')
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as { acr: unknown; amr: unknown }
}

export const bySms = async ({ world, person }: SecondWorld, { browser }: Walker, at: Visit): Promise<Visit> =>
  browser.submit(at, '/minid/code', { code: codeIn(await world.sms(person.mobile ?? '')) })

/** The letter and the number of the code that the page asks for. */
export function askedFor({ body }: Visit): { readonly letter: string; readonly number: number } {
  const letter = /[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}/.exec(body)?.[0] ?? assert.fail('no letter is named')
  const number = /<label[^>]* for="code">\D*(\d+)</.exec(body)?.[1] ?? assert.fail('no number is asked for')
  return { letter, number: Number(number) }
}

/** The code that the page asks for, read off the letter. */
export function answerFrom(visit: Visit, ...letters: readonly PrintedLetter[]): string {
  const { letter, number } = askedFor(visit)
  const mine = letters.find((one) => one.letter === letter) ?? assert.fail('a letter that nobody has')
  return mine.codes[number - 1] ?? assert.fail('no such code')
}

/** At one of the owner's pages, logged in with MinID just now. */
export async function atHome(s: SecondWorld, path: string): Promise<Walker> {
  const browser = s.world.browser({ language: s.language })
  const chooser = await browser.get(path)
  const form = await browser.click(chooser, '/minid')
  const password = s.person.minid?.password ?? ''
  const code = await browser.submit(form, '/minid', { number: s.person.number, password })
  const asked: Asked = { url: path, finish: () => assert.fail('no service') }
  const sms = code.url.endsWith('/code') ? code : await toSms(browser, code)
  return { browser, asked, visit: await bySms(s, { browser, asked, visit: sms }, sms) }
}

async function toSms(browser: Browser, at: Visit): Promise<Visit> {
  return browser.submit(await browser.click(at, '/minid/ways'), '/minid/ways', { way: 'code' })
}

/** What is added on My page is asked of the phone first: as far as the page after its code. */
export async function addingOn(
  { world, person }: SecondWorld,
  browser: Browser,
  at: Visit,
  kind: 'totp' | 'passkeys',
  name: string,
): Promise<Visit> {
  const asked = await browser.submit(at, `/${kind}/new`, { name })
  if (!/\/new\/[\w-]{22}$/.test(asked.url)) return asked
  return browser.submit(asked, /\/code$/, { code: codeIn(await world.sms(person.mobile ?? '')) })
}

/** Adds an app on My page and gives its secret. */
export async function addApp(s: SecondWorld, name = 'My phone'): Promise<Uint8Array> {
  const { browser, visit } = await atHome(s, '/my/minid/totp')
  const page = await addingOn(s, browser, visit, 'totp', name)
  const secret = secretOn(page)
  const done = await browser.submit(page, /\/totp\/new\/[\w-]{22}$/, { code: codeOf(s, secret) })
  assert.match(done.url, /said=added$/)
  return secret
}

/** As it stands on the page, for typing in. */
export function secretOn({ body }: Visit): Uint8Array {
  const shown = /id="secret">([^<]*)</.exec(body)?.[1] ?? assert.fail('no secret is shown')
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  let bits = ''
  for (const one of shown.replaceAll(/\s|&nbsp;/g, '')) bits += letters.indexOf(one).toString(2).padStart(5, '0')
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2))
}

/** What the app shows now, or so many half minutes away from it. */
export const codeOf = ({ world }: SecondWorld, secret: Uint8Array, away = 0): string =>
  totpCode(secret, stepAt(world.clock.now()) + away)

/** Adds a passkey on My page. */
export async function addPasskey(s: SecondWorld, name = 'My computer', counter = 0): Promise<SoftPasskey> {
  const { browser, visit } = await atHome(s, '/my/minid/passkeys')
  const page = await addingOn(s, browser, visit, 'passkeys', name)
  const { passkey, response } = createPasskey(optionsOn<CreationOptions>(page), issuer, {}, counter)
  const done = await browser.submit(page, /\/passkeys\/new\/[\w-]{22}$/, { response })
  assert.match(done.url, /said=added$/)
  return passkey
}

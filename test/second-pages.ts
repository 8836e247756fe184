/** Every page of MinID's second factor, at login and on My page, for the tests that look at all pages. */
import assert from 'node:assert/strict'
import type { Language } from '#i18n/text.ts'
import type { LetterId } from '#letters/books.ts'
import { deviceStore } from '#methods/minid/second/store.ts'
import { answerWith, type CreationOptions, createPasskey, optionsOn, type RequestOptions } from './authenticator.ts'
import type { Visit } from './browser.ts'
import { byTestEid } from './client.ts'
import {
  about,
  addApp,
  addingOn,
  addPasskey,
  answerFrom,
  atHome,
  codeOf,
  type SecondWorld,
  secretOn,
  type Walker,
} from './second.ts'
import { issuer, type World } from './world.ts'

type Add = (kind: 'login' | 'end', name: string, visit: Visit) => Visit

/** People whom no other walk meets. */
const from = 20

export async function secondPages(world: World, language: Language, add: Add): Promise<void> {
  const people = world.people.withMinid(from + 5).slice(from)
  const of = (index: number): SecondWorld => about(world, people[index] ?? assert.fail('too few people'), language)
  await letters(of(0), add)
  await apps(of(1), add)
  await passkeys(of(2), add)
  await noLetter(of(3), add)
  const browser = world.browser({ language })
  // The twin makes an account at the first login with MinID; another eID makes none.
  const chooser = await browser.get('/my/minid/totp')
  add('end', 'devices, no MinID', await byTestEid(browser, chooser, people[4]?.number ?? '', 'high'))
}

const other = async ({ browser }: Walker, at: Visit, way: string): Promise<Visit> =>
  browser.submit(await browser.click(at, '/minid/ways'), '/minid/ways', { way })

async function letters(s: SecondWorld, add: Add): Promise<void> {
  const first = await s.walk()
  add('login', 'ways, SMS alone', await first.browser.click(first.visit, '/minid/ways'))
  const printed = await s.letter()
  const { browser, visit } = await s.walk()
  const ways = add('login', 'ways', await browser.click(visit, '/minid/ways'))
  const asked = add('login', 'letter', await browser.submit(ways, '/minid/ways', { way: 'letter' }))
  let at = add('login', 'letter, missing', await browser.submit(asked, '/minid/letter', {}))
  at = add('login', 'letter, look-alike', await browser.submit(at, '/minid/letter', { code: 'OOOOO' }))
  at = add('login', 'letter, wrong', await browser.submit(at, '/minid/letter', { code: '22222' }))
  const beside = await s.walk()
  const stale = await other(beside, beside.visit, 'letter')
  await browser.submit(at, '/minid/letter', { code: answerFrom(at, printed) })
  const used = { code: answerFrom(stale, printed) }
  at = add('login', 'letter, another code', await beside.browser.submit(stale, '/minid/letter', used))
  for (let i = 0; i < 5; i++) at = await beside.browser.submit(at, '/minid/letter', { code: '22222' })
  add('login', 'letter, locked', at)
  s.world.clock.advance(40 * 24 * 3600_000)
  await s.letter()
  const two = await s.walk()
  add('login', 'letter, two of them', await other(two, two.visit, 'letter'))
}

async function noLetter(s: SecondWorld, add: Add): Promise<void> {
  await s.walk()
  await s.choose('letter')
  add('login', 'SMS instead of a letter', (await s.walk()).visit)
  const printed = await s.letter()
  const { browser, visit } = await s.walk()
  const code = answerFrom(visit, printed)
  await s.world.parts.letters.returned([printed.letter as LetterId], 'staff')
  add('login', 'ways, letter gone', await browser.submit(visit, '/minid/letter', { code }))
  add('login', 'SMS, letter came back', (await s.walk()).visit)
}

async function apps(s: SecondWorld, add: Add): Promise<void> {
  const { browser, visit } = await atHome(s, '/my/minid/totp')
  add('end', 'apps, none', visit)
  const faulty = add('end', 'apps, no name', await browser.submit(visit, '/totp/new', {}))
  const asked = add('end', 'app, asks the phone', await browser.submit(faulty, '/totp/new', { name: 'Telefonen' }))
  add('end', 'app, asks the phone, wrong', await browser.submit(asked, /\/code$/, { code: '22222' }))
  const adding = add('end', 'app, adding', await addingOn(s, browser, faulty, 'totp', 'Mobilen min'))
  const wrong = add('end', 'app, wrong code', await browser.submit(adding, /\/totp\/new\//, { code: '12345' }))
  const secret = secretOn(wrong)
  let list = await browser.submit(wrong, /\/totp\/new\//, { code: codeOf(s, secret) })
  add('end', 'apps', list)
  list = add('end', 'apps, not first', await browser.submit(list, '/totp/first'))
  list = add('end', 'apps, first', await browser.submit(list, '/totp/first'))
  const walker = await s.walk()
  let at = add('login', 'app', walker.visit)
  for (const [name, code] of [
    ['missing', ''],
    ['length', '1'],
    ['characters', 'A'],
    ['used', codeOf(s, secret)],
  ] as const) {
    at = await walker.browser.submit(at, '/minid/totp', { code })
    add('login', `app, ${name}`, at)
  }
  const no = codeOf(s, secret) === '000000' ? '111111' : '000000'
  at = add('login', 'app, wrong', await walker.browser.submit(at, '/minid/totp', { code: no }))
  for (let i = 0; i < 8; i++) at = await walker.browser.submit(at, '/minid/totp', { code: no })
  add('login', 'app, two codes', at)
  for (let i = 0; i < 6; i++) at = await walker.browser.submit(at, '/minid/totp', { code: no, next: no })
  add('login', 'app, locked', at)
  add('login', 'ways, with an app', await walker.browser.click(at, '/minid/ways'))
  await four(s)
  list = await browser.get('/my/minid/totp')
  add('end', 'apps, five', list)
  add('end', 'apps, removed', await browser.submit(list, '/totp/remove'))
  add('end', 'apps, removed before', await browser.submit(await browser.get(list.url), '/totp/remove', { device: 'x' }))
}

/** Without as many codes to one phone. */
async function four({ world, known }: SecondWorld): Promise<void> {
  const [{ database, parts, clock }, { id }] = [world, await known()]
  const store = deviceStore(database, parts.vault)
  for (let i = 2; i <= 5; i++) {
    const app = { id: `totp_${id}_${i}`, name: `App ${i}`, step: 1 }
    assert.ok((await database.batch([store.addTotp(id, app, Buffer.alloc(20, i), clock.now())])).ok)
  }
}

async function passkeys(s: SecondWorld, add: Add): Promise<void> {
  const { browser, visit } = await atHome(s, '/my/minid/passkeys')
  add('end', 'passkeys, none', visit)
  const adding = add('end', 'passkey, adding', await addingOn(s, browser, visit, 'passkeys', 'PC-en hjemme'))
  const form = /\/passkeys\/new\//
  const nothing = add('end', 'passkey, nothing came', await browser.submit(adding, form, { response: '' }))
  const evil = createPasskey(optionsOn<CreationOptions>(nothing), 'https://evil.example')
  add('end', 'passkey, not added', await browser.submit(nothing, form, { response: evil.response }))
  const passkey = await addPasskey(s)
  const list = add('end', 'passkeys', await browser.get('/my/minid/passkeys'))
  const walker = await s.walk()
  let at = add('login', 'passkey', walker.visit)
  const lie = { response: answerWith(passkey, optionsOn<RequestOptions>(at), 'https://evil.example') }
  at = add('login', 'passkey, refused', await walker.browser.submit(at, '/minid/passkey', lie))
  at = add('login', 'passkey, nothing came', await walker.browser.submit(at, '/minid/passkey', {}))
  s.world.clock.advance(300_000)
  const late = { response: answerWith(passkey, optionsOn<RequestOptions>(at), issuer) }
  at = add('login', 'passkey, too late', await walker.browser.submit(at, '/minid/passkey', late))
  add('end', 'passkeys, removed', await browser.submit(list, '/passkeys/remove'))
  await addApp(s)
  add('login', 'passkey, gone meanwhile', await other(walker, at, 'passkey'))
}

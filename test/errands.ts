/** MinID's errands in tests: forms with a human check, letters and codes as people get them, pages without what differs by chance. */
import assert from 'node:assert/strict'
import { readAudit } from '#audit/read.ts'
import { NationalId } from '#base/national-id.ts'
import type { Kind, Person } from '#sandbox/population/person.ts'
import type { PrintedLetter } from '#sandbox/letters.ts'
import { type Browser, formsIn, textOf, type Visit } from './browser.ts'
import { worked } from './human.ts'
import type { World } from './world.ts'

/** As a browser with scripts sends a form: the check is done. */
export async function send(
  browser: Browser,
  visit: Visit,
  action: string | RegExp,
  fields: Readonly<Record<string, string>>,
): Promise<Visit> {
  return browser.submit(visit, action, { ...fields, ...(await worked(visit)) })
}

/** What happened, oldest first: the types of the audit trail's rows that begin so. */
export async function happened(world: World, beginning: string): Promise<readonly string[]> {
  await world.audit.flush()
  const records = await readAudit({ database: world.database, vault: world.parts.vault })
  return records.map(({ type }) => type).filter((type) => type.startsWith(beginning))
}

/** No letter is printed from now on: a run in the background would be counted with what is looked at. */
export function stopPrinting(world: World): void {
  const { runs } = world.parts.letters
  assert.ok(runs)
  Object.assign(runs, { run: () => Promise.resolve() })
}

export function numberOf(digits: string): NationalId {
  const number = NationalId.read(digits)
  assert.ok(number instanceof NationalId)
  return number
}

/** Number and human check, then "order". */
export async function orderLetter(browser: Browser, number: string): Promise<Visit> {
  const asked = await send(browser, await browser.get('/minid/order'), /\/minid\/order$/, { number })
  return browser.submit(asked, /\/confirm$/, { choice: 'order' })
}

/** The newest letter in somebody's letter box. */
export async function letterOf(world: World, person: Person): Promise<PrintedLetter> {
  await world.parts.letters.settled()
  const letter = world.letters.letters().find(({ to }) => to[0] === `${person.given} ${person.family}`)
  assert.ok(letter, 'a letter has come')
  return letter
}

export function somebody(world: World, kind: Kind, index = 0): Person {
  const person = world.people.search({ kind })[index]
  assert.ok(person)
  return person
}

/** What differs from one page to the next without meaning anything: ids, stamps, the human check's token and questions. */
export const bare = (visit: Visit): string =>
  formsIn(visit)
    .reduce((body, form) => {
      const stamp = form.fields.get('stamp')
      return stamp === undefined ? body : body.replaceAll(`value="${stamp}"`, '')
    }, visit.body)
    .replaceAll(/(?:err|att)_[\w-]{22}/g, 'id')
    .replaceAll(/<div class="i-question" id="human-check"[\s\S]*?<script/g, '<script')

/** Headers without the cookie's own secret. */
export const bareHeaders = (visit: Visit): readonly string[] =>
  [...visit.headers]
    .map(([name, value]) => `${name}: ${value.replaceAll(/[\w-]{22,}/g, '…').replaceAll(/=\d+\./g, '=')}`)
    .toSorted()

/** A code from an SMS or a mail. */
export async function codeSentTo(world: World, to: string): Promise<string> {
  const text = await world.sms(to)
  const code = /(?:^|\n)([2-9A-HJKMNP-Z]{5,6})(?= |\n)/.exec(text)?.[1]
  assert.ok(code, `a code stands in: ${text}`)
  return code
}

export const contact = { email: 'kari.ny@epost.example', mobile: '49 12 34 56', channel: 'sms', recovery: 'mail' }
export const mobileRead = '+4749123456'
export const newPassword = 'tolv grønne fjelltak'

/** From the QR code to the page that asks for a code: letter and number are right. */
export async function toCode(browser: Browser, letter: string, number: string): Promise<Visit> {
  const first = await browser.get(`/minid/register?letter=${letter}`)
  return send(browser, first, /\/minid\/register$/, { letter, number })
}

/** The code that the page asks for, as it stands on the paper. */
export function codeAsked(visit: Visit, letter: PrintedLetter): string {
  const number = Number(/(?:nummer|nummir|number) (\d+)/.exec(textOf(visit))?.[1])
  const code = letter.codes[number - 1]
  assert.ok(code, 'the page asks for a code of the letter')
  return code
}

/** Past the letter: to the page with mail and mobile. */
export async function toContact(browser: Browser, letter: PrintedLetter, number: string): Promise<Visit> {
  const asked = await toCode(browser, letter.letter, number)
  return browser.submit(asked, /\/code$/, { code: codeAsked(asked, letter) })
}

/** Mail and mobile typed, a code from each typed back. */
export async function confirmBoth(
  world: World,
  browser: Browser,
  visit: Visit,
  typed: Readonly<Record<string, string>> = contact,
  read: string = mobileRead,
): Promise<Visit> {
  const sms = await browser.submit(visit, /\/contact$/, typed)
  const mail = await browser.submit(sms, /\/confirm$/, { code: await codeSentTo(world, read) })
  return browser.submit(mail, /\/confirm$/, { code: await codeSentTo(world, typed['email'] ?? '') })
}

/** Somebody of the twin who has no MinID yet, with a letter in the hand. */
export async function withLetter(world: World, index = 0) {
  const person = somebody(world, 'no-mobile', index)
  const browser = world.browser()
  await orderLetter(browser, person.number)
  return { person, browser, letter: await letterOf(world, person) }
}

/** All of it: from a letter to a MinID. */
export async function register(world: World, person: Person, password = newPassword): Promise<Visit> {
  const browser = world.browser()
  await orderLetter(browser, person.number)
  const letter = await letterOf(world, person)
  const chosen = await confirmBoth(world, browser, await toContact(browser, letter, person.number))
  return browser.submit(chosen, /\/password$/, { password, again: password })
}

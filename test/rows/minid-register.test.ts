/** Row M5 through its pages: from a letter to a MinID, and every way in which it does not come to that. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { textOf } from '../browser.ts'
import {
  confirmBoth,
  happened,
  letterOf,
  mobileRead,
  newPassword,
  numberOf,
  orderLetter,
  somebody,
  toContact,
} from '../errands.ts'
import { type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, [], (opened) => {
  world = opened
})

/** Somebody of the twin who has no MinID yet, with a letter in the hand. */
async function withLetter(index = 0) {
  const person = somebody(world, 'no-mobile', index)
  const browser = world.browser()
  await orderLetter(browser, person.number)
  const letter = await letterOf(world, person)
  return { person, browser, letter }
}

test('M5 letter, code, mail and mobile confirmed, password: then one logs in with it', async () => {
  const { person, browser, letter } = await withLetter()
  const first = await browser.get(new URL(letter.url).pathname + new URL(letter.url).search)
  assert.match(first.body, new RegExp(`id="letter"[^>]* value="${letter.letter}"`))
  const reached = await toContact(browser, letter, person.number)
  assert.match(textOf(reached), /Hvordan når vi deg/)
  const chosen = await confirmBoth(world, browser, reached)
  assert.match(textOf(chosen), /Velg et passord/)
  const done = await browser.submit(chosen, /\/password$/, { password: newPassword, again: newPassword })
  assert.match(textOf(done), /Du er registrert/)
  const known = await world.parts.persons.find(numberOf(person.number))
  assert.ok(known)
  assert.match(await world.sms(mobileRead), /Du er registrert som bruker av MinID/)
  assert.deepEqual(await happened(world, 'minid.'), [
    'minid.confirmation.sent',
    'minid.confirmation.sent',
    'minid.registered',
  ])
})

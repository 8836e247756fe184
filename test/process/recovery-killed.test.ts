/** A temporary password outlives kill -9, and is used once on either side of it (M6, I5). */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { population } from '#sandbox/population/population.ts'
import { Browser, textOf, type Visit } from '../browser.ts'
import { codeIn } from '../client.ts'
import { worked } from '../human.ts'
import { countOn, type Program, program } from './program.ts'
import type { Started } from './started.ts'

let gateway: Program
let running: Started | undefined
beforeEach(async () => {
  gateway = await program()
  running = await gateway.start()
})
afterEach(async () => {
  await running?.stop('SIGKILL')
  gateway.remove()
})
const killed = async (): Promise<void> => {
  await running?.stop('SIGKILL')
  running = await gateway.start()
}

const [person = assert.fail()] = population().withMinid(1)

async function newest(to: string | undefined): Promise<string> {
  const query = encodeURIComponent((to ?? '').toLowerCase())
  for (;;) {
    const answer = await fetch(`${gateway.issuer}/sandbox/outbox?to=${query}`)
    const [message] = (await answer.json()) as { readonly text: string }[]
    if (message !== undefined) return message.text
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function asked(browser: Browser): Promise<Visit> {
  const first = await browser.get('/minid/recover')
  return browser.submit(first, '/minid/recover', { number: person.number, ...(await worked(first)) })
}
const temporaryIn = (text: string): string => /[2-9A-Z]{5}-[2-9A-Z]{5}/.exec(text)?.[0] ?? assert.fail('none sent')
const changes = (): Promise<number> => countOn(gateway.data, "audit_row where type = 'minid.password.changed'")

test('M6 I5 killed between sending and using, and between each page and the next: the person goes on where they were', async () => {
  const browser = new Browser((request) => fetch(request), gateway.issuer, { language: 'en' })
  const sent = await asked(browser)
  const temporary = temporaryIn(await newest(person.email))
  await killed()
  const second = await browser.submit(sent, '/temporary', { temporary })
  const code = codeIn(await newest(person.mobile))
  await killed()
  const choose = await browser.submit(second, '/code', { code })
  await killed()
  const password = 'Tåkelur bak naustet 4'
  const done = await browser.submit(choose, '/password', { password, again: password })
  assert.match(textOf(done), /The new password is valid now/)
  await killed()
  assert.match(textOf(await browser.submit(choose, '/password', { password, again: password })), /is valid now/)
  assert.equal(await changes(), 1)
  assert.equal(await countOn(gateway.data, 'minid_temporary where used is not null and done is not null'), 1)
})

test('M6 I5 killed while it is used: it is used once, or not at all, and never twice', async () => {
  const browser = new Browser((request) => fetch(request), gateway.issuer, { language: 'en' })
  const sent = await asked(browser)
  const temporary = temporaryIn(await newest(person.email))
  const clicks = Array.from({ length: 5 }, () => browser.submit(sent, '/temporary', { temporary }))
  setTimeout(() => running?.child.kill('SIGKILL'), 15)
  await Promise.allSettled(clicks)
  await running?.ended()
  running = await gateway.start()
  const events = "audit_row where type = 'minid.temporary.used'"
  const before = await countOn(gateway.data, events)
  assert.equal(await countOn(gateway.data, 'minid_temporary where used is not null'), before)
  assert.ok(before <= 1)
  const page = await browser.get(sent.url)
  // Not used yet: it still does. Used, and the browser was not told: it no longer does, and the page says how to begin anew.
  if (/name="temporary"/.test(page.body)) {
    const next = textOf(await browser.submit(page, '/temporary', { temporary }))
    assert.match(next, before === 0 ? /Confirm with the code/ : /can no longer be used/)
  } else assert.match(textOf(page), /Confirm with the code/)
  assert.ok((await countOn(gateway.data, events)) <= 1)
})

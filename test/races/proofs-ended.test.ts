/**
 * Whoever has proved the old password when there is a new one: at the page with the code, at a page behind it, at the service with
 * a code, and all of them at once with the change.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Person } from '#sandbox/population/person.ts'
import { type Browser, landed, textOf, type Visit } from '../browser.ts'
import { type Asked, byMinid, codeIn, service } from '../client.ts'
import { send } from '../errands.ts'
import { owners } from '../services.ts'
import { worldForEach, type World } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => {
  world = opened
})

const fresh = 'Tåkelur bak naustet 4'
const someone = (index = 0): Person => world.people.withMinid(index + 1)[index] ?? assert.fail('nobody with MinID')

interface Entering {
  readonly browser: Browser
  readonly asked: Asked
  /** The page that asks for the code. */
  readonly page: Visit
  readonly code: string
}

/** As far as the code, with the password that is right at this moment. */
async function entering(person: Person, client = 'tax'): Promise<Entering> {
  const browser = world.browser({ language: 'en' })
  const asked = await (await service(world, client)).ask()
  const form = await browser.click(await browser.get(asked.url), '/minid')
  const page = await browser.submit(form, '/minid', { number: person.number, password: person.minid?.password ?? '' })
  return { browser, asked, page, code: codeIn(await world.sms(person.mobile ?? '')) }
}
const enter = ({ browser, page, code }: Entering): Promise<Visit> => browser.submit(page, '/minid/code', { code })

/** A new password, ready to be written by one more request. */
async function changing(person: Person): Promise<() => Promise<Visit>> {
  const browser = world.browser({ language: 'en' })
  const sent = await send(browser, await browser.get('/minid/recover'), '/minid/recover', { number: person.number })
  const temporary = /\b[2-9A-Z]{5}-[2-9A-Z]{5}\b/.exec(await world.sms((person.email ?? '').toLowerCase()))?.[0] ?? ''
  const second = await browser.submit(sent, '/temporary', { temporary })
  const choose = await browser.submit(second, '/code', { code: codeIn(await world.sms(person.mobile ?? '')) })
  return () => browser.submit(choose, '/password', { password: fresh, again: fresh })
}

const isCode = (visit: Visit): boolean => visit.headers.get('location')?.includes('code=') === true

test('M6 the old password was right before the change, the code comes after it: nobody is let in, and the login goes on', async () => {
  const person = someone()
  const login = await entering(person)
  const change = await changing(person)
  world.clock.advance(1)
  assert.match(textOf(await change()), /is valid now/)
  const chooser = await enter(login)
  assert.equal(isCode(chooser), false)
  assert.match(textOf(chooser), /the login was stopped/)
  const form = await login.browser.click(chooser, '/minid')
  const page = await login.browser.submit(form, '/minid', { number: person.number, password: fresh })
  const code = codeIn(await world.sms(person.mobile ?? ''))
  assert.ok(landed(await login.browser.submit(page, '/minid/code', { code })).searchParams.has('code'))
})

test('M6 a code that the service has not exchanged yet gives no tokens after the change', async () => {
  const person = someone(1)
  const login = await entering(person)
  const visit = await enter(login)
  assert.ok(isCode(visit))
  const change = await changing(person)
  world.clock.advance(1)
  await change()
  await assert.rejects(login.asked.finish(visit))
})

test('M6 M7 a proof that nobody has answered yet ends with blocked codes, too', async () => {
  const person = someone(2)
  const login = await entering(person)
  const owner = world.browser({ language: 'en' })
  const proof = await send(owner, await owner.get('/minid/block'), '/minid/block', {
    number: person.number,
    proof: 'password',
  })
  const act = await owner.submit(proof, '/password', { password: person.minid?.password ?? '' })
  world.clock.advance(1)
  await owner.submit(act, '/act', { what: 'codes' })
  assert.match(textOf(await enter(login)), /the login was stopped/)
  const anew = await byMinid(world, world.browser(), login.asked.url, person)
  assert.ok(isCode(anew), 'who proves it anew is let in')
})

test('M6 the change and many logins at once: whoever was in by the old password is out', async () => {
  for (let round = 3; round < 9; round++) {
    const person = someone(round)
    const logins = []
    for (let i = 0; i < 5; i++) logins.push(await entering(person, i % 2 === 0 ? 'tax' : 'library'))
    const change = await changing(person)
    world.clock.advance(1)
    const order = logins.map((login) => () => enter(login))
    order.splice(round % 6, 0, change)
    const visits = await Promise.all(order.map((go) => go()))
    const [done] = visits.splice(round % 6, 1)
    assert.match(textOf(done ?? assert.fail()), /is valid now/)
    for (const [i, login] of logins.entries()) {
      const visit = visits[i] ?? assert.fail()
      if (isCode(visit)) await assert.rejects(login.asked.finish(visit), `round ${round}, login ${i}`)
      const again = await login.browser.get((await (await service(world, 'library')).ask()).url)
      assert.match(again.url, /\/login\/att_/, `round ${round}, login ${i}: a session`)
    }
  }
})

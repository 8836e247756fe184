/** Row E2, the operator's switches: an eID off for everybody or for one service, said in words, and no answer past it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { switchStore } from '#login/switches/store.ts'
import { dayOf } from '#login/switches/tally.ts'
import { linksIn, textOf, type Visit } from '../browser.ts'
import { byTestEid, service } from '../client.ts'
import { sentTo } from '../issuers.ts'
import { owners } from '../services.ts'
import { type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => (world = opened))

const message = {
  nb: 'Test-eID er til service.',
  nn: 'Test-eID er på service.',
  se: 'Test-eID divvojuvvo.',
  en: 'Test eID is being serviced.',
}
const off = async (method: string, clientId?: string, said?: typeof message): Promise<void> => {
  const store = switchStore(world.database)
  await world.database.batch([store.turnOff({ method, clientId, since: world.clock.now(), message: said })])
}
const offered = (visit: Visit): readonly string[] => [
  ...new Set(linksIn(visit).flatMap((href) => /\/login\/att_[\w-]{22}\/(\w+)$/.exec(href)?.[1] ?? [])),
]
const ask = async (clientId: string, parameters: Record<string, string> = {}) =>
  (await service(world, clientId)).ask(parameters)

test('E2 an eID that is switched off is not offered, and its users read why', async () => {
  await off('test', undefined, message)
  await world.parts.switches.refresh()
  const visit = await world.browser().get((await ask('tax')).url)
  assert.deepEqual(offered(visit), ['minid'])
  assert.match(textOf(visit), /Test-eID er til service\./)
})

test('E2 off for one service is on for the others', async () => {
  await off('test', 'tax')
  await world.parts.switches.refresh()
  const tax = await world.browser().get((await ask('tax')).url)
  assert.deepEqual(offered(tax), ['minid'])
  assert.match(textOf(tax), /kan ikke brukes her akkurat nå/)
  assert.deepEqual(offered(await world.browser().get((await ask('library')).url)), ['minid', 'test'])
})

test('E2 I2 its page is no way past the switch, nor is a login hint, nor a session that it began', async () => {
  const person = world.people.at(0)
  const browser = world.browser()
  const first = await ask('tax')
  await first.finish(await byTestEid(browser, await browser.get(first.url), person.number, 'high'))
  await off('test')
  await world.parts.switches.refresh()

  const next = await browser.get((await ask('library')).url)
  assert.deepEqual(offered(next), ['minid'])
  const path = /\/login\/att_[\w-]{22}/.exec(next.url)?.[0] ?? ''
  const page = await browser.get(`${path}/test`)
  assert.match(page.url, /\/login\/att_[\w-]{22}$/)
  const hinted = await world.browser().get((await ask('tax', { login_hint: `testid:${person.number}_high` })).url)
  assert.match(sentTo(hinted), /error=access_denied/)
})

test('E2 a process that has not heard of it yet gives no answer either, and its user chooses another', async () => {
  const browser = world.browser()
  const asked = await ask('tax')
  const chooser = await browser.get(asked.url)
  await off('test')
  const page = await byTestEid(browser, chooser, world.people.at(0).number, 'high')
  assert.equal(page.headers.get('location'), null)
  assert.deepEqual(offered(page), ['minid'])
})

test('E2 E9 nor does single sign-on in such a process; the session stays for services where the eID is on', async () => {
  const person = world.people.at(0)
  const browser = world.browser()
  const first = await ask('tax')
  await first.finish(await byTestEid(browser, await browser.get(first.url), person.number, 'high'))
  await off('test', 'library')
  const library = await browser.get((await ask('library')).url)
  assert.equal(library.headers.get('location'), null)
  assert.deepEqual(offered(library), ['minid'])
  const health = await ask('health')
  const back = await browser.get(health.url)
  assert.equal((await health.finish(back)).claims()?.['pid'], person.number)
})

test('E2 how many logins a switch touches is counted by eID and service, without anybody’s name', async () => {
  for (const clientId of ['tax', 'tax', 'library']) {
    const browser = world.browser()
    const asked = await ask(clientId)
    await asked.finish(await byTestEid(browser, await browser.get(asked.url), world.people.at(0).number, 'high'))
  }
  await world.tidy()
  await world.tidy()
  const rows = await switchStore(world.database).tallied('test', dayOf(world.clock.now()) - 30)
  assert.deepEqual(rows, [
    { method: 'test', clientId: 'library', logins: 1 },
    { method: 'test', clientId: 'tax', logins: 2 },
  ])
})

/** E6 I2: what a service demands when its user comes is what counts, also where it demanded less when the session was made. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyServices } from '#services/apply.ts'
import { checkServices } from '#services/file.ts'
import { landed, textOf } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { logIn, restService, RestServer } from '../rest.ts'
import { owners } from '../services.ts'
import { type World, worldForEach } from '../world.ts'

const declared = (changed: Record<string, unknown>): object => ({
  org_number: '974760673',
  name: 'En etat med gamle systemer',
  services: [restService('portal', changed)],
})

let world: World
let portal: RestServer
worldForEach(import.meta.filename, [...owners, declared({})], (opened) => {
  world = opened
  portal = new RestServer(world, 'portal')
})

/** As the operator would by the file, while sessions wait. */
async function change(changed: Record<string, unknown>): Promise<void> {
  const around = { world: 'twin', eids: ['minid', 'test'] } as const
  await applyServices(world.parts, checkServices([...owners, declared(changed)], around), 'sandbox')
  await world.parts.services.refresh()
}

test('E6 I2 a floor that was raised since holds: a weaker proof is asked to step up', async () => {
  const made = await portal.make({ requestedLoa: 'substantial' })
  await change({ minimum_level: 'high' })
  const browser = world.browser()
  const { number } = world.people.at(0)
  const weak = await logIn(browser, made, number, 'substantial')
  assert.equal(weak.status, 200, 'a page, not the service')
  assert.equal((await portal.read(made.id))['status'], 'WAITING_FOR_USER')
  const strong = await byTestEid(browser, await browser.get(made.authenticationUrl), number, 'high')
  assert.equal(landed(strong).pathname, '/logged-in')
  assert.equal((await portal.read(made.id))['loa'], 'high')
})

test('E6 a floor that was lowered since lets nobody in by less than the session was made for', async () => {
  const made = await portal.make({ requestedLoa: 'high' })
  await change({ minimum_level: 'low' })
  const weak = await logIn(world.browser(), made, world.people.at(0).number, 'low')
  assert.equal(weak.status, 200)
  assert.equal((await portal.read(made.id))['status'], 'WAITING_FOR_USER')
})

test('E6 an eID that the service takes no more is not offered; where none is left the page says so', async () => {
  const [any, named] = [await portal.make(), await portal.make({ allowedProviders: ['test'] })]
  await change({ eids: ['minid'] })
  assert.doesNotMatch((await world.browser().get(any.authenticationUrl)).body, /eid-test/)
  const none = await world.browser().get(named.authenticationUrl)
  assert.deepEqual([none.status, /IN-04/.test(textOf(none))], [400, true])
})

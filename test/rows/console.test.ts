/** The operator's page on signing keys: who has fetched them since the newest one was published (row E1). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Visit, textOf } from '../browser.ts'
import { byTestEid } from '../client.ts'
import { staffMember } from '../helpdesk.ts'
import { owners } from '../services.ts'
import { issuer, type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => (world = opened))

const minute = 60_000
const asOperator = async (language = 'en'): Promise<Visit> => {
  const browser = world.browser({ language })
  return byTestEid(browser, await browser.get('/console/keys'), staffMember(world).number, 'high')
}
/** What stands in the row of a service. */
const rowOf = (visit: Visit, id: string): string =>
  /<tr>(?:(?!<\/tr>)[\s\S])*<\/tr>/g[Symbol.match](visit.body)?.find((row) => row.includes(`<small>${id}</small>`)) ??
  ''
const fetchKeys = async (who: string): Promise<void> => {
  const answer = await world.fetch(`${issuer}/jwks.json${who === '' ? '' : `?client_id=${who}`}`)
  assert.equal(answer.status, 200)
}

test('E1 the operator sees which services have fetched the keys, and which not since the newest one', async () => {
  assert.match(textOf(await asOperator()), /have not been fetched yet/)
  world.clock.advance(2 * minute)
  await fetchKeys('tax')
  await fetchKeys('')
  const first = await asOperator()
  assert.match(rowOf(first, 'tax'), /<td>Yes<\/td>/)
  assert.match(rowOf(first, 'health'), /<td>Not seen<\/td>/)

  world.clock.advance(5 * minute)
  const { kid } = await world.parts.keys.rotate('ES256')
  world.clock.advance(2 * minute)
  await fetchKeys('health')
  const second = await asOperator()
  assert.match(second.body, new RegExp(`<td>Announced</td>[\\s\\S]*${kid}`))
  assert.match(rowOf(second, 'tax'), /not since the newest/)
  assert.match(rowOf(second, 'health'), /<td>Yes<\/td>/)
})

test('E1 a name that is no client’s is kept by nobody', async () => {
  await fetchKeys('%3Cscript%3E')
  await fetchKeys('nobody')
  assert.doesNotMatch((await asOperator()).body, /<script>alert|nobody/)
})

test('E1 the operator’s pages are for operators alone, logged in at high', async () => {
  const low = world.browser({ language: 'en' })
  const chooser = await low.get('/console')
  assert.match(textOf(chooser), /Operations/)
  const stayed = await byTestEid(low, chooser, staffMember(world).number, 'substantial')
  assert.doesNotMatch(textOf(stayed), /Key id/)
  const other = world.browser({ language: 'en' })
  const refused = await byTestEid(other, await other.get('/console'), world.people.at(0).number, 'high')
  assert.equal(refused.status, 403)
  assert.match(textOf(refused), /not on the list/)
  assert.doesNotMatch(refused.body, /Key id/)
})

/** Row R6, I1, M1: a number that the population register has replaced, as services and people meet it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAudit } from '#audit/read.ts'
import { NationalId } from '#base/national-id.ts'
import type { Person } from '#sandbox/population/person.ts'
import { population } from '#sandbox/population/population.ts'
import { textOf, type Visit } from '../browser.ts'
import { byMinid, byTestEid, service } from '../client.ts'
import { owners } from '../services.ts'
import { type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => (world = opened))

const day = 24 * 3600_000
const idOf = (digits: string): NationalId => {
  const read = NationalId.read(digits)
  assert.ok(read instanceof NationalId)
  return read
}
/** Nobody's in this twin. */
const newNumber = population(6000).at(5000).number
const holder = (): Person => {
  const person = world.people
    .search({ kind: 'd-number' })
    .find(({ minid, addresses }) => minid !== undefined && 'postadresseIUtlandet' in addresses)
  assert.ok(person)
  return person
}
const trail = async (type: string) => {
  await world.audit.flush()
  const { database, vault } = world.parts
  return readAudit({ database, vault }, { type })
}
/** What the service is told, or the page that stands there instead. */
async function told(log: (url: string) => Promise<Visit>): Promise<{ pid: unknown; sub: unknown } | Visit> {
  const asked = await (await service(world, 'library')).ask()
  const back = await log(asked.url)
  if (back.headers.get('location') === null) return back
  const claims = (await asked.finish(back)).claims()
  return { pid: claims?.['pid'], sub: claims?.sub }
}
const byPassword = (person: Person) => told((url) => byMinid(world, world.browser(), url, person))
const byEid = (number: string) =>
  told(async (url) => {
    const browser = world.browser()
    return byTestEid(browser, await browser.get(url), number, 'substantial')
  })

test('M1 R6 a D number that became a national identity number: either logs in, the new one is told, the account stays', async () => {
  const person = holder()
  const first = await byPassword(person)
  assert.ok('pid' in first)
  assert.equal(first.pid, person.number)
  world.register.register.replaceNumber(person.number, newNumber)
  world.clock.advance(2 * day)
  const now = { pid: newNumber, sub: first.sub }
  assert.deepEqual(await byPassword(person), now)
  assert.deepEqual(await byPassword({ ...person, number: newNumber }), now)
  assert.deepEqual(await byEid(person.number), now)
  const [event, second] = await trail('person.number.replaced')
  assert.equal(second, undefined)
  assert.deepEqual(event?.fields, { was: 'd-number', is: 'national-identity-number' })
  const browser = world.browser()
  const mine = await byTestEid(browser, await browser.get('/my/activity'), person.number, 'substantial')
  assert.match(textOf(mine), /Folkeregisteret har gitt deg et nytt nummer/)
  assert.ok(!world.log.some((line) => line.includes(newNumber.slice(6)) || line.includes(person.number.slice(6))))
})

test('R6 M3 a letter that is ordered by the new number is for the person who was here by the old', async () => {
  const person = holder()
  const before = await byPassword(person)
  assert.ok('pid' in before)
  world.register.register.replaceNumber(person.number, newNumber)
  world.clock.advance(2 * day)
  await world.parts.letters.orders.order(idOf(newNumber), { book: 'minid', by: 'self', language: 'nb' })
  await world.parts.letters.settled()
  const [old, now] = [
    await world.parts.persons.find(idOf(person.number)),
    await world.parts.persons.find(idOf(newNumber)),
  ]
  assert.ok(old && now)
  assert.equal(now.id, old.id)
  assert.ok(await world.parts.letters.book('minid').ask(now.id))
  assert.deepEqual(await byPassword({ ...person, number: newNumber }), { pid: newNumber, sub: before.sub })
})

test('R6 while the register is away everybody logs in as they stand', async () => {
  const person = holder()
  await byPassword(person)
  world.register.register.replaceNumber(person.number, newNumber)
  world.clock.advance(2 * day)
  world.register.faults.status = 503
  const still = await byPassword(person)
  assert.ok('pid' in still)
  assert.equal(still.pid, person.number)
})

test('I1 R6 whose new number is another’s here is stopped and told so; the other is not touched', async () => {
  const person = holder()
  await byPassword(person)
  const [other] = world.people.search({ kind: 'adult' })
  assert.ok(other)
  const theirs = await byEid(other.number)
  assert.ok('pid' in theirs)
  world.register.register.replaceNumber(person.number, other.number)
  world.clock.advance(2 * day)
  for (let n = 0; n < 2; n++) {
    const stopped = await byPassword(person)
    assert.ok('body' in stopped)
    assert.match(textOf(stopped), /IN-12/)
  }
  assert.equal((await trail('person.superseded')).length, 1)
  assert.deepEqual(await byEid(other.number), theirs)
})

test('I1 R6 an old number that somebody else has by now lets nobody in as its former holder', async () => {
  const person = holder()
  const first = await byPassword(person)
  assert.ok('pid' in first)
  const { register } = world.register
  register.replaceNumber(person.number, newNumber)
  world.clock.advance(2 * day)
  await byPassword(person)
  // In use again, by another human; each number leads to its own.
  const inUse = (digits: string) => ({ erGjeldende: true, status: 'iBruk', foedselsEllerDNummer: digits })
  for (const digits of [person.number, newNumber]) register.put(digits, { identifikasjonsnummer: [inUse(digits)] })
  world.clock.advance(2 * day)
  const stopped = await byEid(person.number)
  assert.ok('body' in stopped)
  assert.match(textOf(stopped), /IN-12/)
  const newcomer = await byEid(person.number)
  assert.ok('pid' in newcomer)
  assert.equal(newcomer.pid, person.number)
  assert.notEqual(newcomer.sub, first.sub)
  assert.deepEqual(await byPassword({ ...person, number: newNumber }), { pid: newNumber, sub: first.sub })
})

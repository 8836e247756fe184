/** Part R of the mission: the population register, asked by the gateway's own connector as in production. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NationalId } from '#base/national-id.ts'
import { addressOf } from '#letters/address.ts'
import { RegisterAway } from '#registers/population/population.ts'
import type { Kind, Person } from '#sandbox/population/person.ts'
import { byTestEid, service } from '../client.ts'
import { owners } from '../services.ts'
import { type World, worldForEach } from '../world.ts'

let world: World
worldForEach(import.meta.filename, owners, (opened) => (world = opened))

const number = (digits: string): NationalId => {
  const read = NationalId.read(digits)
  assert.ok(typeof read !== 'string')
  return read
}
const someone = (kind: Kind): Person => {
  const [person] = world.people.search({ kind })
  assert.ok(person)
  return person
}
const register = () => {
  assert.ok(world.parts.population)
  return world.parts.population
}
const health = async () => (await (await world.fetch('http://localhost:8700/health/ready')).json()) as object

test('R6 the gateway knows who somebody is by the register: alive, emigrated, of a D number, dead, nobody', async () => {
  const states: readonly (readonly [Kind, string])[] = [
    ['adult', 'resident'],
    ['abroad', 'emigrated'],
    ['d-number', 'temporary'],
    ['deceased', 'dead'],
    ['minor', 'resident'],
  ]
  for (const [kind, status] of states) {
    const person = await register().who(number(someone(kind).number))
    assert.equal(person?.status, status, kind)
    assert.equal(person.birthDate, someone(kind).birthDate)
  }
  assert.equal(await register().who(number('15819010029')), undefined)
})

test('R6 a register in trouble is away for who asks it, is left in peace, and takes no login down', async () => {
  const { faults } = world.register
  const kari = world.people.at(0).number
  faults.status = 503
  for (let n = 0; n < 6; n++) await assert.rejects(register().who(number(kari), { fresh: true }), RegisterAway)
  assert.deepEqual(await health(), {
    ready: true,
    parts: { database: 'ok', hot: 'ok', keys: 'ok' },
    warnings: ['The population register does not answer.'],
  })
  assert.match(await world.parts.metrics.page(), /\ninngang_population_register_up 0\n/)
  const asked = await (await service(world, 'tax')).ask()
  const browser = world.browser()
  const back = await byTestEid(browser, await browser.get(asked.url), kari, 'substantial')
  assert.equal((await asked.finish(back)).claims()?.['pid'], kari)
  faults.status = undefined
  world.clock.advance(60_000)
  assert.equal((await register().who(number(kari)))?.status, 'resident')
  assert.match(await world.parts.metrics.page(), /\ninngang_population_register_up 1\n/)
  assert.ok(!('warnings' in (await health())))
})

test('R6 another person’s answer is believed by nobody', async () => {
  world.register.faults.answersAbout = world.people.at(1).number
  await assert.rejects(register().person(number(world.people.at(0).number)), RegisterAway)
  assert.ok(world.log.some((line) => line.includes('"level":"error"') && line.includes('answered about somebody else')))
})

test('R6 I6 of what the register is asked and answers, no number, name or address is logged or counted, however it fails', async () => {
  const people = (['adult', 'protected', 'abroad', 'd-number', 'long-name'] as const).map(someone)
  const { faults } = world.register
  const troubles: readonly (typeof faults)[] = [
    {},
    { status: 500 },
    { body: '{"navn": "' },
    { answersAbout: world.people.at(1).number },
    { status: 429, retryAfter: '1' },
  ]
  const found = []
  for (const trouble of troubles) {
    Object.assign(
      faults,
      { status: undefined, body: undefined, answersAbout: undefined, retryAfter: undefined },
      trouble,
    )
    for (const person of people) {
      world.clock.advance(120_000)
      const asked = register().person(number(person.number))
      if (trouble === troubles[0]) found.push(await asked)
      else await assert.rejects(asked, RegisterAway)
    }
  }
  const told = [...world.log, await world.parts.metrics.page(), JSON.stringify(found)].join('\n')
  assert.ok(world.log.length > 15, 'there is something to search')
  for (const person of people) {
    const { bostedsadresse, oppholdsadresse, postadresse, postadresseIUtlandet } = person.addresses
    const streets = [bostedsadresse, oppholdsadresse].map((one) => one?.vegadresse.adressenavn)
    const lines = [...streets, postadresseIUtlandet?.utenlandskAdresse.adressenavn]
    const box = postadresse?.postboksadresse.poststed.postnummer
    for (const secret of [person.number, ...lines]) assert.ok(secret === undefined || !told.includes(secret))
    if (box !== undefined) assert.ok(!told.includes(`"${box}"`))
  }
  const logged = world.log.join('\n')
  for (const { given, family } of people) assert.ok(!logged.includes(given) && !logged.includes(family))
})

test('R6 the protected: what everybody but the letters sees is that they are; their address opens nowhere else', async () => {
  for (const person of world.people.search({ kind: 'protected' })) {
    const found = await register().person(number(person.number))
    assert.equal(found?.protection, person.protected === 'fortrolig' ? 'confidential' : 'strictly-confidential')
    assert.equal(JSON.stringify(found.addresses), '"[addresses]"')
    assert.deepEqual(Object.keys(found.addresses), ['toJSON'])
  }
})

test('R6 M3 from the register to the envelope: everybody’s letter goes where the row says, or nowhere', async () => {
  const rule = { minimumAge: 13, year: 2026 }
  const sent = async (person: Person): Promise<string> => {
    const found = addressOf(await register().person(number(person.number)), rule)
    return found.ok ? found.kind : found.why
  }
  const expected = (person: Person): string => {
    const { postadresse, bostedsadresse, oppholdsadresse } = person.addresses
    if (person.status === 'doed') return 'dead'
    if (person.kind === 'minor' && 2026 - Number(person.birthDate.slice(0, 4)) < 13) return 'too-young'
    if (person.protected === 'fortrolig') return 'protected'
    if (postadresse !== undefined) return 'postal'
    if (bostedsadresse !== undefined) return 'residential'
    return oppholdsadresse === undefined ? 'postal-abroad' : 'present'
  }
  const seen = new Set<string>()
  for (let index = 0; index < 150; index++) {
    const person = world.people.at(index)
    seen.add(await sent(person))
    assert.equal(await sent(person), expected(person), `${index} ${person.kind}`)
  }
  assert.deepEqual([...seen].toSorted(), [
    'dead',
    'postal',
    'postal-abroad',
    'present',
    'protected',
    'residential',
    'too-young',
  ])
  const strict = world.people.search({ kind: 'protected' }).find((one) => one.protected === 'strengtFortrolig')
  assert.ok(strict)
  assert.equal(await sent(strict), 'postal', 'the one address that the register itself gives out for their mail')
})

test('R6 a D number that a birth number replaced leads to the same person, who now has the new one', async () => {
  const old = someone('d-number').number
  const born = '15819010029'
  world.register.register.replaceNumber(old, born)
  for (const asked of [old, born]) {
    const person = await register().who(number(asked))
    assert.equal(person?.number.kind, 'national-identity-number')
    assert.equal(person.birthDate, someone('d-number').birthDate)
  }
})

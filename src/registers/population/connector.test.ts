/** The connector against the synthetic register: what it learns. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { openAddresses } from '#registers/population/addresses.ts'
import { away, bench, kari, nobody, per, personOf, read } from '#registers/population/test-bench.ts'
import type { Kind } from '#sandbox/population/person.ts'
import { population } from '#sandbox/population/population.ts'
import { documentOf } from '#sandbox/registers/documents.ts'
import { clearFaults } from '#sandbox/registers/faults.ts'

test('a person by number: state, name, birth; the addresses sealed', async () => {
  const { connector, counted } = bench()
  const person = await connector.person(read(kari.number))
  assert.equal(person?.number.reveal('look-up'), kari.number)
  assert.deepEqual(person.name, { given: kari.given, family: kari.family })
  assert.deepEqual([person.status, person.birthDate, person.protection], ['resident', kari.birthDate, 'open'])
  assert.ok(openAddresses(person.addresses).residential)
  const printed = JSON.stringify(person)
  const { residential } = openAddresses(person.addresses)
  assert.ok(residential?.place.form === 'street' && !printed.includes(residential.place.street))
  assert.ok(!printed.includes(kari.number))
  assert.deepEqual(counted, ['population_asked found'])
})

const kinds: readonly [kind: Kind, status: string, has: string][] = [
  ['adult', 'resident', 'residential'],
  ['minor', 'resident', 'residential'],
  ['abroad', 'emigrated', 'postalAbroad'],
  ['deceased', 'dead', 'residential'],
  ['long-name', 'resident', 'residential'],
  ['sami', 'resident', 'residential'],
]
for (const [kind, status, has] of kinds)
  test(`${kind}: ${status}, with an address of the kind ${has}`, async () => {
    const person = await bench().connector.person(read(personOf(kind).number))
    assert.equal(person?.status, status)
    assert.ok(Object.entries(openAddresses(person.addresses)).some(([name, one]) => name === has && one !== undefined))
  })

test('a D number: temporary, where they stay or abroad; the strictly protected have an open postal address alone', async () => {
  const { connector } = bench()
  const staying = await connector.person(read(personOf('d-number', (p) => 'oppholdsadresse' in p.addresses).number))
  const gone = await connector.person(read(personOf('d-number', (p) => 'postadresseIUtlandet' in p.addresses).number))
  assert.deepEqual([staying?.status, staying?.number.kind], ['temporary', 'd-number'])
  assert.ok(staying && openAddresses(staying.addresses).present && !openAddresses(staying.addresses).residential)
  assert.ok(gone && openAddresses(gone.addresses).postalAbroad)
  const hidden = await connector.person(read(personOf('protected', (p) => p.protected === 'strengtFortrolig').number))
  assert.equal(hidden?.protection, 'strictly-confidential')
  const { postal, residential } = openAddresses(hidden.addresses)
  assert.deepEqual([postal?.grading, residential], ['open', undefined])
  const kept = await connector.person(read(personOf('protected', (p) => p.protected === 'fortrolig').number))
  assert.equal(kept?.protection, 'confidential')
  assert.equal(openAddresses(kept.addresses).residential?.grading, 'confidential')
})

test('nobody: undefined, as often as it is asked, without harm to the breaker', async () => {
  const { connector, counted } = bench()
  for (let n = 0; n < 12; n++) assert.equal(await connector.person(nobody), undefined)
  assert.equal(connector.up(), 1)
  assert.deepEqual(new Set(counted), new Set(['population_asked unknown']))
})

test('a number that the register’s own rules refuse is nobody, too: anybody can type one', async () => {
  const { connector, faults } = bench()
  faults.status = 400
  for (let n = 0; n < 12; n++) assert.equal(await connector.person(read(kari.number)), undefined)
  assert.equal(connector.up(), 1)
})

test('who somebody is asks for no address, and is asked once a minute; afresh when that is wanted', async () => {
  const { connector, world, clock } = bench()
  const brief = await connector.who(read(kari.number))
  assert.deepEqual(world.register.asked(), [['navn', 'status', 'foedsel', 'adressebeskyttelse']])
  assert.equal(brief?.name?.family, kari.family)
  assert.ok(!('addresses' in brief))
  await connector.who(read(kari.number))
  await connector.who(nobody)
  await connector.who(nobody)
  assert.equal(world.register.asked().length, 2)
  world.register.put(kari.number, documentOf({ ...kari, status: 'doed' }, kari.number, []))
  assert.equal((await connector.who(read(kari.number)))?.status, 'resident')
  assert.equal((await connector.who(read(kari.number), { fresh: true }))?.status, 'dead')
  clock.advance(60_000)
  await connector.who(read(kari.number))
  assert.equal(world.register.asked().length, 4)
})

test('addresses are never kept: each question for a person goes to the register', async () => {
  const { connector, world } = bench()
  await connector.person(read(kari.number))
  await connector.person(read(kari.number))
  assert.equal(world.register.asked().length, 2)
})

test('a D number that a birth number replaced: found by both, the new one in use, told by the numbers’ history alone', async () => {
  const { connector, world } = bench()
  const old = personOf('d-number')
  const born = population(6000).at(5000).number
  world.register.replaceNumber(old.number, born)
  const byOld = await connector.person(read(old.number))
  assert.equal(byOld?.number.reveal('look-up'), born)
  assert.deepEqual(
    byOld.formerNumbers?.map((one) => one.reveal('look-up')),
    [old.number],
  )
  assert.deepEqual(world.register.asked().at(-1), ['historikk', 'identifikasjonsnummer'])
  const byNew = await connector.person(read(born))
  assert.equal(byNew?.number.reveal('look-up'), born)
  assert.equal(world.register.asked().length, 3)
})

test('a number that has ended with no other in its place: the one that was asked for', async () => {
  const { connector, world } = bench()
  const { identifikasjonsnummer: _numbers, ...rest } = documentOf(kari, kari.number, [])
  const ended = { erGjeldende: true, status: 'opphoert', foedselsEllerDNummer: kari.number }
  world.register.put(kari.number, {
    ...rest,
    identifikasjonsnummer: [ended],
    status: [{ erGjeldende: true, status: 'opphoert' }],
  })
  const person = await connector.person(read(kari.number))
  assert.deepEqual([person?.number.reveal('look-up'), person?.status], [kari.number, 'ceased'])
})

test('another person’s answer is noticed, whichever question it comes to: nothing of it is used', async () => {
  const { connector, faults, log, counted } = bench()
  faults.answersAbout = per.number
  await away(connector.person(read(kari.number)))
  await away(connector.who(read(kari.number)))
  assert.ok(log.some((line) => line.includes('"error"') && line.includes('somebody else')))
  assert.ok(counted.includes('population_asked another-person'))
  clearFaults(faults)
  assert.equal((await connector.who(read(kari.number)))?.name?.family, kari.family, 'it was not kept either')
})

test('a history that names the number, but of another person than the first answer, is not believed', async () => {
  const { connector, world } = bench()
  const old = personOf('d-number').number
  const perNow = documentOf(per, per.number, [])
  let first = true
  // The first answer is about Per; the history belongs to Kari and has both numbers.
  world.register.put(
    old,
    new Proxy(
      {},
      {
        ownKeys: () => ['identifikasjonsnummer', 'status'],
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
        get: (_target, name) => {
          const document = first ? perNow : documentOf(kari, kari.number, [old])
          if (name === 'status') first = false
          return document[String(name)]
        },
      },
    ),
  )
  await away(connector.person(read(old)))
})

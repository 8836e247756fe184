import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import test from 'node:test'
import { NationalId } from '#base/national-id.ts'
import { kinds, makePerson } from '#sandbox/population/person.ts'
import { population } from '#sandbox/population/population.ts'

const many = Array.from({ length: 25_000 }, (_, index) => makePerson(index))
const firstThousand = many.slice(0, 1000)

test('the first thousand are the same people on every machine', () => {
  // Tests of integrators name these people: a change here is a change for them.
  assert.equal(
    hash('sha256', JSON.stringify(firstThousand)),
    'f8fdc903ba11ec3118e3f7a4d540cab70f4f9b8bf5a7917769505f4ce660fae4',
  )
})

test('25,000 people: no number, phone, password or e-mail address twice', () => {
  const sameTwice = (of: (string | undefined)[]): number => {
    const given = of.filter((value) => value !== undefined)
    return given.length - new Set(given).size
  }
  assert.equal(sameTwice(many.map((person) => person.number)), 0)
  assert.equal(sameTwice(many.map((person) => person.mobile)), 0)
  assert.equal(sameTwice(many.map((person) => person.email)), 0)
  assert.equal(sameTwice(many.map((person) => person.minid?.password)), 0)
})

test('every number is valid, of the Tenor kind, and says the birth date', () => {
  for (const person of many) {
    const number = NationalId.read(person.number)
    assert.ok(number instanceof NationalId, `index ${person.index}`)
    assert.equal(number.world, 'tenor')
    assert.equal(number.kind, person.kind === 'd-number' ? 'd-number' : 'national-identity-number')
    const [year = '', month, day] = person.birthDate.split('-')
    assert.equal(Number(person.number.slice(0, 2)) % 40, Number(day) % 40)
    assert.equal(Number(person.number.slice(2, 4)) - 80, Number(month))
    assert.equal(person.number.slice(4, 6), year.slice(2))
  }
})

test('no phone number can reach anybody', () => {
  for (const { mobile } of many) if (mobile !== undefined) assert.match(mobile, /^\+(4749\d{6}|447700900\d{3})$/)
})

test('each kind is there, and is what it says', () => {
  for (const kind of kinds) assert.ok(firstThousand.filter((person) => person.kind === kind).length >= 20, kind)
  for (const person of firstThousand) {
    assert.equal(person.status === 'doed', person.kind === 'deceased')
    assert.equal(person.protected !== 'ugradert', person.kind === 'protected')
    assert.equal(
      person.addresses.postadresseIUtlandet !== undefined && person.status === 'utflyttet',
      person.kind === 'abroad',
    )
    assert.equal(person.optedOut, person.kind === 'opted-out')
    assert.equal(person.birthDate >= '2014', person.kind === 'minor')
    assert.equal(person.mobile === undefined, person.kind === 'no-mobile' || person.kind === 'deceased')
    assert.equal(person.minid === undefined, ['no-mobile', 'deceased', 'minor'].includes(person.kind))
    assert.equal(person.kind === 'd-number' && person.addresses.bostedsadresse !== undefined, false)
  }
  assert.deepEqual(new Set(firstThousand.map((person) => person.language)), new Set(['nb', 'nn', 'se', 'en']))
  assert.ok(
    firstThousand.some(
      (person) => person.protected === 'strengtFortrolig' && person.addresses.bostedsadresse === undefined,
    ),
  )
})

test('Sámi names bring every letter that Norwegian lacks', () => {
  const written = firstThousand
    .filter((person) => person.kind === 'sami')
    .map((person) => `${person.given} ${person.family}`)
  const letters = written.join('').toLowerCase()
  for (const letter of 'áčđŋšŧž') assert.ok(letters.includes(letter), letter)
})

test('people are found by number and by name, with or without the marks', () => {
  const people = population(200)
  const third = people.at(2)
  assert.equal(people.find(third.number), third)
  assert.equal(people.find(makePerson(200).number), undefined)
  assert.throws(() => people.at(200), RangeError)
  const [someone] = people.search({ name: ' ruoŧŧar' })
  assert.equal(someone?.family, 'Ruoŧŧar')
  assert.deepEqual(people.search({ name: 'RUOTTAR' }), people.search({ kind: 'sami', name: 'ruoŧŧar' }))
  assert.equal(people.search({}).length, 200)
  assert.equal(people.search({ name: 'nobody is called this' }).length, 0)
})

test('whoever is asked for with MinID can log in with it', () => {
  const people = population(5000).withMinid(2000)
  assert.equal(people.length, 2000)
  assert.ok(people.every((person) => person.minid !== undefined && person.mobile !== undefined))
})

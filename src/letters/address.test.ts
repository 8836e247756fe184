/** Row M3: where the letter goes, every case, and never to an address that is not the register's. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { addressOf, type Addressed } from '#letters/address.ts'
import { type Addresses, openAddresses, type Place } from '#registers/population/addresses.ts'
import { personStatuses, type RegisteredPerson } from '#registers/population/population.ts'
import { registered } from '#letters/test-register.ts'

const rule = { minimumAge: 13, year: 2026 }
const residential = {
  grading: 'open',
  place: { form: 'street', street: 'Solbakken', house: '12B', postcode: '0150', town: 'OSLO' },
} as const
const present = {
  grading: 'open',
  place: { form: 'street', street: 'Granstubben', house: '3', postcode: '5003', town: 'BERGEN' },
} as const
const postal = { grading: 'open', place: { form: 'box', box: '77', postcode: '9520', town: 'KAUTOKEINO' } } as const
const postalAbroad = {
  grading: 'open',
  place: { lines: ['ul. Próbna 7'], postcode: '00-001', town: 'WARSZAWA', country: 'PL' },
} as const
const unknown = { grading: 'open', place: { form: 'unknown' } } as const
const hidden = { ...residential, grading: 'confidential' } as const
const dNumber = '55819010012'

type Case = readonly [
  what: string,
  person: Partial<RegisteredPerson> & { digits?: string },
  Addresses,
  expected: string,
]
const cases: readonly Case[] = [
  ['residential alone', {}, { residential }, 'residential'],
  ['residential and postal: postal wins', {}, { residential, postal }, 'postal'],
  ['all there are: postal wins', {}, { residential, postal, postalAbroad, present }, 'postal'],
  ['residential before abroad', {}, { residential, postalAbroad }, 'residential'],
  ['moved abroad', { status: 'emigrated' }, { postalAbroad }, 'postal-abroad'],
  ['moved abroad, box at home', { status: 'emigrated' }, { postal, postalAbroad }, 'postal'],
  ['present address is not for national identity numbers', {}, { present }, 'no-address'],
  ['D number: present', { digits: dNumber, status: 'temporary' }, { present }, 'present'],
  ['D number: abroad before present', { digits: dNumber }, { present, postalAbroad }, 'postal-abroad'],
  ['D number: postal first', { digits: dNumber }, { present, postalAbroad, postal }, 'postal'],
  ['D number: abroad alone', { digits: dNumber }, { postalAbroad }, 'postal-abroad'],
  ['D number: a residential address is not for them', { digits: dNumber }, { residential }, 'no-address'],
  ['no address', {}, {}, 'no-address'],
  ['residence unknown', {}, { residential: unknown }, 'unknown-residence'],
  ['residence unknown, box', {}, { residential: unknown, postal }, 'postal'],
  ['residence unknown, abroad', {}, { residential: unknown, postalAbroad }, 'postal-abroad'],
  ['strictly protected: the open postal address', { protection: 'strictly-confidential' }, { postal }, 'postal'],
  [
    'strictly protected: nothing else',
    { protection: 'strictly-confidential' },
    { residential, present, postalAbroad },
    'protected',
  ],
  ['strictly protected, and all hidden', { protection: 'strictly-confidential' }, {}, 'protected'],
  [
    'strictly protected, D number',
    { protection: 'strictly-confidential', digits: dNumber },
    { present, postalAbroad },
    'protected',
  ],
  ['protected: the open postal address', { protection: 'confidential' }, { residential: hidden, postal }, 'postal'],
  [
    'protected: a postal address that is not released',
    { protection: 'confidential' },
    { postal: { ...postal, grading: 'confidential' } },
    'protected',
  ],
  ['protected: never the residence', { protection: 'confidential' }, { residential }, 'protected'],
  ['client address: the open postal address alone', { protection: 'client' }, { residential, postal }, 'postal'],
  ['client address: never the residence', { protection: 'client' }, { residential }, 'protected'],
  ['a graded residence of a person who is not', {}, { residential: hidden }, 'protected'],
  ['a graded residence, abroad open', {}, { residential: hidden, postalAbroad }, 'postal-abroad'],
  ['13 this year', { birthYear: 2013 }, { residential }, 'residential'],
  ['13 next year', { birthYear: 2014 }, { residential }, 'too-young'],
  ['birth year unknown', { birthYear: undefined }, { residential }, 'age-unknown'],
  ['no name', { name: undefined }, { residential }, 'no-name'],
  ['no postcode', {}, { residential: { ...residential, place: { ...residential.place, postcode: '' } } }, 'no-address'],
  [
    'a box without a town gives way to the residence',
    {},
    { residential, postal: { ...postal, place: { ...postal.place, town: ' ' } } },
    'residential',
  ],
  [
    'a country that is none',
    {},
    { postalAbroad: { ...postalAbroad, place: { ...postalAbroad.place, country: 'QX' } } },
    'no-address',
  ],
]
for (const [what, { digits, ...over }, addresses, expected] of cases)
  test(`M3 ${what}: ${expected}`, () =>
    assert.equal(told(addressOf(registered(digits, over, addresses), rule)), expected))

const told = (found: Addressed): string => (found.ok ? found.kind : found.why)

test('M3 nobody has the number', () => assert.equal(told(addressOf(undefined, rule)), 'unknown-person'))

const barred: Readonly<Record<string, string>> = { dead: 'dead', missing: 'missing', ceased: 'ceased' }
for (const status of personStatuses)
  test(`M3 a person who is ${status} gets ${barred[status] === undefined ? 'a letter' : 'none'}`, () =>
    assert.equal(
      told(addressOf(registered(undefined, { status }, { residential, postal }), rule)),
      barred[status] ?? 'postal',
    ))

const street = { form: 'street', street: 'Lia', house: '1', postcode: '2317', town: 'HAMAR' } as const
const writtenAs: readonly (readonly [what: string, place: Place, lines: readonly string[]])[] = [
  ['street', residential.place, ['Solbakken 12B', '0150 OSLO']],
  [
    'street, c/o and farm',
    { ...street, careOf: 'Kari Moen', extra: 'Nordre Lia' },
    ['c/o Kari Moen', 'Nordre Lia', 'Lia 1', '2317 HAMAR'],
  ],
  ['c/o that says so itself', { ...street, careOf: 'C/O Moen' }, ['C/O Moen', 'Lia 1', '2317 HAMAR']],
  [
    'property',
    { form: 'property', extra: 'Storgarden', postcode: '6800', town: 'FØRDE' },
    ['Storgarden', '6800 FØRDE'],
  ],
  ['box with its holder', { ...postal.place, holder: 'Prøve AS' }, ['Prøve AS', 'Postboks 77', '9520 KAUTOKEINO']],
  ['box written out', { ...postal.place, box: 'Boks 4 Sentrum' }, ['Boks 4 Sentrum', '9520 KAUTOKEINO']],
  [
    'free lines',
    { form: 'lines', lines: ['Skolen', '', 'Rom 4'], postcode: '9800', town: 'VADSØ' },
    ['Skolen', 'Rom 4', '9800 VADSØ'],
  ],
  ['line breaks and invisible signs', { ...street, extra: 'En\nto\u202Etre' }, ['En to tre', 'Lia 1', '2317 HAMAR']],
]
for (const [what, place, lines] of writtenAs)
  test(`M3 the envelope: ${what}`, () => {
    const found = addressOf(registered(undefined, {}, { postal: { grading: 'open', place } }), rule)
    assert.deepEqual(found.ok && found.lines.slice(1), lines)
  })

test('M3 the envelope begins with the name and, abroad, ends with the country', () => {
  const found = addressOf(
    registered(undefined, { name: { given: 'Máret', middle: 'Ánne', family: 'Áŋŋel' } }, { postalAbroad }),
    rule,
  )
  assert.deepEqual(found.ok && found.lines, ['Máret Ánne Áŋŋel', 'ul. Próbna 7', '00-001 WARSZAWA', 'POLAND'])
})

test('I7 addresses print as nothing, and open for what was sealed alone', () => {
  const person = registered(undefined, {}, { residential })
  assert.doesNotMatch(JSON.stringify(person), /Solbakken|OSLO/)
  assert.equal(openAddresses(person.addresses).residential, residential)
  assert.throws(() => openAddresses({ ...person.addresses }), TypeError)
})

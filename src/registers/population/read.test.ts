/** The reader of the register's documents: what it makes of good ones, and that it refuses bad ones and nothing else. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { NationalId } from '#base/national-id.ts'
import { type Addresses, openAddresses } from '#registers/population/addresses.ts'
import { type Fields, MalformedDocument } from '#registers/population/document.ts'
import { readAddresses } from '#registers/population/read-addresses.ts'
import { readNumbers, readPerson } from '#registers/population/read-person.ts'

const fnr = '15819010029'
const dnr = '55819010012'
const asked = NationalId.read(fnr) as NationalId

const now = { erGjeldende: true, gyldighetstidspunkt: '2020-01-01T00:00:00+01:00' }
const number = (digits = fnr, over: object = {}) => ({ ...now, status: 'iBruk', foedselsEllerDNummer: digits, ...over })
const good: Fields = {
  identifikasjonsnummer: [number()],
  status: [{ ...now, status: 'bosatt' }],
  navn: [{ ...now, fornavn: 'Kari', mellomnavn: '', etternavn: 'Prøve' }],
  foedsel: [{ ...now, foedselsdato: '1990-01-15', foedselsaar: '1990' }],
}
const read = (over: Fields = {}) => {
  const document = { ...good, ...over }
  return readPerson(document, readNumbers(document), asked)
}
const addresses = (document: Fields): Addresses => openAddresses(readAddresses(document))

test('a person in our words; what is past does not count', () => {
  const past = { erGjeldende: false, gyldighetstidspunkt: '2024-01-01T00:00:00+01:00' }
  const person = read({
    status: [
      { ...past, status: 'doed' },
      { ...now, status: 'bosatt' },
    ],
    navn: [
      { ...past, fornavn: 'X', etternavn: 'Y' },
      { ...now, fornavn: 'Kari', mellomnavn: 'Å', etternavn: 'Prøve' },
    ],
    adressebeskyttelse: [{ ...past, graderingsnivaa: 'strengtFortrolig' }],
  })
  assert.deepEqual(
    { ...person, number: person.number.reveal('look-up') },
    {
      number: fnr,
      formerNumbers: [],
      status: 'resident',
      name: { given: 'Kari', middle: 'Å', family: 'Prøve' },
      birthYear: 1990,
      birthDate: '1990-01-15',
      protection: 'open',
    },
  )
})

const protections: readonly [words: readonly string[], expected: string][] = [
  [['ugradert'], 'open'],
  [['klientadresse'], 'client'],
  [['fortrolig'], 'confidential'],
  [['FORTROLIG'], 'confidential'],
  [['strengtFortrolig'], 'strictly-confidential'],
  [['STRENGT_FORTROLIG'], 'strictly-confidential'],
  [['ugradert', 'fortrolig', 'klientadresse'], 'confidential'],
  [['somethingNew'], 'strictly-confidential'],
  [['constructor'], 'strictly-confidential'],
]
for (const [words, expected] of protections)
  test(`protection ${words.join(' and ')} is ${expected}`, () =>
    assert.equal(
      read({ adressebeskyttelse: words.map((word) => ({ ...now, graderingsnivaa: word })) }).protection,
      expected,
    ))

test('only the year of birth is known of some; of two names in force the newest counts', () => {
  assert.equal(read({ foedsel: [{ ...now, foedselsaar: 1951 }] }).birthYear, 1951)
  assert.equal(read({ foedsel: [] }).birthYear, undefined)
  const older = { ...now, gyldighetstidspunkt: '2010-01-01T00:00:00+01:00', fornavn: 'Gammel', etternavn: 'Navn' }
  const newer = { ...now, gyldighetstidspunkt: '2021-01-01T00:00:00+01:00', fornavn: 'Nytt', etternavn: 'Navn' }
  for (const navn of [
    [older, newer],
    [newer, older],
  ])
    assert.equal(read({ navn }).name?.given, 'Nytt')
})

test('a number that replaced another: the new one is in use, the old one is former', () => {
  const document = {
    ...good,
    identifikasjonsnummer: [number(dnr, { status: 'opphoert', erGjeldende: false }), number()],
  }
  const { inUse, former } = readNumbers(document)
  assert.equal(inUse?.reveal('look-up'), fnr)
  assert.deepEqual(
    former.map((one) => one.reveal('look-up')),
    [dnr],
  )
})

const refused: readonly [what: string, over: Fields][] = [
  ['no numbers', { identifikasjonsnummer: [] }],
  ['numbers that are no list', { identifikasjonsnummer: number() }],
  ['a number that is none', { identifikasjonsnummer: [number('15819010028')] }],
  ['two numbers in use', { identifikasjonsnummer: [number(), number(dnr)] }],
  ['no status', { status: [] }],
  ['no status in force', { status: [{ status: 'bosatt', erGjeldende: false }] }],
  ['"true" in words', { status: [{ status: 'bosatt', erGjeldende: 'true' }] }],
  [
    'two states at once',
    {
      status: [
        { ...now, status: 'bosatt' },
        { ...now, status: 'doed' },
      ],
    },
  ],
  ['a state nobody knows', { status: [{ ...now, status: 'paa reise' }] }],
  ['a state that every object has', { status: [{ ...now, status: 'constructor' }] }],
  ['a name without its end', { navn: [{ ...now, fornavn: 'Kari' }] }],
  ['a name that is a number', { navn: [{ ...now, fornavn: 1, etternavn: 'P' }] }],
  ['a name without end', { navn: [{ ...now, fornavn: 'K'.repeat(301), etternavn: 'P' }] }],
  ['an element that is null', { navn: [null] }],
  ['30 February', { foedsel: [{ ...now, foedselsdato: '1990-02-30' }] }],
  ['29 February 1900', { foedsel: [{ ...now, foedselsdato: '1900-02-29' }] }],
  ['a day in words', { foedsel: [{ ...now, foedselsdato: 'i fjor' }] }],
  ['a protection without a word', { adressebeskyttelse: [{ ...now }] }],
  ['a list without end', { navn: Array.from({ length: 201 }, () => ({ ...now, fornavn: 'a', etternavn: 'b' })) }],
]
for (const [what, over] of refused) test(`refused: ${what}`, () => assert.throws(() => read(over), MalformedDocument))

const town = { poststed: { poststedsnavn: 'OSLO', postnummer: '0150' } }
const street = { adressenavn: 'Testbakken', adressenummer: { husnummer: '1', husbokstav: 'B' }, ...town }
const element = (fields: object) => [{ ...now, adressegradering: 'ugradert', ...fields }]

test('addresses of every form', () => {
  const open = { postcode: '0150', town: 'OSLO' }
  assert.deepEqual(
    addresses({
      bostedsadresse: element({ vegadresse: { ...street, coAdressenavn: 'Per Prøve', adresseTilleggsnavn: 'Nedre' } }),
      oppholdsadresse: element({
        matrikkeladresse: { matrikkelnummer: {}, adresseTilleggsnavn: 'Solgård', coAdressenavn: '', ...town },
      }),
      postadresse: element({ postboksadresse: { postbokseier: 'Bo', postboks: '12', ...town } }),
      postadresseIUtlandet: element({
        utenlandskAdresse: {
          adressenavn: 'Provgatan 1',
          boenhet: '3',
          postkode: '111 00',
          byEllerStedsnavn: 'STOCKHOLM',
          landkode: 'se',
        },
      }),
    }),
    {
      residential: {
        grading: 'open',
        place: { form: 'street', careOf: 'Per Prøve', extra: 'Nedre', street: 'Testbakken', house: '1B', ...open },
      },
      present: { grading: 'open', place: { form: 'property', extra: 'Solgård', ...open } },
      postal: { grading: 'open', place: { form: 'box', holder: 'Bo', box: '12', ...open } },
      postalAbroad: {
        grading: 'open',
        place: { lines: ['Provgatan 1', '3'], postcode: '111 00', town: 'STOCKHOLM', country: 'SE' },
      },
    },
  )
  // The free format has its town beside the lines, and its grading in capitals.
  const free = {
    postadresseIFrittFormat: { adresselinje: ['GATE 1', ''], postnummer: '9170', poststed: 'LONGYEARBYEN' },
  }
  assert.deepEqual(addresses({ postadresse: [{ ...now, adressegradering: 'UGRADERT', ...free }] }).postal, {
    grading: 'open',
    place: { form: 'lines', lines: ['GATE 1'], postcode: '9170', town: 'LONGYEARBYEN' },
  })
  const abroad = { utenlandskAdresseIFrittFormat: { adresselinje: ['Calle 1', '03001 ALICANTE'], landkode: 'ES' } }
  assert.deepEqual(addresses({ postadresseIUtlandet: element(abroad) }).postalAbroad?.place, {
    lines: ['Calle 1', '03001 ALICANTE'],
    country: 'ES',
  })
  assert.deepEqual(addresses({ bostedsadresse: element({ ukjentBosted: {} }) }).residential?.place, { form: 'unknown' })
  assert.deepEqual(addresses({ oppholdsadresse: element({ utenlandskAdresse: {} }) }).present, undefined)
  assert.deepEqual(
    Object.values(addresses({})).filter((one) => one !== undefined),
    [],
  )
})

test('an address that moved: the one in force, the newest; gradings of each its own, an unknown one the strictest', () => {
  const at = (day: string, adressenavn: string, erGjeldende = true) => ({
    erGjeldende,
    gyldighetstidspunkt: `${day}T00:00:00+01:00`,
    adressegradering: 'nyGrad',
    vegadresse: { ...street, adressenavn },
  })
  const { residential } = addresses({
    bostedsadresse: [at('2019-01-01', 'Gammel'), at('2024-01-01', 'Opphørt', false), at('2022-01-01', 'Ny')],
  })
  assert.equal(residential?.grading, 'strictly-confidential')
  assert.ok(residential.place.form === 'street' && residential.place.street === 'Ny')
})

test('no line in a field can become two on paper', () => {
  const { residential } = addresses({
    bostedsadresse: element({ vegadresse: { ...street, adressenavn: 'A\r\nB\u2028C\u202ED' } }),
  })
  assert.ok(residential?.place.form === 'street' && residential.place.street === 'A B C D')
})

const badAddresses: readonly [what: string, document: Fields][] = [
  ['a form nobody knows', { bostedsadresse: element({ romstasjon: {} }) }],
  ['a street without a name', { bostedsadresse: element({ vegadresse: { ...street, adressenavn: '' } }) }],
  ['no town', { bostedsadresse: element({ vegadresse: { adressenavn: 'A' } }) }],
  [
    'a postcode of three',
    {
      postadresse: element({ postboksadresse: { postboks: '1', poststed: { poststedsnavn: 'A', postnummer: '015' } } }),
    },
  ],
  ['a postal address without a form', { postadresse: element({}) }],
  ['lines that are none', { postadresse: element({ postadresseIFrittFormat: { adresselinje: 'GATE', ...town } }) }],
  ['empty lines', { postadresse: element({ postadresseIFrittFormat: { adresselinje: ['', ' '], ...town } }) }],
  [
    'abroad without a country',
    { postadresseIUtlandet: element({ utenlandskAdresse: { adressenavn: 'A', byEllerStedsnavn: 'B' } }) },
  ],
  [
    'a country of three',
    { postadresseIUtlandet: element({ utenlandskAdresse: { adressenavn: 'A', landkode: 'SWE' } }) },
  ],
  ['abroad without any place', { postadresseIUtlandet: element({ utenlandskAdresse: { landkode: 'SE' } }) }],
]
for (const [what, document] of badAddresses)
  test(`an address is refused: ${what}`, () => assert.throws(() => readAddresses(document), MalformedDocument))

/** Anything for any part of a document: deep, odd, with the names that count. */
const names = [
  'identifikasjonsnummer',
  'status',
  'navn',
  'foedsel',
  'adressebeskyttelse',
  'bostedsadresse',
  'oppholdsadresse',
  'postadresse',
  'postadresseIUtlandet',
]
const inner = [
  'erGjeldende',
  'status',
  'foedselsEllerDNummer',
  'fornavn',
  'etternavn',
  'foedselsdato',
  'foedselsaar',
  'graderingsnivaa',
  'vegadresse',
  'poststed',
  'postnummer',
  'poststedsnavn',
  'adressenavn',
  'adressenummer',
  'adresselinje',
  'postboksadresse',
  'utenlandskAdresse',
  'landkode',
  'gyldighetstidspunkt',
  '__proto__',
  'toString',
]
const leaf = fc.oneof(
  fc.constantFrom<unknown>(fnr, dnr, 'bosatt', 'iBruk', 'ugradert', '0150', '1990-01-15', true, null, 7, ''),
  fc.string(),
  fc.jsonValue(),
)
const fields = fc.dictionary(
  fc.constantFrom(...inner),
  fc.oneof(leaf, fc.dictionary(fc.constantFrom(...inner), leaf), fc.array(leaf)),
)
const malformed = fc.dictionary(fc.constantFrom(...names), fc.oneof(leaf, fc.array(fc.oneof(leaf, fields)), fields))

test('whatever a document holds, it is read or refused as malformed, and a refusal tells nothing of it', () => {
  fc.assert(
    fc.property(malformed, fc.boolean(), (random, mixed) => {
      const document = { ...(mixed ? good : {}), ...random }
      for (const work of [() => readPerson(document, readNumbers(document), asked), () => readAddresses(document)]) {
        try {
          work()
        } catch (error) {
          assert.ok(error instanceof MalformedDocument, String(error))
          assert.match(error.message, /^[a-zA-Z0-9 ]{1,80}$/)
        }
      }
    }),
    { numRuns: 3000 },
  )
})

test('of random documents some are good ones: the property above is no empty one', () => {
  let good = 0
  let bad = 0
  fc.assert(
    fc.property(fields, (one) => {
      try {
        readAddresses({ bostedsadresse: [{ ...now, vegadresse: { ...street, ...one } }] })
        good += 1
      } catch {
        bad += 1
      }
    }),
  )
  assert.ok(good > 5 && bad > 5, `${good} read, ${bad} refused`)
})

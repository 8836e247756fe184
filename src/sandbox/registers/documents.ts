/** A synthetic person as the population register's document: lists of elements, each in its envelope. */
import type { Person } from '#sandbox/population/person.ts'

export type Document = Readonly<Record<string, readonly object[]>>

/** What comes with every element. A fixed day: the same document at every start. */
const envelope = (past = false) => ({
  ajourholdstidspunkt: '2024-01-15T09:30:00.000+01:00',
  erGjeldende: !past,
  kilde: 'Syntetisk',
  gyldighetstidspunkt: past ? '2010-01-15T00:00:00.000+01:00' : '2024-01-15T00:00:00.000+01:00',
})
const now = (fields: object): object => ({ ...envelope(), ...fields })
const past = (fields: object): object => ({ ...envelope(true), ...fields })

/** `former`: the D numbers that a birth number has replaced. */
export function documentOf(person: Person, number: string, former: readonly string[]): Document {
  const { given, family, birthDate, status, protected: graderingsnivaa, addresses } = person
  return {
    identifikasjonsnummer: [now(numberOf(number, 'iBruk')), ...former.map((one) => past(numberOf(one, 'opphoert')))],
    status: [now({ status }), past({ status: 'foedselsregistrert' })],
    navn: [now({ fornavn: given, etternavn: family }), past({ fornavn: given, etternavn: 'Tidligere-Navn' })],
    foedsel: [now({ foedselsdato: birthDate, foedselsaar: birthDate.slice(0, 4), foedeland: 'NOR' })],
    kjoenn: [now({ kjoenn: Number(person.number[8]) % 2 === 0 ? 'kvinne' : 'mann' })],
    ...(graderingsnivaa === 'ugradert' ? {} : { adressebeskyttelse: [now({ graderingsnivaa })] }),
    ...Object.fromEntries(
      Object.entries(addresses).map(([kind, address]) => [kind, [now(address as object)]] as const),
    ),
  }
}

const numberOf = (digits: string, status: 'iBruk' | 'opphoert') => ({
  status,
  foedselsEllerDNummer: digits,
  identifikatortype: Number(digits[0]) > 3 ? 'dNummer' : 'foedselsnummer',
})

/** What `person-basis` stands for here. */
const basis = [
  'status',
  'navn',
  'foedsel',
  'kjoenn',
  'adressebeskyttelse',
  'bostedsadresse',
  'oppholdsadresse',
  'postadresse',
  'postadresseIUtlandet',
]

/** The numbers always come; without `historikk` only what is in force. No part at all is `person-basis`. */
export function only(document: Document, parts: readonly string[]): Document {
  const named = parts.length === 0 || parts.includes('person-basis') ? [...parts, ...basis] : parts
  const wanted = new Set(['identifikasjonsnummer', ...named])
  const history = parts.includes('historikk')
  return Object.fromEntries(
    Object.entries(document)
      .filter(([name]) => wanted.has(name))
      .map(
        ([name, list]) =>
          [name, history ? list : list.filter((one) => (one as { erGjeldende: boolean }).erGjeldende)] as const,
      ),
  )
}

/** One synthetic person for each index: always the same one, and nobody else's number, phone or password. */
import type { Language } from '#i18n/text.ts'
import { type Addresses, foreign, type Grading, postbox, street } from '#sandbox/population/addresses.ts'
import * as names from '#sandbox/population/names.ts'
import { birth, type DateRange } from '#sandbox/population/numbers.ts'
import { type Draw, seeded } from '#sandbox/population/random.ts'

/** What is special about the person: the reason why they are in the population. */
export const kinds = [
  'adult',
  'minor',
  'd-number',
  'abroad',
  'protected',
  'deceased',
  'opted-out',
  'no-mobile',
  'long-name',
  'sami',
] as const
export type Kind = (typeof kinds)[number]

export interface Person {
  readonly index: number
  /** Eleven digits, synthetic (month + 80). Stays inside the sandbox; elsewhere a number is a `NationalId`. */
  readonly number: string
  readonly kind: Kind
  readonly given: string
  readonly family: string
  /** `YYYY-MM-DD`. */
  readonly birthDate: string
  /** The population register's words. */
  readonly status: 'bosatt' | 'utflyttet' | 'doed' | 'midlertidig'
  readonly protected: Grading
  readonly addresses: Addresses
  /** Has opted out of digital communication. */
  readonly optedOut: boolean
  /** E.164. */
  readonly mobile?: string
  readonly email?: string
  readonly language: Language
  /** MinID as it stands on the first day; whoever has none must order a letter. */
  readonly minid?: { readonly password: string }
}

/** The kinds by position in each fifty; every other position is a plain adult. The first ten show one of most kinds. */
// oxfmt-ignore
const special: Readonly<Record<number, Kind>> = {
  2: 'sami', 3: 'd-number', 4: 'minor', 5: 'no-mobile', 6: 'abroad', 7: 'protected', 8: 'opted-out', 9: 'long-name',
  14: 'deceased', 17: 'd-number', 19: 'sami', 22: 'minor', 25: 'protected', 28: 'abroad', 30: 'd-number', 33: 'opted-out',
  36: 'deceased', 39: 'minor', 42: 'sami', 44: 'no-mobile', 47: 'd-number',
}

/** Old and young enough to stay what they are for years, so that nothing here depends on today's date. */
const adults: DateRange = { first: '1941-01-01', last: '1999-12-31' }
const youngAdults: DateRange = { first: '2000-01-01', last: '2005-12-31' }
const minors: DateRange = { first: '2014-01-01', last: '2022-12-31' }

export const kindOf = (index: number): Kind => special[index % 50] ?? 'adult'

/** Any index from 0 to several tens of thousands. About 10 µs. */
export function makePerson(index: number): Person {
  const kind = kindOf(index)
  const draw = seeded(index)
  const woman = draw.chance(50)
  const { date, number } = birth(index, rangeOf(kind, index), { woman, dNumber: kind === 'd-number' })
  const [given, family] = nameOf(kind, woman, draw)
  const grading = gradingOf(kind, draw)
  const mobile = mobileOf(kind, index)
  const email = emailOf(kind, given, family, index, draw)
  return {
    index,
    number,
    kind,
    given,
    family,
    birthDate: date,
    status: statusOf(kind),
    protected: grading,
    addresses: addressesOf(kind, grading, draw),
    optedOut: kind === 'opted-out',
    ...(mobile === undefined ? {} : { mobile }),
    ...(email === undefined ? {} : { email }),
    language: languageOf(kind, draw),
    ...(mobile === undefined || kind === 'minor' || kind === 'deceased'
      ? {}
      : { minid: { password: passwordOf(index) } }),
  }
}

const rangeOf = (kind: Kind, index: number): DateRange =>
  kind === 'minor' ? minors : index % 10 === 1 ? youngAdults : adults

function nameOf(kind: Kind, woman: boolean, draw: Draw): [string, string] {
  if (kind === 'sami') return [draw.pick(woman ? names.samiWomen : names.samiMen), draw.pick(names.samiFamilies)]
  if (kind === 'long-name') return [draw.pick(woman ? names.longWomen : names.longMen), draw.pick(names.longFamilies)]
  if (kind === 'd-number')
    return [draw.pick(woman ? names.foreignWomen : names.foreignMen), draw.pick(names.foreignFamilies)]
  return [draw.pick(woman ? names.women : names.men), draw.pick(names.families)]
}

function gradingOf(kind: Kind, draw: Draw): Grading {
  if (kind !== 'protected') return 'ugradert'
  return draw.chance(50) ? 'fortrolig' : 'strengtFortrolig'
}

function statusOf(kind: Kind): Person['status'] {
  if (kind === 'deceased') return 'doed'
  if (kind === 'abroad') return 'utflyttet'
  return kind === 'd-number' ? 'midlertidig' : 'bosatt'
}

function addressesOf(kind: Kind, grading: Grading, draw: Draw): Addresses {
  if (kind === 'abroad') return { postadresseIUtlandet: foreign(draw) }
  // Only the postal address that the authorities handle is given for the strictly protected: that one is open.
  if (grading === 'strengtFortrolig') return { postadresse: postbox(draw, 'ugradert') }
  if (kind === 'd-number') {
    // Holders of a D number have no residential address; some have none in Norway at all.
    return draw.chance(60)
      ? { oppholdsadresse: { vegadresse: street(draw), adressegradering: grading } }
      : { postadresseIUtlandet: foreign(draw) }
  }
  const bostedsadresse = { vegadresse: street(draw, kind === 'sami'), adressegradering: grading }
  return draw.chance(15) ? { bostedsadresse, postadresse: postbox(draw, grading) } : { bostedsadresse }
}

function mobileOf(kind: Kind, index: number): string | undefined {
  if (kind === 'no-mobile' || kind === 'deceased') return undefined
  // British numbers set aside for film and radio: two people in each fifty live abroad, so 1,000 last for 25,000 people.
  const abroad = Math.floor(index / 50) * 2 + (index % 50 < 25 ? 0 : 1)
  if (kind === 'abroad' && abroad < 1000) return `+447700900${String(abroad).padStart(3, '0')}`
  // Shaped like a Norwegian mobile number, in a series (49) that is not given out.
  return `+4749${String(index).padStart(6, '0')}`
}

function emailOf(kind: Kind, given: string, family: string, index: number, draw: Draw): string | undefined {
  if (kind === 'minor' || kind === 'deceased' || draw.chance(8)) return undefined
  // RFC 2606 §2: nothing below `.example` can be real.
  return `${plain(given)}.${plain(family)}.${index}@epost.example`
}

const plain = (name: string): string => (names.unmarked(name).split(/[\s-]/)[0] ?? '').replace(/[^a-z]/g, '')

function languageOf(kind: Kind, draw: Draw): Language {
  if (kind === 'sami') return draw.chance(70) ? 'se' : 'nb'
  if (kind === 'd-number') return 'en'
  return draw.chance(15) ? 'nn' : 'nb'
}

/** `Molte-fjord-4821`: two words and the index, so that no two are equal. Published on /sandbox/people: no secret. */
function passwordOf(index: number): string {
  const draw = seeded(index + 0x1000000)
  const first = draw.pick(names.passwordWords)
  return `${first.slice(0, 1).toUpperCase()}${first.slice(1)}-${draw.pick(names.passwordWords)}-${1000 + index}`
}

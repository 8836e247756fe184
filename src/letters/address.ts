/**
 * Where a letter goes, if anywhere: the only reader of addresses (row M3). Nothing here is ever shown to anybody; what comes
 * out is for the envelope, and why nothing came out is for the audit trail.
 */
import type { Grading, PersonStatus, RegisteredPerson } from '#registers/population/population.ts'
import {
  type Addresses,
  type Graded,
  openAddresses,
  type Place,
  type PlaceAbroad,
} from '#registers/population/addresses.ts'

export type AddressKind = 'postal' | 'residential' | 'postal-abroad' | 'present'

/** Why no letter can go to a person. */
export const noLetter = [
  'unknown-person',
  'dead',
  'missing',
  'ceased',
  'too-young',
  'age-unknown',
  'protected',
  'unknown-residence',
  'no-address',
  'no-name',
] as const
export type NoLetter = (typeof noLetter)[number]

export interface Envelope {
  readonly kind: AddressKind
  /** Name first, the country last where it is abroad: as they are written below one another. */
  readonly lines: readonly string[]
}

export type Addressed = ({ readonly ok: true } & Envelope) | { readonly ok: false; readonly why: NoLetter }

export interface AddressRule {
  /** In the calendar year of this birthday one is old enough. */
  readonly minimumAge: number
  /** The year it is, in Norway. */
  readonly year: number
}

export function addressOf(person: RegisteredPerson | undefined, rule: AddressRule): Addressed {
  if (person === undefined) return no('unknown-person')
  const barred = barredBy(person, rule)
  if (barred !== undefined) return no(barred)
  const name = nameOf(person)
  if (name === undefined) return no('no-name')
  const addresses = openAddresses(person.addresses)
  const chosen = choose(person, addresses)
  if (chosen === undefined) return no(whyNone(person, addresses))
  return { ok: true, kind: chosen.kind, lines: [name, ...chosen.lines] }
}

const no = (why: NoLetter): Addressed => ({ ok: false, why })

const barring: Partial<Readonly<Record<PersonStatus, NoLetter>>> = {
  dead: 'dead',
  missing: 'missing',
  ceased: 'ceased',
}

function barredBy({ status, birthYear }: RegisteredPerson, rule: AddressRule): NoLetter | undefined {
  const barred = barring[status]
  if (barred !== undefined) return barred
  if (birthYear === undefined) return 'age-unknown'
  return rule.year - birthYear < rule.minimumAge ? 'too-young' : undefined
}

function nameOf({ name }: RegisteredPerson): string | undefined {
  const written = [name?.given, name?.middle, name?.family].map(tidy).filter((part) => part !== '')
  return written.length === 0 ? undefined : written.join(' ')
}

interface Chosen {
  readonly kind: AddressKind
  readonly lines: readonly string[]
}

/** Row M3's order. What cannot be written on an envelope counts as not there, so that the next one is taken. */
function choose(person: RegisteredPerson, addresses: Addresses): Chosen | undefined {
  const dNumber = person.number.kind === 'd-number'
  // Of the protected, only what the register itself leaves open for their mail.
  const sheltered = person.protection !== 'open'
  const inOrder: readonly (readonly [AddressKind, boolean, readonly string[] | undefined])[] = [
    ['postal', true, inNorway(addresses.postal)],
    ['residential', !sheltered && !dNumber, inNorway(addresses.residential)],
    ['postal-abroad', !sheltered, abroad(addresses.postalAbroad)],
    ['present', !sheltered && dNumber, inNorway(addresses.present)],
  ]
  for (const [kind, may, lines] of inOrder) if (may && lines !== undefined) return { kind, lines }
  return undefined
}

function whyNone(person: RegisteredPerson, addresses: Addresses): NoLetter {
  const all: readonly (Graded<Place | PlaceAbroad> | undefined)[] = Object.values(addresses)
  const there = all.filter((one) => one !== undefined)
  if (person.protection !== 'open' || there.some(({ grading }) => !isOpen(grading))) return 'protected'
  return addresses.residential?.place.form === 'unknown' ? 'unknown-residence' : 'no-address'
}

/** An address has a grading of its own, besides its person's. */
const isOpen = (grading: Grading): boolean => grading === 'open'

function inNorway(graded: Graded<Place> | undefined): readonly string[] | undefined {
  if (graded === undefined || !isOpen(graded.grading) || graded.place.form === 'unknown') return undefined
  const { postcode, town } = graded.place
  const local = localLines(graded.place)
  if (!/^\d{4}$/.test(postcode) || tidy(town) === '') return undefined
  return [...local, `${postcode} ${tidy(town)}`]
}

function localLines(place: Exclude<Place, { form: 'unknown' }>): readonly string[] {
  if (place.form === 'lines') return written(place.lines)
  if (place.form === 'box') return written([place.holder, boxLine(place.box)])
  const careOf = place.careOf === undefined ? undefined : withCareOf(tidy(place.careOf))
  if (place.form === 'property') return written([careOf, place.extra])
  return written([careOf, place.extra, `${place.street} ${place.house ?? ''}`])
}

const boxLine = (box: string): string => (/^\d+$/.test(tidy(box)) ? `Postboks ${tidy(box)}` : box)
const withCareOf = (name: string): string => (name === '' || /^(c\/o|v\/)/i.test(name) ? name : `c/o ${name}`)

function abroad(graded: Graded<PlaceAbroad> | undefined): readonly string[] | undefined {
  if (graded === undefined || !isOpen(graded.grading)) return undefined
  const { lines, postcode, town, region, country } = graded.place
  const local = written([...lines, `${postcode ?? ''} ${town ?? ''}`, region])
  const land = countryLine(country)
  return local.length === 0 || land === undefined ? undefined : [...local, land]
}

/** In English capitals, the last line, as the Universal Postal Union asks of mail to abroad. */
function countryLine(code: string): string | undefined {
  if (!/^[A-Z]{2}$/.test(code)) return undefined
  const name = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code)
  return name?.toUpperCase()
}

const written = (lines: readonly (string | undefined)[]): readonly string[] =>
  lines.map(tidy).filter((one) => one !== '')
/** One line: no breaks or other signs that print as nothing. */
const tidy = (text: string | undefined): string => (text ?? '').replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()

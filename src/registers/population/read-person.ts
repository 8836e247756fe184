/** A person in the house's words out of the register's document: numbers, state, name, birth, protection. */
import { NationalId } from '#base/national-id.ts'
import {
  currentOf,
  elementsOf,
  type Fields,
  inForce,
  MalformedDocument,
  needed,
  textIn,
  wholeIn,
} from '#registers/population/document.ts'
import {
  type Grading,
  gradings,
  type Numbers,
  type PersonInBrief,
  type PersonName,
  type PersonStatus,
} from '#registers/population/population.ts'

/** What of a person's document is asked for, besides the numbers, which always come. */
export const briefParts = ['navn', 'status', 'foedsel', 'adressebeskyttelse'] as const
/** Those of the past, too. */
export const numberParts = ['historikk', 'identifikasjonsnummer'] as const

export function readNumbers(document: Fields): Numbers {
  const all = elementsOf(document, 'identifikasjonsnummer').map((element) => {
    const number = NationalId.read(needed(element, 'foedselsEllerDNummer'))
    if (typeof number === 'string') throw new MalformedDocument('foedselsEllerDNummer is no number')
    return { number, used: inForce(element) && needed(element, 'status').toLowerCase() === 'ibruk' }
  })
  if (all.length === 0) throw new MalformedDocument('identifikasjonsnummer is empty')
  const [inUse, second] = distinct(all.filter(({ used }) => used).map(({ number }) => number))
  if (second !== undefined) throw new MalformedDocument('identifikasjonsnummer has two in use')
  const former = distinct(all.map(({ number }) => number)).filter((one) => inUse === undefined || !same(one, inUse))
  return { inUse, former }
}

export const same = (a: NationalId, b: NationalId): boolean => a.reveal('look-up') === b.reveal('look-up')
export const has = ({ inUse, former }: Numbers, number: NationalId): boolean =>
  [...(inUse === undefined ? [] : [inUse]), ...former].some((one) => same(one, number))

const distinct = (numbers: readonly NationalId[]): readonly NationalId[] =>
  numbers.filter((one, index) => numbers.findIndex((other) => same(one, other)) === index)

/** `numbers` are the person's, judged already. `asked` stands in where none is in use any more. */
export function readPerson(document: Fields, numbers: Numbers, asked: NationalId): PersonInBrief {
  const number = numbers.inUse ?? asked
  return {
    number,
    formerNumbers: numbers.former.filter((one) => !same(one, number)),
    status: readStatus(document),
    name: readName(document),
    ...readBirth(document),
    protection: readProtection(document),
  }
}

const statuses: Readonly<Record<string, PersonStatus>> = {
  bosatt: 'resident',
  utflyttet: 'emigrated',
  forsvunnet: 'missing',
  doed: 'dead',
  opphoert: 'ceased',
  foedselsregistrert: 'birth-registered',
  midlertidig: 'temporary',
  inaktiv: 'inactive',
  ikkebosatt: 'not-resident',
  aktiv: 'active',
}

/** Exactly one: of two, either could be the one by which somebody may do something. */
function readStatus(document: Fields): PersonStatus {
  const words = new Set(currentOf(document, 'status').map((element) => needed(element, 'status').toLowerCase()))
  const [word, second] = [...words]
  if (word === undefined || second !== undefined) throw new MalformedDocument('status is none or two')
  const status = Object.hasOwn(statuses, word) ? statuses[word] : undefined
  if (status === undefined) throw new MalformedDocument('status is a word that we do not know')
  return status
}

function readName(document: Fields): PersonName | undefined {
  const [newest] = currentOf(document, 'navn')
  if (newest === undefined) return undefined
  const middle = textIn(newest, 'mellomnavn')
  return {
    given: needed(newest, 'fornavn'),
    ...(middle === undefined ? {} : { middle }),
    family: needed(newest, 'etternavn'),
  }
}

function readBirth(document: Fields): Pick<PersonInBrief, 'birthYear' | 'birthDate'> {
  const [newest] = currentOf(document, 'foedsel')
  if (newest === undefined) return { birthYear: undefined }
  const date = textIn(newest, 'foedselsdato')
  if (date === undefined) return { birthYear: wholeIn(newest, 'foedselsaar') }
  if (!isDay(date)) throw new MalformedDocument('foedselsdato is no day')
  return { birthYear: Number(date.slice(0, 4)), birthDate: date }
}

/** `YYYY-MM-DD`, and in the calendar: the runtime reads 30 February as a day in March. */
function isDay(text: string): boolean {
  const read = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(read) && Number(text.slice(8)) <= daysIn(Number(text.slice(0, 4)), Number(text.slice(5, 7)))
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

const gradingWords: Readonly<Record<string, Grading>> = {
  ugradert: 'open',
  klientadresse: 'client',
  fortrolig: 'confidential',
  strengtfortrolig: 'strictly-confidential',
}

/** The register writes them in more than one way (`UGRADERT`). A word that we do not know is taken for the strictest. */
export const readGrading = (word: string | undefined): Grading =>
  word === undefined
    ? 'open'
    : ((Object.hasOwn(gradingWords, word.toLowerCase()) ? gradingWords[word.toLowerCase()] : undefined) ??
      'strictly-confidential')

/** The strictest of what is in force. */
function readProtection(document: Fields): Grading {
  const found = currentOf(document, 'adressebeskyttelse').map((element) =>
    gradings.indexOf(readGrading(needed(element, 'graderingsnivaa').replace(/[\s_]/g, ''))),
  )
  return gradings[Math.max(0, ...found)] ?? 'strictly-confidential'
}

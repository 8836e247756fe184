/**
 * The register's document, read with distrust: a person is an object of named lists, and of each list only what is in force
 * (`erGjeldende`) counts unless history was asked for. Whatever is not as it should be is a `MalformedDocument`.
 */

export type Fields = Readonly<Record<string, unknown>>

/** Says which field, never what stood there. */
export class MalformedDocument extends Error {
  override readonly name = 'MalformedDocument'
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** More elements than anybody has names, addresses or numbers. */
const mostElements = 200
const longestText = 300

/** All elements of a list, those in force and those of the past. A list that is not there is empty. */
export function elementsOf(document: Fields, name: string): readonly Fields[] {
  const list = own(document, name)
  if (list === undefined || list === null) return []
  if (!Array.isArray(list) || list.length > mostElements) throw new MalformedDocument(`${name} is no list`)
  return list.map((element: unknown) => {
    if (!isFields(element)) throw new MalformedDocument(`${name} holds what is no element`)
    return element
  })
}

export const inForce = (element: Fields): boolean => own(element, 'erGjeldende') === true

/** What is in force of a list, the newest first. */
export const currentOf = (document: Fields, name: string): readonly Fields[] =>
  elementsOf(document, name)
    .filter(inForce)
    .toSorted(
      (a, b) => time(b, 'gyldighetstidspunkt') - time(a, 'gyldighetstidspunkt') || time(b, updated) - time(a, updated),
    )

const updated = 'ajourholdstidspunkt'

function time(element: Fields, name: string): number {
  const value = own(element, name)
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(parsed) ? 0 : parsed
}

/** A text on one line; undefined where there is none or an empty one. */
export function textIn(fields: Fields, name: string): string | undefined {
  const value = own(fields, name)
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' || value.length > longestText) throw new MalformedDocument(`${name} is no text`)
  // It ends on paper and on pages: what ends a line or steers a terminal has no place in it.
  const clean = value.replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, ' ').trim()
  return clean === '' ? undefined : clean
}

/** The same where it must be there. */
export function needed(fields: Fields, name: string): string {
  const text = textIn(fields, name)
  if (text === undefined) throw new MalformedDocument(`${name} is missing`)
  return text
}

/** An object inside; undefined where there is none. */
export function partIn(fields: Fields, name: string): Fields | undefined {
  const value = own(fields, name)
  if (value === undefined || value === null) return undefined
  if (!isFields(value)) throw new MalformedDocument(`${name} is no object`)
  return value
}

/** A number that some write as a text. */
export function wholeIn(fields: Fields, name: string): number | undefined {
  const value = own(fields, name)
  if (value === undefined || value === null || value === '') return undefined
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  if (!/^\d{1,9}$/.test(text)) throw new MalformedDocument(`${name} is no whole number`)
  return Number(text)
}

/** Not what every object has: a document from outside may name its fields as it likes. */
export const own = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined)

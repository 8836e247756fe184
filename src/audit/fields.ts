/**
 * What a field of an audit event may hold. There is no kind for free text: a `word` is a short code name, and
 * whatever does not fit its kind is written as `?`, so that nothing a person typed can end in the trail.
 */
import type { GrantId, PersonId, Sid } from '#base/ids.ts'

export type FieldValue = string | number | boolean | readonly string[]

/** `describe` is for the documentation; `clean` is the only way into a row. */
export interface Field<T> {
  readonly describe: string
  readonly clean: (value: T) => FieldValue
}

const wordShape = /^[\w.:/@+-]{1,200}$/
/** Eleven digits that stand alone could be an identity number. */
const elevenDigits = /(?<![\da-zA-Z])\d{11}(?![\da-zA-Z])/
const unfit = '?'

export const cleanWord = (value: string): string => (wordShape.test(value) && !elevenDigits.test(value) ? value : unfit)

const handleShape = /^[\w-]{16,64}$/
const handle = (value: string): string => (handleShape.test(value) ? value : unfit)
const whole = (value: number): FieldValue => (Number.isSafeInteger(value) ? value : unfit)

export const word: Field<string> = { describe: 'word', clean: cleanWord }
export const words: Field<readonly string[]> = { describe: 'words', clean: (values) => values.map(cleanWord) }
export const flag: Field<boolean> = { describe: 'true or false', clean: (value) => value === true }
export const count: Field<number> = { describe: 'number', clean: whole }
export const time: Field<number> = { describe: 'time (ms)', clean: whole }
export const sid: Field<Sid> = { describe: 'session id', clean: handle }
export const grant: Field<GrantId> = { describe: 'grant id', clean: handle }
/** Somebody besides the one that the event is about. */
export const somebody: Field<PersonId> = { describe: 'person id', clean: handle }

/** One of a closed list. */
export const oneOf = <const Names extends readonly string[]>(...names: Names): Field<Names[number]> => ({
  describe: names.map((name) => `\`${name}\``).join(', '),
  clean: (value) => (names.includes(value) ? value : unfit),
})

/** The temporary password: how it is made, written and read. What may be done with it: `store.ts`. */
import { randomCode, readableCharacters } from '#base/secrets.ts'

export const temporaryRules = {
  /** Ten of 31 characters are 49.5 bits, in two groups so that it can be copied by eye. */
  length: 10,
  group: 5,
  /** Wrong guesses that kill it. */
  guesses: 5,
} as const

/** As it is hashed: without the dash. */
export const newTemporary = (): string => randomCode(temporaryRules.length)

/** `7K2MX-9QWRT` */
export const inGroups = (temporary: string): string =>
  `${temporary.slice(0, temporaryRules.group)}-${temporary.slice(temporaryRules.group)}`

/** It counts in the errand that asked for it, and in no other. */
export const temporaryText = (errand: string, temporary: string): string => `minid-temporary\n${errand}\n${temporary}`

export type TemporaryFault = 'missing' | 'length' | 'look-alike' | 'characters'

/** Any case, with or without the dash. What cannot be one costs no guess. */
export function readTemporary(typed: string): { readonly temporary: string } | { readonly fault: TemporaryFault } {
  const temporary = typed.replace(/[\s\u00a0\p{Pd}]/gu, '').toUpperCase()
  if (temporary === '') return { fault: 'missing' }
  if (temporary.length !== temporaryRules.length) return { fault: 'length' }
  if ([...temporary].every((character) => readableCharacters.includes(character))) return { temporary }
  return { fault: /[01ILO]/.test(temporary) ? 'look-alike' : 'characters' }
}

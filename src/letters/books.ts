/** The books of codes: whose codes they are. A code is bound to its book, so that no book's code opens another's door (row M12). */
import { randomCode, readableCharacters } from '#base/secrets.ts'

export const bookNames = ['minid', 'altinn'] as const
export type BookName = (typeof bookNames)[number]

declare const brand: unique symbol
/** What stands on the paper and in its QR code: names a letter, opens nothing. `7K2MX-9QWRT`. */
export type LetterId = string & { readonly [brand]: 'letter' }

/** 49 bits: nobody meets another's by guessing. */
export const newLetterId = (): LetterId => `${randomCode(5)}-${randomCode(5)}` as LetterId

/** As typed: any case, with or without the dash. Undefined: no letter has such an id. */
export function readLetterId(typed: string): LetterId | undefined {
  const id = bare(typed)
  return id.length === 10 && isReadable(id) ? (`${id.slice(0, 5)}-${id.slice(5)}` as LetterId) : undefined
}

/** Five of 31 characters are 24.8 bits; NIST SP 800-63B §3.1.2.1 asks for 20. */
export const codeLength = 5

/** A sheet's codes, no two alike: number n stands at n − 1. */
export function drawCodes(count: number): readonly string[] {
  const drawn = new Set<string>()
  while (drawn.size < count) drawn.add(randomCode(codeLength))
  return [...drawn]
}

export type ReadLetterCode = { readonly code: string } | { readonly fault: 'length' | 'look-alike' | 'characters' }

/** Any case, with spaces or dashes. What cannot be a code costs no guess. */
export function readLetterCode(typed: string): ReadLetterCode {
  const code = bare(typed)
  if (code.length !== codeLength) return { fault: 'length' }
  if (isReadable(code)) return { code }
  return { fault: /[01ILO]/.test(code) ? 'look-alike' : 'characters' }
}

const bare = (typed: string): string => typed.replace(/[\s\p{Pd}]/gu, '').toUpperCase()
const isReadable = (text: string): boolean => [...text].every((character) => readableCharacters.includes(character))

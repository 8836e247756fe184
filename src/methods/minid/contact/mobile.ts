/** Mobile numbers, Norwegian and foreign: what can get a code by SMS, and nothing that somebody earns money by being sent one. */
import { createRequire } from 'node:module'
import type * as Library from 'libphonenumber-js/mobile'

/** The world's number plans take a twentieth of a second to load: when the first foreign number comes, not at the start. */
let loaded: typeof Library | undefined
const library = (): typeof Library =>
  (loaded ??= createRequire(import.meta.url)('libphonenumber-js/mobile') as typeof Library)

/** `country`: too long for a Norwegian number, and no country code that there is. `not-mobile`: no mobile number of that country. */
export type MobileFault = 'missing' | 'characters' | 'short' | 'country' | 'not-mobile'

export type ReadMobile = { readonly mobile: string } | { readonly fault: MobileFault }

/** E.164 §6: digits with the country's. */
const mostDigits = 15
/** A Norwegian number's, without the country's. */
const norwegian = 8

/** As `readMobile`, and nothing that begins as the operator refuses: who earns by SMS has numbers there. */
export function mobileToTake(typed: string, refused: readonly string[] = []): ReadMobile {
  const read = readMobile(typed)
  return 'mobile' in read && refused.some((one) => read.mobile.startsWith(one)) ? { fault: 'not-mobile' } : read
}

/** E.164 from how people write it: `900 00 047`, `+47 90000047`, `0046 70 123 45 67`, `+44 (0)7911 123456`. */
export function readMobile(typed: string): ReadMobile {
  const text = typed.normalize('NFKC').trim()
  if (text === '') return { fault: 'missing' }
  if (!/^\+?[\d\s()./\p{Pd}]+$/u.test(text)) return { fault: 'characters' }
  const digits = text.replace(/\D/g, '')
  if (text.startsWith('+')) return international(text, digits)
  if (digits.startsWith('00')) return international(`+${text.replace(/^[^\d]*0[^\d]*0/, '')}`, digits.slice(2))
  if (digits.length < norwegian) return { fault: 'short' }
  if (digits.length === norwegian) return inNorway(digits)
  // Whoever leaves out the plus before 47 means it all the same: no Norwegian number has ten digits.
  return digits.length === norwegian + 2 && digits.startsWith('47') ? inNorway(digits.slice(2)) : { fault: 'country' }
}

// Series for telephones of people. Those of machines (twelve digits, 58 and 59) and what costs more (82, five digits) are none.
const inNorway = (digits: string): ReadMobile =>
  /^[49]\d{7}$/.test(digits) ? { mobile: `+47${digits}` } : { fault: 'not-mobile' }

/** Ofcom's numbers for film and radio: nobody has them, so they serve where nobody may be called by mistake. */
const nobodys = /^\+447700900\d{3}$/

function international(text: string, digits: string): ReadMobile {
  if (digits.startsWith('47')) {
    const national = digits.slice(2)
    if (national.length < norwegian) return { fault: 'short' }
    return inNorway(national)
  }
  if (digits.length > mostDigits) return { fault: 'not-mobile' }
  const number = library().parsePhoneNumberFromString(text)
  if (number === undefined) return { fault: digits.length < norwegian ? 'short' : 'country' }
  if (nobodys.test(number.number)) return { mobile: number.number }
  // Held against the country's own mobile series alone. Without a country: satellites and networks that sell the way to themselves.
  return number.country !== undefined && number.isValid() ? { mobile: number.number } : { fault: 'not-mobile' }
}

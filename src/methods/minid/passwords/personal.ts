/** What others know of somebody, as it turns up in passwords: of number, mail address, phone number and the gateway's name. */
import type { PasswordAbout } from '#methods/minid/passwords/rules.ts'

/** Shorter pieces stand in any text. */
const shortestPart = 4

/** In small letters and without what stands between: what `isPersonal` looks for, and what the estimate takes as known. */
export function personalParts({ number, email, mobile, gateway }: PasswordAbout): readonly string[] {
  const parts = [...ofNumber(digits(number)), ...ofWords(email), ...ofPhone(digits(mobile)), ...ofWords(gateway)]
  return [...new Set(parts)].filter((part) => part.length >= shortestPart)
}

const digits = (text: string | undefined): string => (text ?? '').replace(/\D/g, '')

/** The number, its last five, and the day of birth as people write it. D numbers add 4 to the day, synthetic ones 8 to the month. */
function ofNumber(number: string): string[] {
  const [, day, month, year, last] = /^(\d\d)(\d\d)(\d\d)(\d{5})$/.exec(number) ?? []
  if (day === undefined || month === undefined || year === undefined || last === undefined) return []
  const d = String(Number(day) % 40).padStart(2, '0')
  const m = String(Number(month) % 20).padStart(2, '0')
  const born = ['19', '20'].flatMap((century) => [`${d}${m}${century}${year}`, `${century}${year}${m}${d}`])
  return [number, number.slice(0, 6), last, ...born, `${d}${m}${year}`, `${year}${m}${d}`]
}

/** As it is dialled, and without the country. */
const ofPhone = (phone: string): string[] => [phone, phone.replace(/^00/, ''), phone.slice(-8)]

/** The whole and its words: of `kari.nordmann@example.no` these are `karinordmann`, `kari`, `nordmann`, `example`. */
function ofWords(text: string | undefined): string[] {
  const names = (text ?? '').split('@').map((side) => folded(side))
  const words = (text ?? '').split(/[^\p{L}\p{N}]+/u).map(folded)
  return [folded(text ?? ''), ...names, ...words]
}

const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** True where at least half of it is what others know. */
export function isPersonal(password: string, parts: readonly string[]): boolean {
  const text = folded(password)
  if (text === '') return false
  const known = Array.from({ length: text.length }, () => false)
  for (const part of parts) {
    for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) known.fill(true, at, at + part.length)
  }
  return known.filter(Boolean).length * 2 >= text.length
}

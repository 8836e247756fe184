/**
 * Synthetic identity numbers of the Tenor kind (month + 80), one for each index: no two indexes share one.
 * How: the index picks a day out of the range (every day once before any comes again), and each round through the range
 * has a block of twenty individual numbers of its own.
 */
import { checkDigits } from '#base/national-id.ts'

export interface DateRange {
  /** `YYYY-MM-DD`, both included. All days of a range lie in one century's series of individual numbers. */
  readonly first: string
  readonly last: string
}

export interface Birth {
  /** `YYYY-MM-DD`. */
  readonly date: string
  readonly number: string
}

const day = 24 * 3600 * 1000
const blockSize = 20
/** Blocks in a series of 500. Which one comes first differs from day to day. */
const blocks = 25
/** Prime, so it shares no factor with the length of a range and walks through every day of it. */
const stride = 7919
/** So that the first people are not all born in the range's first days. */
const offset = 2

/** @throws RangeError past the last block of the range's last round (several hundred thousand people) */
export function birth(
  index: number,
  range: DateRange,
  who: { readonly woman: boolean; readonly dNumber: boolean },
): Birth {
  const start = Date.parse(range.first)
  const days = Math.round((Date.parse(range.last) - start) / day) + 1
  // Not the machine's clock: a fixed day, counted from the start of the range.
  const which = ((index + offset) * stride) % days
  const date = new Date(start + which * day).toISOString().slice(0, 10)
  const round = Math.floor((index + offset) / days)
  if (round >= blocks) throw new RangeError('no more synthetic numbers in this range')
  return { date, number: numberFor(date, (round + which) % blocks, who) }
}

function numberFor(date: string, block: number, who: { readonly woman: boolean; readonly dNumber: boolean }): string {
  const [year = '', month = '', dayOfMonth = ''] = date.split('-')
  const six = [Number(dayOfMonth) + (who.dNumber ? 40 : 0), Number(month) + 80].map(two).join('') + year.slice(2)
  // 000–499: born 1900–1999; 500–999 with a year below 40: born 2000–2039 (holds for numbers issued before 2032).
  const series = year < '2000' ? 0 : 500
  const first = series + block * blockSize
  // The ninth digit is even for women, odd for men.
  for (let n = first + (who.woman ? 0 : 1); n < first + blockSize; n += 2) {
    const nine = six + String(n).padStart(3, '0')
    const check = checkDigits(nine)
    if (check !== undefined) return nine + check
  }
  throw new RangeError('a block without a valid number')
}

const two = (n: number): string => String(n).padStart(2, '0')

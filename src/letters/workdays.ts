/** Working days in Norway, and when a letter can be there. Days are `YYYY-MM-DD`, as the calendar in Norway has them. */

export interface Calendar {
  isWorkday(day: string): boolean
  /** The so-many-th working day after that day. */
  after(day: string, workdays: number): string
}

/** What a person is told: the first and the last day to look for the letter. */
export interface Delivery {
  readonly earliest: string
  readonly latest: string
}

/** Row M4: one to five working days from when it is printed. */
const underWay = { least: 1, most: 5 } as const

// The shape that sorts and compares as a day.
const dayFormat = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeZone: 'Europe/Oslo' })
const hourFormat = new Intl.DateTimeFormat('sv', { hour: '2-digit', hourCycle: 'h23', timeZone: 'Europe/Oslo' })

export const dayOf = (at: number): string => dayFormat.format(at)
export const hourOf = (at: number): number => Number(hourFormat.format(at))

/** The library brings the whole world's calendars: loaded when somebody asks. */
export async function openCalendar(): Promise<Calendar> {
  const { default: Holidays } = await import('date-holidays')
  const norway = new Holidays('NO')
  const years = new Map<string, ReadonlySet<string>>()
  const holidaysOf = (year: string): ReadonlySet<string> => {
    const known = years.get(year)
    if (known !== undefined) return known
    const found = norway.getHolidays(Number(year)).filter(({ type }) => type === 'public')
    const days = new Set(found.map(({ date }) => date.slice(0, 10)))
    years.set(year, days)
    return days
  }
  const isWorkday = (day: string): boolean => {
    const weekday = new Date(day).getUTCDay()
    return weekday !== 0 && weekday !== 6 && !holidaysOf(day.slice(0, 4)).has(day)
  }
  const after = (day: string, workdays: number): string => {
    const next = new Date(Date.parse(day) + 24 * 3600_000).toISOString().slice(0, 10)
    const left = isWorkday(next) ? workdays - 1 : workdays
    return left === 0 ? next : after(next, left)
  }
  return { isWorkday, after }
}

/** For a letter that is ordered now; batches are made on working days from `hour`. */
export function deliveryOf(calendar: Calendar, now: number, hour: number): Delivery {
  const today = dayOf(now)
  // Past the hour today's batch may have gone: the honest answer is the next one.
  const printed = calendar.isWorkday(today) && hourOf(now) < hour ? today : calendar.after(today, 1)
  return { earliest: calendar.after(printed, underWay.least), latest: calendar.after(printed, underWay.most) }
}

/** Days and times as people read them, in Norway's time. */
import type { Language } from '#i18n/text.ts'

const locales: Readonly<Record<Language, string>> = { nb: 'nb-NO', nn: 'nn-NO', se: 'se-NO', en: 'en-GB' }

const formats = (options: Intl.DateTimeFormatOptions): ((language: Language, at: number) => string) => {
  const made = new Map<Language, Intl.DateTimeFormat>()
  return (language, at) => {
    const format =
      made.get(language) ?? new Intl.DateTimeFormat(locales[language], { timeZone: 'Europe/Oslo', ...options })
    made.set(language, format)
    return format.format(at)
  }
}

/** `24. november 2026` */
export const dayOf = formats({ dateStyle: 'long' })
/** `24. november 2026 kl. 09:00` */
export const dayAndTime = formats({ dateStyle: 'long', timeStyle: 'short' })
/** `09:00` */
export const timeOf = formats({ timeStyle: 'short' })

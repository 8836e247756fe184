/** Texts in the file that declares services: one for all languages, or one for each. */
import { z } from 'zod'
import { type Language, languages, type Text } from '#i18n/text.ts'

/** Users read it: nothing that breaks the line, cannot be seen, or turns the direction of what stands around it. */
export const line = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u, 'must be one line of characters that can be seen')

export const text = z.union([
  line,
  z.strictObject({ nb: line, nn: line, se: line, en: line } satisfies Record<Language, typeof line>),
])

export const textOf = (written: string | Text): Text =>
  typeof written === 'string' ? (Object.fromEntries(languages.map((language) => [language, written])) as Text) : written

/** The field for a code that is read off a letter, wherever one is asked for: its label, and what to do about what was typed. */
import { draft, type Language, type Text, type TextOf } from '#i18n/text.ts'
import { codeTexts } from '#methods/minid/texts.ts'
import { textField } from '#ui/fields.ts'
import type { Html } from '#ui/html.ts'

/** What can be said of what was typed without looking whether it is right. */
export const unreadableCode = {
  missing: {
    nb: 'Skriv inn koden fra brevet.',
    nn: 'Skriv inn koden frå brevet.',
    se: draft('Čále koda reivves.'),
    en: 'Enter the code from the letter.',
  },
  length: codeTexts.length,
  'look-alike': codeTexts.lookAlike,
  characters: codeTexts.characters,
} as const satisfies Record<string, Text>

/** They stand in the letter with their numbers. */
const label: TextOf<[string]> = {
  nb: (number) => `Kode nummer ${number}`,
  nn: (number) => `Kode nummer ${number}`,
  se: draft((number: string) => `Koda nummir ${number}`),
  en: (number) => `Code number ${number}`,
}

/** Never filled in by a browser that has seen an SMS: the code stands on paper. */
export const letterCodeField = (language: Language, number: number, error: string | undefined): Html =>
  textField({
    id: 'code',
    label: label[language](String(number)),
    hint: codeTexts.codeHint[language],
    error,
    autocomplete: 'off',
    inputmode: 'text',
    autocapitalize: 'characters',
    width: 'short',
    autofocus: error === undefined,
  })

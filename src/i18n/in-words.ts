/** Small numbers as they stand in a sentence: up to twelve in words, as Språkrådet has it; then in digits. */
import type { Language } from '#i18n/text.ts'

const words: Readonly<Record<Language, readonly string[]>> = {
  nb: ['null', 'én', 'to', 'tre', 'fire', 'fem', 'seks', 'sju', 'åtte', 'ni', 'ti', 'elleve', 'tolv'],
  nn: ['null', 'éin', 'to', 'tre', 'fire', 'fem', 'seks', 'sju', 'åtte', 'ni', 'ti', 'elleve', 'tolv'],
  se: [
    'nulla',
    'okta',
    'guokte',
    'golbma',
    'njeallje',
    'vihtta',
    'guhtta',
    'čieža',
    'gávcci',
    'ovcci',
    'logi',
    'oktanuppelohkái',
    'guoktenuppelohkái',
  ],
  en: ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
}

export const inWords = (language: Language, number: number): string => words[language][number] ?? String(number)

/** Where a sentence begins with it. */
export function startingInWords(language: Language, number: number): string {
  const word = inWords(language, number)
  return word.charAt(0).toLocaleUpperCase(language) + word.slice(1)
}

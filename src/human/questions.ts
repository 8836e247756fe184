/**
 * Questions for those whose browser runs no scripts: text alone, so that a screen reader reads all that there is; nothing to remember or
 * to calculate; the answer is one of the words that stand in the question, to be typed or copied. Made from the check's id, kept nowhere.
 */
import type { KeyObject } from 'node:crypto'
import { hmac } from '#base/secrets.ts'
import { type Language, languages, type Text } from '#i18n/text.ts'
import { asks, type Family } from '#human/texts.ts'
import { allWords, type Kind, words } from '#human/words.ts'

export const questionRules = { least: 2, most: 5, words: 4 } as const

export interface Question {
  readonly family: Family
  /** In the order in which they are shown. */
  readonly shown: readonly Text[]
  readonly answer: Text
}

const families: readonly Family[] = ['animal', 'clothing', 'food', 'first', 'second', 'last']
const place = { first: 0, second: 1, last: questionRules.words - 1 } as const

export const questionsOf = (key: KeyObject, id: string, count: number): readonly Question[] =>
  Array.from({ length: count }, (_, i) => question(draws(key, `${id}.${i}`)))

export const asked = ({ family, shown }: Question, language: Language): string =>
  asks[family][language](shown.map((word) => word[language]).join(', '))

/** In any of the languages: the page may have been read in another. Capitals, accents and a full stop do not matter. */
export const answers = ({ answer }: Question, typed: string): boolean =>
  languages.some((language) => plain(answer[language]) === plain(typed))

/** Not everybody has á and ž on the keyboard. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[\p{M}\p{P}\s]/gu, '')
    .toLowerCase()

/** Numbers below a bound, drawn from the check's id: the same at every look, and nothing that its reader could work out. */
type Draw = (below: number) => number

function draws(key: KeyObject, name: string): Draw {
  const bytes = Buffer.from(hmac(key, `questions\n${name}`), 'base64url')
  let at = 0
  return (below) => bytes.readUInt16BE(2 * (at++ % (bytes.length / 2))) % below
}

function question(draw: Draw): Question {
  const family = families[draw(families.length)] ?? 'first'
  if (family in place) {
    const shown = several(draw, allWords, questionRules.words)
    return { family, shown, answer: shown[place[family as keyof typeof place]] ?? nothing() }
  }
  const [answer = nothing()] = several(draw, words[family as Kind], 1)
  const shown = several(draw, others(family as Kind), questionRules.words - 1)
  shown.splice(draw(questionRules.words), 0, answer)
  return { family, shown, answer }
}

/** What could be eaten or worn by somebody is not shown beside food and clothes. */
const others = (kind: Kind): readonly Text[] =>
  kind === 'food' ? [...words.clothing, ...words.thing] : allWords.filter((word) => !words[kind].includes(word))

function several(draw: Draw, from: readonly Text[], count: number): Text[] {
  const left = [...from]
  return Array.from({ length: count }, () => left.splice(draw(left.length), 1)[0] ?? nothing())
}

function nothing(): never {
  throw new RangeError('too few words')
}

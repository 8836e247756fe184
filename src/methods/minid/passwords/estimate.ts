/** The estimate itself. Loads the dictionaries: only the thread (`guesses-thread.ts`) may import it. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english } from '@zxcvbn-ts/language-en'
import { norwegianWords } from '#methods/minid/passwords/norwegian.ts'

const estimator = new ZxcvbnFactory({
  dictionary: {
    'passwords-common': common['passwords-common'],
    'commonWords-en': english['commonWords-en'],
    'firstnames-en': english['firstnames-en'],
    norwegian: [...norwegianWords()],
  },
  graphs: adjacencyGraphs,
})

/** Endings that stand in every attacker's list: the years, 1, 12, 123, !, !! and so on. */
const usualEndings = 100
/** More than this around a word is no ending any more. */
const longestEnding = 6

export function guessesOf(text: string, known: readonly string[]): number {
  const whole = estimate(text, known)
  const word = undecorated(text)
  return word === undefined ? whole : Math.min(whole, estimate(word, known) * usualEndings)
}

const estimate = (text: string, known: readonly string[]): number => estimator.check(text, [...known]).guesses

/**
 * `Sommer2026!!` → `Sommer`. The estimator takes each further piece for a new secret; a word with what people hang on it so that it
 * fits a rule is one guess among a hundred (NIST SP 800-63B-4 §3.1.1.2: derivatives of listed words).
 */
function undecorated(text: string): string | undefined {
  const word = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const around = text.length - word.length
  return word === '' || around === 0 || around > longestEnding ? undefined : word
}

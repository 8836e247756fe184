/** Texts: used, free of HTML, four languages that differ, and Northern Sámi marked until a speaker has read it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { type Language, languages } from '#i18n/text.ts'
import { allTexts, type FoundText, unused } from './texts.ts'

/** Names are the same in every language. */
const names = new Set([
  'MinID',
  'BankID',
  'Inngang',
  'Buypass',
  'Buypass AS',
  'Commfides',
  'Commfides Norge AS',
  'Test-eID',
  'TestID',
])
/** Northern Sámi that a speaker has read, or that is the language's own name for itself. */
const read = new Set(['Davvisámegiella', 'Sámegiella', ...names])
/** Bokmål and Nynorsk share many short sentences; a longer one that is equal was probably forgotten, unless it stands here. */
const sharedWords = 8
const shared = new Set<string>([])

const pairs = languages.flatMap((one, index) => languages.slice(index + 1).map((other) => [one, other] as const))

test('house: every text is used', () => {
  assert.deepEqual(
    unused().map(({ where, name }) => `${where} ${name}`),
    [],
  )
})

test('house: no HTML in texts', () => {
  const html = /<\/?[a-z][^>]*>|&(#\d+|[a-z]+);/i
  const faults = allTexts().flatMap(({ where, words }) =>
    languages.filter((language) => html.test(words[language])).map((language) => `${where} ${language}`),
  )
  assert.deepEqual(faults, [])
})

test('house: no two languages are equal without a reason', () => {
  const faults = allTexts().flatMap((text) =>
    pairs
      .filter(([one, other]) => suspicious(text, one, other))
      .map((pair) => `${text.where} ${pair.join(' = ')}: ${text.words[pair[0]]}`),
  )
  assert.deepEqual(faults, [])
})

function suspicious({ written, words }: FoundText, one: Language, other: Language): boolean {
  if (written[one] !== written[other] || names.has(words[one])) return false
  return one !== 'nb' || other !== 'nn' || (words[one].split(/\s+/).length > sharedWords && !shared.has(words[one]))
}

test('house: Northern Sámi that no speaker has read is marked as a draft', () => {
  assert.deepEqual(
    allTexts()
      .filter(({ draft, words }) => !draft && !read.has(words.se))
      .map(({ where, words }) => `${where} ${words.se}`),
    [],
  )
})

test('house: no text is empty', () => {
  assert.ok(allTexts().length > 0)
  assert.deepEqual(
    allTexts().flatMap(({ where, words }) =>
      languages.filter((language) => words[language].trim() === '').map((language) => `${where} ${language}`),
    ),
    [],
  )
})

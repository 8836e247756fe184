import assert from 'node:assert/strict'
import test from 'node:test'
import { inWords, startingInWords } from '#i18n/in-words.ts'
import { languages } from '#i18n/text.ts'

test('in words: up to twelve, in every language; then in digits', () => {
  assert.deepEqual(
    languages.map((language) => inWords(language, 5)),
    ['fem', 'fem', 'vihtta', 'five'],
  )
  assert.deepEqual(
    languages.map((language) => startingInWords(language, 12)),
    ['Tolv', 'Tolv', 'Guoktenuppelohkái', 'Twelve'],
  )
  assert.deepEqual([inWords('nb', 13), startingInWords('en', 13)], ['13', '13'])
})

import assert from 'node:assert/strict'
import test from 'node:test'
import { newChallenge } from '#human/challenge.ts'
import { answers, asked, plain, type Question, questionRules, questionsOf } from '#human/questions.ts'
import { allWords } from '#human/words.ts'
import { languages } from '#i18n/text.ts'
import { vaultInMemory } from '#keys/vault.ts'

const key = vaultInMemory().macKey('human-check')
const many: readonly Question[] = Array.from({ length: 400 }, () =>
  questionsOf(key, newChallenge(0, 4, 2).id, 2),
).flat()

test('questions: the same at every look, others under another key or id', () => {
  const { id } = newChallenge(0, 4, 5)
  assert.deepEqual(questionsOf(key, id, 5), questionsOf(key, id, 5))
  assert.notDeepEqual(questionsOf(vaultInMemory().macKey('human-check'), id, 5), questionsOf(key, id, 5))
  assert.notDeepEqual(questionsOf(key, newChallenge(0, 4, 5).id, 5), questionsOf(key, id, 5))
})

test('questions: every family comes, each with four words of which exactly one is right, in every language', () => {
  assert.equal(new Set(many.map(({ family }) => family)).size, 6)
  for (const question of many) {
    assert.equal(question.shown.length, questionRules.words)
    for (const language of languages) {
      const right = question.shown.filter((word) => answers(question, word[language]))
      assert.deepEqual(right, [question.answer], asked(question, language))
      assert.ok(asked(question, language).includes(question.answer[language]))
    }
  }
})

test('questions: the right word stands in every place', () => {
  const places = many.filter(({ family }) => family === 'food').map(({ shown, answer }) => shown.indexOf(answer))
  assert.deepEqual(new Set(places), new Set([0, 1, 2, 3]))
})

test('questions: no word is another one in another language, not even without its accents', () => {
  const seen = new Map<string, unknown>()
  for (const word of allWords)
    for (const language of languages) {
      const other = seen.get(plain(word[language]))
      assert.ok(other === undefined || other === word, word[language])
      seen.set(plain(word[language]), word)
    }
})

const typed: readonly [typed: string, right: boolean][] = [
  ['guovža', true],
  [' BJØRN. ', true],
  ['guovza', true],
  ['bear', true],
  ['ulv', false],
  ['bjørn ulv', false],
  ['', false],
]
const bear = allWords.find(({ en }) => en === 'bear') ?? assert.fail()
for (const [text, right] of typed)
  test(`questions: “${text}” for a bear is ${right ? 'right' : 'wrong'}`, () => {
    assert.equal(answers({ family: 'animal', shown: [bear], answer: bear }, text), right)
  })

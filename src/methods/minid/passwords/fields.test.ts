/** Two fields in, one password or what is wrong with them out. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { readForm } from '#http/forms.ts'
import { languages } from '#i18n/text.ts'
import { type ChoiceFaults, choiceFaults, passwordChoice, readChoice } from '#methods/minid/passwords/fields.ts'
import type { PasswordRules } from '#methods/minid/passwords/rules.ts'
import { markup } from '#ui/html.ts'
import { Hono } from 'hono'

const good = ' koffert lampe rev '
const rules: PasswordRules = {
  shortest: 12,
  fault: (password) =>
    Promise.resolve(password === '' ? 'missing' : password.trim() === good.trim() ? undefined : 'common'),
}

const rows: readonly [what: string, form: Record<string, string>, faults: ChoiceFaults | undefined][] = [
  ['the same twice', { password: good, again: good }, undefined],
  ['the same from two keyboards', { password: good.normalize('NFKD'), again: good }, undefined],
  ['nothing', {}, { password: 'missing' }],
  ['the second alone', { again: good }, { password: 'missing' }],
  ['the first alone', { password: good }, { again: 'missing' }],
  ['two that differ', { password: good, again: 'koffert lampe sau' }, { again: 'different' }],
  ['a space more', { password: good, again: good.trim() }, { again: 'different' }],
  ['two faults', { password: 'passord', again: 'pasord' }, { password: 'common', again: 'different' }],
  ['a bad one twice', { password: 'passord', again: 'passord' }, { password: 'common' }],
]
for (const [what, form, faults] of rows)
  test(`typed: ${what}`, async () => {
    const read = await readChoice(rules, new Map(Object.entries(form)), {})
    assert.deepEqual(read, faults === undefined ? { password: form['password'] } : { faults })
  })

test('a password of spaces and signs arrives as it was typed', async () => {
  const typed = '  &=+% 🐟 ü#  '
  const app = new Hono().post('/', async (c) => c.json(Object.fromEntries(await readForm(c))))
  const body = new URLSearchParams({ password: typed })
  const answer = (await (await app.request('/', { method: 'POST', body })).json()) as { password: string }
  assert.equal(answer.password, typed)
})

test('the fields: empty, for password managers, with the hint, and each fault at its field', () => {
  for (const language of languages) {
    const faults = { password: 'common', again: 'different' } as const
    const page = markup(passwordChoice({ language, shortest: 12, faults }))
    assert.equal(page.match(/type="password"/g)?.length, 2)
    assert.equal(page.match(/autocomplete="new-password"/g)?.length, 2)
    assert.doesNotMatch(page, /value=|maxlength|onpaste|pattern=/)
    assert.match(page, /12/)
    const summary = choiceFaults(language, faults)
    assert.deepEqual(
      summary.map(({ field }) => field),
      ['password', 'again'],
    )
    for (const { field } of summary) assert.match(page, new RegExp(`id="${field}-error"`))
  }
  assert.deepEqual(choiceFaults('nb', {}), [])
  assert.doesNotMatch(markup(passwordChoice({ language: 'nb', shortest: 12 })), /aria-invalid/)
})

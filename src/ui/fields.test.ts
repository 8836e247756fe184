import assert from 'node:assert/strict'
import test from 'node:test'
import { errorSummary, form, hidden, notice, passwordField, primaryButton, stampField, textField } from '#ui/fields.ts'
import { html, markup } from '#ui/html.ts'

test('fields: label, hint and error belong to the field', () => {
  const text = markup(
    textField({
      id: 'pid',
      label: 'Nummer',
      hint: '11 siffer',
      error: 'Skriv alle sifrene.',
      autocomplete: 'username',
      inputmode: 'numeric',
      maxlength: 13,
      value: '12',
    }),
  )
  assert.match(text, /<label class="ds-label" for="pid">Nummer<\/label>/)
  assert.match(text, /aria-describedby="pid-hint pid-error"/)
  assert.match(text, /id="pid-hint">11 siffer</)
  assert.match(text, /id="pid-error">Skriv alle sifrene\.</)
  assert.match(
    text,
    /<input [^>]*id="pid" name="pid" type="text" value="12" autocomplete="username" inputmode="numeric"[^>]* maxlength="13"[^>]* aria-invalid="true"/,
  )
})

test('fields: without a fault nothing says that there is one', () => {
  const text = markup(textField({ id: 'code', name: 'c', label: 'Kode' }))
  assert.doesNotMatch(text, /aria-invalid|aria-describedby|-error/)
  assert.match(text, /id="code" name="c"/)
})

test('fields: what the user typed comes back escaped', () => {
  assert.match(markup(textField({ id: 'a', label: 'A', value: '"><b>' })), /value="&quot;&gt;&lt;b&gt;"/)
})

test('fields: a password is never sent back, and is shown only where the script runs', () => {
  const text = markup(
    passwordField({ id: 'password', label: 'Passord', autocomplete: 'current-password', language: 'nb' }),
  )
  assert.match(text, /<input [^>]*id="password"[^>]* type="password"/)
  assert.doesNotMatch(text, /value=/)
  assert.match(text, /<div class="ds-field i-reveal" hidden>/)
  // No name: the checkbox is never posted.
  assert.match(text, /<input class="ds-input" type="checkbox" id="password-shown" data-reveals="password"/)
})

test('fields: the summary links to each field and takes the focus; without faults there is none', () => {
  const text = markup(html`${errorSummary('nb', [{ field: 'pid', text: 'Skriv alle sifrene.' }])}`)
  assert.match(text, /<a class="ds-link" href="#pid">Skriv alle sifrene\.<\/a>/)
  assert.match(text, /tabindex="-1" autofocus/)
  assert.equal(errorSummary('nb', []), '')
})

test('fields: a form posts with its stamp and leaves faults to our own words', () => {
  const text = markup(form('/x?a&b', 'st"amp', primaryButton('Neste', { name: 'go-on', value: 'yes' })))
  assert.match(text, /<form class="i-form" method="post" action="\/x\?a&amp;b" novalidate>/)
  assert.ok(text.includes(markup(hidden(stampField, 'st"amp'))))
  assert.match(text, /<button class="ds-button" type="submit" data-variant="primary" name="go-on" value="yes">Neste</)
  assert.doesNotMatch(markup(form('/x', undefined, html``)), /hidden/)
})

test('fields: what went wrong is read out, what is good to know is not', () => {
  assert.match(markup(notice('warning', 'x')), /role="alert"/)
  assert.doesNotMatch(markup(notice('info', 'x')), /role/)
})

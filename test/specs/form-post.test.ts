/** OAuth 2.0 Form Post Response Mode. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formIn, formsIn, linksIn } from '../browser.ts'
import { callback, owners } from '../services.ts'
import { authorize, exchange, type Fields, good, hint, push, refusedHere, refusedTo } from '../wire.ts'
import { issuer, type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))

const posted = (over: Fields = {}): Fields => good('tax', { response_mode: 'form_post', ...over })

test('OIDC Form Post §2 the answer is a form to the registered address, with a button for who has no scripts', async () => {
  const visit = await authorize(world, posted({ login_hint: hint(world) }))
  assert.equal(visit.status, 200)
  assert.match(visit.headers.get('content-type') ?? '', /^text\/html/)
  assert.equal(visit.headers.get('cache-control'), 'no-store')
  const forms = formsIn(visit)
  assert.deepEqual(
    forms.map(({ action, method }) => [action, method]),
    [[callback('tax'), 'post']],
  )
  const { fields, markup } = formIn(visit, callback('tax'))
  assert.deepEqual([...fields.keys()], ['code', 'state', 'iss'])
  assert.deepEqual([fields.get('state'), fields.get('iss')], ['state-of-the-client', issuer])
  assert.match(markup, /<button[^>]*type="submit"/)
  assert.equal((await exchange(world, 'tax', fields.get('code') ?? '')).status, 200)
})

test('OIDC Form Post §2 the browser may send it there, and a script of ours may press the button', async () => {
  const { headers, body } = await authorize(world, posted({ login_hint: hint(world) }))
  const policy = headers.get('content-security-policy') ?? ''
  assert.match(policy, /form-action 'self' https:/)
  assert.match(policy, /script-src 'self'(;|$)/)
  assert.ok(!/<script(?![^>]*\ssrc=)/.test(body), 'no inline script')
})

test('OIDC Form Post §4 what the client sent cannot break out of the form', async () => {
  for (const state of [
    '"><script>alert(1)</script>',
    "' onmouseover='x",
    '</form><form action="https://evil.example">',
    '&quot;',
  ])
    assert.equal(
      formIn(await authorize(world, posted({ state, login_hint: hint(world) })), callback('tax')).fields.get('state'),
      state,
    )
})

test('OIDC Form Post §2 an error comes as a form, too', async () => {
  for (const [over, error] of [
    [{ scope: 'profile' }, 'invalid_scope'],
    [{ prompt: 'none' }, 'login_required'],
  ] as [Fields, string][]) {
    const { fields } = formIn(await authorize(world, posted(over)), callback('tax'))
    assert.deepEqual(
      [fields.get('error'), fields.get('state'), fields.get('iss')],
      [error, 'state-of-the-client', issuer],
    )
  }
})

test('OIDC Form Post §2 no code is left where links or the history would keep it', async () => {
  const visit = await authorize(world, posted({ login_hint: hint(world) }))
  const code = formIn(visit, callback('tax')).fields.get('code') ?? ''
  assert.ok(code)
  assert.ok(!linksIn(visit).some((href) => href.includes(code)))
  assert.ok(![...visit.headers.values()].some((value) => value.includes(code)))
})

test('OIDC Form Post §2 a form to an address that is not registered is never made', async () => {
  const visit = await authorize(world, posted({ redirect_uri: 'https://evil.example/', login_hint: hint(world) }))
  refusedHere(visit, 'IN-04')
  assert.ok(!visit.body.includes('evil.example'))
})

test('OIDC Form Post §2 it may be asked for by a pushed request', async () => {
  const { json } = await push(world, 'tax', { response_mode: 'form_post', login_hint: hint(world) })
  const visit = await authorize(world, { client_id: 'tax', request_uri: String(json['request_uri']) })
  assert.ok(formIn(visit, callback('tax')).fields.get('code'))
})

for (const mode of ['fragment', 'form_post.JWT', 'web_message', 'FORM_POST']) {
  test(`OIDC Form Post §2.1 response_mode=${mode} is invalid_request, told in the query`, async () => {
    refusedTo(await authorize(world, good('tax', { response_mode: mode })), 'tax', 'invalid_request')
  })
}

import assert from 'node:assert/strict'
import test from 'node:test'
import { contentSecurityPolicy, pageHeaders, sourceOf } from '#http/headers.ts'

const directives = (policy: string): Map<string, string> =>
  new Map(policy.split('; ').map((one) => [one.slice(0, one.indexOf(' ')), one.slice(one.indexOf(' ') + 1)]))

test('headers: a page loads nothing from others, runs no script of its own, is framed by nobody', () => {
  const policy = directives(contentSecurityPolicy({}))
  assert.deepEqual(Object.fromEntries(policy), {
    'default-src': "'none'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'script-src': "'self'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
    'form-action': "'self'",
  })
})

test('headers: forms may lead where the page says, and frames come from where it says', () => {
  const policy = directives(
    contentSecurityPolicy({
      formAction: ['https:', 'http://127.0.0.1:*', 'no.example.app:'],
      frameSrc: ['https://tax.example.no', 'http://127.0.0.1:8701'],
    }),
  )
  assert.equal(policy.get('form-action'), "'self' https: http://127.0.0.1:* no.example.app:")
  assert.equal(policy.get('frame-src'), 'https://tax.example.no http://127.0.0.1:8701')
})

test('headers: an address cannot write policy', () => {
  for (const bad of [
    'https://a.example; script-src *',
    "'unsafe-inline'",
    'https://a.example b',
    '*',
    'https://a.example/path',
    'http://[::1]:*',
    '',
  ])
    assert.throws(() => contentSecurityPolicy({ formAction: [bad] }), Error, bad)
})

test('headers: a site as a source, also where the policy has no word for its address', () => {
  assert.equal(sourceOf('https://tax.example.no:8443/logout?a=b'), 'https://tax.example.no:8443')
  assert.equal(sourceOf('http://[::1]:5000/logout'), 'http:')
})

test('headers: nobody keeps a page, and our own posts still say where they come from', () => {
  for (const headers of [pageHeaders({}), pageHeaders({ formAction: ['https:'] })]) {
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['referrer-policy'], 'same-origin')
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
  }
})

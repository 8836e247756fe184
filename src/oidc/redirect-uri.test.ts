import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import fc from 'fast-check'
import { isRegistered, mayBeSentUnseen, withParameters } from '#oidc/redirect-uri.ts'

const web = { applicationType: 'web' } as const
const native = { applicationType: 'native' } as const
const vectors = (name: string): string => readFileSync(new URL(`../../test/vectors/${name}`, import.meta.url), 'utf8')

const inputs = (JSON.parse(vectors('urltestdata.json')) as unknown[]).flatMap((one) =>
  typeof one === 'object' && one !== null && 'input' in one && typeof one.input === 'string' ? [one.input] : [],
)
const payloads = vectors('open-redirects.txt').split('\n')

test('of the web platform’s addresses each matches itself and no other, but for the ports of loopback', () => {
  const all = [...new Set(inputs)].filter((one) => !/^http:\/\/(?:127\.0\.0\.1|\[::1\])[:/]/.test(one))
  assert.ok(all.length > 700)
  for (const registered of all) {
    for (const client of [web, native]) {
      assert.ok(isRegistered(registered, [registered], client))
      for (const asked of all) if (asked !== registered) assert.equal(isRegistered(asked, [registered], client), false)
    }
  }
})

test('no payload for open redirects passes, alone or joined to a registered address', () => {
  assert.ok(payloads.length > 500)
  const known = ['https://service.example.no/cb', 'http://127.0.0.1:0/cb', 'no.example.app:/cb']
  for (const payload of payloads) {
    for (const base of ['', ...known, 'http://127.0.0.1:5000', 'http://127.0.0.1:5000/cb', 'http://[::1]:5000/cb']) {
      const asked = base + payload
      if (known.includes(asked)) continue
      const free = asked === 'http://127.0.0.1:5000/cb'
      assert.equal(isRegistered(asked, known, native), free, asked)
    }
  }
})

const loopbacks: readonly (readonly [asked: string, registered: string, native: boolean])[] = [
  ['http://127.0.0.1:5000/cb', 'http://127.0.0.1:0/cb', true],
  ['http://127.0.0.1:65535/cb', 'http://127.0.0.1:0/cb', true],
  ['http://[::1]:5000/cb?a=b', 'http://[::1]:0/cb?a=b', true],
  ['http://127.0.0.1:5000', 'http://127.0.0.1:0', true],
  ['http://127.0.0.1:65536/cb', 'http://127.0.0.1:0/cb', false],
  ['http://127.0.0.1:05000/cb', 'http://127.0.0.1:0/cb', false],
  ['http://127.0.0.1/cb', 'http://127.0.0.1:0/cb', true],
  ['http://127.0.0.1:5000/cb', 'http://127.0.0.1:4000/cb', true],
  ['http://127.0.0.1:5000/cb', 'http://127.0.0.1/cb', true],
  ['http://127.0.0.1:0/cb', 'http://127.0.0.1:4000/cb', false],
  ['http://127.0.0.1:/cb', 'http://127.0.0.1:0/cb', false],
  ['http://127.0.0.1:5000/CB', 'http://127.0.0.1:0/cb', false],
  ['http://127.0.0.1:5000/cb/', 'http://127.0.0.1:0/cb', false],
  ['http://127.0.0.1:5000/cb#x', 'http://127.0.0.1:0/cb', false],
  ['http://[::1]:5000/cb', 'http://127.0.0.1:0/cb', false],
  ['http://localhost:5000/cb', 'http://localhost:0/cb', false],
  ['https://127.0.0.1:5000/cb', 'https://127.0.0.1:0/cb', false],
  ['http://127.0.0.1:5000@evil.example/cb', 'http://127.0.0.1:0/cb', false],
  ['http://127.0.0.1.evil.example:5000/cb', 'http://127.0.0.1:0/cb', false],
]

for (const [asked, registered, expected] of loopbacks) {
  test(`a native client ${expected ? 'may' : 'may not'} use ${asked} for ${registered}`, () => {
    assert.equal(isRegistered(asked, [registered], native), expected)
    assert.equal(isRegistered(asked, [registered], web), false)
  })
}

test('faults go unseen to https and to the user’s own machine alone', () => {
  for (const uri of [
    'https://a.no/cb',
    'http://localhost:3000/cb',
    'http://127.0.0.1/cb',
    'http://[::1]:1/',
    'http://localhost',
  ]) {
    assert.equal(mayBeSentUnseen(uri), true, uri)
  }
  for (const uri of [
    'http://a.no/',
    'no.example:/cb',
    'http://localhost.evil.no/',
    'http://localhost@evil.no/',
    'javascript:1',
  ]) {
    assert.equal(mayBeSentUnseen(uri), false, uri)
  }
})

test('parameters come back as they were sent, and the address keeps its own query', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string({ minLength: 1 }).filter((k) => /^[a-z_]+$/.test(k)),
        fc.string({ unit: 'grapheme' }),
      ),
      (sent) => {
        for (const base of ['https://a.no/cb', 'https://a.no/cb?', 'https://a.no/cb?own=1', 'https://a.no/cb?own=1&']) {
          const back = new URL(withParameters(base, sent))
          assert.equal(back.origin + back.pathname, 'https://a.no/cb')
          for (const [name, value] of Object.entries(sent))
            if (name !== 'own') assert.equal(back.searchParams.get(name), value)
        }
      },
    ),
  )
  assert.equal(withParameters('app:/cb', { state: 'a b&c' }), 'app:/cb?state=a%20b%26c')
})

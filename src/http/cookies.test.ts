/** Cookies: what every browser sends is read, garbage is left out, and two of one name are always seen. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import fc from 'fast-check'
import { cookie, cookieName, onlyCookie, readCookies } from '#http/cookies.ts'

for (const [header, read] of [
  [undefined, []],
  ['', []],
  ['a=1', [['a', ['1']]]],
  [
    'a=1; b=2',
    [
      ['a', ['1']],
      ['b', ['2']],
    ],
  ],
  [
    'a=1;b=2;',
    [
      ['a', ['1']],
      ['b', ['2']],
    ],
  ],
  ['a=', [['a', ['']]]],
  ['a=b=c', [['a', ['b=c']]]],
  ['=1; a', []],
  [
    'a=1; A=2',
    [
      ['a', ['1']],
      ['A', ['2']],
    ],
  ],
  [
    'a=1; b=2; a=3',
    [
      ['a', ['1', '3']],
      ['b', ['2']],
    ],
  ],
  ['__proto__=1', [['__proto__', ['1']]]],
] as const) {
  test(`Cookie: ${header ?? '(none)'}`, () => assert.deepEqual([...readCookies(header)], read))
}

/** RFC 6265 §4.1.1: a token, and cookie-octets. */
const names = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,20}$/)
const values = fc.stringMatching(/^[!#-+\--:<-[\]-~]{0,40}$/)

test('any header is read without a throw, and names and values hold no separator', () => {
  const pieces = fc
    .array(fc.constantFrom('a', '=', ';', ' ', '"', ',', '\t', '__Host-s', 'é', '\u0000'))
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), pieces), (header) => {
      for (const [name, all] of readCookies(header)) {
        assert.doesNotMatch(name, /[=;]/)
        for (const value of all) assert.doesNotMatch(value, /;/)
      }
    }),
  )
})

test('what a browser sends is read back, however many', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(names, values), { selector: ([name]) => name, maxLength: 30 }), (pairs) => {
      const read = readCookies(pairs.map(([name, value]) => `${name}=${value}`).join('; '))
      assert.deepEqual(
        [...read],
        pairs.map(([name, value]) => [name, [value]]),
      )
    }),
  )
})

test('a name that came twice is seen wherever it stands, also with equal values', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(names, values)), names, values, values, fc.nat(), (others, name, one, two, place) => {
      const all = others.filter(([other]) => other !== name)
      const at = place % (all.length + 1)
      const header = [[name, one], ...all.slice(0, at), [name, two], ...all.slice(at)]
        .map((pair) => pair.join('='))
        .join(';')
      const read = readCookies(header)
      assert.deepEqual(read.get(name), [one, two])
      assert.deepEqual(onlyCookie(read, name), { twice: true })
    }),
  )
})

test('one value is the value, none is undefined', () => {
  assert.equal(onlyCookie(readCookies('a=1'), 'a'), '1')
  assert.equal(onlyCookie(readCookies('a=1'), 'b'), undefined)
})

test('what is written says every attribute', () => {
  const host = { secure: true, port: 443 }
  const twin = { secure: false, port: 8700 }
  assert.equal(cookieName(host, 's'), '__Host-s')
  assert.equal(cookieName(twin, 's'), 's-8700')
  assert.equal(cookie(host, 's', 'v'), '__Host-s=v; Path=/; Secure; HttpOnly; SameSite=Lax')
  assert.equal(cookie(host, 's', '', 0), '__Host-s=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax')
  assert.equal(cookie(twin, 's', 'v', 60), 's-8700=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax')
})

interface StateCase {
  readonly test: string
  readonly received: readonly string[]
  readonly sent: readonly { readonly name: string; readonly value: string }[]
}
const stateCases = JSON.parse(
  readFileSync(new URL('../../test/vectors/http-state-parser.json', import.meta.url), 'utf8'),
) as readonly StateCase[]

test('what browsers send back in the cases of http-state is read as it was kept, each of two of one name too', () => {
  let pairs = 0
  for (const { test: name, sent } of stateCases) {
    const header = sent.map((one) => (one.name === '' ? one.value : `${one.name}=${one.value}`)).join('; ')
    const read = readCookies(header)
    // A cookie without a name is no cookie of ours: left out, and it hides none of the others.
    const named = sent.filter((one) => one.name !== '' && !one.value.includes(';'))
    for (const { name: own, value } of named) {
      assert.ok(read.get(own)?.includes(value.trim()), `${name}: ${header}`)
      pairs++
    }
    assert.ok([...read.values()].flat().length >= named.length, name)
  }
  assert.ok(stateCases.length === 222 && pairs > 150, `${pairs} pairs`)
})

test('what servers set in the cases of http-state is read without a throw, whatever stands in it', () => {
  for (const { received } of stateCases) for (const line of received) assert.doesNotThrow(() => readCookies(line), line)
})

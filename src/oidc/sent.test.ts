import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { listOf, readSent } from '#oidc/sent.ts'

test('what came once is read as it was, what came twice is not read at all', () => {
  const pair = fc.tuple(fc.constantFrom('a', 'b', 'c', 'state', '__proto__', ''), fc.string())
  fc.assert(
    fc.property(fc.array(pair), (pairs) => {
      const sent = readSent(new URLSearchParams(pairs.map(([k, v]) => [k, v])).toString())
      for (const name of new Set(pairs.map(([k]) => k))) {
        const values = pairs.filter(([k]) => k === name).map(([, v]) => v)
        assert.equal(sent.twice.includes(name), values.length > 1)
        assert.equal(sent.values.get(name), values.length > 1 || values[0] === '' ? undefined : values[0])
      }
    }),
  )
})

test('no text makes the reader throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readSent(text)))
})

test('resource alone may be repeated', () => {
  const sent = readSent('resource=https://a.no&resource=https://b.no&resource=&scope=x&scope=')
  assert.deepEqual(sent.resource, ['https://a.no', 'https://b.no'])
  assert.deepEqual(sent.twice, ['scope'])
  assert.equal(sent.values.size, 0)
})

test('lists have no empty items and no repetitions', () => {
  assert.deepEqual(listOf(undefined), [])
  assert.deepEqual(listOf('  b a  b '), ['b', 'a'])
})

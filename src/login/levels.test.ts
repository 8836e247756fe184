import assert from 'node:assert/strict'
import test from 'node:test'
import { acrName, acrValues, levels, lower, reaches, readAcr } from '#login/levels.ts'

test('E3 the order of the levels: each reaches itself and what is below, never what is above', () => {
  for (const [i, a] of levels.entries()) for (const [j, b] of levels.entries()) assert.equal(reaches(a, b), i >= j)
})

const names: readonly [string, string, string][] = [
  ['idporten-loa-substantial', 'substantial', 'idporten'],
  ['idporten-loa-high', 'high', 'idporten'],
  ['loa:low', 'low', 'loa'],
  ['loa:substantial', 'substantial', 'loa'],
  ['loa:high', 'high', 'loa'],
  ['Level3', 'substantial', 'altinn'],
  ['Level4', 'high', 'altinn'],
]
for (const [acr, level, vocabulary] of names) {
  test(`E3 ${acr} is ${level}, answered in its own names`, () => {
    const read = readAcr(acr)
    assert.ok(read)
    assert.deepEqual(read, { level, vocabulary })
    assert.equal(acrName(read.level, read.vocabulary), acr)
  })
}

test('E3 unknown names, other cases and near misses are unknown', () => {
  for (const acr of ['level4', 'LOA:HIGH', 'idporten-loa-high ', 'eidas-loa-high', '', '__proto__', 'constructor'])
    assert.equal(readAcr(acr), undefined)
})

test('E3 a level that a vocabulary has no name for is told in the names of ID-porten', () => {
  assert.equal(acrName('low', 'altinn'), 'idporten-loa-low')
})

test('discovery lists what may be asked for', () => {
  assert.ok(
    acrValues.includes('idporten-loa-high') && acrValues.includes('loa:substantial') && acrValues.includes('Level4'),
  )
  assert.ok(!acrValues.includes('Level0'))
})

test('the lower of two', () => {
  assert.equal(lower('high', 'substantial'), 'substantial')
})

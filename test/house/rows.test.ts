/** Rows and their tests: a row that claims to be built has one, and a test of the whole app names its row or section. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { allRows, allTests, rowsNamed, rowsOf } from './rows.ts'

const rows = allRows()
const { named, nameless } = allTests()

test('house: every row has its line once, in words, with a state we know', () => {
  const ids = rows.map(({ id }) => id)
  assert.ok(ids.length > 60)
  assert.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  )
  assert.deepEqual(
    rows.filter(({ says, state }) => says.length < 15 || !['', 'in part', 'built'].includes(state)),
    [],
  )
})

test('house: a row that claims to be built has a test', () => {
  const without = rows.filter(({ id, state }) => state !== '' && !named.some((one) => one.rows.includes(id)))
  assert.deepEqual(
    without.map(({ id, state }) => `${id} claims ${state} and has no test`),
    [],
  )
})

test('house: a test names only rows that there are', () => {
  const known = new Set(rows.map(({ id }) => id))
  assert.deepEqual(
    named.filter((one) => one.rows.some((id) => !known.has(id))).map(({ where, name }) => `${where} ${name}`),
    [],
  )
})

const begins: readonly [folder: RegExp, how: RegExp, says: string][] = [
  [/^test\/rows\//, /^([EMXAORSTPI]\d+\b|(house|pages): )/, 'a row'],
  // A section, the row or invariant that a test of several sections is about, or a module of the OpenID certification.
  [
    /^test\/specs\//,
    /^(?:oidcc-|fapi2-|(RFC \d+|OIDC [A-Z]\w+|OpenID Connect|JARM|draft-\S+|WCAG|CSP|FAPI|[EMXAORSTPI]\d+)\b)/,
    'a section',
  ],
  [/^test\/clients\//, /^([EMXAORSTPI]\d+\b)/, 'a row'],
  [/^test\/(journeys|races)\//, /^([EMXAORSTPI]\d+\b|(house|pages): )/, 'a row'],
]
test('house: tests of the whole app begin with their row or section', () => {
  const faults = named.flatMap(({ where, name }) =>
    begins
      .filter(([folder, how]) => folder.test(where) && !how.test(name))
      .map(([, , says]) => `${where} "${name}" does not begin with ${says}`),
  )
  assert.deepEqual(
    [
      ...faults,
      ...nameless
        .filter((where) => /^test\/(rows|specs|journeys|races)\//.test(where))
        .map((where) => `${where} has no name to read`),
    ],
    [],
  )
})

test('house: rows are read from names and lines', () => {
  assert.deepEqual(rowsNamed('E3 I2 the level'), ['E3', 'I2'])
  assert.deepEqual(rowsNamed('E3, I2 the level'), ['E3', 'I2'])
  assert.deepEqual(rowsNamed('RFC 7636 §4.6 x'), [])
  assert.deepEqual(rowsNamed('house: x'), [])
  assert.deepEqual(rowsOf('| E1 | One window. | built |\n| id | row | state |\n| E2 | Two. | |'), [
    { id: 'E1', says: 'One window.', state: 'built' },
    { id: 'E2', says: 'Two.', state: '' },
  ])
})

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { refusals } from '#http/refusals.ts'
import { refusalIds } from '#http/trouble.ts'

const rows = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.slice(2, -2).split(' | '))

test('refusals: docs/errors.md has each, with its status and a sentence for the user, the integrator and support', () => {
  const listed = rows.filter(([code]) => code?.startsWith('`IN-') === true)
  assert.deepEqual(
    listed.map(([code, status]) => [code, status]),
    refusalIds.map((id) => [`\`${id}\``, String(refusals[id].status)]),
  )
  for (const row of listed) {
    assert.equal(row.length, 5, String(row[0]))
    for (const cell of row.slice(2)) assert.match(cell, /\w.*[.?]$/, String(row[0]))
  }
})

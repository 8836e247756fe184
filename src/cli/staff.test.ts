/** The line that makes somebody staff opens the help desk for that person alone, under the house's own keys. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { vaultInMemory } from '#keys/vault.ts'
import { staffLine } from '#cli/staff.ts'
import { readStaff, staffKey } from '#staff/staff.ts'

const vault = vaultInMemory()
const twin = { vault, entry: 'twin' } as const

test('M10 the line of a number is what the file takes, and the key that its owner’s login makes', () => {
  const made = staffLine(twin, 'helpdesk', ' 158190 10029 ')
  assert.ok('line' in made)
  const lines = readStaff(made.line)
  assert.ok(!('faults' in lines))
  assert.deepEqual([...(lines.get('helpdesk') ?? [])], [staffKey(vault, vault.lookUp('15819010029').hash)])
  assert.doesNotMatch(made.line, /15819010029/)
})

test('M10 no line for what is no number, nor for a number of the other world', () => {
  for (const typed of ['', '15819010028', 'Kari']) assert.ok('fault' in staffLine(twin, 'helpdesk', typed))
  assert.ok('fault' in staffLine({ vault, entry: 'production' }, 'helpdesk', '15819010029'))
})

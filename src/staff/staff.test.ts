/** The file of staff: what it takes, what it refuses, and that it counts as it stands at the moment. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { vaultInMemory } from '#keys/vault.ts'
import { openStaff, readStaff, staffKey } from '#staff/staff.ts'

const vault = vaultInMemory()
const key = staffKey(vault, 'a-hash')

test('M10 a line names a role and a key; comments and empty lines are nobody', () => {
  const lines = readStaff(`# the help desk\n\nhelpdesk ${key}  # until Easter\r\n`)
  assert.ok(!('faults' in lines))
  assert.deepEqual([...(lines.get('helpdesk') ?? [])], [key])
})

const refused: readonly (readonly [name: string, text: string, says: RegExp])[] = [
  ['a role that is none', `king ${key}`, /line 1: there is no such role/],
  ['no key', 'helpdesk', /line 1: after the role/],
  ['half a key', `helpdesk ${key.slice(1)}`, /line 1: after the role/],
  ['a key and something else', `helpdesk ${key} ${key}`, /line 1: after the role/],
  ['an identity number instead of a key', '\nhelpdesk 15819010029', /line 2 holds an identity number/],
  ['an identity number in a comment', `helpdesk ${key} # 158190 10029`, /line 1 holds an identity number/],
]
for (const [name, text, says] of refused) {
  test(`M10 the file of staff refuses ${name}, and does not repeat it`, () => {
    const read = readStaff(text)
    assert.ok('faults' in read)
    assert.match(read.faults.join('\n'), says)
    assert.doesNotMatch(read.faults.join('\n'), /15819010029|158190 10029/)
  })
}

test('M10 the key is another under another house’s keys, and is not the look-up hash', () => {
  assert.match(key, /^[\w-]{43}$/)
  assert.notEqual(key, 'a-hash')
  assert.notEqual(staffKey(vaultInMemory(), 'a-hash'), key)
})

test('M10 who is taken out of the file is out at once; a file with a fault lets nobody in, and the log says why', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'staff-'))
  t.after(() => rm(folder, { recursive: true }))
  const file = join(folder, 'staff')
  const logged: unknown[] = []
  const staff = openStaff({ file, vault, log: (...line) => void logged.push(line) })
  await writeFile(file, `helpdesk ${key}\n`)
  assert.equal(await staff.has('helpdesk', 'a-hash'), true)
  assert.equal(await staff.has('helpdesk', 'another'), false)
  await writeFile(file, '')
  assert.equal(await staff.has('helpdesk', 'a-hash'), false)
  assert.deepEqual(logged, [])
  await writeFile(file, `helpdesk ${key}\nhelpdesk x\n`)
  assert.equal(await staff.has('helpdesk', 'a-hash'), false)
  await rm(file)
  assert.equal(await staff.has('helpdesk', 'a-hash'), false)
  assert.match(JSON.stringify(logged), /line 2.*ENOENT/)
})

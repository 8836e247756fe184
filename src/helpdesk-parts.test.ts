/** Who works here, put together: the twin's own people, the operator's file, both, nobody; and a file that stops the start. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { ConfigFaults, readConfig } from '#config/read.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { openLog } from '#observe/log.ts'
import { staffOf } from '#helpdesk-parts.ts'
import { staffKey } from '#staff/staff.ts'

const vault = vaultInMemory()
const log = openLog({ level: 'error', clock: fixedClock(0), to: { write: () => undefined } })
const persons = {
  hashOf: (number: { reveal(purpose: 'look-up'): string }) => vault.lookUp(number.reveal('look-up')).hash,
}
const [one, other] = ['15819010029', '29820050043'] as const
const hashOf = (number: string): string => vault.lookUp(number).hash

async function opened(lines: string | undefined, given?: readonly { role: 'helpdesk'; number: string }[]) {
  const folder = await mkdtemp(join(tmpdir(), 'staff-'))
  try {
    const file = join(folder, 'staff')
    if (lines !== undefined) await writeFile(file, lines)
    const settings = lines === undefined ? {} : { INNGANG_STAFF: file }
    const config = readConfig({ INNGANG_ISSUER: 'http://localhost:8700', ...settings }, 'twin')
    const staff = await staffOf({ config, vault, log }, persons, given)
    return staff && (await Promise.all([one, other].map((number) => staff.has('helpdesk', hashOf(number)))))
  } finally {
    await rm(folder, { recursive: true })
  }
}
const line = (number: string): string => `helpdesk ${staffKey(vault, hashOf(number))}\n`

test('M10 staff are the twin’s own, those of the file, both, or nobody at all', async () => {
  assert.equal(await opened(undefined), undefined)
  assert.deepEqual(await opened(undefined, [{ role: 'helpdesk', number: one }]), [true, false])
  assert.deepEqual(await opened(line(other)), [false, true])
  assert.deepEqual(await opened(line(other), [{ role: 'helpdesk', number: one }]), [true, true])
  assert.deepEqual(await opened(''), [false, false])
})

test('M10 nothing starts with a file of staff that has a fault, and the fault names the setting', async () => {
  await assert.rejects(opened('helpdesk nobody\n'), (error: unknown) => {
    assert.ok(error instanceof ConfigFaults)
    assert.match(error.faults.join(), /INNGANG_STAFF: line 1/)
    return true
  })
})

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { systemClock } from '#base/clock.ts'
import { migrate } from '#db/migrate.ts'
import { openSqlite } from '#db/sqlite.ts'
import { openVault } from '#keys/vault.ts'
import { openSealer } from '#audit/sealer.ts'
import { auditQueries, migrations } from '#audit/store.ts'
import { auditSource, verifyAudit } from '#audit/verify.ts'

/** Writes events for ever and says which were confirmed. */
const writer = `
  const { openAudit } = await import('${import.meta.resolve('#audit/trail.ts')}')
  const { openSqlite } = await import('${import.meta.resolve('#db/sqlite.ts')}')
  const { openVault } = await import('${import.meta.resolve('#keys/vault.ts')}')
  const { systemClock } = await import('${import.meta.resolve('#base/clock.ts')}')
  const { newPersonId } = await import('${import.meta.resolve('#base/ids.ts')}')
  const [file, keys] = process.argv.slice(1)
  const deps = { database: openSqlite(file), vault: openVault({ file: keys, world: 'twin' }), clock: systemClock, strand: 'killed' }
  const audit = await openAudit(deps)
  for (let n = 1; ; n += 1) {
    await audit.write([], [{ type: 'minid.password.accepted', person: newPersonId() }])
    process.stdout.write(n + '\\n')
    await new Promise(setImmediate)
  }`

test('I5 what was confirmed is there after kill -9, and another process seals it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'inngang-killed-'))
  const [file, keys] = [join(folder, 'database'), join(folder, 'keys.json')]
  const vault = openVault({ file: keys, world: 'twin' })
  const database = openSqlite(file)
  t.after(async () => {
    await database.close()
    rmSync(folder, { recursive: true })
  })
  await migrate(database, migrations)

  const child = spawn(process.execPath, ['--input-type=module', '-e', writer, file, keys], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let confirmed = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    confirmed = Number(text.trim().split('\n').at(-1))
    if (confirmed > 100) child.kill('SIGKILL')
  })
  const signal = await new Promise((resolve) => child.once('close', (_code, by) => resolve(by)))
  assert.equal(signal, 'SIGKILL')

  const rows = await auditQueries(database).selectFrom('audit_row').select('n').orderBy('n').execute()
  assert.ok(rows.length >= confirmed, `${rows.length} rows, ${confirmed} confirmed`)
  const sealer = openSealer({ database, vault, clock: systemClock, trouble: (error) => assert.fail(String(error)) })
  await sealer.close()
  const verdict = await verifyAudit(auditSource(database), vault.sealPublicKey, { macKey: vault.macKey('audit') })
  assert.deepEqual([verdict.faults, verdict.rows, verdict.unsealed], [[], rows.length, 0])
})

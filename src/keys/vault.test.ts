import assert from 'node:assert/strict'
import { sign, verify } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { Worker } from 'node:worker_threads'
import { KeyFileFault } from '#keys/key-file.ts'
import { CannotDecrypt, openVault, vaultInMemory } from '#keys/vault.ts'

function folderFor(t: { after(done: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'inngang-vault-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('the key file is made once, for its owner alone, and gives the same keys again', (t) => {
  const file = join(folderFor(t), 'data', 'keys.json')
  const first = openVault({ file, world: 'twin' })
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const text = readFileSync(file, 'utf8')
  const again = openVault({ file, world: 'twin' })
  assert.equal(readFileSync(file, 'utf8'), text)
  assert.equal(again.decrypt('a/b', first.encrypt('a/b', 'æøå')), 'æøå')
  assert.deepEqual(again.lookUp('12345678901'), first.lookUp('12345678901'))
  assert.equal(again.pairwise('sector', 'per_1'), first.pairwise('sector', 'per_1'))
  assert.ok(again.macKey('audit').equals(first.macKey('audit')))
  const signature = sign(null, Buffer.from('seal'), first.sealKey)
  assert.ok(verify(null, Buffer.from('seal'), again.sealPublicKey, signature))
})

test('processes that start at once agree on one file and leave nothing beside it', async (t) => {
  const folder = folderFor(t)
  const file = join(folder, 'keys.json')
  const code = `
    import { parentPort, workerData } from 'node:worker_threads'
    const { openVault } = await import(workerData.module)
    parentPort.postMessage(openVault({ file: workerData.file, world: 'twin' }).pairwise('s', 'p'))`
  const source = new URL(`data:text/javascript,${encodeURIComponent(code)}`)
  const subjects = await Promise.all(
    Array.from({ length: 6 }, () => {
      const worker = new Worker(source, { workerData: { file, module: import.meta.resolve('#keys/vault.ts') } })
      return new Promise<unknown>((resolve, reject) => worker.once('message', resolve).once('error', reject))
    }),
  )
  assert.equal(new Set(subjects).size, 1)
  assert.deepEqual(readdirSync(folder), ['keys.json'])
})

test('a key file that cannot be used is refused, and the refusal tells nothing of the keys', (t) => {
  const folder = folderFor(t)
  const good = join(folder, 'good.json')
  openVault({ file: good, world: 'twin' })
  const content = JSON.parse(readFileSync(good, 'utf8')) as Record<string, unknown>
  const cases: readonly [string, string, RegExp][] = [
    [
      'other world',
      JSON.stringify({ ...content, world: 'production' }),
      /belongs to the world "production"; this is "twin"/,
    ],
    ['not JSON', `{"encryption":"${String(content['encryption'])}`, /is not JSON$/],
    ['short key', JSON.stringify({ ...content, pairwise: 'c2hvcnQ' }), /not as expected at pairwise$/],
    ['missing key', JSON.stringify({ ...content, mac: undefined }), /not as expected at mac$/],
    ['no look-up key', JSON.stringify({ ...content, lookUp: [] }), /not as expected at lookUp$/],
    ['newer format', JSON.stringify({ ...content, format: 2 }), /not as expected at format$/],
  ]
  for (const [name, text, message] of cases) {
    const file = join(folder, 'bad.json')
    writeFileSync(file, text, { mode: 0o600 })
    assert.throws(
      () => openVault({ file, world: 'twin' }),
      (error) => {
        assert.ok(error instanceof KeyFileFault, name)
        assert.match(error.message, message, name)
        for (const secret of [content['encryption'], content['pairwise'], content['seal']]) {
          assert.ok(!error.message.includes(String(secret)), name)
        }
        assert.equal(error.cause, undefined, name)
        return true
      },
    )
  }
})

test('a key file that others may read is refused', { skip: process.platform === 'win32' && 'no such bits' }, (t) => {
  const file = join(folderFor(t), 'keys.json')
  openVault({ file, world: 'twin' })
  chmodSync(file, 0o644)
  assert.throws(() => openVault({ file, world: 'twin' }), /chmod 600/)
  chmodSync(file, 0o640)
  openVault({ file, world: 'twin' })
})

test('a file that an operator points to is never made', (t) => {
  const file = join(folderFor(t), 'mistyped.json')
  assert.throws(() => openVault({ file, world: 'production', create: false }), /cannot be read: ENOENT/)
  assert.equal(statSync(file, { throwIfNoEntry: false }), undefined)
})

test('a field opens in its own place only, unchanged, under its own keys', () => {
  const vault = vaultInMemory()
  const cipher = vault.encrypt('person/number', '01810012345')
  assert.match(cipher, /^v1\.[\w-]+$/)
  assert.notEqual(vault.encrypt('person/number', '01810012345'), cipher)
  assert.equal(vault.decrypt('person/number', cipher), '01810012345')
  const flipped = cipher.slice(0, 10) + (cipher[10] === 'A' ? 'B' : 'A') + cipher.slice(11)
  for (const [place, text] of [
    ['person/other', cipher],
    ['person/number', flipped],
    ['person/number', cipher.slice(0, -4)],
    ['person/number', 'v1.'],
    ['person/number', cipher.replace('v1.', 'v2.')],
    ['person/number', ''],
  ] as const) {
    assert.throws(() => vault.decrypt(place, text), CannotDecrypt)
  }
  assert.throws(() => vaultInMemory().decrypt('person/number', cipher), CannotDecrypt)
})

test('hashes and keys of different uses have nothing in common', () => {
  const vault = vaultInMemory('production')
  assert.equal(vault.world, 'production')
  assert.deepEqual(vault.lookUp('01810012345').version, 1)
  assert.equal(vault.lookUp('01810012345').hash.length, 43)
  assert.equal(vault.pairwise('a', 'b').length, 43)
  const hashes = [
    vault.pairwise('ab', 'c'),
    vault.pairwise('a', 'bc'),
    vault.lookUp('ab').hash,
    vault.pairwise('c', 'ab'),
  ]
  assert.equal(new Set(hashes).size, hashes.length)
  assert.ok(!vault.macKey('audit').equals(vault.macKey('form')))
  assert.equal(vault.macKey('audit'), vault.macKey('audit'))
})

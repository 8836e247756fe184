/** The eIDs that services may name. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import type { Config } from '#config/table.ts'
import { eidIdsOf } from '#eids.ts'
import { EidFaults } from '#methods/federated/settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'inngang-eid-ids-'))
after(() => rmSync(folder, { recursive: true }))

const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const secret_file = file('secret', 'a-secret-of-enough-characters\n')
const bankid = { id: 'bank', kind: 'bankid', issuer: 'https://auth.example/realms/prod', client_id: 'us', secret_file }
const eids = file('eids.json', JSON.stringify({ eids: [bankid] }))

const of = (some: Partial<Config>): Promise<readonly string[]> => eidIdsOf(some as Config)

test('E2 a service may name the eIDs that the operator declares, by the operator’s names for them', async () => {
  assert.deepEqual(await of({ entry: 'production', eids }), ['minid', 'bank'])
  assert.deepEqual(await of({ entry: 'production', eids: undefined }), ['minid'])
})

test('E2 in the twin, those of the sandbox; without it, its own alone', async () => {
  const all = ['minid', 'test', 'bankid', 'buypass', 'commfides']
  assert.deepEqual(await of({ entry: 'twin', eids: undefined, issuerPort: 8711 }), all)
  assert.deepEqual(await of({ entry: 'twin', eids: undefined, issuerPort: 0 }), ['minid', 'test'])
})

test('a file of eIDs with a fault is told of, not taken for an empty one', async () => {
  await assert.rejects(of({ entry: 'production', eids: file('bad.json', '{"eids":[{}]}') }), EidFaults)
})

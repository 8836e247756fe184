import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { ConfigFaults } from '#config/read.ts'
import { readSigner } from '#population-register.ts'

const folder = mkdtempSync(join(tmpdir(), 'inngang-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const rsa = (modulusLength: number) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
  return { own: privateKey.export({ format: 'jwk' }), shown: publicKey.export({ format: 'jwk' }) }
}
const { own, shown } = rsa(2048)
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })

const fileOf = (text: string): string => {
  const path = join(folder, 'register.jwk')
  writeFileSync(path, text)
  return path
}

test('a private RSA key with a kid signs', () => {
  const signer = readSigner(fileOf(JSON.stringify({ ...own, kid: 'inngang-1', use: 'sig', alg: 'RS256' })))
  assert.deepEqual([signer.kid, signer.algorithm, signer.privateKey.type], ['inngang-1', 'RS256', 'private'])
})

const refused: readonly [what: string, text: string][] = [
  ['no kid', JSON.stringify(own)],
  ['the public half', JSON.stringify({ ...shown, kid: 'a' })],
  ['a small key', JSON.stringify({ ...rsa(1024).own, kid: 'a' })],
  ['a key of another kind', JSON.stringify({ ...ec, kid: 'a' })],
  ['a damaged key', JSON.stringify({ ...own, p: 'AA', kid: 'a' })],
  ['no JSON', '-----BEGIN PRIVATE KEY-----'],
]
for (const [what, text] of refused)
  test(`refused, and nothing of the file repeated: ${what}`, () => {
    assert.throws(
      () => readSigner(fileOf(text)),
      (error: unknown) =>
        error instanceof ConfigFaults &&
        /^INNGANG_POPULATION_KEY must name a file/.test(error.faults[0] ?? '') &&
        !error.faults.join().includes('BEGIN'),
    )
  })

test('a file that is not there is a fault of the settings', () =>
  assert.throws(() => readSigner(join(folder, 'none')), ConfigFaults))

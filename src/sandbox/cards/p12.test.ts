/** The file opens with OpenSSL, which has read such files for thirty years. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { makeCertificate } from '#sandbox/ca/certificate.ts'
import { writeP12 } from '#sandbox/cards/p12.ts'
import { openSeed } from '#sandbox/cards/seed.ts'

const openssl = spawnSync('openssl', ['version']).status === 0
const skip = openssl ? false : 'openssl is not here'

test('a card as a file: certificate, key and name come out again, with the password alone', { skip }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'inngang-p12-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const certificate = makeCertificate({
    subject: [['CN', 'Ågot Ørn']],
    from: Date.UTC(2026, 0),
    until: Date.UTC(2030, 0),
    pair: openSeed(undefined).pair('one'),
  })
  const file = join(folder, 'card.p12')
  writeFileSync(file, writeP12({ certificate, chain: [certificate], name: 'Ågot Ørn', password: 'prøve' }))
  const read = (password: string, ...more: string[]) =>
    spawnSync('openssl', ['pkcs12', '-in', file, '-passin', `pass:${password}`, '-nodes', ...more], {
      encoding: 'utf8',
    })
  const { stdout, status, stderr } = read('prøve')
  assert.equal(status, 0, stderr)
  assert.ok(stdout.includes(certificate.pem.trim()) && stdout.includes(certificate.keyPem.trim()), stdout)
  assert.notEqual(read('prove').status, 0)
})

test('keys are the same again from the same seed, and another for another name', () => {
  const seed = openSeed(undefined)
  const text = (name: string): string => seed.pair(name).privateKey.export({ format: 'jwk' }).d ?? ''
  assert.equal(text('a'), text('a'))
  assert.notEqual(text('a'), text('b'))
  assert.notEqual(text('a'), openSeed(undefined).pair('a').privateKey.export({ format: 'jwk' }).d)
})

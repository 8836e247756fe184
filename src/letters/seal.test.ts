import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import test from 'node:test'
import { openJwe } from '#keys/jwe.ts'
import type { LetterContent } from '#letters/pdf.ts'
import { printerKey, PrinterKeyFault } from '#letters/seal.ts'

interface Pair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}
const ec = (namedCurve: string): Pair => generateKeyPairSync('ec', { namedCurve })
const rsa = (modulusLength: number): Pair => generateKeyPairSync('rsa', { modulusLength })

const good: readonly [name: string, pair: Pair, alg: string][] = [
  ['RSA of 2048 bits', rsa(2048), 'RSA-OAEP-256'],
  ['P-256', ec('prime256v1'), 'ECDH-ES+A256KW'],
  ['P-384', ec('secp384r1'), 'ECDH-ES+A256KW'],
  ['P-521', ec('secp521r1'), 'ECDH-ES+A256KW'],
  ['X25519', generateKeyPairSync('x25519'), 'ECDH-ES+A256KW'],
]
for (const [name, { publicKey, privateKey }, alg] of good)
  test(`a letter is sealed to a printer's ${name}, and opens by its private key alone`, async () => {
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const { seal, sealed } = printerKey(pem)
    assert.equal(sealed.alg, alg)
    const letter = await seal(Buffer.from('a letter'), {} as LetterContent)
    assert.equal(Buffer.from(await openJwe(privateKey, letter)).toString(), 'a letter')
  })

const bad: readonly [name: string, key: KeyObject | string][] = [
  ['RSA of 1024 bits', rsa(1024).publicKey],
  ['a curve that letters cannot be sealed to', ec('secp256k1').publicKey],
  ['a key for signatures', generateKeyPairSync('ed25519').publicKey],
  ['its private key', rsa(2048).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ['something else', 'x'],
]
for (const [name, key] of bad)
  test(`a printer's key is refused at the start: ${name}`, () => {
    assert.throws(() => printerKey(key), PrinterKeyFault)
  })

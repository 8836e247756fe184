import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import test from 'node:test'
import { importJWK } from 'jose'
import { readEncryptionKey, readSignatureKey, type WrittenKey } from '#keys/public-jwk.ts'

type Jwk = Readonly<Record<string, string>>
const generate = generateKeyPairSync as (type: string, options: object) => { readonly publicKey: KeyObject }
const jwkOf = (type: string, options: object = {}): Jwk =>
  generate(type, options).publicKey.export({ format: 'jwk' }) as Jwk

const rsa = jwkOf('rsa', { modulusLength: 2048 })
const p256 = jwkOf('ec', { namedCurve: 'P-256' })
const p384 = jwkOf('ec', { namedCurve: 'P-384' })
const p521 = jwkOf('ec', { namedCurve: 'P-521' })
const ed = jwkOf('ed25519')
const x25519 = jwkOf('x25519')

const faultOf = (read: object | string): string => (typeof read === 'string' ? read : 'no fault')

/** The value with these bytes before it. */
const grown = (value: string | undefined, ...bytes: number[]): string =>
  Buffer.concat([Buffer.from(bytes), Buffer.from(value ?? '', 'base64url')]).toString('base64url')

const signing: readonly [string, WrittenKey, string | undefined][] = [
  ['RSA, bare', rsa, undefined],
  ['RSA, all said', { ...rsa, use: 'sig', alg: 'PS512', key_ops: ['verify'], kid: 'k' }, 'PS512'],
  ['RSA of 3072 bits', jwkOf('rsa', { modulusLength: 3072 }), undefined],
  ['P-256', { ...p256, alg: 'ES256' }, 'ES256'],
  ['P-384', { ...p384, alg: 'ES384' }, 'ES384'],
  ['P-521', { ...p521, alg: 'ES512' }, 'ES512'],
  ['Ed25519', { ...ed, alg: 'EdDSA', use: 'sig' }, 'EdDSA'],
  ['members that nobody knows', { ...ed, iat: 5, x5t: 'AA' }, undefined],
]
for (const [name, jwk, algorithm] of signing) {
  test(`a key that signs: ${name}`, () => {
    const read = readSignatureKey(jwk)
    assert.ok(typeof read !== 'string', faultOf(read))
    assert.equal(read.algorithm, algorithm)
    assert.equal(read.kid, jwk['kid'])
  })
}

/** Values that mean the same bytes to a reader that is not strict. */
const loose: readonly [string, (value: string) => string][] = [
  ['padded', (value) => `${value}${'='.repeat((4 - (value.length % 4)) % 4 || 1)}`],
  ['with a space', (value) => `${value.slice(0, 4)} ${value.slice(4)}`],
  ['with a line feed after it', (value) => `${value}\n`],
  ['in the standard alphabet', (value) => `+/${value.slice(2)}`],
  ['cut', (value) => value.slice(0, -1)],
  ['empty', () => ''],
]

const refusedRsa: readonly [string, WrittenKey, RegExp][] = [
  ...loose.map(([name, make]): [string, WrittenKey, RegExp] => [
    `n ${name}`,
    { ...rsa, n: make(rsa['n'] ?? '') },
    /must have n in base64url|must be an RSA key/,
  ]),
  ['n with a leading zero byte', { ...rsa, n: grown(rsa['n'], 0) }, /n without leading zero bytes/],
  ['e with a leading zero byte', { ...rsa, e: grown('AQAB', 0) }, /e without leading zero bytes/],
  ['e padded', { ...rsa, e: 'AQAB=' }, /must have e in base64url/],
  ['no e', { ...rsa, e: undefined }, /must have e in base64url/],
  ['n as a number', { ...rsa, n: 5 }, /must have n in base64url/],
  ['an exponent of 1', { ...rsa, e: 'AQ' }, /sane public exponent/],
  ['an exponent of 3', { ...rsa, e: 'Aw' }, /sane public exponent/],
  ['an exponent of 65536', { ...rsa, e: 'AQAA' }, /sane public exponent/],
  ['an even exponent', { ...rsa, e: 'AQAC' }, /sane public exponent/],
  ['1024 bits', jwkOf('rsa', { modulusLength: 1024 }), /2048 to 4096 bits; it has 1024/],
  ['5120 bits', { ...rsa, n: grown(rsa['n'], ...Buffer.alloc(384, 0x81)) }, /it has 5120/],
]
const refusedCurves: readonly [string, WrittenKey, RegExp][] = [
  ...loose.map(([name, make]): [string, WrittenKey, RegExp] => [
    `x ${name}`,
    { ...p256, x: make(p256['x'] ?? '') },
    /must have x in base64url|must have x of exactly|is no public key/,
  ]),
  ...loose.map(([name, make]): [string, WrittenKey, RegExp] => [
    `Ed25519's x ${name}`,
    { ...ed, x: make(ed['x'] ?? '') },
    /must have x in base64url|must have x of exactly|is no public key/,
  ]),
  ['a coordinate that is too long', { ...p256, y: grown(p256['y'], 0) }, /y of exactly 32 bytes; it has 33/],
  ['a coordinate that is too short', { ...p521, y: p384['y'] }, /y of exactly 66 bytes; it has 48/],
  ['a point beside the curve', { ...p256, y: p256['x'] }, /no public key/],
  [
    'a point of another curve',
    { ...p384, x: p256['x'], y: p256['y'], crv: 'P-256', kty: 'OKP' },
    /on the curve Ed25519/,
  ],
  ['secp256k1', jwkOf('ec', { namedCurve: 'secp256k1' }), /on the curve P-256, P-384, P-521/],
  ['Ed448', jwkOf('ed448'), /on the curve Ed25519/],
  ['X25519, which signs nothing', x25519, /on the curve Ed25519/],
  ['a curve with a name from elsewhere', { ...p256, crv: 'toString' }, /on the curve/],
]
const refusedWords: readonly [string, WrittenKey, RegExp][] = [
  ['the private half', { ...rsa, d: 'AQAB' }, /private part of a key \(d\)/],
  ['a private half that is empty', { ...p256, d: '' }, /private part/],
  ['a symmetric key', { kty: 'oct', k: 'AAAA' }, /private part of a key \(k\)/],
  ['a symmetric key without its bytes', { kty: 'oct' }, /must have kty/],
  ['no kind', { n: rsa['n'], e: 'AQAB' }, /must have kty/],
  ['a kind with a name from elsewhere', { ...rsa, kty: 'constructor' }, /must have kty/],
  ['use enc', { ...rsa, use: 'enc' }, /must say use sig/],
  ['use in other letters', { ...rsa, use: 'SIG' }, /must say use sig/],
  ['alg of another kind', { ...rsa, alg: 'ES256' }, /says alg ES256, which does not go with kty RSA/],
  ['alg of another curve', { ...p384, alg: 'ES256' }, /does not go with kty EC and crv P-384/],
  ['alg of an encryption', { ...rsa, alg: 'RSA-OAEP' }, /says alg RSA-OAEP/],
  ['alg none', { ...rsa, alg: 'none' }, /says alg none/],
  ['an alg that is a list', { ...rsa, alg: ['RS256'] }, /says alg/],
  ['operations of an encryption', { ...rsa, key_ops: ['encrypt'] }, /key_ops/],
  ['operations that are none', { ...rsa, key_ops: [] }, /key_ops/],
  ['operations that are no list', { ...rsa, key_ops: 'verify' }, /key_ops/],
]
for (const [name, jwk, fault] of [...refusedRsa, ...refusedCurves, ...refusedWords]) {
  test(`no key that signs: ${name}`, () => assert.match(faultOf(readSignatureKey(jwk)), fault))
}

test('the library underneath takes what is refused here', async () => {
  for (const [jwk, alg] of [
    [{ ...rsa, e: 'AQAB=' }, 'RS256'],
    [{ ...p256, x: `${p256['x']}=` }, 'ES256'],
    [{ ...ed, x: `${ed['x']} ` }, 'EdDSA'],
  ] as const) {
    assert.ok(await importJWK(jwk, alg))
  }
})

const encrypting: readonly [string, WrittenKey, string | undefined][] = [
  ['RSA', { ...rsa, alg: 'RSA-OAEP-256', key_ops: ['wrapKey'] }, 'RSA-OAEP-256'],
  ['RSA without alg', rsa, undefined],
  ['P-256', { ...p256, alg: 'ECDH-ES' }, 'ECDH-ES'],
  ['P-521, as browsers export it', { ...p521, key_ops: [] }, undefined],
  ['X25519', { ...x25519, alg: 'ECDH-ES+A256KW' }, 'ECDH-ES+A256KW'],
]
for (const [name, jwk, algorithm] of encrypting) {
  test(`a key to encrypt for: ${name}`, () => {
    const read = readEncryptionKey({ ...jwk, use: 'enc' })
    assert.ok(typeof read !== 'string', faultOf(read))
    assert.equal(read.algorithm, algorithm)
  })
}

const notForEncryption: readonly [string, WrittenKey, RegExp][] = [
  ['no use', rsa, /must say use enc/],
  ['use sig', { ...rsa, use: 'sig' }, /must say use enc/],
  ['the old padding', { ...rsa, use: 'enc', alg: 'RSA1_5' }, /says alg RSA1_5/],
  ['an algorithm of another kind', { ...p256, use: 'enc', alg: 'RSA-OAEP' }, /does not go with kty EC/],
  ['Ed25519, which signs', { ...ed, use: 'enc' }, /on the curve X25519/],
  ['operations of a signature', { ...rsa, use: 'enc', key_ops: ['verify'] }, /key_ops/],
  ['1024 bits', { ...jwkOf('rsa', { modulusLength: 1024 }), use: 'enc' }, /2048 to 4096/],
  ['a padded coordinate', { ...p256, use: 'enc', x: `${p256['x']}=` }, /must have x in base64url/],
]
for (const [name, jwk, fault] of notForEncryption) {
  test(`no key to encrypt for: ${name}`, () => assert.match(faultOf(readEncryptionKey(jwk)), fault))
}

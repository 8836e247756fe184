import assert from 'node:assert/strict'
import {
  constants,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  type webcrypto,
} from 'node:crypto'
import test from 'node:test'
import { compactDecrypt } from 'jose'
import { type EncryptionKey, encryptionKeyFor, encryptJwe, jweAlgorithms, jweEncryptions } from '#keys/jwe.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const p521 = generateKeyPairSync('ec', { namedCurve: 'P-521' })
const x25519 = generateKeyPairSync('x25519')
const pairs = { rsa, p256, p521, x25519 }

interface Head {
  readonly alg: string
  readonly enc: string
  readonly epk: webcrypto.JsonWebKey
}

/** A second opinion that shares nothing with the writer: RFC 7516 §5.2 with the bare ciphers. */
function openWithBareCiphers(jwe: string, privateKey: KeyObject): string {
  const [head = '', wrapped = '', iv = '', cipher = '', tag = ''] = jwe.split('.')
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64url')
  const { alg, enc, epk } = JSON.parse(bytes(head).toString()) as Head
  const bits = { 'A128CBC-HS256': 256, 'A256CBC-HS512': 512, A128GCM: 128, A256GCM: 256 }[enc] ?? 0
  const contentKey = (): Buffer => {
    if (alg.startsWith('RSA')) {
      const padding = { oaepHash: alg === 'RSA-OAEP' ? 'sha1' : 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING }
      return privateDecrypt({ key: privateKey, ...padding }, bytes(wrapped))
    }
    const shared = diffieHellman({ privateKey, publicKey: createPublicKey({ key: epk, format: 'jwk' }) })
    if (alg === 'ECDH-ES') return derived(shared, enc, bits)
    const size = Number(/A(\d+)KW/.exec(alg)?.[1])
    const unwrap = createDecipheriv(`id-aes${size}-wrap`, derived(shared, alg, size), Buffer.alloc(8, 0xa6))
    return Buffer.concat([unwrap.update(bytes(wrapped)), unwrap.final()])
  }
  const key = contentKey()
  assert.equal(key.length * 8, bits)
  if (enc.endsWith('GCM')) {
    const decipher = createDecipheriv(`aes-${bits as 256}-gcm`, key, bytes(iv), { authTagLength: 16 })
    decipher.setAAD(Buffer.from(head)).setAuthTag(bytes(tag))
    return decipher.update(bytes(cipher), undefined, 'utf8') + decipher.final('utf8')
  }
  // RFC 7518 §5.2.2: the first half authenticates, the second encrypts.
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(head.length * 8))
  const mac = createHmac(`sha${bits}`, key.subarray(0, key.length / 2))
    .update(Buffer.concat([Buffer.from(head), bytes(iv), bytes(cipher), length]))
    .digest()
  assert.deepEqual(mac.subarray(0, key.length / 2), bytes(tag))
  const decipher = createDecipheriv(`aes-${bits / 2}-cbc`, key.subarray(key.length / 2), bytes(iv))
  return decipher.update(bytes(cipher), undefined, 'utf8') + decipher.final('utf8')
}

/** Concat KDF, RFC 7518 §4.6.2, with neither party named. */
function derived(shared: Buffer, name: string, bits: number): Buffer {
  const number = (value: number): Buffer => {
    const four = Buffer.alloc(4)
    four.writeUInt32BE(value)
    return four
  }
  const info = Buffer.concat([number(name.length), Buffer.from(name), number(0), number(0), number(bits)])
  const rounds = Array.from({ length: Math.ceil(bits / 256) }, (_, i) =>
    createHash('sha256')
      .update(Buffer.concat([number(i + 1), shared, info]))
      .digest(),
  )
  return Buffer.concat(rounds).subarray(0, bits / 8)
}

const kindsOf = (alg: string): readonly (keyof typeof pairs)[] =>
  alg.startsWith('RSA') ? ['rsa'] : ['p256', 'p521', 'x25519']

for (const alg of jweAlgorithms) {
  test(`what is encrypted with ${alg} opens with jose and with bare ciphers, and under no other key`, async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
    for (const kind of kindsOf(alg)) {
      const { publicKey, privateKey } = pairs[kind]
      for (const enc of jweEncryptions) {
        const jwe = await encryptJwe({ key: publicKey, alg, enc, kid: 'k1', cty: 'JWT' }, 'blåbær')
        assert.equal(jwe.split('.').length, 5)
        const read = await compactDecrypt(jwe, privateKey)
        assert.equal(Buffer.from(read.plaintext).toString(), 'blåbær')
        const { epk: _epk, ...head } = read.protectedHeader
        assert.deepEqual(head, { alg, enc, kid: 'k1', cty: 'JWT' })
        assert.equal(openWithBareCiphers(jwe, privateKey), 'blåbær', `${kind} ${enc}`)
        if (kind === 'rsa') await assert.rejects(compactDecrypt(jwe, other.privateKey))
      }
    }
  })
}

test('a header names only what is there to name, and no two texts are alike', async () => {
  const to = { key: p256.publicKey, alg: 'ECDH-ES', enc: 'A128GCM', kid: undefined, cty: undefined } as const
  const [one, two] = [await encryptJwe(to, 'a'), await encryptJwe(to, 'a')]
  assert.notEqual(one, two)
  const { protectedHeader } = await compactDecrypt(one, p256.privateKey)
  assert.deepEqual(Object.keys(protectedHeader).toSorted(), ['alg', 'enc', 'epk'])
})

test('a key of another kind is refused before anything is encrypted', async () => {
  const ed = generateKeyPairSync('ed25519')
  for (const [key, alg] of [
    [rsa.publicKey, 'ECDH-ES'],
    [p256.publicKey, 'RSA-OAEP-256'],
    [ed.publicKey, 'ECDH-ES'],
    [ed.publicKey, 'RSA-OAEP'],
  ] as const) {
    await assert.rejects(encryptJwe({ key, alg, enc: 'A128GCM', kid: undefined, cty: undefined }, 'a'), TypeError)
  }
})

test('of several keys the first is taken that was registered for the algorithm, or for none and fits', () => {
  const key = (kid: string, algorithm: EncryptionKey['algorithm'], publicKey: KeyObject): EncryptionKey => ({
    kid,
    algorithm,
    key: publicKey,
  })
  const keys = [
    key('old', 'RSA-OAEP', rsa.publicKey),
    key('any', undefined, rsa.publicKey),
    key('curve', undefined, p256.publicKey),
    key('wrapped', 'ECDH-ES+A256KW', p521.publicKey),
  ]
  assert.equal(encryptionKeyFor(keys, 'RSA-OAEP')?.kid, 'old')
  assert.equal(encryptionKeyFor(keys, 'RSA-OAEP-256')?.kid, 'any')
  assert.equal(encryptionKeyFor(keys, 'ECDH-ES')?.kid, 'curve')
  assert.equal(encryptionKeyFor(keys.slice(3), 'ECDH-ES'), undefined)
  assert.equal(encryptionKeyFor(keys.slice(3), 'ECDH-ES+A256KW')?.kid, 'wrapped')
})

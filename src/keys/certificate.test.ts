import assert from 'node:assert/strict'
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  verify,
  X509Certificate,
} from 'node:crypto'
import test from 'node:test'
import { CertificateFault, readCertificates } from '#keys/certificate.ts'
import { certificateRequest } from '#keys/certificate-request.ts'
import { signingAlgorithms } from '#keys/keys.ts'
import { testCertificate } from '#keys/test-certificate.ts'

const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const [ca, ours, another] = [rsa(), rsa(), rsa()]
const until = Date.UTC(2027, 0, 1)
const root = testCertificate({ name: 'Root', key: ca.publicKey, issuer: 'Root', issuerKey: ca.privateKey, until })
const leaf = (key: KeyObject, over = {}): string =>
  testCertificate({
    name: 'login.example.no',
    key,
    issuer: 'Root',
    issuerKey: ca.privateKey,
    until: until - 1000,
    ...over,
  })
const keys = [
  { kid: 'ours', publicKey: ours.publicKey },
  { kid: 'another', publicKey: another.publicKey },
]

test('a chain belongs to the key of its first certificate, and ends with the first of its dates', () => {
  const found = readCertificates(`# made in November\n${leaf(ours.publicKey)}${root}`, keys)
  assert.deepEqual([...found.keys()], ['ours'])
  const certificate = found.get('ours')
  assert.equal(certificate?.expires, until - 1000)
  const read = certificate?.chain.map((one) => new X509Certificate(Buffer.from(one, 'base64')))
  assert.deepEqual(
    read?.map(({ subject }) => subject),
    ['CN=login.example.no', 'CN=Root'],
  )
  assert.ok(read?.[0]?.publicKey.equals(ours.publicKey))
})

test('looking through keys of other kinds leaves no error behind for who reads a key next', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const der = ec.privateKey.export({ format: 'der', type: 'pkcs8' })
  const ed = generateKeyPairSync('ed25519').publicKey
  const found = readCertificates(leaf(ours.publicKey) + root, [
    { kid: 'ec', publicKey: ec.publicKey },
    { kid: 'ed', publicKey: ed },
    ...keys,
  ])
  assert.deepEqual([...found.keys()], ['ours'])
  assert.ok(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))
})

test('one file may hold the chains of several keys', () => {
  const found = readCertificates(leaf(ours.publicKey) + root + leaf(another.publicKey), keys)
  assert.deepEqual(
    [...found].map(([kid, { chain }]) => `${kid} ${chain.length}`),
    ['ours 2', 'another 1'],
  )
})

const refused: readonly [string, string, RegExp][] = [
  ['nothing', '', /there is none in the file/],
  ['a key in place of a certificate', String(ours.publicKey.export({ format: 'pem', type: 'spki' })), /there is none/],
  ['a certificate of a key that is not ours', leaf(ca.publicKey), /login\.example\.no\) is for none of our keys/],
  ['the chain upside down', root + leaf(ours.publicKey), /CN=Root\) is for none of our keys/],
  ['letters that are no certificate', root.replaceAll(/MII\w/g, 'AAAA'), /number 1 is not readable/],
  ['an issuer of another name', leaf(ours.publicKey, { issuer: 'Other' }) + root, /was not issued by the one after it/],
  [
    'an issuer with another key',
    leaf(ours.publicKey, { issuerKey: rsa().privateKey }) + root,
    /was not issued by the one after it \(CN=Root\)/,
  ],
]
for (const [name, pem, fault] of refused) {
  test(`refused: ${name}`, () => {
    assert.throws(
      () => readCertificates(pem, keys),
      (error) => error instanceof CertificateFault && fault.test(error.message),
    )
  })
}

test('a request holds the public key, and is signed with the private one', () => {
  for (const algorithm of signingAlgorithms) {
    const pair =
      algorithm === 'EdDSA'
        ? generateKeyPairSync('ed25519')
        : algorithm === 'ES256'
          ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
          : ours
    const pem = certificateRequest({ kid: 'k', algorithm, privateKey: pair.privateKey }, 'login.example.no')
    const request = Buffer.from(pem.replaceAll(/-----.*-----|\n/g, ''), 'base64')
    const [info, , signature] = members(request)
    assert.ok(info !== undefined && signature !== undefined)
    assert.match(info.toString('latin1'), /login\.example\.no/)
    const [, , key = Buffer.alloc(0)] = members(info)
    const publicKey = createPublicKey({ key, format: 'der', type: 'spki' })
    assert.ok(publicKey.equals(pair.publicKey), algorithm)
    const options = algorithm === 'PS256' ? { padding: 6, saltLength: 32 } : {}
    const digest = algorithm === 'EdDSA' ? null : 'sha256'
    // After the tag, the length, and the byte that says that no bits are left over.
    const bits = signature.subarray(-Number(signature.length - headOf(signature) - 1))
    assert.ok(verify(digest, info, { key: publicKey, ...options }, bits), algorithm)
  }
})

/** How many bytes tag and length take. */
const headOf = (value: Buffer): number => ((value[1] ?? 0) < 0x80 ? 2 : 2 + ((value[1] ?? 0) & 0x7f))
const lengthOf = (value: Buffer): number =>
  headOf(value) + (headOf(value) === 2 ? (value[1] ?? 0) : value.readUIntBE(2, headOf(value) - 2))

/** What stands inside a DER sequence. */
function members(sequence: Buffer): readonly Buffer[] {
  const found: Buffer[] = []
  let rest = sequence.subarray(headOf(sequence), lengthOf(sequence))
  while (rest.length > 0) {
    found.push(rest.subarray(0, lengthOf(rest)))
    rest = rest.subarray(lengthOf(rest))
  }
  return found
}

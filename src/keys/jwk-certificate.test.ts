import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, type webcrypto } from 'node:crypto'
import test from 'node:test'
import { readIssuers } from '#keys/certificate-issuers.ts'
import { certificateOfJwk } from '#keys/jwk-certificate.ts'
import { makeCertificate } from '#keys/test-issuer.ts'

const own = makeCertificate({ subject: [['CN', 'own']] })
const other = makeCertificate({ subject: [['CN', 'own']] })
const rsa = makeCertificate({
  subject: [['CN', 'rsa']],
  pair: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  issuer: own,
})
const key = createPublicKey({ key: own.jwk as webcrypto.JsonWebKey, format: 'jwk' })
const read = (x5c: unknown) => certificateOfJwk({ x5c }, key)

test('RFC 7517 §4.7 the certificate of the key, alone or with those that vouch for it', () => {
  for (const x5c of [[own.base64], [own.base64, other.base64]]) {
    const found = read(x5c)
    assert.ok(typeof found === 'object')
    assert.ok(found.raw.equals(own.certificate.raw))
  }
  assert.equal(read(undefined), undefined)
})

const der = own.certificate.raw
for (const [what, x5c, fault] of [
  ['another key’s', [other.base64], /another key/],
  ['another kind of key’s', [rsa.base64], /another key/],
  ['that of the key only second', [other.base64, own.base64], /another key/],
  ['a text', own.base64, /list/],
  ['an empty list', [], /list/],
  ['null', null, /list/],
  ['numbers', [1], /list/],
  ['base64url', [own.base64.replaceAll('+', '-').replaceAll('/', '_')], /list/],
  ['with line ends', [`${own.base64.slice(0, 64)}\n${own.base64.slice(64)}`], /list/],
  ['PEM', [Buffer.from(own.cert).toString('base64')], /list/],
  ['bytes behind it', [Buffer.concat([der, Buffer.of(0)]).toString('base64')], /list/],
  ['the half of it', [der.subarray(0, der.length >> 1).toString('base64')], /list/],
  ['too many', Array.from({ length: 11 }, () => own.base64), /list/],
] as const)
  test(`no certificate of the key: ${what}`, () => assert.match(String(read(x5c)), fault))

const ca = makeCertificate({ subject: [['CN', 'ca']], ca: true })
const middle = makeCertificate({ subject: [['CN', 'middle']], issuer: ca, ca: true })

test('a file of issuers is read whole or not at all', () => {
  assert.equal(readIssuers(`comment\n${ca.cert}\n${middle.cert}`)?.length, 2)
  for (const pem of ['', 'x', ca.key, ca.cert.replace('MII', 'MIX')]) assert.equal(readIssuers(pem), undefined)
})

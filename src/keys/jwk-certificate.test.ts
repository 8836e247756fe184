import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, type webcrypto } from 'node:crypto'
import test from 'node:test'
import { isIssuedByOne, readIssuers } from '#keys/certificate-issuers.ts'
import { certificateOfJwk } from '#keys/jwk-certificate.ts'
import { forClients, forServers, makeCertificate } from '#keys/test-issuer.ts'

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

const now = Date.UTC(2026, 10, 24)
const ca = makeCertificate({ subject: [['CN', 'ca']], ca: true })
const sameName = makeCertificate({ subject: [['CN', 'ca']], ca: true })
const client = (over: object = {}) => makeCertificate({ subject: [['CN', 'client']], issuer: ca, ...over }).certificate
const trusted = [ca.certificate]

test('issued by one who is trusted, for clients, for anything, or for nothing in particular', () => {
  assert.equal(isIssuedByOne(client(), trusted, now), true)
  assert.equal(isIssuedByOne(client({ purposes: [forServers, forClients] }), trusted, now), true)
  assert.equal(isIssuedByOne(client({ purposes: ['0604551d2500'] }), trusted, now), true)
  assert.equal(isIssuedByOne(client(), [sameName.certificate, ca.certificate], now), true)
})

const leaf = makeCertificate({ subject: [['CN', 'leaf']], issuer: ca })
const middle = makeCertificate({ subject: [['CN', 'middle']], issuer: ca, ca: true })
for (const [what, certificate, issuers] of [
  ['nobody is trusted', client(), []],
  ['another of the same name', client({ issuer: sameName }), trusted],
  ['by itself', makeCertificate({ subject: [['CN', 'client']] }).certificate, trusted],
  ['by itself, in the name of the issuer', makeCertificate({ subject: [['CN', 'ca']] }).certificate, trusted],
  ['by a certificate that may issue none', client({ issuer: leaf }), [leaf.certificate]],
  ['by one who is not in the list, though its issuer is', client({ issuer: middle }), trusted],
  ['for servers alone', client({ purposes: [forServers] }), trusted],
  ['expired', client({ until: now }), trusted],
  ['not yet valid', client({ from: now + 1000 }), trusted],
  [
    'by an issuer that has expired',
    ...(() => {
      const old = makeCertificate({ subject: [['CN', 'old']], ca: true, until: now })
      return [client({ issuer: old }), [old.certificate]] as const
    })(),
  ],
] as const)
  test(`not issued by one who is trusted: ${what}`, () => assert.equal(isIssuedByOne(certificate, issuers, now), false))

test('a file of issuers is read whole or not at all', () => {
  assert.equal(readIssuers(`comment\n${ca.cert}\n${middle.cert}`)?.length, 2)
  for (const pem of ['', 'x', ca.key, ca.cert.replace('MII', 'MIX')]) assert.equal(readIssuers(pem), undefined)
})

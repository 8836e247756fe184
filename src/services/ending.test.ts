import assert from 'node:assert/strict'
import test from 'node:test'
import { makeCertificate } from '#keys/test-issuer.ts'
import { start, testClient } from '#oidc/test-clients.ts'
import { endingOf } from '#services/ending.ts'

const day = 24 * 3_600_000
const key = (until?: number, expires?: number) => {
  const made = makeCertificate({ subject: [['CN', 'x']], ...(until === undefined ? {} : { until }) })
  const certificate = until === undefined ? undefined : made.certificate
  return { kid: 'k', algorithm: undefined, key: made.certificate.publicKey, certificate, expires }
}
const told = (over: Parameters<typeof testClient>[1]): readonly string[] =>
  endingOf(testClient('a', over), start).map(({ client, kid, says }) => `${client} ${kid ?? ''} ${says}`)

test('what ends within thirty days is told, and what has ended for as long', () => {
  assert.deepEqual(told({ secretExpires: start + 30 * day }), ['a  the secret ends in 30 days'])
  assert.deepEqual(told({ secretExpires: start + 1 }), ['a  the secret ends in 1 days'])
  assert.deepEqual(told({ secretExpires: start - 1 }), ['a  the secret has ended'])
  assert.deepEqual(told({ keys: [key(undefined, start + 2 * day)] }), ['a k the key ends in 2 days'])
  assert.deepEqual(told({ keys: [key(start + 2 * day)] }), ['a k the certificate of the key ends in 2 days'])
  assert.deepEqual(told({ encryptionKeys: [key(undefined, start + day)] }), ['a k the key ends in 1 days'])
})

test('nothing is told of what lasts, or was over long ago', () => {
  assert.deepEqual(told({ secretExpires: start + 31 * day, keys: [key(), key(start + 31 * day)] }), [])
  assert.deepEqual(told({ secretExpires: start - 31 * day }), [])
})

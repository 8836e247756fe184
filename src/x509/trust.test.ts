import assert from 'node:assert/strict'
import test from 'node:test'
import { isAllowed } from '#x509/trust.ts'

const allowed = ['http://ocsp.example/one', 'http://crl.example/lists/*']
for (const [address, expected] of [
  ['http://ocsp.example/one', true],
  ['http://crl.example/lists/a.crl', true],
  ['http://ocsp.example/one/more', false],
  ['http://ocsp.example/', false],
  ['http://crl.example/other.crl', false],
  ['http://crl.example.evil.example/lists/a.crl', false],
  ['http://evil.example/?http://crl.example/lists/a.crl', false],
  ['https://crl.example/lists/a.crl', false],
  ['HTTP://OCSP.EXAMPLE/one', true],
  ['http://crl.example/lists/../other.crl', false],
  ['http://crl.example/lists/%2e%2e/other.crl', false],
  ['http://crl.example/lists', false],
  ['no address', false],
] as const)
  test(`an address that ${expected ? 'may' : 'may not'} be asked: ${address}`, () =>
    assert.equal(isAllowed(allowed, address), expected))

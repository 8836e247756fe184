/** RFC 6238 (TOTP) with RFC 4226 (HOTP) below it: the codes of the authenticator apps. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  matchingSteps,
  readTotp,
  stepAt,
  totpAddress,
  totpCode,
  totpInGroups,
  totpRules,
} from '#methods/minid/second/totp.ts'

const secret = Buffer.from('12345678901234567890')

// Appendix B: seconds since 1970, and the eight digits for SHA-1. Six digits are the last six of them (RFC 4226 §5.3).
const vectors: readonly [seconds: number, code: string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
]
for (const [seconds, code] of vectors)
  test(`RFC 6238 appendix B: ${seconds} s is ${code}`, () => {
    const step = stepAt(seconds * 1000)
    assert.equal(totpCode(secret, step, 8), code)
    assert.equal(totpCode(secret, step), code.slice(2))
    assert.deepEqual(matchingSteps(secret, code.slice(2), seconds * 1000), [step])
  })

// RFC 4226 appendix D: counters 0 to 9.
test('RFC 4226 appendix D: the first ten codes', () => {
  assert.deepEqual(
    Array.from({ length: 10 }, (_, counter) => totpCode(secret, counter)),
    ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'],
  )
})

test('RFC 6238 §4.2 a step is thirty seconds, from its first millisecond to its last', () => {
  assert.deepEqual([0, 29_999, 30_000, 59_999, 60_000].map(stepAt), [0, 0, 1, 1, 2])
})

test('RFC 6238 §5.2 one step before and one after are taken, and none further away', () => {
  const now = 1_234_567_890_000
  const step = stepAt(now)
  for (const off of [-2, -1, 0, 1, 2])
    assert.deepEqual(
      matchingSteps(secret, totpCode(secret, step + off), now),
      Math.abs(off) <= totpRules.drift ? [step + off] : [],
      String(off),
    )
})

test('RFC 6238 §5.1 another secret has other codes', () => {
  const now = 1_234_567_890_000
  assert.deepEqual(matchingSteps(Buffer.from('12345678901234567891'), totpCode(secret, stepAt(now)), now), [])
})

test('RFC 4226 §4 R6 a secret is 160 bits; it is shown in groups of four, and to apps as an address that names nobody', () => {
  assert.equal(totpRules.secretBytes * 8, 160)
  assert.equal(totpInGroups(secret), 'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ')
  const address = new URL(totpAddress(secret, 'login.example.no'))
  assert.equal(address.protocol, 'otpauth:')
  assert.equal(decodeURIComponent(address.pathname), '/MinID:login.example.no')
  assert.deepEqual(Object.fromEntries(address.searchParams), {
    issuer: 'MinID',
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  })
})

const typed: readonly [string, ReturnType<typeof readTotp>][] = [
  ['287082', { code: '287082' }],
  [' 287 082 ', { code: '287082' }],
  ['287-082', { code: '287082' }],
  ['', { fault: 'missing' }],
  ['  ', { fault: 'missing' }],
  ['28708', { fault: 'length' }],
  ['2870822', { fault: 'length' }],
  ['28708O', { fault: 'characters' }],
  ['２８７０８２', { fault: 'characters' }],
]
for (const [text, read] of typed)
  test(`RFC 4226 §5.4 "${text}" is read as ${JSON.stringify(read)}`, () => assert.deepEqual(readTotp(text), read))

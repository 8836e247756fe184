import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import test from 'node:test'
import fc from 'fast-check'
import { fixedClock } from '#base/clock.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { newNonce, nonceTime } from '#oidc/dpop-nonce.ts'
import { isSameAddress, readProof } from '#oidc/dpop-proof.ts'
import { proofAlgorithms } from '#oidc/profiles.ts'
import { otherProofKey, proof, proofKey, proofKeys, type ProofParts } from '#oidc/test-proofs.ts'

const at = Date.UTC(2026, 10, 24, 8)
const htu = 'https://login.example.no/token'
const written = (over: Partial<ProofParts> = {}): string => proof({ at, htu, ...over })
const read = (text: string): ReturnType<typeof readProof> => readProof(text, proofAlgorithms)
const jwkOf = (key: typeof proofKey): object => key.publicKey.export({ format: 'jwk' })

for (const [alg, key] of Object.entries(proofKeys)) {
  test(`RFC 9449 §4.2 read: a proof by ${alg}, whose key has its RFC 7638 name`, () => {
    const found = read(written({ key, claims: { jti: 'one', nonce: 'n', ath: 'a' } }))
    assert.deepEqual(found, {
      ...{ jkt: key.jkt, jti: 'one', htm: 'POST', htu, iat: at / 1000 },
      ...{ exp: undefined, nbf: undefined, nonce: 'n', ath: 'a' },
    })
  })
}

test('RFC 9449 §4.2 read: claims and header members that nobody asked for', () => {
  const jwk = { ...jwkOf(proofKey), use: 'sig', alg: 'ES256', kid: 'mine', key_ops: ['verify'] }
  const found = read(written({ header: { jwk, kid: 'other' }, claims: { extra: { a: 1 } } }))
  assert.equal(typeof found === 'string' ? found : found.jkt, proofKey.jkt)
})

const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 })
const padded = { ...jwkOf(proofKey), x: `${String((jwkOf(proofKey) as { x: string }).x)}=` }
for (const [what, over] of [
  ['§4.3, 4: the type of any token', { header: { typ: 'JWT' } }],
  ['§4.3, 4: no type', { header: { typ: undefined } }],
  ['§4.3, 4: the type in other letters', { header: { typ: 'DPoP+JWT' } }],
  ['§4.3, 5: no algorithm', { header: { alg: 'none' } }],
  ['§4.3, 5: a shared secret', { header: { alg: 'HS256' } }],
  ['§4.3, 5: an algorithm that is not of the list', { header: { alg: 'ES384' } }],
  ['§4.3, 5: an algorithm that is no text', { header: { alg: ['ES256'] } }],
  ['§4.3, 6: another key than the one in the header', { header: { jwk: jwkOf(otherProofKey) } }],
  ['§4.3, 7: the private part', { header: { jwk: proofKey.privateKey.export({ format: 'jwk' }) } }],
  ['§4.2: no key', { header: { jwk: undefined } }],
  ['§4.2: a list of keys', { header: { jwk: [jwkOf(proofKey)] } }],
  ['§4.2: a key by its name alone', { header: { jwk: undefined, kid: 'mine' } }],
  ['§4.2: a key that is no key', { header: { jwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } } }],
  ['§4.2: a shared secret as the key', { header: { jwk: { kty: 'oct', k: 'AAAA' } } }],
  ['§4.2: a key that is for encryption', { header: { jwk: { ...jwkOf(proofKey), use: 'enc' } } }],
  ['§4.2: a key that says another algorithm', { header: { jwk: { ...jwkOf(proofKey), alg: 'ES384' } } }],
  [
    '§4.2: a key that says the other RSA algorithm',
    { key: proofKeys.PS256, header: { jwk: { ...jwkOf(proofKeys.PS256), alg: 'RS256' } } },
  ],
  ['§4.2: a key that goes with another algorithm', { header: { jwk: p384.publicKey.export({ format: 'jwk' }) } }],
  ['§4.2: a short RSA key', { key: { ...proofKeys.PS256, ...weak } }],
  ['§4.2: a key that is padded', { header: { jwk: padded } }],
  ['§4.2: a critical header', { header: { crit: ['x'], x: 1 } }],
  ['§4.2: no jti', { claims: { jti: undefined } }],
  ['§4.2: an empty jti', { claims: { jti: '' } }],
  ['§4.2: a jti that is too long', { claims: { jti: 'j'.repeat(257) } }],
  ['§4.2: a jti that is no text', { claims: { jti: 7 } }],
  ['§4.2: no htm', { claims: { htm: undefined } }],
  ['§4.2: no htu', { claims: { htu: undefined } }],
  ['§4.2: no iat', { claims: { iat: undefined } }],
  ['§4.2: iat as a text', { claims: { iat: '1764000000' } }],
  ['§4.2: iat in milliseconds', { claims: { iat: at } }],
  ['§4.2: a nonce that is no text', { claims: { nonce: 1 } }],
  ['§4.2: ath that is no text', { claims: { ath: ['x'] } }],
  ['RFC 7519 §4.1.4: exp that is no time', { claims: { exp: 'soon' } }],
] as [string, Partial<ProofParts>][]) {
  test(`RFC 9449 ${what} is refused, in words that hold nothing of it`, () => {
    const found = read(written(over))
    assert.equal(typeof found, 'string')
    // RFC 6749 §5.2: what an error_description may hold, and a quoted text of a challenge.
    assert.match(typeof found === 'string' ? found : '', /^must [\x20\x21\x23-\x5b\x5d-\x7e]+$/)
  })
}

test('RFC 9449 §4.3, 2 and 3 refused: no JWT, two of them, one that was changed', () => {
  const whole = written()
  const [head = '', body = '', signature = ''] = whole.split('.')
  const swapped = Buffer.from(JSON.stringify({ jti: 'x', htm: 'GET', htu, iat: at / 1000 })).toString('base64url')
  const wrong = [
    '',
    'x',
    `${whole}, ${written()}`,
    `${whole},${whole}`,
    `${head}.${body}`,
    `${head}.${body}.`,
    `${head}.${swapped}.${signature}`,
    `${whole}=`,
    ` ${whole}`,
    `${whole}.${signature}`,
    'x'.repeat(20_000),
  ]
  for (const text of wrong) assert.equal(typeof read(text), 'string', text.slice(0, 80))
  assert.equal(typeof read(whole), 'object')
})

test('what is read of a proof is what its signature covers, whatever stands in it', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.dictionary(fc.string(), fc.jsonValue()),
      (header, claims) => {
        const found = read(written({ header, claims }))
        if (typeof found === 'string') return assert.match(found, /^must /)
        // Names that the generator hits by chance aside, the proof is as it was written.
        return assert.equal(found.jkt, proofKey.jkt)
      },
    ),
    { numRuns: 300 },
  )
})

test('no text makes the reader throw or believe', () => {
  const token = fc
    .tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.base64String())
    .map((parts) => parts.map((one) => Buffer.from(one).toString('base64url')).join('.'))
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), token), (text) => typeof read(text) === 'string'),
    { numRuns: 500 },
  )
})

test('one character changed anywhere makes a proof none', () => {
  const whole = written()
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.constantFrom(...'ABab09-_.'), (place, character) => {
      const changed = whole.slice(0, place) + character + whole.slice(place + 1)
      return changed === whole || typeof read(changed) === 'string'
    }),
    { numRuns: 500 },
  )
})

for (const same of [
  htu,
  `${htu}?a=b`,
  `${htu}#part`,
  `${htu}?a=https://evil.example/#x`,
  'HTTPS://login.example.no/token',
  'https://LOGIN.Example.No/token',
  'https://login.example.no:443/token',
  'https://login.example.no/./token',
  'https://login.example.no/%74oke%6E',
]) {
  test(`RFC 9449 §4.3, 9 the same address: ${same}`, () => assert.equal(isSameAddress(same, htu), true))
}

for (const other of [
  '',
  '/token',
  'token',
  'http://login.example.no/token',
  'https://login.example.no:444/token',
  'https://login.example.no/Token',
  'https://login.example.no/token/',
  'https://login.example.no/',
  'https://login.example.no/tokens',
  'https://login.example.no/%2Ftoken',
  'https://login.example.no/%2574oken',
  'https://login.example.no/%54oken',
  'https://evil.example/token',
  'https://login.example.no.evil.example/token',
  'https://user@login.example.no/token',
  'https://login.example.no@evil.example/token',
  'https:/login.example.no/token',
  'https:login.example.no/token',
  'https:\\\\login.example.no\\token',
  ' https://login.example.no/token',
  'https://login.example.no/token ',
  'https://login.example.no/to\nken',
  'https://login.example.nо/token',
  `https://login.example.no/token?${'x'.repeat(2000)}`,
]) {
  test(`RFC 9449 §4.3, 9 another address: ${JSON.stringify(other.slice(0, 60))}`, () =>
    assert.equal(isSameAddress(other, htu), false))
}

test('RFC 9449 §8 a nonce tells when it was made to whoever has the key, and nothing else does', () => {
  const clock = fixedClock(at)
  const [deps, others] = [vaultInMemory(), vaultInMemory()].map((vault) => ({ clock, vault }))
  assert.ok(deps && others)
  const nonce = newNonce(deps)
  assert.equal(nonceTime(deps, nonce), at)
  assert.equal(nonceTime(others, nonce), undefined)
  // §8.1: NQCHAR
  assert.match(nonce, /^[\x21\x23-\x5b\x5d-\x7e]+$/)
  const [time = '', mac = ''] = nonce.split('.')
  for (const wrong of [
    '',
    nonce.slice(0, -1),
    `${nonce}A`,
    `${(at + 1).toString(36)}.${mac}`,
    time,
    `0${nonce}`,
    `.${mac}`,
  ])
    assert.equal(nonceTime(deps, wrong), undefined, wrong)
})

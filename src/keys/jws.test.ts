import assert from 'node:assert/strict'
import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import test from 'node:test'
import { CompactSign, compactVerify } from 'jose'
import {
  algorithmsOf,
  isBase64url,
  type JwsAlgorithm,
  jwsAlgorithms,
  longestToken,
  signJws,
  verifyJws,
} from '#keys/jws.ts'
import { type Signer, signingAlgorithms } from '#keys/keys.ts'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const p521 = generateKeyPairSync('ec', { namedCurve: 'P-521' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ed = generateKeyPairSync('ed25519')
const es256: Signer = { kid: 'e1', algorithm: 'ES256', privateKey: ec.privateKey }

const pairs: Readonly<Record<JwsAlgorithm, { readonly publicKey: KeyObject; readonly privateKey: KeyObject }>> = {
  RS256: rsa,
  RS384: rsa,
  RS512: rsa,
  PS256: rsa,
  PS384: rsa,
  PS512: rsa,
  ES256: ec,
  ES384: p384,
  ES512: p521,
  EdDSA: ed,
}
const under =
  (algorithm: JwsAlgorithm, key = pairs[algorithm].publicKey) =>
  () => ({ key, algorithm })
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

for (const algorithm of signingAlgorithms) {
  test(`what we sign with ${algorithm}, jose reads`, async () => {
    const { publicKey: key, privateKey } = pairs[algorithm]
    const signer: Signer = { kid: 'k1', algorithm, privateKey }
    const token = signJws(signer, { sub: 'æøå' }, 'logout+jwt')
    const read = await compactVerify(token, key)
    assert.deepEqual(read.protectedHeader, { alg: algorithm, typ: 'logout+jwt', kid: 'k1' })
    assert.deepEqual(JSON.parse(Buffer.from(read.payload).toString()), { sub: 'æøå' })
    assert.deepEqual(verifyJws(token, under(algorithm))?.payload, { sub: 'æøå' })
    assert.equal((await compactVerify(signJws(signer, {}), key)).protectedHeader.typ, 'JWT')
  })
}

for (const algorithm of jwsAlgorithms) {
  test(`what jose signs with ${algorithm}, we read, and under no other algorithm or key`, async () => {
    const token = await new CompactSign(Buffer.from('{"a":1}'))
      .setProtectedHeader({ alg: algorithm, kid: 'k' })
      .sign(pairs[algorithm].privateKey)
    const read = verifyJws(token, (header) =>
      header['kid'] === 'k' ? { key: pairs[algorithm].publicKey, algorithm } : undefined,
    )
    assert.deepEqual(read?.payload, { a: 1 })
    for (const other of jwsAlgorithms) {
      if (other === algorithm) continue
      assert.equal(verifyJws(token, under(other)), undefined, `as ${other}`)
      // The key says this algorithm, too, and is of another kind.
      if (pairs[other] === pairs[algorithm]) continue
      assert.equal(verifyJws(token, under(algorithm, pairs[other].publicKey)), undefined, `with a key of ${other}`)
    }
  })
}

test('RFC 7518 §3.5 a salt of another length than the digest is refused', () => {
  for (const [algorithm, digest, length] of [
    ['PS256', 'sha256', 32],
    ['PS384', 'sha384', 48],
    ['PS512', 'sha512', 64],
  ] as const) {
    const token = (saltLength: number): string => {
      const input = `${part({ alg: algorithm })}.${part({ a: 1 })}`
      const key = { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }
      return `${input}.${sign(digest, Buffer.from(input), key).toString('base64url')}`
    }
    assert.ok(verifyJws(token(length), under(algorithm)), algorithm)
    for (const other of [0, 20, length - 1, length + 1])
      assert.equal(verifyJws(token(other), under(algorithm)), undefined, `${algorithm} with ${other}`)
  }
})

test('a key tells which algorithms it can be used with', () => {
  for (const algorithm of jwsAlgorithms) assert.ok(algorithmsOf(pairs[algorithm].publicKey).includes(algorithm))
  const count = (key: KeyObject): number => algorithmsOf(key).length
  assert.deepEqual(
    [rsa, ec, p384, p521, ed].map(({ publicKey }) => count(publicKey)),
    [6, 1, 1, 1, 1],
  )
  for (const other of [
    generateKeyPairSync('rsa', { modulusLength: 1024 }),
    generateKeyPairSync('rsa-pss', { modulusLength: 2048 }),
    generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
    generateKeyPairSync('ed448'),
    generateKeyPairSync('x25519'),
  ]) {
    assert.equal(count(other.publicKey), 0)
  }
})

/** A token of ours whose parts are exactly these texts, with a good signature over them. */
function signedParts(head: string, body: string): string {
  const signature = sign('sha256', Buffer.from(`${head}.${body}`), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' })
  return `${head}.${body}.${signature.toString('base64url')}`
}

const head = part({ alg: 'ES256' })
const body = part({ a: 1 })
const bytes = (...values: number[]): string => Buffer.from(values).toString('base64url')

const badlyMade: Readonly<Record<string, readonly [string, string]>> = {
  'a critical extension': [part({ alg: 'ES256', crit: ['exp'], exp: 1 }), body],
  'an unencoded payload': [part({ alg: 'ES256', crit: ['b64'], b64: false }), body],
  'an empty list of critical extensions': [part({ alg: 'ES256', crit: [] }), body],
  'no alg': [part({ kid: 'e1' }), body],
  'an alg that is no text': [part({ alg: ['ES256'] }), body],
  'alg none': [part({ alg: 'none' }), body],
  'alg in other letters': [part({ alg: 'es256' }), body],
  'a header that is a list': [part([]), body],
  'a header that is null': [part(null), body],
  'a header that is not JSON': [bytes(0x7b), body],
  'a header that is not UTF-8': [bytes(...Buffer.from('{"alg":"ES256","x":"'), 0xff, ...Buffer.from('"}')), body],
  'a header after a byte order mark': [bytes(0xef, 0xbb, 0xbf, ...Buffer.from('{"alg":"ES256"}')), body],
  'a payload that is a list': [head, part([1])],
  'a payload that is a text': [head, part('a')],
  'a payload that is not JSON': [head, bytes(0x61)],
  'an empty payload': [head, ''],
  padding: [`${head}=`, body],
  'an ending that means nothing': [head, `${body.slice(0, -1)}${body.endsWith('Q') ? 'R' : 'B'}`],
  'too much': [head, part({ a: 'x'.repeat(longestToken) })],
}

test('a token that is badly made is refused although its signature holds', async () => {
  assert.notEqual(verifyJws(signedParts(head, body), under('ES256')), undefined)
  for (const [name, [badHead, badBody]] of Object.entries(badlyMade)) {
    assert.equal(verifyJws(signedParts(badHead, badBody), under('ES256')), undefined, name)
  }
})

test('a token that was changed after signing is refused', async () => {
  const good = signedParts(head, body)
  const [, , signature = ''] = good.split('.')
  const changed: Readonly<Record<string, string>> = {
    'no signature': `${head}.${body}.`,
    'two parts': `${head}.${body}`,
    'four parts': `${good}.`,
    'a shorter signature': `${head}.${body}.${Buffer.from(signature, 'base64url').subarray(1).toString('base64url')}`,
    'zeros for a signature': `${head}.${body}.${Buffer.alloc(64).toString('base64url')}`,
    'another payload': `${head}.${part({ a: 2 })}.${signature}`,
    'another header': `${part({ alg: 'ES256', kid: 'x' })}.${body}.${signature}`,
    'white space before': ` ${good}`,
    'white space after': `${good}\n`,
    'standard base64': good.replace(signature, `+/${signature.slice(2)}`),
  }
  for (const [name, token] of Object.entries(changed)) assert.equal(verifyJws(token, under('ES256')), undefined, name)
})

test('a key that is not of the algorithm or too weak opens nothing', async () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const weakToken = signJws({ kid: 'w', algorithm: 'RS256', privateKey: weak.privateKey }, { a: 1 })
  assert.equal(verifyJws(weakToken, under('RS256', weak.publicKey)), undefined)
  const koblitz = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
  const koblitzToken = signJws({ kid: 'k', algorithm: 'ES256', privateKey: koblitz.privateKey }, { a: 1 })
  assert.equal(verifyJws(koblitzToken, under('ES256', koblitz.publicKey)), undefined)
  assert.equal(verifyJws(signJws(es256, { a: 1 }), under('ES256', rsa.publicKey)), undefined)
  // Asked again, when the key's kind is remembered.
  assert.equal(verifyJws(signJws(es256, { a: 1 }), under('ES256', rsa.publicKey)), undefined)
  assert.equal(
    verifyJws(signJws(es256, { a: 1 }), () => undefined),
    undefined,
  )
})

test('base64url has one way only to write the same bytes', () => {
  const good = ['', 'AA', 'AQ', '_w', 'AAA', 'AAE', 'AAAA', '-_-_', 'AAAAAA']
  const bad = ['A', 'AB', 'AAB', 'AA==', 'AAAAA', 'AA A', 'AA\n', '\nAA', 'A+AA', 'A/AA', 'Æ', 'AA.A', '=']
  for (const text of good) assert.ok(isBase64url(text), text)
  for (const text of bad) assert.ok(!isBase64url(text), text)
})

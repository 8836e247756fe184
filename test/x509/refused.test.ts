/** Certificates that are wrong in one way each, beside the one that is right. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { attribute, type Checked, type Wanted } from '#x509/checker.ts'
import { type CertificateWish, nameOf, newKeyPair } from '#sandbox/ca/certificate.ts'
import { der } from '#sandbox/ca/der.ts'
import { extension, purposes } from '#sandbox/ca/extensions.ts'
import { policies } from '#sandbox/ca/issuers.ts'
import { agency, checkedWorld, someone } from './issuers.ts'

const said = (checked: Checked): string => (checked.ok ? 'good' : checked.why)
const year = 365 * 24 * 3_600_000
const person: Wanted = { use: 'person' }

test('X5 a person’s certificate is good for a person, at the level of its policy, and for nothing else', async () => {
  const { issuer, checker } = checkedWorld()
  const { der: certificate } = issuer.person(someone)
  const checked = await checker.check([certificate], person)
  assert.ok(checked.ok)
  assert.equal(checked.level, 'high')
  assert.deepEqual([...checked.policies], [policies.buypass.person])
  assert.equal(checked.issuer.id, 'buypass-person')
  assert.deepEqual(attribute(checked.certificate, '2.5.4.5'), ['UN:NO-9578-4050-a1b2c3'])
  assert.deepEqual(checked.number, { kind: 'not-asked' })
  assert.equal(said(await checker.check([certificate], { use: 'enterprise' })), 'policy-not-listed')
})

for (const name of ['buypass', 'commfides'] as const)
  for (const seid of ['v1', 'v2'] as const)
    test(`X5 an enterprise’s certificate of ${name}, SEID ${seid}, is good for an enterprise`, async () => {
      const { issuer, checker } = checkedWorld(name)
      const { der: certificate } = issuer.enterprise({ ...agency, seid })
      const checked = await checker.check([certificate], { use: 'enterprise' })
      assert.ok(checked.ok)
      assert.equal(checked.level, 'substantial')
      const [v2, v1] = ['2.5.4.97', '2.5.4.5'].map((oid) => attribute(checked.certificate, oid))
      assert.deepEqual(v2, seid === 'v2' ? ['NTRNO-974760673'] : [])
      assert.deepEqual(v1, seid === 'v1' || name === 'commfides' ? ['974760673'] : [])
      assert.equal(said(await checker.check([certificate], person)), 'policy-not-listed')
    })

const now = Date.UTC(2026, 10, 22, 9)
/** A critical extension that nobody knows. */
const strange = extension('1.2.3.4.5', der(0x05), true)

const wrong: readonly (readonly [what: string, why: string, over: Partial<CertificateWish>])[] = [
  ['ended', 'expired', { until: now - 1000 }],
  ['not begun', 'not-yet-valid', { from: now + 1000 }],
  ['a signature that does not hold', 'signature', { broken: true }],
  ['signed with SHA-1', 'algorithm', { digest: 'sha1' }],
  ['an RSA key of 1024 bits', 'weak-key', { pair: newKeyPair('rsa-1024') }],
  ['a key on a curve of its own', 'weak-key', { pair: newKeyPair('secp256k1') }],
  ['an unknown critical extension', 'critical-extension', { more: [strange] }],
  ['no key usage', 'key-use', { keyUse: undefined }],
  ['a key to sign documents with', 'key-use', { keyUse: ['nonRepudiation'] }],
  ['a key to encrypt with', 'key-use', { keyUse: ['keyEncipherment'] }],
  ['for servers', 'purpose', { purposes: [purposes.serverAuth] }],
  ['for signing answers of responders', 'purpose', { purposes: [purposes.ocspSigning] }],
  ['an authority’s own', 'is-ca', { ca: true }],
  ['no policy', 'policy-not-listed', { policies: undefined }],
  ['any policy', 'policy-not-listed', { policies: ['2.5.29.32.0'] }],
  ['the policy for signing documents', 'policy-not-listed', { policies: [policies.buypass.signing] }],
  [
    'a policy that only begins like one that is listed',
    'policy-not-listed',
    { policies: [`${policies.buypass.person}.1`] },
  ],
]

for (const [what, why, over] of wrong)
  test(`X5 refused: ${what}`, async () => {
    const { issuer, checker, asked } = checkedWorld()
    assert.equal(said(await checker.check([issuer.person({ ...someone, over }).der], person)), why)
    assert.deepEqual(asked, [], 'nobody is asked about a certificate that is no good')
  })

test('X5 of two policies the lower level counts, and a point is where a part of an OID ends', async () => {
  const [high, low, beside] = ['2.16.578.1.26.1.3.5', '2.16.578.1.26.1.3.2', '2.16.578.1.26.1.30']
  const world = checkedWorld()
  const [, enterprises] = world.trust.entries
  assert.ok(enterprises !== undefined)
  const listed = [
    { oid: high, use: 'enterprise', level: 'high' },
    { oid: '2.16.578.1.26.1.3.*', use: 'enterprise', level: 'substantial' },
  ] as const
  world.trust = { entries: [{ ...enterprises, policies: listed }] }
  const level = async (...borne: readonly string[]): Promise<string> => {
    const { der: certificate } = world.issuer.enterprise({ ...agency, over: { policies: borne } })
    const checked = await world.checker.check([certificate], { use: 'enterprise' })
    return checked.ok ? checked.level : checked.why
  }
  assert.equal(await level(high), 'high')
  assert.equal(await level(low), 'substantial')
  assert.equal(await level(high, low), 'substantial')
  assert.equal(await level(low, high), 'substantial')
  assert.equal(await level(beside), 'policy-not-listed')
})

test('X5 refused: bytes that are no certificate, or one and something behind it', async () => {
  const { issuer, checker } = checkedWorld()
  const { der: good } = issuer.person(someone)
  for (const chain of [[], [Buffer.alloc(0)], [Buffer.from('x'.repeat(300))], [Buffer.concat([good, Buffer.of(0)])]])
    assert.equal(said(await checker.check(chain, person)), 'malformed')
})

test('X5 refused: the same names from other authorities, and an authority that made itself', async () => {
  const { issuer, checker } = checkedWorld()
  const other = checkedWorld().issuer
  const stranger = other.person(someone)
  const chain = [stranger, other.persons.issuing, other.persons.root].map((one) => one.der)
  assert.equal(said(await checker.check(chain, person)), 'signature')
  const own = issuer.person({ ...someone, over: { issuer: undefined } })
  assert.equal(said(await checker.check([own.der], person)), 'no-path')
  // A person's certificate is no authority, whatever its own key signs.
  const person1 = issuer.person(someone)
  const below = issuer.person({ ...someone, over: { issuer: person1 } })
  assert.equal(said(await checker.check([below.der, person1.der], person)), 'no-ca')
})

test('X5 refused: below an issuing CA that ended, has no right to sign, or is signed by somebody else', async () => {
  const cas: readonly (readonly [string, Partial<CertificateWish>])[] = [
    ['expired', { until: now - 1000 }],
    ['no-cert-sign', { keyUse: ['cRLSign'] }],
    ['no-ca', { ca: false, pathLength: undefined }],
    ['policy-required', { policies: ['1.2.3'] }],
    ['signature', { broken: true }],
    ['weak-key', { pair: newKeyPair('rsa-1024') }],
    ['outside-name-constraints', { permitted: [nameOf([['C', 'SE']])] }],
  ]
  for (const [why, issuingWish] of cas) {
    const { issuer, checker } = checkedWorld('buypass', {}, { over: { issuingWish } })
    assert.equal(said(await checker.check([issuer.person(someone).der], person)), why, why)
  }
})

test('X5 refused: outside of what the trust list’s own root may speak for', async () => {
  const roots: readonly (readonly [string, Partial<CertificateWish>])[] = [
    ['outside-name-constraints', { permitted: [nameOf([['C', 'SE']])] }],
    ['path-too-long', { pathLength: 0 }],
    ['good', { permitted: [nameOf([['C', 'NO']])], pathLength: 1 }],
  ]
  for (const [why, rootWish] of roots) {
    const { issuer, checker } = checkedWorld('buypass', {}, { over: { rootWish } })
    assert.equal(said(await checker.check([issuer.person(someone).der], person)), why)
  }
})

test('X5 refused: below a root of the trust list that has ended', async () => {
  const { issuer, checker, clock } = checkedWorld()
  const { der: certificate } = issuer.person({ ...someone, over: { until: now + 20 * year } })
  assert.equal(said(await checker.check([certificate], person)), 'good')
  clock.advance(11 * year)
  assert.equal(said(await checker.check([certificate], person)), 'anchor-ended')
})

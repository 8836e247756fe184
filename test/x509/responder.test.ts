/** What a responder says of a certificate, and everything that makes its word worth nothing. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import { type CertificateWish, keyBits, makeCertificate } from '#sandbox/ca/certificate.ts'
import { der } from '#sandbox/ca/der.ts'
import { extension, purposes } from '#sandbox/ca/extensions.ts'
import { readQuestion } from '#sandbox/ca/ocsp-request.ts'
import type { Behaviour } from '#sandbox/ca/authority.ts'
import { OutboundFailed } from '#http/outbound.ts'
import type { Checked, Wanted } from '#x509/checker.ts'
import type { TrustEntry } from '#x509/trust.ts'
import { type CheckedWorld, checkedWorld, someone } from './issuers.ts'

const person: Wanted = { use: 'person' }
const said = (checked: Checked): string =>
  checked.ok
    ? `good by ${checked.by}`
    : [checked.why, ...checked.tried.filter((one) => one.startsWith('ocsp'))].join(' ')

/** With no list for the certificate itself: the responder has the only word. */
function alone(over: Partial<TrustEntry> = {}, responderWish: Partial<CertificateWish> = {}) {
  const world = checkedWorld('buypass', over, { over: { responderWish } })
  const [first] = world.trust.entries
  assert.ok(first !== undefined)
  world.trust = { entries: [{ ...first, crl: [world.issuer.persons.addresses.rootCrl] }] }
  return Object.assign(world, { certificate: world.issuer.person({ ...someone, over: { crl: [] } }) })
}

const minute = 60_000
const now = Date.UTC(2026, 10, 22, 9)

test('X5 the responder is asked first; its good is good, and its revoked is revoked', async () => {
  const { issuer, checker, asked } = checkedWorld()
  const certificate = issuer.person(someone)
  assert.equal(said(await checker.check([certificate.der], person)), 'good by ocsp')
  assert.deepEqual(asked.toSorted(), ['/buypass-person/ocsp', '/buypass-person/top.crl'])
  const other = issuer.person(someone)
  issuer.persons.revoke(other)
  assert.equal(said(await checker.check([other.der], person)), 'revoked')
})

test('X5 a certificate that its issuer does not know is refused, whatever lists say', async () => {
  const { issuer, checker } = checkedWorld()
  issuer.persons.behave({ answer: { status: 'unknown' } })
  const { der: certificate } = issuer.person(someone)
  assert.equal(said(await checker.check([certificate], person)), 'unknown-to-issuer')
  issuer.persons.behave({})
  assert.equal(said(await checker.check([certificate], person)), 'good by ocsp', 'a new one may not be known at once')
})

const twice = extension('1.2.3.4', der(0x05))
const worthless: readonly (readonly [what: string, why: string, behaviour: (world: CheckedWorld) => Behaviour])[] = [
  ['the responder is busy', 'try-later', () => ({ refuse: 'try-later' })],
  ['the responder is in trouble', 'internal', () => ({ refuse: 'internal' })],
  ['the question was not understood', 'malformed-request', () => ({ refuse: 'malformed' })],
  ['its signature does not hold', 'signature', () => ({ answer: { broken: true } })],
  ['it is signed with SHA-1', 'algorithm', () => ({ answer: { digest: 'sha1' } })],
  ['an answer from the future', 'future', () => ({ answer: { thisUpdate: now + 2 * minute } })],
  ['one that was made in the future', 'future', () => ({ answer: { producedAt: now + 2 * minute } })],
  ['an old answer', 'stale', () => ({ answer: { thisUpdate: now - 9 * minute, nextUpdate: now - 1000 } })],
  [
    'an old one that does not say when the next comes',
    'stale',
    () => ({ answer: { thisUpdate: now - 11 * minute, nextUpdate: undefined } }),
  ],
  ['one that ends before it begins', 'stale', () => ({ answer: { thisUpdate: now + minute, nextUpdate: now + 1000 } })],
  ['the answer to another question', 'nonce-wrong', () => ({ answer: { nonce: 'another' } })],
  ['an answer to no question', 'nonce-missing', () => ({ answer: { nonce: 'left-out' } })],
  ['two answers about one certificate', 'ambiguous', () => ({ answer: { again: 'revoked' } })],
  [
    'a critical extension that nobody knows',
    'critical-extension',
    () => ({ answer: { outer: [extension('1.2.3.4', der(0x05), true)] } }),
  ],
  [
    'one in the single answer',
    'critical-extension',
    () => ({ answer: { extensions: [extension('1.2.3.4', der(0x05), true)] } }),
  ],
  ['an extension that stands twice', 'malformed', () => ({ answer: { outer: [twice, twice] } })],
  ['its signer is not sent along', 'wrong-signer', () => ({ answer: { certificates: [] } })],
  [
    'signed by the issuer of enterprises',
    'wrong-signer',
    ({ issuer }) => ({ answer: { signer: issuer.enterprises.issuing, certificates: [issuer.enterprises.issuing] } }),
  ],
  [
    'signed by the responder for enterprises',
    'wrong-signer',
    ({ issuer }) => ({
      answer: { signer: issuer.enterprises.responder, certificates: [issuer.enterprises.responder] },
    }),
  ],
  [
    'signed by the root',
    'wrong-signer',
    ({ issuer }) => ({ answer: { signer: issuer.persons.root, certificates: [issuer.persons.root] } }),
  ],
  ['signed by a person', 'responder-purpose', ({ issuer }) => byA(issuer.person(someone))],
  [
    'signed by somebody with any purpose',
    'responder-purpose',
    ({ issuer }) => byA(issuer.person({ ...someone, over: { purposes: ['2.5.29.37.0'] } })),
  ],
  [
    'signed by one whom the root made a responder',
    'wrong-signer',
    ({ issuer }) => byA(responderOf({ issuer: issuer.persons.root })),
  ],
  [
    'signed by one whom a responder made a responder',
    'wrong-signer',
    ({ issuer }) => byA(responderOf({ issuer: issuer.persons.responder })),
  ],
  ['signed by one who made himself a responder', 'wrong-signer', () => byA(responderOf({}))],
]

const byA = (signer: ReturnType<typeof makeCertificate>): Behaviour => ({ answer: { signer, certificates: [signer] } })
const responderOf = (over: Partial<CertificateWish>) =>
  makeCertificate({
    subject: [['CN', 'a responder']],
    from: now - minute,
    until: now + minute,
    keyUse: ['digitalSignature'],
    purposes: [purposes.ocspSigning],
    noCheck: true,
    ...over,
  })

for (const [what, why, behaviour] of worthless)
  test(`X5 an answer that says nothing: ${what}`, async () => {
    const world = alone()
    world.issuer.persons.behave(behaviour(world))
    const checked = await world.checker.check([world.certificate.der], person)
    assert.equal(said(checked), `revocation-unknown ocsp:${why}`)
    world.issuer.persons.behave({})
    assert.equal(said(await world.checker.check([world.certificate.der], person)), 'good by ocsp', 'and is not kept')
  })

const responders: readonly (readonly [what: string, why: string, over: Partial<CertificateWish>])[] = [
  ['ended', 'responder-expired', { until: now - 1000 }],
  ['not made a responder', 'responder-purpose', { purposes: undefined }],
  ['may not sign', 'responder-purpose', { keyUse: ['keyEncipherment'] }],
  ['has an unknown critical extension', 'wrong-signer', { more: [extension('1.2.3.4', der(0x05), true)] }],
  ['of which nobody can tell whether it was revoked', 'responder-unknown', { noCheck: false }],
]
for (const [what, why, over] of responders)
  test(`X5 an answer that says nothing: its responder’s certificate ${what}`, async () => {
    const { checker, certificate } = alone({}, over)
    assert.equal(said(await checker.check([certificate.der], person)), `revocation-unknown ocsp:${why}`)
  })

test('X5 a responder’s certificate that leaves out what its key is for is for everything', async () => {
  const { checker, certificate } = alone({}, { keyUse: undefined })
  assert.equal(said(await checker.check([certificate.der], person)), 'good by ocsp')
})

test('X5 a responder that may be revoked is looked up in its issuer’s list', async () => {
  const wish: Partial<CertificateWish> = { noCheck: false }
  const { issuer, checker } = checkedWorld('buypass', {}, { over: { responderWish: wish } })
  assert.equal(said(await checker.check([issuer.person(someone).der], person)), 'good by ocsp')
  const other = checkedWorld('buypass', {}, { over: { responderWish: wish } })
  other.issuer.persons.revoke(other.issuer.persons.responder)
  const checked = await other.checker.check([other.issuer.person(someone).der], person)
  assert.equal(said(checked), 'good by crl')
  assert.deepEqual(checked.ok && checked.number, { kind: 'not-asked' })
})

test('X5 the answer for another certificate is no answer', async () => {
  const world = alone()
  const other = world.issuer.person(someone)
  let question: Uint8Array | undefined
  world.intercept = (request) => {
    if (request.question === undefined) return undefined
    question ??= request.question
    return Promise.resolve({ status: 200, body: world.issuer.persons.answer(question) })
  }
  const { checker } = world
  assert.equal(said(await checker.check([other.der], person)), 'good by ocsp')
  assert.equal(
    said(await checker.check([world.certificate.der], person)),
    'revocation-unknown ocsp:another-certificate',
  )
})

test('X5 the answer about the same number from another issuer is no answer', async () => {
  const world = alone()
  const { persons, enterprises } = world.issuer
  const keyed = (key: Buffer): Buffer => createHash('sha1').update(key).digest()
  const [own, other] = [persons, enterprises].map(({ issuing }) => keyed(keyBits(issuing.pair.publicKey)))
  world.intercept = ({ question }) => {
    if (question === undefined || own === undefined || other === undefined) return undefined
    const { id } = readQuestion(Buffer.from(question)) ?? { id: Buffer.alloc(0) }
    const at = id.indexOf(own)
    persons.behave({ answer: { id: Buffer.concat([id.subarray(0, at), other, id.subarray(at + other.length)]) } })
    return Promise.resolve({ status: 200, body: persons.answer(question) })
  }
  const checked = await world.checker.check([world.certificate.der], person)
  assert.equal(said(checked), 'revocation-unknown ocsp:another-certificate')
})

test('X5 the issuer itself may answer; an answer may name its signer', async () => {
  for (const named of ['by-key', 'by-name'] as const) {
    const world = alone()
    const { issuing } = world.issuer.persons
    world.issuer.persons.behave({ answer: { signer: issuing, certificates: [], named } })
    assert.equal(said(await world.checker.check([world.certificate.der], person)), 'good by ocsp')
    world.issuer.persons.behave({ answer: { named } })
    const other = world.issuer.person(someone)
    assert.equal(said(await world.checker.check([other.der], person)), 'good by ocsp')
  }
})

test('X5 without a nonce an answer counts where the operator says so, and a wrong one never does', async () => {
  const world = alone({ nonce: 'optional', certIdHash: 'sha256' })
  world.issuer.persons.behave({ answer: { nonce: 'left-out' } })
  assert.equal(said(await world.checker.check([world.certificate.der], person)), 'good by ocsp')
  world.issuer.persons.behave({ answer: { nonce: 'another' } })
  const other = world.issuer.person(someone)
  assert.match(said(await world.checker.check([other.der], person)), /^revocation-unknown ocsp:nonce-wrong/)
})

test('X5 an answer is kept within its validity and the operator’s limit, and asked for once at a time', async () => {
  const { issuer, checker, asked, clock } = checkedWorld()
  const { der: certificate } = issuer.person(someone)
  const questions = (): number => asked.filter((one) => one.endsWith('/ocsp')).length
  const all = await Promise.all([1, 2, 3].map(() => checker.check([certificate], person)))
  assert.ok(all.every(({ ok }) => ok))
  assert.equal(questions(), 1)
  clock.advance(299_000)
  await checker.check([certificate], person)
  assert.equal(questions(), 1)
  clock.advance(2000)
  issuer.persons.behave({ answer: { nextUpdate: clock.now() + 1000 } })
  assert.ok((await checker.check([certificate], person)).ok)
  assert.equal(questions(), 2)
  clock.advance(1001)
  issuer.persons.behave({ answer: { nextUpdate: undefined } })
  for (const expected of [3, 4]) {
    assert.ok((await checker.check([certificate], person)).ok)
    assert.equal(questions(), expected, 'one that does not say how long it holds is good for once')
  }
})

test('X5 no answer at all: the list decides, and without one nobody gets in', async () => {
  const one = checkedWorld()
  assert.equal(said(await one.checker.check([one.issuer.person(someone).der], person)), 'good by ocsp')
  one.intercept = ({ question }) => (question === undefined ? undefined : Promise.reject(new OutboundFailed('timeout')))
  assert.equal(said(await one.checker.check([one.issuer.person(someone).der], person)), 'good by crl')
  one.intercept = () => Promise.reject(new OutboundFailed('unreachable'))
  one.clock.advance(20 * 24 * 60 * minute)
  const checked = await one.checker.check([one.issuer.person(someone).der], person)
  assert.ok(!checked.ok)
  assert.equal(checked.why, 'revocation-unknown')
})

import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { OutboundFailed } from '#http/outbound.ts'
import { type Authority, openAuthority } from '#sandbox/ca/authority.ts'
import { makeCertificate, type MadeCertificate, nameOf, newKeyPair, type WrittenName } from '#sandbox/ca/certificate.ts'
import { purposes } from '#sandbox/ca/extensions.ts'
import { type ClientIssuers, openClientCheck } from '#x509/clients.ts'
import type { Fetch } from '#x509/fetch.ts'

const clock = fixedClock(Date.UTC(2026, 10, 24, 8))
const now = clock.now()
const day = 24 * 3_600_000
const at = 'http://ca.example.no'
const named = (cn: string): WrittenName => [
  ['C', 'NO'],
  ['O', 'Bransjen'],
  ['CN', cn],
]
const common = { root: named('Rot'), issuing: named('Utsteder'), at, clock }
const ours = openAuthority({ ...common, id: 'ours' })
const impostor = openAuthority({ ...common, id: 'impostor' })
const narrow = openAuthority({
  ...common,
  id: 'narrow',
  issuingWish: {
    permitted: [
      nameOf([
        ['C', 'NO'],
        ['O', 'Bransjen'],
      ]),
    ],
  },
})
const ended = openAuthority({ ...common, id: 'ended', rootWish: { until: now - 1 } })
const authorities = [ours, impostor, narrow, ended]

let asked: string[] = []
let silent = false
const fetch: Fetch = ({ address, question }) => {
  asked.push(address)
  const authority = authorities.find(({ id }) => address.startsWith(`${at}/${id}/`))
  if (authority === undefined || silent) return Promise.resolve({ status: 404, body: new Uint8Array() })
  const body =
    question === undefined ? authority.list(address.split('/').at(-1) as 'issuing.crl') : authority.answer(question)
  return Promise.resolve({ status: 200, body })
}
const checkBy = (over: Partial<ClientIssuers> = {}) => {
  const issuers = { certificates: [ours.root.der], ocsp: [], crl: [], ...over }
  return openClientCheck({ clock, fetch, log: () => undefined, count: () => undefined, issuers })
}
const issued = (authority: Authority, over: object = {}): MadeCertificate =>
  authority.issue({ subject: named('Klient'), purposes: [purposes.clientAuth], ...over })
const sent = (made: MadeCertificate, ...above: readonly MadeCertificate[]) => [made, ...above].map(({ der }) => der)

const good: Readonly<Record<string, readonly [made: MadeCertificate, over?: Partial<ClientIssuers>]>> = {
  'a root is named, and what stands between came along': [issued(ours)],
  'whoever issued it is named': [issued(ours), { certificates: [ours.issuing.der] }],
  'no purpose and no use of its key are written': [issued(ours, { purposes: undefined, keyUse: undefined })],
  'any purpose will do': [issued(ours, { purposes: ['2.5.29.37.0'] })],
  'no policy is written': [issued(ours, { policies: undefined })],
  'its issuer may speak for such names': [issued(narrow), { certificates: [narrow.root.der] }],
  'another one of that name is named first': [issued(ours), { certificates: [impostor.root.der, ours.root.der] }],
}
for (const [what, [made, over]] of Object.entries(good))
  test(`RFC 8705 §2.1 a client’s certificate is good: ${what}`, async () => {
    const above = over?.certificates?.[0] === narrow.root.der ? narrow.issuing : ours.issuing
    assert.equal(await checkBy(over).faultOf(sent(made, above)), undefined)
  })

const above = ours.issuing
const bad: Readonly<Record<string, readonly [why: string, made: MadeCertificate, over?: Partial<ClientIssuers>]>> = {
  'an issuer of the same name': ['no-path', issued(impostor)],
  'nobody is named': ['no-path', issued(ours), { certificates: [] }],
  'one that is named, but may not issue': ['no-path', issued(ours), { certificates: [issued(ours).der] }],
  'a time that is over': ['expired', issued(ours, { until: now - 1 })],
  'a time to come': ['not-yet-valid', issued(ours, { from: now + 1000 })],
  'a purpose that is a server’s': ['purpose', issued(ours, { purposes: [purposes.serverAuth] })],
  'a key that may only seal': ['key-use', issued(ours, { keyUse: ['nonRepudiation'] })],
  'an issuer’s own': ['is-ca', ours.issuing],
  'a short key': ['weak-key', issued(ours, { pair: newKeyPair('rsa-1024') })],
  'a digest that is broken': ['algorithm', issued(ours, { digest: 'sha1' })],
  'a signature that is broken': ['signature', issued(ours, { broken: true })],
  'itself alone': ['no-path', makeCertificate({ subject: named('Utsteder'), from: now - day, until: now + day })],
}
for (const [what, [why, made, over]] of Object.entries(bad))
  test(`RFC 8705 §2.1 a client’s certificate is refused: ${what}`, async () => {
    const found = await checkBy(over).faultOf(sent(made, above))
    assert.ok([why, ...(why === 'no-path' ? ['signature'] : [])].includes(found ?? 'good'), String(found))
  })

test('RFC 8705 §2.1 refused: what stands between did not come along and is not named', async () => {
  assert.equal(await checkBy().faultOf(sent(issued(ours))), 'no-path')
})

test('RFC 5280 §4.2.1.10 refused: a name that its issuer may not speak for', async () => {
  const other = issued(narrow, {
    subject: [
      ['C', 'NO'],
      ['O', 'Andre'],
      ['CN', 'Klient'],
    ],
  })
  const check = checkBy({ certificates: [narrow.root.der] })
  assert.equal(await check.faultOf(sent(other, narrow.issuing)), 'outside-name-constraints')
})

test('RFC 5280 §6.1 refused: an issuer whose own certificate has ended, and what nobody can read', async () => {
  assert.equal(
    await checkBy({ certificates: [ended.root.der] }).faultOf(sent(issued(ended), ended.issuing)),
    'anchor-ended',
  )
  for (const chain of [[], [Buffer.alloc(0)], [Buffer.from('none')]])
    assert.equal(await checkBy().faultOf(chain), 'malformed')
})

test('RFC 6960, RFC 5280 §6.3 a revoked certificate is refused where the operator named whom to ask; silence is a no', async () => {
  const { addresses } = ours
  const revoked = issued(ours)
  ours.revoke(revoked)
  const chain = sent(revoked, above)
  assert.equal(await checkBy().faultOf(chain), undefined)
  asked = []
  const lists = [addresses.crl, addresses.delta, addresses.rootCrl]
  for (const over of [{ ocsp: [addresses.ocsp], crl: lists }, { crl: lists }]) {
    assert.equal(await checkBy(over).faultOf(chain), 'revoked')
    assert.equal(await checkBy(over).faultOf(sent(issued(ours), above)), undefined)
  }
  assert.ok(asked.every((one) => [addresses.ocsp, ...lists].includes(one)))
  silent = true
  assert.equal(
    await checkBy({ ocsp: [addresses.ocsp], crl: lists }).faultOf(sent(issued(ours), above)),
    'revocation-unknown',
  )
  silent = false
})

test('X5 who does not answer about clients’ certificates, and what of their issuers ends, is told as of the trust list', async () => {
  const counted: string[] = []
  const logged: string[] = []
  const passing = fixedClock(now)
  const { addresses } = ours
  const check = openClientCheck({
    clock: passing,
    fetch: () => Promise.reject(new OutboundFailed('unreachable')),
    log: (level, message, fields) => void logged.push(`${level} ${message} ${JSON.stringify(fields)}`),
    count: (name, labels) => void counted.push(`${name} ${Object.values(labels).join(' ')}`),
    issuers: { certificates: [ours.issuing.der], ocsp: [addresses.ocsp], crl: [] },
  })
  assert.deepEqual([check.warnings(), check.ending()], [[], 0])
  const chain = sent(issued(ours), above)
  for (const _ of [1, 2, 3]) assert.equal(await check.faultOf(chain), 'revocation-unknown')
  assert.deepEqual(check.warnings(), [`${addresses.ocsp} does not answer whether certificates were revoked.`])
  assert.ok(counted.includes('certificate_source_silent ocsp unreachable'))
  assert.equal(counted.filter((one) => one === 'certificate_checked client revocation-unknown').length, 3)
  assert.match(
    logged[0] ?? '',
    /^warn nobody could tell whether a certificate was revoked .*"client".*ocsp:unreachable/,
  )
  assert.doesNotMatch(logged.join(), /Klient|Bransjen/)
  passing.advance(new X509Certificate(ours.issuing.der).validToDate.getTime() - now - 59 * day)
  assert.equal(check.ending(), 1)
  assert.match(
    check.warnings()[0] ?? '',
    /^The certificate of Utsteder among the issuers of clients ends on \d{4}-\d\d-\d\d\.$/,
  )
  passing.advance(60 * day)
  assert.match(check.warnings()[0] ?? '', /among the issuers of clients ended on/)
})

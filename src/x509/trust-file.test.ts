import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { makeCertificate, newKeyPair } from '#sandbox/ca/certificate.ts'
import { openIssuer } from '#sandbox/ca/issuers.ts'
import { readTrust, type TrustWorld } from '#x509/trust-file.ts'
import { standingOfTrust } from '#x509/trust-standing.ts'

const folder = mkdtempSync(join(tmpdir(), 'inngang-trust-'))
after(() => rmSync(folder, { recursive: true }))
const now = Date.UTC(2026, 10, 22)
const day = 24 * 3_600_000
const issuer = openIssuer('buypass', { at: 'http://ca.example', clock: fixedClock(now) })
const { root, issuing } = issuer.persons
const write = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
write('root.pem', root.pem)
write('ca.pem', issuing.pem)
write('person.pem', issuer.person({ given: 'A', family: 'B', unique: 'c' }).pem)
write('stranger.pem', issuer.enterprises.issuing.pem)
write('requester.pem', issuer.requester.pem)
write('requester.key', issuer.requester.keyPem)
write(
  'short.pem',
  makeCertificate({ subject: [['CN', 'Short']], from: now, until: now + day, ca: true, pair: newKeyPair('rsa-1024') })
    .pem,
)
write('broken.pem', root.pem.replace('MII', 'MIX'))
write('numbers.json', JSON.stringify({ 'UN:NO-9578-4050-c': '15819010029' }))
write('wrong-numbers.json', JSON.stringify({ a: '15819010061', b: '02013299997', c: '15819010029' }))

const entry = {
  id: 'buypass-person',
  use: 'person',
  anchors: 'root.pem',
  intermediates: 'ca.pem',
  policies: ['2.16.578.1.26.1.3.1'],
  ocsp: ['http://ocsp.example/buypass'],
  crl: ['http://crl.example/lists/*'],
  number: { from: 'ocsp', key_file: 'requester.key', certificate_file: 'requester.pem' },
}
const enterprise = { ...entry, id: 'buypass-enterprise', use: 'enterprise', number: undefined }

const read = (issuers: unknown, world: TrustWorld = 'synthetic') =>
  readTrust(write('trust.json', JSON.stringify({ issuers })), world)
const faults = (issuers: unknown, world?: TrustWorld): string => (read(issuers, world).faults ?? []).join('\n')

test('a trust list as it should be: policies with the usual levels, and with others', () => {
  const { list } = read([
    entry,
    { ...enterprise, policies: { '2.16.578.1.26.1.3.2': 'substantial', '2.16.578.1.26.1.3.5': 'high' } },
  ]) as Extract<ReturnType<typeof read>, { list: unknown }>
  const [person, organisation] = list.entries
  assert.deepEqual(person?.policies, [{ oid: '2.16.578.1.26.1.3.1', use: 'person', level: 'high' }])
  assert.deepEqual(
    organisation?.policies.map(({ level }) => level),
    ['substantial', 'high'],
  )
  assert.equal(person.anchors.length + person.intermediates.length, 2)
  assert.equal(person.nonce, 'required')
  assert.ok(
    person.number?.from === 'ocsp' && person.number.extension === '2.16.578.1.16.3.2' && person.number.requester,
  )
})

test('a table of numbers, of this world alone', () => {
  const tabled = { ...entry, number: { from: 'table', file: 'numbers.json' } }
  const { list } = read([tabled]) as Extract<ReturnType<typeof read>, { list: unknown }>
  const [{ number } = { number: undefined }] = list.entries
  assert.ok(number?.from === 'table')
  assert.equal(number.find('UN:NO-9578-4050-c'), '15819010029')
  assert.equal(number.find('toString'), undefined)
  assert.match(faults([tabled], 'real'), /a table with 1 that is no identity number of this world/)
  const wrong = faults([{ ...entry, number: { from: 'table', file: 'wrong-numbers.json' } }])
  assert.match(wrong, /a table with 2 that are no identity numbers/)
  assert.doesNotMatch(wrong, /\d{11}/)
})

const refused: readonly (readonly [what: string, says: RegExp, over: object, world?: TrustWorld])[] = [
  [
    'a file that is not there',
    /anchors that is no list of certificates \(PEM\), or cannot be read/,
    { anchors: 'none.pem' },
  ],
  ['a certificate that cannot be read', /anchors that is no list of certificates/, { anchors: 'broken.pem' }],
  [
    'a person’s certificate as an anchor',
    /no authority's \(UN:NO-9578-4050-c\)/,
    { anchors: 'person.pem', intermediates: undefined },
  ],
  [
    'an intermediate of somebody else',
    /an intermediate that none of its certificates issued/,
    { intermediates: 'stranger.pem' },
  ],
  ['a short key', /a key in anchors that is too short \(Short\)/, { anchors: 'short.pem', intermediates: undefined }],
  ['nobody to ask', /names nobody to ask/, { ocsp: [], crl: [], number: { from: 'table', file: 'numbers.json' } }],
  ['no policy', /lists no policy/, { policies: {} }],
  ['any policy', /lists any policy/, { policies: ['2.5.29.32.0'] }],
  ['a policy that is none', /no OID/, { policies: ['1.2.*.3'] }],
  [
    'a policy for trials, in production',
    /policy of certificates for trials/,
    { policies: ['2.16.578.1.29.912.310.*'] },
    'real',
  ],
  ['an address that is a host', /must be an address with http and a path/, { ocsp: ['http://*'] }],
  ['an address of another kind', /must be an address with http/, { crl: ['ldap://crl.example/x'] }],
  ['no way to the number', /needs number/, { number: undefined }],
  ['a responder for numbers that is not named', /names none in ocsp/, { ocsp: [] }],
  [
    'half a requester',
    /key_file and certificate_file, or neither/,
    { number: { from: 'ocsp', key_file: 'requester.key' } },
  ],
  [
    'another’s key',
    /the certificate_file \(PEM\) that belongs to it/,
    { number: { from: 'ocsp', key_file: 'requester.key', certificate_file: 'person.pem' } },
  ],
  ['a word that is not known', /issuers\[0\] Unrecognized key/, { trusted: true }],
]
for (const [what, says, over, world] of refused)
  test(`a trust list is refused: ${what}`, () => assert.match(faults([{ ...entry, ...over }], world), says))

test('every fault is told at once', () => {
  const told =
    read([
      { ...entry, anchors: 'none.pem' },
      { ...enterprise, id: entry.id, crl: [], ocsp: [], number: entry.number },
    ]).faults ?? []
  assert.equal(told.filter((one) => one.startsWith('issuers[0]')).length, 2)
  assert.deepEqual(
    told.filter((one) => one.startsWith('issuers[1]')).map((one) => /\) ([\w ]{8})/.exec(one)?.[1]),
    ['has the ', 'names no', 'has numb', 'asks a r'],
  )
  assert.deepEqual(readTrust(join(folder, 'nowhere.json'), 'real').faults, ['The trust list cannot be read.'])
  assert.deepEqual(readTrust(write('x.json', '{'), 'real').faults, ['The trust list is not JSON.'])
})

test('what ends within 60 days is warned of, and a list that lets nobody in', () => {
  const { list } = read([entry]) as Extract<ReturnType<typeof read>, { list: unknown }>
  const standing = standingOfTrust(list)
  assert.deepEqual([standing.warnings(now), standing.ending(now), standing.living(now)], [[], 0, 1])
  const before = new Date(now + 2 * 365 * day - 59 * day).getTime()
  assert.match(
    standing.warnings(before).join(),
    /^The certificate of .+ in the trust list \(buypass-person\) ends on 2028-11-21\.$/,
  )
  assert.equal(standing.ending(before), 1)
  const end = now + 11 * 365 * day
  assert.equal(standing.living(end), 0)
  assert.match(
    standing.warnings(end).join('\n'),
    /^The trust list has nobody in it whose certificates count now\.\n.*ended on/,
  )
})

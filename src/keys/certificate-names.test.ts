import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import test from 'node:test'
import { certificateIsFor, type ExpectedName, expectedNameFault } from '#keys/certificate-names.ts'
import { makeCertificate, type WrittenSubject } from '#keys/test-issuer.ts'

const bank: WrittenSubject = [
  ['C', 'NO', 0x13],
  ['O', 'Sparebanken Øst, Vest + Sør'],
  ['organizationIdentifier', 'NTRNO-991825827'],
  [
    ['CN', 'client "a"'],
    ['serialNumber', '7', 0x13],
  ],
]
const written = 'CN=client \\"a\\"+serialNumber=7,2.5.4.97=NTRNO-991825827,O=Sparebanken Øst\\, Vest \\+ Sør,C=NO'

const subject = (value: string): ExpectedName => ({ kind: 'subject_dn', value })
const certificate = makeCertificate({ subject: bank }).certificate

for (const [what, name] of [
  ['as it is', written],
  ['with spaces around commas', written.replaceAll(/(?<!\\),/g, ' , ')],
  ['types in any case, and by name', written.replace('2.5.4.97', 'OrganizationIdentifier').replace('CN=', 'cn=')],
  [
    'the parts of one relative name in another order',
    written.replace('CN=client \\"a\\"+serialNumber=7', 'serialNumber=7+CN=client \\"a\\"'),
  ],
  ['bytes escaped', written.replace('Øst', '\\C3\\98st').replace('\\+', '\\2B')],
  ['a value by its bytes', written.replace('C=NO', 'C=#13024e4f')],
] as const) {
  test(`the same name: ${what}`, () => {
    assert.equal(certificateIsFor(certificate, subject(name)), true)
    assert.equal(expectedNameFault(subject(name)), undefined)
  })
}

for (const [what, name] of [
  ['another case', written.replace('client', 'Client')],
  ['a space more', written.replace('Øst', 'Øst ')],
  ['one part less', written.replace(',C=NO', '')],
  ['one part more', `${written},C=NO`],
  [
    'another order',
    written
      .split(/(?<!\\),/)
      .toReversed()
      .join(','),
  ],
  ['what stands together apart', written.replace('+serialNumber', ',serialNumber')],
  ['what stands apart together', written.replace(',C=NO', '+C=NO')],
  ['the same text in another type', written.replace('O=', 'OU=')],
  ['other bytes of the same text', written.replace('C=NO', 'C=#0c024e4f')],
  ['a part of it alone', 'C=NO'],
] as const)
  test(`another name: ${what}`, () => assert.equal(certificateIsFor(certificate, subject(name)), false))

for (const name of [
  '',
  ',',
  'CN',
  'CN=',
  'CN=a,',
  'CN=a b"c',
  'unknown=a',
  '1=a',
  'CN=#0',
  'CN=\\',
  'CN=\\FF',
  'CN=a;b',
]) {
  test(`no name: ${name}`, () => {
    assert.match(expectedNameFault(subject(name)) ?? '', /RFC 4514/)
    assert.equal(certificateIsFor(certificate, subject(name)), false)
  })
}

test('as another program prints it (RFC 2253)', () => {
  const { cert } = makeCertificate({ subject: bank })
  const print = (names: string): string =>
    execFileSync('openssl', ['x509', '-noout', '-subject', '-nameopt', names], { input: cert, encoding: 'utf8' })
      .replace(/^subject=/, '')
      .trim()
  for (const names of ['RFC2253', 'RFC2253,-esc_msb,utf8', 'RFC2253,dump_der,dump_all', 'RFC2253,oid'])
    assert.equal(certificateIsFor(certificate, subject(print(names))), true, print(names))
})

test('text of every kind is its letters, and a text that would be printed like another is not that other', () => {
  const of = (value: string, tag: number) => makeCertificate({ subject: [['CN', value, tag]] }).certificate
  for (const tag of [0x0c, 0x13, 0x16]) assert.equal(certificateIsFor(of('plain', tag), subject('CN=plain')), true)
  const utf16 = Buffer.from('plain', 'utf16le').swap16().toString('utf16le')
  assert.equal(certificateIsFor(of(utf16, 0x1e), subject('CN=plain')), true)
  // One attribute whose text looks like two.
  assert.equal(certificateIsFor(of('a,C=NO', 0x0c), subject('CN=a,C=NO')), false)
  assert.equal(certificateIsFor(of('a\nO=b', 0x0c), subject('O=b,CN=a')), false)
  assert.equal(certificateIsFor(of('a\0b', 0x0c), subject('CN=a')), false)
})

const alternatives = makeCertificate({
  subject: [['CN', 'other.example.no']],
  alternatives: [
    [1, 'Client@example.no'],
    [2, 'Client.example.no'],
    [2, '*.example.no'],
    [2, 'bank.no\0.evil.no'],
    [6, 'urn:client:1'],
    [7, Buffer.from([192, 0, 2, 1])],
    [7, Buffer.from('20010db8000000000000000000000001', 'hex')],
  ],
}).certificate

for (const [kind, value, is] of [
  ['san_dns', 'client.example.no', true],
  ['san_dns', '*.example.no', true],
  ['san_dns', 'any.example.no', false],
  ['san_dns', 'bank.no', false],
  ['san_dns', 'example.no', false],
  // Also not by the common name.
  ['san_dns', 'other.example.no', false],
  ['san_dns', 'Client@example.no', false],
  ['san_email', 'Client@example.no', true],
  ['san_email', 'client@example.no', false],
  ['san_uri', 'urn:client:1', true],
  ['san_uri', 'urn:client:10', false],
  ['san_ip', '192.0.2.1', true],
  ['san_ip', '192.0.2.2', false],
  ['san_ip', '2001:db8::1', true],
  ['san_ip', '2001:0DB8:0:0:0:0:0:1', true],
  ['san_ip', '2001:db8::2', false],
  ['san_ip', '::ffff:192.0.2.1', false],
] as const)
  test(`${kind} ${value} is ${is ? '' : 'not '}in the certificate`, () =>
    assert.equal(certificateIsFor(alternatives, { kind, value }), is))

test('what can be expected of a certificate, and what not', () => {
  const fault = (kind: ExpectedName['kind'], value: string) => expectedNameFault({ kind, value })
  assert.equal(fault('san_ip', '2001:db8::1'), undefined)
  assert.match(fault('san_ip', '192.0.2') ?? '', /address/)
  assert.match(fault('san_dns', 'bank no') ?? '', /ASCII/)
  assert.equal(fault('san_uri', 'urn:client:1'), undefined)
})

test('RFC 5280 §4.2 alternative names that stand twice are none: two readers could take one each', () => {
  const twice = makeCertificate({
    subject: bank,
    alternatives: [[2, 'a.example.no']],
    alternativesAgain: [[2, 'b.example.no']],
  }).certificate
  for (const value of ['a.example.no', 'b.example.no'])
    assert.equal(certificateIsFor(twice, { kind: 'san_dns', value }), false)
})

test('without alternative names there is none', () =>
  assert.equal(certificateIsFor(certificate, { kind: 'san_dns', value: 'client' }), false))

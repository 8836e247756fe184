import assert from 'node:assert/strict'
import test from 'node:test'
import {
  type CertificateHeader,
  certificateHeaders,
  dropCertificateHeaders,
  forwardedCertificate,
} from '#http/forwarded-certificate.ts'
import { makeCertificate } from '#keys/test-issuer.ts'

const { cert, base64, certificate } = makeCertificate({ subject: [['CN', 'client']] })
const other = makeCertificate({ subject: [['CN', 'other']] })
const escaped = encodeURIComponent(cert)
const read = (header: CertificateHeader, ...values: readonly string[]) =>
  forwardedCertificate({ rawHeaders: ['Host', 'x', ...values.flatMap((value) => [header, value])] }, header)

const xfcc = `By=spiffe://here/proxy;Hash=${'0'.repeat(64)};Subject="CN=a\\",O=b; c,C=NO";Cert="${escaped}";URI=;DNS=a;DNS=b`
for (const [header, value] of [
  ['client-cert', `:${base64}:`],
  ['client-cert', ` :${base64}: `],
  ['x-ssl-client-cert', escaped],
  ['x-ssl-client-cert', cert.trim().replaceAll('\n', '%0A')],
  ['ssl-client-cert', encodeURIComponent(cert.replaceAll('\n', '\r\n'))],
  ['x-forwarded-client-cert', `Cert="${escaped}"`],
  ['x-forwarded-client-cert', `cert=${escaped}`],
  ['x-forwarded-client-cert', xfcc],
] as const)
  test(`the certificate in ${header}: ${value.replaceAll(escaped, '…').slice(0, 60)}`, () => {
    const found = read(header, value)
    assert.ok(found !== undefined && found !== 'unreadable')
    assert.ok(found.raw.equals(certificate.raw))
  })

test('no header, or an empty one: the client showed none', () => {
  for (const header of certificateHeaders) {
    assert.equal(read(header), undefined)
    assert.equal(read(header, ''), undefined)
    assert.equal(read(header, '  '), undefined)
  }
})

const all: Readonly<Record<CertificateHeader, string>> = {
  'client-cert': `:${base64}:`,
  'x-ssl-client-cert': escaped,
  'ssl-client-cert': escaped,
  'x-forwarded-client-cert': `Cert="${escaped}"`,
}

for (const header of certificateHeaders) {
  test(`${header}: two of them are refused, also where one is empty or both are the same`, () => {
    for (const second of [all[header], '', 'x']) {
      assert.equal(read(header, all[header], second), 'unreadable')
      assert.equal(read(header, second, all[header]), 'unreadable')
    }
    // As a proxy joins them that does not replace what the client wrote.
    assert.equal(read(header, `${all[header]}, ${all[header]}`), 'unreadable')
    assert.equal(read(header, `${all[header]},${all[header]}`), 'unreadable')
  })
}

for (const [header, what, value] of [
  ['client-cert', 'without colons', base64],
  ['client-cert', 'with parameters', `:${base64}:;a=1`],
  ['client-cert', 'in base64url', `:${certificate.raw.toString('base64url')}:`],
  ['client-cert', 'PEM', escaped],
  ['client-cert', 'two in one', `:${Buffer.concat([certificate.raw, other.certificate.raw]).toString('base64')}:`],
  ['x-ssl-client-cert', 'DER', `:${base64}:`],
  ['x-ssl-client-cert', 'two certificates', encodeURIComponent(cert + other.cert)],
  ['x-ssl-client-cert', 'a key behind it', encodeURIComponent(cert + other.key)],
  ['x-ssl-client-cert', 'text before it', encodeURIComponent(`x\n${cert}`)],
  ['x-ssl-client-cert', 'a bad escape', `${escaped}%`],
  ['x-ssl-client-cert', 'words', '(null)'],
  ['x-forwarded-client-cert', 'no certificate in it', 'Hash=00;Subject="CN=a"'],
  [
    'x-forwarded-client-cert',
    'two certificates in one element',
    `Cert="${escaped}";Cert="${encodeURIComponent(other.cert)}"`,
  ],
  ['x-forwarded-client-cert', 'two elements', `Hash=00,Cert="${escaped}"`],
  ['x-forwarded-client-cert', 'one in the words of another', `Subject="a;Cert=${escaped}"`],
  ['x-forwarded-client-cert', 'a quote that never ends', `Cert="${escaped}`],
  ['x-forwarded-client-cert', 'something behind it', `Cert="${escaped}"x`],
] as const)
  test(`${header}: ${what} is refused`, () => assert.equal(read(header, value), 'unreadable'))

test('another header than the one that is read says nothing', () => {
  const rawHeaders = certificateHeaders.filter((one) => one !== 'client-cert').flatMap((one) => [one, all[one]])
  assert.equal(forwardedCertificate({ rawHeaders }, 'client-cert'), undefined)
  assert.equal(forwardedCertificate({ rawHeaders: ['client_cert', all['client-cert']] }, 'client-cert'), undefined)
})

test('all of them are dropped, in any case, each as often as it came; nothing else is', () => {
  const rawHeaders = [
    'Host',
    'x',
    'CLIENT-CERT',
    'a',
    'Client-Cert-Chain',
    'b',
    'client-cert',
    'c',
    'Accept',
    '*/*',
    'X-Forwarded-Client-Cert',
    'd',
    'Inngang-Proxy-Secret',
    'e',
  ]
  const headers: Record<string, unknown> = {
    host: 'x',
    'client-cert': 'a, c',
    'client-cert-chain': 'b',
    accept: '*/*',
    'x-forwarded-client-cert': 'd',
    'inngang-proxy-secret': 'e',
  }
  dropCertificateHeaders({ rawHeaders, headers })
  assert.deepEqual(rawHeaders, ['Host', 'x', 'Accept', '*/*'])
  assert.deepEqual(headers, { host: 'x', accept: '*/*' })
})

/** Settings that no program starts with. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Environment } from '#config/read.ts'
import type { Entry } from '#config/table.ts'
import { faultsOf, production, random, register } from '#config/test-settings.ts'

const wrong: readonly (readonly [what: string, entry: Entry, env: Environment, says: RegExp])[] = [
  [
    'a port that is none',
    'twin',
    { INNGANG_PORT: '70000' },
    /^INNGANG_PORT must be a whole number from 1 to 65535; it is "70000"\.$/,
  ],
  ['a port with letters', 'twin', { INNGANG_PORT: '87oo' }, /^INNGANG_PORT must be a whole number/],
  [
    'an RSA size that is none of the three',
    'twin',
    { INNGANG_RSA_BITS: '1024' },
    /^INNGANG_RSA_BITS must be one of 2048, 3072, 4096/,
  ],
  [
    'an issuer with a path',
    'production',
    { ...production, INNGANG_ISSUER: 'https://example.no/login' },
    /^INNGANG_ISSUER must be an address/,
  ],
  [
    'an issuer with a slash at the end',
    'production',
    { ...production, INNGANG_ISSUER: 'https://example.no/' },
    /^INNGANG_ISSUER must be an address/,
  ],
  [
    'http in production',
    'production',
    { ...production, INNGANG_ISSUER: 'http://login.example.no' },
    /^INNGANG_ISSUER must begin with https:/,
  ],
  [
    'a loopback issuer in production',
    'production',
    { ...production, INNGANG_ISSUER: 'https://localhost' },
    /only this machine can reach/,
  ],
  [
    'codes over http',
    'production',
    { ...production, INNGANG_SMS_URL: 'http://sms.example.no' },
    /^INNGANG_SMS_URL must begin with https:/,
  ],
  [
    'no way to send codes',
    'production',
    { ...production, INNGANG_SMS_URL: '', INNGANG_SMS_SECRET: '' },
    /^INNGANG_SMS_URL or INNGANG_SMPP_URL is needed/,
  ],
  [
    'an HTTP gateway without its secret',
    'production',
    { ...production, INNGANG_SMS_SECRET: '' },
    /^INNGANG_SMS_URL and INNGANG_SMS_SECRET belong together/,
  ],
  [
    'codes over http by the second gateway',
    'production',
    { ...production, INNGANG_SMS_SECOND_URL: 'http://two.example.no', INNGANG_SMS_SECOND_SECRET: random },
    /^INNGANG_SMS_SECOND_URL must begin with https:/,
  ],
  [
    'codes by SMPP without TLS, in the second of its addresses',
    'production',
    { ...production, INNGANG_SMPP_URL: 'smpps://inngang:q7Jm2Xv9@a.example.no,smpp://inngang:q7Jm2Xv9@b.example.no' },
    /^INNGANG_SMPP_URL must begin with smpps:/,
  ],
  [
    'an SMS centre without a password',
    'production',
    { ...production, INNGANG_SMPP_URL: 'smpps://a.example.no' },
    /^INNGANG_SMPP_URL must be smpps:[^;]*\.$/,
  ],
  [
    "a tutorial's SMPP password",
    'production',
    { ...production, INNGANG_SMPP_URL: 'smpps://smppclient1:password@a.example.no' },
    /^INNGANG_SMPP_URL has a password that everybody knows/,
  ],
  [
    'a mail server without an address to send from',
    'production',
    { ...production, INNGANG_SMTP_URL: 'smtps://mail.example.no' },
    /^INNGANG_SMTP_URL and INNGANG_MAIL_FROM belong together/,
  ],
  [
    'a mail server by another protocol',
    'production',
    { ...production, INNGANG_SMTP_URL: 'https://mail.example.no', INNGANG_MAIL_FROM: 'minid@example.no' },
    /^INNGANG_SMTP_URL must be smtp:/,
  ],
  [
    'an address for mail that holds a name',
    'production',
    { ...production, INNGANG_SMTP_URL: 'smtps://mail.example.no', INNGANG_MAIL_FROM: 'MinID <minid@example.no>' },
    /^INNGANG_MAIL_FROM must be an e-mail address/,
  ],
  [
    'gateways in a twin, whose messages go nowhere',
    'twin',
    { INNGANG_SMTP_URL: 'smtps://mail.example.no' },
    /^INNGANG_SMTP_URL is a setting of the production program/,
  ],
  [
    'a short secret',
    'production',
    { ...production, INNGANG_SMS_SECRET: 'kort' },
    /^INNGANG_SMS_SECRET must have at least 32 characters/,
  ],
  [
    'a default secret',
    'production',
    { ...production, INNGANG_METRICS_TOKEN: `changeme${random}` },
    /^INNGANG_METRICS_TOKEN looks like a default/,
  ],
  [
    'a repeated secret',
    'production',
    { ...production, INNGANG_METRICS_TOKEN: 'ab'.repeat(20) },
    /^INNGANG_METRICS_TOKEN repeats/,
  ],
  [
    "a tutorial's database password",
    'production',
    { ...production, INNGANG_DATABASE_URL: 'postgres://postgres:postgres@db/inngang' },
    /^INNGANG_DATABASE_URL has a password that everybody knows/,
  ],
  [
    'a synthetic number',
    'production',
    { ...production, INNGANG_GATEWAY_NAME: 'Per 01810050019' },
    /^INNGANG_GATEWAY_NAME holds the identity number of a synthetic person/,
  ],
  [
    'half of a population register',
    'production',
    { ...production, ...register, INNGANG_POPULATION_SCOPE: '' },
    /^INNGANG_POPULATION_SCOPE is needed, too, as INNGANG_POPULATION_URL is set/,
  ],
  [
    'a population register over http',
    'production',
    { ...production, ...register, INNGANG_POPULATION_URL: 'http://register.example.no/api/v1' },
    /^INNGANG_POPULATION_URL must begin with https:/,
  ],
  [
    'its tokens over http',
    'production',
    { ...production, ...register, INNGANG_POPULATION_TOKEN_URL: 'http://tokens.example.no/token' },
    /^INNGANG_POPULATION_TOKEN_URL must begin with https:/,
  ],
  ...['https://register.example.no/api/v1/', 'https://register.example.no/api/v1?part=navn'].map(
    (url) =>
      [
        `the register's address ${url}`,
        'production',
        { ...production, ...register, INNGANG_POPULATION_URL: url },
        /^INNGANG_POPULATION_URL must end with the version/,
      ] as const,
  ),
  ['half of TLS', 'twin', { INNGANG_TLS_KEY: 'c.pem' }, /belong together/],
  [
    'TLS under an http issuer',
    'twin',
    { INNGANG_TLS_CERT: 'c.pem', INNGANG_TLS_KEY: 'k.pem' },
    /must begin with https: when INNGANG_TLS_CERT/,
  ],
  [
    'a key announced before the one before it signs',
    'twin',
    { INNGANG_KEY_ANNOUNCED_HOURS: '168', INNGANG_KEY_ROTATION_DAYS: '7' },
    /^INNGANG_KEY_ANNOUNCED_HOURS must be less than INNGANG_KEY_ROTATION_DAYS/,
  ],
  ['a key announced for less than a day', 'twin', { INNGANG_KEY_ANNOUNCED_HOURS: '23' }, /from 24 to 1440/],
  ['a key dropped while its tokens live', 'twin', { INNGANG_KEY_KEPT_HOURS: '0' }, /from 24 to 1440/],
  [
    'certificates in tokens that are nowhere',
    'twin',
    { INNGANG_SIGNING_CERTIFICATES_IN_TOKENS: 'yes' },
    /INNGANG_SIGNING_CERTIFICATES is not set/,
  ],
  [
    'a twin open to the network',
    'twin',
    { INNGANG_HOST: '0.0.0.0' },
    /^INNGANG_HOST would let other machines reach a twin/,
  ],
  [
    'a twin under a public name',
    'twin',
    { INNGANG_ISSUER: 'https://twin.example.no' },
    /^INNGANG_ISSUER of a twin must be on localhost/,
  ],
  [
    'a setting of the other program',
    'production',
    { ...production, INNGANG_EXAMPLE_PORT: '9000' },
    /^INNGANG_EXAMPLE_PORT is a setting of the twin program/,
  ],
  ['the same port twice', 'twin', { INNGANG_PORT: '8702' }, /must differ/],
]
for (const [what, entry, env, says] of wrong) {
  test(`${what} is refused`, () => {
    const faults = faultsOf(env, entry)
    assert.equal(faults.length, 1, faults.join('\n'))
    assert.match(faults[0] ?? '', says)
  })
}

test('all faults come at once, and none repeats a secret', () => {
  const faults = faultsOf(
    { INNGANG_PORT: 'x', INNGANG_LOG_LEVEL: 'loud', INNGANG_DATABASE_URL: 'mysql://u:hunter2hunter2@h/d' },
    'twin',
  )
  assert.equal(faults.length, 3)
  assert.ok(!faults.join().includes('hunter2'))
})

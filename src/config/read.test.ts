import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import fc from 'fast-check'
import { configurationPage } from '#config/docs.ts'
import { ConfigFaults, type Environment, readConfig } from '#config/read.ts'
import type { Config, Entry } from '#config/table.ts'

const random = 'q7Jm2Xv9Lr4Tz8Wc1Yb6Nd3Hf5Gk0Psu'
const production: Environment = {
  INNGANG_ISSUER: 'https://login.example.no',
  INNGANG_KEY_FILE: '/etc/inngang/keys.json',
  INNGANG_SMS_URL: 'https://sms.example.no/send',
  INNGANG_SMS_SECRET: random,
}

const noFiles = (path: string): string => {
  throw new Error(`no file ${path}`)
}
const files =
  (contents: Readonly<Record<string, string>>) =>
  (path: string): string =>
    contents[path] ?? noFiles(path)

function faultsOf(env: Environment, entry: Entry, contents: Readonly<Record<string, string>> = {}): readonly string[] {
  try {
    readConfig(env, entry, files(contents))
  } catch (error) {
    assert.ok(error instanceof ConfigFaults)
    return error.faults
  }
  return []
}

test('the twin needs nothing: everything has a default', () => {
  const config = readConfig({ PATH: '/bin' }, 'twin', noFiles)
  assert.equal(config.issuer, 'http://localhost:8700')
  assert.equal(config.host, '127.0.0.1')
  assert.equal(config.keyFile, './data/keys.json')
  assert.equal(config.databaseUrl, undefined)
  assert.equal(config.rsaBits, 2048)
})

test("the twin's issuer follows its port, its keys its data folder", () => {
  const config = readConfig({ INNGANG_PORT: '9000', INNGANG_DATA: '/srv/d' }, 'twin', noFiles)
  assert.equal(config.issuer, 'http://localhost:9000')
  assert.equal(config.keyFile, '/srv/d/keys.json')
})

test('production tells everything it needs at once', () => {
  const faults = faultsOf({}, 'production')
  for (const name of ['ISSUER', 'KEY_FILE']) {
    assert.ok(
      faults.some((fault) => fault.startsWith(`INNGANG_${name} is needed.`)),
      name,
    )
  }
  assert.equal(faults.length, 2)
  assert.deepEqual(faultsOf(production, 'production'), [])
})

test('a mistyped name is a fault that knows what was meant', () => {
  assert.deepEqual(faultsOf({ INNGANG_ISUER: 'x' }, 'twin'), [
    'INNGANG_ISUER is no setting. Did you mean INNGANG_ISSUER?',
  ])
  assert.deepEqual(faultsOf({ INNGANG_WOMBAT_HOUSE: 'x' }, 'twin'), ['INNGANG_WOMBAT_HOUSE is no setting.'])
})

const register = {
  INNGANG_POPULATION_URL: 'https://register.example.no/folkeregisteret/offentlig-med-hjemmel/api/v1',
  INNGANG_POPULATION_TOKEN_URL: 'https://tokens.example.no/token',
  INNGANG_POPULATION_TOKEN_ISSUER: 'https://tokens.example.no/',
  INNGANG_POPULATION_CLIENT_ID: 'inngang',
  INNGANG_POPULATION_SCOPE: 'folkeregister:deling/offentligmedhjemmel',
  INNGANG_POPULATION_KEY: '/etc/inngang/register.jwk',
}
test('a population register whose settings are all there is fine, and none at all is, too', () => {
  assert.deepEqual(faultsOf({ ...production, ...register }, 'production'), [])
  assert.deepEqual(faultsOf(production, 'production'), [])
})

const printing = {
  ...register,
  INNGANG_LETTER_FOLDER: '/srv/letters',
  INNGANG_LETTER_PRINTER_KEY: '/etc/inngang/printer.pem',
  INNGANG_LETTER_SENDER: 'Directorate|PO box 1|0001 OSLO',
}
const sftp = {
  INNGANG_LETTER_FOLDER: '',
  INNGANG_LETTER_SFTP: 'sftp://inngang@printer.example.no:2222/in',
  INNGANG_LETTER_SFTP_KEY: '/etc/inngang/sftp',
  INNGANG_LETTER_SFTP_HOST_KEY: `SHA256:${'A'.repeat(43)}`,
}
test('letters are printed to a folder or a server, sealed, with a sender', () => {
  assert.deepEqual(faultsOf({ ...production, ...printing }, 'production'), [])
  assert.deepEqual(faultsOf({ ...production, ...printing, ...sftp }, 'production'), [])
})
const unprintable: readonly (readonly [what: string, env: Environment, says: RegExp])[] = [
  ['no key of the printer', { INNGANG_LETTER_PRINTER_KEY: '' }, /^INNGANG_LETTER_PRINTER_KEY must be set/],
  ['no sender', { INNGANG_LETTER_SENDER: '' }, /^INNGANG_LETTER_SENDER must be set/],
  ['two printers', { ...sftp, INNGANG_LETTER_FOLDER: '/srv/letters' }, /not both/],
  ['a server without its key', { ...sftp, INNGANG_LETTER_SFTP_HOST_KEY: '' }, /belong together/],
  ['a password in the address', { ...sftp, INNGANG_LETTER_SFTP: 'sftp://a:b@printer.example.no/in' }, /must be sftp:/],
  ['a key that is no fingerprint', { ...sftp, INNGANG_LETTER_SFTP_HOST_KEY: 'MD5:00' }, /must be SHA256:/],
]
for (const [what, env, says] of unprintable)
  test(`letters with ${what} are refused`, () => {
    const faults = faultsOf({ ...production, ...printing, ...env }, 'production')
    assert.ok(
      faults.some((fault) => says.test(fault)),
      faults.join(),
    )
  })
test('letters without a population register are refused', () => {
  const { INNGANG_LETTER_FOLDER, INNGANG_LETTER_PRINTER_KEY, INNGANG_LETTER_SENDER } = printing
  const faults = faultsOf(
    { ...production, INNGANG_LETTER_FOLDER, INNGANG_LETTER_PRINTER_KEY, INNGANG_LETTER_SENDER },
    'production',
  )
  assert.match(faults.join(), /INNGANG_POPULATION_URL must be set where letters are printed/)
})

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

test('messages may go by SMPP alone, by SMTP, over the loopback in the clear, and elsewhere so when somebody says so', () => {
  const { INNGANG_SMS_URL: _url, INNGANG_SMS_SECRET: _secret, ...rest } = production
  const smpp = 'smpps://inngang:q7Jm2Xv9@a.example.no:3550, smpp://inngang:q7Jm2Xv9@[::1]:2775'
  const smtp = {
    INNGANG_SMTP_URL: 'smtp://u:q7Jm2Xv9@a.example.no,smtp://localhost',
    INNGANG_MAIL_FROM: 'm@example.no',
  }
  assert.deepEqual(faultsOf({ ...rest, ...smtp, INNGANG_SMPP_URL: smpp }, 'production'), [])
  const plain = { ...rest, INNGANG_SMPP_URL: 'smpp://inngang:q7Jm2Xv9@a.example.no' }
  assert.equal(faultsOf(plain, 'production').length, 1)
  assert.deepEqual(faultsOf({ ...plain, INNGANG_DANGEROUS_PLAIN_MESSAGES: 'yes' }, 'production'), [])
})

test('a twin may be public when somebody says so in so many words', () => {
  const env = {
    INNGANG_HOST: '0.0.0.0',
    INNGANG_ISSUER: 'https://twin.example.no',
    INNGANG_DANGEROUS_TWIN_PUBLIC_ORIGIN: 'https://twin.example.no',
  }
  assert.deepEqual(faultsOf(env, 'twin'), [])
})

test('all faults come at once, and none repeats a secret', () => {
  const faults = faultsOf(
    { INNGANG_PORT: 'x', INNGANG_LOG_LEVEL: 'loud', INNGANG_DATABASE_URL: 'mysql://u:hunter2hunter2@h/d' },
    'twin',
  )
  assert.equal(faults.length, 3)
  assert.ok(!faults.join().includes('hunter2'))
})

test('a file gives settings, the environment wins, faults name the file', () => {
  const file = JSON.stringify({ port: 9100, gateway_name: 'Porten', rsa_bits: '3072' })
  const config: Config = readConfig(
    { INNGANG_CONFIG: '/c.json', INNGANG_PORT: '9200' },
    'twin',
    files({ '/c.json': file }),
  )
  assert.deepEqual([config.port, config.gatewayName, config.rsaBits], [9200, 'Porten', 3072])
  assert.deepEqual(faultsOf({ INNGANG_CONFIG: '/c.json' }, 'twin', { '/c.json': '{"prot": 1, "port": true}' }), [
    'prot in /c.json is no setting. Did you mean port?',
    'port in /c.json must be a text or a number.',
  ])
  assert.deepEqual(faultsOf({ INNGANG_CONFIG: '/c.json' }, 'twin', { '/c.json': '[' }), [
    'INNGANG_CONFIG names /c.json, which is not a JSON object.',
  ])
  assert.deepEqual(faultsOf({ INNGANG_CONFIG: '/none' }, 'twin'), ['INNGANG_CONFIG names /none, which cannot be read.'])
})

test('a secret may stand in a file of its own, but not in two places', () => {
  const { INNGANG_SMS_SECRET: _, ...rest } = production
  const env = { ...rest, INNGANG_SMS_SECRET_FILE: '/run/sms' }
  assert.equal(readConfig(env, 'production', files({ '/run/sms': `${random}\n` })).smsSecret, random)
  assert.deepEqual(faultsOf({ ...env, INNGANG_SMS_SECRET: random }, 'production', { '/run/sms': random }), [
    'INNGANG_SMS_SECRET_FILE and INNGANG_SMS_SECRET are both set: keep one.',
  ])
  assert.match(
    faultsOf({ ...rest, INNGANG_SMS_SECRET_FILE: '/none' }, 'production')[0] ?? '',
    /^INNGANG_SMS_SECRET_FILE names \/none/,
  )
})

test('no text in any setting makes reading fail in another way than by naming it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('ISSUER', 'PORT', 'DATABASE_URL', 'REDIS_URL', 'HELP_URL', 'HELP_PHONE', 'HOST', 'DATA'),
      fc.string(),
      (name, text) => {
        for (const fault of faultsOf({ [`INNGANG_${name}`]: text }, 'twin')) assert.match(fault, /INNGANG_/)
      },
    ),
  )
})

test('docs/configuration.md is what the table says (npm run docs writes it)', () => {
  assert.equal(readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8'), configurationPage())
})

test('Redis alone and as a cluster, in both the password is looked at', () => {
  const given = (address: string): readonly string[] =>
    faultsOf({ ...production, INNGANG_REDIS_URL: address }, 'production')
  for (const fine of [
    'redis://r:6379',
    `rediss://u:${random}@r:6379/1`,
    'redis+cluster://a:6379,b:6379',
    `rediss+cluster://u:${random}@a:1,b:2`,
  ]) {
    assert.deepEqual(given(fine), [], fine)
  }
  for (const bad of ['http://r', 'redis://a,redis://b', 'redis+cluster://a', 'redis://']) {
    assert.match(given(bad)[0] ?? '', /^INNGANG_REDIS_URL must be redis:/, bad)
  }
  for (const weak of ['redis://u:secret@r:6379', 'redis+cluster://u:secret@a:1,b:2']) {
    assert.match(given(weak)[0] ?? '', /^INNGANG_REDIS_URL has a password that everybody knows/, weak)
  }
})

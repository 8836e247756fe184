/** Reading settings: where they come from, and which go together. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import fc from 'fast-check'
import { configurationPage } from '#config/docs.ts'
import { type Environment, readConfig } from '#config/read.ts'
import type { Config } from '#config/table.ts'
import { faultsOf, files, noFiles, production, random, register } from '#config/test-settings.ts'

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

/** The operator's file of eIDs: what it may say, and every fault of it at once. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { EidFaults, readEids } from '#methods/federated/settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'inngang-eids-'))
after(() => rmSync(folder, { recursive: true }))

const written = (name: string, content: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
const key_file = written('key.json', { ...key, kid: 'k1', alg: 'ES256' })
const secret_file = written('secret', 'a-secret-of-enough-characters\n')

const bankid = {
  id: 'bankid',
  kind: 'bankid',
  issuer: 'https://auth.example/realms/prod',
  client_id: 'us',
  secret_file,
}
const text = { nb: 'x', nn: 'x', se: 'x', en: 'x' }
const other = {
  ...bankid,
  id: 'estonia',
  kind: 'oidc',
  name: text,
  needs: text,
  mark: 'EE',
  highest: 'high',
  amr_else: 'eIDAS',
  number_claims: ['no_number'],
  levels: { high: 'high' },
}

const read = (...eids: readonly object[]) => readEids(written('eids.json', { eids }), false)

test('what is known here needs an address and a key; what the operator says wins', async () => {
  const [one, two] = await read(bankid, {
    ...bankid,
    id: 'buypass',
    kind: 'buypass',
    secret_file: undefined,
    key_file,
    mark: 'B2',
  })
  assert.equal(one?.eid.mapping.number[0], 'nnin_altsub')
  assert.deepEqual(one?.rules.auth, { kind: 'client_secret_basic', secret: 'a-secret-of-enough-characters' })
  assert.equal(two?.eid.mark, 'B2')
  assert.equal(two?.rules.auth.kind, 'private_key_jwt')
})

test('E10 an eID has its issuer’s logo where the operator names a file with one', async () => {
  const svg = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'
  const [one, two] = await read({ ...bankid, logo_file: written('logo.svg', svg) }, { ...bankid, id: 'plain' })
  assert.match(one?.eid.logo?.path ?? '', /^\/assets\/logo-bankid\.[\w-]{16}\.svg$/)
  assert.equal(one?.eid.logo?.text, svg)
  assert.equal(two?.eid.logo, undefined)
})

test('E10 another country’s eID is described in the file alone', async () => {
  const [eid] = await read(other)
  assert.deepEqual(eid?.eid.mapping.levels, { high: 'high' })
  assert.equal(eid?.eid.mapping.amrElse, 'eIDAS')
})

const faulty: readonly (readonly [what: string, eid: object, says: RegExp])[] = [
  ['plain http', { ...bankid, issuer: 'http://auth.example' }, /needs an issuer at https/],
  ['a query in the issuer', { ...bankid, issuer: 'https://auth.example/?x=1' }, /without a query/],
  ['no key and no secret', { ...bankid, secret_file: undefined }, /either a key_file or a secret_file/],
  ['both', { ...bankid, key_file }, /either a key_file or a secret_file/],
  ['a secret for Buypass', { ...bankid, kind: 'buypass' }, /key_file alone/],
  ['a short secret', { ...bankid, secret_file: written('short', 'short') }, /fewer than 16/],
  ['a key that is none', { ...bankid, secret_file: undefined, key_file: secret_file }, /a private key as a JWK/],
  ['a file that is not there', { ...bankid, secret_file: join(folder, 'no') }, /secret_file that can be read/],
  ['Commfides without its claim', { ...bankid, kind: 'commfides' }, /needs number_claims/],
  [
    'an unknown kind described by nothing',
    { ...bankid, kind: 'oidc' },
    /needs number_claims[^]*needs name[^]*needs levels/,
  ],
  ['two ways to a level', { ...other, every_login_is: 'high' }, /one of them decides/],
  ['the name of a method of the house', { ...bankid, id: 'minid' }, /of the house/],
  ['capitals in the id', { ...bankid, id: 'BankID' }, /small letters/],
  [
    'a logo that is not there',
    { ...bankid, logo_file: join(folder, 'no.svg') },
    /logo_file that cannot be read \(ENOENT\)/,
  ],
  ['a logo that is no drawing', { ...bankid, logo_file: secret_file }, /logo_file that is no SVG/],
  [
    'a logo that is too large',
    { ...bankid, logo_file: written('large.svg', `<svg>${' '.repeat(33_000)}</svg>`) },
    /more than 32 KiB/,
  ],
  ['a word that is not known', { ...bankid, colour: 'red' }, /colour/],
]
for (const [what, eid, says] of faulty) {
  test(`refused: ${what}`, async () => {
    await assert.rejects(read(eid), (error) => {
      assert.ok(error instanceof EidFaults)
      assert.match(error.faults.join('\n'), says)
      assert.doesNotMatch(error.faults.join('\n'), /a-secret-of/)
      return true
    })
  })
}

test('refused: the same id twice, and all faults are told at once', async () => {
  await assert.rejects(read(bankid, { ...bankid, issuer: 'http://x.example' }), (error) => {
    assert.ok(error instanceof EidFaults)
    assert.equal(error.faults.length, 2)
    return true
  })
})

test('refused: what is not JSON, or not there', async () => {
  await assert.rejects(readEids(written('broken.json', '{'), false), /wrong with the eIDs/)
  await assert.rejects(readEids(join(folder, 'absent.json'), false), /wrong with the eIDs/)
})

test('the twin alone speaks plain http to an issuer of this machine', async () => {
  const file = written('plain.json', { eids: [{ ...bankid, issuer: 'http://127.0.0.1:1' }] })
  assert.equal((await readEids(file, true))[0]?.rules.plain, true)
})

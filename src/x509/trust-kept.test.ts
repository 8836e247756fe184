import assert from 'node:assert/strict'
import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { openIssuer, policies } from '#sandbox/ca/issuers.ts'
import { type KeptTrust, keepTrust } from '#x509/trust-kept.ts'

const folder = mkdtempSync(join(tmpdir(), 'inngang-kept-'))
after(() => rmSync(folder, { recursive: true }))
const { enterprises } = openIssuer('buypass', { at: 'http://ca.example', clock: fixedClock(Date.UTC(2026, 10, 22)) })
const other = openIssuer('commfides', { at: 'http://ca.example', clock: fixedClock(Date.UTC(2026, 10, 22)) })
const file = join(folder, 'trust.json')
const put = (name: string, content: string): void => writeFileSync(join(folder, name), content)
const entry = {
  id: 'buypass',
  use: 'enterprise',
  anchors: 'root.pem',
  policies: [policies.buypass.enterprise],
  ocsp: ['http://ocsp.example/buypass'],
}
const list = (...issuers: readonly object[]): void => put('trust.json', JSON.stringify({ issuers }))

function kept(): KeptTrust {
  put('root.pem', enterprises.root.pem)
  list(entry)
  const opened = keepTrust(file, 'synthetic')
  assert.ok('list' in opened)
  return opened
}
const ids = (trust: KeptTrust): readonly string[] => trust.list().entries.map(({ id }) => id)

test('the trust list is read again when it says another thing, and only then', async () => {
  const trust = kept()
  const first = trust.list()
  assert.equal(await trust.look(), 'same')
  list(entry)
  assert.equal(await trust.look(), 'same')
  assert.equal(trust.list(), first)
  list(entry, { ...entry, id: 'second' })
  assert.equal(await trust.look(), 'read')
  assert.deepEqual(ids(trust), ['buypass', 'second'])
  list({ ...entry, id: 'second' })
  assert.equal(await trust.look(), 'read')
  assert.deepEqual(ids(trust), ['second'], 'whoever is taken out is believed no more')
  assert.equal(await trust.look(), 'same')
})

test('a file that it names counts as well, also when it is as old and as long as the one before', async () => {
  const trust = kept()
  const [before] = trust.list().entries
  const moment = new Date(0)
  put('next.pem', other.enterprises.root.pem)
  utimesSync(join(folder, 'root.pem'), moment, moment)
  utimesSync(join(folder, 'next.pem'), moment, moment)
  renameSync(join(folder, 'next.pem'), join(folder, 'root.pem'))
  assert.equal(await trust.look(), 'read')
  assert.notDeepEqual(trust.list().entries[0]?.anchors, before?.anchors)
})

const faulty: readonly (readonly [what: string, spoil: () => void, says: RegExp])[] = [
  ['is no JSON', () => put('trust.json', '{"issuers": ['), /not JSON/],
  ['is gone', () => rmSync(file), /cannot be read/],
  ['names nobody', () => list(), /issuers/],
  [
    'has an issuer that is refused',
    () => list(entry, { ...entry, id: 'second', anchors: 'none.pem' }),
    /second.*anchors/,
  ],
  [
    'names a file that was cut short',
    () => put('root.pem', enterprises.root.pem.slice(0, 200)),
    /no list of certificates/,
  ],
]
for (const [what, spoil, says] of faulty)
  test(`a trust list that ${what} changes nothing but what is said of it; mended it counts again`, async () => {
    const trust = kept()
    const before = trust.list()
    spoil()
    assert.equal(await trust.look(), 'faulty')
    assert.match(trust.faults().join(), says)
    assert.equal(trust.list(), before)
    assert.equal(await trust.look(), 'same', 'told once')
    put('root.pem', enterprises.root.pem)
    list(entry, { ...entry, id: 'second' })
    assert.equal(await trust.look(), 'read')
    assert.deepEqual([trust.faults(), ids(trust)], [[], ['buypass', 'second']])
  })

test('a list that is faulty at first is none', () => {
  put('trust.json', '{')
  assert.deepEqual(keepTrust(file, 'synthetic'), { faults: ['The trust list is not JSON.'] })
})

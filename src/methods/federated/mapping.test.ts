/** What an issuer asserted, read by its table and by nothing else (rows E5, X1–X3; I2). */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Level } from '#login/levels.ts'
import { levels, rank } from '#login/levels.ts'
import type { Eid } from '#methods/federated/eid.ts'
import { assertedBy } from '#methods/federated/mapping.ts'
import { presets } from '#methods/federated/presets.ts'
import { population } from '#sandbox/population/population.ts'

const person = population(10).at(0)
const bankid: Eid = { id: 'bankid', ...presets.bankid.eid }
const told = { nnin_altsub: person.number, given_name: person.given, family_name: person.family, amr: ['bid'] }

const cases: readonly (readonly [what: string, claims: object, expected: string])[] = [
  ['BankID', { acr: 'urn:bankid:bid;LOA=4' }, 'high'],
  ['Biometric', { acr: 'urn:bankid:bis;LOA=3' }, 'substantial'],
  ['a level that is asked for and never answered', { acr: 'urn:bankid:bid' }, 'unknown-level'],
  ['capitals', { acr: 'URN:BANKID:BID;LOA=4' }, 'unknown-level'],
  ['a name that every object has', { acr: 'constructor' }, 'unknown-level'],
  ['several', { acr: ['urn:bankid:bid;LOA=4'] }, 'unknown-level'],
  ['none', {}, 'unknown-level'],
  ['no number', { acr: 'urn:bankid:bid;LOA=4', nnin_altsub: undefined }, 'no-number'],
  ['a number that is a number', { acr: 'urn:bankid:bid;LOA=4', nnin_altsub: Number(person.number) }, 'no-number'],
  ['digits that are none', { acr: 'urn:bankid:bid;LOA=4', nnin_altsub: '12345678901' }, 'wrong-number'],
  [
    'the number under another name',
    { acr: 'urn:bankid:bid;LOA=4', nnin_altsub: undefined, pid: person.number },
    'no-number',
  ],
]
for (const [what, claims, expected] of cases) {
  test(`BankID asserts ${what}: ${expected}`, () => {
    const read = assertedBy(bankid, { ...told, ...claims })
    assert.equal('fault' in read ? read.fault : read.level, expected)
  })
}

test('an issuer that knows one level gives that, and no eID more than its highest', () => {
  const buypass: Eid = { id: 'buypass', ...presets.buypass.eid }
  const read = (eid: Eid, acr?: string) => {
    const asserted = assertedBy(eid, { bp_nnin_sub: person.number, acr })
    return 'fault' in asserted ? asserted.fault : asserted.level
  }
  assert.equal(read(buypass), 'high')
  assert.equal(read(buypass, 'whatever'), 'high')
  assert.equal(read({ ...buypass, highest: 'substantial' }), 'substantial')
  for (const level of levels)
    for (const highest of levels) {
      const got = read(
        { ...buypass, highest, mapping: { ...buypass.mapping, levels: { said: level } } },
        'said',
      ) as Level
      assert.ok(rank(got) <= rank(highest) && rank(got) <= rank(level), `${level} ${highest} ${got}`)
    }
})

test('amr is ours: BankID on mobile is told apart, and what is not known is the eID itself', () => {
  const amr = (has: unknown) => {
    const read = assertedBy(bankid, { ...told, acr: 'urn:bankid:bid;LOA=4', amr: has })
    return 'fault' in read ? read.fault : read.amr
  }
  assert.deepEqual(amr(['bid']), ['BankID'])
  assert.deepEqual(amr(['pwd', 'bim']), ['BankID Mobil'])
  assert.deepEqual(amr('bim'), ['BankID Mobil'])
  assert.deepEqual(amr(undefined), ['BankID'])
  assert.deepEqual(amr(['TestID', { has: 'bim' }]), ['BankID'])
})

test('a name comes whole or not at all, and when they proved themselves as it was told', () => {
  const read = (claims: object) => {
    const asserted = assertedBy(bankid, { ...told, acr: 'urn:bankid:bid;LOA=4', ...claims })
    assert.ok(!('fault' in asserted))
    return asserted
  }
  assert.deepEqual(read({}).name, { given: person.given, family: person.family })
  assert.equal(read({ family_name: undefined }).name, undefined)
  assert.equal(read({ given_name: '  ' }).name, undefined)
  assert.equal(read({ auth_time: 1_800_000_000 }).at, 1_800_000_000_000)
  assert.equal(read({ auth_time: '1800000000' }).at, undefined)
  assert.equal(read({}).at, undefined)
})

/** NIST SP 800-63B-4 §3.1.1.2, rule by rule: what is taken and what is not. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { openPasswords } from '#methods/minid/password.ts'
import {
  openPasswordRules,
  type PasswordAbout,
  type PasswordFault,
  passwordLimits,
} from '#methods/minid/passwords/rules.ts'
import { secretKey } from '#base/secrets.ts'

const own = { clock: fixedClock(0), log: assert.fail, count: () => undefined, shortest: 12 }
/** The estimate is tested below and in `guesses.test.ts`. */
const unguessable = { guesses: { of: () => Promise.resolve(1e30) } }
const rules = openPasswordRules({ ...own, ...unguessable })
const real = openPasswordRules(own)

const about: PasswordAbout = {
  number: '14837596712',
  email: 'Kari.Nordmann@epost.example',
  mobile: '+47 900 00 047',
  gateway: 'login.inngang.example',
}

type Row = readonly [password: string, fault: PasswordFault | undefined]

const lengths: readonly Row[] = [
  ['', 'missing'],
  ['x7Kq2-pl9Zt', 'short'],
  ['x7Kq2-pl9Zt4', undefined],
  // A code point is a character, whatever it takes to store it.
  ['🐟🦊🐻🦌🐇🦉🐿🦔🐢🦎🐍', 'short'],
  ['🐟🦊🐻🦌🐇🦉🐿🦔🐢🦎🐍🐸', undefined],
  // Twelve as typed, six in the form that is hashed: the o and its ring above are one character.
  ['a\u030Aa\u030Aa\u030Aa\u030Aa\u030Aa\u030A', 'short'],
  // Eleven as typed; NFKC writes the ligature as two.
  ['x7Kq2-pl9Z\uFB01', undefined],
  ['x7'.repeat(128), undefined],
  ['x7'.repeat(128) + 'y', 'long'],
  ['\uFDFA'.repeat(15), 'long'],
  ['x'.repeat(1_000_000), 'long'],
  [' leading and trailing ', undefined],
  ['            ', undefined],
]
for (const [password, fault] of lengths)
  test(`§3.1.1.2 length: ${shown(password)} is ${fault ?? 'taken'}`, async () =>
    assert.equal(await rules.fault(password, {}), fault))

const compositions = [
  'bare små bokstaver',
  'BARE STORE BOKSTAVER',
  '4902 1177 6365',
  '!#%&/()=?`^¨',
  'ȘŧřǎņĝęƦ țıŋĝ',
  '这是一个很长的密码短语',
]
for (const password of compositions)
  test(`§3.1.1.2 no rule of composition: ${password}`, async () =>
    assert.equal(await openPasswordRules({ ...own, ...unguessable, shortest: 8 }).fault(password, about), undefined))

const personal: readonly Row[] = [
  ['14837596712 a', 'personal'],
  ['148375 96712', 'personal'],
  // Born 14 March 1975: the number of a synthetic person has 80 added to the month.
  ['14.03.1975-ab', 'personal'],
  ['1975-03-14-ab', 'personal'],
  ['karinordmann', 'personal'],
  ['Kari Nordmann 2026', 'personal'],
  ['kari.nordmann@epost.example', 'personal'],
  ['nordmann+epost', 'personal'],
  ['90000047 90000047', 'personal'],
  ['004790000047!', 'personal'],
  ['Inngang-login', 'personal'],
  ['ＫＡＲＩ ＮＯＲＤＭＡＮＮ', 'personal'],
  ['kari har seks hvite gjess', undefined],
  ['inngangen til et annet sted', undefined],
  ['x96712 og mye mer enn det', undefined],
]
for (const [password, fault] of personal)
  test(`§3.1.1.2 words of the context: ${password} is ${fault ?? 'taken'}`, async () =>
    assert.equal(await rules.fault(password, about), fault))

test('§3.1.1.2 what others know of somebody is no fault of anybody else’s password', async () => {
  assert.equal(await rules.fault('Kari Nordmann 2026', {}), undefined)
  assert.equal(await rules.fault('Kari Nordmann 2026', { number: 'no number', email: '', mobile: '1' }), undefined)
})

const common: readonly Row[] = [
  ['password12345', 'common'],
  ['P@ssw0rd1234', 'common'],
  ['Passord123456', 'common'],
  ['Hemmelig12345', 'common'],
  ['drowssapdrowssap', 'common'],
  ['qwertyuiopå12', 'common'],
  ['123456789012', 'common'],
  ['aaaaaaaaaaaa', 'common'],
  ['            ', 'common'],
  ['Sommer2026!!', 'common'],
  ['!!Sommer2026', 'common'],
  ['september2026', 'common'],
  ['Rosenborg1917!', 'common'],
  ['trondheim2025', 'common'],
  ['Jegelskerdeg123', 'common'],
  ['17mai17mai17mai', 'common'],
  ['blåbærsyltetøy', 'common'],
  ['blaabaersyltetoey', 'common'],
  ['koffert lampe rev', undefined],
  ['correct horse battery staple', undefined],
  ['x7Kq2-pl9Zt4', undefined],
  ['gulrot mandag tak', undefined],
]
for (const [password, fault] of common)
  test(`§3.1.1.2 passwords that many use: ${password} is ${fault ?? 'taken'}`, async () =>
    assert.equal(await real.fault(password, {}), fault))

test('§3.1.1.2 with what others know of somebody a password takes fewer guesses', async () => {
  // Too little of it to be personal by length.
  const password = 'Veslefrikk99'
  assert.equal(await real.fault(password, {}), undefined)
  assert.equal(await real.fault(password, { email: 'veslefrikk.med.fela@epost.example' }), 'personal')
})

test('a setting says how long', async () => {
  const shorter = openPasswordRules({ ...own, ...unguessable, shortest: passwordLimits.floor })
  assert.equal(shorter.shortest, 8)
  assert.equal(await shorter.fault('x7Kq2-p', {}), 'short')
  assert.equal(await shorter.fault('x7Kq2-pl', {}), undefined)
})

test('rules and hashes go by the same form: what was taken is recognised from another keyboard', async () => {
  const passwords = openPasswords({ pepper: secretKey(new Uint8Array(32)) })
  const composed = 'blåbær på tur'
  const decomposed = composed.normalize('NFD')
  assert.notEqual(decomposed, composed)
  assert.equal(await rules.fault(decomposed, {}), await rules.fault(composed, {}))
  assert.ok(await passwords.verify(await passwords.hash(composed), decomposed))
})

function shown(password: string): string {
  return password.length > 40 ? `${[...password].slice(0, 6).join('')}… (${password.length})` : `“${password}”`
}

/** What is read as a mobile number and an e-mail address, and what is refused, by tables. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { readEmail } from '#methods/minid/contact/email.ts'
import { lastTwo, maskedEmail } from '#methods/minid/contact/masked.ts'
import { mobileToTake, readMobile } from '#methods/minid/contact/mobile.ts'

const numbers: readonly (readonly [typed: string, read: string])[] = [
  ['90000047', '+4790000047'],
  [' 900 00 047 ', '+4790000047'],
  ['40 00 00 47', '+4740000047'],
  ['+47 900 00 047', '+4790000047'],
  ['0047 900-00-047', '+4790000047'],
  ['4790000047', '+4790000047'],
  ['９０００００４７', '+4790000047'],
  ['+46 70 123 45 67', '+46701234567'],
  ['0046701234567', '+46701234567'],
  ['+46 (0)70 123 45 67', '+46701234567'],
  ['+48 501 234 567', '+48501234567'],
  ['+1 (202) 555-0123', '+12025550123'],
  ['+44 (0)7911 123456', '+447911123456'],
  ['+44 7700 900123', '+447700900123'],
  ['+380 50 123 45 67', '+380501234567'],
]
for (const [typed, read] of numbers)
  test(`mobile: "${typed}" is ${read}`, () => assert.deepEqual(readMobile(typed), { mobile: read }))

test('mobile: what begins as the operator refuses is not taken, and nothing else is lost', () => {
  const refused = ['+4670', '+4790000047']
  for (const typed of ['+46 70 123 45 67', '900 00 047'])
    assert.deepEqual(mobileToTake(typed, refused), { fault: 'not-mobile' })
  for (const typed of ['+46 73 123 45 67', '900 00 048'])
    assert.deepEqual(mobileToTake(typed, refused), readMobile(typed))
  assert.deepEqual(mobileToTake('9', refused), { fault: 'short' })
  assert.deepEqual(mobileToTake('900 00 047'), { mobile: '+4790000047' })
})

const noNumbers: readonly (readonly [typed: string, fault: string])[] = [
  ['', 'missing'],
  ['   ', 'missing'],
  ['ni null null', 'characters'],
  ['90000047;ext=1', 'characters'],
  ['+47 900+00 047', 'characters'],
  ['9000004', 'short'],
  ['+47 9000004', 'short'],
  ['+46 70', 'not-mobile'],
  // A landline, a number that costs more, five digits, a machine's.
  ['22000047', 'not-mobile'],
  ['+47 82000047', 'not-mobile'],
  ['02800', 'short'],
  ['+47 580000000047', 'not-mobile'],
  ['900000470', 'country'],
  ['0701234567', 'country'],
  ['+46 8 123 456', 'not-mobile'],
  ['+46 900 123 45 67', 'not-mobile'],
  ['+999 12345678', 'country'],
  ['+1 900 234 5678', 'not-mobile'],
  ['+1 800 555 1234', 'not-mobile'],
  // Personal numbers and pagers, satellites, international networks: what is sent there costs much more.
  ['+44 7024 123456', 'not-mobile'],
  ['+881 612 345 678', 'not-mobile'],
  ['+882 123 45678', 'not-mobile'],
  ['+4'.padEnd(19, '6'), 'not-mobile'],
]
for (const [typed, fault] of noNumbers)
  test(`mobile: "${typed}" is none: ${fault}`, () => assert.deepEqual(readMobile(typed), { fault }))

const long = (characters: number): string => 'a'.repeat(characters)
const addresses: readonly (readonly [typed: string, read: string])[] = [
  ['kari@example.no', 'kari@example.no'],
  ['  Kari.Nordmann+minid@Post.Example.No ', 'Kari.Nordmann+minid@Post.Example.No'],
  ["o'neill_2@example.co.uk", "o'neill_2@example.co.uk"],
  ['post@bjørn.example', 'post@bjørn.example'],
  ['post@xn--bjrn-hra.example', 'post@xn--bjrn-hra.example'],
  ['a@b.no', 'a@b.no'],
  [`${long(64)}@example.no`, `${long(64)}@example.no`],
]
for (const [typed, read] of addresses)
  test(`e-mail: "${typed}" is read`, () => assert.deepEqual(readEmail(typed), { email: read }))

const noAddresses: readonly (readonly [typed: string, fault: string])[] = [
  ['', 'missing'],
  ['kari', 'at'],
  ['@', 'at'],
  ['kari@', 'at'],
  ['kari@example@no', 'at'],
  ['@example.no', 'local'],
  ['kari nordmann@example.no', 'space'],
  ['kari@example.no ola@example.no', 'space'],
  ['kari@example.no\r\nBcc: ola@example.no', 'space'],
  ['kari\u200B@example.no', 'space'],
  ['bjørn@example.no', 'local'],
  ['"kari"@example.no', 'local'],
  ['kari..n@example.no', 'local'],
  ['.kari@example.no', 'local'],
  ['kari@example', 'domain'],
  ['kari@localhost', 'domain'],
  ['kari@[192.0.2.1]', 'domain'],
  ['kari@192.0.2.1', 'domain'],
  ['kari@example..no', 'domain'],
  ['kari@-example.no', 'domain'],
  ['kari@example.no,ola', 'domain'],
  ['kari@example.no/x', 'domain'],
  [`${long(65)}@example.no`, 'long'],
  [`kari@${`${long(60)}.`.repeat(4)}example.no`, 'long'],
]
for (const [typed, fault] of noAddresses)
  test(`e-mail: ${JSON.stringify(typed)} is none: ${fault}`, () => assert.deepEqual(readEmail(typed), { fault }))

test('pages tell little: two digits, two letters and a country, whatever the length', () => {
  assert.equal(lastTwo('+4790000047'), '47')
  assert.equal(maskedEmail('kari.nordmann@example.no'), 'k…@e….no')
  assert.equal(maskedEmail('k@e.no'), 'k…@e….no')
})

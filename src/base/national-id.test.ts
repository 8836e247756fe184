/** Identity numbers: vectors, and properties over all dates and all texts. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { checkDigits, NationalId, type NumberKind, type NumberWorld } from '#base/national-id.ts'

const pad = (n: number, width = 2): string => String(n).padStart(width, '0')

for (const [digits, kind, world, note] of [
  ['02013299997', 'national-identity-number', 'real', 'published example of the rule from 2032'],
  ['30108299920', 'national-identity-number', 'real', 'published example'],
  ['30108299939', 'national-identity-number', 'real', 'published example, remainder 1'],
  ['70108299914', 'd-number', 'real', 'published example'],
  ['42013299980', 'd-number', 'real', 'published example'],
  ['15819010029', 'national-identity-number', 'tenor', 'remainder 0'],
  ['15819010037', 'national-identity-number', 'tenor', 'remainder 1'],
  ['15819010045', 'national-identity-number', 'tenor', 'remainder 2'],
  ['15819010053', 'national-identity-number', 'tenor', 'remainder 3'],
  ['55819010012', 'd-number', 'tenor', 'day + 40, month + 80'],
  ['15419010046', 'national-identity-number', 'nav', 'month + 40'],
  ['55419010110', 'd-number', 'nav', 'day + 40, month + 40'],
  ['15669010092', 'national-identity-number', 'nhn', 'month + 65'],
  ['55669010086', 'd-number', 'nhn', 'day + 40, month + 65'],
  ['29820050043', 'national-identity-number', 'tenor', 'leap day'],
] as const) {
  test(`${digits} is a ${kind} (${world}): ${note}`, () => {
    const number = NationalId.read(digits)
    assert.ok(number instanceof NationalId)
    assert.deepEqual([number.kind, number.world, number.synthetic], [kind, world, world !== 'real'])
    assert.equal(number.reveal('look-up'), digits)
  })
}

for (const [text, fault] of [
  ['', 'length'],
  ['1581901002', 'length'],
  ['158190100290', 'length'],
  ['1581901002x', 'length'],
  ['１５８１９０１００２９', 'length'],
  ['+15819010029', 'length'],
  ['15819010061', 'check-digits'],
  ['15819010028', 'check-digits'],
  ['30820050092', 'date'],
  ['29820150043', 'date'],
  ['00819010029', 'date'],
  ['32819010029', 'date'],
  ['15000010029', 'date'],
  ['15130010029', 'date'],
  ['15930010029', 'date'],
  ['72819010029', 'date'],
  ['00000000000', 'date'],
] as const) {
  test(`${JSON.stringify(text)} is refused: ${fault}`, () => assert.equal(NationalId.read(text), fault))
}

for (const typed of [
  '158190 10029',
  '15.81.90 10029',
  ' 158190-10029 ',
  '158190\u00a010029',
  '158190\u201310029',
  '1 5 8 1 9 0 1 0 0 2 9',
]) {
  test(`what a person types is read: ${JSON.stringify(typed)}`, () => {
    const number = NationalId.read(typed)
    assert.ok(number instanceof NationalId)
    assert.equal(number.reveal('look-up'), '15819010029')
  })
}

/** A number with right check digits for any existing date, kind and world. */
const numbers = fc
  .record({
    date: fc.date({
      min: new Date('1900-01-01T00:00:00Z'),
      max: new Date('2039-12-31T00:00:00Z'),
      noInvalidDate: true,
    }),
    kind: fc.constantFrom<NumberKind>('national-identity-number', 'd-number'),
    world: fc.constantFrom<[NumberWorld, number]>(['real', 0], ['nav', 40], ['nhn', 65], ['tenor', 80]),
    individual: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ date, kind, world: [world, offset], individual }) => {
    const day = pad(date.getUTCDate() + (kind === 'd-number' ? 40 : 0))
    const month = pad(date.getUTCMonth() + 1 + offset)
    const nine = day + month + pad(date.getUTCFullYear() % 100) + pad(individual, 3)
    return { nine, check: checkDigits(nine), kind, world }
  })
  .filter(({ check }) => check !== undefined)

test('every number that the rules make is read as what it is', () => {
  fc.assert(
    fc.property(numbers, ({ nine, check, kind, world }) => {
      const number = NationalId.read(nine + check)
      assert.ok(number instanceof NationalId)
      assert.deepEqual([number.kind, number.world], [kind, world])
    }),
  )
})

test('one wrong digit is always noticed', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 9 }), ({ nine, check }, at, by) => {
      const digits = nine + check
      const wrong = digits.slice(0, at) + ((Number(digits[at]) + by) % 10) + digits.slice(at + 1)
      // The second check digit weighs every digit before it by a number that 11 does not divide: no single change passes it.
      assert.equal(typeof NationalId.read(wrong), 'string')
    }),
  )
})

test('no text makes it throw, and what it takes has eleven digits', () => {
  const nearly = fc.string({ unit: fc.constantFrom(...'0123456789 .-\u2013x'), minLength: 9, maxLength: 15 })
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), nearly), (text) => {
      const number = NationalId.read(text)
      if (number instanceof NationalId) assert.match(number.reveal('look-up'), /^\d{11}$/)
      else assert.match(number, /^(length|date|check-digits)$/)
    }),
  )
})

test('it is never printed by accident', () => {
  fc.assert(
    fc.property(numbers, ({ nine, check }) => {
      const number = NationalId.read(nine + check)
      assert.ok(number instanceof NationalId)
      const shown = `${String(number)} ${JSON.stringify({ number })} ${inspect({ deep: [number] })} ${Object.values(number).join()}`
      assert.equal(shown.includes(nine + check), false)
    }),
  )
})

/** Rows M3, M4: when a letter is printed and when it can be there. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { dayOf, deliveryOf, hourOf, openCalendar } from '#letters/workdays.ts'

const calendar = await openCalendar()

for (const [day, is] of [
  ['2026-11-24', true],
  ['2026-11-28', false],
  ['2026-11-29', false],
  ['2026-01-01', false],
  ['2026-04-01', true],
  ['2026-04-02', false],
  ['2026-04-03', false],
  ['2026-04-06', false],
  ['2027-05-17', false],
  ['2026-05-14', false],
  ['2026-12-25', false],
  ['2027-03-29', false],
] as const)
  test(`${day} is ${is ? 'a' : 'no'} working day`, () => assert.equal(calendar.isWorkday(day), is))

test('working days are counted over week-ends, Easter and the new year', () => {
  assert.equal(calendar.after('2026-11-27', 1), '2026-11-30')
  assert.equal(calendar.after('2026-04-01', 1), '2026-04-07')
  assert.equal(calendar.after('2026-12-24', 5), '2027-01-04')
})

test("a day is Norway's, in summer and in winter", () => {
  assert.deepEqual([dayOf(Date.UTC(2026, 6, 1, 22)), hourOf(Date.UTC(2026, 6, 1, 22))], ['2026-07-02', 0])
  assert.deepEqual([dayOf(Date.UTC(2026, 11, 1, 22)), hourOf(Date.UTC(2026, 11, 1, 22))], ['2026-12-01', 23])
})

for (const [what, at, earliest, latest] of [
  ['before the hour: printed today', Date.UTC(2026, 10, 24, 4), '2026-11-25', '2026-12-01'],
  ['after it: printed tomorrow', Date.UTC(2026, 10, 24, 5), '2026-11-26', '2026-12-02'],
  ['a Friday evening: printed on Monday', Date.UTC(2026, 10, 27, 18), '2026-12-01', '2026-12-07'],
  ['before Easter', Date.UTC(2026, 3, 1, 12), '2026-04-08', '2026-04-14'],
] as const)
  test(`one to five working days, ${what}`, () => assert.deepEqual(deliveryOf(calendar, at, 6), { earliest, latest }))

import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { paced, untilGrid } from '#methods/minid/pace.ts'

const house = { least: 300, grid: 100 }
const cases: readonly [spent: number, wait: number][] = [
  [0, 300],
  [14, 286],
  [299, 1],
  [300, 0],
  [301, 99],
  [399, 1],
  [400, 0],
  [1234, 66],
]
for (const [spent, wait] of cases)
  test(`after ${spent} ms of work an answer waits ${wait} ms`, () => {
    assert.equal(untilGrid(house, spent), wait)
  })

test('no pace, no waiting', () => {
  assert.equal(untilGrid({ least: 0, grid: 0 }, 57), 0)
})

test('work that throws waits as long as work that does not', async () => {
  const clock = fixedClock(1_800_000_000_000)
  const waits: number[] = []
  const pace = { ...house, wait: (milliseconds: number) => Promise.resolve(void waits.push(milliseconds)) }
  await assert.rejects(
    paced(clock, pace, () => {
      clock.advance(310)
      return Promise.reject(new Error('broken'))
    }),
    /broken/,
  )
  assert.equal(
    await paced(clock, pace, () => {
      clock.advance(310)
      return Promise.resolve('done')
    }),
    'done',
  )
  assert.deepEqual(waits, [90, 90])
})

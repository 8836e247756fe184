import assert from 'node:assert/strict'
import test from 'node:test'
import { aheadMs, afterGuess, filledAt, type GuessRule, nextAt, nothing, timesOf } from '#guessing/rule.ts'

const hour = 3600_000
const rule: GuessRule = { most: 5, backSeconds: 3600, waits: [60, 600] }

test('so many at once, then the waits, then one for each that comes back', () => {
  let [now, count] = [0, nothing]
  const waits: number[] = []
  for (let i = 0; i < 8; i += 1) {
    count = afterGuess(rule, count, now)
    const next = nextAt(rule, count, now)
    waits.push((next - now) / 1000)
    now = next
  }
  assert.deepEqual(waits, [0, 0, 60, 600, 3600 - 660, 3600, 3600, 3600])
})

test('a day, a year: what is at once, and what comes back', () => {
  const bucket: GuessRule = { most: 4, backSeconds: 8 * 3600 }
  assert.equal(timesOf(bucket, 3600).length, 4)
  assert.equal(timesOf(bucket, 24 * 3600).length, 4 + 2)
  assert.equal(timesOf(bucket, 365 * 24 * 3600).length, 4 + 3 * 365 - 1)
})

test('a quiet time empties it bit by bit, whatever its owner does meanwhile', () => {
  let count = nothing
  for (let i = 0; i < 4; i += 1) count = afterGuess(rule, count, 0)
  assert.deepEqual(
    [0, 1, 3, 4, 9].map((hours) => filledAt(count, hours * hour) / hour),
    [4, 3, 1, 0, 0],
  )
})

test('what a clock that ran ahead has written counts for what it counted, and its time is waited for by nobody', () => {
  const ahead = 30 * 24 * hour
  let count = nothing
  for (let i = 0; i < 4; i += 1) count = afterGuess(rule, count, ahead)
  assert.equal(filledAt(count, 0), 4 * hour)
  assert.equal(nextAt(rule, count, 0), 0, 'its wait is over')
  count = afterGuess(rule, count, 0)
  assert.equal(nextAt(rule, count, 0), hour, 'the fifth was the last that may be made at once')
})

test('a clock that is ahead by less than the difference that is forgiven makes nobody’s wait shorter', () => {
  let count = nothing
  for (let i = 0; i < 4; i += 1) count = afterGuess(rule, count, aheadMs)
  assert.equal(nextAt(rule, count, 0), aheadMs + 600_000)
})

test('a guess that is worth several', () => {
  assert.equal(timesOf({ most: 8, backSeconds: 3600 }, 3600, 3).length, 2)
  assert.equal(timesOf({ most: 8, backSeconds: 3600 }, 3600, 8).length, 1)
})

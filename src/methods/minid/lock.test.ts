import assert from 'node:assert/strict'
import test from 'node:test'
import { addressRule, lockSeconds, personRule } from '#methods/minid/lock.ts'

const waits: readonly [failures: number, seconds: number][] = [
  [0, 0],
  [1, 0],
  [4, 0],
  [5, 30],
  [6, 60],
  [7, 120],
  [8, 240],
  [11, 1800],
  [12, 3600],
  [13, 3600],
  [4000, 3600],
]
for (const [failures, seconds] of waits)
  test(`after ${failures} wrong passwords a person waits ${seconds} s`, () => {
    assert.equal(lockSeconds(personRule, failures), seconds)
  })

test('an address has many free tries, then waits that grow with every tenth failure', () => {
  const after = (failures: number): number => lockSeconds(addressRule, failures, 10)
  assert.deepEqual([49, 50, 59, 60, 110, 1000].map(after), [0, 60, 60, 120, 3600, 3600])
})

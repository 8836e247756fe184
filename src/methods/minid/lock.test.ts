import assert from 'node:assert/strict'
import test from 'node:test'
import { addressRule, lockSeconds } from '#methods/minid/lock.ts'

test('an address has many free tries, then waits that grow with every tenth failure', () => {
  const after = (failures: number): number => lockSeconds(addressRule, failures)
  assert.deepEqual([49, 50, 59, 60, 110, 1000].map(after), [0, 60, 60, 120, 3600, 3600])
})

import assert from 'node:assert/strict'
import test from 'node:test'
import { type PlannedKey, rotationPlan } from '#cli/key-plan.ts'
import { usualTimes } from '#keys/timeline.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.UTC(2026, 10, 1, 12)
const key = (kid: string, from: number, gone: Partial<PlannedKey> = {}): PlannedKey => ({
  kid,
  signs_from: from,
  signs_until: null,
  gone_after: null,
  ...gone,
})
const plan = (keys: readonly PlannedKey[], wait: number): readonly string[] =>
  rotationPlan(keys, { now, times: usualTimes, wait, signs: true })

test('a rotation in good time is told step by step', () => {
  const gone = key('gone', now - 60 * day, { signs_until: now - 10 * day, gone_after: now - 8 * day })
  assert.deepEqual(plan([gone, key('old', now - 10 * day)], 2 * day), [
    'now               the new key is made and stands in /jwks.json; it signs nothing yet',
    '2026-11-03 12:00  old signs no more; it stays in /jwks.json',
    '2026-11-03 12:00  the new key signs, in all processes from the same moment',
    '2026-11-03 13:00  the last token of old has expired, if any lived as long as it may',
    '2026-11-05 12:00  old is gone from /jwks.json, its private half destroyed',
    '2027-01-30 12:00  the key after these is announced',
    'Services that fetch /jwks.json at least every 48 hours notice nothing.',
  ])
})

test('a rotation at once says whom it may hurt, and that an announced key comes after it', () => {
  const told = plan([key('old', now - 10 * day), key('next', now + day)], 0)
  assert.equal(told[0], 'next is announced already.')
  assert.ok(told.includes('now               the new key is made and signs at once'))
  assert.ok(told.includes('now               old signs no more; it stays in /jwks.json'))
  assert.ok(told.includes('2026-11-02 12:00  next signs, in all processes from the same moment'))
  assert.ok(told.includes('2026-11-04 12:00  the new key is gone from /jwks.json, its private half destroyed'))
  assert.ok(told.some((one) => one.includes('refuse logins until they fetch it again')))
})

test('before the first start there is only the new key', () => {
  assert.equal(plan([], 2 * day).filter((one) => one.includes('signs no more')).length, 0)
})

test('a key that others encrypt with is told in its own words: it opens longer than it is found', () => {
  assert.deepEqual(
    rotationPlan([key('old', now - 10 * day)], { now, times: usualTimes, wait: 2 * day, signs: false }),
    [
      'now               the new key is made, and stands in /jwks.json a minute later beside the one before',
      '2026-11-03 12:00  old is gone from /jwks.json; what was encrypted with it is still opened',
      '2026-11-03 12:00  the new key is the one to encrypt with',
      '2026-11-05 12:00  old opens no more, its private half destroyed',
      '2027-01-30 12:00  the key after these is announced',
      'Services that encrypt their requests, and fetch /jwks.json at least every 48 hours, notice nothing.',
    ],
  )
})

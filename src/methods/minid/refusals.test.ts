import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { newPersonId, type PersonId } from '#base/ids.ts'
import { openRefusals } from '#methods/minid/refusals.ts'

test('what was looked at is written each time; what was not, once an hour for a person and a reason', () => {
  const clock = fixedClock(1_800_000_000_000)
  const refusals = openRefusals(clock)
  const [person, other] = [newPersonId(), newPersonId()]
  const written = (why: string, who: PersonId | 'stranger' = person): number =>
    Array.from({ length: 1000 }, () => refusals.first({ why, person: who === 'stranger' ? undefined : who })).filter(
      Boolean,
    ).length
  assert.deepEqual(
    [written('wrong'), written('unknown', 'stranger'), written('locked', 'stranger')],
    [1000, 1000, 1000],
  )
  assert.deepEqual([written('locked'), written('human'), written('address'), written('locked', other)], [1, 1, 1, 1])
  clock.advance(3600_000)
  assert.deepEqual([written('locked'), written('locked')], [1, 0])
  clock.advance(24 * 3600_000)
  assert.equal(written('locked'), 1)
  clock.advance(-24 * 3600_000)
  assert.equal(written('locked'), 1, 'a clock that was put right hides nothing')
})

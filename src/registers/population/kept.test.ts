import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { openKept } from '#registers/population/kept.ts'

test('kept for its time; those who ask at once share one question; fresh asks anew; what failed is not kept', async () => {
  const clock = fixedClock(1000)
  const kept = openKept<number>({ clock, seconds: 60 })
  let asked = 0
  const ask = (): Promise<number> => Promise.resolve(++asked)
  assert.deepEqual(await Promise.all([kept.get('a', false, ask), kept.get('a', false, ask)]), [1, 1])
  clock.advance(59_999)
  assert.equal(await kept.get('a', false, ask), 1)
  assert.equal(await kept.get('b', false, ask), 2, 'another name is another question')
  assert.equal(await kept.get('a', true, ask), 3)
  assert.equal(await kept.get('a', false, ask), 3)
  clock.advance(60_000)
  assert.equal(await kept.get('a', false, ask), 4)
  await assert.rejects(
    kept.get('c', false, () => Promise.reject(new Error('away'))),
    /away/,
  )
  assert.equal(await kept.get('c', false, ask), 5)
})

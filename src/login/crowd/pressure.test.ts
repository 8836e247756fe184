import assert from 'node:assert/strict'
import test from 'node:test'
import { nextShare, openPressure } from '#login/crowd/pressure.ts'

const asks = (times: number, mustWait: () => boolean): number =>
  Array.from({ length: times }, mustWait).filter(Boolean).length
const looked = (): Promise<void> => new Promise((done) => setTimeout(done, 110))

test('a share rises while the process is late and falls twice as slowly when it is not; some are let in always', () => {
  let share = 0
  for (let i = 0; i < 4; i += 1) share = nextShare(share, 900, 400)
  assert.ok(Math.abs(share - 0.4) < 1e-9)
  assert.ok(Math.abs(nextShare(share, 400, 400) - 0.35) < 1e-9)
  for (let i = 0; i < 40; i += 1) share = nextShare(share, 900, 400)
  assert.equal(share, 0.95)
  for (let i = 0; i < 40; i += 1) share = nextShare(share, 0, 400)
  assert.equal(share, 0)
})

test('who is late by far turns some away, evenly; one who is not turns nobody away', async () => {
  const late = openPressure({ late: 400, underWay: 1000 }, () => Promise.resolve(9000))
  const never = openPressure({ late: 400, underWay: 1000 }, () => Promise.resolve(3))
  for (let i = 0; i < 3; i += 1) {
    late.mustWait()
    never.mustWait()
    await looked()
  }
  const { share } = late.seen()
  assert.ok(share >= 0.2 && share <= 0.4, String(share))
  const waited = asks(100, late.mustWait)
  assert.ok(Math.abs(waited - share * 100) <= 1, `${waited} of 100 at ${share}`)
  assert.equal(asks(100, never.mustWait), 0)
})

test('0 milliseconds: nobody waits, however late', async () => {
  const off = openPressure({ late: 0, underWay: 1 }, () => Promise.resolve(9000))
  off.enters()
  off.mustWait()
  await looked()
  assert.equal(asks(50, off.mustWait), 0)
})

test('so many requests under way, and all new ones wait until one has left', () => {
  const pressure = openPressure({ late: 400, underWay: 2 }, () => Promise.resolve(0))
  const leaves = [pressure.enters(), pressure.enters()]
  assert.equal(pressure.mustWait(), true)
  leaves[0]?.()
  assert.equal(pressure.mustWait(), false)
})

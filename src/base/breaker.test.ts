import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { type Breaker, openBreaker, type Pass } from '#base/breaker.ts'

const opened = () => {
  const clock = fixedClock(1_000_000)
  const breaker = openBreaker({ clock, failures: 3, shortest: 10_000, longest: 30_000 })
  return { clock, breaker }
}
const enter = (breaker: Breaker): Pass => {
  const pass = breaker.enter()
  assert.ok(pass, 'somebody is let in')
  return pass
}
const fail = (breaker: Breaker, times: number): void => {
  for (let n = 0; n < times; n++) enter(breaker).failed()
}

test('it opens after so many failures in a row, and no sooner', () => {
  const { breaker } = opened()
  fail(breaker, 2)
  enter(breaker).answered()
  fail(breaker, 2)
  assert.equal(breaker.state(), 'closed')
  fail(breaker, 1)
  assert.equal(breaker.state(), 'open')
  assert.equal(breaker.enter(), undefined)
})

test('after its time one asks for all; answered, everybody may again', () => {
  const { clock, breaker } = opened()
  fail(breaker, 3)
  clock.advance(9_999)
  assert.equal(breaker.enter(), undefined)
  clock.advance(1)
  assert.equal(breaker.state(), 'half-open')
  const probe = enter(breaker)
  assert.equal(breaker.enter(), undefined, 'the others wait for the one')
  probe.answered()
  assert.equal(breaker.state(), 'closed')
  enter(breaker)
  enter(breaker)
})

test('each time that one fails the peace is twice as long, up to the longest', () => {
  const { clock, breaker } = opened()
  fail(breaker, 3)
  for (const next of [20_000, 30_000, 30_000]) {
    clock.advance(30_000)
    enter(breaker).failed()
    clock.advance(next - 1)
    assert.equal(breaker.enter(), undefined)
    clock.advance(1)
    assert.equal(breaker.state(), 'half-open')
  }
  enter(breaker).answered()
  fail(breaker, 3)
  clock.advance(10_000)
  assert.equal(breaker.state(), 'half-open', 'short again once it was well')
})

test('one who learned nothing gives the place of the one who asks for all back', () => {
  const { clock, breaker } = opened()
  fail(breaker, 3)
  clock.advance(10_000)
  enter(breaker).nothing()
  enter(breaker).answered()
  assert.equal(breaker.state(), 'closed')
})

test('an answer to what was asked before it opened does not close it, nor does a failure lengthen it', () => {
  const { clock, breaker } = opened()
  const [slow, other] = [enter(breaker), enter(breaker)]
  fail(breaker, 3)
  slow.answered()
  assert.equal(breaker.state(), 'open')
  clock.advance(9_000)
  other.failed()
  clock.advance(1_000)
  assert.equal(breaker.state(), 'half-open')
})

test('a pause that was asked for is kept, and is no failure', () => {
  const { clock, breaker } = opened()
  enter(breaker).pause(4_000)
  assert.equal(breaker.enter(), undefined)
  clock.advance(4_000)
  enter(breaker).answered()
  fail(breaker, 2)
  assert.equal(breaker.state(), 'closed')
})

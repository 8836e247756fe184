import assert from 'node:assert/strict'
import test from 'node:test'
import { openBackground } from '#background.ts'

test('work comes round again, not twice at once, and a failure is told and not the end', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const told: string[] = []
  const background = openBackground((_level, message) => void told.push(message))
  let begun = 0
  let { promise, resolve, reject } = Promise.withResolvers<void>()
  background.every(100, 'could not be done', () => {
    begun++
    return promise
  })
  t.mock.timers.tick(99)
  assert.equal(begun, 0)
  t.mock.timers.tick(301)
  assert.equal(begun, 1, 'still under way')
  reject(new Error('away'))
  await new Promise(setImmediate)
  assert.deepEqual(told, ['could not be done'])
  ;({ promise, resolve, reject } = Promise.withResolvers<void>())
  t.mock.timers.tick(100)
  assert.equal(begun, 2)
  let stopped = false
  const stop = background.stop().then(() => void (stopped = true))
  await new Promise(setImmediate)
  assert.equal(stopped, false, 'waits for what is under way')
  resolve()
  await stop
  t.mock.timers.tick(1000)
  assert.equal(begun, 2)
})

import assert from 'node:assert/strict'
import test from 'node:test'
import { openTurns } from '#registers/population/turns.ts'

test('so many at once, so many waiting in order, the next is sent away; a failure gives its place back', async () => {
  const turns = openTurns({ atOnce: 2, waiting: 2 })
  const begun: number[] = []
  const ends: PromiseWithResolvers<void>[] = []
  const work = (n: number) => (): Promise<void> => {
    begun.push(n)
    return (ends[n] = Promise.withResolvers()).promise
  }
  const taken = [0, 1, 2, 3].map((n) => turns.take(work(n)))
  assert.equal(turns.take(work(4)), undefined)
  assert.deepEqual(begun, [0, 1])
  ends[1]?.reject(new Error('broken'))
  await assert.rejects(taken[1] ?? Promise.resolve(), /broken/)
  await Promise.resolve()
  assert.deepEqual(begun, [0, 1, 2])
  ends[0]?.resolve()
  await taken[0]
  await Promise.resolve()
  assert.deepEqual(begun, [0, 1, 2, 3])
  ends[2]?.resolve()
  ends[3]?.resolve()
  await Promise.all([taken[2], taken[3]])
  assert.notEqual(
    turns.take(() => Promise.resolve()),
    undefined,
    'free again',
  )
})

/**
 * Structured garbage at every endpoint: no mistake of ours, nothing of our inside, nothing of what was sent given back, and no
 * memory kept. `INNGANG_FUZZ_ROUNDS=100000` shoots longer than a test run has time for.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as fc from 'fast-check'
import { restService, tokenOf } from '../rest.ts'
import { owners } from '../services.ts'
import { authorize, good } from '../wire.ts'
import { openWorld, type World } from '../world.ts'
import { type Live, shots } from './garbage.ts'
import { assertSound, routesOf, shoot } from './target.ts'

const rounds = Number(process.env['INNGANG_FUZZ_ROUNDS'] ?? 6000)
/** The heap is measured after each of these: the first is for whatever is filled once. */
const parts = 4
/** Far less than what would be kept if one object in a hundred requests stayed. */
const mostGrowth = 12 * 1024 * 1024

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const heap = (): number => {
  collect()
  return process.memoryUsage().heapUsed
}

async function begun(world: World): Promise<Live> {
  const browser = world.browser()
  const { headers } = await authorize(world, good('tax'), { browser })
  const attempt = headers.get('location')?.split('/').at(-1)
  assert.ok(attempt)
  const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
  return { attempt, cookie, bearer: await tokenOf(world, 'caller') }
}

async function shootAll(world: World, numRuns: number): Promise<void> {
  const live = await begun(world)
  await fc.assert(
    fc.asyncProperty(shots(routesOf(world), live), async (shot) => {
      const before = world.log.length
      await assertSound(shot, await shoot(world, shot))
      const broken = world.log.slice(before).filter((line) => line.includes('something went wrong'))
      assert.deepEqual(broken, [], 'nothing of ours broke')
    }),
    { numRuns },
  )
}

test(`every endpoint answers ${rounds} requests of garbage with what the sender did wrong, and keeps nothing`, async () => {
  const caller = { org_number: '974761076', name: 'Kalleren', services: [restService('caller')] }
  const world = await openWorld([...owners, caller])
  try {
    assert.ok(routesOf(world).length > 30)
    const grown: number[] = []
    for (let part = 0; part < parts; part++) {
      await shootAll(world, Math.ceil(rounds / parts))
      // What lives for minutes is gone an hour later.
      world.clock.advance(3_600_000)
      await world.tidy()
      ;(world.log as string[]).length = 0
      grown.push(heap())
    }
    const [first = 0, ...later] = grown
    assert.ok((later.at(-1) ?? 0) - first < mostGrowth, `the heap grew: ${grown.join(', ')}`)
  } finally {
    await world.close()
  }
})

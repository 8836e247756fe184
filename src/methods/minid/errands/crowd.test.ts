/** So much in an hour, from one network and in all: the errand's own rule, or the operator's. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { fixedClock } from '#base/clock.ts'
import { openSqlite } from '#db/sqlite.ts'
import { openHotSql } from '#hot/sql.ts'
import { vaultInMemory } from '#keys/vault.ts'
import { crowded, type Crowds } from '#methods/minid/errands/crowd.ts'

async function opened(crowds: Crowds | undefined) {
  const lines: string[] = []
  const clock = fixedClock(1_800_000_000_000)
  const hot = await openHotSql(openSqlite(':memory:'), clock)
  const m = { hot, vault: vaultInMemory(), log: (_level: string, line: string) => void lines.push(line), crowds }
  const taken = async (what: keyof Crowds, from: (i: number) => string, times: number): Promise<number> => {
    let count = 0
    for (let i = 0; i < times; i++) count += Number(!(await crowded(m, what, { network: 2, all: 5 }, from(i))))
    return count
  }
  return { taken, lines, clock }
}
const here = (): string => '192.0.2.1'
const anywhere = (i: number): string => `198.51.${i}.1`

test('from one network, and in all; another errand and another hour are others', async () => {
  const { taken, lines, clock } = await opened(undefined)
  assert.equal(await taken('order', here, 4), 2)
  assert.equal(await taken('order', anywhere, 5), 3)
  assert.equal(await taken('block', here, 1), 1)
  assert.equal(lines.length, 1, 'told once')
  clock.advance(3600_000)
  assert.equal(await taken('order', here, 1), 1)
})

test('the operator’s rule stands in place of the errand’s, for that errand alone', async () => {
  const { taken } = await opened({ order: { network: 3, all: 4 } })
  assert.equal(await taken('order', here, 5), 3)
  assert.equal(await taken('order', anywhere, 5), 1)
  assert.equal(await taken('register', here, 5), 2)
})

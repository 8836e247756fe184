/** What a process does now and then beside its requests, by the whole app's own list. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { owners } from '../services.ts'
import { push, tokensFor, userinfo } from '../wire.ts'
import { type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))

const grants = async (): Promise<number> => (await world.database.raw('select 1 as one from "grant"', [])).length

test('house: what a code gave is forgotten when its tokens are long over, and not before', async () => {
  const { access } = await tokensFor(world, 'library')
  await world.tidy()
  assert.equal((await userinfo(world, access)).status, 200)
  world.clock.advance(12 * 60_000 + 1)
  assert.equal((await push(world, 'library')).status, 201)
  assert.equal(await grants(), 1)
  await world.tidy()
  assert.equal(await grants(), 0)
})

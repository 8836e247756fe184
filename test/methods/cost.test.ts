/** What guessing costs in the house itself. Other tests' worlds pay less (`cheap.ts`); here nothing is said of it, as the programs do. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { byMinid } from '../client.ts'
import { checkOn } from '../human.ts'
import { about } from '../second.ts'
import { owners } from '../services.ts'
import { issuer, openWorld } from '../world.ts'

const hashed = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/

test('M1 M4 M9 passwords and letters’ codes are slow hashes, and the human check is slow work', async (t) => {
  const world = await openWorld(owners, { INNGANG_MINID_LETTER_CODES: '10' }, 'house')
  t.after(() => world.close())
  const [person = assert.fail('nobody with MinID')] = world.people.withMinid(1)
  const browser = world.browser()
  assert.equal(checkOn(await browser.get('/minid/order')).iterations, 1000)
  await byMinid(world, browser, `${issuer}/my`, person)
  await about(world, person).letter()
  const hashes = await world.database.raw<{ hash: string }>(
    'select password_hash as hash from minid_account union all select hash from letter_code',
    [],
  )
  assert.equal(hashes.length, 11)
  for (const { hash } of hashes) assert.match(hash, hashed)
})

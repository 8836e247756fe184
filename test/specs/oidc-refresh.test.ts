/** OpenID Connect Core §12, Using Refresh Tokens. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { begun, refreshed } from '../refresh.ts'
import { owners } from '../services.ts'
import { claimsOf } from '../wire.ts'
import { type World, worldForAll } from '../world.ts'

let world: World
worldForAll(import.meta.filename, owners, (opened) => (world = opened))

for (const clientId of ['again', 'again-reuse', 'again-app']) {
  test(`OpenID Connect Core §12.2 the ID token of a refresh is about the same login: ${clientId}`, async () => {
    const first = await begun(world, clientId)
    world.clock.advance(60_000)
    const second = await refreshed(world, clientId, first)
    const [before, after] = [claimsOf(first.id), claimsOf(second.id)]
    for (const name of ['iss', 'sub', 'aud', 'auth_time', 'sid', 'acr', 'amr', 'pid', 'azp'])
      assert.deepEqual(after[name], before[name], name)
    assert.equal(after['iat'], Number(before['iat']) + 60, 'the time of its own')
    assert.equal(Number(after['exp']) - Number(after['iat']), 120)
    assert.equal('nonce' in after, false)
  })
}

test('OpenID Connect Core §12.2 no ID token where openid is not among the scopes', async () => {
  const first = await begun(world, 'again', { scope: 'openid prove:ting' })
  const second = await refreshed(world, 'again', first, { scope: 'prove:ting' })
  assert.equal('id_token' in second.json, false)
  assert.equal('id_token' in (await refreshed(world, 'again', second)).json, true)
})

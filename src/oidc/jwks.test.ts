import assert from 'node:assert/strict'
import test from 'node:test'
import { Hono } from 'hono'
import type { HouseEnv } from '#http/routes.ts'
import { jwksEndpoint } from '#oidc/jwks.ts'
import { testClient } from '#oidc/test-clients.ts'

test('who fetches the keys is told by name only if the name is a client’s', async () => {
  const seen: (string | undefined)[] = []
  const routes = new Hono<HouseEnv>()
  const keys = {
    signer: () => assert.fail(),
    verifier: () => undefined,
    openers: () => [],
    published: () => ({ keys: [] }),
    fetched: (who: string | undefined) => void seen.push(who),
    refresh: () => Promise.resolve(),
    rotate: () => assert.fail(),
  }
  const clients = { find: (id: string) => (id === 'tax' ? testClient('tax') : undefined), active: () => assert.fail() }
  routes.get('/jwks.json', jwksEndpoint({ keys, clients }))
  for (const query of ['', '?client_id=tax', '?client_id=unknown', '?client_id=', '?client_id=tax&client_id=unknown']) {
    const answer = await routes.request(`/jwks.json${query}`)
    assert.equal(answer.status, 200)
    assert.deepEqual(await answer.json(), { keys: [] })
  }
  assert.deepEqual(seen, [undefined, 'tax', undefined, undefined, 'tax'])
})

/** A fresh login is asked for where one is wanted, also at issuers that are else left to decide. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { Hono } from 'hono'
import { fixedClock } from '#base/clock.ts'
import type { HouseEnv } from '#http/routes.ts'
import type { Door, Leg } from '#login/method.ts'
import { federated, type FederatedDeps } from '#methods/federated/federated.ts'
import { presets } from '#methods/federated/presets.ts'
import type { Going } from '#upstream/provider.ts'

async function sentWith(prompt: 'login' | undefined, fresh: boolean): Promise<Going | undefined> {
  let sent: Going | undefined
  const deps: FederatedDeps = {
    upstream: {
      leave: async (going) => {
        sent = going
        return { url: 'https://eid.example.no/authorize', transaction: { verifier: 'v', nonce: 'n' } }
      },
      comeBack: () => Promise.reject(new Error('nobody comes back here')),
      state: () => 'closed',
    },
    persons: { ensure: () => Promise.reject(new Error('nobody is asked for here')) },
    clock: fixedClock(1_800_000_000_000),
    clockTolerance: 10_000,
    issuer: 'https://login.example.no',
    log: () => undefined,
    count: () => undefined,
    wait: async () => undefined,
  }
  const leg = { state: 'att.secret', language: 'nb', atLeast: 'high', fresh, data: undefined } as Leg
  const door = { begin: async () => leg, current: async () => leg, keep: async () => leg } as unknown as Door
  const routes = new Hono<HouseEnv>()
  federated({ id: 'bankid', ...presets.bankid.eid, prompt }, deps).mount(routes, door)
  assert.equal((await routes.request('/')).status, 303)
  return sent
}

test('prompt=login goes out where the login must be fresh, whatever is left to the issuer', async () => {
  assert.equal((await sentWith(undefined, true))?.prompt, 'login')
  assert.equal((await sentWith(undefined, false))?.prompt, undefined)
  assert.equal((await sentWith('login', false))?.prompt, 'login')
})

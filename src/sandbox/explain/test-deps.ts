/** For tests: what explanations look at. */
import { fixedClock } from '#base/clock.ts'
import { acrNames, eids, keys } from '#oidc/test-provider.ts'
import { clients as usual, issuer, pair, start, testClient, testDetails, testScopes } from '#oidc/test-clients.ts'
import type { ExplainDeps } from '#sandbox/explain/explain.ts'

const signing = { keys: [{ kid: 'k1', algorithm: 'ES256', key: pair.publicKey }] } as const
const clients = {
  ...usual,
  certified: testClient('certified', { authMethod: 'private_key_jwt', secretHash: undefined, keyless: true }),
  pushes: testClient('pushes', { parRequired: true }),
  signs: testClient('signs', { ...signing, requestObject: { required: true, algorithm: 'ES256' } }),
}

export const explainDeps: ExplainDeps = {
  issuer,
  clock: fixedClock(start),
  clients: { find: (id) => Object.entries(clients).find(([name]) => name === id)?.[1] },
  clientIds: () => Object.keys(clients),
  scopes: { find: (name) => testScopes.get(name) },
  details: testDetails,
  acr: acrNames,
  eids,
  keys,
}

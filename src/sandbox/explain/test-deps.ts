/** For tests: what explanations look at. */
import { fixedClock } from '#base/clock.ts'
import { acrNames, eids, keys } from '#oidc/test-provider.ts'
import { clients, issuer, start, testDetails, testScopes } from '#oidc/test-clients.ts'
import type { ExplainDeps } from '#sandbox/explain/explain.ts'

export const explainDeps: ExplainDeps = {
  issuer,
  clock: fixedClock(start),
  clients: { find: (id) => clients[id] },
  clientIds: () => Object.keys(clients),
  scopes: { find: (name) => testScopes.get(name) },
  details: testDetails,
  acr: acrNames,
  eids,
  keys,
}

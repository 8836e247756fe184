/** Everything that registration mounts, as one list. */
import type { Clock } from '#base/clock.ts'
import { whenAsked } from '#base/when-asked.ts'
import type { Audit } from '#audit/audit.ts'
import type { Database } from '#db/db.ts'
import type { Request, Routes } from '#http/routes.ts'
import { otherMethod } from '#oidc/methods.ts'
import {
  addOnBehalfOf,
  deleteOnBehalfOf,
  listLogouts,
  listOnBehalfOf,
  readJwks,
  readOnBehalfOf,
  replaceJwks,
  replaceOnBehalfOf,
  rotateSecret,
} from '#registration/client-parts.ts'
import {
  type ApiDeps,
  createClient,
  deleteClient,
  listClients,
  readClient,
  replaceClient,
} from '#registration/clients.ts'
import { paths, prefixes } from '#registration/described.ts'
import { document } from '#registration/document.ts'
import {
  deleteOwnClient,
  dynamicEndpoint,
  readOwnClient,
  registerClient,
  registrationPath,
  replaceOwnClient,
} from '#registration/dynamic.ts'
import { documentPage } from '#registration/page.ts'
import { ApiProblem, apiEndpoint } from '#registration/problem.ts'
import { openRegistry } from '#registration/registry.ts'
import {
  createScope,
  decideAccess,
  deleteScope,
  listAccess,
  listAllScopes,
  listScopes,
  replaceScope,
} from '#registration/scopes.ts'
import { sweepTickets } from '#registration/tickets.ts'

export interface RegistrationDeps extends Omit<ApiDeps, 'registry'> {
  readonly clock: Clock
  readonly audit: Pick<Audit, 'write'>
  readonly database: Database
  readonly tokenUrl: string
  /** So that this process knows at once what it has just written. */
  readonly refresh: () => Promise<void>
  /** So that a caller with a proof of possession has the next nonce (RFC 9449 §8.2). */
  readonly offersNonce: (endpoint: (c: Request) => Promise<Response>) => (c: Request) => Promise<Response>
  /** Whether clients may register themselves. */
  readonly dynamic: boolean
}

export interface RegistrationParts {
  /** Removes what nobody can use any more: call it now and then. */
  sweep(): Promise<void>
}

export function mountRegistration(routes: Routes, given: RegistrationDeps): RegistrationParts {
  const deps = { ...given, registry: openRegistry(given) }
  const description = whenAsked(() => document(deps.issuer, deps.tokenUrl))
  routes.get(paths.document, (c) => c.json(description(), 200, { 'cache-control': 'public, max-age=3600' }))
  routes.get(paths.page, documentPage(description))
  for (const prefix of prefixes) mountApi(routes, deps, prefix)
  if (deps.dynamic) mountDynamic(routes, deps)
  return { sweep: () => sweepTickets(deps.database, deps.clock.now()) }
}

type MountDeps = ApiDeps & Pick<RegistrationDeps, 'offersNonce'>
type Endpoint = (deps: ApiDeps, c: Request) => Promise<Response>

function mountApi(routes: Routes, deps: MountDeps, prefix: string): void {
  const on = (method: string | string[], path: string, endpoint: Endpoint): void => {
    routes.on(method, [prefix + path], deps.offersNonce(apiEndpoint(deps.log, (c) => endpoint(deps, c))))
  }
  const one = `${paths.clients}/:id`
  on('GET', paths.clients, listClients)
  on('POST', paths.clients, createClient)
  on('GET', one, readClient)
  on('PUT', one, replaceClient)
  on('DELETE', one, deleteClient)
  on('GET', `${one}/jwks`, readJwks)
  on(['POST', 'PUT'], `${one}/jwks`, replaceJwks)
  on('POST', `${one}/secret`, rotateSecret)
  // ID-porten's documentation writes it with a slash at the end.
  for (const customers of [`${one}/onbehalfof`, `${one}/onbehalfof/`]) {
    on('GET', customers, listOnBehalfOf)
    on('POST', customers, addOnBehalfOf)
  }
  on('GET', `${one}/onbehalfof/:value`, readOnBehalfOf)
  on('PUT', `${one}/onbehalfof/:value`, replaceOnBehalfOf)
  on('DELETE', `${one}/onbehalfof/:value`, deleteOnBehalfOf)
  on('GET', `${one}/logouts`, listLogouts)
  const { scopes } = paths
  on('GET', scopes, listScopes)
  on('POST', scopes, createScope)
  on('PUT', scopes, replaceScope)
  on('DELETE', scopes, deleteScope)
  on('GET', `${scopes}/all`, listAllScopes)
  on('GET', `${scopes}/access`, (all, c) => listAccess(all, c, false))
  on('GET', `${scopes}/access/all`, (all, c) => listAccess(all, c, true))
  on('PUT', `${scopes}/access/:orgno`, (all, c) => decideAccess(all, c, true))
  on('DELETE', `${scopes}/access/:orgno`, (all, c) => decideAccess(all, c, false))
  // Programs call here: they are told so in their own form.
  const nothing = apiEndpoint(deps.log, () =>
    Promise.reject(new ApiProblem('not_found', 'see the description of the API')),
  )
  for (const below of [paths.clients, `${paths.clients}/*`, scopes, `${scopes}/*`]) routes.all(prefix + below, nothing)
}

function mountDynamic(routes: Routes, deps: Parameters<typeof registerClient>[0]): void {
  const one = `${registrationPath}/:id`
  routes.post(
    registrationPath,
    dynamicEndpoint(deps.log, (c) => registerClient(deps, c)),
  )
  routes.get(
    one,
    dynamicEndpoint(deps.log, (c) => readOwnClient(deps, c)),
  )
  routes.put(
    one,
    dynamicEndpoint(deps.log, (c) => replaceOwnClient(deps, c)),
  )
  routes.delete(
    one,
    dynamicEndpoint(deps.log, (c) => deleteOwnClient(deps, c)),
  )
  routes.all(registrationPath, otherMethod(['POST']))
  routes.all(one, otherMethod(['GET', 'PUT', 'DELETE']))
}

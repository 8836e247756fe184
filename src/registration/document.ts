/** The API as OpenAPI, from the shapes that it is checked with. */
import { openApi, type Operation, type Shape } from '#http/openapi.ts'
import { problem } from '#oidc/problem.ts'
import { away, prefixes } from '#registration/described.ts'
import { clientOperations } from '#registration/described-clients.ts'
import { scopeOperations } from '#registration/described-scopes.ts'
import * as shapes from '#registration/shape.ts'
import { registrarScopes } from '#services/scope-rules.ts'

/** The version of the description, not of the program. */
const version = '1.0.0'

export const operations: readonly Operation[] = [...clientOperations, ...scopeOperations].map((one) => ({
  ...one,
  answers: { ...one.answers, 503: away },
}))

const sent = (schema: Shape['schema']): Shape => ({ schema, side: 'input' })
const got = (schema: Shape['schema']): Shape => ({ schema, side: 'output' })

export const document = (issuer: string, tokenUrl: string): Readonly<Record<string, unknown>> => {
  const server = issuer.replace(/\/$/, '')
  return openApi({
    title: 'Inngang: registration',
    says: 'Service owners and their suppliers register clients, keys, scopes and accesses. What is changed here counts at once. Every refusal has the form Problem and names all members that are at fault.',
    version,
    server,
    alsoAt: prefixes.filter((prefix) => prefix !== '').map((prefix) => server + prefix),
    tokenUrl,
    scopes: {
      [registrarScopes.read]: 'Read the organisation’s clients',
      [registrarScopes.modify]: 'Change them, too',
      [registrarScopes.write]: 'Register new ones, too',
      [registrarScopes.supplier]: 'All of it, for organisations that gave their consent to the operator',
      [registrarScopes.onBehalfOf]: 'The values of onbehalfof alone',
      [registrarScopes.scopes]: 'The organisation’s own scopes, and who may use them',
    },
    shapes: {
      ClientRequest: sent(shapes.clientRequest),
      Client: got(shapes.client),
      ClientList: got(shapes.clientList),
      JwksRequest: sent(shapes.jwksRequest),
      Jwks: got(shapes.jwks),
      Secret: got(shapes.secretAnswer),
      OnBehalfOfRequest: sent(shapes.onBehalfOfRequest),
      OnBehalfOf: got(shapes.onBehalfOfAnswer),
      OnBehalfOfList: got(shapes.onBehalfOfList),
      LogoutList: got(shapes.deliveryList),
      ScopeRequest: sent(shapes.scopeRequest),
      Scope: got(shapes.scope),
      ScopeList: got(shapes.scopeList),
      PublicScopeList: got(shapes.publicScopeList),
      Access: got(shapes.access),
      AccessList: got(shapes.accessList),
      Problem: got(problem),
    },
    operations,
  })
}

/** The API as OpenAPI, from the shapes that it is checked with. */
import { type Answer, openApi, type Operation, type Parameter, type Shape } from '#http/openapi.ts'
import { opens, type Right } from '#registration/caller.ts'
import { problems } from '#registration/problem.ts'
import * as shapes from '#registration/shape.ts'
import { registrarScopes } from '#services/scope-rules.ts'

/** The version of the description, not of the program. */
const version = '1.0.0'

export const paths = {
  clients: '/clients',
  scopes: '/scopes',
  document: '/docs/registration/openapi.json',
  page: '/docs/registration',
} as const

/** Clients of ID-porten's API know both. */
export const prefixes = ['', '/api/v1'] as const

type Code = keyof typeof problems

const says = (text: string, ...codes: readonly Code[]): Answer => ({
  says: `${text} (${codes.map((code) => `\`${code}\``).join(', ')})`,
  content: { 'application/problem+json': 'Problem' },
})
const gives = (text: string, shape: string): Answer => ({ says: text, content: { 'application/json': shape } })
const away = says('A part that is needed does not answer: try again after Retry-After', 'temporarily_unavailable')
const done: Answer = { says: 'Done; asking again does no harm' }

const wrong = says('What was sent cannot be used', 'invalid_request_body', 'invalid_request_parameter')
const noToken = says('No token, or one that is expired or not a machine’s', 'invalid_token')
const notForThis = says('The token is not for this', 'insufficient_scope')
const notForThem = says(
  'The token is not for this, or the organisation has not consented',
  'insufficient_scope',
  'no_consent',
)
const noClient = says('No client of this organisation has this id', 'client_not_found')
const notHere = says('Not to be changed here', 'declared_elsewhere', 'inactive')
const newer = says('It is no longer the version of If-Match', 'changed_meanwhile')

const reading = { 401: noToken, 403: notForThis, 404: noClient } as const
const changing = { 401: noToken, 403: notForThem, 404: noClient, 409: notHere, 412: newer } as const

const byId: Parameter = { name: 'id', in: 'path', says: 'The client’s id' }
const byValue: Parameter = { name: 'value', in: 'path', says: 'The value of onbehalfof' }
const ifMatch: Parameter = {
  name: 'If-Match',
  in: 'header',
  says: 'The ETag of the version that you read: nobody else’s change is lost. Left out: whatever is there is replaced',
}
const inactive: Parameter = { name: 'inactive', in: 'query', says: 'true: also what was deactivated' }
const byName: Parameter = { name: 'scope', in: 'query', says: 'The scope’s name', required: true }

const may = (right: Right): readonly string[] => [...opens[right], registrarScopes.supplier]

const one = `${paths.clients}/{id}`
const read = { scopes: may('read') } as const
const modify = { scopes: may('modify') } as const
const customers = { scopes: may('customers') } as const
const readCustomers = { scopes: may('readCustomers') } as const

const clients: readonly Operation[] = [
  {
    id: 'listClients',
    method: 'get',
    path: paths.clients,
    says: 'The organisation’s clients; for a supplier those that it made. Link leads to the next page where there are more',
    parameters: [
      inactive,
      { name: 'client_orgno', in: 'query', says: 'One organisation’s alone' },
      { name: 'limit', in: 'query', says: 'At most so many, 1 to 500' },
      { name: 'after', in: 'query', says: 'Those after this id' },
    ],
    ...read,
    answers: { 200: gives('Clients, by id', 'ClientList'), 400: wrong, 401: noToken, 403: notForThis },
  },
  {
    id: 'createClient',
    method: 'post',
    path: paths.clients,
    says: 'Register a client. A method with a secret gets one in the answer; keys follow at /jwks',
    body: 'ClientRequest',
    scopes: may('write'),
    answers: { 201: gives('The client, with its secret', 'Client'), 400: wrong, 401: noToken, 403: notForThem },
  },
  {
    id: 'readClient',
    method: 'get',
    path: one,
    says: 'One client, also one that was deactivated',
    parameters: [byId],
    ...read,
    answers: { 200: gives('The client; ETag is its version', 'Client'), ...reading },
  },
  {
    id: 'replaceClient',
    method: 'put',
    path: one,
    says: 'Replace a client: what is left out has its default. Another method of authentication makes a new secret',
    parameters: [byId, ifMatch],
    body: 'ClientRequest',
    ...modify,
    answers: { 200: gives('The client', 'Client'), 400: wrong, ...changing },
  },
  {
    id: 'deleteClient',
    method: 'delete',
    path: one,
    says: 'Deactivate a client, at once',
    parameters: [byId, ifMatch],
    ...modify,
    answers: {
      204: done,
      401: noToken,
      403: notForThem,
      404: noClient,
      409: says('Not to be changed here', 'declared_elsewhere'),
      412: newer,
    },
  },
  {
    id: 'readJwks',
    method: 'get',
    path: `${one}/jwks`,
    says: 'The client’s keys',
    parameters: [byId],
    ...read,
    answers: { 200: gives('The keys', 'Jwks'), ...reading },
  },
  ...(['post', 'put'] as const).map((method): Operation => ({
    id: `${method}Jwks`,
    method,
    path: `${one}/jwks`,
    says: 'Replace the client’s keys, five at most. Each counts for a year; sending it again renews it',
    parameters: [byId, ifMatch],
    body: 'JwksRequest',
    ...modify,
    answers: { 200: gives('The keys', 'Jwks'), 400: wrong, ...changing },
  })),
  {
    id: 'rotateSecret',
    method: 'post',
    path: `${one}/secret`,
    says: 'Make a new secret; the one before is over. It counts for 360 days',
    parameters: [byId, ifMatch],
    ...modify,
    answers: { 200: gives('The secret, this once', 'Secret'), 400: wrong, ...changing },
  },
  {
    id: 'listOnBehalfOf',
    method: 'get',
    path: `${one}/onbehalfof`,
    says: 'On whose behalf the client may ask',
    parameters: [byId],
    ...readCustomers,
    answers: { 200: gives('The values', 'OnBehalfOfList'), ...reading },
  },
  {
    id: 'addOnBehalfOf',
    method: 'post',
    path: `${one}/onbehalfof`,
    says: 'Add one',
    parameters: [byId, ifMatch],
    body: 'OnBehalfOfRequest',
    ...customers,
    answers: {
      201: gives('As it is registered', 'OnBehalfOf'),
      400: wrong,
      ...changing,
      409: says('Not to be changed here, or there already', 'declared_elsewhere', 'inactive', 'already_exists'),
    },
  },
  ...onBehalfOfOne(),
  {
    id: 'listLogouts',
    method: 'get',
    path: `${one}/logouts`,
    says: 'Which logouts the service was told of by back channel, and how it answered; newest first',
    parameters: [byId, { name: 'since', in: 'query', says: 'A time, as in 2026-11-24T08:00:00Z' }],
    ...read,
    answers: { 200: gives('The newest 500', 'LogoutList'), 400: wrong, ...reading },
  },
]

function onBehalfOfOne(): readonly Operation[] {
  const path = `${one}/onbehalfof/{value}`
  const none = says('No such client, or it has no such value', 'client_not_found', 'onbehalfof_not_found')
  return [
    {
      id: 'readOnBehalfOf',
      method: 'get',
      path,
      says: 'One of them',
      parameters: [byId, byValue],
      ...readCustomers,
      answers: { 200: gives('As it is registered', 'OnBehalfOf'), ...reading, 404: none },
    },
    {
      id: 'replaceOnBehalfOf',
      method: 'put',
      path,
      says: 'Replace one of them',
      parameters: [byId, byValue, ifMatch],
      body: 'OnBehalfOfRequest',
      ...customers,
      answers: { 200: gives('As it is registered', 'OnBehalfOf'), 400: wrong, ...changing, 404: none },
    },
    {
      id: 'deleteOnBehalfOf',
      method: 'delete',
      path,
      says: 'Remove one of them',
      parameters: [byId, byValue, ifMatch],
      ...customers,
      answers: { 204: done, ...changing, 404: none },
    },
  ]
}

const owners = { scopes: [registrarScopes.scopes] } as const
const noScope = says('The organisation has no such scope', 'scope_not_found')

const scopes: readonly Operation[] = [
  {
    id: 'listScopes',
    method: 'get',
    path: paths.scopes,
    says: 'The organisation’s scopes',
    parameters: [{ ...byName, required: false }, inactive],
    ...owners,
    answers: { 200: gives('Scopes', 'ScopeList'), 401: noToken, 403: notForThis, 404: noScope },
  },
  {
    id: 'createScope',
    method: 'post',
    path: paths.scopes,
    says: 'Register a scope, with a prefix that the operator gave to the organisation',
    body: 'ScopeRequest',
    ...owners,
    answers: {
      201: gives('The scope', 'Scope'),
      400: wrong,
      401: noToken,
      403: says('The token is not for this, or the prefix not yours', 'insufficient_scope', 'prefix_not_yours'),
      409: says('The name was used before', 'already_exists', 'inactive'),
    },
  },
  {
    id: 'replaceScope',
    method: 'put',
    path: paths.scopes,
    says: 'Replace a scope; its name stays',
    parameters: [byName],
    body: 'ScopeRequest',
    ...owners,
    answers: {
      200: gives('The scope', 'Scope'),
      400: wrong,
      401: noToken,
      403: notForThis,
      404: noScope,
      409: notHere,
    },
  },
  {
    id: 'deleteScope',
    method: 'delete',
    path: paths.scopes,
    says: 'Deactivate a scope: nobody is given it any more',
    parameters: [byName],
    ...owners,
    answers: {
      204: done,
      401: noToken,
      403: notForThis,
      404: noScope,
      409: says('Not to be changed here', 'declared_elsewhere'),
    },
  },
  {
    id: 'listAllScopes',
    method: 'get',
    path: `${paths.scopes}/all`,
    says: 'What scopes there are, for everybody to see',
    parameters: [
      { name: 'accessible_for_all', in: 'query', says: 'true: those that are open to all; false: the others' },
    ],
    scopes: [],
    answers: { 200: gives('Scopes', 'PublicScopeList') },
  },
  {
    id: 'listAccess',
    method: 'get',
    path: `${paths.scopes}/access`,
    says: 'Which organisations may use a scope',
    parameters: [byName],
    ...owners,
    answers: { 200: gives('Decisions', 'AccessList'), 401: noToken, 403: notForThis, 404: noScope },
  },
  {
    id: 'listAllAccess',
    method: 'get',
    path: `${paths.scopes}/access/all`,
    says: 'The same for all of the organisation’s scopes',
    ...owners,
    answers: { 200: gives('Decisions', 'AccessList'), 401: noToken, 403: notForThis },
  },
  ...(['put', 'delete'] as const).map((method): Operation => ({
    id: method === 'put' ? 'grantAccess' : 'revokeAccess',
    method,
    path: `${paths.scopes}/access/{orgno}`,
    says:
      method === 'put'
        ? 'Let an organisation register the scope for its clients'
        : 'Take that back: its clients lose the scope at once',
    parameters: [{ name: 'orgno', in: 'path', says: 'The organisation' }, byName],
    ...owners,
    answers: { 200: gives('The decision', 'Access'), 400: wrong, 401: noToken, 403: notForThis, 404: noScope },
  })),
]

export const operations: readonly Operation[] = [...clients, ...scopes].map((one) => ({
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
      Problem: got(shapes.problem),
    },
    operations,
  })
}

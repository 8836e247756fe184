/** What can be asked about clients. */
import type { Operation } from '#http/openapi.ts'
import {
  says,
  gives,
  done,
  wrong,
  noToken,
  notForThis,
  notForThem,
  noClient,
  newer,
  reading,
  changing,
  byId,
  byValue,
  ifMatch,
  inactive,
  may,
  paths,
} from '#registration/described.ts'

const one = `${paths.clients}/{id}`
const read = { scopes: may('read') } as const
const modify = { scopes: may('modify') } as const
const customers = { scopes: may('customers') } as const
const readCustomers = { scopes: may('readCustomers') } as const

export const clientOperations: readonly Operation[] = [
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

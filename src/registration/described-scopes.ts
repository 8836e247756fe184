/** What can be asked about scopes, and who may use them. */
import type { Operation } from '#http/openapi.ts'
import {
  says,
  gives,
  done,
  wrong,
  noToken,
  notForThis,
  notHere,
  inactive,
  byName,
  paths,
} from '#registration/described.ts'
import { registrarScopes } from '#services/scope-rules.ts'

const owners = { scopes: [registrarScopes.scopes] } as const
const noScope = says('The organisation has no such scope', 'scope_not_found')

export const scopeOperations: readonly Operation[] = [
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
    parameters: [{ ...byName, required: false }],
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

/** Answers and parameters that operations of the description share. */
import type { Answer, Parameter } from '#http/openapi.ts'
import { opens, type Right } from '#registration/caller.ts'
import { problems } from '#registration/problem.ts'
import { registrarScopes } from '#services/scope-rules.ts'

export const paths = {
  clients: '/clients',
  scopes: '/scopes',
  document: '/docs/registration/openapi.json',
  page: '/docs/registration',
} as const

/** Clients of ID-porten's API know both. */
export const prefixes = ['', '/api/v1'] as const

type Code = keyof typeof problems

export const says = (text: string, ...codes: readonly Code[]): Answer => ({
  says: `${text} (${codes.map((code) => `\`${code}\``).join(', ')})`,
  content: { 'application/problem+json': 'Problem' },
})
export const gives = (text: string, shape: string): Answer => ({ says: text, content: { 'application/json': shape } })
export const away = says(
  'A part that is needed does not answer: try again after Retry-After',
  'temporarily_unavailable',
)
export const done: Answer = { says: 'Done; asking again does no harm' }

export const wrong = says('What was sent cannot be used', 'invalid_request_body', 'invalid_request_parameter')
export const noToken = says('No token, or one that is expired or not a machine’s', 'invalid_token')
export const notForThis = says('The token is not for this', 'insufficient_scope')
export const notForThem = says(
  'The token is not for this, or the organisation has not consented',
  'insufficient_scope',
  'no_consent',
)
export const noClient = says('No client of this organisation has this id', 'client_not_found')
export const notHere = says('Not to be changed here', 'declared_elsewhere', 'inactive')
export const newer = says('It is no longer the version of If-Match', 'changed_meanwhile')

export const reading = { 401: noToken, 403: notForThis, 404: noClient } as const
export const changing = { 401: noToken, 403: notForThem, 404: noClient, 409: notHere, 412: newer } as const

export const byId: Parameter = { name: 'id', in: 'path', says: 'The client’s id' }
export const byValue: Parameter = { name: 'value', in: 'path', says: 'The value of onbehalfof' }
export const ifMatch: Parameter = {
  name: 'If-Match',
  in: 'header',
  says: 'The ETag of the version that you read: nobody else’s change is lost. Left out: whatever is there is replaced',
}
export const inactive: Parameter = { name: 'inactive', in: 'query', says: 'true: also what was deactivated' }
export const byName: Parameter = { name: 'scope', in: 'query', says: 'The scope’s name', required: true }

export const may = (right: Right): readonly string[] => [...opens[right], registrarScopes.supplier]

/** The API as OpenAPI, from the shapes that it is checked with. */
import { type Answer, openApi, type Operation } from '#http/openapi.ts'
import { problem } from '#oidc/problem.ts'
import { problems } from '#rest/problem.ts'
import { session, sessionRequest, subject } from '#rest/shape.ts'
import { paths } from '#rest/view.ts'

/** The version of the description, not of the program. */
const version = '1.0.0'

const says = (text: string, ...codes: readonly (keyof typeof problems)[]): Answer => ({
  says: `${text} (${codes.map((code) => `\`${code}\``).join(', ')})`,
  content: { 'application/problem+json': 'Problem' },
})

const refusals: Readonly<Record<number, Answer>> = {
  401: says('No token, or one that is expired or not a machine’s', 'invalid_token'),
  403: says('The token is not for this API', 'insufficient_scope'),
  503: says('Try again after Retry-After', 'temporarily_unavailable'),
}
const notFound = says('No session of this client has this id', 'session_not_found')
const sessionAnswer: Answer = { says: 'The session', content: { 'application/json': 'Session' } }
const byId = [{ name: 'id', in: 'path', says: 'The session’s id, as it was given when it was made' }] as const

const operations: readonly Operation[] = [
  {
    id: 'createSession',
    method: 'post',
    path: paths.sessions,
    says: 'Make a session',
    parameters: [{ name: 'signicat-accountId', in: 'query', says: 'Given back as accountId; says nothing here' }],
    body: 'SessionRequest',
    answers: {
      200: sessionAnswer,
      400: says('What was sent cannot be used', 'invalid_request_body', 'invalid_request_parameter'),
      ...refusals,
    },
  },
  {
    id: 'readSession',
    method: 'get',
    path: `${paths.sessions}/{id}`,
    says: 'Read a session, as often as you like until it has expired',
    parameters: byId,
    answers: {
      200: {
        says: 'The session; with encryptionPublicKey and a result, the same as a JWE for the holder of the key',
        content: { 'application/json': 'Session', 'application/jose': undefined },
      },
      ...refusals,
      404: notFound,
    },
  },
  {
    id: 'cancelSession',
    method: 'post',
    path: `${paths.sessions}/{id}/cancel`,
    says: 'Cancel a session that still waits for its user',
    parameters: byId,
    answers: {
      200: sessionAnswer,
      ...refusals,
      404: notFound,
      409: says('It has its result already, or has expired', 'session_closed'),
    },
  },
]

export const document = (issuer: string, tokenUrl: string): Readonly<Record<string, unknown>> =>
  openApi({
    title: 'Inngang: authentication sessions',
    says: 'A server makes a session, sends its user to authenticationUrl, and reads the result when the user has come back. The callback address alone proves nothing: read the session.',
    version,
    server: issuer.replace(/\/$/, ''),
    tokenUrl,
    scopes: {
      'inngang:sessions': 'Make, read and cancel sessions of one’s own',
      'signicat-api': 'The same, by the word that clients of the API know that this one is made after',
    },
    shapes: {
      SessionRequest: { schema: sessionRequest, side: 'input' },
      Session: { schema: session, side: 'output' },
      Subject: { schema: subject, side: 'output' },
      Problem: { schema: problem, side: 'output' },
    },
    operations,
  })

/** What the API says when it says no: a closed list, and the one place that answers with it. `docs/errors.md` explains each. */
import { newIncident } from '#base/ids.ts'
import { HotUnavailable } from '#hot/hot.ts'
import type { Log } from '#http/answer.ts'
import type { OwnFault, Request } from '#http/routes.ts'
import { challengeOf, OAuthError } from '#oidc/errors.ts'
import type { Problem } from '#rest/shape.ts'

/** Code → status and title. */
export const problems = {
  invalid_request_body: [400, 'The body cannot be read'],
  invalid_request_parameter: [400, 'The request holds what cannot be used'],
  invalid_token: [401, 'The access token cannot be used'],
  insufficient_scope: [403, 'The access token is not for this'],
  session_not_found: [404, 'There is no such session'],
  not_found: [404, 'There is nothing at this address'],
  session_closed: [409, 'The session has ended already'],
  internal_error: [500, 'Something went wrong on our side'],
  temporarily_unavailable: [503, 'A part that is needed does not answer'],
} as const
export type ProblemCode = keyof typeof problems

export type InvalidParam = NonNullable<Problem['invalidParams']>[number]

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly code: ProblemCode
  readonly detail: string
  readonly invalidParams: readonly InvalidParam[]

  /** `detail` is a sentence of ours, with nothing that was sent. */
  constructor(code: ProblemCode, detail: string, invalidParams: readonly InvalidParam[] = []) {
    super(code)
    this.code = code
    this.detail = detail
    this.invalidParams = invalidParams
  }
}

const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } as const

/** An endpoint of the API. Mistakes of our own go on to the one place for them. */
export const apiEndpoint =
  (log: Log, endpoint: (c: Request) => Promise<Response>) =>
  async (c: Request): Promise<Response> => {
    c.set('tellFault', ownFault)
    try {
      return await endpoint(c)
    } catch (error) {
      if (error instanceof ApiProblem) return answer(log, c, error)
      if (error instanceof OAuthError) return answer(log, c, asProblem(error), challenge(error))
      if (error instanceof HotUnavailable) return answer(log, c, away, { 'retry-after': '1' })
      throw error
    }
  }

/** The incident number stands in the log with the whole of it. */
function ownFault({ status, incident }: OwnFault): Response {
  const [, title] = problems.internal_error
  const body: Problem = {
    type: 'about:blank',
    title,
    detail: 'try again',
    code: 'internal_error',
    status,
    traceId: incident,
  }
  return new Response(JSON.stringify(body), { status, headers })
}

const away = new ApiProblem('temporarily_unavailable', 'try again')

/** Every fault of a token is one of two here; the protocol's own word stands in the challenge (RFC 6750 §3.1). */
const asProblem = ({ code, description }: OAuthError): ApiProblem =>
  new ApiProblem(code === 'insufficient_scope' ? code : 'invalid_token', description)

const challenge = (error: OAuthError): Readonly<Record<string, string>> => ({ 'www-authenticate': challengeOf(error) })

function answer(log: Log, c: Request, error: ApiProblem, more: Readonly<Record<string, string>> = {}): Response {
  const [status, title] = problems[error.code]
  const traceId = newIncident()
  log('info', 'refused', { incident: traceId, code: error.code, method: c.req.method, path: c.req.path })
  const body: Problem = {
    // RFC 9457 §4.2.1: nothing to look up but the code.
    type: 'about:blank',
    title,
    detail: error.detail,
    code: error.code,
    status,
    traceId,
    ...(error.invalidParams.length === 0 ? {} : { invalidParams: [...error.invalidParams] }),
  }
  return new Response(JSON.stringify(body), { status, headers: { ...headers, ...more } })
}

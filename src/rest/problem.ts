/** What the API says when it says no: a closed list. `docs/errors.md` explains each. */
import { apiEndpointOf, type Problem } from '#oidc/problem.ts'

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

/** An endpoint of the API. */
export const apiEndpoint = apiEndpointOf(problems, (error) =>
  error instanceof ApiProblem
    ? { code: error.code, detail: error.detail, invalidParams: error.invalidParams }
    : undefined,
)

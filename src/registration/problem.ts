/** What the API says when it says no: a closed list. `docs/errors.md` explains each. */
import { apiEndpointOf } from '#oidc/problem.ts'
import type { Fault } from '#services/rules.ts'

/** Code → status and title. */
export const problems = {
  invalid_request_body: [400, 'The body cannot be read'],
  invalid_request_parameter: [400, 'The request holds what cannot be used'],
  invalid_token: [401, 'The access token cannot be used'],
  insufficient_scope: [403, 'The access token is not for this'],
  no_consent: [403, 'The organisation has given no consent'],
  prefix_not_yours: [403, 'The prefix is not the organisation’s'],
  client_not_found: [404, 'There is no such client'],
  onbehalfof_not_found: [404, 'There is no such value'],
  scope_not_found: [404, 'There is no such scope'],
  not_found: [404, 'There is nothing at this address'],
  declared_elsewhere: [409, 'The operator has declared it'],
  already_exists: [409, 'There is one already'],
  inactive: [409, 'It has been deactivated'],
  changed_meanwhile: [412, 'Somebody else changed it'],
  internal_error: [500, 'Something went wrong on our side'],
  temporarily_unavailable: [503, 'A part that is needed does not answer'],
} as const
export type ProblemCode = keyof typeof problems

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly code: ProblemCode
  readonly detail: string
  readonly faults: readonly Fault[]

  /** `detail` is a sentence of ours, with nothing that was sent. */
  constructor(code: ProblemCode, detail: string, faults: readonly Fault[] = []) {
    super(code)
    this.code = code
    this.detail = detail
    this.faults = faults
  }
}

export const invalid = (faults: readonly Fault[]): ApiProblem =>
  new ApiProblem('invalid_request_parameter', 'see invalidParams', faults)

/** An endpoint of the API. */
export const apiEndpoint = apiEndpointOf(problems, (error) =>
  error instanceof ApiProblem
    ? {
        code: error.code,
        detail: error.detail,
        invalidParams: error.faults.map(({ at, says }) => ({ name: at, reason: says })),
      }
    : undefined,
)

/** How an API that is opened by a machine's token says no (RFC 9457). Each API has its own closed list of codes; the form, the log and the faults of a token are the same for all. */
import { z } from 'zod'
import { newIncident } from '#base/ids.ts'
import { StoreUnavailable } from '#base/store-unavailable.ts'
import type { Log } from '#http/answer.ts'
import type { OwnFault, Request } from '#http/routes.ts'
import { challengeOf, OAuthError } from '#oidc/errors.ts'

type Common = 'invalid_token' | 'insufficient_scope' | 'internal_error' | 'temporarily_unavailable'
/** Code → status and title. */
export type Problems<Code extends string> = Readonly<Record<Code | Common, readonly [status: number, title: string]>>

/** The body of a no, as each API's description has it. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  detail: z.string(),
  code: z.string(),
  status: z.int(),
  traceId: z.string().meta({ description: 'Stands in our log; give it to support.' }),
  invalidParams: z
    .array(z.strictObject({ name: z.string(), reason: z.string() }))
    .optional()
    .meta({ description: 'Every member that is at fault, and what to do.' }),
})
export type Problem = z.output<typeof problem>

/** What an API's own error says; `detail` is a sentence of ours, with nothing that was sent. */
export interface Said<Code extends string> {
  readonly code: Code | Common
  readonly detail: string
  readonly invalidParams?: readonly NonNullable<Problem['invalidParams']>[number][]
}

export type ApiEndpoint = (log: Log, endpoint: (c: Request) => Promise<Response>) => (c: Request) => Promise<Response>

/** `saidBy`: what the API's own error says; undefined: it is none. Mistakes of our own go on to the one place for them. */
export function apiEndpointOf<Code extends string>(
  problems: Problems<Code>,
  saidBy: (error: unknown) => Said<Code> | undefined,
): ApiEndpoint {
  const tellFault = (fault: OwnFault): Response =>
    problemResponse(problems, { code: 'internal_error', detail: 'try again' }, fault)
  return (log, endpoint) => async (c) => {
    c.set('tellFault', tellFault)
    try {
      return await endpoint(c)
    } catch (error) {
      const said = saidBy(error) ?? commonly(error)
      if (said === undefined) throw error
      const incident = newIncident()
      log('info', 'refused', { incident, code: said.code, method: c.req.method, path: c.req.path })
      return problemResponse(problems, said, { status: problems[said.code][0], incident }, headersFor(error))
    }
  }
}

/** Every fault of a token is one of two here; the protocol's own word stands in the challenge (RFC 6750 §3.1). */
function commonly(error: unknown): Said<never> | undefined {
  if (error instanceof StoreUnavailable) return { code: 'temporarily_unavailable', detail: 'try again' }
  if (!(error instanceof OAuthError)) return undefined
  return { code: error.code === 'insufficient_scope' ? error.code : 'invalid_token', detail: error.description }
}

function headersFor(error: unknown): Readonly<Record<string, string>> {
  if (error instanceof StoreUnavailable) return { 'retry-after': '1' }
  return error instanceof OAuthError ? { 'www-authenticate': challengeOf(error) } : {}
}

/** The incident number stands in the log with the whole of it. */
function problemResponse<Code extends string>(
  problems: Problems<Code>,
  { code, detail, invalidParams = [] }: Said<Code>,
  { status, incident }: OwnFault,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const [, title] = problems[code]
  const params = invalidParams.length === 0 ? {} : { invalidParams: [...invalidParams] }
  // RFC 9457 §4.2.1: nothing to look up but the code.
  const body: Problem = { type: 'about:blank', title, detail, code, status, traceId: incident, ...params }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}

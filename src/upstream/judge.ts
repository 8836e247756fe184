/** Which of three kinds of trouble an error of the client library is. What is none of them is a fault of our own. */
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import { OutboundFailed } from '#http/outbound.ts'
import { UpstreamAway, UpstreamRefused, UpstreamUntrue } from '#upstream/trouble.ts'

export function troubleOf(error: unknown): UpstreamAway | UpstreamRefused | UpstreamUntrue | undefined {
  if (error instanceof UpstreamAway || error instanceof UpstreamRefused || error instanceof UpstreamUntrue) return error
  const unreached = causes(error).find((one) => one instanceof OutboundFailed)
  if (unreached !== undefined) return new UpstreamAway(unreached.why, { cause: error })
  if (error instanceof AuthorizationResponseError) return refused(error.error, error.error_description)
  if (error instanceof ResponseBodyError) return ofTokenEndpoint(error)
  if (!(error instanceof ClientError)) return undefined
  const status = statusOf(error)
  // An answer of another status than the protocol's: its front is up and nobody is behind it.
  if (status !== undefined && (status >= 500 || status === 429))
    return new UpstreamAway(`status-${status}`, { cause: error })
  // A page that says that they are working on it; a redirect to one.
  if (noAnswer.has(error.code ?? '')) return new UpstreamAway(wordOf(error), { cause: error })
  return new UpstreamUntrue(wordOf(error), { cause: error })
}

/** Only its endpoints, asked by us, can bring these about. */
const noAnswer = new Set(['OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_RESPONSE_IS_NOT_CONFORM'])

// RFC 6749 §4.1.2.1: the issuer itself says that it cannot now.
const passing = new Set(['server_error', 'temporarily_unavailable'])

const refused = (error: string, description: string | undefined): UpstreamAway | UpstreamRefused =>
  passing.has(error)
    ? new UpstreamAway(error.replace('_', '-'), { seen: false })
    : new UpstreamRefused(error, description)

/** RFC 6749 §5.2. `invalid_grant`: the code was used or is too old, so this return proves nothing; the rest is between it and us. */
const ofTokenEndpoint = (error: ResponseBodyError): UpstreamAway | UpstreamUntrue =>
  error.error === 'invalid_grant'
    ? new UpstreamUntrue('code', { cause: error })
    : new UpstreamAway(`token-${/^[\w-]{1,40}$/.test(error.error) ? error.error : 'error'}`, { cause: error })

const wordOf = ({ code }: ClientError): string =>
  (code ?? 'unknown')
    .toLowerCase()
    .replace(/^oauth_/, '')
    .replaceAll('_', '-')

function statusOf(error: ClientError): number | undefined {
  const response = causes(error).find((one) => one instanceof Response)
  return response?.status
}

function causes(error: unknown): readonly unknown[] {
  const all: unknown[] = []
  for (let now = error; now !== undefined && all.length < 8; now = now instanceof Error ? now.cause : undefined)
    all.push(now)
  return all
}

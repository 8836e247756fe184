/** What a client sent, as it came: each parameter once, or it is known to have come twice. */
import { readBody } from '#http/forms.ts'
import type { Request } from '#http/routes.ts'
import { OAuthError } from '#oidc/errors.ts'

export interface Sent {
  /** Those that came once. Empty values count as absent (RFC 6749 §3.1). */
  readonly values: ReadonlyMap<string, string>
  /** Names that came more than once: a fault, but the answer to it depends on which ones could still be trusted. */
  readonly twice: readonly string[]
  /** The one parameter that may be repeated (RFC 8707 §2). */
  readonly resource: readonly string[]
}

/** Reads a query or an urlencoded body. */
export function readSent(text: string): Sent {
  const values = new Map<string, string>()
  const seen = new Set<string>()
  const twice: string[] = []
  const resource: string[] = []
  for (const [name, value] of new URLSearchParams(text)) {
    if (name === 'resource') {
      if (value !== '') resource.push(value)
    } else if (seen.has(name)) {
      twice.push(name)
      values.delete(name)
    } else {
      seen.add(name)
      if (value !== '') values.set(name, value)
    }
  }
  return { values, twice, resource }
}

export function querySent(c: Request): Sent {
  const url = c.req.url
  const at = url.indexOf('?')
  return readSent(at < 0 ? '' : (url.slice(at + 1).split('#', 1)[0] ?? ''))
}

/** @throws OAuthError for another content type or a body that is too large */
export async function bodySent(c: Request): Promise<Sent> {
  const type = c.req.header('content-type')
  if (type === undefined || !/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)) {
    throw new OAuthError('invalid_request', 'the content type must be application/x-www-form-urlencoded', {
      redirect: false,
    })
  }
  const text = await readBody(c)
  if (text === undefined) {
    // RFC 9126 §2.3
    throw new OAuthError('invalid_request', 'the body is too large', { redirect: false, status: 413 })
  }
  return readSent(text)
}

/** For endpoints that answer directly: RFC 6749 §3.2, no parameter more than once. */
export async function bodySentOnce(c: Request): Promise<Sent> {
  const sent = await bodySent(c)
  if (sent.twice.length > 0) throw new OAuthError('invalid_request', 'a parameter was sent twice')
  return sent
}

/** Space-separated lists (RFC 6749 §3.3), without empty items and repetitions. */
export const listOf = (value: string | undefined): readonly string[] =>
  value === undefined ? [] : [...new Set(value.split(' '))].filter((item) => item !== '')

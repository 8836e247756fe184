/** How an access token is shown to us: in the Authorization header, or in the form of a POST (RFC 6750 §2). Never in an address. */
import type { Request } from '#http/routes.ts'
import { anyOrigin } from '#oidc/cors.ts'
import { bothSchemes, OAuthError } from '#oidc/errors.ts'
import { bodySent } from '#oidc/sent.ts'

export interface Presented {
  readonly scheme: 'Bearer' | 'DPoP'
  readonly token: string
}

/** Undefined: no token came, or none that is one. @throws OAuthError `invalid_request` when it came in more than one way */
export async function presented(c: Request): Promise<Presented | undefined> {
  const header = c.req.header('authorization')
  const inBody = await tokenInBody(c)
  // RFC 6750 §2.3 has the address as a third way. It ends up in logs and in others' Referer, so it is only known to refuse it.
  const inQuery = new URL(c.req.url).searchParams.has('access_token')
  // RFC 6750 §3.1: more than one method is a malformed request.
  if (Number(header !== undefined) + Number(inBody !== undefined) + Number(inQuery) > 1) {
    throw new OAuthError('invalid_request', 'the access token was sent in more than one way', { challenge: 'Bearer' })
  }
  return header === undefined ? inBody : tokenInHeader(header)
}

/** RFC 9110 §11.1: the scheme in any case; RFC 6750 §2.1 and RFC 9449 §7.1 have the same form. */
export function tokenInHeader(header: string): Presented | undefined {
  const parts = /^(bearer|dpop) +([\w.~+/-]+=*)$/i.exec(header)
  if (parts === null) return undefined
  return { scheme: parts[1]?.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer', token: parts[2] ?? '' }
}

async function tokenInBody(c: Request): Promise<Presented | undefined> {
  const type = c.req.header('content-type') ?? ''
  if (c.req.method !== 'POST' || !/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)) return undefined
  const { values, twice } = await bodySent(c)
  if (twice.includes('access_token')) {
    throw new OAuthError('invalid_request', 'access_token was sent twice', { challenge: 'Bearer' })
  }
  const token = values.get('access_token')
  return token === undefined ? undefined : { scheme: 'Bearer', token }
}

/** RFC 6750 §3.1: who shows no token is told the schemes and no error. */
export const withoutToken = (): Response =>
  new Response(null, {
    status: 401,
    headers: {
      ...anyOrigin,
      'cache-control': 'no-store',
      'www-authenticate': bothSchemes,
    },
  })

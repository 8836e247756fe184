/** Scripts on other origins may call what needs no cookie: keys, metadata, tokens, userinfo, pushed requests (Fetch standard, CORS protocol). */
import type { Request } from '#http/routes.ts'

/** Never with credentials, so that every origin may be allowed. Scripts read the challenge, and the next nonce (RFC 9449 §8). */
export const anyOrigin = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'WWW-Authenticate, DPoP-Nonce',
} as const

export const preflight = (c: Request): Response =>
  c.body(null, 204, {
    ...anyOrigin,
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'authorization, content-type, dpop',
    'access-control-max-age': '86400',
  })

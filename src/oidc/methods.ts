/** Endpoints for programs by another method than theirs: 405 (RFC 9110 §15.5.6, RFC 9126 §2.3), in JSON like all their answers. */
import { noStore, sendJson } from '#oidc/errors.ts'

export const otherMethod = (allowed: readonly string[]) => (): Response =>
  sendJson(
    405,
    { error: 'invalid_request', error_description: `the method must be ${allowed.join(' or ')}` },
    { ...noStore, allow: allowed.join(', ') },
  )

/** What can be wrong with a signed request for a machine's token, by Maskinporten's numbers: its clients look for them in `error_description`. */
import { OAuthError, type OAuthErrorCode } from '#oidc/errors.ts'

const faults = {
  form: ['MP-011', 'invalid_request'],
  used: ['MP-012', 'invalid_grant'],
  client: ['MP-100', 'invalid_grant'],
  audience: ['MP-110', 'invalid_grant'],
  certificate: ['MP-120', 'invalid_grant'],
  keyEnded: ['MP-121', 'invalid_grant'],
  organisation: ['MP-122', 'invalid_grant'],
  chain: ['MP-123', 'invalid_grant'],
  signature: ['MP-124', 'invalid_grant'],
  time: ['MP-130', 'invalid_grant'],
  scope: ['MP-200', 'invalid_scope'],
  scopeKind: ['MP-201', 'invalid_scope'],
  // RFC 8707 §2
  resource: ['MP-011', 'invalid_target'],
  // 403
  access: ['MP-250', 'access_denied'],
  delegation: ['MP-251', 'access_denied'],
  // RFC 9396 §5
  details: ['MP-301', 'invalid_authorization_details'],
} as const satisfies Readonly<Record<string, readonly [number: string, code: OAuthErrorCode]>>

export type GrantTrouble = keyof typeof faults

export function grantFault(trouble: GrantTrouble, says: string): OAuthError {
  const [number, code] = faults[trouble]
  return new OAuthError(code, `${number}: ${says}`, { why: number })
}

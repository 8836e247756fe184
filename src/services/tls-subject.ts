/** The one name that a client's certificate must have (RFC 8705 §2.1.2), as it is registered. */
import type { TlsSubject } from '#oidc/client.ts'
import type { ServiceEntry } from '#services/shape.ts'

export const tlsSubjects = [
  { kind: 'subject_dn', field: 'tls_client_auth_subject_dn' },
  { kind: 'san_dns', field: 'tls_client_auth_san_dns' },
  { kind: 'san_uri', field: 'tls_client_auth_san_uri' },
  { kind: 'san_ip', field: 'tls_client_auth_san_ip' },
  { kind: 'san_email', field: 'tls_client_auth_san_email' },
] as const satisfies readonly { readonly kind: TlsSubject['kind']; readonly field: keyof ServiceEntry }[]

export function tlsSubjectOf(s: Pick<ServiceEntry, (typeof tlsSubjects)[number]['field']>): TlsSubject | undefined {
  for (const { kind, field } of tlsSubjects) {
    const value = s[field]
    if (value !== undefined) return { kind, value }
  }
  return undefined
}

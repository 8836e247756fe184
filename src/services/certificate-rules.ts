/** What a declared service must fulfil where certificates are used (RFC 8705), and where its keys lie at its own address. */
import { expectedNameFault } from '#keys/certificate-names.ts'
import { webFault } from '#services/addresses.ts'
import type { Rule } from '#services/rules.ts'
import type { ServiceEntry } from '#services/shape.ts'
import { tlsSubjectOf, tlsSubjects } from '#services/tls-subject.ts'

const byCertificate = (s: ServiceEntry): boolean =>
  s.token_endpoint_auth_method === 'tls_client_auth' || s.token_endpoint_auth_method === 'self_signed_tls_client_auth'

/** RFC 8705 §2.1.2: exactly one name, which can be one. */
const expectedName: Rule = function* (s) {
  const given = tlsSubjects.filter(({ field }) => s[field] !== undefined)
  const wanted = s.token_endpoint_auth_method === 'tls_client_auth' ? 1 : 0
  if (given.length !== wanted) {
    const names = tlsSubjects.map(({ field }) => field).join(', ')
    yield { at: 'token_endpoint_auth_method', says: `goes with ${wanted} of ${names}` }
  }
  const name = tlsSubjectOf(s)
  const says = name && expectedNameFault(name)
  if (says !== undefined) yield { at: given[0]?.field ?? 'token_endpoint_auth_method', says }
}

/** RFC 8705 §2.2.2: `x5c` is what says which certificate it is. */
const registeredCertificate: Rule = function* (s) {
  if (s.token_endpoint_auth_method !== 'self_signed_tls_client_auth' || s.jwks === undefined) return
  if (s.jwks.keys.every((jwk) => jwk['x5c'] === undefined))
    yield { at: 'jwks', says: 'must hold a key with its certificate in x5c' }
}

/** A token that is bound to a certificate is of no use to who cannot come with one. */
const binding: Rule = function* (s) {
  if (s.tls_client_certificate_bound_access_tokens && s.token_endpoint_auth_method === 'none')
    yield {
      at: 'tls_client_certificate_bound_access_tokens',
      says: 'is for clients that authenticate; others bind their tokens by DPoP',
    }
}

/** What this gateway takes: without a second listener nobody could come. */
const door: Rule = function* (s, { certificates }) {
  const wanted = byCertificate(s) || s.tls_client_certificate_bound_access_tokens
  if (certificates === 'none' && wanted)
    yield {
      at: byCertificate(s) ? 'token_endpoint_auth_method' : 'tls_client_certificate_bound_access_tokens',
      says: 'needs a gateway that takes certificates: INNGANG_MTLS_PORT is not set',
    }
  else if (certificates === 'registered' && s.token_endpoint_auth_method === 'tls_client_auth')
    yield {
      at: 'token_endpoint_auth_method',
      says: 'needs issuers of certificates that are trusted: neither INNGANG_MTLS_ISSUERS nor INNGANG_TRUST is set',
    }
}

const keyAddress: Rule = function* (s, { world }) {
  const rules = { twin: world === 'twin', applicationType: s.application_type }
  const says = s.jwks_uri === undefined ? undefined : webFault(s.jwks_uri, rules)
  if (says !== undefined) yield { at: 'jwks_uri', says }
}

export const certificateRules: readonly Rule[] = [expectedName, registeredCertificate, binding, door, keyAddress]

/**
 * Client authentication by mutual TLS (RFC 8705 §2): by a certificate that a trusted issuer gave to the registered name, or by
 * one that the client made itself and registered. The connection has shown that it holds the key; here it is asked whose it is.
 */
import type { Request } from '#http/routes.ts'
import type { PresentedCertificate } from '#http/client-certificate.ts'
import { certificateIsFor } from '#keys/certificate-names.ts'
import { keyTimeFault } from '#oidc/client-jwk.ts'
import type { Client, ClientKey, ClientKeySet } from '#oidc/client.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { OAuthError } from '#oidc/errors.ts'

export type CertificateDeps = Pick<OidcDeps, 'clock' | 'clientKeys' | 'certificates' | 'clientIssuers'>

export const isByCertificate = ({ authMethod }: Pick<Client, 'authMethod'>): boolean =>
  authMethod === 'tls_client_auth' || authMethod === 'self_signed_tls_client_auth'

const refused = (description: string): OAuthError => new OAuthError('invalid_client', description)

/** @throws OAuthError `invalid_client` */
export async function checkCertificate(deps: CertificateDeps, c: Request, client: Client): Promise<void> {
  const presented = shownCertificate(deps, c)
  if (typeof presented === 'string') throw refused(presented)
  const fault = await (client.authMethod === 'tls_client_auth' ? nameFault : keyFault)(deps, client, presented)
  if (fault !== undefined) throw refused(fault)
}

/** The certificate of the connection, in its time; or why there is none, as a sentence. */
export function shownCertificate(
  { certificates, clock }: Pick<CertificateDeps, 'certificates' | 'clock'>,
  c: Request,
): PresentedCertificate | string {
  if (certificates === undefined) return 'client certificates are not taken here'
  if (!certificates.entered(c)) return 'a client certificate is needed: use the addresses in mtls_endpoint_aliases'
  const presented = certificates.certificateOf(c)
  if (presented === undefined) return 'a client certificate is needed, and none came'
  // A connection may be older than the end of what was shown when it was made.
  const fault = keyTimeFault({ certificate: presented.certificate }, clock.now())
  return fault === undefined ? presented : 'the client certificate has expired, or is not valid yet'
}

/** RFC 8705 §2.1: exactly the registered name, and an issuer whom the operator trusts, who has not taken it back. */
async function nameFault(
  { clientIssuers }: CertificateDeps,
  { tlsSubject, ownerOrgNumber }: Client,
  { certificate, above, vouched }: PresentedCertificate,
): Promise<string | undefined> {
  if (tlsSubject === undefined || !certificateIsFor(certificate, tlsSubject))
    return 'the client certificate does not have the name that is registered'
  if (vouched) return undefined
  if (clientIssuers === undefined) return 'nobody is trusted here to issue client certificates'
  // A whole subject names its organisation. A host or an address may stand in anybody's enterprise certificate.
  const owner = tlsSubject.kind === 'subject_dn' ? undefined : ownerOrgNumber
  const fault = await clientIssuers.faultOf([certificate.raw, ...above], owner)
  return fault === undefined ? undefined : `the client certificate ${fault}`
}

/** RFC 8705 §2.2: a registered certificate (`x5c` of a key), whoever issued it. */
async function keyFault(
  { clientKeys, clock }: CertificateDeps,
  client: Client,
  { certificate }: PresentedCertificate,
): Promise<string | undefined> {
  const known = await clientKeys.keysOf(client)
  if (typeof known === 'string') return `the keys at jwks_uri ${known}`
  const found = withCertificate(known, certificate.raw) ?? (await newer(clientKeys, client, known, certificate.raw))
  if (found === undefined) return 'the client certificate is not registered for this client'
  const fault = keyTimeFault(found, clock.now())
  return fault === undefined ? undefined : `the key of the client certificate ${fault}`
}

const withCertificate = ({ keys }: ClientKeySet, der: Buffer): ClientKey | undefined =>
  keys.find(({ certificate }) => certificate?.raw.equals(der) === true)

async function newer(
  clientKeys: OidcDeps['clientKeys'],
  client: Client,
  known: ClientKeySet,
  der: Buffer,
): Promise<ClientKey | undefined> {
  const set = client.jwksUri === undefined ? undefined : await clientKeys.newerKeysOf(client, known)
  return set && withCertificate(set, der)
}

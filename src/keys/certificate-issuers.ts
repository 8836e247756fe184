/** Who issued a certificate, among those whom the operator named: the one step that Node leaves to its caller outside of a connection. */
import { X509Certificate } from 'node:crypto'

/** All certificates of a file (PEM); undefined: one of them is none, or there is none. */
export function readIssuers(pem: string): readonly X509Certificate[] | undefined {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  const read = blocks.map(readOne)
  return read.length > 0 && read.every((one) => one !== undefined) ? read : undefined
}

function readOne(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

/**
 * Signed by one of them, which may sign certificates, both in their time, and not for another purpose than a client's (RFC 5280
 * §4.2.1.12). One step: whoever stands between a root and the certificate is named, too. Name constraints and revocation are not looked at.
 */
export function isIssuedByOne(certificate: X509Certificate, issuers: readonly X509Certificate[], now: number): boolean {
  if (!isInTime(certificate, now) || !isForClients(certificate)) return false
  return issuers.some(
    (issuer) =>
      issuer.ca && isInTime(issuer, now) && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey),
  )
}

const isInTime = ({ validFromDate, validToDate }: X509Certificate, now: number): boolean =>
  validFromDate.getTime() <= now && now < validToDate.getTime()

const clientAuth = '1.3.6.1.5.5.7.3.2'
const anyPurpose = '2.5.29.37.0'

/** `keyUsage` is Node's name for the purposes of extended key usage. Without any, none is excluded. */
const isForClients = ({ keyUsage }: X509Certificate): boolean =>
  keyUsage === undefined || keyUsage.length === 0 || keyUsage.includes(clientAuth) || keyUsage.includes(anyPurpose)

/**
 * What comes along with a certificate to find its issuer by, from whoever likes to send it. Reading one whole takes milliseconds;
 * whether somebody known issued it, OpenSSL tells in a fraction of one: so what nobody known stands behind is not read.
 */
import { X509Certificate } from 'node:crypto'
import { BadCertificate, type Certificate, readCertificate } from '#x509/certificate.ts'

/** More than any chain has, with the certificate itself. */
export const mostSent = 10

/** Undefined: nobody can read it. */
export function readOne(der: Uint8Array): Certificate | undefined {
  try {
    return readCertificate(der)
  } catch (error) {
    if (error instanceof BadCertificate) return undefined
    throw error
  }
}

/** Those of `sent` that one of `known` issued, or one of those did. Whether a path leads through them is for others to say. */
export function readSent(known: readonly X509Certificate[], sent: readonly Uint8Array[]): readonly Certificate[] {
  const issuers = [...known]
  let left = sent.map(opened).filter((one) => one !== undefined)
  for (;;) {
    const found = left.filter((one) => issuers.some((issuer) => isIssuedBy(one, issuer)))
    if (found.length === 0) break
    issuers.push(...found)
    left = left.filter((one) => !found.includes(one))
  }
  return issuers
    .slice(known.length)
    .map(({ raw }) => readOne(raw))
    .filter((one) => one !== undefined)
}

function opened(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der)
  } catch {
    // What OpenSSL cannot read issued nothing.
    return undefined
  }
}

function isIssuedBy(one: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return one.checkIssued(issuer) && one.verify(issuer.publicKey)
  } catch {
    // A key that OpenSSL cannot use signed nothing.
    return false
  }
}

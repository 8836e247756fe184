/**
 * Certificates for our signing keys: the operator has them made (`inngang key request`) and hands them over as PEM, each followed
 * by those that vouch for it. They stand in the JWKS as `x5c` (RFC 7517 §4.7), for services that trust by certificates.
 */
import { type KeyObject, X509Certificate } from 'node:crypto'

export interface Certificate {
  /** Base64 of DER, the key's own first (RFC 7515 §4.1.6). */
  readonly chain: readonly string[]
  /** Milliseconds: when the first of the chain to end does. */
  readonly expires: number
}

/** The certificates cannot be used; the message says why and what to do. */
export class CertificateFault extends Error {
  override readonly name = 'CertificateFault'
}

export interface CertifiedKey {
  readonly kid: string
  readonly publicKey: KeyObject
}

/** By key id. `keys` are all we ever had: a certificate of a key that is gone is old, not wrong. @throws CertificateFault */
export function readCertificates(pem: string, keys: readonly CertifiedKey[]): ReadonlyMap<string, Certificate> {
  const certificates = (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []).map(readOne)
  if (certificates.length === 0) throw new CertificateFault('the signing certificates: there is none in the file (PEM)')
  const found = new Map<string, Certificate>()
  for (const [place, certificate] of certificates.entries()) {
    const kid = keyOf(certificate, keys)
    if (kid !== undefined) found.set(kid, chainFrom(certificates, place, keys))
    else if (place === 0) {
      throw new CertificateFault(
        `the signing certificates: the first (${nameOf(certificate)}) is for none of our keys. Have one made with: inngang key request`,
      )
    }
  }
  return found
}

function readOne(pem: string, place: number): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch {
    throw new CertificateFault(`the signing certificates: number ${place + 1} is not readable`)
  }
}

/** By their bytes: `equals` with a key of another kind leaves an error behind in OpenSSL that the next reading of a key stumbles over. */
const keyOf = ({ publicKey }: X509Certificate, keys: readonly CertifiedKey[]): string | undefined =>
  keys.find((key) => bytesOf(key.publicKey).equals(bytesOf(publicKey)))?.kid

const bytesOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' })

function chainFrom(all: readonly X509Certificate[], place: number, keys: readonly CertifiedKey[]): Certificate {
  const next = all.findIndex((certificate, i) => i > place && keyOf(certificate, keys) !== undefined)
  const chain = all.slice(place, next === -1 ? undefined : next)
  for (const [i, certificate] of chain.entries()) {
    const issuer = chain[i + 1]
    if (issuer === undefined || (certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey))) continue
    throw new CertificateFault(
      `the signing certificates: ${nameOf(certificate)} was not issued by the one after it (${nameOf(issuer)})`,
    )
  }
  return {
    chain: chain.map(({ raw }) => raw.toString('base64')),
    expires: Math.min(...chain.map(({ validToDate }) => validToDate.getTime())),
  }
}

/** One line: several names stand on lines of their own. */
const nameOf = ({ subject }: X509Certificate): string => subject?.replaceAll('\n', ', ') ?? 'without a name'

/** Whom the operator trusts to certify people and enterprises, as plain facts. `trust-file.ts` reads them from the configuration. */

export type CertificateUse = 'person' | 'enterprise'
/** As the login names its levels; certificates give no lower one. */
export type CertificateLevel = 'substantial' | 'high'

export interface TrustPolicy {
  /** A policy's OID, or with `.*` at the end all below it. */
  readonly oid: string
  readonly use: CertificateUse
  readonly level: CertificateLevel
}

/** How a personal certificate leads to an identity number (it holds none itself). */
export type NumberSource =
  /** The responder tells those who have an agreement with the issuer, in an extension of its answer. */
  | { readonly from: 'ocsp'; readonly extension: string; readonly requester: Requester | undefined }
  /** The operator's own table: by `serialNumber` of the subject, or by the certificate's SHA-256 in hexadecimal. */
  | { readonly from: 'table'; readonly find: (key: string) => string | undefined }

/** Who signs our questions to a responder that answers only those it knows (PEM). */
export interface Requester {
  readonly key: string
  readonly certificates: string
}

export interface TrustEntry {
  /** Names it in logs, metrics and warnings. */
  readonly id: string
  /** DER. Roots, or the issuing CAs themselves. */
  readonly anchors: readonly Uint8Array[]
  /** DER. What stands between an anchor and the certificates; more may come with a certificate. */
  readonly intermediates: readonly Uint8Array[]
  readonly policies: readonly TrustPolicy[]
  /** The addresses that may be asked, and no others; with `*` at the end all that begin so. */
  readonly ocsp: readonly string[]
  readonly crl: readonly string[]
  /** Whether a responder must give our nonce back. Where it must not, the answer's times alone say that it is fresh. */
  readonly nonce: 'required' | 'optional'
  /** How a responder is told which issuer we mean: a name for it and no proof, so SHA-1 does no harm here. */
  readonly certIdHash: 'sha1' | 'sha256'
  /** Seconds that an answer is kept at most, whatever validity it claims. */
  readonly keptSeconds: number
  readonly number: NumberSource | undefined
}

export interface TrustList {
  readonly entries: readonly TrustEntry[]
}

/** The operator's policies that a certificate bears, for this use. */
export const policiesFor = (
  { policies }: TrustEntry,
  use: CertificateUse,
  borne: readonly string[],
): readonly (readonly [oid: string, policy: TrustPolicy])[] =>
  borne.flatMap((oid) => {
    const policy = policies.find((one) => one.use === use && covers(one.oid, oid))
    return policy === undefined ? [] : [[oid, policy] as const]
  })

const covers = (pattern: string, oid: string): boolean =>
  pattern.endsWith('.*') ? oid.startsWith(pattern.slice(0, -1)) : oid === pattern

/** An address that the operator wrote down, as it will be asked: with no way up and out of a folder. */
export function isAllowed(allowed: readonly string[], address: string): boolean {
  const asked = URL.parse(address)?.href
  if (asked === undefined) return false
  return allowed.some((one) => (one.endsWith('*') ? asked.startsWith(hrefOf(one.slice(0, -1))) : asked === hrefOf(one)))
}

const hrefOf = (address: string): string => URL.parse(address)?.href ?? address

/** A client's certificate (RFC 8705), as whoever asks for it is told of it. Where it comes from: `certificate-door.ts`. */
import type { X509Certificate } from 'node:crypto'
import type { Context } from 'hono'

export interface PresentedCertificate {
  /** Whoever made the connection has shown that it holds this one's key. */
  readonly certificate: X509Certificate
  /** SHA-256 of its DER, base64url (RFC 8705 §3.1). */
  readonly thumbprint: string
  /** What came along to find its issuer by (DER), in any order; none of it is trusted for coming. */
  readonly above: readonly Buffer[]
  /** A proxy in front lets nobody through whose certificate it has not verified, and its word is taken. */
  readonly vouched: boolean
}

/** The door for clients with certificates: a listener of its own, under an address of its own. */
export interface CertificateDoor {
  /** `https://mtls.login.example.no`: the endpoints there have the same paths. */
  readonly origin: string
  /** Some issuer is trusted, so that a certificate can be known by its name. */
  readonly trustsIssuers: boolean
  /** Whether the request came through it. */
  entered(c: Context): boolean
  /** Undefined: it came another way, or without a certificate. */
  certificateOf(c: Context): PresentedCertificate | undefined
}

/** Proof Key for Code Exchange (RFC 7636), S256 alone. */
import { constantTimeEqual, sha256 } from '#base/secrets.ts'

/** A SHA-256 in base64url without padding (RFC 7636 §4.2). */
const challengeShape = /^[\w-]{43}$/
/** RFC 7636 §4.1. */
const verifierShape = /^[\w.~-]{43,128}$/

export const isChallenge = (text: string): boolean => challengeShape.test(text)

/** RFC 7636 §4.6. */
export const verifierFits = (verifier: string, challenge: string): boolean =>
  verifierShape.test(verifier) && constantTimeEqual(sha256(verifier), challenge)

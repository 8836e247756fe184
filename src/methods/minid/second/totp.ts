/** Time-based codes (RFC 6238) as authenticator apps make them: HMAC-SHA-1, six digits, thirty seconds. Rules alone. */
import { HOTP, Secret, TOTP } from 'otpauth'
import { constantTimeEqual, randomPart } from '#base/secrets.ts'

export const totpRules = {
  digits: 6,
  /** Seconds. */
  period: 30,
  /** Steps that a clock may be off, each way (RFC 6238 §5.2 asks for one at most). */
  drift: 1,
  /** RFC 4226 §4 R6: 160 bits are recommended. */
  secretBytes: 20,
} as const

export const newTotpSecret = (): Uint8Array => randomPart(totpRules.secretBytes)

/** RFC 6238 §4.2: steps since 1970. */
export const stepAt = (now: number): number => Math.floor(now / (totpRules.period * 1000))

/** RFC 4226 §5.3 of the step as counter. */
export const totpCode = (secret: Uint8Array, step: number, digits: number = totpRules.digits): string =>
  HOTP.generate({ secret: secretOf(secret), digits, counter: step })

/** The steps, newest first, whose code this is: one nearly always. All are looked at, whatever is found. */
export const matchingSteps = (secret: Uint8Array, code: string, now: number): readonly number[] =>
  Array.from({ length: 2 * totpRules.drift + 1 }, (_, i) => stepAt(now) + totpRules.drift - i).filter((step) =>
    constantTimeEqual(totpCode(secret, step), code),
  )

/** The same of two codes in a row: the steps of the second one. */
export const matchingPairs = (secret: Uint8Array, code: string, next: string, now: number): readonly number[] =>
  matchingSteps(secret, next, now).filter((step) => constantTimeEqual(totpCode(secret, step - 1), code))

export type ReadTotp = { readonly code: string } | { readonly fault: 'missing' | 'length' | 'characters' }

/** Apps show the code in two halves. */
export function readTotp(typed: string): ReadTotp {
  const code = typed.replace(/[\s\u00a0\u2013-]/g, '')
  if (code === '') return { fault: 'missing' }
  if (!/^\d+$/.test(code)) return { fault: 'characters' }
  return code.length === totpRules.digits ? { code } : { fault: 'length' }
}

/** What apps read from the QR code (Key Uri Format); `host` tells gateways apart. No number and no name. */
export const totpAddress = (secret: Uint8Array, host: string): string =>
  new TOTP({ issuer: 'MinID', label: host, secret: secretOf(secret) }).toString()

/** For typing in: base32 in groups of four. */
export const totpInGroups = (secret: Uint8Array): string => secretOf(secret).base32.replace(/(.{4})(?=.)/g, '$1 ')

/** A buffer of its own: a part of a pool would bring its neighbours along. */
const secretOf = (secret: Uint8Array): Secret => new Secret({ buffer: Uint8Array.from(secret).buffer })

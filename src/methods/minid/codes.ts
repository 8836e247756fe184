/** The one-time code: how it is made, read and compared, and how often. Rules alone; `minid.ts` keeps the state by compare-and-set. */
import type { KeyObject } from 'node:crypto'
import { lifetimes } from '#base/lifetimes.ts'
import { constantTimeEqual, hmac, randomCode, readableCharacters } from '#base/secrets.ts'

export const codeRules = {
  /** Five of 31 characters are 24.8 bits; NIST SP 800-63B §5.1.3.2 asks for 20. */
  length: 5,
  /** Wrong guesses that kill a code. */
  guesses: 3,
  /** New codes on request in one transaction, after the first. */
  renewals: 3,
  /** Codes to one person in an hour, whatever the number of log-ins. */
  perHour: 10,
  /** Seconds between two codes: an SMS needs some time to come. */
  wait: 30,
} as const

/** How long a code is, and how long it counts (seconds). */
export interface CodeShape {
  readonly length: number
  readonly seconds: number
}

/** By SMS. */
export const smsShape: CodeShape = { length: codeRules.length, seconds: lifetimes.smsCode }

/** What the attempt keeps of a code. Never the code. */
export interface SentCode {
  readonly codeHash: string
  /** When it was sent, milliseconds. */
  readonly codeSent: number
  /** Guesses already spent on it. */
  readonly tries: number
  /** Codes sent in this transaction. */
  readonly sent: number
}

export interface FreshCode {
  readonly code: string
  readonly state: SentCode
}

/** `of`: the transaction that the code counts in, and in no other. */
export function freshCode(
  key: KeyObject,
  of: string,
  now: number,
  sentBefore: number,
  { length }: CodeShape = smsShape,
): FreshCode {
  const code = randomCode(length)
  return { code, state: { codeHash: codeHash(key, of, code), codeSent: now, tries: 0, sent: sentBefore + 1 } }
}

export type ReadCode = { readonly code: string } | { readonly fault: 'length' | 'look-alike' | 'characters' }

/** Any case, with spaces or dashes. A character that no code has costs no guess: it cannot be one. */
export function readCode(typed: string, { length }: CodeShape = smsShape): ReadCode {
  const code = typed.replace(/[\s\u00a0\u2013-]/g, '').toUpperCase()
  if (code.length !== length) return { fault: 'length' }
  if ([...code].every((character) => readableCharacters.includes(character))) return { code }
  return { fault: /[01ILO]/.test(code) ? 'look-alike' : 'characters' }
}

/** Undefined: may be guessed at. */
export function codeEnded(
  state: SentCode,
  now: number,
  { seconds }: CodeShape = smsShape,
): 'expired' | 'spent' | undefined {
  if (state.tries >= codeRules.guesses) return 'spent'
  return now >= state.codeSent + seconds * 1000 ? 'expired' : undefined
}

/** In constant time, bound to the transaction: a code of another tab or attempt has another hash. */
export const codeMatches = (key: KeyObject, of: string, state: SentCode, code: string): boolean =>
  constantTimeEqual(codeHash(key, of, code), state.codeHash)

export type Renewal =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'wait' | 'none-left'; readonly until: number }

export function mayRenew(state: SentCode, now: number): Renewal {
  const until = state.codeSent + codeRules.wait * 1000
  if (renewalsLeft(state) === 0) return { ok: false, why: 'none-left', until }
  return now < until ? { ok: false, why: 'wait', until } : { ok: true }
}

export const renewalsLeft = (state: SentCode): number => Math.max(0, codeRules.renewals + 1 - state.sent)
export const guessesLeft = (state: SentCode): number => Math.max(0, codeRules.guesses - state.tries)

// A keyed hash: 28 million codes are soon tried without a key. Quick is enough, since the code lives five minutes and three guesses.
const codeHash = (key: KeyObject, of: string, code: string): string => hmac(key, `${of}:${code}`)

/**
 * What a browser carries to the card's address and back: random handles that count once, for what lies under their hash, sealed by
 * them. The one out says which leg asked; the one back says what was shown, and to which leg. Neither is worth anything without
 * the attempt's cookie (security.md 37): whoever is lured into carrying another's handle finds a login that is not theirs.
 */
import { type AttemptId, isAttemptId } from '#base/ids.ts'
import type { Clock } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { deriveTwoKeys, randomToken, sha256 } from '#base/secrets.ts'
import type { Hot } from '#hot/hot.ts'
import { seal, unseal } from '#hot/seal.ts'
import type { Leg } from '#login/method.ts'

/** Who asked for a card. */
export interface Asked {
  readonly method: string
  /** The leg's `state`: what comes back is for it alone. */
  readonly state: string
}

/** What came of it. */
export interface Shown {
  readonly state: string
  /** DER as base64: the certificate, and what came along to find its issuer by. Empty: the browser showed nothing. */
  readonly chain: readonly string[]
  /** When its key was proved, milliseconds. */
  readonly at: number
}

export interface Handovers {
  /** For the address of the card: it tells the attempt, so that a handle that is worth nothing any more still leads home. */
  give(leg: Pick<Leg, 'attempt' | 'state' | 'method'>): Promise<string>
  /** Once. */
  take(handle: string, method: string): Promise<Asked | undefined>
  park(shown: Omit<Shown, 'at'>): Promise<string>
  /** Once, and only for the leg that it was parked for. */
  fetch(handle: string, state: string): Promise<Shown | undefined>
}

export function openHandovers({ hot, clock }: { readonly hot: Hot; readonly clock: Clock }): Handovers {
  const put = async (kind: Kind, value: object, seconds: number): Promise<string> => {
    const secret = randomToken(32)
    const place = placeOf(kind, secret)
    await hot.put(place, seal(keyOf(kind, secret), place, value), seconds)
    return secret
  }
  const take = async <T>(kind: Kind, secret: string | undefined): Promise<T | undefined> => {
    if (secret === undefined || !isSecret.test(secret)) return undefined
    const place = placeOf(kind, secret)
    const kept = await hot.take<string>(place)
    return kept === undefined ? undefined : unseal<T>(keyOf(kind, secret), place, kept)
  }
  return {
    async give({ attempt, state, method }) {
      return `${attempt}.${await put('out', { method, state } satisfies Asked, lifetimes.cardHandover)}`
    },
    async take(handle, method) {
      const asked = await take<Asked>('out', handle.split('.', 2)[1])
      return asked?.method === method ? asked : undefined
    },
    park: (shown) => put('back', { ...shown, at: clock.now() } satisfies Shown, lifetimes.parkedReturn),
    async fetch(handle, state) {
      const shown = await take<Shown>('back', handle)
      return shown?.state === state ? shown : undefined
    },
  }
}

/** Whose login it was, whether or not the handle is worth anything. */
export function attemptIn(handle: string): AttemptId | undefined {
  const [id = ''] = handle.split('.', 1)
  return isAttemptId(id) ? id : undefined
}

type Kind = 'out' | 'back'
const isSecret = /^[\w-]{43}$/
const placeOf = (kind: Kind, secret: string): string => `card-${kind}:${sha256(secret)}`
const keyOf = (kind: Kind, secret: string) => deriveTwoKeys(Buffer.from(secret, 'base64url'), kind, 'inngang card')[0]

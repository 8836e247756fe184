/** Challenges for passkeys: each for one person's one transaction, answered once (security.md 3). */
import type { PersonId } from '#base/ids.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { randomToken, sha256 } from '#base/secrets.ts'
import type { Minid } from '#methods/minid/deps.ts'

/** What a challenge is for. */
interface About {
  readonly person: PersonId
  /** The login's leg, or the adding of a passkey. */
  readonly within: string
}

export interface Challenge {
  /** base64url. */
  readonly challenge: string
  /** Milliseconds. */
  readonly until: number
}

export async function newChallenge(m: Pick<Minid, 'hot' | 'clock'>, about: About): Promise<Challenge> {
  const challenge = randomToken(32)
  await m.hot.put(place(challenge), about, lifetimes.passkeyChallenge)
  return { challenge, until: m.clock.now() + lifetimes.passkeyChallenge * 1000 }
}

/** Takes it. False: it was answered, is too old, or was made for something else. */
export async function takeChallenge(
  m: Pick<Minid, 'hot'>,
  challenge: string,
  { person, within }: About,
): Promise<boolean> {
  const taken = await m.hot.take<About>(place(challenge))
  return taken?.person === person && taken.within === within
}

const place = (challenge: string): string => `minid:passkey:${sha256(challenge)}`

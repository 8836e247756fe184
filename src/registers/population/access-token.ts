/**
 * Access tokens by a signed assertion (RFC 7523 §2.1), as Maskinporten gives them: one is asked for when it is needed, by one of many at
 * once, and used till shortly before its end.
 */
import type { Clock } from '#base/clock.ts'
import { parseJson } from '#base/json.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { randomToken } from '#base/secrets.ts'
import type { Log } from '#http/answer.ts'
import type { OutsideAnswer } from '#http/outbound.ts'
import { signJws } from '#keys/jws.ts'
import type { Signer } from '#keys/keys.ts'
import { type Fields, isFields } from '#registers/population/document.ts'
import type { Send } from '#registers/population/send.ts'

export interface TokenClient {
  /** Where tokens are given. */
  readonly tokenUrl: string
  /** The issuer, exactly as it writes itself: `https://maskinporten.no/`. */
  readonly audience: string
  readonly clientId: string
  readonly scope: string
  /** Our key, registered there under its `kid`. Asked for when it is first needed. */
  readonly signer: () => Signer | Promise<Signer>
}

export interface AccessTokens {
  /** @throws TokenRefused, OutboundFailed */
  current(): Promise<string>
  /** It was refused where it was shown: the next one is asked for anew. */
  drop(token: string): void
}

/** `why`: a word of the protocol or of ours; nothing of the answer beside it. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused'
  readonly why: string
  constructor(why: string) {
    super(`no access token was given: ${why}`)
    this.why = why
  }
}

interface Held {
  readonly token: string
  readonly until: number
}

export interface AccessTokensDeps {
  readonly clock: Clock
  readonly client: TokenClient
  readonly send: Send
  readonly log: Log
}

export function openAccessTokens(deps: AccessTokensDeps): AccessTokens {
  let held: Held | undefined
  let asking: Promise<Held> | undefined
  /** What the other side's clock is ahead of ours, seconds: it accepts assertions of the last ten seconds alone. */
  let ahead = 0

  const ask = async (): Promise<Held> => {
    const asked = deps.clock.now()
    const first = await post(deps, ahead)
    const drift = driftOf(first, asked)
    if (first.status === 400 && drift !== undefined && drift !== ahead) {
      // The one refusal that a clock explains: once more by theirs.
      ahead = drift
      deps.log('warn', 'the clock of the token server differs from ours', { seconds: drift })
      return readToken(await post(deps, ahead), asked)
    }
    return readToken(first, asked)
  }
  return {
    async current() {
      if (held !== undefined && deps.clock.now() < held.until) return held.token
      asking ??= ask().finally(() => {
        asking = undefined
      })
      held = await asking
      return held.token
    },
    drop(token) {
      if (held?.token === token) held = undefined
    },
  }
}

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

async function post({ clock, client, send }: AccessTokensDeps, ahead: number): Promise<OutsideAnswer> {
  const iat = Math.floor(clock.now() / 1000) + ahead
  const { audience: aud, clientId: iss, scope } = client
  // Maskinporten: `exp` at most 120 s after `iat`, and each `jti` once.
  const claims = { aud, iss, scope, iat, exp: iat + lifetimes.registerAssertion, jti: randomToken(16) }
  const assertion = signJws(await client.signer(), claims)
  return send(client.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({ grant_type: grantType, assertion }).toString(),
  })
}

/** Seconds: what a request may take, and what a clock may be wrong by before somebody has to look at it. */
const unnoticed = 5
const most = 600

/** By the answer's `Date` (RFC 9110 §6.6.1). Undefined: the clocks agree well enough, or there is nothing to go by. */
function driftOf({ headers }: OutsideAnswer, asked: number): number | undefined {
  const theirs = Date.parse(headers.date ?? '')
  if (Number.isNaN(theirs)) return undefined
  const drift = Math.round((theirs - asked) / 1000)
  return Math.abs(drift) > unnoticed && Math.abs(drift) <= most ? drift : undefined
}

const tokenShape = /^[\x21-\x7e]{1,8192}$/

/** RFC 6749 §5.1, §5.2. */
function readToken({ status, body }: OutsideAnswer, asked: number): Held {
  const answer = parsed(body)
  if (status !== 200) throw new TokenRefused(errorWord(answer, status))
  const { access_token: token, token_type: type, expires_in: expires } = answer ?? {}
  if (typeof token !== 'string' || !tokenShape.test(token)) throw new TokenRefused('no-token')
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') throw new TokenRefused('no-bearer')
  const seconds = expires === undefined ? lifetimes.registerTokenUnsaid : expires
  if (typeof seconds !== 'number' || !(seconds > 0)) throw new TokenRefused('no-lifetime')
  // Half of a very short life is better than none of it.
  const margin = Math.min(lifetimes.registerTokenMargin, seconds / 2)
  return { token, until: asked + (seconds - margin) * 1000 }
}

const errorWord = (answer: Fields | undefined, status: number): string => {
  const error = answer?.['error']
  return typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : `status-${status}`
}

const parsed = (body: Buffer): Fields | undefined => {
  const value = parseJson(body.toString('utf8'))
  return isFields(value) ? value : undefined
}

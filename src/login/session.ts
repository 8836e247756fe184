/**
 * Single sign-on: who this browser is known as, for 30 minutes between two logins and 120 in all (row E9).
 * The secret in the cookie is new at every proof; what it opens is sealed under it.
 */
import type { Clock } from '#base/clock.ts'
import type { Sid } from '#base/ids.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { deriveKey, randomToken, sha256 } from '#base/secrets.ts'
import type { Hot, Stamp } from '#hot/hot.ts'
import { seal, unseal } from '#hot/seal.ts'
import { cookie, cookieName, type CookieRules, cookiesOf, onlyCookie } from '#http/cookies.ts'
import type { Request } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import type { Proof } from '#login/attempt.ts'

export interface Session {
  readonly sid: Sid
  readonly proof: Proof
  readonly began: number
  /** The last authentication request that was answered from it. */
  readonly used: number
  /** A newer secret has taken over: this record only waits for its ten seconds to pass. */
  readonly replaced?: true
}

/** A session in the hands of the browser that holds its secret. */
export interface LiveSession {
  readonly session: Session
  readonly secret: string
  readonly stamp: Stamp
}

export interface Sessions {
  /** The browser's session, if it is alive. @throws Refusal IN-11 when the cookie came twice */
  read(c: Request): Promise<LiveSession | undefined>
  /** A new secret for a new proof. The old secret works ten seconds more, at its old level, for tabs that load side by side. */
  remember(c: Request, next: { sid: Sid; proof: Proof; was: LiveSession | undefined }): Promise<void>
  /** Answered from single sign-on: the idle clock starts again. */
  touch(live: LiveSession): Promise<void>
  forget(c: Request, live: LiveSession | undefined): Promise<void>
}

const cookieOf = 's'

export function openSessions(deps: {
  readonly hot: Hot
  readonly clock: Clock
  readonly cookies: CookieRules
}): Sessions {
  const { hot, clock, cookies } = deps

  const secondsLeft = (session: Session): number =>
    Math.min(lifetimes.sessionIdle, Math.ceil((session.began - clock.now()) / 1000) + lifetimes.sessionAbsolute)

  const find = async (secret: string): Promise<LiveSession | undefined> => {
    const found = await hot.get<string>(place(secret))
    const session = found && unseal<Session>(keyOf(secret), place(secret), found.value)
    return session && alive(session, clock.now()) ? { session, secret, stamp: found.stamp } : undefined
  }

  /** A tab beside this one may touch it at this moment: a lost race must not leave the old secret its whole life. */
  const retire = async (was: LiveSession): Promise<void> => {
    let live: LiveSession | undefined = was
    while (live !== undefined && live.session.replaced !== true) {
      const { secret, stamp, session } = live
      const value = sealed(secret, { ...session, replaced: true })
      if ((await hot.swap(place(secret), stamp, value, lifetimes.sessionOverlap)) !== undefined) return
      live = await find(secret)
    }
  }

  return {
    async read(c) {
      const secret = onlyCookie(cookiesOf(c), cookieName(cookies, cookieOf))
      if (secret === undefined) return undefined
      if (typeof secret !== 'string') {
        c.header('Set-Cookie', cookie(cookies, cookieOf, '', 0), { append: true })
        throw new Refusal('IN-11')
      }
      return find(secret)
    },

    async remember(c, { sid, proof, was }) {
      const now = clock.now()
      const same = was !== undefined && was.session.sid === sid
      const session: Session = { sid, proof, began: same ? was.session.began : now, used: now }
      const secret = randomToken(32)
      await Promise.all([
        hot.put(place(secret), sealed(secret, session), secondsLeft(session)),
        was === undefined ? undefined : retire(was),
      ])
      c.header('Set-Cookie', cookie(cookies, cookieOf, secret), { append: true })
    },

    async touch(live) {
      if (live.session.replaced === true) return
      const session: Session = { ...live.session, used: clock.now() }
      // Somebody else was first: a tab beside this one touched it, or a new proof replaced it. Both are fine.
      await hot.swap(place(live.secret), live.stamp, sealed(live.secret, session), secondsLeft(session))
    },

    async forget(c, live) {
      c.header('Set-Cookie', cookie(cookies, cookieOf, '', 0), { append: true })
      if (live !== undefined) await hot.remove(place(live.secret))
    },
  }
}

const place = (secret: string): string => `s:{${sha256(secret)}}`
const keyOf = (secret: string): ReturnType<typeof deriveKey> => deriveKey(Buffer.from(secret), 'inngang', 'session')
const sealed = (secret: string, session: Session): string => seal(keyOf(secret), place(secret), session)

const alive = (session: Session, now: number): boolean =>
  now < session.used + lifetimes.sessionIdle * 1000 && now < session.began + lifetimes.sessionAbsolute * 1000

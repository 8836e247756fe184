/**
 * Single sign-on: who this browser is known as, for 30 minutes between two logins and 120 in all (row E9).
 * The secret in the cookie is new at every proof; what it opens is sealed under it. An isolated service has a session of its own
 * under a cookie of its own, so that nothing of one can be answered to another, whatever runs side by side (I1).
 */
import type { Clock } from '#base/clock.ts'
import type { Sid } from '#base/ids.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { deriveKey, hmac, randomToken, sha256 } from '#base/secrets.ts'
import type { Hot, Stamp } from '#hot/hot.ts'
import { seal, unseal } from '#hot/seal.ts'
import { cookie, cookieName, type CookieRules, cookiesOf, onlyCookie } from '#http/cookies.ts'
import type { Request } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import type { Proof } from '#login/attempt.ts'

export interface Session {
  readonly sid: Sid
  /** An isolated service's own; undefined: the one that all others share. */
  readonly only: string | undefined
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
  /** The session that the browser shares among services, or that of one isolated service, if it is alive. @throws Refusal IN-11 when the cookie came twice */
  read(c: Request, only?: string): Promise<LiveSession | undefined>
  /** Every session of the browser that is alive. @throws Refusal IN-11 when a cookie came twice */
  all(c: Request): Promise<readonly LiveSession[]>
  /** A new secret for a new proof. The old secret works ten seconds more, at its old level, for tabs that load side by side. */
  remember(
    c: Request,
    next: { sid: Sid; only: string | undefined; proof: Proof; was: LiveSession | undefined },
  ): Promise<void>
  /** Answered from single sign-on: the idle clock starts again. */
  touch(live: LiveSession): Promise<void>
  forget(c: Request, live: LiveSession): Promise<void>
}

/** The cookie of the shared session, or of an isolated service's. */
const cookieOf = (only: string | undefined): string => (only === undefined ? 's' : `s-${sha256(only).slice(0, 11)}`)
/** The shared one goes with the browser; the others also when they cannot be alive any more, so that they do not pile up. */
const cookieLife = (only: string | undefined): number | undefined =>
  only === undefined ? undefined : lifetimes.sessionAbsolute

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

  /** A secret under another cookie's name opens nothing: it would let a session answer where it must not. */
  const readFrom = async (c: Request, name: string): Promise<LiveSession | undefined> => {
    const secret = onlyCookie(cookiesOf(c), cookieName(cookies, name))
    if (secret === undefined) return undefined
    if (typeof secret !== 'string') {
      c.header('Set-Cookie', cookie(cookies, name, '', 0), { append: true })
      throw new Refusal('IN-11')
    }
    const live = await find(secret)
    return live !== undefined && cookieOf(live.session.only) === name ? live : undefined
  }

  return {
    read: (c, only) => readFrom(c, cookieOf(only)),

    async all(c) {
      const found = await Promise.all(sessionCookies(c, cookies).map((name) => readFrom(c, name)))
      return found.filter((live) => live !== undefined)
    },

    async remember(c, { sid, only, proof, was }) {
      const now = clock.now()
      const same = was !== undefined && was.session.sid === sid
      const session: Session = { sid, only, proof, began: same ? was.session.began : now, used: now }
      const secret = randomToken(32)
      await Promise.all([
        hot.put(place(secret), sealed(secret, session), secondsLeft(session)),
        was === undefined ? undefined : retire(was),
      ])
      c.header('Set-Cookie', cookie(cookies, cookieOf(only), secret, cookieLife(only)), { append: true })
    },

    async touch(live) {
      if (live.session.replaced === true) return
      const session: Session = { ...live.session, used: clock.now() }
      // Somebody else was first: a tab beside this one touched it, or a new proof replaced it. Both are fine.
      await hot.swap(place(live.secret), live.stamp, sealed(live.secret, session), secondsLeft(session))
    },

    async forget(c, live) {
      c.header('Set-Cookie', cookie(cookies, cookieOf(live.session.only), '', 0), { append: true })
      await hot.remove(place(live.secret))
    },
  }
}

/** Names of the session cookies that came, without what every cookie's name has. */
function sessionCookies(c: Request, rules: CookieRules): string[] {
  const bare = rules.secure ? /^__Host-(s(?:-[\w-]{11})?)$/ : new RegExp(`^(s(?:-[\\w-]{11})?)-${rules.port}$`)
  return [...cookiesOf(c).keys()].flatMap((name) => bare.exec(name)?.[1] ?? [])
}

/** Stamps the form that asks about a logout: who answers it holds the session (security.md 15). */
export const logoutStamp = ({ secret }: LiveSession, about: string): string =>
  hmac(keyFor(secret, 'logout form'), about).slice(0, 22)

const place = (secret: string): string => `s:{${sha256(secret)}}`
const keyFor = (secret: string, use: string): ReturnType<typeof deriveKey> =>
  deriveKey(Buffer.from(secret), 'inngang', use)
const keyOf = (secret: string): ReturnType<typeof deriveKey> => keyFor(secret, 'session')
const sealed = (secret: string, session: Session): string => seal(keyOf(secret), place(secret), session)

const alive = (session: Session, now: number): boolean =>
  now < session.used + lifetimes.sessionIdle * 1000 && now < session.began + lifetimes.sessionAbsolute * 1000

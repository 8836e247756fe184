/** The cookie that browsers are known by: random, the same for whoever logs in there, and of no use but for how often they may be wrong. */
import type { Clock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { randomToken } from '#base/secrets.ts'
import type { Step } from '#db/db.ts'
import { cookie, cookieName, type CookieRules, cookiesOf, onlyCookie } from '#http/cookies.ts'
import type { Request } from '#http/routes.ts'
import { markHash, type MarkStore } from '#methods/minid/marks/store.ts'

export interface Marks {
  /** The browser's secret; undefined: it is known by nothing. */
  secretOf(c: Request): string | undefined
  /** What this browser's own count is called, if it is known as the owner's. `since`: of the password. */
  known(secret: string, owner: string, since: number): Promise<string | undefined>
  /** For the batch of whoever has proved who they are: the answer brings the cookie, and from then on the browser is known. */
  mark(c: Request, person: PersonId, since: number): readonly Step[]
  /** All browsers that somebody is known by, the last used first. `since`: of the password. */
  of(c: Request, person: PersonId, since: number): Promise<readonly KnownBrowser[]>
  /** Fails as `browser-known`: that one is not known, or not as theirs. */
  forget(id: string, person: PersonId): Step
  sweep(now: number): Promise<void>
}

export interface KnownBrowser {
  readonly id: string
  /** Milliseconds: the last login. */
  readonly used: number
  /** It is the one that asks. */
  readonly here: boolean
}

const name = 'known'

export function openMarks(deps: {
  readonly store: MarkStore
  readonly clock: Clock
  readonly cookies: CookieRules
}): Marks {
  const { store, clock, cookies } = deps
  const secretOf = (c: Request): string | undefined => {
    const value = onlyCookie(cookiesOf(c), cookieName(cookies, name))
    if (typeof value === 'string') return /^[\w-]{43}$/.test(value) ? value : undefined
    // Somebody has planted one (security.md 16): neither counts.
    if (value !== undefined) c.header('Set-Cookie', cookie(cookies, name, '', 0), { append: true })
    return undefined
  }
  return {
    secretOf,
    known: async (secret, owner, since) => {
      const hash = markHash(secret, owner, since)
      return (await store.has(hash, owner, clock.now())) ? hash : undefined
    },
    mark: (c, person, since) => {
      const secret = secretOf(c) ?? randomToken(32)
      c.header('Set-Cookie', cookie(cookies, name, secret, lifetimes.knownBrowser), { append: true })
      return store.insert(markHash(secret, person, since), person, clock.now())
    },
    of: async (c, person, since) => {
      const secret = secretOf(c)
      const here = secret === undefined ? undefined : markHash(secret, person, since)
      return (await store.of(person, clock.now())).map(({ hash, used }) => ({ id: hash, used, here: hash === here }))
    },
    forget: store.forget,
    sweep: store.sweep,
  }
}

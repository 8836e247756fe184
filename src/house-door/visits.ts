/**
 * A page's own session, like the gateway's (`login/session.ts`): a secret in a cookie of the page's own, kept under its hash and
 * sealed under a key made from it, idle for 30 minutes, 120 in all. It says who was let in; whether that still counts is
 * asked of the database on every request, so a hot store that forgets or remembers too much revives nobody.
 */
import type { KeyObject } from 'node:crypto'
import type { Clock } from '#base/clock.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { constantTimeEqual, deriveTwoKeys, hmac, randomToken, sha256 } from '#base/secrets.ts'
import type { Hot, Stamp } from '#hot/hot.ts'
import { seal, unseal } from '#hot/seal.ts'
import { cookie, cookieName, type CookieRules, cookiesOf, onlyCookie } from '#http/cookies.ts'
import type { Request } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import type { HousePage, Visitor } from '#house-door/page.ts'

export interface Visit {
  readonly page: string
  readonly visitor: Visitor
  readonly began: number
  readonly used: number
}

/** A visit in the hands of the browser that holds its secret. */
export interface LiveVisit {
  readonly visit: Visit
  readonly secret: string
  readonly stamp: Stamp
}

type PageName = Pick<HousePage, 'id'>

export interface Visits {
  /** Kept under a new secret, which nobody has yet. */
  begin(page: PageName, visitor: Visitor): Promise<string>
  /** The `Set-Cookie` that hands it to the browser. */
  cookie(page: PageName, secret: string): string
  /** @throws Refusal IN-11 when the cookie came twice */
  read(c: Request, page: PageName): Promise<LiveVisit | undefined>
  /** The idle clock starts again. */
  touch(live: LiveVisit): Promise<void>
  forget(c: Request, page: PageName, live: LiveVisit): Promise<void>
  /** The same for one whose cookie has another's secret now. */
  drop(live: LiveVisit): Promise<void>
}

/** Milliseconds: pages that are loaded side by side write it once. */
const touchEvery = 30_000

export function openVisits(deps: { readonly hot: Hot; readonly clock: Clock; readonly cookies: CookieRules }): Visits {
  const { hot, clock, cookies } = deps
  const secondsLeft = (visit: Visit): number =>
    Math.min(lifetimes.sessionIdle, Math.ceil((visit.began - clock.now()) / 1000) + lifetimes.sessionAbsolute)
  return {
    async begin({ id }, visitor) {
      const now = clock.now()
      const secret = randomToken(32)
      const visit: Visit = { page: id, visitor, began: now, used: now }
      await hot.put(place(secret), sealed(secret, visit), secondsLeft(visit))
      return secret
    },
    cookie: (page, secret) => cookie(cookies, nameOf(page), secret),
    async read(c, page) {
      const secret = onlyCookie(cookiesOf(c), cookieName(cookies, nameOf(page)))
      if (secret === undefined) return undefined
      if (typeof secret !== 'string') {
        c.header('Set-Cookie', cookie(cookies, nameOf(page), '', 0), { append: true })
        throw new Refusal('IN-11')
      }
      const found = await hot.get<string>(place(secret))
      if (found === undefined) return undefined
      const visit = unseal<Visit>(keysOf(secret).seal, place(secret), found.value)
      // One page's secret under another page's name opens nothing.
      if (visit === undefined || visit.page !== page.id || !alive(visit, clock.now())) return undefined
      return { visit, secret, stamp: found.stamp }
    },
    async touch({ visit, secret, stamp }) {
      const now = clock.now()
      if (now < visit.used + touchEvery) return
      const used = { ...visit, used: now }
      // Lost to a page beside this one: as good.
      await hot.swap(place(secret), stamp, sealed(secret, used), secondsLeft(used))
    },
    async forget(c, page, { secret }) {
      c.header('Set-Cookie', cookie(cookies, nameOf(page), '', 0), { append: true })
      await hot.remove(place(secret))
    },
    drop: ({ secret }) => hot.remove(place(secret)),
  }
}

/** In every form of the page: whoever sends it back holds the visit that it was made for (security.md 15). */
export const visitStamp = ({ secret }: LiveVisit): string => hmac(keysOf(secret).forms, 'form').slice(0, 22)
export const visitStampHolds = (live: LiveVisit, stamp: string): boolean => constantTimeEqual(visitStamp(live), stamp)

/** Beside the visit, in the same browser's hands alone. */
export const keeping = (hot: Hot, { secret }: LiveVisit) => ({
  async keep(id: string, value: unknown, seconds: number): Promise<void> {
    await hot.put(beside(secret, id), seal(keysOf(secret).seal, beside(secret, id), value), seconds)
  },
  async kept<T>(id: string): Promise<T | undefined> {
    if (!keptShape.test(id)) return undefined
    const found = await hot.get<string>(beside(secret, id))
    return found && unseal<T>(keysOf(secret).seal, beside(secret, id), found.value)
  },
  drop: (id: string): Promise<void> => hot.remove(beside(secret, id)),
})

const keptShape = /^[\w-]{1,40}$/
const beside = (secret: string, id: string): string => `${place(secret)}:${id}`

const nameOf = ({ id }: PageName): string => `p-${id}`
const place = (secret: string): string => `p:{${sha256(secret)}}`
const sealed = (secret: string, visit: Visit): string => seal(keysOf(secret).seal, place(secret), visit)

function keysOf(secret: string): { readonly seal: KeyObject; readonly forms: KeyObject } {
  const [sealing, forms] = deriveTwoKeys(Buffer.from(secret), 'inngang', 'house page')
  return { seal: sealing, forms }
}

const alive = (visit: Visit, now: number): boolean =>
  now < visit.used + lifetimes.sessionIdle * 1000 && now < visit.began + lifetimes.sessionAbsolute * 1000

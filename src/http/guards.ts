/** What every request passes first, and the check that a form came from a page of ours. */
import type { MiddlewareHandler } from 'hono'
import { chooseLanguage } from '#i18n/choose.ts'
import type { CertificateDoor } from '#http/client-certificate.ts'
import { isLanguage, type Language } from '#i18n/text.ts'
import { cookieName, type CookieRules, onlyCookie, readCookies } from '#http/cookies.ts'
import type { HelpDesk, HouseEnv, Request } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'

export interface HouseRules {
  /** Hosts that are ours, as the `Host` header writes them (`login.example.no`, `localhost:8700`). */
  readonly hosts: readonly string[]
  readonly cookies: CookieRules
  /** Nothing may stand between us and the browser: what comes through a proxy is refused. */
  readonly direct?: boolean
  readonly help?: HelpDesk
  /** What comes through one of these has a host of its own, which is looked at there. */
  readonly doors?: readonly Pick<CertificateDoor, 'entered'>[]
}

/** Paths that consume something or begin something: a browser that only guesses ahead must not reach them, and nobody keeps their answers. */
const inLogin = /^\/(?:authorize|login|logout|callback|my|auth\/rest\/login)(?:\/|$)/

/** The first middleware: our host only, nothing consumed by guessing ahead, and the language. */
export function house(rules: HouseRules): MiddlewareHandler<HouseEnv> {
  const hosts = new Set(rules.hosts.map((host) => host.toLowerCase()))
  const languageCookie = cookieName(rules.cookies, 'lang')
  return async (c, next) => {
    // RFC 9110 §7.4: a request for another origin is answered 421; our own address never comes from `Host`.
    const host = c.req.header('host') ?? new URL(c.req.url).host
    const isOurs = rules.doors?.some((door) => door.entered(c)) === true || hosts.has(host.toLowerCase())
    if (!isOurs) return plainly(421, 'This host is not served here.')
    // Whoever puts a twin behind a proxy gives everybody everybody's login: they must say so (security.md 35).
    if (rules.direct === true && cameThroughProxy(c)) return plainly(421, 'Nothing is served here through a proxy.')
    // Nobody means it, and PostgreSQL looks up no text with it. Bodies: `readBody`.
    if (c.req.url.includes('%00')) return plainly(400, 'An address with a NUL character is no address here.')
    if (inLogin.test(c.req.path)) {
      const refused = guessedAhead(c)
      if (refused !== undefined) return refused
      c.header('cache-control', 'no-store')
    }
    const own = ownLanguage(c.req.header('cookie'), languageCookie)
    c.set('ownLanguage', own)
    c.set('help', rules.help)
    c.set('language', own ?? chooseLanguage({ browser: c.req.header('accept-language') }))
    if (rules.cookies.secure) {
      await next()
      // RFC 6797. Without includeSubDomains: the operator's other hosts are not ours to decide over.
      c.res.headers.set('strict-transport-security', 'max-age=63072000')
      return
    }
    return next()
  }
}

/** The answer to a browser that only guesses where its user goes next: what would begin something is not begun. */
export const guessedAhead = (c: Request): Response | undefined =>
  guessesAhead(c) ? plainly(503, 'Not available ahead of time.') : undefined

const plainly = (status: number, text: string): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })

const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']
const cameThroughProxy = (c: Request): boolean => proxyHeaders.some((name) => c.req.header(name) !== undefined)

// `Sec-Purpose` is today's header (Fetch standard), `Purpose` and `X-Moz` what older browsers send.
const guessesAhead = (c: Request): boolean =>
  [c.req.header('sec-purpose'), c.req.header('purpose'), c.req.header('x-moz')].some(
    (value) => value?.startsWith('prefetch') === true,
  )

function ownLanguage(header: string | undefined, name: string): Language | undefined {
  if (header === undefined || !header.includes(name)) return undefined
  const value = onlyCookie(readCookies(header), name)
  return typeof value === 'string' && isLanguage(value) ? value : undefined
}

/**
 * Did this post come from a page of ours? Browsers say so themselves in `Sec-Fetch-Site`, or, older ones and plain http,
 * in `Origin` (RFC 6454 §7). A request that says neither is not from a page. `origin`: ours, `https://login.example.no`.
 */
export function sameOrigin(c: Request, origin: string): boolean {
  const site = c.req.header('sec-fetch-site')
  const from = c.req.header('origin')
  if (site !== undefined && site !== 'same-origin') return false
  return from === undefined ? site === 'same-origin' : from === origin
}

/** @throws Refusal IN-05 */
export function requireSameOrigin(c: Request, origin: string): void {
  if (!sameOrigin(c, origin)) throw new Refusal('IN-05', { detail: `site ${c.req.header('sec-fetch-site') ?? 'none'}` })
}

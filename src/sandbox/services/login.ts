/** Log in, come back, log out, be told of a logout: what every OpenID Connect client of the gateway has to have. */
import type { Context } from 'hono'
import * as oidc from 'openid-client'
import { randomToken } from '#base/secrets.ts'
import { cookie, cookiesOf, cookieName, type CookieRules, onlyCookie } from '#http/cookies.ts'
import { readForm, readQuery } from '#http/forms.ts'
import { sameOrigin } from '#http/guards.ts'
import type { Request, Routes } from '#http/routes.ts'
import { callbackPath, frontchannelLogoutPath, loggedOutPath } from '#sandbox/services/registrations.ts'
import { levels, type ServiceLevel, strongEnough } from '#sandbox/services/relying-party.ts'
import {
  type Departure,
  type Departures,
  departures,
  type Session,
  type Sessions,
  sessions,
} from '#sandbox/services/sessions.ts'
import type { Site, SiteDeps } from '#sandbox/services/site.ts'

export interface Trouble {
  /** The gateway's `error`, or ours: `away`, `lost`. */
  readonly code: string
  /** For developers: what the gateway or the library said. */
  readonly detail?: string | undefined
  /** Where the user was going. */
  readonly to: string
}

export interface LoginPages {
  trouble(c: Request, trouble: Trouble): Response
  loggedOut(c: Request, everywhere: boolean): Response
}

/** What the routes share. */
interface Desk {
  readonly site: Site
  readonly deps: SiteDeps
  readonly pages: LoginPages
  readonly live: Sessions
  readonly away: Departures
  readonly rules: CookieRules
}

/** Hangs the routes on the site; gives what its pages ask: who is logged in here. */
export function mountLogin(
  routes: Routes,
  site: Site,
  deps: SiteDeps,
  pages: LoginPages,
): (c: Context) => Session | undefined {
  const { clock, cookies: rules } = deps
  const desk: Desk = { site, deps, pages, rules, live: sessions(clock), away: departures(clock) }
  routes.get('/login', (c) => leave(desk, c))
  routes.get(callbackPath, (c) => comeBack(desk, c))
  routes.post('/logout', (c) => logOut(desk, c))
  routes.get(loggedOutPath, (c) => pages.loggedOut(c, !readQuery(c).has('here')))
  routes.get(frontchannelLogoutPath, (c) => beTold(desk, c))
  return (c) => sessionOf(desk, c)
}

function cookieOf({ rules }: Desk, c: Context, name: string): string | undefined {
  const value = onlyCookie(cookiesOf(c), cookieName(rules, name))
  return typeof value === 'string' ? value : undefined
}

const sessionOf = (desk: Desk, c: Context): Session | undefined => desk.live.find(cookieOf(desk, c, 'session'))

async function leave(desk: Desk, c: Request): Promise<Response> {
  const { site, deps, pages, away, rules } = desk
  const query = readQuery(c)
  const to = safePath(query.get('to'))
  const wished = levels.find((level) => level === query.get('level')) ?? site.level
  const level = strongEnough(wished, site.level) ? wished : site.level
  const browser = cookieOf(desk, c, 'browser') ?? randomToken()
  const prompt = (['login', 'none'] as const).find((one) => one === query.get('prompt'))
  try {
    const { url, journey } = await deps.rp.leave({ level, language: c.get('language'), prompt })
    away.begin({ ...journey, browser, to })
    c.header('set-cookie', cookie(rules, 'browser', browser))
    return c.redirect(url.href, 303)
  } catch (cause) {
    deps.failed('a login could not begin', cause)
    return pages.trouble(c, { code: 'away', detail: describe(cause), to })
  }
}

async function comeBack(desk: Desk, c: Request): Promise<Response> {
  const { deps, pages, live, away } = desk
  const departure = away.find(readQuery(c).get('state'), cookieOf(desk, c, 'browser'))
  if (departure === undefined) return pages.trouble(c, { code: 'lost', to: '/' })
  departure.arrival ??= deps.rp.comeBack(new URL(c.req.url), departure).then((user) => live.open(user))
  try {
    return arrived(desk, c, departure, await departure.arrival)
  } catch (cause) {
    const code = cause instanceof oidc.AuthorizationResponseError ? cause.error : 'wrong'
    if (code === 'wrong') deps.failed('a login was not accepted', cause)
    return pages.trouble(c, { code, detail: describe(cause), to: departure.to })
  }
}

function arrived(desk: Desk, c: Request, { to }: Departure, session: Session): Response {
  const { live, rules } = desk
  const before = sessionOf(desk, c)
  // Logged out since: coming back by an old address opens nothing.
  if (live.find(session.id) === undefined) return c.redirect(to, 303)
  if (before !== undefined && before.id !== session.id) {
    // What the same person sent in stays with them; nothing passes on to another.
    if (before.sub === session.sub) session.receipts.push(...before.receipts)
    live.close(before.id)
  }
  c.header('set-cookie', cookie(rules, 'session', session.id))
  return c.redirect(to, 303)
}

async function logOut(desk: Desk, c: Request): Promise<Response> {
  const { deps, pages, live, rules } = desk
  const session = sessionOf(desk, c)
  if (!sameOrigin(c, deps.origin) || session === undefined) return c.redirect('/', 303)
  const everywhere = (await readForm(c)).get('where') === 'everywhere'
  live.close(session.id)
  c.header('set-cookie', cookie(rules, 'session', '', 0))
  if (!everywhere) return c.redirect(`${loggedOutPath}?here=1`, 303)
  try {
    return c.redirect((await deps.rp.logoutUrl(session.idToken, c.get('language'))).href, 303)
  } catch (cause) {
    deps.failed('a logout could not begin', cause)
    return pages.trouble(c, { code: 'away', detail: describe(cause), to: '/' })
  }
}

/** OpenID Connect Front-Channel Logout 1.0 §3: called in a frame of the gateway's page, without our cookie (another site). */
function beTold({ deps: { rp }, live }: Desk, c: Request): Response {
  const query = readQuery(c)
  const sid = query.get('sid')
  const headers = {
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; frame-ancestors ${new URL(rp.issuer).origin}`,
  }
  if (query.get('iss') !== rp.issuer || sid === undefined)
    return c.text('iss and sid of the session are needed\n', 400, headers)
  live.closeAll(sid)
  return c.body('<!doctype html><title>OK</title>', 200, { ...headers, 'content-type': 'text/html; charset=utf-8' })
}

/** A path of ours, never another site: `//host` and `/\host` are addresses to a browser. */
export const safePath = (to: string | undefined): string =>
  to !== undefined && /^\/(?![/\\])[\w\-./~%?=&]*$/.test(to) ? to : '/'

export const loginAddress = (to: string, level?: ServiceLevel): string =>
  `/login?${new URLSearchParams({ to, ...(level === undefined ? {} : { level }) })}`

function describe(cause: unknown): string {
  if (cause instanceof oidc.AuthorizationResponseError || cause instanceof oidc.ResponseBodyError) {
    return `${cause.error}${cause.error_description === undefined ? '' : `: ${cause.error_description}`}`
  }
  return cause instanceof Error ? cause.message : 'unknown'
}

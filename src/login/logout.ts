/** Single logout: the session ends in the database first, then every service of it is told (row E9, security.md 22). */
import type { Sid } from '#base/ids.ts'
import { sourceOf } from '#http/headers.ts'
import type { Request } from '#http/routes.ts'
import { page } from '#ui/page.ts'
import type { Ask } from '#login/attempt.ts'
import { languageOf } from '#login/language.ts'
import type { Login } from '#login/login.ts'
import { loggedOutPage } from '#login/pages/logged-out.ts'
import type { LogoutProps } from '#login/pages/props.ts'
import type { LiveSession } from '#login/session.ts'
import { leadsTo } from '#login/show.ts'

/** A checked logout request. */
export interface LogoutAsk {
  readonly clientId: string | undefined
  /** The session that a verified hint names. */
  readonly sid: string | undefined
  /** Registered, state appended. */
  readonly returnTo: string | undefined
  /** In which languages the service would like the page to be. */
  readonly uiLocales: readonly string[] | undefined
}

export async function logout(login: Login, c: Request, ask: LogoutAsk): Promise<Response> {
  const live = await login.sessions.read(c)
  if (live !== undefined) await endSession(login, c, live, 'logout')
  const services = live === undefined ? [] : await notices(login, live.session.sid)
  // A verified hint names a session that its holder may end, also when this browser has lost its cookie.
  const hinted = ask.sid === live?.session.sid ? undefined : (ask.sid as Sid | undefined)
  if (hinted !== undefined) {
    await writeEnd(login, hinted, 'logout')
    // Whoever has an ID token may show it: which other services its session knew is told to the session's own browser alone.
    services.push(...(await notices(login, hinted)).filter((service) => service.clientId === ask.clientId))
  }
  await login.attempts.dropProofs(c)
  if (
    services.every((service) => service.frame === undefined && service.clientId === ask.clientId) &&
    ask.returnTo !== undefined
  ) {
    return c.redirect(ask.returnTo, 303)
  }
  return showLoggedOut(login, c, ask, services, live === undefined && hinted === undefined)
}

/**
 * Somebody else logs in in this browser: the first person's session ends, and the services that hear it by a frame are told on a
 * page of its own, whose button goes on to `onward`. Undefined: nobody had to be told that way.
 */
export async function replacePerson(
  login: Login,
  c: Request,
  live: LiveSession,
  onward: { readonly href: string; readonly ask: Pick<Ask, 'clientId' | 'uiLocales'> },
): Promise<Response | undefined> {
  await endSession(login, c, live, 'other-person')
  const services = await notices(login, live.session.sid)
  if (services.every((service) => service.frame === undefined)) return undefined
  const { clientId, uiLocales } = onward.ask
  return showLoggedOut(login, c, { clientId, sid: undefined, returnTo: onward.href, uiLocales }, services, false)
}

/** The end stands in the database before anybody is told, so no answer can slip into the session behind it. */
export async function endSession(
  login: Login,
  c: Request,
  live: LiveSession,
  why: 'logout' | 'other-person',
): Promise<void> {
  await writeEnd(login, live.session.sid, why, live)
  await login.sessions.forget(c, live)
}

async function writeEnd(login: Login, sid: Sid, why: 'logout' | 'other-person', live?: LiveSession): Promise<void> {
  const person = live?.session.proof.person
  await login.audit.write(
    [login.store.end(sid, why, login.clock.now())],
    [{ type: 'session.ended', sid, why, ...(person === undefined ? {} : { person }) }],
  )
  login.count('session_ended', { why })
}

interface ServiceNotice {
  readonly clientId: string
  readonly frame: string | undefined
}

async function notices(login: Login, sid: Sid): Promise<ServiceNotice[]> {
  const clients = await login.store.servicesOf(sid)
  return clients.map((clientId) => ({ clientId, frame: frameFor(login, clientId, sid) }))
}

/** OpenID Connect Front-Channel Logout 1.0 §3: `iss` and `sid` when the service asked for them. */
function frameFor(login: Login, clientId: string, sid: Sid): string | undefined {
  const service = login.service(clientId)
  if (service?.frontchannelLogoutUri === undefined) return undefined
  const url = new URL(service.frontchannelLogoutUri)
  if (service.frontchannelLogoutSessionRequired) {
    url.searchParams.set('iss', login.issuer)
    url.searchParams.set('sid', sid)
  }
  return url.href
}

function showLoggedOut(
  login: Login,
  c: Request,
  ask: LogoutAsk,
  services: readonly ServiceNotice[],
  nothing: boolean,
): Response {
  const language = languageOf(c, { uiLocales: ask.uiLocales ?? [] })
  const nameOf = (clientId: string): string => login.service(clientId)?.name[language] ?? clientId
  const frames = services.flatMap((service) => (service.frame === undefined ? [] : [service.frame]))
  const props: LogoutProps = {
    frames,
    told: services.filter((service) => service.frame !== undefined).map((service) => nameOf(service.clientId)),
    untold: services
      .filter((service) => service.frame === undefined && service.clientId !== ask.clientId)
      .map((service) => nameOf(service.clientId)),
    onward: onward(login, ask, nameOf),
    nothing,
  }
  const { title, body } = loggedOutPage(props, language)
  return page(c, {
    language,
    title,
    here: hereOf(c, ask),
    body,
    frameSrc: [...new Set(frames.map(sourceOf))],
    formAction: ask.returnTo === undefined || ask.returnTo.startsWith('/') ? [] : leadsTo(ask.returnTo),
  })
}

/** A logout may be loaded again; the page between two persons came by a post, and leads back to its login. */
function hereOf(c: Request, ask: LogoutAsk): string {
  if (c.req.method !== 'GET') return ask.returnTo ?? '/help'
  const { pathname, search } = new URL(c.req.url)
  return pathname + search
}

function onward(login: Login, ask: LogoutAsk, nameOf: (clientId: string) => string): LogoutProps['onward'] {
  if (ask.clientId === undefined) return undefined
  const href = ask.returnTo ?? login.service(ask.clientId)?.home
  return href === undefined ? undefined : { href, name: nameOf(ask.clientId) }
}

/** Single logout: every session of the browser ends in the database first, then every service of it is told (row E9, security.md 22). */
import type { Sid } from '#base/ids.ts'
import { readForm } from '#http/forms.ts'
import { requireSameOrigin } from '#http/guards.ts'
import { sourceOf } from '#http/headers.ts'
import type { Request } from '#http/routes.ts'
import { constantTimeEqual } from '#base/secrets.ts'
import { stampField } from '#ui/fields.ts'
import { page } from '#ui/page.ts'
import type { Ask } from '#login/attempt.ts'
import { type EndReason, endSession, endSid } from '#login/end.ts'
import { languageOf } from '#login/language.ts'
import type { Login } from '#login/login.ts'
import { loggedOutPage } from '#login/pages/logged-out.ts'
import { logoutQuestionPage, stillLoggedInPage } from '#login/pages/logout-question.ts'
import type { LogoutProps } from '#login/pages/props.ts'
import { type LiveSession, logoutStamp } from '#login/session.ts'
import { leadsTo } from '#login/show.ts'
import type { InSession } from '#oidc/logout/back-channel.ts'

/** A checked logout request. */
export interface LogoutAsk {
  readonly clientId: string | undefined
  /** The session and the subject that a verified hint names. */
  readonly sid: string | undefined
  readonly sub: string | undefined
  /** At once, and who was not logged in stays here; or the user is asked where no hint vouches for the request. */
  readonly manner: 'at once' | 'asked' | 'of the session'
  /** All sessions of the person have ended before this, in whatever browser: the page says so. */
  readonly everywhere?: boolean
  /** Where this request can be had again: where the question's answer is posted. */
  readonly again: string | undefined
  /** Registered, state appended. */
  readonly returnTo: string | undefined
  /** In which languages the service would like the page to be. */
  readonly uiLocales: readonly string[] | undefined
}

export async function logout(login: Login, c: Request, asked: LogoutAsk): Promise<Response> {
  const lives = await login.sessions.all(c)
  const ask = { ...asked, manner: asked.manner === 'of the session' ? await mannerOf(login, lives) : asked.manner }
  if (ask.manner === 'asked' && lives.length > 0 && !lives.some((live) => vouchedFor(login, ask, live))) {
    const answer = c.req.method === 'POST' ? await answered(login, c, ask, lives) : undefined
    if (answer !== 'yes') return showQuestion(login, c, ask, lives, answer)
  }
  const ended = await Promise.all(lives.map((live) => endSession(login, c, live, 'logout')))
  const services = ended.flatMap(({ services: told }, i) => notices(login, lives[i]?.session.sid, told))
  const hinted = await endHinted(login, ask, lives)
  services.push(...hinted.services)
  await login.attempts.dropProofs(c)
  const nothing = lives.length === 0 && !hinted.first
  // ID-porten: who was not logged in is not sent on, but finds the way on this page.
  const mayGoOn = !nothing || ask.manner === 'asked'
  if (ask.returnTo !== undefined && mayGoOn && services.every((one) => needsNoPage(one, ask)))
    return c.redirect(ask.returnTo, 303)
  return showLoggedOut(login, c, ask, services, nothing)
}

/** Nobody says who asks. Where every service of the sessions has its users asked, leaving out its name must not be a way around that. */
async function mannerOf(login: Login, lives: readonly LiveSession[]): Promise<'at once' | 'asked'> {
  const persons = new Set(lives.map(({ session }) => session.proof.person))
  const sids = new Set(lives.map(({ session }) => session.sid))
  const rows = (await Promise.all([...persons].map((person) => login.store.loginsOf(person)))).flat()
  const services = rows.filter(({ sid }) => sids.has(sid)).map(({ clientId }) => login.service(clientId))
  return services.length > 0 && services.every((service) => service?.asksBeforeLogout === true) ? 'asked' : 'at once'
}

/** OpenID Connect RP-Initiated Logout §2: the hint is of this session, or of the person who is logged in here. */
function vouchedFor(login: Login, { clientId, sid, sub }: LogoutAsk, { session }: LiveSession): boolean {
  if (clientId === undefined || sub === undefined) return false
  return sid === session.sid || sub === login.answers.sub(clientId, session.proof.person)
}

/** A verified hint names a session that its holder may end, also when this browser has lost its cookie. */
async function endHinted(
  login: Login,
  ask: LogoutAsk,
  lives: readonly LiveSession[],
): Promise<{ readonly first: boolean; readonly services: readonly ServiceNotice[] }> {
  const sid = ask.sid as Sid | undefined
  if (sid === undefined || lives.some((live) => live.session.sid === sid)) return { first: false, services: [] }
  const { first, services } = await endSid(login, sid, 'logout')
  // Whoever has an ID token may show it: which other services its session knew is told to the session's own browser alone.
  return { first, services: notices(login, sid, services).filter(({ clientId }) => clientId === ask.clientId) }
}

/** Nobody has to be told by a frame, and there is nobody who could not be told. */
const needsNoPage = ({ frame, direct, clientId }: ServiceNotice, ask: LogoutAsk): boolean =>
  frame === undefined && (direct || clientId === ask.clientId)

/** Undefined: made before the session's newest proof, or by somebody else. @throws Refusal IN-05 */
async function answered(
  login: Login,
  c: Request,
  { again = '' }: LogoutAsk,
  lives: readonly LiveSession[],
): Promise<'yes' | 'no' | undefined> {
  requireSameOrigin(c, login.issuer)
  const form = await readForm(c)
  const stamp = form.get(stampField) ?? ''
  if (!lives.some((live) => constantTimeEqual(logoutStamp(live, again), stamp))) return undefined
  return form.get('log-out') === 'yes' ? 'yes' : 'no'
}

function showQuestion(
  login: Login,
  c: Request,
  ask: LogoutAsk,
  lives: readonly LiveSession[],
  answer: 'no' | undefined,
): Response {
  const language = languageOf(c, { uiLocales: ask.uiLocales ?? [] })
  const service = ask.clientId === undefined ? undefined : login.service(ask.clientId)
  const [live] = lives
  if (ask.again === undefined || live === undefined) throw new Error('a question that nobody can answer')
  const { title, body } =
    answer === 'no'
      ? stillLoggedInPage(service && { name: service.name[language], href: service.home ?? ask.returnTo }, language)
      : logoutQuestionPage(
          { action: ask.again, stamp: logoutStamp(live, ask.again), service: service?.name[language] },
          language,
        )
  const formAction = ask.returnTo === undefined ? [] : leadsTo(ask.returnTo)
  return page(c, { language, title, here: ask.again, body, formAction })
}

/**
 * Somebody else logs in in this browser, or the same person in another trust group: the first session ends, and the services
 * that hear it by a frame are told on a page of its own, whose button goes on to `onward`. Undefined: nobody had to be told that way.
 */
export async function replaceSession(
  login: Login,
  c: Request,
  live: LiveSession,
  why: Extract<EndReason, 'other-person' | 'replaced'>,
  onward: { readonly href: string; readonly ask: Pick<Ask, 'clientId' | 'uiLocales'> },
): Promise<Response | undefined> {
  const ended = await endSession(login, c, live, why)
  const services = notices(login, live.session.sid, ended.services)
  if (services.every((service) => service.frame === undefined)) return undefined
  return showLoggedOut(login, c, { ...onward.ask, returnTo: onward.href }, services, false)
}

interface ServiceNotice {
  readonly clientId: string
  readonly frame: string | undefined
  /** Told from here to there. */
  readonly direct: boolean
}

function notices(login: Login, sid: Sid | undefined, services: readonly InSession[]): ServiceNotice[] {
  if (sid === undefined) return []
  return services.map(({ clientId }) => ({
    clientId,
    frame: frameFor(login, clientId, sid),
    direct: login.backChannel.tells(clientId) || looksItself(login, clientId),
  }))
}

const looksItself = (login: Login, clientId: string): boolean => login.service(clientId)?.looksItself === true

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

type Shown = Pick<LogoutAsk, 'clientId' | 'returnTo' | 'uiLocales' | 'everywhere'>

function showLoggedOut(
  login: Login,
  c: Request,
  ask: Shown,
  services: readonly ServiceNotice[],
  nothing: boolean,
): Response {
  const language = languageOf(c, { uiLocales: ask.uiLocales ?? [] })
  const nameOf = (clientId: string): string => login.service(clientId)?.name[language] ?? clientId
  const frames = services.flatMap((service) => (service.frame === undefined ? [] : [service.frame]))
  const named = (which: (service: ServiceNotice) => boolean): readonly string[] => [
    ...new Set(services.filter(which).map(({ clientId }) => nameOf(clientId))),
  ]
  const props: LogoutProps = {
    frames,
    sent: named(({ frame, direct }) => frame !== undefined && !direct),
    // Whoever logs out at a page of the house's own need not be told that it knows.
    told: named(({ direct, clientId }) => direct && (clientId !== ask.clientId || !looksItself(login, clientId))),
    untold: named(({ frame, direct, clientId }) => frame === undefined && !direct && clientId !== ask.clientId),
    onward: onward(login, ask, nameOf),
    everywhere: ask.everywhere ?? false,
    nothing: nothing && ask.everywhere !== true,
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
function hereOf(c: Request, { returnTo }: Shown): string {
  if (c.req.method !== 'GET') return returnTo?.startsWith('/') === true ? returnTo : '/help'
  const { pathname, search } = new URL(c.req.url)
  return pathname + search
}

function onward(login: Login, ask: Shown, nameOf: (clientId: string) => string): LogoutProps['onward'] {
  if (ask.clientId === undefined) return undefined
  const href = ask.returnTo ?? login.service(ask.clientId)?.home
  return href === undefined ? undefined : { href, name: nameOf(ask.clientId) }
}

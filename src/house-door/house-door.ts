/** What the house's own pages use to log people in, and what the login is handed of it. */
import type { Clock } from '#base/clock.ts'
import type { PersonId } from '#base/ids.ts'
import type { Database, Step } from '#db/db.ts'
import type { Hot } from '#hot/hot.ts'
import { type Parameters, readForm } from '#http/forms.ts'
import { guessedAhead, requireSameOrigin } from '#http/guards.ts'
import type { CookieRules } from '#http/cookies.ts'
import { localPath } from '#http/local-path.ts'
import type { Request, Routes } from '#http/routes.ts'
import { SeeOther } from '#http/trouble.ts'
import type { AnswerRecord, Ask } from '#login/attempt.ts'
import { higher, reaches } from '#login/levels.ts'
import type { AnswerDoor, LoginService } from '#login/login.ts'
import type { LogoutAsk } from '#login/logout.ts'
import { nationalGroup } from '#login/method.ts'
import { form, quietButton, stampField } from '#ui/fields.ts'
import type { Html } from '#ui/html.ts'
import { type AnswerDeps, type HouseAsked, houseAnswers, notLoggedIn, serviceOf } from '#house-door/answer.ts'
import { checkPage, clientIdOf, type HousePage, type Needed, type Visitor } from '#house-door/page.ts'
import { notLoggedInPage } from '#house-door/not-logged-in.ts'
import { texts } from '#house-door/texts.ts'
import { keeping, type LiveVisit, openVisits, visitStamp, visitStampHolds } from '#house-door/visits.ts'

export interface HouseDoorDeps extends Pick<AnswerDeps, 'issuer' | 'audit' | 'persons'> {
  readonly hot: Hot
  readonly clock: Clock
  readonly database: Database
  readonly cookies: CookieRules
  /** Guards that say whether a visit still counts: the session not ended, the person not blocked, the proof not outdated. */
  readonly guards: (visitor: Visitor) => readonly Step[]
  /** Whom this browser is known as at the gateway now, if as anybody. */
  readonly known: (c: Request) => Promise<PersonId | undefined>
  readonly start: (c: Request, ask: Ask, asked: HouseAsked) => Promise<Response>
  readonly logout: (c: Request, ask: LogoutAsk) => Promise<Response>
}

/** Whoever is logged in, in this very request. Only `require` makes one. */
export interface Inside {
  readonly me: Visitor
  /** For every form of the page: `form(action, stamp, body)`. */
  readonly stamp: string
  /** What the page keeps for this visitor between two of its pages, sealed with the visit. `id`: letters, digits and dashes. */
  keep(id: string, value: unknown, seconds: number): Promise<void>
  kept<T>(id: string): Promise<T | undefined>
  drop(id: string): Promise<void>
  /** The log out button, as a form. */
  logOut(c: Request): Html
}

/** One page's way to its visitors. */
export interface PageDoor {
  /**
   * Whoever is logged in. A browser without a login, or with too low a one, is sent into one (the answer to return), which comes
   * back to this address; after a post, whose form is lost, to the page's home.
   * @throws Refusal IN-05 for a post from elsewhere, IN-11
   */
  require(c: Request, needed?: Needed): Promise<Inside | Response>
  /**
   * The form that was sent, from a page that was made for this visit. An old one is led home (thrown). `read`: another than plain
   * forms' reader. @throws Refusal IN-05, IN-10
   */
  posted(c: Request, inside: Inside, read?: (c: Request) => Promise<Parameters>): Promise<Parameters>
}

export interface HouseDoor {
  /** Mounts what every page needs (log out, "you did not log in"), and gives the page its verbs. */
  open(routes: Routes, page: HousePage): PageDoor
  readonly answers: AnswerDoor<HouseAsked>
  /** Hands out what an answer of this door holds. */
  respond(c: Request, record: Extract<AnswerRecord, { kind: 'house' }>): Response
  /** A page by its client id. */
  service(clientId: string): LoginService | undefined
}

export function openHouseDoor(deps: HouseDoorDeps): HouseDoor {
  const pages = new Map<string, HousePage>()
  const pageOf = (id: string): HousePage => {
    const page = pages.get(id)
    if (page === undefined) throw new Error('a page that is not here')
    return page
  }
  const visits = openVisits(deps)
  return {
    open(routes, page) {
      checkPage(page)
      if (pages.has(page.id)) throw new Error(`two pages called ${page.id}`)
      pages.set(page.id, page)
      return openPage({ ...deps, visits }, routes, page)
    },
    answers: houseAnswers({ ...deps, visits, page: pageOf }),
    respond: (c, { page, secret, location }) => {
      c.header('Set-Cookie', visits.cookie({ id: page }, secret), { append: true })
      c.header('cache-control', 'no-store')
      return c.redirect(location, 303)
    },
    service: (clientId) => {
      const page = clientId.startsWith('@') ? pages.get(clientId.slice(1)) : undefined
      return page && serviceOf(deps.issuer, page)
    },
  }
}

type PageDeps = HouseDoorDeps & Pick<AnswerDeps, 'visits'>

function openPage(deps: PageDeps, routes: Routes, page: HousePage): PageDoor {
  const made = new WeakMap<Inside, LiveVisit>()
  const door: PageDoor = {
    async require(c, needed = {}) {
      if (c.req.method !== 'GET' && c.req.method !== 'HEAD') requireSameOrigin(c, deps.issuer)
      const live = await visiting(deps, c, page)
      if (live === undefined || !enough(deps, page, needed, live)) return begin(deps, c, page, needed)
      await deps.visits.touch(live)
      const stamp = visitStamp(live)
      const inside: Inside = {
        me: live.visit.visitor,
        stamp,
        ...keeping(deps.hot, live),
        logOut: (at) => logOutForm(at, page, stamp),
      }
      made.set(inside, live)
      return inside
    },
    async posted(c, inside, read = readForm) {
      const live = made.get(inside)
      if (live === undefined) throw new Error('nobody that this page let in')
      requireSameOrigin(c, deps.issuer)
      const sent = await read(c)
      if (!visitStampHolds(live, sent.get(stampField) ?? '')) throw new SeeOther(page.home)
      return sent
    },
  }
  routes.get(notLoggedIn(page), (c) => notLoggedInPage(c, page))
  routes.post(`${page.home}/log-out`, (c) => logOut(deps, c, page))
  return door
}

/** The browser's visit, if it counts: the database has the last word on whose session is over and who is blocked. */
async function visiting(deps: PageDeps, c: Request, page: HousePage): Promise<LiveVisit | undefined> {
  const live = await deps.visits.read(c, page)
  if (live === undefined) return undefined
  const [counts, known = live.visit.visitor.person] = await Promise.all([
    deps.database.batch([...deps.guards(live.visit.visitor)]),
    deps.known(c),
  ])
  // I1: a visit may outlive the gateway's session; whoever has logged in since is not shown the page of who was here before.
  if (counts.ok && known === live.visit.visitor.person) return live
  await deps.visits.forget(c, page, live)
  return undefined
}

/** I2: a page's session holds for what its login reached, and for no more. */
function enough({ clock }: PageDeps, page: HousePage, needed: Needed, { visit }: LiveVisit): boolean {
  const { level, at } = visit.visitor
  if (!reaches(level, levelFor(page, needed))) return false
  return needed.within === undefined || clock.now() <= at + needed.within * 1000
}

const levelFor = (page: HousePage, { atLeast = page.atLeast }: Needed) => higher(page.atLeast, atLeast)

function begin(deps: PageDeps, c: Request, page: HousePage, needed: Needed): Response | Promise<Response> {
  const ahead = guessedAhead(c)
  if (ahead !== undefined) return ahead
  const atLeast = levelFor(page, needed)
  return deps.start(c, askFor(page, atLeast, freshAfter(deps, page, needed)), {
    page: page.id,
    atLeast,
    back: backTo(c, page),
  })
}

/** As the login counts it: the session's proofs after this, the attempt's own at or after. */
function freshAfter({ clock }: PageDeps, { freshLogin }: HousePage, { within }: Needed): number | undefined {
  if (freshLogin === true) return clock.now()
  return within === undefined ? undefined : clock.now() - within * 1000 - 1
}

const askFor = (page: HousePage, atLeast: Ask['atLeast'], freshAfter: number | undefined): Ask => ({
  clientId: clientIdOf(page),
  atLeast,
  vocabulary: 'idporten',
  eids: undefined,
  freshAfter,
  silent: false,
  expectedSub: undefined,
  uiLocales: [],
  loginHint: undefined,
  eid: undefined,
  session: 'shared',
  groups: [nationalGroup],
})

function backTo(c: Request, { home }: HousePage): string {
  const { pathname, search } = new URL(c.req.url)
  const path = c.req.method === 'GET' ? localPath(pathname + search) : undefined
  return path !== undefined && (pathname === home || pathname.startsWith(`${home}/`)) ? path : home
}

const logOutForm = (c: Request, page: HousePage, stamp: string): Html =>
  form(`${page.home}/log-out`, stamp, quietButton(texts.logOut[c.get('language')]))

/** Ends the gateway's session, in the database too where this browser has lost its cookie, and with it every page's. */
async function logOut(deps: PageDeps, c: Request, page: HousePage): Promise<Response> {
  requireSameOrigin(c, deps.issuer)
  const live = await visiting(deps, c, page)
  if (live === undefined) return c.redirect('/logout', 303)
  const sent = await readForm(c)
  if (!visitStampHolds(live, sent.get(stampField) ?? '')) throw new SeeOther(page.home)
  await deps.visits.forget(c, page, live)
  return deps.logout(c, {
    clientId: clientIdOf(page),
    sid: live.visit.visitor.sid,
    sub: undefined,
    manner: 'at once',
    again: undefined,
    returnTo: undefined,
    uiLocales: undefined,
  })
}

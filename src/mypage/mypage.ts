/** My page: row S2. Everything on it is about whoever is logged in; nobody else's can be asked for. */
import type { Request, Routes } from '#http/routes.ts'
import type { HouseDoor, Inside, PageDoor } from '#house-door/house-door.ts'
import { clientIdOf, type HousePage } from '#house-door/page.ts'
import type { PersonId } from '#base/ids.ts'
import type { Language } from '#i18n/text.ts'
import { mountMine } from '#login/house.ts'
import { endSid, logoutEverywhere } from '#login/end.ts'
import type { Login } from '#login/login.ts'
import { logout } from '#login/logout.ts'
import { sessionsOf } from '#login/sessions-of.ts'
import { activityOf, type ReadOwn } from '#mypage/activity.ts'
import { activityPage, type Names } from '#mypage/activity-page.ts'
import { homePage, type ShownEid } from '#mypage/home.ts'
import { home, openOwnPages, ownPage } from '#mypage/own-pages.ts'
import { pageName } from '#mypage/texts.ts'
import { page as shell } from '#ui/page.ts'

export interface MyPageDeps {
  readonly door: HouseDoor
  readonly login: Login
  readonly readOwn: ReadOwn
  /** Since when they have opted out of digital communication, milliseconds; undefined: they have not. */
  readonly reserved: (person: PersonId) => Promise<number | undefined>
}

/** Substantial, as MinID reaches: whoever has an eID gets to what is theirs. */
export const myPage: HousePage = { id: 'my', name: pageName, home, atLeast: 'substantial' }

export function mountMyPage(routes: Routes, deps: MyPageDeps): void {
  const { login } = deps
  const door = deps.door.open(routes, myPage)
  const within = (c: Request, then: (inside: Inside) => Promise<Response>): Promise<Response> =>
    door.require(c).then((inside) => (inside instanceof Response ? inside : then(inside)))

  routes.get(home, (c) => within(c, (inside) => showHome(deps, c, inside)))
  routes.get(`${home}/activity`, (c) =>
    within(c, async ({ me }) => {
      const entries = await activityOf(deps.readOwn, me.person, login.clock.now())
      return ownPage(c, activityPage(entries, c.get('language'), namesOf(login, c.get('language'))))
    }),
  )
  routes.post(`${home}/sessions/end`, (c) => within(c, (inside) => endThere(deps, door, c, inside)))
  routes.post(`${home}/everywhere`, (c) => within(c, (inside) => endEverywhere(deps, door, c, inside)))

  mountMine(routes, home, login.methods, openOwnPages(door, login))
}

async function showHome({ login, readOwn, reserved }: MyPageDeps, c: Request, inside: Inside): Promise<Response> {
  const { me, stamp } = inside
  const language = c.get('language')
  const now = login.clock.now()
  const [sessions, activity, eids, since] = await Promise.all([
    sessionsOf(login.store, me.person, now),
    activityOf(readOwn, me.person, now),
    ownEids(login, inside, language),
    reserved(me.person),
  ])
  const said = c.req.query('said')
  const body = homePage({
    language,
    names: namesOf(login, language),
    stamp,
    logOut: inside.logOut(c),
    method: me.method,
    at: me.at,
    eids,
    // A session with nothing in it but the help desk's or this page's own login is one all the same.
    sessions,
    here: me.sid,
    activity,
    reserved: since,
    phone: c.get('help')?.phone,
    said: said === 'ended' || said === 'gone' ? said : undefined,
  })
  c.header('cache-control', 'no-store')
  return shell(c, { language, title: pageName, here: home, body })
}

async function ownEids({ methods }: Login, { me }: Inside, language: Language): Promise<readonly ShownEid[]> {
  const all = await Promise.all(
    methods.map(async (method): Promise<readonly ShownEid[]> => {
      const own = method.mine === undefined ? undefined : await method.own?.(me.person, language)
      return own === undefined
        ? []
        : [{ id: method.id, name: method.name, mark: method.mark, logo: method.logo?.path, own }]
    }),
  )
  return all.flat()
}

/** An eID or a service that is there no longer keeps the name it has in the trail. */
const namesOf = ({ service, methods }: Login, language: Language): Names => ({
  service: (clientId) => service(clientId)?.name[language] ?? clientId,
  method: (id) => methods.find((method) => method.id === id)?.name[language] ?? id,
})

/** One session in another browser. Only the person's own can be named. */
async function endThere({ login }: MyPageDeps, door: PageDoor, c: Request, inside: Inside): Promise<Response> {
  const sent = await door.posted(c, inside)
  const { person } = inside.me
  const own = await sessionsOf(login.store, person, login.clock.now())
  const found = own.find(({ sid }) => sid === sent.get('sid'))
  const ended = found !== undefined && (await endSid(login, found.sid, 'logout', person)).first
  return c.redirect(`${home}?said=${ended ? 'ended' : 'gone'}`, 303)
}

/** All sessions in the database first, then this browser's services by their frames. */
async function endEverywhere({ login }: MyPageDeps, door: PageDoor, c: Request, inside: Inside): Promise<Response> {
  await door.posted(c, inside)
  await logoutEverywhere(login, inside.me.person)
  return logout(login, c, {
    clientId: clientIdOf(myPage),
    sid: inside.me.sid,
    sub: undefined,
    manner: 'at once',
    everywhere: true,
    again: undefined,
    returnTo: undefined,
    uiLocales: undefined,
  })
}

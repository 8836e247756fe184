/** Puts an example service together: language, login, front page, tasks, receipts, and a page for what went wrong. */
import { Hono, type MiddlewareHandler } from 'hono'
import { cookie, type CookieRules } from '#http/cookies.ts'
import { DuplicateParameter, readForm, readQuery } from '#http/forms.ts'
import { house, sameOrigin } from '#http/guards.ts'
import type { HouseEnv, Request, Routes } from '#http/routes.ts'
import { Refusal } from '#http/trouble.ts'
import { isLanguage, type Language } from '#i18n/text.ts'
import { homeBody, nameOf, receiptBody } from '#sandbox/services/home.ts'
import { loginAddress, mountLogin, safePath, type Trouble } from '#sandbox/services/login.ts'
import { strongEnough } from '#sandbox/services/relying-party.ts'
import type { Session } from '#sandbox/services/sessions.ts'
import { type ShellPage, show } from '#sandbox/services/shell.ts'
import type { Site, SiteDeps } from '#sandbox/services/site.ts'
import { faultsIn, receive, type Task, taskBody } from '#sandbox/services/task.ts'
import { texts } from '#sandbox/services/texts.ts'
import { troubleWords } from '#sandbox/services/trouble-texts.ts'
import { html } from '#ui/html.ts'

type Shown = Omit<ShellPage, 'language' | 'here' | 'user'> & {
  readonly here?: string
  readonly session?: Session | undefined
}

/** What the pages share. */
interface Pages {
  readonly site: Site
  readonly deps: SiteDeps
  readonly sessionOf: (c: Request) => Session | undefined
  readonly page: (c: Request, p: Shown) => Response
}

export function siteApp(site: Site, deps: SiteDeps): Routes {
  const app: Routes = new Hono<HouseEnv>()
  const page = (c: Request, { session, ...p }: Shown): Response =>
    show(c, site.brand, {
      language: languageOf(c),
      here: c.req.path,
      user: session === undefined ? undefined : nameOf(session),
      ...p,
    })
  app.use(house({ hosts: [new URL(deps.origin).host], cookies: deps.cookies }))
  app.use(languageSwitch(deps.cookies))
  const sessionOf = mountLogin(app, site, deps, {
    trouble: (c, trouble) => page(c, { ...troublePage(c, trouble), session: sessionOf(c) }),
    loggedOut: (c, everywhere) => page(c, loggedOutPage(c, everywhere)),
  })
  const pages: Pages = { site, deps, sessionOf, page }
  mountHome(app, pages)
  for (const task of site.tasks) mountTask(app, task, pages)
  app.get(site.brand.stylePath, (c) =>
    c.body(deps.style, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }),
  )
  app.notFound((c) =>
    page(c, { title: texts.notFound, status: 404, body: html`<p><a href="/">${texts.home[languageOf(c)]}</a></p>` }),
  )
  app.onError((error, c) => {
    const theirs = error instanceof DuplicateParameter || error instanceof Refusal
    if (!theirs) deps.failed('a page could not be made', error)
    return page(c, { ...troublePage(c, { code: 'wrong', to: '/' }), status: theirs ? 400 : 500 })
  })
  return app
}

/** The first middleware sets it; it may itself be what failed. */
const languageOf = (c: Request): Language => c.get('language') ?? 'nb'

/** `?lang=` on any page: kept in a cookie, and taken off the address. */
function languageSwitch(cookies: CookieRules): MiddlewareHandler<HouseEnv> {
  return async (c, next) => {
    const lang = c.req.method === 'GET' ? c.req.query('lang') : undefined
    if (lang === undefined || !isLanguage(lang)) return next()
    const query = new URLSearchParams(c.req.query())
    query.delete('lang')
    c.header('set-cookie', cookie(cookies, 'lang', lang, 365 * 24 * 3600))
    const path = safePath(c.req.path)
    return c.redirect(query.size === 0 ? path : `${path}?${query}`, 303)
  }
}

function mountHome(app: Routes, { site, deps, sessionOf, page }: Pages): void {
  app.get('/', (c) => {
    const session = sessionOf(c)
    const title = session === undefined ? site.brand.name : greeting(session)
    return page(c, { title, session, body: homeBody(site, languageOf(c), session) })
  })
  const { list } = site
  if (list !== undefined) {
    app.get(list.path, (c) => {
      const session = sessionOf(c)
      if (session === undefined) return c.redirect(loginAddress(list.path), 303)
      const body = html`<p class="lead">${list.lead[languageOf(c)]}</p>${list.body(languageOf(c), deps.clock.now())}`
      return page(c, { title: list.title, session, body })
    })
  }
  app.get('/receipts/:number', (c) => {
    const session = sessionOf(c)
    if (session === undefined) return c.redirect(loginAddress('/'), 303)
    const receipt = session.receipts.find(({ number }) => number === c.req.param('number'))
    if (receipt === undefined) return c.notFound()
    return page(c, { title: texts.received, session, body: receiptBody(languageOf(c), receipt) })
  })
}

function mountTask(app: Routes, task: Task, { site, deps, sessionOf, page }: Pages): void {
  const { clock, origin } = deps
  const level = task.level ?? site.level
  app.get(task.path, (c) => {
    const session = sessionOf(c)
    if (session === undefined || !strongEnough(session.level, level))
      return c.redirect(loginAddress(task.path, level), 303)
    return page(c, {
      title: task.title,
      session,
      body: taskBody(task, { session, language: languageOf(c), clock }),
    })
  })
  app.post(task.path, async (c) => {
    const language = languageOf(c)
    const session = sessionOf(c)
    if (session === undefined || !strongEnough(session.level, level) || !sameOrigin(c, origin)) {
      const body = html`<div class="notice bad"><p>${texts.endedHint[language]}</p></div>
<p><a class="button" href="${loginAddress(task.path, level)}">${texts.logIn[language]}</a></p>`
      return page(c, { title: texts.ended, session, status: 403, body })
    }
    const sent = await readForm(c)
    const visit = { session, language, clock }
    if (faultsIn(task, sent).length > 0) {
      return page(c, { title: task.title, session, faulty: true, body: taskBody(task, visit, sent) })
    }
    const { number } = receive(task, visit, sent)
    return c.redirect(task.reply === undefined ? `/receipts/${number}` : task.path, 303)
  })
}

const greeting = (session: Session): Site['intro'] => {
  const { given_name: given } = session.claims
  const named = (welcome: string): string => (typeof given === 'string' ? `${welcome}, ${given}` : welcome)
  const { nb, nn, se, en } = texts.welcome
  return { nb: named(nb), nn: named(nn), se: named(se), en: named(en) }
}

function troublePage(c: Request, { code, detail, to }: Trouble): Shown {
  const l = languageOf(c)
  const { heading, what, status } = troubleWords(code)
  const body = html`<p class="lead">${what[l]}</p>
<p><a class="button" id="try-again" href="${loginAddress(to)}">${texts.retry[l]}</a></p>
<p><a href="/">${texts.home[l]}</a></p>
${detail === undefined ? '' : html`<details><summary>${texts.developers[l]}</summary><p lang="en"><code>${detail}</code></p></details>`}`
  return { title: heading, body, status, here: '/' }
}

function loggedOutPage(c: Request, everywhere: boolean): Shown {
  const l = languageOf(c)
  return {
    title: texts.loggedOut,
    here: readQuery(c).has('here') ? `${c.req.path}?here=1` : c.req.path,
    body: html`<p class="lead">${everywhere ? texts.loggedOutEverywhere[l] : texts.loggedOutHere[l]}</p>
<p><a class="button" id="log-in" href="/login">${texts.logIn[l]}</a></p>
<p><a href="/">${texts.home[l]}</a></p>`,
  }
}

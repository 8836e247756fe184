/** Known browsers on My page: their owner sees which there are, and has one or all of them forgotten. Nobody else's are ever touched. */
import type { Step } from '#db/db.ts'
import type { Parameters } from '#http/forms.ts'
import type { Request, Routes } from '#http/routes.ts'
import type { OwnPages } from '#login/method.ts'
import type { Account } from '#methods/minid/accounts-store.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { browsersPage, browsersPath, isSaid, type Said } from '#methods/minid/marks/mine-page.ts'
import { dropMarks } from '#methods/minid/marks/store.ts'
import { atProfile, type AtProfile, fresh } from '#methods/minid/profile/deps.ts'
import { type Told, tellOwner } from '#methods/minid/told/told.ts'

interface Browsers {
  readonly m: Minid
  readonly pages: OwnPages
}

/** On routes that start at `/my/minid`. */
export function mountBrowsers(routes: Routes, m: Minid, pages: OwnPages): void {
  routes.get('/browsers', (c) => showBrowsers({ m, pages }, c))
  routes.post('/browsers/forget', (c) => postOne({ m, pages }, c))
  routes.post('/browsers/forget-all', (c) => postAll({ m, pages }, c))
}

async function showBrowsers(b: Browsers, c: Request): Promise<Response> {
  const at = await atProfile(b, c, fresh.begin)
  if (at instanceof Response) return at
  const { person, passwordSince } = at.account
  const said = c.req.query('said')
  const page = browsersPage({
    language: c.get('language'),
    stamp: at.home.stamp,
    known: await b.m.marks.of(c, person, passwordSince),
    said: isSaid(said) ? said : undefined,
  })
  return b.pages.show(c, at.home, page)
}

async function postOne(b: Browsers, c: Request): Promise<Response> {
  const at = await postedBy(b, c)
  if (at instanceof Response) return at
  const id = at.form.get('browser') ?? ''
  return forgotten(b.m, c, at.account, {
    what: 'one',
    told: 'browser-forgotten',
    step: b.m.marks.forget(id, at.account.person),
  })
}

async function postAll(b: Browsers, c: Request): Promise<Response> {
  const at = await postedBy(b, c)
  if (at instanceof Response) return at
  const { account } = at
  const known = await b.m.marks.of(c, account.person, account.passwordSince)
  if (known.length === 0) return to(c, 'gone')
  return forgotten(b.m, c, account, { what: 'all', told: 'browsers-forgotten', step: dropMarks(account.person) })
}

async function postedBy(b: Browsers, c: Request): Promise<(AtProfile & { readonly form: Parameters }) | Response> {
  const at = await atProfile(b, c, fresh.begin)
  return at instanceof Response ? at : { ...at, form: await b.pages.posted(c, at.home) }
}

interface Forgetting {
  readonly what: 'one' | 'all'
  readonly told: Told
  readonly step: Step
}

/** The change, its event and the message to the owner: together, or not at all. */
async function forgotten(m: Minid, c: Request, account: Account, { what, told, step }: Forgetting): Promise<Response> {
  const tells = tellOwner(m, account, told, c.get('language'))
  const event = { type: 'minid.browser.forgotten', person: account.person, what } as const
  const written = await m.audit.write([step, ...tells], [event])
  if (!written.ok) return to(c, 'gone')
  m.outbox.nudge()
  return to(c, what)
}

const to = (c: Request, said: Said): Response => c.redirect(`${browsersPath}?said=${said}`, 303)

/** MinID's pages for its owner, on routes that start at `/my/minid` (row M8). */
import { openHolding } from '#http/held.ts'
import type { Request, Routes } from '#http/routes.ts'
import type { PersonId } from '#base/ids.ts'
import type { Language } from '#i18n/text.ts'
import { dayAndTime } from '#i18n/when.ts'
import type { MethodPage, OwnEid, OwnPages } from '#login/method.ts'
import { lastTwo } from '#methods/minid/contact/masked.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { errandPage } from '#methods/minid/errands/errands.ts'
import { oldOf, postChannels, postContact } from '#methods/minid/profile/ask-step.ts'
import { codePage, letterPage } from '#methods/minid/profile/code-pages.ts'
import { postCode, postNewCode } from '#methods/minid/profile/code-step.ts'
import {
  atChange,
  atProfile,
  type AtProfile,
  changeKind,
  fresh,
  isHigher,
  pathOf,
  type Profile,
  saids,
  stampsOf,
  toOverview,
} from '#methods/minid/profile/deps.ts'
import { channelsPage, contactPage, passwordPage } from '#methods/minid/profile/form-pages.ts'
import { noMinidPage, overviewPage } from '#methods/minid/profile/overview.ts'
import { changedPath, postPassword } from '#methods/minid/profile/password-step.ts'
import type { Change, ContactStage, PasswordStage, WantedContact } from '#methods/minid/profile/state.ts'
import { formTexts } from '#methods/minid/profile/form-texts.ts'
import { overviewSentences, overviewTexts, waitingSentences } from '#methods/minid/profile/overview-texts.ts'
import { linkButton, notice } from '#ui/fields.ts'
import { html } from '#ui/html.ts'

export function mountProfile(routes: Routes, m: Minid, pages: OwnPages): void {
  const holding = openHolding<Change>({ hot: m.hot, clock: m.clock, cookies: pages.cookies }, changeKind)
  const p: Profile = { m, pages, holding }
  const begins = async (c: Request, page: (at: AtProfile) => MethodPage | Promise<MethodPage>): Promise<Response> => {
    const at = await atProfile(p, c, fresh.begin)
    return at instanceof Response ? at : pages.show(c, at.home, await page(at))
  }
  routes.get('/', (c) => showOverview(p, c))
  routes.get('/password', (c) => begins(c, (at) => passwordForm(p, c, at)))
  routes.post('/password', (c) => postPassword(p, c))
  for (const what of ['mobile', 'email'] as const) {
    routes.get(`/${what}`, (c) => begins(c, (at) => contactForm(p, c, at, what)))
    routes.post(`/${what}`, (c) => postContact(p, c, what))
  }
  routes.get('/channels', (c) => begins(c, (at) => channelsPage({ ...formProps(p, c, at), account: at.account })))
  routes.post('/channels', (c) => postChannels(p, c))
  routes.get('/change/:change', (c) => showChange(p, c))
  routes.post('/change/:change', (c) => postCode(p, c))
  routes.post('/change/:change/new-code', (c) => postNewCode(p, c))
  routes.post('/stop', (c) => postStop(p, c))
}

/** On routes that start at `/minid`. Tells nothing of anybody: whoever has the address sees the same. */
export function mountChanged(routes: Routes): void {
  routes.get(changedPath.replace('/minid', ''), (c) => {
    const l = c.get('language')
    const body = html`${notice('success', formTexts.changedNext[l])}
<div class="i-actions">${linkButton('/my', formTexts.toMyPage[l])}</div>`
    return errandPage(c, { title: formTexts.changedTitle, body })
  })
}

/** What My page says of it. */
export async function ownMinid(m: Minid, person: PersonId, l: Language): Promise<OwnEid | undefined> {
  const account = await m.accounts.openOf(person)
  if (account === undefined) return undefined
  const waiting = await m.pending.waiting(person)
  return {
    says:
      account.channel === 'letter'
        ? overviewTexts.codesLetter[l]
        : overviewSentences.smsTo[l](lastTwo(account.mobile())),
    notices: waiting.map(({ what, effective }) => `MinID: ${waitingSentences[what][l](dayAndTime(l, effective))}`),
  }
}

async function showOverview({ m, pages }: Profile, c: Request): Promise<Response> {
  const home = await pages.require(c)
  if (home instanceof Response) return home
  const l = c.get('language')
  const { person } = home.owner
  const account = await m.accounts.openOf(person)
  const mayOrder = m.letters?.printed === true
  if (account === undefined) return pages.show(c, home, noMinidPage(l, mayOrder))
  const email = account.email()
  const contact = { mobile: account.mobile(), ...(email === undefined ? {} : { email }) }
  const [shared, waiting, letters, cameBack] = await Promise.all([
    m.store.sharedWith(person, contact),
    m.pending.waiting(person),
    m.book?.states(person) ?? [],
    m.letters?.orders.cameBack(person, 'minid'),
  ])
  if (cameBack !== undefined && m.letters !== undefined)
    await m.audit.write([m.letters.orders.toldThatItCameBack(person, 'minid')], [])
  const said = saids.find((one) => one === c.req.query('said'))
  const seen = { account, shared, waiting, letters, mayOrder, cameBack: cameBack !== undefined, said }
  return pages.show(c, home, overviewPage({ language: l, stamp: home.stamp, ...seen }))
}

const formProps = ({ m }: Profile, c: Request, { home }: AtProfile) => ({
  language: c.get('language'),
  stamp: home.stamp,
  now: m.clock.now(),
  higher: isHigher(home.owner),
})

const passwordForm = (p: Profile, c: Request, at: AtProfile, state?: PasswordStage): MethodPage =>
  passwordPage({ ...formProps(p, c, at), shortest: p.m.passwordRules.shortest, state })

async function contactForm(
  p: Profile,
  c: Request,
  at: AtProfile,
  what: WantedContact['what'],
  state?: ContactStage,
): Promise<MethodPage> {
  const { m } = p
  const letters = (await m.book?.states(at.account.person)) ?? []
  return contactPage({
    ...formProps(p, c, at),
    what,
    old: oldOf(at.account, { what, to: '' }),
    hasLetter: letters.some(({ left }) => left > 0),
    mayOrder: m.letters?.printed === true,
    waitDays: m.pending.days,
    state,
  })
}

async function showChange(p: Profile, c: Request): Promise<Response> {
  const at = await atChange(p, c)
  if (at instanceof Response) return at
  return p.pages.show(c, at.home, await changePage(p, c, at))
}

async function changePage(p: Profile, c: Request, at: Exclude<Awaited<ReturnType<typeof atChange>>, Response>) {
  const { home, change } = at
  const { state } = change.held
  if (state.stage === 'password') return passwordForm(p, c, at, state)
  if (state.stage === 'contact') return contactForm(p, c, at, state.what, state)
  const props = { ...formProps(p, c, at), path: pathOf(change), stamp: stampsOf(home, change) }
  return state.stage === 'letter' ? letterPage({ ...props, state }) : codePage({ ...props, state })
}

/** Whoever is here stops what waits, or takes an old number back, which ends all sessions. */
async function postStop(p: Profile, c: Request): Promise<Response> {
  const at = await atProfile(p, c, fresh.begin)
  if (at instanceof Response) return at
  const form = await p.pages.posted(c, at.home)
  const waiting = await p.m.pending.waiting(at.account.person)
  const row = waiting.find(({ what }) => what === form.get('what'))
  const stopped = row !== undefined && (await p.m.pending.cancel(row, 'owner', p.pages))
  return c.redirect(toOverview(stopped ? 'stopped' : 'over'), 303)
}

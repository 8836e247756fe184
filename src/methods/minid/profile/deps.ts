/** What the profile's pages work with: who is here, and the change that this browser holds. */
import { lifetimes } from '#base/lifetimes.ts'
import { randomToken } from '#base/secrets.ts'
import type { Parameters } from '#http/forms.ts'
import { type HeldKind, heldStamp, heldStampHolds, type Holding, type InHand } from '#http/held.ts'
import type { Request } from '#http/routes.ts'
import { SeeOther } from '#http/trouble.ts'
import { reaches } from '#login/levels.ts'
import type { AtHome, Owner, OwnPages } from '#login/method.ts'
import type { Account } from '#methods/minid/accounts-store.ts'
import type { Minid } from '#methods/minid/deps.ts'
import type { Change, ChangeState } from '#methods/minid/profile/state.ts'
import { hidden } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'

export interface Profile {
  readonly m: Minid
  readonly pages: OwnPages
  readonly holding: Holding<Change>
}

export const changeKind: HeldKind = {
  prefix: 'm',
  id: /^chg_[\w-]{22}$/,
  idle: lifetimes.attemptIdle,
  absolute: lifetimes.attemptAbsolute,
  sideBySide: 5,
}

export const base = '/my/minid'
/** What the overview says it has just seen; a closed list, so that nobody's link puts words there. */
export const saids = [
  'mobile',
  'email',
  'channels',
  'waits',
  'waiting',
  'stopped',
  'over',
  'no-letter',
  'too-many',
] as const
export type Said = (typeof saids)[number]
export const toOverview = (said?: Said): string => (said === undefined ? base : `${base}?said=${said}`)

/**
 * Seconds. Whoever begins a change has just shown who they are: a browser that was left open is not enough. Once begun it
 * goes on as long as it is held.
 */
export const fresh = {
  begin: lifetimes.ownChange,
  goOn: lifetimes.ownChange + lifetimes.attemptAbsolute,
} as const

/** An eID at high is stronger than MinID: whoever has just used it need not show what is weaker. */
export const isHigher = ({ method, level }: Owner): boolean => method !== 'minid' && reaches(level, 'high')

export interface AtProfile {
  readonly home: AtHome
  readonly account: Account
}

/** Somebody with an open MinID who has logged in lately; else the answer. Who has none is led to the page that says so. */
export async function atProfile(
  p: Pick<Profile, 'm' | 'pages'>,
  c: Request,
  within: number,
): Promise<AtProfile | Response> {
  const home = await p.pages.require(c, { within })
  if (home instanceof Response) return home
  const account = await p.m.accounts.openOf(home.owner.person)
  return account === undefined ? c.redirect(base, 303) : { home, account }
}

export interface AtChange extends AtProfile {
  readonly change: InHand<Change>
}

export const pathOf = ({ held: { id } }: InHand<Change>): string => `${base}/change/${id}`

/** The change of `:change`. One that is over, another browser's or another person's leads to the overview (thrown). */
export async function atChange(p: Profile, c: Request): Promise<AtChange | Response> {
  const at = await atProfile(p, c, fresh.goOn)
  if (at instanceof Response) return at
  const change = await p.holding.open(c, c.req.param('change') ?? '')
  if (typeof change === 'string' || change.held.person !== at.home.owner.person) throw new SeeOther(toOverview('over'))
  return { ...at, change }
}

const stageField = 'stage'

/** The hidden fields of a change's forms: whose visit, and which state of which change. */
export const stampsOf = (home: AtHome, change: InHand<Change>): Html =>
  html`${home.stamp}${hidden(stageField, heldStamp(change))}`

/** A form of a change coming back. One from an earlier state is led to where the change stands (thrown). */
export async function postedChange(
  p: Profile,
  c: Request,
): Promise<(AtChange & { readonly form: Parameters }) | Response> {
  const at = await atChange(p, c)
  if (at instanceof Response) return at
  const form = await p.pages.posted(c, at.home)
  if (!heldStampHolds(at.change, form.get(stageField) ?? '')) throw new SeeOther(pathOf(at.change))
  return { ...at, form }
}

export const newChangeId = (): string => `chg_${randomToken(16)}`

export const beginChange = (
  { m, holding }: Profile,
  c: Request,
  { owner }: AtHome,
  state: ChangeState,
  id = newChangeId(),
): Promise<InHand<Change>> => holding.begin(c, { id, revision: 0, began: m.clock.now(), person: owner.person, state })

/** Writes the next state. Somebody else was first: the browser is sent to where the change stands (thrown). */
export async function keepChange(
  { holding }: Profile,
  change: InHand<Change>,
  state: ChangeState,
): Promise<InHand<Change>> {
  const next = await holding.swap(change, { ...change.held, state })
  if (next === undefined) throw new SeeOther(pathOf(change))
  return next
}

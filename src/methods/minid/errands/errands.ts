/**
 * Errands: what a person does with MinID outside a login (ordering a letter, registering, a new password). What a page
 * leaves for the next is held by the browser that began the errand, and changed by compare-and-set alone.
 */
import type { AttemptId } from '#base/ids.ts'
import { isAttemptId } from '#base/ids.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { randomToken } from '#base/secrets.ts'
import { type Parameters, readForm } from '#http/forms.ts'
import { requireSameOrigin } from '#http/guards.ts'
import { type Held, type HeldKind, heldStamp, heldStampHolds, type InHand, openHolding } from '#http/held.ts'
import type { Request } from '#http/routes.ts'
import { Refusal, SeeOther } from '#http/trouble.ts'
import type { Text } from '#i18n/text.ts'
import type { Minid } from '#methods/minid/deps.ts'
import type { MethodHouse } from '#login/method.ts'
import { errandTexts } from '#methods/minid/errands/texts.ts'
import { hidden, linkButton, stampField } from '#ui/fields.ts'
import { html, type Html } from '#ui/html.ts'
import { page } from '#ui/page.ts'

/** One errand on its way. `data` is the folder's own: plain JSON. */
export interface Errand<Data> extends Held {
  /** Which folder began it: an errand of one is none of another's. */
  readonly kind: string
  /** The login that it was begun from, and leads back to. */
  readonly back?: AttemptId | undefined
  readonly data: Data
}

export type ErrandInHand<Data> = InHand<Errand<Data>>

export interface ErrandPage {
  readonly title: Text
  readonly body: Html
  readonly faulty?: boolean
}

export interface Errands<Data> {
  /** Where errands of this kind begin: `/minid/order`. */
  readonly start: string
  /** Begins one; the caller sends the browser to `path`. `back` as `?login=` named it, on the first page's form. */
  begin(c: Request, data: Data, back?: AttemptId): Promise<ErrandInHand<Data>>
  /** The errand of `:errand`. @throws Refusal IN-01, IN-02, IN-11 with the way to begin anew */
  open(c: Request): Promise<ErrandInHand<Data>>
  /** A form coming back: own origin, stage stamp. An old stage is sent to where the errand stands (thrown). */
  posted(c: Request): Promise<{ readonly errand: ErrandInHand<Data>; readonly form: Parameters }>
  /** Writes the state by compare-and-set. Somebody else was first: the browser is sent to where the errand stands (thrown). */
  keep(errand: ErrandInHand<Data>, data: Data): Promise<ErrandInHand<Data>>
  /** The errand is done. Somebody else was first: the browser is sent to where it stands (thrown). */
  end(c: Request, errand: ErrandInHand<Data>): Promise<void>
  /** `/minid/order/err_…` */
  path(errand: ErrandInHand<Data>): string
  /** The hidden field of every form of the errand. */
  stamp(errand: ErrandInHand<Data>): Html
}

export const errandKind: HeldKind = {
  prefix: 'e',
  id: /^err_[\w-]{22}$/,
  idle: lifetimes.attemptIdle,
  absolute: lifetimes.attemptAbsolute,
  sideBySide: 10,
}

export function openErrands<Data>(m: Minid, house: MethodHouse, kind: string): Errands<Data> {
  const holding = openHolding<Errand<Data>>({ hot: m.hot, clock: m.clock, cookies: house.cookies }, errandKind)
  const start = `/minid/${kind}`
  const path = ({ held }: ErrandInHand<Data>): string => `${start}/${held.id}`
  const beginAnew = { href: start, text: errandTexts.beginAnew }

  const open = async (c: Request): Promise<ErrandInHand<Data>> => {
    const found = await holding.open(c, c.req.param('errand') ?? '')
    if (typeof found === 'string') throw new Refusal(refusals[found], { way: beginAnew })
    if (found.held.kind !== kind) throw new Refusal('IN-01', { way: beginAnew })
    return found
  }

  return {
    start,
    begin: (c, data, back) => {
      const errand = { id: `err_${randomToken(16)}`, revision: 0, began: m.clock.now(), kind, back, data }
      return holding.begin(c, errand)
    },
    open,
    async posted(c) {
      requireSameOrigin(c, house.issuer)
      const form = await readForm(c)
      const errand = await open(c)
      if (!heldStampHolds(errand, form.get(stampField) ?? '')) throw new SeeOther(path(errand))
      return { errand, form }
    },
    async keep(errand, data) {
      const next = await holding.swap(errand, { ...errand.held, data })
      if (next === undefined) throw new SeeOther(path(errand))
      return next
    },
    async end(c, errand) {
      if (!(await holding.end(c, errand))) throw new SeeOther(path(errand))
    },
    path,
    stamp: (errand) => hidden(stampField, heldStamp(errand)),
  }
}

const refusals = { over: 'IN-01', elsewhere: 'IN-02', twice: 'IN-11' } as const

/** The first page's form of an errand: no state yet, so the origin alone says that it is ours (security.md 15). @throws Refusal IN-05 */
export async function firstForm(c: Request, house: MethodHouse): Promise<Parameters> {
  requireSameOrigin(c, house.issuer)
  return readForm(c)
}

/** The login that somebody came from, as the link on its page says: `?login=att_…`. */
export const loginIn = (value: string | undefined): AttemptId | undefined =>
  value !== undefined && isAttemptId(value) ? value : undefined

/** For the first page's form: hands the login on. */
export const backField = (back: AttemptId | undefined): Html => (back === undefined ? html`` : hidden('login', back))

/** The way back to the login that somebody came from; nothing where they came from none. */
export const backToLogin = (c: Request, back: AttemptId | undefined, variant?: 'primary' | 'secondary'): Html =>
  back === undefined ? html`` : linkButton(`/login/${back}/minid`, errandTexts.backToLogin[c.get('language')], variant)

/** A page of an errand, in the house's shell. */
export function errandPage(c: Request, { title, body, faulty = false }: ErrandPage): Response {
  const { search } = new URL(c.req.url)
  c.header('cache-control', 'no-store')
  return page(c, { language: c.get('language'), title, body, faulty, here: `${c.req.path}${search}` })
}

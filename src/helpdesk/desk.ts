/** The help desk's way through: who may enter, the number, what is seen for it, what can be done. */
import type { PersonId } from '#base/ids.ts'
import type { NationalId } from '#base/national-id.ts'
import type { Audit } from '#audit/audit.ts'
import type { Hot } from '#hot/hot.ts'
import type { Request, Routes } from '#http/routes.ts'
import { Refusal, SeeOther } from '#http/trouble.ts'
import type { HouseDoor, Inside, PageDoor } from '#house-door/house-door.ts'
import type { HousePage } from '#house-door/page.ts'
import { isLanguage } from '#i18n/text.ts'
import type { Orders } from '#letters/order.ts'
import type { BlockCodes } from '#methods/minid/block.ts'
import {
  beginCall,
  type Call,
  callOf,
  endCall,
  keepCall,
  keepMistyped,
  readTyped,
  takeMistyped,
} from '#helpdesk/caller.ts'
import { askPage, blockPage, callPage, noRolePage, paths, reservationPage } from '#helpdesk/pages.ts'
import { texts } from '#helpdesk/texts.ts'

export interface HelpDeskDeps {
  readonly door: Pick<HouseDoor, 'open'>
  readonly hot: Pick<Hot, 'count'>
  readonly audit: Pick<Audit, 'note'>
  readonly world: 'twin' | 'production'
  /** Whether whoever proved this number (by its look-up hash) works here, now. */
  readonly isStaff: (numberHash: string) => Promise<boolean>
  readonly orders: Pick<Orders, 'order' | 'seen' | 'looked'>
  /** Letters are printed here. */
  readonly printed: boolean
  readonly blockCodes: BlockCodes
  /** Opts the caller out of digital communication, or in again. Comes back with nothing, whatever stood there. */
  readonly reserve: (number: NationalId, out: boolean, staff: PersonId) => Promise<void>
  /** Answers on a grid of time, so that how long it took tells nothing (security.md 38). */
  readonly paced: <T>(work: () => Promise<T>) => Promise<T>
}

export const helpDesk: HousePage = {
  id: 'helpdesk',
  name: texts.name,
  home: paths.home,
  atLeast: 'high',
  freshLogin: true,
}

/** Numbers that one member of staff looks up in an hour: more than anybody has callers. */
const looksPerHour = 120
const hour = 3600

type Enter = (c: Request) => Promise<Inside | Response>
interface Desk extends HelpDeskDeps {
  readonly page: PageDoor
  /** Staff alone: looked at on every request. */
  readonly enter: Enter
}

export function mountHelpDesk(routes: Routes, deps: HelpDeskDeps): void {
  const page = deps.door.open(routes, helpDesk)
  const desk: Desk = { ...deps, page, enter: (c) => enter(deps, page, c) }
  routes.get(paths.home, (c) => within(desk, c, (inside) => ask(c, inside)))
  routes.post(paths.home, (c) => within(desk, c, (inside) => look(desk, c, inside)))
  routes.get(`${paths.calls}/:call`, (c) => inCall(desk, c, (inside, call) => show(desk, c, inside, call)))
  routes.post(`${paths.calls}/:call/letter`, (c) => inCall(desk, c, (inside, call) => order(desk, c, inside, call)))
  routes.get(`${paths.calls}/:call/block`, (c) => inCall(desk, c, async (inside, call) => blockPage(c, inside, call)))
  routes.post(`${paths.calls}/:call/block`, (c) => inCall(desk, c, (inside, call) => block(desk, c, inside, call)))
  routes.get(`${paths.calls}/:call/reservation`, (c) =>
    inCall(desk, c, async (inside, call) => reservationPage(c, inside, call)),
  )
  routes.post(`${paths.calls}/:call/reservation`, (c) =>
    inCall(desk, c, (inside, call) => reserve(desk, c, inside, call)),
  )
  routes.post(`${paths.calls}/:call/end`, (c) => inCall(desk, c, (inside, call) => end(desk, c, inside, call)))
}

async function enter(deps: HelpDeskDeps, page: PageDoor, c: Request): Promise<Inside | Response> {
  const inside = await page.require(c)
  if (inside instanceof Response || (await deps.isStaff(inside.me.numberHash))) return inside
  deps.audit.note({ type: 'helpdesk.refused', person: inside.me.person })
  return noRolePage(c, inside)
}

async function within(desk: Desk, c: Request, work: (inside: Inside) => Promise<Response>): Promise<Response> {
  const inside = await desk.enter(c)
  return inside instanceof Response ? inside : work(inside)
}

/** A call that is over, or another's: back to the first page, which says so. */
const inCall = (desk: Desk, c: Request, work: (inside: Inside, call: Call) => Promise<Response>): Promise<Response> =>
  within(desk, c, async (inside) => {
    const call = await callOf(inside, c.req.param('call') ?? '')
    if (call === undefined) throw new SeeOther(paths.over)
    return work(inside, call)
  })

const ask = async (c: Request, inside: Inside): Promise<Response> => askPage(c, inside, await takeMistyped(inside))

async function look(desk: Desk, c: Request, inside: Inside): Promise<Response> {
  const form = await desk.page.posted(c, inside)
  const typed = form.get('number') ?? ''
  const number = readTyped(typed, desk.world)
  if (typeof number === 'string') {
    await keepMistyped(inside, { typed: typed.slice(0, 40), fault: number })
    return c.redirect(paths.home, 303)
  }
  await notTooOften(desk, inside)
  const call = await desk.paced(() => lookUp(desk, inside, number))
  return c.redirect(`${paths.calls}/${call.id}`, 303)
}

/** Written down before anything is shown. */
async function lookUp({ orders }: Desk, inside: Inside, number: NationalId): Promise<Call> {
  await orders.looked(number, 'minid', inside.me.person)
  return beginCall(inside, number)
}

async function notTooOften({ hot }: Desk, { me }: Inside): Promise<void> {
  if ((await hot.count(`helpdesk:${me.person}`, hour)) <= looksPerHour) return
  throw new Refusal('IN-06', { way: { href: paths.home, text: texts.back }, detail: 'help desk' })
}

const show = (desk: Desk, c: Request, inside: Inside, call: Call): Promise<Response> =>
  desk.paced(async () => {
    const seen = await desk.orders.seen(call.number, 'minid')
    return callPage(c, inside, { call, seen, printed: desk.printed })
  })

async function order(desk: Desk, c: Request, inside: Inside, call: Call): Promise<Response> {
  const form = await desk.page.posted(c, inside)
  const language = form.get('language') ?? ''
  if (!desk.printed) throw new SeeOther(paths.home)
  if (!isLanguage(language)) return said(c, inside, call, 'no-language')
  const ordering = { book: 'minid', by: 'helpdesk', language, staff: inside.me.person } as const
  await desk.paced(() => desk.orders.order(call.number, ordering))
  return said(c, inside, call, 'ordered')
}

async function block(desk: Desk, c: Request, inside: Inside, call: Call): Promise<Response> {
  await desk.page.posted(c, inside)
  await desk.paced(() => desk.blockCodes(call.number, inside.me.person))
  return said(c, inside, call, 'blocked')
}

/** Two buttons, no choice that stands there already: what is registered is not shown. */
async function reserve(desk: Desk, c: Request, inside: Inside, call: Call): Promise<Response> {
  const what = (await desk.page.posted(c, inside)).get('what')
  if (what !== 'out' && what !== 'in') return c.redirect(`${paths.calls}/${call.id}/reservation`, 303)
  await desk.paced(() => desk.reserve(call.number, what === 'out', inside.me.person))
  return said(c, inside, call, what === 'out' ? 'reserved' : 'unreserved')
}

async function end(desk: Desk, c: Request, inside: Inside, call: Call): Promise<Response> {
  await desk.page.posted(c, inside)
  await endCall(inside, call)
  return c.redirect(paths.home, 303)
}

async function said(c: Request, inside: Inside, call: Call, notice: Call['notice']): Promise<Response> {
  await keepCall(inside, { ...call, notice })
  return c.redirect(`${paths.calls}/${call.id}`, 303)
}

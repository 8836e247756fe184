/** What the pages for adding an app and for adding a passkey share: who may, what a device is called, and what stands between two pages. */
import type { PersonId } from '#base/ids.ts'
import { lifetimes } from '#base/lifetimes.ts'
import { randomToken } from '#base/secrets.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { Step } from '#db/db.ts'
import type { Stamp } from '#hot/hot.ts'
import type { Parameters } from '#http/forms.ts'
import type { Request } from '#http/routes.ts'
import { SeeOther } from '#http/trouble.ts'
import { reaches } from '#login/levels.ts'
import type { AtHome, OwnPages } from '#login/method.ts'
import type { Account, FirstDevice } from '#methods/minid/accounts-store.ts'
import type { Minid } from '#methods/minid/deps.ts'
import type { Proof } from '#methods/minid/second/mine-proof.ts'
import { noMinidPage } from '#methods/minid/second/mine-pages.ts'
import { type Told, tellOwner } from '#methods/minid/told/told.ts'

/** Seconds: whoever adds or removes a device has just shown with two factors who they are. */
const recent = 600

export interface AtDevices {
  readonly home: AtHome
  readonly account: Account
}

/** Somebody with a MinID who has just logged in; else what they are answered. */
export async function atDevices(m: Minid, pages: OwnPages, c: Request): Promise<AtDevices | Response> {
  const home = await pages.require(c, { within: recent })
  if (home instanceof Response) return home
  // My page asks for no less; a page that did would open no way to a second factor here.
  if (!reaches(home.owner.level, 'substantial')) throw new Error('a login with less than two factors')
  const account = await m.accounts.openOf(home.owner.person)
  return account === undefined ? pages.show(c, home, noMinidPage(c.get('language'))) : { home, account }
}

/** The form that was sent, and by whom. */
export async function postedDevices(
  m: Minid,
  pages: OwnPages,
  c: Request,
): Promise<(AtDevices & { readonly form: Parameters }) | Response> {
  const at = await atDevices(m, pages, c)
  return at instanceof Response ? at : { ...at, form: await pages.posted(c, at.home) }
}

const longestName = 40

/** What its owner calls a device; undefined: not a name. */
export function readName(typed: string | undefined): string | undefined {
  const name = (typed ?? '').replaceAll(/[\p{C}\s]+/gu, ' ').trim()
  return name === '' || [...name].length > longestName ? undefined : name
}

/** The device's list, with a word for what has just been done or was wrong there. */
export type Said = 'added' | 'removed' | 'gone' | 'full' | 'name' | 'first' | 'not-first' | 'too-many'
const saids: readonly Said[] = ['added', 'removed', 'gone', 'full', 'name', 'first', 'not-first', 'too-many']
export const saidOn = (c: Request): Said | undefined => saids.find((one) => one === c.req.query('said'))
export const homeOf = (kind: FirstDevice): string => (kind === 'totp' ? '/my/minid/totp' : '/my/minid/passkeys')
export const toList = (c: Request, kind: FirstDevice, said?: Said): Response =>
  c.redirect(said === undefined ? homeOf(kind) : `${homeOf(kind)}?said=${said}`, 303)

/** The change, what is asked for first from now on, and the message to the owner: written together, or not at all. Undefined: done. */
export async function changeDevices(
  m: Minid,
  c: Request,
  { account }: AtDevices,
  change: { readonly step: Step; readonly told: Told; readonly event: AuditEvent; readonly first?: Step | undefined },
): Promise<string | undefined> {
  const tells = tellOwner(m, account, change.told, c.get('language'))
  const first = change.first === undefined ? [] : [change.first]
  const written = await m.audit.write([change.step, ...first, ...tells], [change.event])
  if (!written.ok) return written.failed
  m.outbox.nudge()
  return undefined
}

/** Whether the kind is asked for first, as its owner chooses. */
export async function postFirst(m: Minid, pages: OwnPages, c: Request, kind: FirstDevice): Promise<Response> {
  const at = await postedDevices(m, pages, c)
  if (at instanceof Response) return at
  const { person } = at.home.owner
  const first = at.form.get('first') === 'yes'
  if (first && !(await m.devices.kinds(person))[kind]) return toList(c, kind, 'gone')
  const step = m.store.setFirst(person, first ? kind : undefined, m.clock.now())
  const written = await m.audit.write([step], [{ type: 'minid.device.first', person, kind, first }])
  return toList(c, kind, written.ok ? (first ? 'first' : 'not-first') : 'gone')
}

/** Something being added, between its pages; whoever has not got as far by then begins again. */
export interface Adding {
  readonly person: PersonId
  readonly name: string
  /** A code to the phone that is waited for; absent: it has come. */
  readonly proof?: Proof
}

export interface Additions<A extends Adding> {
  /** `id`: the name of the page that it goes on at. */
  begin(adding: A, id: string): Promise<void>
  /** @throws SeeOther to the list, for one that is over or another person's */
  open(c: Request, person: PersonId): Promise<OpenAddition<A>>
  /** Writes it anew; somebody else was first: nothing, and false. */
  change(open: OpenAddition<A>, next: A): Promise<boolean>
  end(open: OpenAddition<A>): Promise<void>
}

export interface OpenAddition<A extends Adding> {
  readonly id: string
  readonly adding: A
  readonly stamp: Stamp
}

export const newAdditionId = (): string => randomToken(16)

export function openAdditions<A extends Adding>({ hot }: Pick<Minid, 'hot'>, kind: FirstDevice): Additions<A> {
  const place = (id: string): string => `minid:adding:${kind}:${id}`
  return {
    begin: async (adding, id) => void (await hot.put(place(id), adding, lifetimes.deviceEnrolment)),
    async open(c, person) {
      const id = c.req.param('adding') ?? ''
      const found = /^[\w-]{22}$/.test(id) ? await hot.get<A>(place(id)) : undefined
      if (found?.value.person !== person) throw new SeeOther(homeOf(kind))
      return { id, adding: found.value, stamp: found.stamp }
    },
    change: async ({ id, stamp }, next) =>
      (await hot.swap(place(id), stamp, next, lifetimes.deviceEnrolment)) !== undefined,
    end: async ({ id }) => hot.remove(place(id)),
  }
}

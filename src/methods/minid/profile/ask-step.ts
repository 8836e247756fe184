/** A change begins: what is wanted, and how its owner can show that it is theirs to want. */
import type { PersonId } from '#base/ids.ts'
import type { Parameters } from '#http/forms.ts'
import type { InHand } from '#http/held.ts'
import type { Request } from '#http/routes.ts'
import type { Account } from '#methods/minid/accounts-store.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { mayConfirm } from '#methods/minid/confirm/budget.ts'
import {
  type Confirmation,
  type ConfirmationFor,
  type Receiver,
  sendConfirmation,
} from '#methods/minid/confirm/confirm.ts'
import { readEmail } from '#methods/minid/contact/email.ts'
import { mobileToTake } from '#methods/minid/contact/mobile.ts'
import {
  atProfile,
  type AtProfile,
  beginChange,
  fresh,
  isHigher,
  newChangeId,
  pathOf,
  type Profile,
  toOverview,
} from '#methods/minid/profile/deps.ts'
import type { By, Change, ChangeState, ContactStage, Wanted, WantedContact } from '#methods/minid/profile/state.ts'
import { heldUp, writeNow } from '#methods/minid/profile/write.ts'

export async function postContact(p: Profile, c: Request, what: WantedContact['what']): Promise<Response> {
  const at = await atProfile(p, c, fresh.begin)
  if (at instanceof Response) return at
  const form = await p.pages.posted(c, at.home)
  const { account } = at
  const typed = (form.get(what) ?? '').slice(0, 254)
  const by = byOf(at, form)
  const back = async (fault: ContactStage['fault']): Promise<Response> =>
    c.redirect(pathOf(await beginChange(p, c, at.home, { stage: 'contact', what, typed, by, fault })), 303)
  const read = readContact(p.m, what, typed)
  if ('fault' in read) return back(read.fault)
  if (read.to === (what === 'mobile' ? account.mobile() : account.email())) return back('same')
  const wanted: WantedContact = { what, to: read.to }
  if (heldUp(await p.m.pending.waiting(account.person), wanted, by)) return c.redirect(toOverview('waiting'), 303)
  const change = by === 'old' ? await askOld(p, c, at, wanted) : await askNew(p, c, at, wanted, by)
  return change === undefined ? back('too-many') : c.redirect(pathOf(change), 303)
}

function readContact(
  { mobileRefused }: Profile['m'],
  what: WantedContact['what'],
  typed: string,
): { readonly to: string } | Pick<ContactStage, 'fault'> {
  if (what === 'mobile') {
    const read = mobileToTake(typed, mobileRefused)
    return 'mobile' in read ? { to: read.mobile } : read
  }
  const read = readEmail(typed)
  return 'email' in read ? { to: read.email } : read
}

const byOf = ({ home }: AtProfile, form: Parameters): By => {
  if (isHigher(home.owner)) return 'higher'
  return form.get('by') === 'letter' ? 'letter' : 'old'
}

export async function postChannels(p: Profile, c: Request): Promise<Response> {
  const at = await atProfile(p, c, fresh.begin)
  if (at instanceof Response) return at
  const form = await p.pages.posted(c, at.home)
  const { account } = at
  const channel = form.get('channel') === 'letter' ? 'letter' : 'sms'
  const recovery = form.get('recovery') === 'mail' && account.email() !== undefined ? 'mail' : 'sms'
  if (channel === account.channel && recovery === account.recovery) return c.redirect(toOverview(), 303)
  const wanted: Wanted = { what: 'channels', channel, recovery }
  if (heldUp(await p.m.pending.waiting(account.person), wanted, 'old')) return c.redirect(toOverview('waiting'), 303)
  if (isHigher(at.home.owner)) {
    const proved = { account, wanted, by: 'higher', shared: false, language: c.get('language') } as const
    return c.redirect(toOverview(await writeNow(p.m, proved)), 303)
  }
  const change = await askOld(p, c, at, wanted)
  return c.redirect(change === undefined ? toOverview('too-many') : pathOf(change), 303)
}

/** Where whoever has had it until now is asked: the number or the address itself, else the phone. */
export const oldOf = (account: Account, { what }: Wanted): Receiver => {
  const email = what === 'email' ? account.email() : undefined
  return email === undefined ? { kind: 'sms', to: account.mobile() } : { kind: 'mail', to: email }
}

const askOld = (p: Profile, c: Request, at: AtProfile, wanted: Wanted): Promise<InHand<Change> | undefined> =>
  beginWith(p, c, at, oldOf(at.account, wanted), 'change', (confirmation) => ({ stage: 'old', wanted, confirmation }))

async function askNew(
  p: Profile,
  c: Request,
  at: AtProfile,
  wanted: WantedContact,
  by: By,
): Promise<InHand<Change> | undefined> {
  return beginWith(p, c, at, newOf(wanted), 'contact', (confirmation) => ({ stage: 'new', wanted, by, confirmation }))
}

export const newOf = ({ what, to }: WantedContact): Receiver => ({ kind: what === 'mobile' ? 'sms' : 'mail', to })

/** Row M5. Looked for when it is confirmed: nobody learns of others' numbers here. */
export async function isShared({ m }: Profile, { person }: Account, { what, to }: WantedContact): Promise<boolean> {
  return (await m.store.sharedWith(person, what === 'mobile' ? { mobile: to } : { email: to }))[what]
}

/** The change is held first, then its code is sent. Undefined: no more codes in this hour. */
async function beginWith(
  p: Profile,
  c: Request,
  { home, account: { person } }: AtProfile,
  receiver: Receiver,
  why: ConfirmationFor,
  stateOf: (confirmation: Confirmation) => ChangeState,
): Promise<InHand<Change> | undefined> {
  const { m } = p
  if (!(await maySend(m, c, person, receiver))) return undefined
  const id = newChangeId()
  const { step, event, state } = sendConfirmation(m, { id, receiver, language: c.get('language'), why })
  const change = await beginChange(p, c, home, stateOf(state), id)
  await m.audit.write([step], [{ ...event, person }])
  m.outbox.nudge()
  return change
}

/** Counts a code that is about to be sent. Wrong ones count with the login's: patience must buy no guesses here either. */
export async function maySend(m: Minid, c: Request, person: PersonId, receiver: Receiver): Promise<boolean> {
  const missed = await m.guesses.codes.until(person, m.clock.now())
  const may = missed === 0 && (await mayConfirm(m, person, receiver, m.addressOf(c)))
  if (!may) m.audit.note({ type: 'minid.confirmation.refused', channel: receiver.kind, why: 'limit', person })
  return may
}

/** A code to the phone and one to the mailbox: somebody reads there. Then what somebody else has, too. */
import type { Request } from '#http/routes.ts'
import { mayConfirm } from '#methods/minid/confirm/budget.ts'
import {
  type Confirmation,
  judgeConfirmation,
  type Receiver,
  renewalRefused,
  sendConfirmation,
} from '#methods/minid/confirm/confirm.ts'
import { atStage, goTo, type Register, type RegisterErrand } from '#methods/minid/register/deps.ts'
import { type Contact, type Known, knownOf, type RegisterState } from '#methods/minid/register/state.ts'

/** The next of the two that is not confirmed yet, or on to what comes after them. */
export async function confirmNext(
  r: Register,
  c: Request,
  errand: RegisterErrand,
  known: Known,
  contact: Contact,
): Promise<Response> {
  const receiver = unconfirmed(known, contact)
  if (receiver === undefined) return goTo(r, c, errand, await confirmed(r, known, contact))
  if (!(await mayConfirm(r.m, known.person, receiver, r.m.addressOf(c)))) {
    noteLimit(r, known, receiver)
    return goTo(r, c, errand, { ...known, stage: 'contact', typed: contact, tooMany: true })
  }
  return send(r, c, errand, { known, contact, receiver })
}

function unconfirmed({ confirmed: { mobile, email } }: Known, contact: Contact): Receiver | undefined {
  if (mobile !== contact.mobile) return { kind: 'sms', to: contact.mobile }
  return email === contact.email ? undefined : { kind: 'mail', to: contact.email }
}

interface Sending {
  readonly known: Known
  readonly contact: Contact
  readonly receiver: Receiver
  /** What a new code takes the place of. */
  readonly before?: Confirmation
}

async function send(
  r: Register,
  c: Request,
  errand: RegisterErrand,
  { known, contact, receiver, before }: Sending,
): Promise<Response> {
  const { m, errands } = r
  const asking = { id: errand.held.id, receiver, language: c.get('language'), why: 'contact' } as const
  const { step, event, state } = sendConfirmation(m, asking, before)
  // The errand first: of two clicks one goes on from here, and one code is sent.
  await errands.keep(errand, { ...known, stage: 'confirm', contact, confirmation: state })
  const written = await m.audit.write([step], [{ ...event, person: known.person }])
  if (!written.ok) throw new Error(`a code could not be queued: ${written.failed}`)
  m.outbox.nudge()
  return c.redirect(errands.path(errand), 303)
}

export async function postConfirm(r: Register, c: Request): Promise<Response> {
  const { errand, form } = await r.errands.posted(c)
  const stage = atStage(r, errand, 'confirm')
  const { contact, confirmation } = stage
  const known = knownOf(stage)
  const judged = judgeConfirmation(r.m, errand.held.id, confirmation, form.get('code') ?? '')
  if (!judged.ok) {
    // Written before it is told.
    const answer = await goTo(r, c, errand, { ...known, stage: 'confirm', contact, confirmation: judged.state })
    const { kind: channel } = confirmation.receiver
    const { person } = known
    if (judged.why !== undefined)
      r.m.audit.note({ type: 'minid.confirmation.refused', channel, why: judged.why, person })
    return answer
  }
  const { kind, to } = confirmation.receiver
  const now = { ...known.confirmed, [kind === 'sms' ? 'mobile' : 'email']: to }
  return confirmNext(r, c, errand, { ...known, confirmed: now }, contact)
}

export async function postNewCode(r: Register, c: Request): Promise<Response> {
  const { errand } = await r.errands.posted(c)
  const stage = atStage(r, errand, 'confirm')
  const { contact, confirmation } = stage
  const known = knownOf(stage)
  const stays = (next: Confirmation): Promise<Response> =>
    goTo(r, c, errand, { ...known, stage: 'confirm', contact, confirmation: next })
  const refused = renewalRefused(confirmation, r.m.clock.now())
  if (refused !== undefined) return stays(refused)
  const { receiver } = confirmation
  if (!(await mayConfirm(r.m, known.person, receiver, r.m.addressOf(c)))) {
    noteLimit(r, known, receiver)
    return stays({ ...confirmation, notice: { kind: 'too-many' } })
  }
  return send(r, c, errand, { known, contact, receiver, before: confirmation })
}

const noteLimit = ({ m }: Register, { person }: Known, { kind }: Receiver): void =>
  m.audit.note({ type: 'minid.confirmation.refused', channel: kind, why: 'limit', person })

/** A slip in the number or the address: back to the form, with what was typed. */
export async function postAgain(r: Register, c: Request): Promise<Response> {
  const { errand } = await r.errands.posted(c)
  const stage = atStage(r, errand, 'confirm')
  return goTo(r, c, errand, { ...knownOf(stage), stage: 'contact', typed: stage.contact })
}

/** Row M5: warned about, never refused, never whose it is. */
async function confirmed({ m }: Register, known: Known, contact: Contact): Promise<RegisterState> {
  const { mobile, email } = contact
  const shared = await m.store.sharedWith(known.person, { mobile, email })
  return { ...known, contact, shared, stage: shared.mobile || shared.email ? 'shared' : 'choose' }
}

export async function postShared(r: Register, c: Request): Promise<Response> {
  const { errand, form } = await r.errands.posted(c)
  const { contact, shared, ...state } = atStage(r, errand, 'shared')
  const known = knownOf(state)
  return goTo(
    r,
    c,
    errand,
    form.get('choice') === 'keep'
      ? { ...known, stage: 'choose', contact, shared }
      : { ...known, stage: 'contact', typed: contact },
  )
}

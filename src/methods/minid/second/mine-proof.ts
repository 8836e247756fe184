/**
 * A code to the phone before an app or a passkey is added, as before all that is changed (`profile/`): a login alone may have been
 * somebody's who was shown one code, and what they add would let them in for ever.
 */
import type { Request } from '#http/routes.ts'
import type { Step } from '#db/db.ts'
import type { AuditEvent } from '#audit/events.ts'
import type { OwnPages } from '#login/method.ts'
import type { Account, FirstDevice } from '#methods/minid/accounts-store.ts'
import {
  type Confirmation,
  judgeConfirmation,
  type Receiver,
  sendConfirmation,
} from '#methods/minid/confirm/confirm.ts'
import type { Minid } from '#methods/minid/deps.ts'
import { isHigher } from '#methods/minid/profile/deps.ts'
import { maySend } from '#methods/minid/profile/ask-step.ts'
import {
  type Adding,
  type Additions,
  atDevices,
  type AtDevices,
  homeOf,
  newAdditionId,
  type OpenAddition,
  toList,
} from '#methods/minid/second/mine.ts'

/** What is kept of the code; the number that it went to is the account's, and is not kept again. */
export type Proof = Omit<Confirmation, 'receiver'>

const receiverOf = (account: Account): Receiver => ({ kind: 'sms', to: account.mobile() })

/** Begins an addition: with a code to the phone, unless a stronger eID is here. */
export async function beginAdding<A extends Adding>(
  { m, pages }: { readonly m: Minid; readonly pages: OwnPages },
  c: Request,
  additions: Additions<A>,
  kind: FirstDevice,
  made: Omit<A, 'proof'>,
): Promise<Response> {
  const at = await atDevices(m, pages, c)
  if (at instanceof Response) return at
  const { home, account } = at
  const id = newAdditionId()
  const path = `${homeOf(kind)}/new/${id}`
  // Only the proof was left out.
  if (isHigher(home.owner)) {
    await additions.begin(made as A, id)
    return c.redirect(path, 303)
  }
  const receiver = receiverOf(account)
  if (!(await maySend(m, c, account.person, receiver))) return toList(c, kind, 'too-many')
  const { step, event, proof } = codeFor(m, c, id, receiver)
  // Kept first: of two clicks each has an addition of its own.
  await additions.begin({ ...made, proof } as A, id)
  await m.audit.write([step], [{ ...event, person: account.person }])
  m.outbox.nudge()
  return c.redirect(path, 303)
}

function codeFor(
  m: Minid,
  c: Request,
  id: string,
  receiver: Receiver,
): { readonly step: Step; readonly event: AuditEvent; readonly proof: Proof } {
  const sent = sendConfirmation(m, { id, receiver, language: c.get('language'), why: 'change' })
  const { receiver: _, ...proof } = sent.state
  return { step: sent.step, event: sent.event, proof }
}

/** The code comes back. What is judged is written before it is told: of many guesses at once one is looked at. */
export async function postDeviceCode<A extends Adding>(
  m: Minid,
  c: Request,
  { account, form }: AtDevices & { readonly form: { get(name: string): string | undefined } },
  additions: Additions<A>,
  open: OpenAddition<A>,
  path: string,
): Promise<Response> {
  const { proof, ...rest } = open.adding
  const { person } = account
  if (proof === undefined) return c.redirect(path, 303)
  // A code that went to a number which is the account's no more fits nothing.
  const judged = judgeConfirmation(m, open.id, { ...proof, receiver: receiverOf(account) }, form.get('code') ?? '')
  if (judged.ok) {
    await additions.change(open, rest as A)
    return c.redirect(path, 303)
  }
  const { receiver: _, ...next } = judged.state
  const first = await additions.change(open, { ...open.adding, proof: next })
  if (first && judged.why === 'wrong') await m.guesses.codes.count(person, m.clock.now())
  if (first && judged.why !== undefined)
    m.audit.note({ type: 'minid.confirmation.refused', channel: 'sms', why: judged.why, person })
  return c.redirect(path, 303)
}

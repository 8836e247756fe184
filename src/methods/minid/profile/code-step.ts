/** The codes of a change: to what stood before, then to the new number or address. */
import type { InHand } from '#http/held.ts'
import type { Request } from '#http/routes.ts'
import { SeeOther } from '#http/trouble.ts'
import {
  type Confirmation,
  judgeConfirmation,
  renewalRefused,
  sendConfirmation,
} from '#methods/minid/confirm/confirm.ts'
import { isShared, maySend, newOf, oldOf } from '#methods/minid/profile/ask-step.ts'
import {
  type AtChange,
  keepChange,
  pathOf,
  postedChange,
  type Profile,
  type Said,
  toOverview,
} from '#methods/minid/profile/deps.ts'
import { askLetter, postLetter } from '#methods/minid/profile/letter-step.ts'
import type { Change, NewStage, OldStage, WantedContact } from '#methods/minid/profile/state.ts'
import { type Proved, writeNow } from '#methods/minid/profile/write.ts'

type CodeStage = OldStage | NewStage

/** A change's code, whichever it asks for now. */
export async function postCode(p: Profile, c: Request): Promise<Response> {
  const posted = await postedChange(p, c)
  if (posted instanceof Response) return posted
  const { change, form } = posted
  const { state } = change.held
  const typed = form.get('code') ?? ''
  if (state.stage === 'letter') return postLetter(p, c, posted, state, typed)
  if (state.stage !== 'old' && state.stage !== 'new') throw new SeeOther(pathOf(change))
  const judged = judgeConfirmation(p.m, change.held.id, state.confirmation, typed)
  if (judged.ok) return shown(p, c, posted, state)
  // Written before it is told: of many guesses at once one is looked at.
  await keepChange(p, change, { ...state, confirmation: judged.state })
  const { person } = change.held
  const channel = state.confirmation.receiver.kind
  if (judged.why === 'wrong') await p.m.guesses.codes.count(person, p.m.clock.now())
  if (judged.why !== undefined) p.m.audit.note({ type: 'minid.confirmation.refused', channel, why: judged.why, person })
  return c.redirect(pathOf(change), 303)
}

/** Whoever had a number or an address that is no longer the account's has nothing to say about what stands there now. */
async function shown(p: Profile, c: Request, at: AtChange, state: CodeStage): Promise<Response> {
  const was = state.stage === 'old' ? state.confirmation.receiver.to : state.was
  if (was === undefined || was === oldOf(at.account, state.wanted).to)
    return state.stage === 'old' ? oldShown(p, c, at, state) : newShown(p, c, at, state)
  await p.holding.end(c, at.change)
  return c.redirect(toOverview('over'), 303)
}

async function oldShown(p: Profile, c: Request, at: AtChange, { wanted }: OldStage): Promise<Response> {
  if (wanted.what === 'channels') return write(p, c, at, { wanted, by: 'old', shared: false })
  return askNew(p, c, at, wanted)
}

async function askNew(p: Profile, c: Request, { change, account }: AtChange, wanted: WantedContact): Promise<Response> {
  const { m } = p
  const receiver = newOf(wanted)
  const { person } = account
  if (!(await maySend(m, c, person, receiver))) {
    await p.holding.end(c, change)
    return c.redirect(toOverview('too-many'), 303)
  }
  const asking = { id: change.held.id, receiver, language: c.get('language'), why: 'contact' } as const
  const { step, event, state } = sendConfirmation(m, asking)
  const was = oldOf(account, wanted).to
  await keepChange(p, change, { stage: 'new', wanted, by: 'old', was, confirmation: state })
  await m.audit.write([step], [{ ...event, person }])
  m.outbox.nudge()
  return c.redirect(pathOf(change), 303)
}

async function newShown(p: Profile, c: Request, at: AtChange, state: NewStage): Promise<Response> {
  const { wanted, by } = state
  const shared = await isShared(p, at.account, wanted)
  if (by !== 'letter') return write(p, c, at, { wanted, by, shared })
  const asked = await askLetter(p, at, { wanted, shared })
  if (asked) return c.redirect(pathOf(at.change), 303)
  await p.holding.end(c, at.change)
  return c.redirect(toOverview('no-letter'), 303)
}

/** The change ends first: of two clicks on its last form one writes, and the other is led to the overview. */
async function write(
  p: Profile,
  c: Request,
  { change, account }: AtChange,
  proved: Pick<Proved, 'wanted' | 'by' | 'shared'>,
): Promise<Response> {
  if (!(await p.holding.end(c, change))) throw new SeeOther(toOverview())
  const said: Said = await writeNow(p.m, { ...proved, account, language: c.get('language') })
  return c.redirect(toOverview(said), 303)
}

export async function postNewCode(p: Profile, c: Request): Promise<Response> {
  const posted = await postedChange(p, c)
  if (posted instanceof Response) return posted
  const { change } = posted
  const { state } = change.held
  if (state.stage !== 'old' && state.stage !== 'new') throw new SeeOther(pathOf(change))
  const refused = renewalRefused(state.confirmation, p.m.clock.now())
  if (refused === undefined) await renew(p, c, posted, state)
  else await keepChange(p, change, { ...state, confirmation: refused })
  return c.redirect(pathOf(change), 303)
}

async function renew(p: Profile, c: Request, { change, account }: AtChange, state: CodeStage): Promise<InHand<Change>> {
  const { m } = p
  const { receiver } = state.confirmation
  const { person } = account
  const keep = (confirmation: Confirmation): Promise<InHand<Change>> =>
    keepChange(p, change, { ...state, confirmation })
  if (!(await maySend(m, c, person, receiver))) return keep({ ...state.confirmation, notice: { kind: 'too-many' } })
  const why = state.stage === 'old' ? 'change' : 'contact'
  const asking = { id: change.held.id, receiver, language: c.get('language'), why } as const
  const sent = sendConfirmation(m, asking, state.confirmation)
  const kept = await keep(sent.state)
  await m.audit.write([sent.step], [{ ...sent.event, person }])
  m.outbox.nudge()
  return kept
}

/** The one place that decides what comes next in a login. Pure: stored facts in, the next step out. */
import type { PersonId } from '#base/ids.ts'
import type { Ask, Proof } from '#login/attempt.ts'
import { type Level, reaches } from '#login/levels.ts'

export type Silence = 'login_required' | 'interaction_required' | 'consent_required'

export type Step =
  | { readonly kind: 'choose-eid' }
  | { readonly kind: 'step-up'; readonly from: Level }
  | { readonly kind: 'confirm-person' }
  /** The browser's session is of another trust group than what was proved: it ends first. */
  | { readonly kind: 'leave-group' }
  | { readonly kind: 'consent'; readonly person: PersonId }
  /** For whom do they log in? */
  | { readonly kind: 'party'; readonly proof: Proof }
  | { readonly kind: 'refuse'; readonly error: Silence }
  | { readonly kind: 'answer'; readonly proof: Proof; readonly fresh: boolean }

/** All that the decision rests on. */
export interface View {
  readonly ask: Ask
  /** Proved in this attempt. */
  readonly proved: Proof | undefined
  /** The browser's single sign-on session, alive; for an isolated service its own. */
  readonly session: Proof | undefined
  /** Who has answered in this attempt what they agree to. */
  readonly consented?: PersonId | undefined
  /** Who has said in this attempt for whom they log in. */
  readonly acting?: PersonId | undefined
  /** Whether this eID may be used for this service at all, whatever the level. */
  readonly allowed: (method: string) => boolean
  /** Whether this is the person the service expects. */
  readonly expected: (person: PersonId) => boolean
}

export function nextStep(view: View): Step {
  const { ask } = view
  // A proof of this attempt by another person than the service's hint named (OpenID Connect Core §3.1.2.1, id_token_hint).
  if (view.proved !== undefined && !view.expected(view.proved.person))
    return { kind: 'refuse', error: 'login_required' }
  const candidate = usable(view)
  if (candidate === undefined) return ask.silent ? { kind: 'refuse', error: 'login_required' } : { kind: 'choose-eid' }
  if (!reaches(candidate.proof.level, ask.atLeast)) {
    return ask.silent
      ? { kind: 'refuse', error: 'interaction_required' }
      : { kind: 'step-up', from: candidate.proof.level }
  }
  if (otherGroup(view, candidate.proof)) return { kind: 'leave-group' }
  if (otherPerson(view, candidate.proof)) return { kind: 'confirm-person' }
  if (ask.consent === true && view.consented !== candidate.proof.person) {
    return ask.silent
      ? { kind: 'refuse', error: 'consent_required' }
      : { kind: 'consent', person: candidate.proof.person }
  }
  if (ask.party === true && view.acting !== candidate.proof.person) {
    return ask.silent ? { kind: 'refuse', error: 'interaction_required' } : { kind: 'party', proof: candidate.proof }
  }
  return { kind: 'answer', ...candidate }
}

/**
 * The only judge of a proof: allowed here, of a trust group that was asked for, fresh enough, the expected person. What was proved in this attempt stands alone:
 * who has proved themself is never answered as the session's person instead.
 */
function usable(view: View): { proof: Proof; fresh: boolean } | undefined {
  const { proved, session } = view
  const freshAfter = view.ask.freshAfter ?? Number.NEGATIVE_INFINITY
  const counts = ({ method, group, person }: Proof): boolean =>
    view.allowed(method) && view.ask.groups.includes(group) && view.expected(person)
  if (proved !== undefined)
    return proved.at >= freshAfter && counts(proved) ? { proof: proved, fresh: true } : undefined
  // A session's proof of the very millisecond in which `prompt=login` came was there before it.
  if (session !== undefined && session.at > freshAfter && counts(session)) return { proof: session, fresh: false }
  return undefined
}

/** No session is in two trust groups: a proof of one never stands beside a proof of another, whoever it says they are. */
const otherGroup = ({ session }: View, proof: Proof): boolean => session !== undefined && session.group !== proof.group

/**
 * Somebody else is logged in here: never a mixture, never silent (row E4, security.md 21). There is no yes to remember: who
 * goes on ends that session, and then it does not stand here any more.
 */
const otherPerson = ({ session }: View, proof: Proof): boolean =>
  session !== undefined && session.person !== proof.person

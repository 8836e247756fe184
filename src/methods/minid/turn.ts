/** Whether a password may be tried now, and what counts it: the browser's own count where it is known, else the number's and the network's. */
import type { Step } from '#db/db.ts'
import type { AccountsDeps } from '#methods/minid/account.ts'

export interface Asking {
  /** The client's. */
  readonly address: string
  /** A human check was passed. */
  readonly human: boolean
  /** The browser's secret, if it has one. */
  readonly mark: string | undefined
}

/** What is known of a network address. */
export interface Network {
  readonly until: number
  readonly human: boolean
}

/** `human`: the next try needs a check. `until`: when the next one may come, should this one be wrong; not past now: at once. */
export type Turn =
  | { readonly ok: true; readonly until: number; readonly human: boolean; readonly giveBack: readonly Step[] }
  | {
      readonly ok: false
      readonly why: 'address' | 'locked' | 'human'
      readonly until: number
      readonly human: boolean
    }

/** What is said before anybody is looked up. */
export function closedTo(
  { clock, humanFrom }: Pick<AccountsDeps, 'clock' | 'humanFrom'>,
  { until, human }: Network,
  asking: Asking,
): Extract<Turn, { readonly ok: false }> | undefined {
  if (until > clock.now()) return { ok: false, why: 'address', until, human }
  if (!asking.human && (human || humanFrom === 0)) return { ok: false, why: 'human', until: 0, human: true }
  return undefined
}

type TurnDeps = Pick<AccountsDeps, 'guesses' | 'marks' | 'clock' | 'batch' | 'humanFrom'>

/**
 * security.md 28: counted before the hash, for the owner and in the database, so that many at once get no more tries than one by one.
 * `owner`: the person, or the look-up hash of a number that nobody has. `since`: of the password; strangers have none.
 */
export async function takeTurn(
  deps: TurnDeps,
  owner: string,
  since: number,
  network: Network,
  asking: Asking,
): Promise<Turn> {
  const own = asking.mark === undefined ? undefined : await ownTurn(deps, owner, since, asking.mark)
  return own ?? closedTo(deps, network, asking) ?? everybodys(deps, owner, asking.human)
}

/** Undefined: the browser is not known, or has used up its own tries; then it is one like all others. */
async function ownTurn(
  { guesses, marks, clock }: TurnDeps,
  owner: string,
  since: number,
  secret: string,
): Promise<Turn | undefined> {
  const mark = await marks.known(secret, owner, since)
  if (mark === undefined) return undefined
  const reserved = await guesses.marked.reserve(owner, clock.now(), mark)
  if (!reserved.ok) return undefined
  return { ok: true, until: 0, human: false, giveBack: [guesses.marked.giveBack(owner, reserved, mark)] }
}

async function everybodys({ guesses, clock, batch }: TurnDeps, owner: string, human: boolean): Promise<Turn> {
  const { password, unchecked } = guesses
  const reserved = await password.reserve(owner, clock.now())
  const { until } = reserved
  if (!reserved.ok) return { ok: false, why: 'locked', until, human: false }
  const back = password.giveBack(owner, reserved)
  if (human || unchecked === undefined) return { ok: true, until, human, giveBack: [back] }
  const free = await unchecked.reserve(owner, clock.now())
  if (free.ok)
    return {
      ok: true,
      until,
      human: free.until > clock.now(),
      giveBack: [back, unchecked.giveBack(owner, free)],
    }
  // Nothing is tried: no guess was made.
  await batch([back])
  return { ok: false, why: 'human', until: 0, human: true }
}

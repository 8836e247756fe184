/** An eID behind an OpenID Connect issuer. What comes back counts in the attempt, the browser and the leg that asked, and nowhere else (I1). */
import type { Clock } from '#base/clock.ts'
import type { Log } from '#http/answer.ts'
import type { Request } from '#http/routes.ts'
import { SeeOther } from '#http/trouble.ts'
import type { Text } from '#i18n/text.ts'
import { callbackPath } from '#login/callback.ts'
import type { Door, Leg, Method } from '#login/method.ts'
import { stateIn } from '#login/state.ts'
import { type Eid, isSaidWord, type SaidWord } from '#methods/federated/eid.ts'
import { assertedBy } from '#methods/federated/mapping.ts'
import { saidOf } from '#methods/federated/words.ts'
import { type Persons, WrongWorld } from '#persons/persons.ts'
import type { Transaction, Upstream } from '#upstream/provider.ts'
import { UpstreamAway, UpstreamRefused, UpstreamUntrue } from '#upstream/trouble.ts'

export interface FederatedDeps {
  readonly upstream: Upstream
  readonly persons: Pick<Persons, 'ensure'>
  readonly clock: Clock
  /** Milliseconds that the issuer's clock may differ from ours. */
  readonly clockTolerance: number
  /** Our own address: the redirect address is below it. */
  readonly issuer: string
  readonly log: Log
  readonly count: (name: string, labels: Readonly<Record<string, string>>) => void
  readonly wait: (milliseconds: number) => Promise<void>
}

/** What the leg keeps while the user is away. */
interface Away extends Transaction {
  readonly kind: 'away'
  /** When they left, milliseconds. */
  readonly left: number
  /** The return is being looked at since then, milliseconds: another click waits for what comes of it. */
  readonly back?: number
}

const awayOf = (data: unknown): Away | undefined =>
  typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'away' ? (data as Away) : undefined

interface Fed extends FederatedDeps {
  readonly eid: Eid
  readonly redirectUri: string
}

export function federated(eid: Eid, deps: FederatedDeps): Method {
  const f: Fed = { ...deps, eid, redirectUri: deps.issuer + callbackPath(eid.id) }
  return {
    id: eid.id,
    highest: eid.highest,
    name: eid.name,
    needs: eid.needs,
    mark: eid.mark,
    logo: eid.logo,
    mount: (routes, door) => void routes.get('/', (c) => goOut(f, door, c)),
    callback: (c, door, returned) => comeBack(f, door, c, returned),
    troubled: () => deps.upstream.state() !== 'closed',
    says: (said) => saidBy(eid, said),
  }
}

function saidBy({ name }: Eid, said: string): Text | undefined {
  if (isSaidWord(said)) return saidOf(said, name)
  return /^\w{2,8}$/.test(said) ? saidOf('not-there', name, said) : undefined
}

/** A second that somebody waits for the other click's outcome, in steps of fifty milliseconds, ten seconds at most. */
const step = 50
const longest = 10_000

async function goOut(f: Fed, door: Door, c: Request): Promise<Response> {
  await otherClick(f, door, c)
  const leg = await door.begin(c)
  try {
    const { url, transaction } = await f.upstream.leave({
      state: leg.state,
      redirectUri: f.redirectUri,
      acrValues: f.eid.ask[leg.atLeast],
      uiLocales: f.eid.locales[leg.language],
      loginHint: leg.loginHint,
      // Else an issuer that remembers its user sends them back with an old login for ever.
      prompt: leg.fresh ? 'login' : f.eid.prompt,
    })
    await door.keep(leg, { kind: 'away', left: f.clock.now(), ...transaction } satisfies Away)
    f.count('eid_upstream', { method: f.eid.id, outcome: 'left' })
    return c.redirect(url, 303)
  } catch (error) {
    return failed(f, door, c, leg, error)
  }
}

/** The user came back and clicked again before that was looked at: they wait, and go where it leads (thrown by `current`). */
async function otherClick(f: Fed, door: Door, c: Request): Promise<void> {
  for (;;) {
    const back = awayOf((await door.current(c)).data)?.back
    if (back === undefined || f.clock.now() > back + longest) return
    await f.wait(step)
  }
}

async function comeBack(f: Fed, door: Door, c: Request, returned: URLSearchParams): Promise<Response> {
  const state = stateIn(returned)
  const leg = await door.resume(c, state)
  const away = awayOf(leg.data)
  if (away === undefined || away.back !== undefined) throw new SeeOther(leg.path)
  // Marked before it is looked at: of two clicks on the same address one redeems the code, and the other waits for it.
  const looking = await door.keep(leg, { ...away, back: f.clock.now() } satisfies Away)
  try {
    const claims = await f.upstream.comeBack(returned, { state, redirectUri: f.redirectUri }, away)
    const asserted = assertedBy(f.eid, claims)
    if ('fault' in asserted) return await notUsable(f, door, c, looking, asserted.fault)
    const { number, level, amr, at, name } = asserted
    const { id, numberHash } = await f.persons.ensure(number)
    f.count('eid_upstream', { method: f.eid.id, outcome: 'proved' })
    return await door.proved(c, looking, {
      person: id,
      numberHash,
      level,
      amr,
      at: provedAt(f, away, at),
      ...(name === undefined ? {} : { name }),
    })
  } catch (error) {
    if (error instanceof WrongWorld) return notUsable(f, door, c, looking, 'wrong-number')
    return failed(f, door, c, looking, error)
  }
}

/**
 * Its clock may differ from ours, and it tells whole seconds: nobody proved themself in the future, and who says that it was a moment
 * before they left is believed to mean while they were there. An older login stays an old one.
 */
function provedAt({ clock, clockTolerance }: Fed, { left }: Away, told: number | undefined): number {
  if (told === undefined || told > clock.now()) return clock.now()
  return told < left && told + 1000 + clockTolerance > left ? left : told
}

/** It vouched for somebody, but not so that it could be used. */
async function notUsable(f: Fed, door: Door, c: Request, leg: Leg, fault: SaidWord): Promise<Response> {
  f.log('warn', 'an eID asserted what cannot be used', { method: f.eid.id, why: fault })
  f.count('eid_upstream', { method: f.eid.id, outcome: fault })
  return door.failed(c, leg, 'refused', fault)
}

/** What is not the issuer's trouble is thrown on. */
async function failed(f: Fed, door: Door, c: Request, leg: Leg, error: unknown): Promise<Response> {
  const tell = (outcome: string): void => f.count('eid_upstream', { method: f.eid.id, outcome })
  if (error instanceof UpstreamAway) {
    f.log('warn', 'an eID is away', { method: f.eid.id, why: error.why })
    tell('away')
    return door.failed(c, leg, 'unavailable', error.why === 'busy' ? 'busy' : undefined)
  }
  if (error instanceof UpstreamUntrue) {
    f.log('error', 'an answer in the name of an eID could not be believed', { method: f.eid.id, why: error.why })
    tell('untrue')
    return door.failed(c, leg, 'refused', 'untrue')
  }
  if (!(error instanceof UpstreamRefused)) throw error
  const code = f.eid.code?.exec(error.description ?? '')?.[1]
  // The issuer's words come through the browser: in no metric, and in the log by their kind alone.
  tell('refused')
  // A code means that something went wrong there; without one the user turned back.
  if (code === undefined && error.error === 'access_denied') return door.cancelled(c, leg)
  return door.failed(c, leg, 'refused', code ?? 'not-there')
}

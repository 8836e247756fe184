/** In front of everything that begins: whoever is on the way goes on, and whoever begins may be asked to wait. */
import type { Request } from '#http/routes.ts'
import type { Pressure } from '#login/crowd/pressure.ts'
import type { Ranges } from '#login/crowd/ranges.ts'
import { waitingPage } from '#login/crowd/waiting.ts'

export interface TurnstileDeps {
  readonly pressure: Pressure
  readonly ranges: Ranges
  addressOf(c: Request): string
  /** Of each a minute from one range of addresses; 0: as many as there are. */
  readonly most: Readonly<Record<Begins, number>>
  count(name: string, labels: Readonly<Record<string, string>>): void
}

/** What begins something, and costs before anybody is known. */
export type Begins = 'authorize' | 'par' | 'logout'

const begins: Readonly<Record<string, Begins>> = { '/authorize': 'authorize', '/par': 'par', '/logout': 'logout' }

/** Seconds: not all at once. */
const waits = [5, 8, 11, 6, 9, 12, 7, 10]

export type Turnstile = (c: Request, next: () => Promise<void>) => Promise<Response | void>

export function turnstile(deps: TurnstileDeps): Turnstile {
  let turn = 0
  return async (c, next) => {
    const what = begins[c.req.path]
    const why = what === undefined ? undefined : reason(deps, c, what)
    if (what !== undefined && why !== undefined) {
      deps.count('login_waiting', { at: what, why })
      turn = (turn + 1) % waits.length
      const seconds = waits[turn] ?? 5
      return what === 'par' ? later(seconds, why) : waitingPage(c, seconds, why)
    }
    const leaves = deps.pressure.enters(() => hasCome(c))
    try {
      return await next()
    } finally {
      leaves()
    }
  }
}

/** All of it, its body too. Made inside the process (tests), it has. */
function hasCome({ env }: Request): boolean {
  const { incoming } = (env ?? {}) as { readonly incoming?: { readonly complete: boolean } }
  return incoming?.complete !== false
}

/** Logging out is never put off for others' sake: it ends what costs. */
function reason({ pressure, ranges, most, addressOf }: TurnstileDeps, c: Request, what: Begins): Why | undefined {
  if (ranges.tooMany(what, addressOf(c), most[what])) return 'range'
  if (what === 'logout') return undefined
  // Whose request was pushed has begun already, and has two minutes: it waits where it was pushed.
  if (what === 'authorize' && c.req.query('request_uri') !== undefined) return undefined
  return pressure.mustWait() ? 'busy' : undefined
}

export type Why = 'busy' | 'range'

/** RFC 9126 §2.3: an error as of the authorization endpoint; 429 and 503 for when to try again. */
const later = (seconds: number, why: Why): Response =>
  Response.json(
    { error: 'temporarily_unavailable', error_description: 'too many logins begin at this moment' },
    { status: why === 'range' ? 429 : 503, headers: { 'retry-after': String(seconds), 'cache-control': 'no-store' } },
  )

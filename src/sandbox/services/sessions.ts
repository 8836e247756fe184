/** Who is logged in at an example service: kept here, in memory; the browser has only a random handle. */
import type { Clock } from '#base/clock.ts'
import { randomToken } from '#base/secrets.ts'
import type { Journey, LoggedIn } from '#sandbox/services/relying-party.ts'

/** What the user has sent in during this session, newest first. */
export interface Receipt {
  readonly number: string
  readonly task: string
  /** Milliseconds. */
  readonly at: number
  readonly sent: readonly { readonly label: string; readonly value: string }[]
}

export interface Session extends LoggedIn {
  readonly id: string
  readonly begun: number
  seen: number
  readonly receipts: Receipt[]
}

export interface Sessions {
  open(user: LoggedIn): Session
  /** Undefined: none, or idle for too long. */
  find(id: string | undefined): Session | undefined
  close(id: string): void
  /** Single logout: every session that came of this one at the gateway. Tells how many. */
  closeAll(sid: string): number
}

/** ID-porten asks clients to end a session that has been idle for 30 minutes; ours end after two hours in any case. */
const idle = 30 * 60_000
const absolute = 120 * 60_000
/** So that programs that only ever log in cannot fill the memory. */
const atMost = 5000

export function sessions(clock: Clock): Sessions {
  const open = new Map<string, Session>()
  const live = ({ begun, seen }: Session): boolean => clock.now() - seen < idle && clock.now() - begun < absolute
  return {
    open(user) {
      const session: Session = { ...user, id: randomToken(), begun: clock.now(), seen: clock.now(), receipts: [] }
      open.set(session.id, session)
      dropOldest(open)
      return session
    },
    find(id) {
      const session = id === undefined ? undefined : open.get(id)
      if (session === undefined) return undefined
      if (!live(session)) {
        open.delete(session.id)
        return undefined
      }
      session.seen = clock.now()
      return session
    },
    close: (id) => void open.delete(id),
    closeAll(sid) {
      const ended = [...open.values()].filter((session) => session.sid === sid)
      for (const { id } of ended) open.delete(id)
      return ended.length
    },
  }
}

/** A login on its way: bound to the browser that began it, and where to go afterwards. */
export interface Departure extends Journey {
  readonly browser: string
  readonly to: string
  readonly begun: number
  /** Set at the first return: a browser that returns twice (double click) gets the same session, not an error. */
  arrival: Promise<Session> | undefined
}

export interface Departures {
  begin(departure: Journey & { readonly browser: string; readonly to: string }): void
  /** Undefined: unknown, too old, or begun in another browser. */
  find(state: string | undefined, browser: string | undefined): Departure | undefined
}

/** As long as the gateway lets a login take. */
const departureLife = 60 * 60_000

export function departures(clock: Clock): Departures {
  const open = new Map<string, Departure>()
  return {
    begin(departure) {
      open.set(departure.state, { ...departure, begun: clock.now(), arrival: undefined })
      dropOldest(open)
    },
    find(state, browser) {
      const departure = state === undefined ? undefined : open.get(state)
      if (departure === undefined || browser !== departure.browser) return undefined
      return clock.now() - departure.begun < departureLife ? departure : undefined
    },
  }
}

function dropOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys()
  if (map.size > atMost && oldest !== undefined) map.delete(oldest)
}

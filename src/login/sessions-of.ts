/** What a person is logged in to at this moment, in all browsers: from what was answered, which is what keeps a session alive. */
import type { PersonId, Sid } from '#base/ids.ts'
import { lifetimes } from '#base/lifetimes.ts'
import type { LoginRow, LoginStore } from '#login/store.ts'

/** Times in milliseconds. */
export interface HeldSession {
  readonly sid: Sid
  readonly began: number
  readonly used: number
  /** When it ends by itself, if nothing more is asked of it. */
  readonly ends: number
  /** Of the newest proof. */
  readonly method: string
  readonly level: string
  /** In the order of their first login. */
  readonly services: readonly HeldService[]
}

export interface HeldService {
  readonly clientId: string
  readonly first: number
  readonly last: number
}

/** The newest first. */
export async function sessionsOf(
  store: Pick<LoginStore, 'loginsOf'>,
  person: PersonId,
  now: number,
): Promise<readonly HeldSession[]> {
  const bySid = Map.groupBy(await store.loginsOf(person), ({ sid }) => sid)
  return [...bySid.values()]
    .map(held)
    .filter(({ ends }) => now < ends)
    .toSorted((a, b) => b.began - a.began)
}

function held(rows: readonly LoginRow[]): HeldSession {
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) throw new Error('a session without logins')
  return {
    sid: first.sid,
    began: first.at,
    used: last.at,
    ends: Math.min(first.at + lifetimes.sessionAbsolute * 1000, last.at + lifetimes.sessionIdle * 1000),
    method: last.method,
    level: last.level,
    services: [...Map.groupBy(rows, ({ clientId }) => clientId)].map(([clientId, its]) => ({
      clientId,
      first: its[0]?.at ?? first.at,
      last: its.at(-1)?.at ?? last.at,
    })),
  }
}

/**
 * A session's end. It stands in the database before anybody is told, so no answer can slip into the session behind it; who is
 * told is settled after it, so whoever slipped in before it is among them (security.md 22).
 */
import type { PersonId, Sid } from '#base/ids.ts'
import type { Request } from '#http/routes.ts'
import type { Login } from '#login/login.ts'
import type { LiveSession } from '#login/session.ts'
import type { InSession } from '#oidc/logout/back-channel.ts'

/** `replaced`: somebody proved themself with an eID of another trust group. `everywhere`: all sessions of a person. */
export type EndReason = 'logout' | 'other-person' | 'replaced' | 'everywhere'

/** What an end needs of the login. */
export type EndDeps = Pick<Login, 'audit' | 'store' | 'clock' | 'backChannel' | 'count' | 'trouble'>

export interface Ended {
  /** Nobody had ended it before. */
  readonly first: boolean
  /** Who was in it. */
  readonly services: readonly InSession[]
}

/** The browser's session, and the cookie that opens it. */
export async function endSession(login: Login, c: Request, live: LiveSession, why: EndReason): Promise<Ended> {
  const ended = await endSid(login, live.session.sid, why, live.session.proof.person)
  await login.sessions.forget(c, live)
  return ended
}

export async function endSid(login: EndDeps, sid: Sid, why: EndReason, person?: PersonId): Promise<Ended> {
  const written = await login.audit.write(
    [login.store.end(sid, why, login.clock.now())],
    [{ type: 'session.ended', sid, why, ...(person === undefined ? {} : { person }) }],
  )
  if (written.ok) login.count('session_ended', { why })
  else if (written.failed !== 'ended-before') throw new Error(`a session could not be ended: ${written.failed}`)
  const services = await login.store.servicesOf(sid)
  // The user's page need not wait, nor fail: what is not settled here is settled by whoever looks next.
  await settle(login, sid, services).catch((cause: unknown) =>
    login.trouble('who is told of a logout is not settled yet', cause),
  )
  return { first: written.ok, services }
}

async function settle(login: EndDeps, sid: Sid, services: readonly InSession[]): Promise<void> {
  await login.store.settle(sid, login.clock.now(), login.backChannel.steps(sid, services))
  login.backChannel.courier.nudge()
}

/** Milliseconds: whoever ended a session has settled it by then, or is gone. */
const settledWithin = 5000

/** What a process that died left behind: sessions that ended, and nobody settled who is told. Call it now and then. */
export async function settleLeft(login: EndDeps): Promise<void> {
  const { store, clock, backChannel } = login
  for (const sid of await store.unsettled(clock.now() - settledWithin, 100)) {
    await store.settle(sid, clock.now(), backChannel.steps(sid, await store.servicesOf(sid)))
  }
  backChannel.courier.nudge()
}

/** Logout everywhere: every session of a person that nobody ended, in whichever browser. Gives how many. */
export async function logoutEverywhere(login: EndDeps, person: PersonId): Promise<number> {
  const sids = new Set((await login.store.loginsOf(person)).map(({ sid }) => sid))
  for (const sid of sids) await endSid(login, sid, 'everywhere', person)
  return sids.size
}

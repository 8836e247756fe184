/** Whether a refresh token counts now, for whoever asks about it: nothing is used up, and nothing is taken back. */
import { constantTimeEqual } from '#base/secrets.ts'
import type { Granted } from '#oidc/authorize/code.ts'
import type { Binding } from '#oidc/binding.ts'
import type { Client } from '#oidc/client.ts'
import type { FamilyStore, KnownFamily } from '#oidc/family-store.ts'
import { hashOf, openCarried, readRefreshToken } from '#oidc/grants/refresh-token.ts'
import type { ReaderDeps } from '#oidc/tokens/read-access-token.ts'

export interface LiveRefreshToken {
  readonly client: Client
  readonly content: Granted
  readonly bound: Binding | undefined
  /** Milliseconds: what it lives if nobody uses it. */
  readonly until: number
}

/** Undefined: none of ours, replaced, over, taken back, or what it rests on is gone. */
export async function readLiveRefreshToken(
  deps: ReaderDeps & { readonly families: FamilyStore },
  text: string,
): Promise<LiveRefreshToken | undefined> {
  const token = readRefreshToken(text)
  const family = token && (await deps.families.find(token.family))
  if (token === undefined || family === undefined || !constantTimeEqual(hashOf(token), family.hash)) return undefined
  const carried = openCarried(token, family.sealed)
  const client = deps.clients.find(family.clientId)
  if (carried === undefined || client === undefined || !(await lives(deps, family))) return undefined
  return { client, content: carried.content, bound: carried.bound, until: family.idleUntil }
}

async function lives(
  deps: ReaderDeps,
  { revoked, idleUntil, absoluteUntil, endsWith, person }: KnownFamily,
): Promise<boolean> {
  const now = deps.clock.now()
  if (revoked || idleUntil <= now || absoluteUntil <= now) return false
  const session = endsWith === undefined ? [] : deps.login.sessionLive(endsWith)
  return deps.database.hold([...session, deps.subjects.notBlocked(person)])
}

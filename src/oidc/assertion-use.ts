/** What a client signed counts once: a client assertion and a signed grant alike, by one memory for both, so that neither comes again as the other. */
import { lifetimes } from '#base/lifetimes.ts'
import { sha256 } from '#base/secrets.ts'
import type { Client } from '#oidc/client.ts'
import type { OidcDeps } from '#oidc/deps.ts'
import { firstUse } from '#oidc/store.ts'

export type UseDeps = Pick<OidcDeps, 'clock' | 'hot' | 'database'>

/** Seconds since 1970. */
export interface Used {
  readonly jti: string
  readonly iat: number
  readonly exp: number
}

/**
 * Why it does not count, as the rest of a sentence. Validity by absence, so it must not trust a store that has been emptied
 * (security.md 5): what was made before that is refused. What says that it was made later may come of a clock that is ahead of
 * ours, and have been used before: such assertions are remembered in the database as well, and so, while one of them can live, is
 * every other that comes to the new store.
 */
export async function useFault(
  deps: UseDeps,
  client: Pick<Client, 'id'>,
  { jti, exp, iat }: Used,
  now: number,
): Promise<string | undefined> {
  const hash = sha256(`${client.id}\0${jti}`)
  const isFirst = await deps.hot.once(`jti:${hash}`, Math.ceil(exp - now) + lifetimes.replayMargin)
  if (!isFirst) return usedBefore
  // After `once`, which hears of an emptied store: this costs no trip of its own.
  const floor = ((await deps.hot.floor()) ?? Number.NEGATIVE_INFINITY) / 1000
  if (iat < floor) return 'is too old: make a new one'
  const mayBeOlder = iat >= now || iat - lifetimes.assertionFutureSkew < floor
  return mayBeOlder && !(await firstUse(deps.database, hash, deps.clock.now())) ? usedBefore : undefined
}

const usedBefore = 'was used before'

/** How our keys stand: which sign or open, which are announced, and who has fetched them since the newest one was published. */
import type { Clock } from '#base/clock.ts'
import type { Database } from '#db/db.ts'
import { anybody } from '#keys/fetches.ts'
import { type KeyAlgorithm, openingAlgorithms, signingAlgorithms, type SigningKeys } from '#keys/keys.ts'
import { readFetches, readKeys, type SigningKeyRow } from '#keys/store.ts'
import { knownAfter, signing } from '#keys/timeline.ts'

export type KeyState = 'signs' | 'opens' | 'announced' | 'retired' | 'gone'

/** Times in milliseconds. */
export interface KeyStanding {
  readonly kid: string
  readonly algorithm: KeyAlgorithm
  readonly state: KeyState
  readonly signsFrom: number
  /** Undefined: not settled before the next key takes over. */
  readonly publishedUntil: number | undefined
}

/** A client that named itself when it fetched. */
export interface Fetcher {
  readonly who: string
  readonly last: number
  /** Since the newest key stood there. */
  readonly hasAll: boolean
}

export interface Standing {
  readonly now: number
  readonly keys: readonly KeyStanding[]
  readonly newestSince: number
  /** By anybody. Undefined: never. Caches in between answer without us, so this is the least that was fetched. */
  readonly lastFetch: number | undefined
  readonly named: readonly Fetcher[]
}

export interface StandingDeps {
  readonly database: Database
  readonly clock: Clock
  readonly keys: Pick<SigningKeys, 'signer'>
}

export async function standingOf({ database, clock, keys }: StandingDeps): Promise<Standing> {
  const now = clock.now()
  const [rows, fetches] = [await readKeys(database), await readFetches(database)]
  const signers = new Set(signingAlgorithms.map((algorithm) => keys.signer(algorithm).kid))
  const openers = openingAlgorithms.map((one) =>
    signing(
      rows.filter(({ algorithm }) => algorithm === one),
      now,
    ),
  )
  const stateOf = (row: SigningKeyRow): KeyState => {
    if (signers.has(row.kid)) return 'signs'
    return openers.includes(row) ? 'opens' : otherState(row, now)
  }
  const newestSince = Math.max(...rows.map(({ created }) => created))
  return {
    now,
    keys: rows.map((row) => ({
      kid: row.kid,
      algorithm: row.algorithm,
      state: stateOf(row),
      signsFrom: row.signs_from,
      publishedUntil: row.gone_after ?? undefined,
    })),
    newestSince,
    lastFetch: fetches.find(({ who }) => who === anybody)?.last,
    named: fetches
      .filter(({ who }) => who !== anybody)
      .map(({ who, last }) => ({ who, last, hasAll: last >= newestSince + knownAfter })),
  }
}

function otherState({ signs_from: from, gone_after: gone }: SigningKeyRow, now: number): KeyState {
  if (from > now) return 'announced'
  return gone !== null && gone <= now ? 'gone' : 'retired'
}

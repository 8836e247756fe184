/**
 * The keys of one algorithm as they lie in the database, and what the clock brings them: the next one is made and announced, takes over,
 * and the one before is destroyed when nobody can need it any more.
 */
import type { Clock } from '#base/clock.ts'
import type { Database } from '#db/db.ts'
import type { KeyAlgorithm, KeyEvent, Vault, WriteWithEvents } from '#keys/keys.ts'
import { newKey, type NewKeys, type RsaBits } from '#keys/new-key.ts'
import { blankKey, endKey, insertKey, readKeys, type SigningKeyRow } from '#keys/store.ts'
import { ended, goneAfter, type KeyTimes, nextDue, usualTimes } from '#keys/timeline.ts'

export interface RingDeps {
  readonly database: Database
  readonly vault: Vault
  readonly clock: Clock
  /** For RSA keys made from now on; those that are there keep their size until they are rotated. */
  readonly rsaBits: RsaBits
  readonly times?: KeyTimes
  /** Undefined: each is made when it is needed. Tests bring theirs. */
  readonly newKey?: NewKeys | undefined
  /** `audit.write`; left out, key events are told to nobody. */
  readonly write?: WriteWithEvents
}

export const timesOf = ({ times = usualTimes }: Pick<RingDeps, 'times'>): KeyTimes => times

export const of = <K extends SigningKeyRow>(rows: readonly K[], algorithm: KeyAlgorithm): readonly K[] =>
  rows.filter((row) => row.algorithm === algorithm)

/** Where a private half is encrypted for. */
export const place = (kid: string): string => `signing_key/${kid}/private`

/** Writes what the clock has brought since the last time. True when there is something new to read. */
export async function settle(
  deps: RingDeps,
  keys: readonly SigningKeyRow[],
  algorithm: KeyAlgorithm,
): Promise<boolean> {
  const { database } = deps
  const now = deps.clock.now()
  const took = ended(keys, now)
  for (const { key, next } of took) {
    const step = endKey(database, key.kid, next.signs_from, goneAfter(next.signs_from, timesOf(deps)))
    await write(deps, step, [{ type: 'key.activated', kid: next.kid }])
  }
  const gone = keys.filter((key) => key.private_cipher !== null && key.gone_after !== null && key.gone_after <= now)
  for (const { kid } of gone) await write(deps, blankKey(database, kid), [{ type: 'key.retired', kid }])
  const due = nextDue(keys, now, timesOf(deps))
  if (due !== undefined) await announce(deps, algorithm, numberAfter(keys), due)
  return due !== undefined || took.length + gone.length > 0
}

/** A guard that fails means that another process was first: its key or its change is as good as ours. */
async function write(
  deps: RingDeps,
  step: ReturnType<typeof insertKey>,
  events: readonly KeyEvent[],
): Promise<boolean> {
  const result = deps.write === undefined ? await deps.database.batch([step]) : await deps.write([step], events)
  return result.ok
}

const numberAfter = (keys: readonly SigningKeyRow[]): number => Math.max(0, ...keys.map(({ number }) => number)) + 1

interface Announced {
  readonly kid: string
  readonly signsFrom: number
}

/** Makes and stores a key. Undefined when another process took the number. */
async function announce(
  deps: RingDeps,
  algorithm: KeyAlgorithm,
  number: number,
  from: number,
): Promise<Announced | undefined> {
  const made = await (deps.newKey ?? newKey)(algorithm, deps.rsaBits)
  const { kid } = made
  const row: SigningKeyRow = {
    algorithm,
    number,
    kid,
    private_cipher: deps.vault.encrypt(place(kid), made.privateText),
    public_jwk: JSON.stringify(made.publicJwk),
    created: deps.clock.now(),
    signs_from: from,
    signs_until: null,
    gone_after: null,
  }
  const created: KeyEvent = { type: 'key.created', kid }
  // The very first key signs at once; a later one is told of when the key before it ends.
  const events: readonly KeyEvent[] = number === 1 ? [created, { type: 'key.activated', kid }] : [created]
  return (await write(deps, insertKey(deps.database, row), events)) ? { kid, signsFrom: from } : undefined
}

/** The operator asked for a key: one is made whatever other processes make in the meantime. */
export async function announceNext(deps: RingDeps, algorithm: KeyAlgorithm, wait: number): Promise<Announced> {
  const keys = of(await readKeys(deps.database), algorithm)
  const made = await announce(deps, algorithm, numberAfter(keys), deps.clock.now() + wait)
  return made ?? announceNext(deps, algorithm, wait)
}

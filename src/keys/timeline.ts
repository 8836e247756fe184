/** The life of the keys of one algorithm, as rules over times (milliseconds): announced → signs → published still → gone. */
import { lifetimes } from '#base/lifetimes.ts'

export interface Lived {
  readonly signs_from: number
  readonly signs_until: number | null
  readonly gone_after: number | null
}

/** Milliseconds. */
export interface KeyTimes {
  /** How long a key is published before it signs. */
  readonly announced: number
  /** How long it is published after it stopped. */
  readonly kept: number
  /** How long it signs. */
  readonly rotation: number
}

export const usualTimes: KeyTimes = {
  announced: lifetimes.keyAnnounced * 1000,
  kept: lifetimes.keyKept * 1000,
  rotation: lifetimes.keyRotation * 1000,
}

/** When the key stops: as written, or when the next one is due, or never yet. `keys` in the order in which they sign. */
function stops(keys: readonly Lived[], place: number): number | undefined {
  return keys[place]?.signs_until ?? keys[place + 1]?.signs_from
}

/** When a key that stopped at this time is no longer published. */
export const goneAfter = (until: number, { kept }: KeyTimes): number => until + kept

/** Clients must find every key that they may meet: those that sign, those that will, those that did lately. */
export function published<K extends Lived>(keys: readonly K[], now: number, times: KeyTimes): readonly K[] {
  return keys.filter((key, place) => {
    const until = stops(keys, place)
    return until === undefined || now < (key.gone_after ?? goneAfter(until, times))
  })
}

/** Milliseconds: a process knows a key that another one made a minute later at most. */
export const knownAfter = 60_000

/**
 * The keys that others may encrypt for us with: the one whose turn it is, and those that will have it. Not before every process can
 * open with them; the first of all is known to everybody who answers.
 */
export function offered<K extends Lived & { readonly created: number; readonly number: number }>(
  keys: readonly K[],
  now: number,
): readonly K[] {
  const known = keys.filter(({ number, created }) => number === 1 || created + knownAfter <= now)
  const turn = signing(known, now)
  return turn === undefined ? [] : known.slice(known.indexOf(turn))
}

/** The newest that is due. A clock that was set back may leave none due: then the first that is to come. */
export const signing = <K extends Lived>(keys: readonly K[], now: number): K | undefined =>
  keys.findLast((key) => key.signs_from <= now) ?? keys[0]

/** The keys that have stopped and it is not written yet, each with the one that took over. */
export const ended = <K extends Lived>(
  keys: readonly K[],
  now: number,
): readonly { readonly key: K; readonly next: K }[] =>
  keys.flatMap((key, place) => {
    const next = keys[place + 1]
    return next !== undefined && key.signs_until === null && next.signs_from <= now ? [{ key, next }] : []
  })

/** When the next key shall sign if it is time to announce it, else undefined. */
export function nextDue(keys: readonly Lived[], now: number, { announced, rotation }: KeyTimes): number | undefined {
  const newest = keys.at(-1)
  if (newest === undefined) return now
  const due = newest.signs_from + rotation
  return due - announced <= now ? Math.max(due, now + announced) : undefined
}

/** What a key's life has been and will be if nothing else happens. Undefined: not until another key takes over. */
export interface Life<K> {
  readonly key: K
  readonly signsFrom: number
  readonly signsUntil: number | undefined
  readonly goneAfter: number | undefined
}

export const lives = <K extends Lived>(keys: readonly K[], times: KeyTimes): readonly Life<K>[] =>
  keys.map((key, place) => {
    const signsUntil = stops(keys, place)
    const gone = signsUntil === undefined ? undefined : (key.gone_after ?? goneAfter(signsUntil, times))
    return { key, signsFrom: key.signs_from, signsUntil, goneAfter: gone }
  })

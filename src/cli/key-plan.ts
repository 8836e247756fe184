/** What `inngang key rotate` would do, and when, in lines for the operator. Nothing is read or changed here. */
import { lifetimes } from '#base/lifetimes.ts'
import { type KeyTimes, lives } from '#keys/timeline.ts'

export interface PlannedKey {
  readonly kid: string
  readonly signs_from: number
  readonly signs_until: number | null
  readonly gone_after: number | null
}

/** UTC, to the minute. */
export const minute = (milliseconds: number | null): string =>
  milliseconds === null ? '–' : new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')

interface Event {
  readonly at: number
  readonly says: string
}

interface Plan {
  readonly now: number
  readonly times: KeyTimes
  /** Milliseconds until the new one counts. */
  readonly wait: number
  /** False: keys that open what was encrypted for us. */
  readonly signs: boolean
}

/** @param keys of one algorithm */
export function rotationPlan(keys: readonly PlannedKey[], { now, times, wait, signs }: Plan): readonly string[] {
  const added: PlannedKey = { kid: 'the new key', signs_from: now + wait, signs_until: null, gone_after: null }
  const all = [...keys, added].toSorted((a, b) => a.signs_from - b.signs_from)
  const waiting = keys.filter((key) => key.signs_from > now).map((key) => `${key.kid} is announced already.`)
  const words = signs ? ofSigning : ofOpening
  const events = lives(all, times)
    .filter(({ goneAfter }) => goneAfter === undefined || goneAfter > now)
    .flatMap((life) => [
      ...ofLife(life, now, words),
      ...(life.key === added ? [{ at: now, says: `${added.kid} ${wait > 0 ? words.announced : words.atOnce}` }] : []),
    ])
    .toSorted((a, b) => a.at - b.at)
  const last = all.at(-1) ?? added
  const following = { at: last.signs_from + times.rotation - times.announced, says: 'the key after these is announced' }
  return [
    ...waiting,
    ...[...events, following].map(({ at, says }) => `${at === now ? 'now'.padEnd(16) : minute(at)}  ${says}`),
    signs ? forServices(Math.round(wait / hour)) : forSenders(Math.round(times.kept / hour)),
  ]
}

const hour = 3_600_000

const forServices = (hours: number): string =>
  hours === 0
    ? 'Services that keep /jwks.json may meet a key that they do not know, and refuse logins until they fetch it again.'
    : `Services that fetch /jwks.json at least every ${hours} hours notice nothing.`
const forSenders = (hours: number): string =>
  `Services that encrypt their requests, and fetch /jwks.json at least every ${hours} hours, notice nothing.`

const ofSigning = {
  announced: 'is made and stands in /jwks.json; it signs nothing yet',
  atOnce: 'is made and signs at once',
  begins: 'signs, in all processes from the same moment',
  ends: 'signs no more; it stays in /jwks.json',
  gone: 'is gone from /jwks.json, its private half destroyed',
}
const ofOpening: typeof ofSigning = {
  announced: 'is made, and stands in /jwks.json a minute later beside the one before',
  atOnce: 'is made, and stands in /jwks.json a minute later',
  begins: 'is the one to encrypt with',
  ends: 'is gone from /jwks.json; what was encrypted with it is still opened',
  gone: 'opens no more, its private half destroyed',
}

function ofLife(
  { key, signsFrom, signsUntil, goneAfter }: ReturnType<typeof lives<PlannedKey>>[number],
  now: number,
  words: typeof ofSigning,
): Event[] {
  const events: Event[] = []
  if (signsFrom > now) events.push({ at: signsFrom, says: `${key.kid} ${words.begins}` })
  if (signsUntil === undefined || goneAfter === undefined) return events
  if (signsUntil >= now) events.push({ at: signsUntil, says: `${key.kid} ${words.ends}` })
  const lastToken = signsUntil + lifetimes.accessTokenLongest * 1000
  if (lastToken > now && words === ofSigning)
    events.push({ at: lastToken, says: `the last token of ${key.kid} has expired, if any lived as long as it may` })
  events.push({ at: goneAfter, says: `${key.kid} ${words.gone}` })
  return events
}

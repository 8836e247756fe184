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

/** @param keys of one algorithm; `wait` milliseconds until the new one signs */
export function rotationPlan(
  keys: readonly PlannedKey[],
  { now, times, wait }: { readonly now: number; readonly times: KeyTimes; readonly wait: number },
): readonly string[] {
  const added: PlannedKey = { kid: 'the new key', signs_from: now + wait, signs_until: null, gone_after: null }
  const all = [...keys, added].toSorted((a, b) => a.signs_from - b.signs_from)
  const waiting = keys.filter((key) => key.signs_from > now).map((key) => `${key.kid} is announced already.`)
  const events = lives(all, times)
    .filter(({ goneAfter }) => goneAfter === undefined || goneAfter > now)
    .flatMap((life) => [...ofLife(life, now), ...(life.key === added ? [ofNew(added, now)] : [])])
    .toSorted((a, b) => a.at - b.at)
  const last = all.at(-1) ?? added
  const following = { at: last.signs_from + times.rotation - times.announced, says: 'the key after these is announced' }
  return [
    ...waiting,
    ...[...events, following].map(({ at, says }) => `${at === now ? 'now'.padEnd(16) : minute(at)}  ${says}`),
    forServices(Math.round(wait / 3_600_000)),
    'Nothing was changed.',
  ]
}

const forServices = (hours: number): string =>
  hours === 0
    ? 'Services that keep /jwks.json may meet a key that they do not know, and refuse logins until they fetch it again.'
    : `Services that fetch /jwks.json at least every ${hours} hours notice nothing.`

function ofLife(
  { key, signsFrom, signsUntil, goneAfter }: ReturnType<typeof lives<PlannedKey>>[number],
  now: number,
): Event[] {
  const events: Event[] = []
  if (signsFrom > now) events.push({ at: signsFrom, says: `${key.kid} signs, in all processes from the same moment` })
  if (signsUntil === undefined || goneAfter === undefined) return events
  if (signsUntil >= now) events.push({ at: signsUntil, says: `${key.kid} signs no more; it stays in /jwks.json` })
  const lastToken = signsUntil + lifetimes.accessTokenLongest * 1000
  if (lastToken > now)
    events.push({ at: lastToken, says: `the last token of ${key.kid} has expired, if any lived as long as it may` })
  events.push({ at: goneAfter, says: `${key.kid} is gone from /jwks.json, its private half destroyed` })
  return events
}

const ofNew = ({ kid, signs_from: from }: PlannedKey, now: number): Event => ({
  at: now,
  says:
    from > now ? `${kid} is made and stands in /jwks.json; it signs nothing yet` : `${kid} is made and signs at once`,
})

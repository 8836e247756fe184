/** `inngang logout report`: which services were told of logouts by back channel, and what came of it. */
import { type Delivery, type DeliveryState, deliveryStates, openDeliveryStore } from '#oidc/logout/store.ts'
import { type Asked, type Verb, withStores } from '#cli/verb.ts'

/** What went wrong is listed up to this many lines; the numbers above it are complete. */
const listed = 50

export const logoutReport: Verb = {
  words: ['logout', 'report'],
  usage: 'logout report [--client <id>] [--since 24h]',
  sentence: 'shows which services were told of logouts, and which could not be',
  run: (asked) =>
    withStores(asked, async ({ clock, database }) => {
      const since = sinceWhen(asked.since ?? '24h', clock.now())
      if (since === undefined) {
        asked.say('--since takes a time such as 90m, 24h or 7d, or a date such as 2026-11-24.')
        return 2
      }
      const store = openDeliveryStore(database)
      const summary = await store.summary({ since, clientId: asked.client })
      const wanted = { since, most: listed, states: ['refused', 'unreachable', 'gave-up'] } as const
      const failed = await (asked.client === undefined
        ? store.deliveries(wanted)
        : store.deliveriesOf(asked.client, wanted))
      sayReport(asked, since, summary, failed)
      return 0
    }),
}

function sayReport(
  { say }: Asked,
  since: number,
  summary: ReadonlyMap<string, Readonly<Record<DeliveryState, number>>>,
  failed: readonly Delivery[],
): void {
  say(`Logouts told by back channel since ${timeOf(since)}:`)
  if (summary.size === 0) return say('none.')
  const width = Math.max(...[...summary.keys()].map(({ length }) => length), 'service'.length) + 2
  say('service'.padEnd(width) + deliveryStates.map((state) => state.padStart(12)).join(''))
  for (const [clientId, counted] of summary)
    say(clientId.padEnd(width) + deliveryStates.map((state) => String(counted[state]).padStart(12)).join(''))
  if (failed.length === 0) return
  say(`\nThe newest that were not accepted${failed.length === listed ? ` (${listed} of them)` : ''}:`)
  for (const { queued, clientId, state, status, calls } of failed)
    say(
      `${timeOf(queued)}  ${clientId.padEnd(width)}${state}${status === undefined ? '' : ` ${status}`}, ${calls === 1 ? '1 call' : `${calls} calls`}`,
    )
}

const timeOf = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3600_000, d: 24 * 3600_000 }

/** `90m`, `24h`, `7d` ago, or a date (ISO 8601). */
export function sinceWhen(text: string, now: number): number | undefined {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? []
  if (count !== undefined) return now - Number(count) * (units[unit] ?? 0)
  const at = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

/** What stands in front of new logins, from the settings. */
import { addressOf } from '#http/address.ts'
import { openPressure } from '#login/crowd/pressure.ts'
import { openRanges } from '#login/crowd/ranges.ts'
import { type Turnstile, turnstile } from '#login/crowd/turnstile.ts'
import type { Parts } from '#parts.ts'

export function turnstileOf({ config, clock, metrics }: Parts): Turnstile {
  const pressure = openPressure({ late: config.waitWhenLate, underWay: config.waitWhenUnderWay })
  metrics.watch(
    'inngang_logins_waiting_share',
    'Of those who begin a login, the share that is asked to wait.',
    () => pressure.seen().share,
  )
  metrics.watch('inngang_requests_under_way', 'Requests that are being served.', () => pressure.seen().underWay)
  return turnstile({
    pressure,
    ranges: openRanges(clock),
    addressOf: addressOf(config.trustedProxies),
    most: { authorize: config.loginsFromRange, par: config.pushedFromRange, logout: config.logoutsFromRange },
    count: metrics.count,
  })
}

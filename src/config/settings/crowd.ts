/** When many logins begin at once. */
import { wholeNumber } from '#config/kinds.ts'
import { has } from '#config/setting.ts'

export const crowd = {
  waitWhenLate: has(
    wholeNumber(0, 60_000),
    // A laptop that is late has other work: no crowd, and nobody's test is to fail of it.
    { production: '400', twin: '0' },
    'Milliseconds that a process may be behind its work before a share of those who begin a login is asked to wait, on a page that tries again by itself; logins under way go on. 0: nobody waits.',
  ),
  waitWhenUnderWay: has(
    wholeNumber(10, 1_000_000),
    '2000',
    'Requests that a process has under way, of all kinds, from which on new logins wait: for stores that answer slowly. Those that have not come whole yet do not count.',
  ),
  loginsFromRange: has(
    wholeNumber(0, 10_000_000),
    '3000',
    'Logins that may begin in a minute, at one process, from one range of addresses (IPv4 /24, IPv6 /48); past it they wait. A mobile network or a municipality may be one range. 0: no limit. The process’s own machine has none.',
  ),
  pushedFromRange: has(
    wholeNumber(0, 10_000_000),
    '12000',
    'The same for pushed requests (`/par`), which services’ servers make for all of their users.',
  ),
  logoutsFromRange: has(wholeNumber(0, 10_000_000), '3000', 'The same for logouts (`/logout`).'),
} as const

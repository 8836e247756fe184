/** The sandbox's issuers, and a checker that trusts them, without a network: what tests of certificates begin with. */
import { fixedClock, type SettableClock } from '#base/clock.ts'
import type { Authority } from '#sandbox/ca/authority.ts'
import { type Issuer, type IssuerName, type IssuerOptions, openIssuer, trustIn } from '#sandbox/ca/issuers.ts'
import { reach } from '#sandbox/ca/serve.ts'
import { type Checker, openChecker } from '#x509/checker.ts'
import type { Fetch, FetchRequest } from '#x509/fetch.ts'
import type { TrustEntry, TrustList } from '#x509/trust.ts'

const at = 'http://ca.sandbox'

export interface CheckedWorld {
  readonly clock: SettableClock
  readonly issuer: Issuer
  readonly checker: Checker
  /** Every question to a responder and every list, by address. */
  readonly asked: string[]
  /** Instead of the issuer's own answers; undefined: as they are. */
  intercept: ((request: FetchRequest) => ReturnType<Fetch> | undefined) | undefined
  trust: TrustList
  readonly counted: string[]
}

export function checkedWorld(
  name: IssuerName = 'buypass',
  over: Partial<TrustEntry> = {},
  options: Partial<IssuerOptions> = {},
): CheckedWorld {
  const clock = fixedClock(Date.UTC(2026, 10, 22, 9))
  const issuer = openIssuer(name, { at, clock, ...options })
  const authorities: readonly Authority[] = [issuer.persons, issuer.enterprises]
  const theirs = reach(() => authorities, at)
  const world = {
    clock,
    issuer,
    asked: [] as string[],
    counted: [] as string[],
    intercept: undefined as CheckedWorld['intercept'],
    trust: { entries: trustIn([issuer], over) } as TrustList,
  }
  const checker = openChecker({
    clock,
    trust: () => world.trust,
    fetch: (request) => {
      world.asked.push(request.address.slice(at.length))
      return world.intercept?.(request) ?? theirs(request)
    },
    log: () => undefined,
    count: (what, labels) => void world.counted.push([what, ...Object.values(labels)].join(' ')),
  })
  return Object.assign(world, { checker })
}

export const someone = { given: 'Ola', family: 'Nordmann', unique: 'a1b2c3' } as const
export const agency = { organisation: '974760673', name: 'Etat for prøver' } as const

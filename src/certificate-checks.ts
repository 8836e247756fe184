/** Whom the gateway believes about people and organisations by certificate: the trust list, and the one checker that goes by it. */
import type { Clock } from '#base/clock.ts'
import { whenAsked } from '#base/when-asked.ts'
import { ConfigFaults } from '#config/read.ts'
import { type Config, environmentName } from '#config/table.ts'
import type { Log } from '#http/answer.ts'
import type { Metrics } from '#observe/metrics.ts'
import { type Checker, openChecker } from '#x509/checker.ts'
import { type Fetch, fetchOverNetwork } from '#x509/fetch.ts'
import { readTrust } from '#x509/trust-file.ts'
import { standingOfTrust } from '#x509/trust-standing.ts'
import type { TrustList } from '#x509/trust.ts'

/** What the twin brings: its own issuers. */
export interface TrustAt {
  readonly list: () => TrustList
  /** How their responders and lists are reached. Absent: over the network. */
  readonly fetch?: Fetch | undefined
}

export interface CertificateChecks {
  readonly checker: Checker
  readonly trust: () => TrustList
  /** What ends soon, and who does not answer: sentences that anybody may read. */
  warnings(): readonly string[]
}

interface Around {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Pick<Metrics, 'count' | 'watch'>
}

/** `outside` where the settings name nobody. Undefined: nobody is trusted, so certificates say nothing of anybody. @throws ConfigFaults when the trust list is not as it should be */
export function checksOf(
  { config, clock, log, metrics }: Around,
  outside: TrustAt | undefined,
): CertificateChecks | undefined {
  const at = configured(config) ?? outside
  if (at === undefined) return undefined
  const { list: trust, fetch = fetchOverNetwork(config.outboundAllow) } = at
  const checker = openChecker({ trust, clock, fetch, log, count: metrics.count })
  // The twin makes its issuers when somebody asks.
  const standing = whenAsked(() => standingOfTrust(trust()))
  metrics.watch('inngang_trust_ending', 'Certificates of the trust list that end within 60 days, or have ended.', () =>
    standing().ending(clock.now()),
  )
  metrics.watch('inngang_trust_living', 'Issuers of the trust list whose certificates count now.', () =>
    standing().living(clock.now()),
  )
  return { checker, trust, warnings: () => [...standing().warnings(clock.now()), ...checker.warnings()] }
}

/** @throws ConfigFaults with all that is wrong with it */
export function configured({ trust: file, entry }: Config): TrustAt | undefined {
  if (file === undefined) return undefined
  const read = readTrust(file, entry === 'production' ? 'real' : 'synthetic')
  if (read.faults !== undefined)
    throw new ConfigFaults(read.faults.map((fault) => `${environmentName('trust')}: ${fault}`))
  return { list: () => read.list }
}

/** Whom the gateway believes about people and organisations by certificate: the trust list, and the one checker that goes by it. */
import type { Clock } from '#base/clock.ts'
import { ConfigFaults } from '#config/read.ts'
import { type Config, environmentName } from '#config/table.ts'
import type { Log } from '#http/answer.ts'
import type { Metrics } from '#observe/metrics.ts'
import { type Checker, openChecker } from '#x509/checker.ts'
import { type Fetch, fetchOverNetwork } from '#x509/fetch.ts'
import { type KeptTrust, keepTrust } from '#x509/trust-kept.ts'
import { standingOfTrust, type TrustStanding } from '#x509/trust-standing.ts'
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
  /** Reads the trust list again when its files changed, and tells `follow`'s hearers. A faulty one is logged, and the one before it counts. */
  look(): Promise<void>
  /** Hears of every other list. */
  follow(hear: () => void): void
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
  const kept = configured(config)
  const list = kept?.list ?? outside?.list
  if (list === undefined) return undefined
  const fetch = (kept === undefined ? outside?.fetch : undefined) ?? fetchOverNetwork(config.outboundAllow)
  const checker = openChecker({ trust: list, clock, fetch, log, count: metrics.count })
  const standing = standingNow(list)
  const faults = (): readonly string[] => kept?.faults() ?? []
  metrics.watch('inngang_trust_ending', 'Certificates of the trust list that end within 60 days, or have ended.', () =>
    standing().ending(clock.now()),
  )
  metrics.watch('inngang_trust_living', 'Issuers of the trust list whose certificates count now.', () =>
    standing().living(clock.now()),
  )
  metrics.watch(
    'inngang_trust_faults',
    'What is wrong with the trust list since it changed: the one before it counts.',
    () => faults().length,
  )
  const hearers: (() => void)[] = []
  return {
    checker,
    trust: list,
    look: () => look(kept, log, hearers),
    follow: (hear) => void hearers.push(hear),
    warnings: () => [
      ...(faults().length > 0 ? [keptWarning] : []),
      ...standing().warnings(clock.now()),
      ...checker.warnings(),
    ],
  }
}

const keptWarning =
  'The trust list was changed and is faulty, so the one before it counts until it is mended or a process starts again: its faults stand in the log.'

async function look(kept: KeptTrust | undefined, log: Log, hearers: readonly (() => void)[]): Promise<void> {
  const found = await kept?.look()
  if (kept === undefined || found === 'same') return
  if (found === 'read') {
    log('info', 'the trust list was read again', { count: kept.list().entries.length })
    for (const hear of hearers) hear()
  }
  for (const detail of kept.faults()) log('error', 'the trust list is faulty, so the one before it counts', { detail })
}

/** Made when somebody asks, since the twin makes its issuers so; and anew for another list. */
function standingNow(list: () => TrustList): () => TrustStanding {
  let known: TrustList | undefined
  let standing: TrustStanding | undefined
  return () => {
    const now = list()
    if (standing === undefined || now !== known) standing = standingOfTrust(now)
    known = now
    return standing
  }
}

/** @throws ConfigFaults with all that is wrong with it */
export function configured({ trust: file, entry }: Config): KeptTrust | undefined {
  if (file === undefined) return undefined
  const kept = keepTrust(file, entry === 'production' ? 'real' : 'synthetic')
  if ('list' in kept) return kept
  throw new ConfigFaults(kept.faults.map((fault) => `${environmentName('trust')}: ${fault}`))
}

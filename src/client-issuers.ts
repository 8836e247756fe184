/** Whom the operator trusts to issue certificates to clients: those of a setting, and those of enterprises in the trust list. */
import type { Clock } from '#base/clock.ts'
import type { CertificateChecks } from '#certificate-checks.ts'
import { clientIssuersIn } from '#certificates.ts'
import type { Config } from '#config/table.ts'
import { certificateWords } from '#enterprise.ts'
import type { Log } from '#http/answer.ts'
import type { Metrics } from '#observe/metrics.ts'
import type { ClientIssuers } from '#oidc/ports.ts'
import type { Why } from '#x509/checker.ts'
import { openClientCheck } from '#x509/clients.ts'
import { type Fetch, fetchOverNetwork } from '#x509/fetch.ts'

interface Around {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Pick<Metrics, 'count'>
  /** How responders and lists are reached. Absent: over the network. */
  readonly fetch?: Fetch | undefined
}

type FaultOf = (chain: readonly Uint8Array[]) => Promise<Why | undefined>

/** Undefined: nobody is trusted. */
export function clientIssuersOf(around: Around, checks: CertificateChecks | undefined): ClientIssuers | undefined {
  const asked = [ownOf(around), listedIn(checks)].filter((one) => one !== undefined)
  if (asked.length === 0) return undefined
  return {
    async faultOf(chain) {
      const faults: Why[] = []
      for (const faultOf of asked) {
        const fault = await faultOf(chain)
        if (fault === undefined) return undefined
        faults.push(fault)
      }
      // Whoever issued it knows more of it than those who did not.
      return certificateWords[faults.find((one) => one !== 'no-path') ?? 'no-path']
    },
  }
}

function ownOf({ config, clock, log, metrics, fetch }: Around): FaultOf | undefined {
  const certificates = clientIssuersIn(config)
  if (certificates === undefined) return undefined
  const { mtlsOcsp: ocsp, mtlsCrl: crl } = config
  const check = openClientCheck({
    clock,
    log,
    count: metrics.count,
    fetch: fetch ?? fetchOverNetwork(config.outboundAllow),
    issuers: { certificates: certificates.map(({ raw }) => raw), ocsp, crl },
  })
  return (chain) => check.faultOf(chain)
}

/** By the policies of enterprises alone: a person's card is no client. */
function listedIn(checks: CertificateChecks | undefined): FaultOf | undefined {
  if (checks === undefined) return undefined
  return async (chain) => {
    const checked = await checks.checker.check(chain, { use: 'enterprise' })
    return checked.ok ? undefined : checked.why
  }
}

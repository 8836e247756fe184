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
import { type ClientCheck, openClientCheck } from '#x509/clients.ts'
import { hasOldPolicy, organisationIn } from '#x509/organisation.ts'
import { type Fetch, fetchOverNetwork } from '#x509/fetch.ts'

interface Around {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Pick<Metrics, 'count' | 'watch'>
  /** How responders and lists are reached. Absent: over the network. */
  readonly fetch?: Fetch | undefined
}

type Fault = Why | 'organisation'
type FaultOf = (chain: readonly Uint8Array[], owner: string | undefined) => Promise<Fault | undefined>
const words: Readonly<Record<Fault, string>> = { ...certificateWords, organisation: 'belongs to another organisation' }

export interface OpenClientIssuers extends ClientIssuers {
  /** Of those of the setting, what ends soon and who does not answer: sentences that anybody may read. Those of the trust list warn there. */
  warnings(): readonly string[]
}

/** Undefined: nobody is trusted. */
export function clientIssuersOf(around: Around, checks: CertificateChecks | undefined): OpenClientIssuers | undefined {
  const own = ownOf(around)
  const asked = [own?.faultOf, listedIn(checks)].filter((one) => one !== undefined)
  if (asked.length === 0) return undefined
  return {
    warnings: () => own?.warnings() ?? [],
    async faultOf(chain, owner) {
      const faults: Fault[] = []
      for (const faultOf of asked) {
        const fault = await faultOf(chain, owner)
        if (fault === undefined) return undefined
        faults.push(fault)
      }
      // Whoever issued it knows more of it than those who did not.
      return words[faults.find((one) => one !== 'no-path') ?? 'no-path']
    },
  }
}

function ownOf({ config, clock, log, metrics, fetch }: Around): ClientCheck | undefined {
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
  metrics.watch(
    'inngang_client_issuers_ending',
    'Certificates of issuers of clients (INNGANG_MTLS_ISSUERS) that end within 60 days, or have ended.',
    check.ending,
  )
  return check
}

/** By the policies of enterprises alone: a person's card is no client. */
function listedIn(checks: CertificateChecks | undefined): FaultOf | undefined {
  if (checks === undefined) return undefined
  return async (chain, owner) => {
    const checked = await checks.checker.check(chain, { use: 'enterprise' })
    if (!checked.ok) return checked.why
    const { certificate, policies } = checked
    const namesEndInNumbers = hasOldPolicy(policies)
    const isTheirs =
      owner === undefined || organisationIn(certificate.subjectAttributes, { namesEndInNumbers }) === owner
    return isTheirs ? undefined : 'organisation'
  }
}

/** What of the trust list ends soon, has ended, or lets nobody in: for those who watch the gateway. */
import { X509Certificate } from 'node:crypto'
import { nameOf } from '#x509/trust-file.ts'
import type { TrustEntry, TrustList } from '#x509/trust.ts'

interface Ending {
  readonly entry: string
  readonly name: string
  /** Milliseconds. */
  readonly until: number
}

export interface TrustStanding {
  /** Sentences that anybody may read. */
  warnings(now: number): readonly string[]
  /** Certificates that end within 60 days, or have ended. */
  ending(now: number): number
  /** Entries that certificates count by now. */
  living(now: number): number
}

/** Issuers announce a new CA long before; an agreement takes weeks. */
const soon = 60 * 24 * 3_600_000

export function standingOfTrust({ entries }: TrustList): TrustStanding {
  const all = entries.flatMap(endingsOf)
  const endingAt = (now: number): readonly Ending[] => all.filter(({ until }) => until - soon < now)
  const livingAt = (now: number): number => entries.filter((entry) => lives(entry, now)).length
  return {
    warnings: (now) => [
      ...(livingAt(now) === 0 ? ['The trust list has nobody in it whose certificates count now.'] : []),
      ...endingAt(now).map(({ entry, name, until }) => {
        const when = new Date(until).toISOString().slice(0, 10)
        return `The certificate of ${name} in the trust list (${entry}) ${until < now ? 'ended' : 'ends'} on ${when}.`
      }),
    ],
    ending: (now) => endingAt(now).length,
    living: livingAt,
  }
}

function endingsOf({ id, anchors, intermediates, number }: TrustEntry): readonly Ending[] {
  const asks = number?.from === 'ocsp' && number.requester !== undefined ? [number.requester.certificates] : []
  return [...anchors, ...intermediates, ...asks].map((one) => {
    const certificate = new X509Certificate(one)
    return { entry: id, name: nameOf(certificate), until: certificate.validToDate.getTime() }
  })
}

const lives = ({ anchors }: TrustEntry, now: number): boolean =>
  anchors.some((der) => {
    const { validFromDate, validToDate } = new X509Certificate(der)
    return validFromDate.getTime() <= now && now <= validToDate.getTime()
  })

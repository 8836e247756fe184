/** What of the trust list ends soon, has ended, or lets nobody in: for those who watch the gateway. */
import { X509Certificate } from 'node:crypto'
import { whenAsked } from '#base/when-asked.ts'
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

/** Those whom the operator named to certify clients: `certificates` as DER. */
export function standingOfIssuers(certificates: readonly Uint8Array[]): Pick<TrustStanding, 'warnings' | 'ending'> {
  const all = whenAsked(() => certificates.map((one) => endingOf(one)))
  const endingAt = (now: number): readonly Omit<Ending, 'entry'>[] => all().filter(({ until }) => until - soon < now)
  return {
    warnings: (now) =>
      endingAt(now).map((one) => `The certificate of ${one.name} among the issuers of clients ${endsOn(one, now)}`),
    ending: (now) => endingAt(now).length,
  }
}

const endsOn = ({ until }: Omit<Ending, 'entry'>, now: number): string =>
  `${until < now ? 'ended' : 'ends'} on ${new Date(until).toISOString().slice(0, 10)}.`

export function standingOfTrust({ entries }: TrustList): TrustStanding {
  const all = entries.flatMap(endingsOf)
  const endingAt = (now: number): readonly Ending[] => all.filter(({ until }) => until - soon < now)
  const livingAt = (now: number): number => entries.filter((entry) => lives(entry, now)).length
  return {
    warnings: (now) => [
      ...(livingAt(now) === 0 ? ['The trust list has nobody in it whose certificates count now.'] : []),
      ...endingAt(now).map(
        (one) => `The certificate of ${one.name} in the trust list (${one.entry}) ${endsOn(one, now)}`,
      ),
    ],
    ending: (now) => endingAt(now).length,
    living: livingAt,
  }
}

function endingsOf({ id, anchors, intermediates, number }: TrustEntry): readonly Ending[] {
  const asks = number?.from === 'ocsp' && number.requester !== undefined ? [number.requester.certificates] : []
  return [...anchors, ...intermediates, ...asks].map((one) => ({ entry: id, ...endingOf(one) }))
}

function endingOf(one: Uint8Array | string): Omit<Ending, 'entry'> {
  const certificate = new X509Certificate(one)
  return { name: nameOf(certificate), until: certificate.validToDate.getTime() }
}

const lives = ({ anchors }: TrustEntry, now: number): boolean =>
  anchors.some((der) => {
    const { validFromDate, validToDate } = new X509Certificate(der)
    return validFromDate.getTime() <= now && now <= validToDate.getTime()
  })

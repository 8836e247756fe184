/** Whether a certificate has been revoked: its issuer's responder first, then its lists. Nobody's silence counts as a "no". */
import type { Clock } from '#base/clock.ts'
import type { Certificate } from '#x509/certificate.ts'
import { BadRevocationList, type RevocationList } from '#x509/crl.ts'
import type { Lists } from '#x509/lists.ts'
import type { TrustAnchor } from '#x509/path.ts'
import type { DistributionPoint } from '#x509/points.ts'
import { anyPolicyWillDo } from '#x509/policies.ts'
import { isProven, statusOf, type Surroundings } from '#x509/revocation.ts'
import { allowedToday } from '#x509/signature.ts'
import { SourceFailed } from '#x509/sources.ts'
import { isAllowed, type TrustEntry } from '#x509/trust.ts'
import type { Standing, Subject } from '#x509/validate.ts'

export interface Around {
  readonly clock: Clock
  readonly lists: Lists
}

/** The part of the trust list that a question is about. */
export interface Ground {
  readonly entry: TrustEntry
  readonly anchors: readonly TrustAnchor[]
  /** CAs, as far as they are at hand. */
  readonly certificates: readonly Certificate[]
}

/** As many addresses as are tried for one question. */
const mostTried = 3

/**
 * Those that the certificate names, as far as the operator allows them; else the operator's own for this issuer. What others
 * name is never asked.
 */
export function addressesFor(named: readonly string[], allowed: readonly string[]): readonly string[] {
  const both = named.filter((one) => isAllowed(allowed, one))
  const own = allowed.filter((one) => !one.endsWith('*'))
  return (both.length > 0 ? both : own).slice(0, mostTried)
}

interface Found {
  readonly address: string
  readonly list: RevocationList
}

/** RFC 5280 §6.3, by lists that are at hand. */
export function standingIn(around: Surroundings, { certificate }: Pick<Subject, 'certificate'>): Standing {
  const status = statusOf(certificate, around)
  return status === 'good' ? { status, by: 'crl', tried: [] } : { status, tried: [`crl:${status}`] }
}

/** The same, with lists that are fetched as they are needed. */
export async function standingByLists(
  { certificate, above }: Pick<Subject, 'certificate' | 'above'>,
  { entry, anchors, certificates }: Ground,
  { clock, lists }: Around,
): Promise<Standing> {
  const addresses = addressesFor(namesOf(certificate.distributionPoints), entry.crl)
  const tried: string[] = addresses.length === 0 ? ['crl:no-address'] : []
  const found: Found[] = []
  for (const address of addresses) {
    found.push(...(await listsFrom(address, certificate, entry, lists, tried)))
    const standing = standingIn(
      {
        lists: found.map(({ list }) => list),
        certificates: [...above, ...certificates],
        anchors,
        inputs: { now: clock.now(), allowed: allowedToday, policies: anyPolicyWillDo },
      },
      { certificate },
    )
    tried.push(...(standing.status === 'good' ? [] : standing.tried))
    if (standing.status === 'unknown') continue
    // What came beside those that told it may be anybody's, with times that no true one comes up to.
    for (const one of found) if (isProven(one.list)) lists.keep(one.address, one.list)
    return { ...standing, tried }
  }
  return { status: 'unknown', tried }
}

/** A list, and its newest changes where it or the certificate says where they are. */
async function listsFrom(
  address: string,
  certificate: Certificate,
  entry: TrustEntry,
  lists: Lists,
  tried: string[],
): Promise<readonly Found[]> {
  const complete = await fetched(address, entry, lists, tried)
  if (complete === undefined) return []
  const named = [...namesOf(certificate.freshest), ...namesOf(complete.list.freshest)]
  const allowed = [...new Set(named)].filter((one) => isAllowed(entry.crl, one)).slice(0, mostTried)
  const changes = await Promise.all(allowed.map((one) => fetched(one, entry, lists, tried)))
  return [complete, ...changes.filter((one) => one !== undefined)]
}

async function fetched(
  address: string,
  { keptSeconds }: TrustEntry,
  lists: Lists,
  tried: string[],
): Promise<Found | undefined> {
  try {
    return { address, list: await lists.at(address, keptSeconds) }
  } catch (error) {
    if (error instanceof SourceFailed) tried.push(`crl:${error.why}`)
    else if (error instanceof BadRevocationList) tried.push('crl:malformed')
    else throw error
    return undefined
  }
}

const namesOf = (points: readonly DistributionPoint[] | undefined): readonly string[] =>
  (points ?? []).flatMap(({ names }) => names.flatMap((name) => (name.kind === 'uri' ? [name.value] : [])))

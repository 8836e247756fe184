/** Revocation lists as plain facts (RFC 5280 §5). */
import { type Integer, type OctetString } from 'asn1js'
import {
  type AuthorityKeyIdentifier,
  CertificateRevocationList as Parsed,
  type Extension,
  type GeneralNames,
  type RevokedCertificate,
} from 'pkijs'
import { type Algorithm, algorithmOf, hex, serialOf } from '#x509/certificate.ts'
import { generalNameOf } from '#x509/general-name.ts'
import { type Name, nameOf } from '#x509/name.ts'
import { ownBuffer } from '#x509/own-buffer.ts'
import { type DistributionPoint, readDistributionPoints, readScope, type Scope } from '#x509/points.ts'

export interface RevocationList {
  readonly tbs: Uint8Array
  readonly signature: { readonly algorithm: Algorithm; readonly value: Uint8Array }
  readonly issuer: Name
  /** Milliseconds. */
  readonly thisUpdate: number
  readonly nextUpdate: number | undefined
  readonly number: bigint | undefined
  /** A delta to the complete list of this number or a later one (§5.2.4). */
  readonly base: bigint | undefined
  readonly authorityKeyId: string | undefined
  /** The issuing distribution point (§5.2.5). */
  readonly scope: Scope | undefined
  /** Where its newest changes are (§5.2.6). */
  readonly freshest: readonly DistributionPoint[]
  /** Reason by `<canonical issuer>|<serial>`; `removed` only in deltas. */
  readonly entries: ReadonlyMap<string, 'revoked' | 'removed'>
  /** A critical extension that nobody here processes, in the list or an entry: what is not in it is not known to be good (§5.2, §5.3). */
  readonly notUnderstood: boolean
}

export class BadRevocationList extends Error {
  override readonly name = 'BadRevocationList'
}

export const entryKey = (issuer: Name, serial: string): string => `${JSON.stringify(issuer)}|${serial}`

/** @throws BadRevocationList */
export function readRevocationList(der: Uint8Array): RevocationList {
  try {
    return factsOf(Parsed.fromBER(ownBuffer(der)))
  } catch (cause) {
    throw new BadRevocationList('not a revocation list', { cause })
  }
}

const understood = new Set(['2.5.29.20', '2.5.29.27', '2.5.29.28', '2.5.29.35', '2.5.29.46'])
const understoodInEntries = new Set(['2.5.29.21', '2.5.29.24', '2.5.29.29'])
const isStrange =
  (known: ReadonlySet<string>) =>
  ({ extnID, critical }: Extension): boolean =>
    critical && !known.has(extnID)

function factsOf(list: Parsed): RevocationList {
  const extensions = list.crlExtensions?.extensions ?? []
  const value = <T>(oid: string): T | undefined =>
    extensions.find((one) => one.extnID === oid)?.parsedValue as T | undefined
  const issuer = nameOf(list.issuer)
  const point = extensions.find(({ extnID }) => extnID === '2.5.29.28')
  const freshest = extensions.find(({ extnID }) => extnID === '2.5.29.46')
  const entries = list.revokedCertificates ?? []
  return {
    tbs: list.tbsView,
    signature: {
      algorithm: algorithmOf(list.signatureAlgorithm),
      value: list.signatureValue.valueBlock.valueHexView,
    },
    issuer,
    thisUpdate: list.thisUpdate.value.getTime(),
    nextUpdate: list.nextUpdate?.value.getTime(),
    number: bigOf(value('2.5.29.20')),
    base: bigOf(value('2.5.29.27')),
    authorityKeyId: keyIdOf(value<AuthorityKeyIdentifier>('2.5.29.35')?.keyIdentifier),
    scope: point && readScope(point.extnValue.valueBlock.valueHexView, issuer),
    freshest: freshest ? readDistributionPoints(freshest.extnValue.valueBlock.valueHexView, issuer) : [],
    entries: entriesOf(entries, issuer),
    notUnderstood:
      extensions.some(isStrange(understood)) ||
      entries.some((one) => (one.crlEntryExtensions?.extensions ?? []).some(isStrange(understoodInEntries))),
  }
}

const bigOf = (value: Integer | undefined): bigint | undefined =>
  value && BigInt(`0x${hex(value.valueBlock.valueHexView)}`)
const keyIdOf = (value: OctetString | undefined): string | undefined => value && hex(value.valueBlock.valueHexView)

/** §5.3.3: an entry's issuer stands for those that follow too. */
function entriesOf(all: readonly RevokedCertificate[], listIssuer: Name): RevocationList['entries'] {
  const entries = new Map<string, 'revoked' | 'removed'>()
  let issuer = listIssuer
  for (const { userCertificate, crlEntryExtensions } of all) {
    const extensions = crlEntryExtensions?.extensions ?? []
    issuer = issuerNamed(extensions) ?? issuer
    const reason = extensions.find(({ extnID }) => extnID === '2.5.29.21')?.parsedValue as
      | { valueBlock: { valueDec: number } }
      | undefined
    // §5.3.1: removeFromCRL
    entries.set(entryKey(issuer, serialOf(userCertificate)), reason?.valueBlock.valueDec === 8 ? 'removed' : 'revoked')
  }
  return entries
}

function issuerNamed(extensions: readonly Extension[]): Name | undefined {
  const found = extensions.find(({ extnID }) => extnID === '2.5.29.29')?.parsedValue as GeneralNames | undefined
  const names = (found as { names?: Parameters<typeof generalNameOf>[0][] } | undefined)?.names?.map(generalNameOf)
  const directory = names?.find((name) => name.kind === 'directory')
  return directory?.kind === 'directory' ? directory.value : undefined
}

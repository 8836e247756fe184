/** Revocation lists as plain facts (RFC 5280 §5). */
import { fromBER } from 'asn1js'
import { GeneralNames } from 'pkijs'
import { type Element, inside, tags } from '#keys/der.ts'
import { type Algorithm, hex } from '#x509/certificate.ts'
import {
  algorithmIn,
  bytesIn,
  contentOf,
  type Extension,
  extensionsIn,
  isTime,
  onlyIn,
  parts,
  timeIn,
} from '#x509/elements.ts'
import { generalNameOf } from '#x509/general-name.ts'
import { type Name, readName } from '#x509/name.ts'
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
  /** By who issued the certificate (`issuerKey`) and its number; `removed` only in deltas. */
  readonly entries: ReadonlyMap<string, ReadonlyMap<string, Entry>>
  /** A critical extension that nobody here processes, in the list or an entry: what is not in it is not known to be good (§5.2, §5.3). */
  readonly notUnderstood: boolean
}

export type Entry = 'revoked' | 'removed'

export class BadRevocationList extends Error {
  override readonly name = 'BadRevocationList'
}

const issuerKey = (issuer: Name): string => JSON.stringify(issuer)

export const entryFor = ({ entries }: RevocationList, issuer: Name, serial: string): Entry | undefined =>
  entries.get(issuerKey(issuer))?.get(serial)

/** @throws BadRevocationList */
export function readRevocationList(der: Uint8Array): RevocationList {
  try {
    return factsOf(onlyIn(der))
  } catch (cause) {
    throw new BadRevocationList('not a revocation list', { cause })
  }
}

const ids = {
  number: '2.5.29.20',
  reason: '2.5.29.21',
  base: '2.5.29.27',
  scope: '2.5.29.28',
  certificateIssuer: '2.5.29.29',
  authorityKey: '2.5.29.35',
  freshest: '2.5.29.46',
} as const
const understood: ReadonlySet<string> = new Set([ids.number, ids.base, ids.scope, ids.authorityKey, ids.freshest])
const understoodInEntries: ReadonlySet<string> = new Set([ids.reason, '2.5.29.24', ids.certificateIssuer])

const isStrange = (extensions: ReadonlyMap<string, Extension>, known: ReadonlySet<string>): boolean =>
  [...extensions].some(([oid, { critical }]) => critical && !known.has(oid))

/** §5.1: CertificateList. */
function factsOf(whole: Element): RevocationList {
  const [content, algorithm, signature] = parts(whole)
  const fields = [...parts(content)]
  // Version 1 says nothing.
  if (fields[0]?.tag === 0x02) fields.shift()
  const [inner, name, thisUpdate, ...rest] = fields
  // §5.1.1.2: the algorithm inside what is signed is the one outside.
  if (algorithmIn(inner).oid !== algorithmIn(algorithm).oid) throw new BadRevocationList('two algorithms')
  const issuer = readName(name?.whole ?? Buffer.alloc(0))
  const nextUpdate = isTime(rest[0]) ? timeIn(rest.shift()) : undefined
  const entries = rest[0]?.tag === tags.sequence ? parts(rest.shift()) : []
  const [tagged] = rest
  const extensions = extensionsIn(tagged && onlyIn(contentOf(tagged, 0xa0)))
  const value = (oid: string): Buffer | undefined => extensions.get(oid)?.value
  const [scope, freshest] = [value(ids.scope), value(ids.freshest)]
  const listed = entriesIn(entries, issuer)
  return {
    tbs: content?.whole ?? Buffer.alloc(0),
    signature: { algorithm: algorithmIn(algorithm), value: bytesIn(signature) },
    issuer,
    thisUpdate: timeIn(thisUpdate),
    nextUpdate,
    number: numberIn(value(ids.number)),
    base: numberIn(value(ids.base)),
    authorityKeyId: keyIdIn(value(ids.authorityKey)),
    scope: scope && readScope(scope, issuer),
    freshest: freshest ? readDistributionPoints(freshest, issuer) : [],
    entries: listed.entries,
    notUnderstood: listed.strange || isStrange(extensions, understood),
  }
}

const numberIn = (der: Buffer | undefined): bigint | undefined =>
  der && BigInt(`0x${hex(contentOf(onlyIn(der), 0x02))}`)

const keyIdIn = (der: Buffer | undefined): string | undefined => {
  const id = der && inside(onlyIn(der), tags.sequence)?.find(({ tag }) => tag === 0x80)
  return id && hex(id.content)
}

/** What the extensions of an entry say. */
interface Said {
  readonly entry: Entry
  readonly issuer: Name | undefined
  readonly strange: boolean
}

const plainly: Said = { entry: 'revoked', issuer: undefined, strange: false }

function saidIn(list: Element, listIssuer: Name): Said {
  const extensions = extensionsIn(list)
  const named = extensions.get(ids.certificateIssuer)
  const reason = extensions.get(ids.reason)
  // §5.3.1: removeFromCRL
  const removed = reason !== undefined && contentOf(onlyIn(reason.value), 0x0a)[0] === 8
  return {
    entry: removed ? 'removed' : 'revoked',
    issuer: named && (directoryIn(named.value) ?? listIssuer),
    strange: isStrange(extensions, understoodInEntries),
  }
}

/** In a long list most entries say one of a few things. */
const mostRemembered = 1000

/** §5.3.3: an entry's issuer stands for those that follow too. */
function entriesIn(all: readonly Element[], listIssuer: Name) {
  const entries = new Map<string, Map<string, Entry>>()
  const remembered = new Map<string, Said>()
  const said = (list: Element): Said => {
    const key = list.whole.toString('latin1')
    const known = remembered.get(key)
    if (known !== undefined) return known
    const read = saidIn(list, listIssuer)
    if (remembered.size < mostRemembered) remembered.set(key, read)
    return read
  }
  const of = (issuer: Name): Map<string, Entry> => {
    const key = issuerKey(issuer)
    const own = entries.get(key) ?? new Map<string, Entry>()
    entries.set(key, own)
    return own
  }
  let strange = false
  let own = of(listIssuer)
  for (const one of all) {
    const [serial, , list] = parts(one)
    const { entry, issuer, strange: unknown } = list === undefined ? plainly : said(list)
    if (issuer !== undefined) own = of(issuer)
    if (unknown) strange = true
    own.set(contentOf(serial, 0x02).toString('hex'), entry)
  }
  return { entries, strange }
}

function directoryIn(der: Buffer): Name | undefined {
  const { names } = new GeneralNames({ schema: fromBER(ownBuffer(der)).result })
  const directory = names.map(generalNameOf).find((name) => name.kind === 'directory')
  return directory?.kind === 'directory' ? directory.value : undefined
}
